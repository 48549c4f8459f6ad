"""AnchorDETR as an ONNX graph, written node by node from the weights of the PyTorch network.

Image and mask: all of an image counts, as in the published export, so no mask is in the graph, places are
(i + 0.5) / n, and no cumulative sum is needed. Shapes are read twice, behind the backbone; everything else
copies or infers its dimensions, so batch, height and width stay free. What does not depend on the image is left
as nodes, which engines fold themselves.
"""

from onnx import ModelProto, TensorProto, helper

from anchor_detr import AnchorDetr
from anchor_detr_backbone import BasicBlock, Bottleneck, NarrowResNet, ResNet50
from anchor_detr_decoder_onnx import decoded, predicted
from anchor_detr_graph import DetectorGraph
from network_graph import images


def onnx_model(model: AnchorDetr) -> ModelProto:
    """`image` [N, 3, H, W] -> `pred_logits` [N, Q, classes], `pred_boxes` [N, Q, 4], float32."""
    graph = DetectorGraph("anchor-detr", model)
    body = model.backbone["body"]
    x = _resnet50(graph, body) if isinstance(body, ResNet50) else _narrow(graph, body)
    convolution, norm = model.input_proj[0]
    x = graph.group_norm(norm, graph.conv(convolution, x))
    transformer = model.transformer
    queries = decoded(graph, transformer, _encoded(graph, model, x))
    predicted(graph, transformer, queries)
    count = transformer.patterns * transformer.position.num_embeddings
    classes = transformer.class_embed[0].out_features
    return graph.model(
        [images("image", 3)], [_rows("pred_logits", count, classes), _rows("pred_boxes", count, 4)]
    )


def _resnet50(graph: DetectorGraph, body: ResNet50) -> str:
    x = graph.relu(graph.normalised_conv(body.conv1, body.bn1, "image"))
    pooling = {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}
    x = graph.node("MaxPool", [x], "maxpool", **pooling)
    for layer in [body.layer1, body.layer2, body.layer3, body.layer4]:
        for block in layer:
            x = _block(graph, block, x)
    return x


def _narrow(graph: DetectorGraph, body: NarrowResNet) -> str:
    x = graph.relu(graph.normalised_conv(body.conv1, body.bn1, "image"))
    for layer in body.layers:
        for block in layer:
            x = _block(graph, block, x)
    return x


def _block(graph: DetectorGraph, block: Bottleneck | BasicBlock, x: str) -> str:
    y = graph.relu(graph.normalised_conv(block.conv1, block.bn1, x))
    y = graph.normalised_conv(block.conv2, block.bn2, y)
    if isinstance(block, Bottleneck):
        y = graph.normalised_conv(block.conv3, block.bn3, graph.relu(y))
    shortcut = graph.normalised_conv(*block.downsample, x) if len(block.downsample) else x
    return graph.relu(graph.node("Add", [y, shortcut], graph.name(block) + ".sum"))


def _encoded(graph: DetectorGraph, model: AnchorDetr, x: str) -> list[str]:
    """[N, C, H, W] -> row keys, column keys and values of the decoder, each [N, H, W, C]."""
    x = graph.transpose(x, "features", [0, 2, 3, 1])
    shape = graph.node("Shape", [x], "features.shape")
    transformer = model.transformer
    row, col = (_places(graph, shape, axis, name) for axis, name in [(2, "row"), (1, "col")])
    row, col = (
        graph.adapted(transformer.adapt_pos1d, graph.waves(it, transformer.width, it), it)
        for it in (row, col)
    )
    col = graph.node("Unsqueeze", [col, graph.axes(1)], "col.upright")
    for layer in transformer.encoder_layers:
        name = graph.name(layer)
        by_row = graph.node("Add", [x, row], name + ".row")
        by_col = graph.node("Add", [x, col], name + ".col")
        attended = graph.row_column(layer.self_attn, by_row, by_col, [by_row, by_col, x])
        attended = graph.node("Reshape", [attended, shape], name + ".image")
        x = graph.layer_norm(layer.norm1, graph.node("Add", [x, attended], name + ".attended"))
        x = graph.feed_forward(layer.ffn, x)
    return [graph.node("Add", [x, row], "keys.row"), graph.node("Add", [x, col], "keys.col"), x]


def _places(graph: DetectorGraph, shape: str, axis: int, name: str) -> str:
    """(i + 0.5) / n for each of the n rows or columns, [n]."""
    index = graph.scalar(axis, "int64")
    length = graph.node("Gather", [shape, index], name + ".length")
    zero, one = graph.scalar(0, "int64"), graph.scalar(1, "int64")
    number = graph.node("Range", [zero, length, one], name + ".number")
    number = graph.node("Cast", [number], name + ".float", to=TensorProto.FLOAT)
    middle = graph.node("Add", [number, graph.scalar(0.5, "float32")], name + ".middle")
    length = graph.node("Cast", [length], name + ".count", to=TensorProto.FLOAT)
    return graph.node("Div", [middle, length], name)


def _rows(name: str, queries: int, numbers: int):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", queries, numbers])

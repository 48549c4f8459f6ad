"""The decoder of AnchorDETR and its heads as nodes. Until it has seen the image, a query has no batch but 1."""

from anchor_detr_graph import DetectorGraph
from anchor_detr_transformer import DecoderLayer, Transformer


def decoded(graph: DetectorGraph, transformer: Transformer, image: list[str]) -> str:
    """`image` as row keys, column keys and values [N, H, W, C] -> queries [N, Q, C]."""
    where = _where(graph, transformer)
    x = _patterns(graph, transformer)
    for layer in transformer.decoder_layers:
        x = _layer(graph, layer, x, where, image)
    return x


def predicted(graph: DetectorGraph, transformer: Transformer, x: str) -> None:
    """[N, Q, C] -> the graph's two outputs."""
    graph.linear(transformer.class_embed[0], x, "pred_logits")
    for layer in transformer.bbox_embed[0].layers[:2]:
        x = graph.relu(graph.linear(layer, x))
    x = graph.linear(transformer.bbox_embed[0].layers[2], x)
    moved = graph.node("Add", [x, _start(graph, transformer)], "boxes.logits")
    graph.node("Sigmoid", [moved], "pred_boxes")


def _layer(
    graph: DetectorGraph, layer: DecoderLayer, x: str, where: list[str], image: list[str]
) -> str:
    name = graph.name(layer)
    placed = graph.node("Add", [x, where[0]], name + ".placed")
    attended = graph.self_attention(layer.self_attn, placed, x)
    x = graph.layer_norm(layer.norm2, graph.node("Add", [x, attended], name + ".self"))
    row = graph.node("Add", [x, where[1]], name + ".row")
    col = graph.node("Add", [x, where[2]], name + ".col")
    attended = graph.row_column(layer.cross_attn, row, col, image)
    x = graph.layer_norm(layer.norm1, graph.node("Add", [x, attended], name + ".cross"))
    return graph.feed_forward(layer.ffn, x)


def _where(graph: DetectorGraph, transformer: Transformer) -> list[str]:
    """Embeddings of the anchor points in two dimensions, along x and along y, each [Q, C]."""
    points = graph.weight("transformer.position.weight", transformer.position.weight.numpy())
    x, y = (
        graph.node("Gather", [points, graph.scalar(index, "int64")], f"anchor.{name}", axis=1)
        for index, name in [(0, "x"), (1, "y")]
    )
    width = transformer.width
    halves = [graph.waves(axis, width // 2, axis + ".half") for axis in (y, x)]
    both = graph.node("Concat", halves, "anchor.waves", axis=1)
    both = graph.adapted(transformer.adapt_pos2d, both, "anchor")
    single = [
        graph.adapted(transformer.adapt_pos1d, graph.waves(it, width, it), it) for it in (x, y)
    ]
    return [_repeated(graph, transformer, it) for it in (both, *single)]


def _patterns(graph: DetectorGraph, transformer: Transformer) -> str:
    """Each pattern once for each anchor point, [1, Q, C]."""
    pattern = graph.weight("transformer.pattern.weight", transformer.pattern.weight.numpy())
    pattern = graph.node("Unsqueeze", [pattern, graph.axes(1)], "pattern.apart")
    times = graph.axes(1, transformer.position.num_embeddings, 1)
    pattern = graph.node("Tile", [pattern, times], "pattern.tiled")
    return graph.reshaped(pattern, [1, -1, transformer.width], "pattern")


def _start(graph: DetectorGraph, transformer: Transformer) -> str:
    """log(p / (1 - p)) of the anchor points, with zeros for width and height, [Q, 4]."""
    floor, one = graph.scalar(transformer.floor, "float32"), graph.scalar(1, "float32")
    points = "transformer.position.weight"
    rest = graph.node("Sub", [one, points], "anchor.rest")
    sides = [
        graph.node("Clip", [side, floor, one], name)
        for side, name in [(points, "anchor.odds.for"), (rest, "anchor.odds.against")]
    ]
    logit = graph.node("Log", [graph.node("Div", sides, "anchor.odds")], "anchor.logit")
    none = graph.constant([[0.0, 0.0]] * transformer.position.num_embeddings, "float32")
    start = graph.node("Concat", [logit, none], "anchor.start", axis=1)
    return _repeated(graph, transformer, start)


def _repeated(graph: DetectorGraph, transformer: Transformer, x: str) -> str:
    """[points, n] -> [Q, n]: all points once for each pattern."""
    return graph.node("Tile", [x, graph.axes(transformer.patterns, 1)], x + ".queries")

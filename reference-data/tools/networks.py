"""The networks that can be exported: how each is made, written as ONNX and checked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from onnx import ModelProto
from torch import Tensor, nn

import anchor_detr_onnx
import anchor_detr_seeded
import clips
import edvr
import edvr_onnx
import edvr_weights
import elan
import elan_onnx
import mst_plus_plus
import mst_plus_plus_onnx
import resnet50
import rrdbnet
import rrdbnet_onnx
import seeded_elan
import seeded_rrdbnet
import synthetic

# Another order of sums; ten times what FP32 differs from FP64 by.
LARGEST_REL_L2 = 2e-6
_DETECTOR_REL_L2 = 3e-5  # likewise: 3.1e-6 for R50-C5 at 64x64, where a few cells decide every box


@dataclass(frozen=True)
class Work:
    """Multiply-adds of convolutions and matrix products for one row of a shape, from published figures."""

    shape: tuple[int, ...]
    giga: float
    decimals: int


@dataclass(frozen=True)
class Network:
    """One architecture with weights from a seed.

    `examples` are shapes of the inputs, in the order in which the network takes them, and `example` makes
    an input of such a shape, like those that the network is for. They have to differ in the batch and in what
    is padded, so that a traced constant fails one of them. `parts` matches the names of the modules each
    of which has to matter; without one, the branch of a residual is 0. `nodes` says how many nodes of a kind
    the ONNX graph has.
    """

    seeded: Callable[[int], nn.Module]
    graph: Callable[[nn.Module], ModelProto]
    examples: tuple[tuple[tuple[int, ...], ...], ...]
    example: Callable[[tuple[int, ...]], Tensor] = synthetic.uniform
    inputs: tuple[str, ...] = ("input",)
    outputs: tuple[str, ...] = ("output",)
    largest_rel_l2: float = LARGEST_REL_L2
    work: tuple[Work, ...] = ()
    parts: str = ""
    nodes: dict[str, int] = field(default_factory=dict)


# Padded in both directions, in one, in none; different batches.
_MST_PLUS_PLUS = (((1, 3, 96, 90),), ((2, 3, 61, 72),), ((3, 3, 40, 64),))
_ELAN = (((1, 3, 20, 27),), ((2, 3, 16, 9),), ((3, 3, 32, 16),))
# The last is one pixel high at a quarter of the size.
_EDVR = (((1, 5, 3, 32, 48),), ((2, 5, 3, 20, 16),), ((1, 5, 3, 4, 8),))
_EDVR_PARTS = (
    r"\.conv2$|conv_l\d_\d$|offset_conv\d\.l\d$|cas_offset_conv\d$|conv_offset$|dcn_pack\.l\d$|cas_dcnpack$"
    r"|feat_conv\.l\d$|fusion\.(feat|temporal|spatial)"
)
_RRDBNET = (((1, 3, 17, 10),), ((2, 3, 8, 12),))
_ANCHOR_DETR = (((1, 3, 96, 130),), ((3, 3, 64, 64),))
# The trained size, others that are no multiple of 16, other batches.
_ANCHOR_DETR_SMALL = (((1, 3, 192, 256),), ((2, 3, 130, 101),), ((3, 3, 64, 320),))


def _images(shape: tuple[int, ...]) -> Tensor:
    count, _, height, width = shape
    return synthetic.images(0, count, height, width).float()


def _elan(size: elan.Size, work: tuple[Work, ...], nodes: dict[str, int]) -> Network:
    return Network(
        lambda seed: seeded_elan.seeded_model(size, seed),
        elan_onnx.onnx_model,
        _ELAN,
        example=lambda shape: elan.PEAK * _images(shape),
        work=work,
        parts=r"\.(lfe|gmsa)_\d$",
        nodes=nodes,
    )


def _clips(shape: tuple[int, ...]) -> Tensor:
    count, frames, _, height, width = shape
    images = synthetic.images(0, count, height + clips.MARGIN, width + clips.MARGIN).float()
    return clips.moving(images, frames, height, width)


def _edvr(size: edvr.Size, giga: float, nodes: dict[str, int]) -> Network:
    return Network(
        lambda seed: edvr_weights.seeded_model(size, seed),
        edvr_onnx.onnx_model,
        _EDVR,
        example=_clips,
        work=(Work((1, 5, 3, 180, 320), giga, 0),),
        parts=_EDVR_PARTS,
        nodes=nodes,
    )


def _rrdbnet(blocks: int, work: tuple[Work, ...], nodes: dict[str, int]) -> Network:
    return Network(
        lambda seed: seeded_rrdbnet.seeded_model(blocks, seed),
        rrdbnet_onnx.onnx_model,
        _RRDBNET,
        example=_images,
        work=work,
        parts=r"\.conv5$",
        nodes=nodes,
    )


def _detector(
    seeded: Callable[[int], nn.Module],
    examples: tuple[tuple[tuple[int, ...], ...], ...],
    work: tuple[Work, ...],
    nodes: dict[str, int],
) -> Network:
    return Network(
        seeded,
        anchor_detr_onnx.onnx_model,
        examples,
        example=lambda shape: resnet50.normalised(_images(shape)),
        inputs=("image",),
        outputs=("pred_logits", "pred_boxes"),
        largest_rel_l2=_DETECTOR_REL_L2,
        work=work,
        parts=r"(self_attn|cross_attn)\.out_proj$|ffn\.linear2$",
        nodes=nodes,
    )


# Published are 69.0 and 121.8 GMac: of those, 2.5 compute again in every decoder layer where the anchors are,
# and predict boxes and classes in layers that nobody asks.
def _anchor_detr(dilated: bool, giga: float) -> Network:
    return _detector(
        lambda seed: anchor_detr_seeded.seeded_model(dilated, seed),
        _ANCHOR_DETR,
        work=(Work((1, 3, 800, 800), giga, 1),),
        nodes={"Conv": 54, "Softmax": 30, "LayerNormalization": 30, "Shape": 2},
    )


NETWORKS = {
    "mst-plus-plus": Network(
        mst_plus_plus.seeded_model,
        mst_plus_plus_onnx.onnx_model,
        _MST_PLUS_PLUS,
        work=(Work((1, 3, 256, 256), 22.19, 2), Work((1, 3, 512, 482), 84.6, 1)),
        parts=r"\.blocks\.0\.0$",
        nodes={"Conv": 95, "ConvTranspose": 6},
    ),
    "elan": _elan(
        elan.FULL,
        work=(Work((1, 3, 80, 80), 63.19, 2), Work((1, 3, 304, 208), 624.36, 2)),
        nodes={"Conv": 220, "Softmax": 108},
    ),
    "elan-light": _elan(
        elan.LIGHT,
        work=(Work((1, 3, 80, 80), 5.57, 2), Work((1, 3, 304, 208), 55.02, 2)),
        nodes={"Conv": 148, "Softmax": 36},
    ),
    "edvr-m": _edvr(edvr.MEDIUM, 487, nodes={"GridSample": 20, "DepthToSpace": 2}),
    "edvr-l": _edvr(edvr.LARGE, 2115, nodes={"GridSample": 20, "DepthToSpace": 2}),
    "rrdbnet": _rrdbnet(
        rrdbnet.BLOCKS,
        work=(Work((1, 3, 128, 128), 293.7, 1), Work((1, 3, 270, 480), 2323, 0)),
        nodes={"Conv": 351},
    ),
    "rrdbnet-anime": _rrdbnet(rrdbnet.SMALL_BLOCKS, work=(), nodes={"Conv": 96}),
    "anchor-detr-r50-c5": _anchor_detr(dilated=False, giga=66.6),
    "anchor-detr-r50-dc5": _anchor_detr(dilated=True, giga=119.3),
    "anchor-detr-small": _detector(
        anchor_detr_seeded.seeded_small,
        _ANCHOR_DETR_SMALL,
        work=(),
        nodes={"Softmax": 13, "LayerNormalization": 13},
    ),
}

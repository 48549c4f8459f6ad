"""Makes the files in this folder: images, and what PIL, PyTorch and pycocotools make of them.

    python make.py

README.md names the versions. Deterministic: a second run writes the same bytes.
"""

import copy
import hashlib
import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from safetensors.torch import save_file

HERE = Path(__file__).parent
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def picture(rng, width, height):
    """Waves, edges and noise, so that a wrong weight or a shift shows."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [127 + 90 * np.sin(x / (3.0 + c)) * np.cos(y / (4.0 + c)) + rng.normal(0, 12, (height, width))
              for c in range(3)]
    image = np.stack(planes, -1)
    image[height // 4:height // 2, width // 3:width // 2] = [250, 10, 40]
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def detr_size(width, height, size, max_size):
    """get_size_with_aspect_ratio of DETR's datasets/transforms.py, as (height, width)."""
    small, large = float(min(width, height)), float(max(width, height))
    if large / small * size > max_size:
        size = int(round(max_size * small / large))
    if (width <= height and width == size) or (height <= width and height == size):
        return height, width
    if width < height:
        return int(size * height / width), size
    return size, int(size * width / height)


def to_tensor(image):
    """torchvision's ToTensor and Normalize: FLOAT32, division by 255, in-place sub and div."""
    tensor = torch.from_numpy(np.array(image, np.uint8, copy=True)).permute(2, 0, 1).contiguous()
    tensor = tensor.to(torch.float32).div(255)
    mean = torch.as_tensor(MEAN, dtype=torch.float32).view(-1, 1, 1)
    std = torch.as_tensor(STD, dtype=torch.float32).view(-1, 1, 1)
    return tensor.sub_(mean).div_(std)


def images():
    rng = np.random.default_rng(7)
    folder = HERE / "files"
    folder.mkdir(exist_ok=True)
    rgb = picture(rng, 53, 37)
    Image.fromarray(rgb).save(folder / "rgb.png")
    Image.fromarray(np.dstack([rgb, np.full(rgb.shape[:2], 90, np.uint8)])).save(folder / "rgba.png")
    Image.fromarray(rgb).convert("L").save(folder / "grey.png")
    Image.fromarray(rgb).convert("P", palette=Image.ADAPTIVE, colors=32).save(folder / "palette.png")
    Image.fromarray(rgb).convert("L").point(lambda v: 255 * (v > 128)).convert("1").save(folder / "bits.png")
    Image.fromarray(rgb).save(folder / "colour.jpg", quality=90)
    Image.fromarray(rgb).save(folder / "full.jpg", quality=95, subsampling=0)
    Image.fromarray(rgb).convert("L").save(folder / "grey.jpg", quality=90)
    sizes = [(37, 53), (80, 100), (20, 25), (37, 20), (11, 53), (1, 1), (90, 11)]
    rows = []
    for file in sorted(folder.iterdir()):
        image = Image.open(file).convert("RGB")
        rows.append({
            "file": file.name,
            "pixels": sha(np.asarray(image)),
            "resized": {f"{h}x{w}": sha(np.asarray(image.resize((w, h), Image.BILINEAR))) for h, w in sizes},
            "normalised": sha(to_tensor(image.resize((25, 20), Image.BILINEAR)).numpy()),
        })
    source = torch.from_numpy(rgb.astype(np.float32)).permute(2, 0, 1)[None]
    half = {}
    for h, w in sizes:
        resized = torch.nn.functional.interpolate(source, (h, w), mode="bilinear", align_corners=False)
        flat = resized[0].permute(1, 2, 0).reshape(-1)
        step = max(1, len(flat) // 40)
        half[f"{h}x{w}"] = {"step": step, "values": [float(v) for v in flat[::step]]}
    detr = [[w, h, s, m, *detr_size(w, h, s, m)] for w, h, s, m in [
        (640, 480, 800, 1333), (480, 640, 800, 1333), (500, 375, 800, 1333), (1000, 300, 800, 1333),
        (427, 640, 800, 1333), (640, 427, 800, 1333), (333, 1333, 800, 1333), (800, 900, 800, 1333),
        (51, 640, 800, 1333), (640, 383, 800, 1333), (612, 612, 800, 1333), (7, 5, 24, 32)]]
    write("images.json", {"files": rows, "halfPixel": half, "detrSizes": detr})


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


def post_process(logits, boxes, sizes, top):
    """PostProcess of Deformable DETR and Anchor DETR, and convert_to_xywh of their evaluator."""
    prob = logits.sigmoid()
    values, indexes = torch.topk(prob.view(logits.shape[0], -1), top, dim=1)
    query = torch.div(indexes, logits.shape[2], rounding_mode="floor")
    labels = indexes % logits.shape[2]
    x, y, w, h = boxes.unbind(-1)
    xyxy = torch.stack([x - 0.5 * w, y - 0.5 * h, x + 0.5 * w, y + 0.5 * h], -1)
    xyxy = torch.gather(xyxy, 1, query.unsqueeze(-1).repeat(1, 1, 4))
    img_h, img_w = sizes.unbind(1)
    xyxy = xyxy * torch.stack([img_w, img_h, img_w, img_h], 1)[:, None, :]
    x0, y0, x1, y1 = xyxy.unbind(-1)
    return values, labels, torch.stack([x0, y0, x1 - x0, y1 - y0], -1)


def nms(boxes, scores, labels, threshold):
    """torchvision/csrc/ops/cpu/nms_kernel.cpp in FLOAT32, class by class."""
    keep, dead = [], set()
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-scores, kind="stable")
    for at, i in enumerate(order):
        if i in dead:
            continue
        keep.append(int(i))
        for j in order[at + 1:]:
            if labels[i] != labels[j]:
                continue
            w = max(np.float32(0), min(boxes[i, 2], boxes[j, 2]) - max(boxes[i, 0], boxes[j, 0]))
            h = max(np.float32(0), min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1]))
            if np.float32(w * h) / (areas[i] + areas[j] - np.float32(w * h)) > threshold:
                dead.add(j)
    return keep


def suppression():
    rng = np.random.default_rng(11)
    corner = rng.uniform(0, 60, (60, 2))
    boxes = np.hstack([corner, corner + rng.uniform(10, 40, (60, 2))]).astype(np.float32)
    scores = np.round(rng.uniform(0, 1, 60), 2).astype(np.float32)
    labels = rng.integers(0, 3, 60)
    write("nms.json", {"boxes": [[float(v) for v in box] for box in boxes], "scores": [float(v) for v in scores],
                       "labels": [int(v) for v in labels],
                       "kept": {str(t): nms(boxes, scores, labels, t) for t in (0.3, 0.5, 0.7)}})


def detector():
    """Six images, their truth, a network's raw outputs, and what PyTorch finds in them."""
    rng = np.random.default_rng(23)
    torch.manual_seed(23)
    folder = HERE / "detector"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    queries, classes = 12, 6
    sizes = [(60, 40), (40, 60), (53, 37), (64, 48), (48, 64), (41, 41)]
    listed, annotations, inputs = [], [], []
    logits = torch.randn(len(sizes), queries, classes) - 3
    boxes = torch.rand(len(sizes), queries, 4) * 0.3 + 0.3
    for i, (width, height) in enumerate(sizes):
        identity = 10 * i + 3
        name = f"{identity:06d}." + ("jpg" if i == 5 else "png")
        Image.fromarray(picture(rng, width, height)).save(folder / "images" / name, quality=95)
        listed.append({"id": identity, "file_name": name, "width": width, "height": height})
        for j in range(3):
            w, h = rng.uniform(8, width / 2), rng.uniform(8, height / 2)
            x, y = rng.uniform(0, width - w), rng.uniform(0, height - h)
            category = int(rng.integers(1, 5))
            annotations.append({"id": len(annotations) + 1, "image_id": identity, "category_id": category,
                                "bbox": [x, y, w, h], "area": w * h * (6 if j else 1), "iscrowd": 0})
            shift = rng.normal(0, 0.02, 4)
            boxes[i, j] = torch.tensor([(x + w / 2) / width, (y + h / 2) / height, w / width, h / height]
                                       + shift, dtype=torch.float32)
            logits[i, j, category] = float(rng.normal(1.5, 1.5))
        image = Image.open(folder / "images" / name).convert("RGB")
        h, w = detr_size(width, height, 24, 32)
        padded = torch.zeros(3, 32, 32)
        padded[:, :h, :w] = to_tensor(image.resize((w, h), Image.BILINEAR))
        inputs.append(padded)
    rows = torch.stack(inputs)
    np.savez_compressed(folder / "inputs.npz", pixels=rows.numpy())
    save_file({"pred_boxes": boxes, "pred_logits": logits}, folder / "outputs.safetensors")
    worse = logits.clone()
    worse[:2] -= 2.5
    moved = boxes.clone()
    moved[2, :3, 0] += 0.08
    save_file({"pred_boxes": moved, "pred_logits": worse}, folder / "worse.safetensors")
    truth = {"images": listed, "annotations": annotations,
             "categories": [{"id": c, "name": f"thing {c}"} for c in range(1, 5)]}
    (folder / "annotations.json").write_text(json.dumps(truth, indent=1) + "\n")
    with open(folder / "hashes.jsonl", "w") as out:
        for image, row in zip(listed, rows):
            out.write(json.dumps({"schema": "assay.input/1", "image": image["id"], "file": image["file_name"],
                                  "shape": list(row.shape), "sha256": sha(row.numpy())}) + "\n")
    expected = {}
    for name, (l, b) in {"reference": (logits, boxes), "worse": (worse, moved)}.items():
        found = detections(listed, l, b, 10)
        (folder / f"{name}.json").write_text(json.dumps(found, indent=None, separators=(",", ":")) + "\n")
        expected[name] = [v.hex() for v in score(truth, found)]
    write("detector/expected.json", expected)


def detections(listed, logits, boxes, top):
    sizes = torch.tensor([[i["height"], i["width"]] for i in listed])
    values, labels, found = post_process(logits, boxes, sizes, top)
    return [{"image_id": image["id"], "category_id": int(c), "bbox": [float(v) for v in box], "score": float(s)}
            for image, ss, cs, bs in zip(listed, values, labels, found) for s, c, box in zip(ss, cs, bs)]


def score(truth, found, category=None):
    with redirect_stdout(io.StringIO()):
        gt = COCO()
        gt.dataset = copy.deepcopy(truth)
        gt.createIndex()
        evaluation = COCOeval(gt, gt.loadRes(copy.deepcopy(found)), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    precision = evaluation.eval["precision"][:, :, :, 0, -1]
    categories = [float(np.mean(p[p > -1])) if (p > -1).any() else -1.0 for p in np.moveaxis(precision, 2, 0)]
    return [float(v) for v in evaluation.stats] + (categories if category else [])


def bootstrap():
    """Two sets of detections, and their scores on resampled images evaluated again from nothing."""
    rng = np.random.default_rng(31)
    folder = HERE / "bootstrap"
    folder.mkdir(exist_ok=True)
    listed = [{"id": 5 * i + 2, "width": 640, "height": 480} for i in range(25)]
    annotations, sets = [], ([], [])
    for image in listed:
        for _ in range(int(rng.integers(0, 6))):
            w, h = np.exp(rng.uniform(np.log(15), np.log(250), 2))
            x, y = rng.uniform(0, 640 - w), rng.uniform(0, 480 - h)
            category = int(rng.integers(1, 5))
            crowd = int(rng.uniform() < 0.08)
            annotations.append({"id": len(annotations) + 1, "image_id": image["id"], "category_id": category,
                                "bbox": [round(v, 2) for v in (x, y, w, h)], "area": round(w * h * 0.8, 2),
                                "iscrowd": crowd})
            for found, noise in zip(sets, (0.04, 0.07)):
                for _ in range(int(rng.integers(1, 3))):
                    d = rng.normal(0, noise, 4) * [w, h, w, h]
                    found.append(detection(image, category, x + d[0], y + d[1], w + abs(d[2]), h + abs(d[3]),
                                           np.clip(rng.normal(0.6, 0.2), 0.05, 1)))
        for found in sets:
            for _ in range(int(rng.integers(0, 5))):
                w, h = np.exp(rng.uniform(np.log(15), np.log(250), 2))
                found.append(detection(image, int(rng.integers(1, 6)), rng.uniform(0, 500), rng.uniform(0, 400),
                                       w, h, rng.uniform(0.05, 0.7)))
    truth = {"images": listed, "annotations": annotations,
             "categories": [{"id": c, "name": f"thing {c}"} for c in range(1, 7)]}
    draws = [sorted(int(v) for v in rng.integers(0, len(listed), len(listed))) for _ in range(12)]
    draws.append([0] * 25)
    draws.append(list(range(25)))
    rows = []
    for draw in draws:
        rows.append({"draw": draw, **{name: resampled(truth, found, draw) for name, found in zip("ab", sets)}})
    (folder / "annotations.json").write_text(json.dumps(truth) + "\n")
    for name, found in zip("ab", sets):
        (folder / f"{name}.json").write_text(json.dumps(found) + "\n")
    write("bootstrap/expected.json", rows)


def detection(image, category, x, y, w, h, value):
    # Scores of one digit: ties within images and between them.
    return {"image_id": image["id"], "category_id": category, "bbox": [round(float(v), 2) for v in (x, y, w, h)],
            "score": round(float(value), 1)}


def resampled(truth, found, draw):
    """Each drawn image as an image of its own, with an id of its own."""
    world, again = {"images": [], "annotations": [], "categories": truth["categories"]}, []
    for place, index in enumerate(draw):
        old, new = truth["images"][index]["id"], place + 1
        world["images"].append({**truth["images"][index], "id": new})
        for a in truth["annotations"]:
            if a["image_id"] == old:
                world["annotations"].append({**a, "id": len(world["annotations"]) + 1, "image_id": new})
        again += [{**d, "image_id": new} for d in found if d["image_id"] == old]
    listed = [d for d in again if d["category_id"] <= 6]
    if not listed or not world["annotations"]:
        return None
    scores = score(world, again, category=True)
    return scores[:6] + scores[12:]


if __name__ == "__main__":
    images()
    suppression()
    detector()
    bootstrap()

#!/usr/bin/env python3
"""Trains the network of the task type image_classification on drawn shapes.

Writes the weights as Swift source and, for the tests, pictures with numpy's own answers. Needs numpy:

    python3 Scripts/train-shape-model.py

Pictures are 24 × 24 and grey: one of five shapes of any place, size and direction, lighter or darker than the ground,
with noise. The network: 3 × 3 convolution to 8 channels, ReLU, maximum of 2 × 2, the same to 16 channels, then a dense
layer. It is trained with Adam in single precision; the weights are kept in half precision, with which the printed
accuracy and the tests' answers are computed, in double precision.
"""

import base64
import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
SWIFT = ROOT / "Sources/ShippedTasks/ImageClassification/ShapeNetwork+Weights.swift"
FIXTURE = ROOT / "Tests/ShippedTasksTests/Fixtures/shapes.json"

SEED = 20260302
SIDE = 24
SHAPES = ["circle", "ring", "square", "triangle", "cross"]
FINE = 3  # samples a pixel, in each direction


def inside(shape, u, v):
    if shape == "circle":
        return u * u + v * v < 1
    if shape == "ring":
        return (u * u + v * v < 1) & (u * u + v * v > 0.3)
    if shape == "square":
        return (np.abs(u) < 0.85) & (np.abs(v) < 0.85)
    if shape == "triangle":
        half = np.sqrt(0.75)
        return (v < 0.6) & (half * u - 0.5 * v < 0.6) & (-half * u - 0.5 * v < 0.6)
    return ((np.abs(u) < 0.3) & (np.abs(v) < 1)) | ((np.abs(v) < 0.3) & (np.abs(u) < 1))


def draw(random, shape):
    radius = random.uniform(5.5, 10)
    x0, y0 = random.uniform(radius, SIDE - radius, 2)
    angle = random.uniform(0, 2 * np.pi)
    ground, contrast = random.uniform(0.1, 0.9), random.uniform(0.35, 0.8)
    ink = ground - contrast if ground > 0.5 else ground + contrast
    fine = (np.arange(SIDE * FINE) + 0.5) / FINE
    x, y = np.meshgrid(fine - x0, fine - y0)
    u = (np.cos(angle) * x + np.sin(angle) * y) / radius
    v = (-np.sin(angle) * x + np.cos(angle) * y) / radius
    cover = inside(shape, u, v).reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
    picture = ground + (ink - ground) * cover + random.normal(0, 0.06, (SIDE, SIDE))
    return np.clip(np.round(picture * 255), 0, 255).astype(np.uint8)


def pictures(random, count):
    labels = random.integers(0, len(SHAPES), count)
    return np.stack([draw(random, SHAPES[label]) for label in labels]), labels


def normalised(pixels, kind):
    values = pixels.astype(kind) / 255
    mean = values.mean(axis=(1, 2), keepdims=True)
    deviation = values.std(axis=(1, 2), keepdims=True)
    return ((values - mean) / (deviation + 1e-3))[:, None]


def patches(x):
    count, channels, side, _ = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(count * side * side, channels * 9)


def convolve(x, weight, bias):
    columns = patches(x)
    count, side = x.shape[0], x.shape[2]
    out = columns @ weight.reshape(weight.shape[0], -1).T + bias
    return out.reshape(count, side, side, -1).transpose(0, 3, 1, 2), columns


def pool(x):
    count, channels, side, _ = x.shape
    blocks = x.reshape(count, channels, side // 2, 2, side // 2, 2).transpose(0, 1, 2, 4, 3, 5)
    blocks = blocks.reshape(count, channels, side // 2, side // 2, 4)
    return blocks.max(axis=-1), blocks.argmax(axis=-1)


def unpool(grad, where, side):
    count, channels = grad.shape[:2]
    blocks = np.zeros(grad.shape + (4,), grad.dtype)
    np.put_along_axis(blocks, where[..., None], grad[..., None], axis=-1)
    blocks = blocks.reshape(count, channels, side // 2, side // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return blocks.reshape(count, channels, side, side)


def unpatch(columns, count, channels, side):
    columns = columns.reshape(count, side, side, channels, 3, 3)
    grad = np.zeros((count, channels, side + 2, side + 2), columns.dtype)
    for i in range(3):
        for j in range(3):
            grad[:, :, i:i + side, j:j + side] += columns[..., i, j].transpose(0, 3, 1, 2)
    return grad[:, :, 1:-1, 1:-1]


def forward(x, p):
    a1, c1 = convolve(x, p["w1"], p["b1"])
    h1, m1 = pool(np.maximum(a1, 0))
    a2, c2 = convolve(h1, p["w2"], p["b2"])
    h2, m2 = pool(np.maximum(a2, 0))
    flat = h2.reshape(len(x), -1)
    return flat @ p["w3"].T + p["b3"], (a1, c1, m1, a2, c2, m2, flat)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def gradients(x, labels, p):
    z, (a1, c1, m1, a2, c2, m2, flat) = forward(x, p)
    dz = softmax(z)
    dz[np.arange(len(x)), labels] -= 1
    dz /= len(x)
    g = {"w3": dz.T @ flat, "b3": dz.sum(axis=0)}
    d = unpool((dz @ p["w3"]).reshape(len(x), 16, SIDE // 4, SIDE // 4), m2, SIDE // 2) * (a2 > 0)
    rows = d.transpose(0, 2, 3, 1).reshape(-1, 16)
    g["w2"], g["b2"] = (rows.T @ c2).reshape(p["w2"].shape), rows.sum(axis=0)
    d = unpatch(rows @ p["w2"].reshape(16, -1), len(x), 8, SIDE // 2)
    d = unpool(d, m1, SIDE) * (a1 > 0)
    rows = d.transpose(0, 2, 3, 1).reshape(-1, 8)
    g["w1"], g["b1"] = (rows.T @ c1).reshape(p["w1"].shape), rows.sum(axis=0)
    return g


def train(random):
    def start(*shape):
        return (random.normal(size=shape) * np.sqrt(2 / np.prod(shape[1:]))).astype(np.float32)

    p = {"w1": start(8, 1, 3, 3), "b1": np.zeros(8, np.float32), "w2": start(16, 8, 3, 3),
         "b2": np.zeros(16, np.float32), "w3": start(5, 576) * np.float32(0.3), "b3": np.zeros(5, np.float32)}
    m, s = {k: np.zeros_like(v) for k, v in p.items()}, {k: np.zeros_like(v) for k, v in p.items()}
    pixels, labels = pictures(random, 16_000)
    x = normalised(pixels, np.float32)
    step, epochs, batch = 0, 14, 64
    for epoch in range(epochs):
        order = random.permutation(len(x))
        rate = 3e-3 * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
        for first in range(0, len(x), batch):
            chosen = order[first:first + batch]
            step += 1
            for key, grad in gradients(x[chosen], labels[chosen], p).items():
                m[key] = 0.9 * m[key] + 0.1 * grad
                s[key] = 0.999 * s[key] + 0.001 * grad * grad
                p[key] -= (rate * (m[key] / (1 - 0.9 ** step)) / (np.sqrt(s[key] / (1 - 0.999 ** step)) + 1e-8)
                           ).astype(np.float32)
        print(f"epoch {epoch + 1}: {np.mean(forward(x[:2000], p)[0].argmax(axis=1) == labels[:2000]):.4f}", flush=True)
    return p


def main():
    random = np.random.default_rng(SEED)
    p = {key: value.astype("<f2") for key, value in train(random).items()}
    exact = {key: value.astype(np.float64) for key, value in p.items()}
    pixels, labels = pictures(random, 5000)
    logits, _ = forward(normalised(pixels, np.float64), exact)
    right = logits.argmax(axis=1) == labels
    print(f"accuracy on 5000 new pictures {right.mean():.4f}")
    for index, shape in enumerate(SHAPES):
        print(f"  {shape} {right[labels == index].mean():.4f}")
    packed = base64.b64encode(b"".join(p[k].tobytes() for k in ["w1", "b1", "w2", "b2", "w3", "b3"])).decode()
    lines = [packed[first:first + 104] for first in range(0, len(packed), 104)]
    SWIFT.write_text(
        "// Made by Scripts/train-shape-model.py; do not edit.\nextension ShapeNetwork {\n"
        "    /// Weights and biases of the three layers, one after another, as little-endian half-precision numbers in\n"
        f"    /// base64. Accuracy on 5000 new pictures: {right.mean():.4f}.\n"
        '    static let packedWeights = """\n' + "\\\n".join(f"        {line}" for line in lines) + '\n        """\n}\n'
    )
    FIXTURE.write_text(json.dumps({
        "origin": f"Scripts/train-shape-model.py with numpy {np.__version__}, double precision",
        "shapes": SHAPES,
        "labels": labels[:6].tolist(),
        "pixels": [base64.b64encode(picture.tobytes()).decode() for picture in pixels[:6]],
        "logits": logits[:6].tolist(),
    }, indent=1) + "\n")


main()

#!/usr/bin/env python3
"""Makes the PNG files that ShippedTasksTests read, and the grey pixels that they show.

    python3 Scripts/make-png-fixtures.py

An encoder of its own, from the specification: every colour type and depth, every filter, data in several chunks.
"""

import json
import pathlib
import random
import struct
import zlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests/ShippedTasksTests/Fixtures/png"
SIZE = (13, 9)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def paeth(a, b, c):
    p = a + b - c
    return min(((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c)))[2]


def filtered(rows, step):
    out, before = b"", bytes(len(rows[0]))
    for number, row in enumerate(rows):
        kind = number % 5
        line = bytearray()
        for i, value in enumerate(row):
            a, b = row[i - step] if i >= step else 0, before[i]
            c = before[i - step] if i >= step else 0
            guess = [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]
            line.append((value - guess) % 256)
        out += bytes([kind]) + bytes(line)
        before = row
    return out


def packed(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def luminance(r, g, b):
    return (299 * r + 587 * g + 114 * b + 500) // 1000


def on_white(grey, alpha):
    return (grey * alpha + 255 * (255 - alpha) + 127) // 255


def grey(colour, depth, samples, palette):
    if colour == 3:
        return luminance(*palette[samples[0]])
    top = [s >> 8 if depth == 16 else s * 255 // ((1 << depth) - 1) for s in samples]
    if colour == 0:
        return top[0]
    if colour == 4:
        return on_white(*top)
    value = luminance(*top[:3])
    return value if colour == 2 else on_white(value, top[3])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = {}
    width, height = SIZE
    for colour, depths in {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}.items():
        for depth in depths:
            draw = random.Random(100 * colour + depth)
            palette = [tuple(draw.randrange(256) for _ in range(3)) for _ in range(min(200, 1 << depth))]
            limit = len(palette) if colour == 3 else 1 << depth
            pixels = [[[draw.randrange(limit) for _ in range(CHANNELS[colour])] for _ in range(width)]
                      for _ in range(height)]
            rows = [packed([s for pixel in row for s in pixel], depth) for row in pixels]
            data = zlib.compress(filtered(rows, max(1, CHANNELS[colour] * depth // 8)), 9)
            header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
            name = f"colour{colour}-depth{depth}"
            (FOLDER / f"{name}.png").write_bytes(
                b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"gAMA", struct.pack(">I", 45455))
                + (chunk(b"PLTE", bytes(v for c in palette for v in c)) if colour == 3 else b"")
                + chunk(b"IDAT", data[:20]) + chunk(b"IDAT", data[20:]) + chunk(b"IEND", b"")
            )
            expected[name] = [grey(colour, depth, pixel, palette) for row in pixels for pixel in row]
    (FOLDER / "grey.json").write_text(json.dumps({"width": width, "height": height, "pixels": expected}) + "\n")


main()

"""Pictures of every page for docs/pages: simulated sandbox traffic, three real nodes and a few minutes of real tasks."""

import os
import pathlib
import random
import subprocess
import sys
import time

from PIL import Image
from playwright.sync_api import sync_playwright

from browser_test import DEMOS
from running import BERTH, ROOT, Fleet

FOLDER = ROOT / "docs/pages"
ASKS = {
    "fraud_detection": {"priority": 9, "latency": 9}, "image_classification": {"priority": 6, "latency": 5, "requiresGPU": True},
    "daily_report": {"priority": 2, "latency": 2, "cost_sensitivity": 9}, "ml_training": {"priority": 7, "latency": 4, "requiresGPU": True},
    "sensor_alert": {"priority": 10, "latency": 10},
}
SECONDS = int(os.environ.get("BERTH_PICTURE_SECONDS", "240"))
# The pages as tall as they are, to this height.
TALLEST = 1500


def traffic(fleet):
    """Tasks of all types for some minutes, more of the light ones, in waves."""
    kinds = {kind["name"]: kind["example"] for kind in fleet.get("/api/task-types")["taskTypes"]}
    draw = random.Random(7)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        name = draw.choices(list(ASKS), [6, 3, 2, 1, 6])[0]
        payload = dict(kinds[name])
        if "seed" in payload:
            payload["seed"] = draw.randint(1, 10_000)
        if name == "fraud_detection":
            payload["amount"] = round(draw.lognormvariate(4, 1.4), 2)
        fleet.post("/api/submit-task?wait=0", {"taskType": name, **ASKS[name], "payload": payload})
        for _ in range(draw.randint(0, 3)):
            fleet.post("/api/predict", {"spec": {"language": draw.choice(["python", "javascript", "go"]), "cpu": draw.choice([1, 2, 4]), "memoryMB": draw.choice([512, 1024, 2048])}})
        time.sleep(draw.expovariate(1 / (0.5 if time.monotonic() % 60 < 30 else 1.1)))
    Fleet.wait(lambda: not fleet.get("/api/task-history?limit=1&status=running")["tasks"], 120)


def paths(fleet):
    task = fleet.get("/api/task-history?limit=1&taskType=image_classification&status=succeeded")["tasks"][0]
    decisions = fleet.get("/api/v1/decisions?limit=200&domain=sandbox&observed=true")["decisions"]
    told = next((one for one in decisions if one["basis"] == "model" and any(other["exclusion"] for other in one["candidates"])), decisions[0])
    return {"overview": "/", "submit": "/submit", "tasks": "/tasks", "task": f"/tasks/{task['task_id']}", "nodes": "/nodes",
            "node": f"/nodes/{task['node']}", "decisions": "/decisions?domain=sandbox", "decision": f"/decisions/{told['id']}",
            "targets": "/targets?domain=sandbox", "models": "/models", "costs": "/costs"}


def shot(page, name, tallest):
    height = min(tallest, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(height, 800)})
    page.wait_for_timeout(700)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    # Few colours are in a page: a palette has them all, nearly.
    Image.open(file).convert("RGB").quantize(192, dither=Image.Dither.NONE).save(file, optimize=True)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)

    def prepare(folder):
        given = os.environ.get("BERTH_PICTURE_DATA")
        if given:
            subprocess.run(["cp", "-r", given, str(pathlib.Path(folder, "data"))], check=True)
        else:
            subprocess.run([BERTH, "demo", "--once", "--data-dir", "data", "--domains", str(ROOT / "domains")], cwd=folder, check=True)

    fleet = Fleet(prepare)
    try:
        traffic(fleet)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--force-color-profile=srgb"])
            for width, schemes, tallest in ((1280, ("light", "dark"), TALLEST), (390, ("light", "dark"), 1700)):
                for scheme in schemes:
                    for name, path in paths(fleet).items():
                        if width == 390 and name not in ("overview", "submit", "nodes", "decision"):
                            continue
                        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                        page.goto(fleet.address + path)
                        page.wait_for_timeout(1500)
                        if name == "submit":
                            title = next(title for title, kind in DEMOS.items() if kind == "image_classification")
                            page.get_by_role("button", name=f"Run {title}").click()
                            page.wait_for_selector("[data-task=succeeded]")
                            page.evaluate("document.activeElement.blur()")
                        shot(page, f"{name}-{scheme}" if width == 1280 else f"{name}-phone-{scheme}", tallest)
                        page.close()
            browser.close()
    finally:
        fleet.stop()
    print(f"{sum(file.stat().st_size for file in FOLDER.glob('*.png')):,} bytes in {FOLDER}")


if __name__ == "__main__":
    sys.exit(main())

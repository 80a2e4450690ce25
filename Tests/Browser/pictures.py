"""Pictures of every page for docs/pages, of a service that runs at the address given, such as that of `make demo`."""

import json
import os
import sys
import urllib.request

from PIL import Image
from playwright.sync_api import sync_playwright

from browser_test import DEMOS
from running import ROOT

FOLDER = ROOT / "docs/pages"
# The pages as tall as they are, to this height.
TALLEST = 1500


class Service:
    """A service that runs already."""

    def __init__(self, address):
        self.address = address.rstrip("/")

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return json.load(answer)


def paths(service):
    task = service.get("/api/task-history?limit=1&taskType=image_classification&status=succeeded")["tasks"][0]
    decisions = service.get("/api/v1/decisions?limit=200&domain=sandbox&observed=true")["decisions"]
    told = next((one for one in decisions if one["basis"] == "model" and any(other["exclusion"] for other in one["candidates"])), decisions[0])
    return {"overview": "/", "submit": "/submit", "tasks": "/tasks", "task": f"/tasks/{task['task_id']}", "nodes": "/nodes",
            "node": f"/nodes/{task['node']}", "decisions": "/decisions?domain=sandbox", "decision": f"/decisions/{told['id']}",
            "targets": "/targets?domain=sandbox", "models": "/models/sandbox?hours=720", "costs": "/costs?domain=sandbox"}


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
    service = Service(sys.argv[1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--force-color-profile=srgb"])
        for width, tallest in ((1280, TALLEST), (390, 1700)):
            for scheme in ("light", "dark"):
                for name, path in paths(service).items():
                    if width == 390 and name not in ("overview", "submit", "nodes", "decision"):
                        continue
                    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, is_mobile=width < 600, has_touch=width < 600)
                    page.goto(service.address + path)
                    page.wait_for_timeout(1000)
                    page.wait_for_function("!document.querySelector('.skeleton')", timeout=60_000)
                    if name == "submit":
                        title = next(title for title, kind in DEMOS.items() if kind == "image_classification")
                        page.get_by_role("button", name=f"Run {title}").click()
                        page.wait_for_selector("[data-task=succeeded]")
                        page.evaluate("document.activeElement.blur()")
                    shot(page, f"{name}-{scheme}" if width == 1280 else f"{name}-phone-{scheme}", tallest)
                    page.close()
        browser.close()
    print(f"{sum(file.stat().st_size for file in FOLDER.glob('*.png')):,} bytes in {FOLDER}")


if __name__ == "__main__":
    sys.exit(main())

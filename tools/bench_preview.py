"""From a save to the painted picture: `impactmap serve` in a process of its own, watched in Chromium.

Prints median and 95th percentile over many saves of a spec, each with other words on one card. The clock starts
before the file is written and stops when the frame with the words in the drawing has been painted.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from impactmap.document import Limits
from impactmap.pipeline import load

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")

WATCH = """() => {
    window.painted = {};
    const look = () => {
        const found = document.querySelector(".view[data-current] .map")?.textContent.match(/save(\\d+)/);
        if (!found || found[1] in painted) return;
        painted[found[1]] = 0;
        const after = new MessageChannel();
        after.port1.onmessage = () => (painted[found[1]] = performance.timeOrigin + performance.now());
        requestAnimationFrame(() => after.port2.postMessage(""));
    };
    new MutationObserver(look).observe(document.querySelector("main"), {childList: true, subtree: true});
}"""


def preview(specs: dict[str, str], saves: int = 30, pause: float = 0.5) -> None:
    """Prints what a save takes for each spec by name, in milliseconds; says so where there is no Chromium."""
    if not os.access(CHROMIUM, os.X_OK):
        print(f"\nfrom a save to the painted picture: no Chromium at {CHROMIUM}")
        return
    from playwright.sync_api import sync_playwright

    print(f"\nfrom a save to the painted picture, over {saves} saves with {pause:g} s between (ms)")
    print(f"  {'':<28}{'median':>9}{'p95':>9}{'most':>9}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, text in specs.items():
            taken = sorted(_taken(browser, text, saves, pause))
            p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
            print(f"  {name:<28}{statistics.median(taken):>9.1f}{p95:>9.1f}{taken[-1]:>9.1f}")
        browser.close()


def _taken(browser: Any, text: str, saves: int, pause: float) -> list[float]:
    first = load(text.encode(), path="map.md", limits=Limits()).needs[0].title
    words = first[:20]
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "map.md"
        spec.write_text(text, encoding="utf-8")
        command = (sys.executable, "-m", "impactmap", "serve", str(spec), "--no-open", "--port", "0")
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                address = next(found[0] for line in server.stderr or () if (found := re.search(r"http://\S+", line)))
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(address)
                page.evaluate(WATCH)
                time.sleep(2)
                taken = []
                for number in range(saves):
                    new = text.replace(words, f"save{number} {words}", 1)
                    begun = time.time()
                    spec.write_text(new, encoding="utf-8")
                    page.wait_for_function("n => window.painted[n]", arg=str(number), timeout=20_000, polling=50)
                    taken.append(page.evaluate("n => window.painted[n]", str(number)) - begun * 1000)
                    time.sleep(pause)
                page.close()
                return taken
            finally:
                server.terminate()


def main() -> None:
    from bench import spec

    preview({"blue-corp.md": (ROOT / "samples" / "blue-corp.md").read_text("utf-8"), "25 nodes": spec(25)})


if __name__ == "__main__":
    main()

"""Accepts the golden pictures as they are drawn now, and names those that changed.

Where there is a Chromium, each changed one is also shown as PNG in build/golden, so that it is
looked at before it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    from goldens import FOLDER, pictures

    FOLDER.mkdir(exist_ok=True)
    changed = []
    wanted = set()
    for name, data in pictures():
        target = FOLDER / name
        wanted.add(target)
        if not target.exists() or target.read_bytes() != data:
            target.write_bytes(data)
            changed.append(target)
    for left_over in set(FOLDER.iterdir()) - wanted:
        left_over.unlink()
        print(f"removed {left_over.relative_to(ROOT)}")
    for target in changed:
        print(f"accepted {target.relative_to(ROOT)}")
    print(f"{len(wanted)} goldens, {len(changed)} changed")
    if changed:
        show(changed)


def show(changed: list[Path]) -> None:
    from conftest import ARGUMENTS, CHROMIUM
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        print(f"no Chromium at {CHROMIUM} to show them; open them one by one")
        return
    out = ROOT / "build" / "golden"
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        for svg in changed:
            page.set_content(f"<!doctype html><body style='margin:0'>{svg.read_text(encoding='utf-8')}")
            page.locator("svg").screenshot(path=out / f"{svg.stem}.png")
        browser.close()
    print(f"look at them: {out.relative_to(ROOT)}/*.png")


if __name__ == "__main__":
    main()

"""Same spec, same options, same version: the same bytes, wherever and whenever."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

DIGEST = """
import hashlib, locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass  # not installed here: the environment alone has to do
from impactmap import load, render
whole = hashlib.sha256()
for name in sys.argv[1:]:
    model = load(open(name, "rb").read(), path="x", syntax="markdown")
    for view, form in (("impact-map", "svg"), ("opportunity-tree", "svg"), ("impact-map", "html")):
        whole.update(render(model, view=view, format=form))
print(whole.hexdigest())
"""


def test_folders_time_zones_locales_and_hash_seeds_change_no_byte(tmp_path: Path) -> None:
    specs = [ROOT / "samples" / name for name in ("blue-corp.md", "food-delivery.md")]
    # Every pair of a zone and a locale, the other settings taking turns.
    others = itertools.cycle(itertools.product((ROOT, tmp_path), ("0", "1", "4242")))
    digests = set()
    for zone, locale in itertools.product(
        ("UTC", "Pacific/Kiritimati", "America/St_Johns"), ("C", "de_DE.UTF-8", "tr_TR")
    ):
        place, seed = next(others)
        environment = {"PYTHONPATH": str(ROOT), "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, *map(str, specs)],
            cwd=place,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=120,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_a_markdown_spec_and_its_yaml_twin_are_the_same_model_and_the_same_bytes() -> None:
    from impactmap import load, render

    markdown, yaml = (load(ROOT / "samples" / f"blue-corp{ending}") for ending in (".md", "-in-yaml.yaml"))
    assert markdown == yaml
    for view, form in (("impact-map", "svg"), ("opportunity-tree", "svg"), ("impact-map", "html")):
        one, other = (render(model, view=view, format=form) for model in (markdown, yaml))
        assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()

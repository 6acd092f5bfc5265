"""Random specs for a while: whatever comes in, the answer is a picture or an error that was meant.

Takes the samples apart and puts them together wrongly: lines dropped, doubled, swapped, indented, cut; characters
replaced by awkward ones; bytes flipped. A run is repeated with `--seed`. Anything but a picture or one of the
tool's own errors is a find: it is printed with its seed and saved to build/fuzz.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
import xml.etree.ElementTree as ET
from pathlib import Path

from impactmap import Model, SpecError, UsageError, load, render
from impactmap.account import account, as_json, as_table
from impactmap.comparison.written import Style, two_lenses, two_specs, two_versions
from impactmap.theme import Theme
from impactmap.views import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").iterdir())
AWKWARD = [
    *"\x00\x1b\t\r\u2028\u202e\ufeff{}[]<>&|*_`#:-\"'%@!,;",
    "\ud7ff",
    "\u0301",
    "👩‍🔬",
    "ي",
    "𝔘",
    "---\n",
    "```\n",
]


def mutate(data: bytes, dice: random.Random) -> bytes:
    lines = data.decode().splitlines(keepends=True)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at = dice.randrange(len(lines)) if lines else 0
        match dice.randrange(8) if lines else 7:
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                other = dice.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * dice.randint(1, 9) + lines[at]
            case 4:
                lines[at] = lines[at].lstrip()
            case 5:
                cut = dice.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut]
            case 6:
                cut = dice.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + dice.choice(AWKWARD) * dice.choice((1, 1, 1, 40)) + lines[at][cut:]
            case _:
                lines.insert(at, dice.choice(AWKWARD) * dice.randint(1, 200) + "\n")
    mutated = bytearray("".join(lines).encode())
    if mutated and dice.random() < 0.2:
        for _ in range(dice.randint(1, 4)):
            mutated[dice.randrange(len(mutated))] = dice.randrange(256)
    return bytes(mutated)


def attempt(data: bytes, syntax: str, dice: random.Random) -> str:
    """One trip; returns what came of it. Raises whatever should not have been raised."""
    try:
        model = load(data, path="fuzz", syntax=syntax)  # type: ignore[arg-type]
        if dice.random() < 0.3:
            return aside(model, dice)
        view, form = dice.choice(tuple(BUILT_IN)), dice.choice(("svg", "svg", "svg", "html"))
        drawn = render(model, view=view, format=form, direction=dice.choice((None, "right", "down")))
    except (SpecError, UsageError) as error:  # a LayoutError would be a find: the plain layout has none
        return type(error).__name__
    if form == "svg":
        ET.fromstring(drawn)
    return form


def aside(model: Model, dice: random.Random) -> str:
    """What else is done with a model: its metrics are worked out, and it is compared."""
    kind = Style(dice.choice(("svg", "html", "markdown", "json")), "auto", "embedded", Theme())
    match dice.randrange(3):
        case 0:
            found = account(model, (), dice.random() < 0.5)
            json.dumps(as_json(found), allow_nan=False)
            as_table(found)
            return "metrics"
        case 1:
            two_lenses(model, kind)
        case _:
            other = load(dice.choice(SAMPLES))
            dice.choice((two_specs, two_versions))(model, other, ("one", "other"), kind)
    return "compared"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    outcomes: dict[str, int] = {}
    slowest, finds, seed = (0.0, 0), 0, options.seed
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        dice = random.Random(seed)
        spec = dice.choice(SAMPLES)
        data = mutate(spec.read_bytes(), dice)
        begun = time.monotonic()
        try:
            outcome = attempt(data, "yaml" if spec.suffix == ".yaml" else "markdown", dice)
        except Exception:
            outcome, finds = "DEFECT", finds + 1
            folder = ROOT / "build" / "fuzz"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{seed}{spec.suffix}").write_bytes(data)
            print(f"seed {seed}: saved to {folder / f'{seed}{spec.suffix}'}\n{traceback.format_exc()}", file=sys.stderr)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        slowest = max(slowest, (time.monotonic() - begun, seed))
        seed += 1
    print(f"{seed - options.seed} specs: " + ", ".join(f"{n} {what}" for what, n in sorted(outcomes.items())))
    print(f"slowest {slowest[0]:.2f} s (seed {slowest[1]}); {finds} defects")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())

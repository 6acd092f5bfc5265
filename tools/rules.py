"""Writes docs/rules.md from the rules, so that the page and `impactmap explain` cannot disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from impactmap.checks import known
from impactmap.checks.explaining import explanation, weight

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"

INTRO = """\
# The rules

Made from the rules by `make docs`; `impactmap explain CODE` prints the same. `impactmap check` asks all of them. Which
ones, and how heavily each weighs, follows from the spec's `profile` (`customer-first` unless it says otherwise): the
authors disagree. What is judged by its wording is a guess, and never above a warning.

**Choosing.** `--select` and `--ignore` take codes, names, and beginnings of codes (`C`, `C0`); the longest that fits
wins. A project settles them for all its specs in `impactmap.toml`, together with profile, audience, severities and from
where on rules speak up: see [settings](settings.md). Where a group (`N`) is to be errors, those of its rules that judge
by wording stay warnings.

**Reading.** What is wrong with the spec itself is said while it is read, under codes in small letters. Of an error
(`cycle`, `unknown-field`) nothing can be drawn, so it is always shown, whatever is selected, and can be neither ignored
nor waived. A warning (`no-method`, `near-section`) says that something is read, but perhaps not as it was meant; it is
shown whatever is selected too, and `--ignore no-method` leaves it out where a team can live with it. What each means,
and which rules an error breaks, `impactmap explain` tells. While needs, causes, harms or gains hold an error, nobody
says that they lead nowhere: that may be its echo.

**The audience.** The widest of the spec's and the project's counts (`draft`, `internal`, `public`), so that no spec
opens the gate of its project. `impactmap check --audience public` judges by that one whatever either says, for the
step that publishes. For the public some rules are errors, as the table shows. Neither profile nor severities,
`--select` or `--ignore` change that, and an assumption is no evidence. A waiver does hold: it carries a reason and a
date, and the finding stays in every report as an error that is waived.

**Waivers.** `waive: T06, "why it may stand", until 2027-01` at an item holds for it and all that stands inside it,
under `waivers` for the whole map. Each rule is named in full.

**A baseline.** `--write-baseline FILE` writes what is found, `--baseline FILE` hides it from then on (but no error of
reading) and says how much it hides. It hides errors of the public gate too: the step that publishes takes none. A
finding is known again by its rule, the id of its item and its own words without the titles that it quotes, wherever it
has moved to: an item with an id of its own (`{#menus}`) may be retitled, one without gets another id and is reported
anew. So is everything in a file that was renamed.
"""


def page() -> str:
    return "\n".join([INTRO, *_table(), *(explanation(rule) for rule in known())])


def _table() -> Iterator[str]:
    yield "| code | name | weighs |"
    yield "|---|---|---|"
    for rule in known():
        yield f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {weight(rule).lower()} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")

"""Specs in their form: what changes, what stays, and that it means the same."""

# ruff: noqa: W291 - white space at the ends of lines is what some of this is about

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from impactmap import fixes as fixing
from impactmap.convert import same
from impactmap.diagnostics import SpecError
from impactmap.fixes import FixError, apply, fixes, mended, tidied
from impactmap.fixes.source import Edit, Source
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import fold, rules
from impactmap.pipeline import load

ROOT = Path(__file__).parents[2]
SPECS = sorted([*ROOT.glob("samples/*.*"), *ROOT.glob("templates/starter.*")])

BEFORE = """\
---
layout:   post
date: Nov 2026
updated: Nov 2026
---
# T  #
Prose stays;  as it is.  
* so does this list
+ and this

## Opportunities
*  A need {: #n1 }   
    + who: Shop owners
    + type: pain point


    + proof: survey, n=4, Nov 2026, "it was, May 2026, I think"
    + proof: survey, "yes", March 5th, 2026
1. Another
## Influences
| cause | effect | why |
|--|:-:|--:|
## Metrics

kind | id | name
---|:-:|--:
driver | a | 長い名前
| | b | B \\| C



## Drivers
- from a to b
  - cause: a
  - effect: b

```
*  code stays  


```
""".replace("## Influences\n| cause | effect | why |\n|--|:-:|--:|\n", "")  # fmt: skip

AFTER = """\
---
layout:   post
date: Nov 2026
as of: 2026-11
---
# T  #
Prose stays;  as it is.  
* so does this list
+ and this

## Opportunities
-  A need {#n1}
    - actor: Shop owners
    - kind: pain

    - evidence: survey, n=4, 2026-11, "it was, May 2026, I think"
    - evidence: survey, "yes", 2026-03-05
1. Another

## Metrics

| role  | id  | name     |
|-------|:---:|---------:|
| input | a   | 長い名前 |
|       | b   | B \\| C   |

## Drivers
- from a to b
  - from: a
  - to: b

```
*  code stays  


```
"""


def test_a_page_in_its_form() -> None:
    found = tidied(BEFORE.encode(), "a.md")
    assert found.after == AFTER
    assert same(load(BEFORE.encode(), path="a.md"), load(found.data, path="a.md"))
    assert not tidied(found.data, "a.md").changed
    assert apply(BEFORE, fixes(BEFORE.encode(), "a.md")) == AFTER  # all at once: no edit waits for another


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_what_we_hand_out_is_in_its_form(path: Path) -> None:
    found = tidied(path.read_bytes(), path.name)
    assert found.after == found.before
    assert not found.changed


def test_code_in_an_item_stays() -> None:
    page = "# T\n\n## Customer need\n- N 1\n  - note:\n\n    ```\n    * a  \n\n\n    b\n    ```\n"
    assert tidied(page.encode(), "a.md").after == page


def test_yaml_in_its_form() -> None:
    before = """\
name: T   
asof: "Nov 2026"
# a comment   
opportunities:
  - {name: n, "who": 'x', type: pain point}



  - name: m
    proof:   {how: observed, when: 1 Nov 2026}
    note: |
      kept   


      as it is
    comment_stays: 1
""".replace("    comment_stays: 1\n", "")
    assert (
        tidied(before.encode(), "a.yaml").after
        == """\
name: T
as_of: "2026-11"
# a comment
opportunities:
  - {name: n, "actor": 'x', kind: pain}

  - name: m
    evidence:   {method: observation, collected: 2026-11-01}
    note: |
      kept   


      as it is
"""
    )


def test_a_wrong_spec_is_mended_where_that_is_certain() -> None:
    wrong = "# T\n\n## Customer need\n- N {#My:need}\n\n## Root causes\n- C\n  - explains: My:need\n"
    wrong += "  - evidence: survey, n=4, 2026/11/05\n"
    with pytest.raises(SpecError):
        tidied(wrong.encode(), "a.md")
    edits = fixes(wrong.encode(), "a.md")
    assert apply(wrong, edits) == wrong.replace("My:need", "my-need").replace("2026/11/05", "2026-11-05")
    assert [(edit.code, edit.new, edit.why) for edit in edits] == [
        ("id", "my-need", "'My:need' cannot be an id"),
        ("id", "my-need", "'My:need' cannot be an id"),
        ("date", "2026-11-05", "'2026/11/05' is 2026-11-05"),
    ]
    assert mended(wrong.encode(), "a.md").after == apply(wrong, edits)
    assert load(apply(wrong, edits).encode(), path="a.md").causes[0].explains == ("my-need",)


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n## Customer need\n- n\n  - evidence: survey, 01/02/2026\n",  # two countries, two days
        "# T\n\n## Customer need\n- n {#a:b}\n- m {#a-b}\n",  # the better id is taken
        "# T\n\n## Customer need\n- n\n  - kimd: pain\n",  # a slip, but of what?
        "",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert apply(text, fixes(text.encode(), "a.md")) == text


def test_encoding_mark_and_line_ends_stay() -> None:
    text = "# T\r\n\r\n## Customer need\r\n* n\r\n"
    assert tidied(text.encode(), "a.md").data == text.replace("*", "-").encode()
    for data in (b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe" + text.encode("utf-16-le")):
        new = tidied(data, "a.md").data
        assert new[:2] == data[:2]
        assert same(load(new, path="a.md"), load(data, path="a.md"))
    mixed = tidied(b"# T\r\n\r\n## Customer need\n- n\r\n", "a.md")
    assert (mixed.before == mixed.after, mixed.data) == (True, b"# T\r\n\r\n## Customer need\r\n- n\r\n")


def test_a_change_of_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(source: Source) -> list[Edit]:
        return [Edit(2, 3, "X")]

    monkeypatch.setattr(fixing, "FIXERS", (bad,))
    with pytest.raises(FixError, match="would say something else"):
        tidied(b"# T\n\n## Customer need\n- n\n", "a.md")
    # Of a wrong spec the errors are what must not become more.
    assert mended(b"# T\n\n## Customer need\n- n {#a:b}\n", "a.md").after.startswith("# X")
    monkeypatch.setattr(fixing, "FIXERS", (lambda source: [Edit(21, 21, "- m {#c:d}\n")],))
    with pytest.raises(FixError):
        mended(b"# T\n\n## Customer need\n- n {#a:b}\n", "a.md")


def test_edits_that_overlap_are_not_both_made() -> None:
    assert apply("abcdef", [Edit(3, 5, "Y"), Edit(1, 4, "X"), Edit(0, 0, "<")]) == "<aXef"


NAMES = {fold(name): rule.names for kind in (Model, *ENTITIES.values()) for rule in rules(kind) for name in rule.names}


def mangled(text: str, dice: random.Random, markdown: bool) -> bytes:
    """A spec as another hand, or another editor, would have left it."""
    lines = text.split("\n")
    for _ in range(dice.randint(1, 25)):
        at = dice.randrange(len(lines))
        line = lines[at]
        field = re.match(r"^(\s*(?:- )?)([\w ]+?)(:\s)", line)
        match dice.randrange(7):
            case 0:
                lines[at] = line + dice.choice([" ", "  ", "\t"])
            case 1:
                lines.insert(at, dice.choice(["", "", "  ", "\t"]))
            case 2 if markdown:
                lines[at] = re.sub(r"^(\s*)-(?= )", lambda found: found[1] + dice.choice("*+"), line)
            case 3 if field and fold(field[2]) in NAMES:
                lines[at] = field[1] + dice.choice(NAMES[fold(field[2])]) + field[3] + line[field.end() :]
            case 4 if line.startswith("|"):
                lines[at] = re.sub(r" +\|", lambda found: " " * dice.randint(0, 3) + "|", line)
            case 5:
                lines[at] = line.replace("2026-11", "November 2026").replace("2027-03-31", "31 Mar 2027")
            case 6:
                lines.insert(at, dice.choice(["<!-- c -->", "Prose.", "> q", "## Why now"] if markdown else ["# c"]))
    data = ("\n".join(lines) + dice.choice(["", "\n\n\n"])).encode()
    data = data.replace(b"\n", b"\r\n") if dice.random() < 0.2 else data
    return b"\xef\xbb\xbf" + data if dice.random() < 0.1 else data


def test_whatever_hands_have_done_the_form_means_the_same_and_is_reached_at_once() -> None:
    dice = random.Random(20)
    changed = 0
    for number in range(80):
        path = SPECS[number % len(SPECS)]
        data = mangled(path.read_text(encoding="utf-8"), dice, path.suffix == ".md")
        try:
            model = load(data, path=path.name)
        except SpecError:
            continue
        found = tidied(data, path.name)
        assert same(load(found.data, path=path.name), model)
        assert not tidied(found.data, path.name).changed
        changed += found.changed
    assert changed > 20

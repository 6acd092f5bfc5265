"""Pages as people and their tools write them."""

from __future__ import annotations

import pytest

from impactmap.document import Mapping, Node, Scalar, Sequence
from impactmap.model import Model
from impactmap.model.grammar import Items, rules


def brief(node: Node) -> object:
    """A tree without places; an item that is only a title is that text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [brief(item) for item in node.items]
    assert isinstance(node, Mapping)
    return [(field.name.text, brief(field.value)) for field in node.fields]


# A strategy memo: long prose, sections among other headings, prose between the items.
MEMO = """\
---
title: "Q3 bets"
author: Ana
tags: [strategy]
sidebar_position: 4
---

# Q3 bets for the editor

![logo](logo.png)

We lose renewals. This memo says why,
and what we bet on.

## Context

Last year we shipped:

- sharing: partly
- search: no

> Nobody asked for it.

## 1. Customer need

We watched nine people (thanks, Ben!).

1. **I can't tell which draft is current**, so I redo work. {#draft}

   Seen in every session.

   - evidence: observation, n=9, 2026-08
   - evidence: interview, n=14, "I mail it: to myself."

## 2. Root causes

Two causes stand out:

* Copies travel by e-mail [report](https://r.example/1)
    * evidence: support tickets, n=214, <https://support.example/report/91>
    * because sharing exposes comments
* Search ranks by file name

In the appendix there are more.

### People keep private copies {#private}

Because sharing exposes comments.

And because of habit:

```text
inbox: 40 drafts
```

## Appendix

| what | when |
|------|------|
| a    | b    |
"""


def test_a_strategy_memo(reads):
    document = reads.document(MEMO, "memo.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [
        ("title", "Q3 bets"),
        ("summary", "We lose renewals. This memo says why, and what we bet on."),
        (
            "Customer need",
            [
                [
                    ("title", "I can't tell which draft is current, so I redo work."),
                    ("id", "draft"),
                    ("evidence", "observation, n=9, 2026-08"),
                    ("evidence", 'interview, n=14, "I mail it: to myself."'),
                    ("note", "Seen in every session."),
                ]
            ],
        ),
        (
            "Root causes",
            [
                [
                    ("title", "Copies travel by e-mail report"),
                    ("link", "https://r.example/1"),
                    ("evidence", "support tickets, n=214, https://support.example/report/91"),
                    ("note", "because sharing exposes comments"),
                ],
                "Search ranks by file name",
                [
                    ("title", "People keep private copies"),
                    ("id", "private"),
                    ("note", "Because sharing exposes comments.\n\nAnd because of habit:\n\ninbox: 40 drafts"),
                ],
            ],
        ),
    ]


# Google Docs: escapes, bold headings, two spaces at line ends, pictures as definitions at the foot.
GOOGLE = (
    "# **Find the current draft**\n\n"
    "## **Customer need:**\n\n"
    "* I can’t tell which draft is current \\- so I redo work\\.  \n"
    "  * actor: Account\u00a0executives\n\n"
    "## **🎯 Root causes**\n\n"
    "1. Copies travel by e\\-mail {\\#email}\n"
    "   1. caused\u2011by: x\n\n"
    "![][image1]\n\n"
    "## **KPI gains**\n\n"
    "* More documents\\!  \n\n"
    f"[image1]: <data:image/png;base64,{'iVBORw0KGgo' * 9000}>\n"
)


def test_an_export_of_google_docs(reads):
    document = reads.document(GOOGLE, "doc.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [
        ("title", "Find the current draft"),
        (
            "Customer need",
            [
                [
                    ("title", "I can’t tell which draft is current - so I redo work."),
                    ("actor", "Account\u00a0executives"),
                ]
            ],
        ),
        ("Root causes", [[("title", "Copies travel by e-mail"), ("id", "email"), ("caused-by", "x")]]),
        ("KPI gains", ["More documents!"]),
    ]


# Notion: headings of any level, toggles as nested bullets, tabs, checkboxes, bold field names.
NOTION = """\
# Drafts

# Needs

- [x]  I can't tell which draft is current
\t- **Actor:** Account executives
\t- **Evidence**
\t\t- observation, n=9
\t\t- interview, n=14
- [ ]  I can't find it

# Metrics

| Name | Formula | Value |
| --- | --- | --- |
| [Docs](Drafts%20f1/Docs.md) | mau * rate |  |
| MAU |  | 400 |

---

# Meeting notes

- [ ]  Ask Ben
"""


def test_an_export_of_notion(reads):
    document = reads.document(NOTION, "Drafts f1.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [
        ("title", "Drafts"),
        (
            "Needs",
            [
                [
                    ("title", "I can't tell which draft is current"),
                    ("Actor", "Account executives"),
                    ("Evidence", ["observation, n=9", "interview, n=14"]),
                ],
                "I can't find it",
            ],
        ),
        (
            "Metrics",
            [
                [("title", "Docs"), ("link", "Drafts%20f1/Docs.md"), ("Formula", "mau * rate")],
                [("title", "MAU"), ("Value", "400")],
            ],
        ),
    ]


# Obsidian: properties, wiki links, tags, callouts, comments, block ids, footnotes.
OBSIDIAN = """\
---
aliases: [Drafts]
date: 2026-11-01
cssclasses:
  - wide
---
# Drafts

> [!note] Draft
> Not yet shared.

## Opportunities

- I can't tell which [[Draft|draft]] is current[^1] #need ^b1
    - persona: [[Account executives]]
    - stage: #writing

%% todo %%

## Drivers
- from: a
  - to: b

[^1]: Seen in [[Study 3]].
"""


def test_a_note_of_obsidian(reads):
    document = reads.document(OBSIDIAN, "drafts.md")
    assert [(d.code, d.span.line) for d in document.diagnostics] == [("lone-field", 21)]
    assert brief(document.root) == [
        ("title", "Drafts"),
        (
            "Opportunities",
            [
                [
                    ("title", "I can't tell which draft is current #need"),
                    ("id", "b1"),
                    ("persona", "Account executives"),
                    ("stage", "#writing"),
                ]
            ],
        ),
        ("Drivers", [[("title", "from: a"), ("to", "b")]]),
    ]


# A docs site: admonitions, tabs, a link definition, and the map in a fenced block.
SITE = """\
# Our map

!!! note "Since 2.0"

    This page is built.

=== "Map"

## Metrics

See [the glossary][g]. We count:

```impactmap
title: Drafts
need:
  - I can't tell
causes: [mail, search]
```

```yaml
needs: [not this one]
```

[g]: glossary.md
"""


def test_a_page_of_a_docs_site(reads):
    document = reads.document(SITE, "index.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [("title", "Drafts"), ("need", ["I can't tell"]), ("causes", ["mail", "search"])]


# Written in a hurry: every slip at once, and each is found.
HURRY = """\
# Drafts
##Customer need
- I can't tell

## Root cuases
- Copies

## Business harm
Licences are cut.

## KPI gains
- More documents {#docs} now
  metric: docs
  - evidense: analytics
  - - nested

## Metrics
| id | vlaue |
|----|-------|
| a  | 1 | 2 |
"""


def test_a_page_written_in_a_hurry(reads):
    assert reads.codes(HURRY, "a.md") == [
        "near-section 2:1-16",
        "near-section 5:4-15",
        "no-items 8:4-17",
        "stray-id 12:18-25",
        "no-bullet 13:3-9",
        "unknown-field 18:8-13",
        "extra-cell 20:12-13",
    ]
    # A wrong name of a field is the assembler's to report, so it is handed on.
    assert "evidense 14:5-13 = 'analytics' 14:15-24" in reads.parts(HURRY, "a.md")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a ==marked== word", "a marked word"),
        ("a == b", "a == b"),
        ("a %%hidden%% word, 100%% sure", "a word, 100%% sure"),
        ("![[x.png]] a ![[y.png|100]] word", "a word"),
        ("see [[#^scan]] and [[#Head]] and [[Page|text]] and [[C#]]", "see scan and Head and text and C#"),
        ("metres ^2", "metres ^2"),
        ("a #tag #two", "a #tag #two"),
    ],
)
def test_signs_of_obsidian_in_a_title(reads, typed, read):
    document = reads.document(f"## Root causes\n- {typed}\n", "a.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [("Root causes", [read])]


def test_two_colons_are_one_and_a_block_id_is_an_id(reads):
    source = "## Metrics\n- A ^scan\n  - value:: 3 ^b2\n  - formula:: b_c * d_e\n  - **unit**:: std::size\n"
    document = reads.document(source, "a.md")
    assert document.diagnostics == ()
    fields = [("title", "A"), ("id", "scan"), ("value", "3"), ("formula", "b_c * d_e"), ("unit", "std::size")]
    assert brief(document.root) == [("Metrics", [fields])]


def test_a_title_that_is_a_link_gives_it_to_every_kind_of_item(reads):
    for rule in rules(Model):
        if isinstance(rule.slot, Items):
            document = reads.document(f"## {rule.name}\n- [Some words](https://x.example/)\n", "a.md")
            assert brief(document.root) == [(rule.name, [[("title", "Some words"), ("link", "https://x.example/")]])]


# A page of a docs site around a map: lists and tables that are nobody's columns.
DOCS = """\
---
title: Drafts
date: 2019-10-14T09:00:00+02:00
---
# The drafts of Blue corp

## Links
- [the board](https://b.example)

## Customer need
- a

## Non-goals
- b

## Business goals
- c

## Customer needs of last year
- d

## Solution architecture
| a | b |
|---|---|
| 1 | 2 |

## Changelog
* 2026: first
"""


def test_a_page_around_a_map_is_quiet(reads):
    document = reads.document(DOCS, "docs.md")
    assert document.diagnostics == ()
    assert brief(document.root) == [("title", "Drafts"), ("Customer need", ["a"])]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Business impact", "'Business harm' or 'KPI gains'"),
        ("Success metrics", "'Metrics'"),
        ("Customer pain points (2026)", "'Customer need'"),
        ("Root causes we know of", "'Root causes'"),
        ("Proposed solutions", "'Solutions'"),
    ],
)
@pytest.mark.parametrize(("body", "kind"), [("Some prose.\n\n- x", "list"), ("| a |\n|---|\n| b |", "table")])
def test_a_column_that_is_read_as_prose(reads, heading, meant, body, kind):
    document = reads.document(f"# T\n\n## {heading}\n\n{body}\n\n## Actors\n- a\n", "a.md")
    (found,) = document.diagnostics
    assert (found.code, found.span.line, found.message) == (
        "near-section", 3, f"'{heading}' holds a {kind} and is read as prose",
    )  # fmt: skip
    assert found.hint == f"did you mean {meant}?"


def test_an_analysis_of_root_causes_is_the_section(reads):
    document = reads.document("# T\n\n## Root cause analysis\n- a\n", "a.md")
    assert document.diagnostics == ()
    assert brief(document.root)[1:] == [("Root cause analysis", ["a"])]


def test_two_titles(reads):
    source = "---\ntitle: {}\nsummary: {}\n---\n# Map heading\n\nPara.\n\n## Needs\n- a\n"
    document = reads.document(source.format("Site title", "Front"), "a.md")
    assert [(d.code, d.span.line, d.severity) for d in document.diagnostics] == [("two-titles", 5, "warning")]
    assert brief(document.root)[:2] == [("title", "Site title"), ("summary", "Front")]
    assert reads.document(source.format("The map", "Front"), "a.md").diagnostics == ()
    # What is empty says nothing.
    document = reads.document(source.format("", ""), "a.md")
    assert document.diagnostics == ()
    assert ("title", "Map heading") in brief(document.root)


def test_a_field_without_an_item(reads):
    source = "# T\n\n## Root causes\n  - evidense: observation, n=9\n- Evidence: nobody keeps any\n- cost: 3\n"
    document = reads.document(source, "a.md")
    (found,) = document.diagnostics
    assert (found.code, found.severity, found.span.line) == ("lone-field", "warning", 4)
    assert found.message == "this item looks like the field 'evidence' of one"


def test_a_table_without_titles(reads):
    document = reads.document("# T\n\n## Causes\n| kind | what |\n|---|---|\n| x | a |\n| y | b |\n", "a.md")
    (found,) = document.diagnostics
    assert (found.code, found.message) == ("unknown-field", "a root cause has no field 'what'")
    assert found.hint == "the table has no column 'title': is it this one?"
    assert brief(document.root)[1:] == [("Causes", [[("title", "a"), ("kind", "x")], [("title", "b"), ("kind", "y")]])]
    document = reads.document("# T\n\n## Influences\n| from | to | what |\n|---|---|---|\n| x | a | b |\n", "a.md")
    assert document.diagnostics[0].hint.startswith("an influence has title, ")

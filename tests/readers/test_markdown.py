"""Markdown to located blocks: the page, its sections, and what is wrong with them."""

from __future__ import annotations

import pytest

from impactmap.document import Limits

HEAD = "# T\n\n## Root causes\n"


def causes(reads, source):
    """The located tree of the root causes of a page, of which `source` is the section's text from line 4."""
    tree = reads.parts(HEAD + source, "a.md").split("\n")
    assert tree[:2] == ["title 1:3-4 = 'T' 1:3-4", "Root causes 3:4-15:"]
    return [line[2:] for line in tree[2:]]


# ---- the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A title\n## Needs\n- a\n", ["title 1:3-10 = 'A title' 1:3-10", "Needs 2:4-9:", "  - 'a' 3:3-4"]),
        ("# A title {#t}\n## Needs\n- a\n", ["title 1:3-10 = 'A title' 1:3-10", "Needs 2:4-9:", "  - 'a' 3:3-4"]),
        ("# A *title* ##\n## Needs\n- a\n", ["title 1:3-11 = 'A title' 1:3-11", "Needs 2:4-9:", "  - 'a' 3:3-4"]),
        ("A title\n===\n\nNeeds\n---\n- a\n", ["title 1:1-8 = 'A title' 1:1-8", "Needs 4:1-6:", "  - 'a' 6:3-4"]),
        (
            "# T\n\nOne\ntwo.\n\nThree.\n\n## Background\n\nProse.\n\n## Needs\n- a\n",
            [
                "title 1:3-4 = 'T' 1:3-4",
                "summary 3:1-6:7 = 'One two.\\n\\nThree.' 3:1-6:7",
                "Needs 12:4-9:",
                "  - 'a' 13:3-4",
            ],
        ),
        (
            "---\ntitle: F\nas_of: 2026\n---\n# T of F\nSummary.\n## Needs\n- a\n",
            [
                "title 2:1-6 = 'F' 2:8-9",
                "as_of 3:1-6 = '2026' 3:8-12",
                "summary 6:1-9 = 'Summary.' 6:1-9",
                "Needs 7:4-9:",
                "  - 'a' 8:3-4",
            ],
        ),
        # front matter that is for other tools
        ("---\nlayout: post\ntags: [a]\n---\n## Needs\n- a\n", ["Needs 5:4-9:", "  - 'a' 6:3-4"]),
        ("---\n---\n## Needs\n- a\n", ["Needs 3:4-9:", "  - 'a' 4:3-4"]),
        # thematic breaks
        ("---\n\nProse.\n\n---\n\n## Needs\n- a\n",
         ["summary 3:1-7 = 'Prose.' 3:1-7", "Needs 7:4-9:", "  - 'a' 8:3-4"]),
        # a section of the front matter goes on on the page
        ("---\nneeds: [a]\n---\n## Needs\n- b\n", ["needs 2:1-6:", "  - 'a' 2:9-10", "  - 'b' 5:3-4"]),
        # said twice
        (
            "## Needs\n- a\n## Metrics\n- m\n## Customer need\n- b\n",
            ["Needs 1:4-9:", "  - 'a' 2:3-4", "  - 'b' 6:3-4", "Metrics 3:4-11:", "  - 'm' 4:3-4"],
        ),
        # a heading of the section's level closes it, a deeper section gives it back
        (
            "## Needs\n- a\n### Root causes\n- c\n### Another need\n## Other\n- x\n",
            ["Needs 1:4-9:", "  - 'a' 2:3-4", "  - 'Another need' 5:5-17", "Root causes 3:5-16:", "  - 'c' 4:3-4"],
        ),
        # badges and tables of contents are no summary
        (
            "# T\n\n[![b](https://b)](https://c) ![d](e)\n\n[TOC]\n\nText.\n\n## Needs\n- a\n",
            ["title 1:3-4 = 'T' 1:3-4", "summary 7:1-6 = 'Text.' 7:1-6", "Needs 9:4-9:", "  - 'a' 10:3-4"],
        ),
        # a title that is also the name of a section
        ("# Outcomes\n## Needs\n- a\n", ["title 1:3-11 = 'Outcomes' 1:3-11", "Needs 2:4-9:", "  - 'a' 3:3-4"]),
        ("# Needs\n- a\n# Causes\n- b\n", ["Needs 1:3-8:", "  - 'a' 2:3-4", "Causes 3:3-9:", "  - 'b' 4:3-4"]),
        # what is commented out is not there
        ("## Needs\n<!--\n## Metrics\n- m\n-->\n- a <!-- b -->\n", ["Needs 1:4-9:", "  - 'a' 6:3-4"]),
        ("## Needs\n<!-- x --> words\n- a\n`<!--`\n- b\n", ["Needs 1:4-9:", "  - 'a <!--' 3:3-4:6", "  - 'b' 5:3-4"]),
        ("## Needs\n- a\n\n```\n## Metrics\n- m\n```\n", ["Needs 1:4-9:", "  - 'a' 2:3-4"]),
        # lines of Windows and of old Macs, a byte order mark
        ("\ufeff# T\r\n\r\n## Needs\r- a\n", ["title 1:3-4 = 'T' 1:3-4", "Needs 3:4-9:", "  - 'a' 4:3-4"]),
        # non-breaking spaces as structure
        ("##\u00a0Needs\n-\u00a0a\n\u00a0\u00a0- actor: b\n",
         ["Needs 1:4-9:", "  - title 2:3-4 = 'a' 2:3-4", "    actor 3:5-10 = 'b' 3:12-13"]),
    ],
)  # fmt: skip
def test_the_page(reads, source, expected):
    assert reads.parts(source, "a.md").split("\n") == expected
    assert reads.codes(source, "a.md") == []


@pytest.mark.parametrize(
    "heading",
    [
        "## Root causes",
        "# Root causes",
        "###### root-causes",
        "## Root causes ##",
        "## Root causes:",
        "## 2. Root causes",
        "## 2.1 Root causes",
        "## II. Root causes",
        "## **Root causes**",
        "## **Root causes:**",
        "## _Root causes_",
        "## 🎯 Root causes",
        "## Root causes 🎯",
        "## :dart: Root causes",
        "## 1. 🎯 **Root causes**:",
        "## [Root causes](#x)",
        "## Root causes {#causes .wide}",
        "## Root\u00a0causes",
        "## Root‑causes",
        "**Root causes**",
        "__Root causes:__",
        "Root causes\n---",
        "   ## Causes",
        "## CAUSE",
    ],
)
def test_a_heading_names_a_section(reads, heading):
    document = reads.document(f"# T\n# U\n\n{heading}\n\n- a\n", "a.md")
    assert document.diagnostics == ()
    name = document.root.fields[-1].name
    assert name.text.casefold().replace("-", " ") in {
        "root causes",
        "causes",
        "cause",
        "root\u00a0causes",
        "root‑causes",
    }
    line = document.text.split("\n")[name.span.line - 1]
    # A non-breaking hyphen is a hyphen in a name: the assembler need not know of it.
    assert line[name.span.column - 1 : name.span.end_column - 1].replace("‑", "-") == name.text


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Root cuases", "root causes"),
        ("Rootcauses", "root causes"),
        ("Customer ned", "customer need"),
        ("Costumer needs", "customer needs"),
        ("Bussiness harm", "business harm"),
        ("KPI gians", "kpi gains"),
        ("Metrcs", "metrics"),
        ("Counter metrcs", "counter metrics"),
        ("Solutons", "solutions"),
        ("Root causes (from research)", "root causes"),
        ("1. Root cuases:", "root causes"),
    ],
)
def test_a_heading_that_nearly_names_one(reads, heading, meant):
    (finding,) = reads.findings(f"# T\n## Needs\n- a\n## {heading}\n- b\n", "a.md")
    assert finding.startswith("W near-section 4:")
    assert finding.endswith(f"is read as prose, and is nearly the name of a section | did you mean '{meant}'?")


@pytest.mark.parametrize(
    "heading",
    [
        "Business goals", "Terms", "Resolution", "Actions", "Customers", "Testing", "Matrix", "Background",
        "Root", "Cost", "Steps", "What we need", "Customer research", "Games", "Next", "Gap", "Countermeasures",
        "Business case", "Roadmap", "Team rituals", "Appendix A: metrics of 2024", "Open questions", "",
    ],
)  # fmt: skip
def test_other_headings_are_prose(reads, heading):
    source = f"# T\n## Needs\n- a\n## {heading}\n- b: c\n  - evidense: x\n\n> d\n\n| e |\n|---|\n| f |\n"
    assert reads.parts(source, "a.md").split("\n") == ["title 1:3-4 = 'T' 1:3-4", "Needs 2:4-9:", "  - 'a' 3:3-4"]
    assert reads.codes(source, "a.md") == []


@pytest.mark.parametrize(
    ("source", "findings"),
    [
        (
            "## Needs\n- a\n##Root causes\n- b\n",
            [
                "W near-section 3:1-14 '##Root causes' is read as prose: a heading has a space behind its '#'"
                " | write '## Root causes'"
            ],
        ),
        ("# T\n\nProse.\n", []),  # that there is nothing to draw is said once, where all is known
        (
            "# T\n## Needs\nPeople cannot.\n",
            ["W no-items 2:4-9 'Needs' holds prose and no item | begin each item with `- `"],
        ),
        ("# T\n## Needs\n", []),
        (
            "---\ntitle: T\nneed: x\n",
            ["E front-matter 1:1-4 the front matter that begins here is never closed | close it with `---`"],
        ),
        (
            "---\ntitle: a: b\ncurency: USD\n---\n## Needs\n- a\n",
            ["E syntax 2:9-10 a second ': ' on the line: the text is cut at it | put the text in quotes: \"a: b\""],
        ),
        (
            "## Needs\n- a\n  evidence: b\n  prose: c\n",
            [
                "W no-bullet 3:3-11 'evidence:' goes on with the line above and is no field"
                " | write `- evidence: …`, indented under its item"
            ],
        ),
        (
            "## Needs\n- a {#x} b\n",
            ["W stray-id 2:5-9 an id stands at the end of the title, in one word | move it to the end: `Title {#id}`"],
        ),
        (
            "## Needs\n- a\n  - b {#b}\n",
            [
                "W item-in-item 3:5-11 this item stands under another, so it is only a note of that one"
                " | move it out to the items of the section"
            ],
        ),
        (
            "## Root causes\n- a\n  - b\n    - evidence: interview\n  - prose\n    - prose: of it\n",
            [
                "W item-in-item 3:5-6 this item stands under another, so it is only a note of that one"
                " | move it out to the items of the section, with `- explains: <parent>` under it"
            ],
        ),
        (
            "## Needs\n- a\n  - b\n    - Explains: a\n  - c\n    - note: d\n",
            [
                "W item-in-item 3:5-6 this item stands under another, so it is only a note of that one"
                " | move it out to the items of the section"
            ],
        ),
        (
            "## Root causes\n- a\n  - evidence - interview, n=4\n  - *owner* = Ann\n  - Now - nothing\n  - note - b\n",
            [
                "W no-colon 3:5-15 'evidence' has no ':' behind it, so this is only a note"
                " | write `evidence: interview, n=4`",
                "W no-colon 4:6-14 'owner' has no ':' behind it, so this is only a note | write `owner: Ann`",
            ],
        ),
        (
            "## Metrics\n### Inputs\n| id | value |\n|-|-|\n| a | b |\n",
            [
                "W item-in-item 3:1-15 this table stands under an item, so it is only a note of that one"
                " | put it straight under the heading of the section"
            ],
        ),
        (
            "## Root causes\n| cause | evidense | n | evidense |\n|-|-|-|-|\n| a | b | c | d |\n| e | f | g | h |\n",
            [
                "E unknown-field 2:11-19 a root cause has no field 'evidense' | did you mean 'evidence'?",
                "E unknown-field 2:22-23 a root cause has no field 'n'"
                " | a root cause has title, id, status, owner, tags, note, link, waive, explains, category, evidence",
                "E unknown-field 2:26-34 a root cause has no field 'evidense' | did you mean 'evidence'?",
            ],
        ),
        (
            "## Needs\n| need | note |\n|-|-|\n| a | b | c | d |\n",
            [
                "E extra-cell 4:11-16 this row has 4 cells and the table 2 columns"
                " | write `\\|` for a pipe that belongs to the text"
            ],
        ),
    ],
)
def test_findings(reads, source, findings):
    assert reads.findings(source, "a.md") == findings


def test_front_matter_nearly_ours_is_handed_on(reads):
    source = "---\ncurency: USD\naudiance: public\nsidebar_position: 3\ndraft: true\n---\n## Needs\n- a\n"
    assert reads.parts(source, "a.md").split("\n")[:3] == [
        "curency 2:1-8 = 'USD' 2:10-13",
        "audiance 3:1-9 = 'public' 3:11-17",
        "Needs 7:4-9:",
    ]


# ---- a spec in YAML on a page ---------------------------------------------------------------------------------


def test_an_impactmap_block_is_the_spec_of_its_page(reads):
    source = (
        "---\nlayout: {{ x }}\n---\n# Page\n\n## Metrics\n\nProse.\n\n"
        '```impactmap\ntitle: T\nneed: "a b"\n```\n\n## Rot causes\n'
    )
    assert reads.tree(source, "a.md") == "title 11:1-6 = 'T' 11:8-9\nneed 12:1-5 = 'a b' 12:8-11"
    indented = "- step\n\n  ~~~~ {impactmap}\n  title: T\n  need: [a\n  gains: b\n  ~~~~\n"
    assert reads.parts(indented, "a.md").startswith("title 4:3-8 = 'T' 4:10-11\n")
    assert reads.codes(indented, "a.md") == ["syntax 5:9-10"]


def test_a_page_holds_one_map(reads):
    block = "```impactmap\ntitle: T\n```\n"
    assert reads.findings(block + "\n" + block, "a.md") == [
        "E blocks 5:1-13 a second impactmap block: a page holds one map"
        " | the first one is on line 1; put each on a page of its own"
    ]
    assert reads.findings("## Needs\n- a\n\n" + block, "a.md") == [
        "E blocks 1:4-9 the page has a section 'Needs', and on line 4 an impactmap block"
        " | keep one of the two, or give the heading another name"
    ]
    assert reads.codes("```impactmap\n```\n", "a.md") == ["empty -"]


# ---- items ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a\n* b\n+ c\n1. d\n2) e\n", ["- 'a' 4:3-4", "- 'b' 5:3-4", "- 'c' 6:3-4", "- 'd' 7:4-5", "- 'e' 8:4-5"]),
        ("- a\n\n- b\n", ["- 'a' 4:3-4", "- 'b' 6:3-4"]),
        ("-\n- a\n- [ ]\n-   \n", ["- 'a' 5:3-4"]),
        ("- [ ] a\n- [x] b\n- [X]c\n", ["- 'a' 4:7-8", "- 'b' 5:7-8", "- '[X]c' 6:3-7"]),
        ("-     a\n  - b\n", ["- title 4:7-8 = 'a' 4:7-8", "  note 5:5-6 = 'b' 5:5-6"]),
        ("- one\n  two  \nthree\\\n  four\n", ["- 'one two three four' 4:3-7:7"]),
        ("- a a {#a}\n", ["- title 4:3-6 = 'a a' 4:3-6", "  id 4:9-10 = 'a' 4:9-10"]),
        ("- a {: #b .c d=e}\n", ["- title 4:3-4 = 'a' 4:3-4", "  id 4:9-10 = 'b' 4:9-10"]),
        ("- title: a\n- Name: b {#c}\n",
         ["- 'a' 4:10-11", "- title 5:9-10 = 'b' 5:9-10", "  id 5:13-14 = 'c' 5:13-14"]),
        ("- *a* **b** ~~c~~ `d*` \\*e\\* f&amp;g &eacute; h_i_j\n", ["- 'a b c d* *e* f&g é h_i_j' 4:4-52"]),
        ("- a [b](https://c.example/d_e_f \"t\") g\n",
         ["- title 4:3-39 = 'a b g' 4:3-39", "  link 4:5-37 = 'https://c.example/d_e_f' 4:5-37"]),
        ("- a [b](c) [d](e)\n  - link: f\n",
         ["- title 4:3-14 = 'a b d' 4:3-14", "  link 5:5-9 = 'f' 5:11-12"]),
        ("- a\n  - url: [b](https://c)\n", ["- title 4:3-4 = 'a' 4:3-4", "  url 5:5-8 = 'https://c' 5:10-24"]),
        ("- a [b][r] [r]\n\n[r]: <https://r.example> 'x'\n",
         ["- title 4:3-14 = 'a b r' 4:3-14", "  link 4:5-11 = 'https://r.example' 4:5-11"]),
        ("- <https://a.example/b%20c>\n",
         ["- title 4:4-27 = 'https://a.example/b%20c' 4:4-27", "  link 4:3-28 = 'https://a.example/b%20c' 4:3-28"]),
        ("- ![alt](x.png) b\n", ["- 'alt b' 4:3-18"]),
        ("- a[^1] [[b]] [[c|d e]] <br/> f\n\n[^1]: foot\n", ["- 'a b d e f' 4:3-32"]),
        ("- “a” – b… (c) \"d\"\n", ["- '“a” – b… (c) \"d\"' 4:3-19"]),
        ("- 11% of contacts: x\n", ["- '11% of contacts: x' 4:3-21"]),
        ("- <b>a</b>\n", ["- '<b>a</b>' 4:3-11"]),
        ("- > quoted\n  > words\n- ## a\n- - b\n", ["- 'quoted words' 4:3-5:10", "- 'a' 6:6-7", "- 'b' 7:5-6"]),
        ("- a\n\n  b\n  c\n\n  d\n", ["- title 4:3-4 = 'a' 4:3-4", "  note 6:3-9:4 = 'b c\\n\\nd' 6:3-9:4"]),
        ("- a\n\n  ```x\n  b\n    c: d\n  ```\n\n  > e\n\n  ![f](g)\n",
         ["- title 4:3-4 = 'a' 4:3-4", "  note 6:3-13:10 = 'b\\n  c: d\\n\\ne\\n\\nf' 6:3-13:10"]),
        ("- a\n  - b\n    - c\n      - d\n  - e\n",
         ["- title 4:3-4 = 'a' 4:3-4", "  note 5:5-8:6 = 'b\\n\\n- c\\n  - d\\n\\ne' 5:5-8:6"]),
        ("- a\n\n  b\n  - note: c\n", ["- title 4:3-4 = 'a' 4:3-4", "  note 7:5-9 = 'c\\n\\nb' 6:3-7:12"]),
        ("- a\n\n      code\n", ["- title 4:3-4 = 'a' 4:3-4", "  note 6:7-11 = 'code' 6:7-11"]),
        ("1. 1\n2. 2\n", ["- '1' 4:4-5", "- '2' 5:4-5"]),
        ("- a\n\n  ```\n  <!-- b -->\n  [c]: d\n  ```\n",
         ["- title 4:3-4 = 'a' 4:3-4", "  note 6:3-9:6 = '<!-- b -->\\n[c]: d' 6:3-9:6"]),
        ("- [a]:\n  b c\n", ["- '[a]: b c' 4:3-5:6"]),
        ("- [a]:\n  b\n", ["- '[a]: b' 4:3-5:4"]),
        ("- - # - \u00a0a\n", ["- 'a' 4:7-11"]),
        ("Prose.\n\n- a\n\nMore.\n\n- b\n", ["- 'a' 6:3-4", "- 'b' 10:3-4"]),
    ],
)  # fmt: skip
def test_items(reads, source, expected):
    assert causes(reads, source) == expected
    assert reads.codes(HEAD + source, "a.md") == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("evidence: observation, n=9", ["evidence 5:5-13 = 'observation, n=9' 5:15-31"]),
        ("**Evidence:** a", ["Evidence 5:7-15 = 'a' 5:19-20"]),
        ("`evidence`: *a*", ["evidence 5:6-14 = 'a' 5:18-19"]),
        ("[ ] caused by: a", ["caused by 5:9-18 = 'a' 5:20-21"]),
        ("evidense: a", ["evidense 5:5-13 = 'a' 5:15-16"]),
        ("Any short words: a", ["Any short words 5:5-20 = 'a' 5:22-23"]),
        ("evidence:a", ["evidence 5:5-13 = 'a' 5:14-15"]),
        ("evidence：a", ["evidence 5:5-13 = 'a' 5:14-15"]),
        ("evidence:", ["evidence 5:5-13 = '' 5:14-14"]),
        ("evidence: a\n    b", ["evidence 5:5-13 = 'a b' 5:15-6:6"]),
        ("explains: a, b", ["explains 5:5-13 = 'a, b' 5:15-19"]),
        ("explains: a a", ["explains 5:5-13 = 'a a' 5:15-18"]),
        ("e: e e", ["e 5:5-6 = 'e e' 5:8-11"]),
        # no fields
        ("https://a.example", ["note 5:5-22 = 'https://a.example' 5:5-22"]),
        ("a:b", ["note 5:5-8 = 'a:b' 5:5-8"]),
        ("evidence://a", ["note 5:5-17 = 'evidence://a' 5:5-17"]),
        ("this has far too many words: a", ["note 5:5-35 = 'this has far too many words: a' 5:5-35"]),
        ("see, it says: a", ["note 5:5-20 = 'see, it says: a' 5:5-20"]),
        ('"says": a', ["note 5:5-14 = '\"says\": a' 5:5-14"]),
        ("2026: a", ["note 5:5-12 = '2026: a' 5:5-12"]),
        # with something below
        ("evidence:\n    - a\n    - b, n=1", ["evidence 5:5-13:", "  - 'a' 6:7-8", "  - 'b, n=1' 7:7-13"]),
        (
            "evidence\n    - method: a\n    - n: 1",
            ["evidence 5:5-13:", "  method 6:7-13 = 'a' 6:15-16", "  n 7:7-8 = '1' 7:10-11"],
        ),
        (
            "evidence: a, n=1\n    - finding: b",
            ["evidence 5:5-13:", "  title 5:15-21 = 'a, n=1' 5:15-21", "  finding 6:7-14 = 'b' 6:16-17"],
        ),
        (
            "evidence:\n    - a\n      - findng: b\n    - c",
            ["evidence 5:5-13:", "  - title 6:7-8 = 'a' 6:7-8", "    findng 7:9-15 = 'b' 7:17-18", "  - 'c' 8:7-8"],
        ),
        (
            "evidence:\n    - method: a\n    - findng: b",
            ["evidence 5:5-13:", "  method 6:7-13 = 'a' 6:15-16", "  findng 7:7-13 = 'b' 7:15-16"],
        ),
        (
            "evidence: tickets, [r](https://r), n=2",
            ["evidence 5:5-13 = 'tickets, https://r, n=2' 5:15-43"],
        ),
        (
            "evidence: [r](https://r)",
            ["evidence 5:5-13:", "  title 5:16-17 = 'r' 5:16-17", "  link 5:15-29 = 'https://r' 5:15-29"],
        ),
        ("evidence: a {#e}", ["evidence 5:5-13:", "  title 5:15-16 = 'a' 5:15-16", "  id 5:19-20 = 'e' 5:19-20"]),
        ("explains: a\n    - b\n    - c", ["explains 5:5-13:", "  - 'a' 5:15-16", "  - 'b' 6:7-8", "  - 'c' 7:7-8"]),
        ("note: a\n\n    b\n    - c", ["note 5:5-9 = 'a\\n\\nb\\n\\n- c' 5:11-8:8"]),
        ("category:\n    - a: 1\n    - b: 2",
         ["category 5:5-13:", "  a 6:7-8 = '1' 6:10-11", "  b 7:7-8 = '2' 7:10-11"]),
        ("what:\n    - a\n    - b", ["what 5:5-9:", "  - 'a' 6:7-8", "  - 'b' 7:7-8"]),
    ],
)  # fmt: skip
def test_fields(reads, source, expected):
    tree = causes(reads, f"- t\n  - {source}\n")
    assert tree[0] == "- title 4:3-4 = 't' 4:3-4"
    assert [line[2:] for line in tree[1:]] == expected
    assert reads.codes(f"{HEAD}- t\n  - {source}\n", "a.md") == []


def test_fields_may_repeat(reads):
    document = reads.document(f"{HEAD}- t\n  - evidence: a\n  - evidence: b\n", "a.md")
    (item,) = document.root.fields[1].value.items
    assert [field.name.text for field in item.fields] == ["title", "evidence", "evidence"]
    assert item.repeats
    assert document.root.repeats


def test_formulas_are_as_typed(reads):
    source = "# T\n\n## Metrics\n- m\n  - formula: a*b*c * d_e_f \\* `g*h`\n- n\n  - note: a*b*c\n"
    assert reads.tree(source, "a.md").split("\n")[3:] == [
        "    formula 5:5-12 = 'a*b*c * d_e_f * g*h' 5:14-35",
        "  - title 6:3-4 = 'n' 6:3-4",
        "    note 7:5-9 = 'abc' 7:11-16",
    ]


def test_sub_headings_are_items(reads):
    source = (
        "### One [a](b) {#one}\n\nPara\none.\n\nPara two.\n\n- explains: x\n- prose\n\n#### Evidence\n\n- a\n- b\n\n"
        "#### Other\n\nTail.\n\n### Two\n\n#### Note\nN.\n"
    )
    assert causes(reads, source) == [
        "- title 4:5-11 = 'One a' 4:5-11",
        "  id 4:18-21 = 'one' 4:18-21",
        "  link 4:9-15 = 'b' 4:9-15",
        "  explains 11:3-11 = 'x' 11:13-14",
        "  Evidence 14:6-14:",
        "    - 'a' 16:3-4",
        "    - 'b' 17:3-4",
        "  note 6:1-21:6 = 'Para one.\\n\\nPara two.\\n\\nprose\\n\\nOther\\n\\nTail.' 6:1-21:6",
        "- title 23:5-8 = 'Two' 23:5-8",
        "  Note 25:6-10 = 'N.' 26:1-3",
    ]


def test_tables(reads):
    source = (
        "| Cause | id | evidence | note |\n|:--|--|:-:|--:|\n"
        "| A \\| *b* `c\\|d` | a | a, [r](https://r) | |\n"
        "|  |  |  |  |\n"
        "e {#e}|\n"
        " | | f | | g |\n"
    )
    assert causes(reads, source) == [
        "- title 6:3-17 = 'A | b c|d' 6:3-17",
        "  id 4:11-13 = 'a' 6:21-22",
        "  evidence 4:16-24 = 'a, https://r' 6:25-42",
        "- title 8:1-2 = 'e' 8:1-2",
        "  id 8:5-6 = 'e' 8:5-6",
        "- id 4:11-13 = 'f' 9:6-7",
        "  note 4:27-31 = 'g' 9:12-13",
    ]


def test_the_same_words_earlier_on_the_line_do_not_matter(reads):
    assert causes(reads, "- a\n  - a: a\n- - - b b\n") == [
        "- title 4:3-4 = 'a' 4:3-4",
        "  a 5:5-6 = 'a' 5:8-9",
        "- 'b b' 6:7-10",
    ]
    assert causes(reads, "| cause | note |\n|-|-|\n| a | a |\n") == [
        "- title 6:3-4 = 'a' 6:3-4",
        "  note 4:11-15 = 'a' 6:7-8",
    ]


# ---- limits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "limits", "finding"),
    [
        ("- - - - a\n", Limits(depth=3), "E too-deep 4:1-2 lists are nested more than 3 deep; the limit 'depth' is 3"),
        (
            "- a\n  - b\n    - c\n      - d\n",
            Limits(depth=3),
            "E too-deep 7:7-8 lists are nested more than 3 deep; the limit 'depth' is 3",
        ),
        (
            "- a\n- b\n- c\n",
            Limits(items=3),
            "E too-many - the page has 5 headings, list items, ids, table cells and paragraphs; the limit 'items' is 3",
        ),
        (
            "\n" * 40,
            Limits(items=3),
            "E too-many - the page has 44 lines, and 4 for each of its parts are allowed; the limit 'items' is 3",
        ),
        ("- abcdefgh\n", Limits(text=8), "E too-long 3:1-15 this line has 14 characters; the limit 'text' is 8"),
        (
            "- " + "abcdefgh\n" * 4,
            Limits(text=30),
            "E too-long 4:3-7:2 this text has 35 characters; the limit 'text' is 30",
        ),
        (
            "- " + "*a* " * 40,
            Limits(items=4),
            "E too-many 4:3-4 the page has more than 8 signs of Markdown markup; the limit 'items' is 4",
        ),
    ],
)
def test_limits(reads, source, limits, finding):
    codes = reads.findings(HEAD + source, "a.md", limits)
    assert codes[0].startswith(f"{finding} | if that is meant, raise the limit: --limit ")
    assert reads.codes(HEAD + source, "a.md") == []


def test_pictures_as_data_and_rules_cost_nothing(reads):
    data = "data:image/png;base64," + "iVBOR" * 10_000
    source = f"## Needs\n- a\n\n![x]({data})\n\n{'- ' * 200}\n\n* * *\n\n- b\n\n[image1]: <{data}>\n"
    assert reads.codes(source, "a.md") == []
    assert reads.parts(source, "a.md").split("\n")[-1] == "  - 'b' 10:3-4"


@pytest.mark.parametrize("item", ["- a\n", "\n\n\n- - a {#x}\n", "| a | b |\n"])
def test_the_limit_on_items_is_raised_in_one_round(reads, item):
    source = "# T\n\n## Needs\n| a | b |\n|---|---|\n" + item * 50
    found, *_ = reads.document(source, "a.md", Limits(items=2)).diagnostics
    raised = int(found.hint.split("items=")[1].split(",")[0])
    assert "too-many -" not in reads.codes(source, "a.md", Limits(items=raised))

"""Comments and prose go along, beside what they stand beside."""

from __future__ import annotations

from impactmap.convert import convert

PAGE = """\
---
layout: post
tags:
  - a
# a note
as of: 2026-11
---
<!-- top -->
# Find the draft

A summary.

## Why now

Some *prose*.

## Customer need

Intro.

- First need {#n1} <!-- behind -->
  <!-- inner
  of two lines -->
  - kind: pain
- Second need

Closing.

## Appendix

Bye.
"""


def test_of_a_page_become_comments_of_yaml() -> None:
    made = convert(PAGE.encode(), "yaml", path="a.md")
    assert (
        made.text
        == """\
# top
title: Find the draft
# layout: post

# tags:
#   - a

# a note
as_of: 2026-11
summary: A summary.

# ## Why now

# Some *prose*.
needs:
  # Intro.
  # behind
  - title: First need
    id: n1
    # inner
    # of two lines
    kind: pain
  - Second need

# Closing.

# ## Appendix

# Bye.
"""
    )
    assert [(d.code, d.span and d.span.line, d.message) for d in made.warnings] == [
        ("prose", 13, "became comments: 2 headings, 4 paragraphs of prose"),
        ("front-matter", 2, "became comments: 2 fields of front matter for other tools"),
    ]


SPEC = """\
# top
title: T  # the title

# needs first
needs:
  # one
  - title: N one # behind
    # inside
    kind: pain
    note: |-  # head
      a

      # b
    # below
  - "N two # no comment"
  - {title: N three, tags: [a, b]} # flow
causes: [A, "B # x"] # --> arrow
# the end
"""


def test_of_yaml_become_comments_of_a_page() -> None:
    made = convert(SPEC.encode(), "markdown", path="a.yaml")
    assert (
        made.text
        == """\
<!-- top -->
<!-- the title -->
# T

<!-- needs first -->
## Customer need
<!-- one -->
<!-- behind -->
- N one
  <!-- inside -->
  - kind: pain
  <!-- head -->
  - note: a

    \\# b
<!-- below -->
- N two # no comment
<!-- flow -->
- N three
  - tags: a, b

<!-- -- > arrow -->
## Root causes
- A
- B # x

<!-- the end -->
"""
    )
    assert [(d.code, d.span and d.span.line) for d in made.warnings] == [("comment", 17)]


def test_a_spec_in_a_block_leaves_its_page() -> None:
    page = "# How we see it\n\nProse.\n\n```impactmap\n# c\ntitle: T\nneed: N 1\n```\n\nMore.\n"
    assert convert(page.encode(), "yaml", path="a.md").text == (
        "# # How we see it\n\n# Prose.\n\n# c\ntitle: T\n\nneeds:\n  - N 1\n\n# More.\n"
    )


BESIDE = """\
# T

A summary.[^1]

## Customer need
- N 1

## Notes
### How we did it
```python
if x:

    # indented
    ---
```
> Quoted
> twice

| a | b |
|---|---|
| 1 | 2 |

* loose

  * nested

---

[^1]: A footnote.
[^2]: Another.
[home]: https://example.org
"""


def test_each_is_called_what_it_is() -> None:
    made = convert(BESIDE.encode(), "yaml", path="a.md")
    assert [d.message for d in made.warnings] == [
        "became comments: 2 headings, 1 list, 1 table, 1 quotation, 1 block of code, 2 footnotes, "
        "1 definition of a link"
    ]
    assert "# if x:\n#\n#     # indented\n#     ---\n# ```" in made.text, "code stays code"
    assert "# * loose\n#\n#   * nested" in made.text
    assert all(line.strip("-") in made.text for line in BESIDE.split("\n")[6:])


def test_a_comment_that_says_nothing_is_none() -> None:
    assert convert(b"#\ntitle: T\n\n#\n\nneeds: [A] #\n", "markdown", path="a.yaml").text == (
        "# T\n\n## Customer need\n- A\n"
    )
    assert "#" not in convert(b"# T\n<!-- -->\n## Needs\n- A <!---->\n", "yaml", path="a.md").text


def test_what_front_matter_says_otherwise_is_kept_as_comments() -> None:
    page = "---\ntitle: Site title\nsummary: Front\n---\n# Map heading\n\nPara one.\n\n## Needs\n- I lose it\n"
    made = convert(page.encode(), "yaml", path="a.md")
    assert made.text == ("title: Site title\nsummary: Front\n\n# # Map heading\n\n# Para one.\nneeds:\n  - I lose it\n")
    assert [(d.code, d.message) for d in made.warnings] == [
        ("two-titles", "'Map heading' is read as prose: the front matter has another title"),
        ("prose", "became comments: 1 heading, 1 paragraph of prose"),
    ]
    same = convert(page.replace("Map heading", "Site title").encode(), "yaml", path="a.md")
    assert [d.message for d in same.warnings] == ["became comments: 1 paragraph of prose"]

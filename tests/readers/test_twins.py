"""The same spec in Markdown and in YAML: the same tree, but for places and the spelling of names."""

from __future__ import annotations

from impactmap.document import Limits, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import Items, find


def meaning(node: Node, entity: object) -> object:
    """A tree with the names that the grammar has, in no order; a list of one is that one."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        items = [meaning(item, entity) for item in node.items]
        return items[0] if len(items) == 1 else items
    fields: dict[str, list[object]] = {}
    for field in node.fields:
        rule = find(entity, field.name.text)
        assert rule, field.name.text
        child = ENTITIES[rule.slot.kind] if isinstance(rule.slot, Items) else entity
        fields.setdefault(rule.name, []).append(meaning(field.value, child))
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def test_the_full_dress(reads, full_markdown, full_yaml):
    markdown, yaml = reads.document(full_markdown, "a.md"), reads.document(full_yaml, "a.yaml")
    assert markdown.diagnostics == yaml.diagnostics == ()
    assert meaning(markdown.root, Model) == meaning(yaml.root, Model)


LONG = """\
# Find the current draft

## Customer need

### I can't tell which draft is current {#draft}

A proposal goes through many hands.

They each keep a copy.

- actor: ae
- tags: a, b

#### Evidence

- observation, n=9
- interview, n=14 {#talk}
  - quote: I mail it to myself.

## Business harm

| Harm | id | caused by | size |
|------|----|-----------|------|
| Licences are cut | cut | draft | 11% |
| Support | | draft | |

## Solutions

- One [link](https://x.example) per document
  - addresses:
    - draft
    - other
  - tests:
    - Five teams move {#t1}
      - verdict: passed
    - Two more
- Plain
"""

LONG_YAML = """\
title: Find the current draft
needs:
  - title: I can't tell which draft is current
    id: draft
    note: |
      A proposal goes through many hands.

      They each keep a copy.
    actor: ae
    tags: a, b
    evidence:
      - observation, n=9
      - title: interview, n=14
        id: talk
        quote: I mail it to myself.
harms:
  - {title: Licences are cut, id: cut, caused_by: draft, size: 11%}
  - {title: Support, caused_by: draft}
solutions:
  - title: One link per document
    link: https://x.example
    addresses: [draft, other]
    tests:
      - {title: Five teams move, id: t1, verdict: passed}
      - Two more
  - Plain
"""


def test_long_forms(reads):
    markdown, yaml = reads.document(LONG, "a.md"), reads.document(LONG_YAML, "a.yaml")
    assert markdown.diagnostics == yaml.diagnostics == ()
    assert meaning(markdown.root, Model) == meaning(yaml.root, Model)


def test_a_block_on_a_page_is_the_yaml_file(reads, full_yaml):
    page = f"# How we see it\n\nProse.\n\n```impactmap\n{full_yaml}```\n"
    document = reads.document(page, "a.md")
    assert document.diagnostics == ()
    alone = reads.document(full_yaml, "a.yaml")
    assert meaning(document.root, Model) == meaning(alone.root, Model)
    shifted, plain = document.root.fields[-1].name.span, alone.root.fields[-1].name.span
    assert (shifted.line, shifted.column) == (plain.line + 5, plain.column)


def test_every_place_says_what_the_source_says(reads, full_markdown, full_yaml):
    for source, path in ((full_markdown, "a.md"), (full_yaml, "a.yaml")):
        document = reads.document(source, path)
        lines = document.text.split("\n")
        seen = 0
        stack: list[Node] = [document.root]
        while stack:
            node = stack.pop()
            if isinstance(node, Mapping):
                stack.extend(field.value for field in node.fields)
                stack.extend(field.name for field in node.fields if field.name.span != field.value.span)
            elif isinstance(node, Sequence):
                stack.extend(node.items)
            elif node.span.line == node.span.end_line and "I can't tell" not in node.text:
                typed = lines[node.span.line - 1][node.span.column - 1 : node.span.end_column - 1]
                assert typed.replace("<", "").replace(">", "") == node.text
                seen += 1
        assert seen > 130


def full_dress(items: int) -> tuple[str, str]:
    """A map of so many root causes with an id, seven more fields and two pieces of evidence, in both syntaxes."""
    fields = {
        "explains": "n", "category": "people", "owner": "Ann", "status": "open", "tags": "a, b", "note": "A note.",
        "link": "https://x.example/a",
    }  # fmt: skip
    evidence = ['interview, n=14, 2026-09, "I mail it."', "observation, n=9, 2026-08"]
    markdown = ["# T", "## Customer need", "- A need {#n}", "## Root causes"]
    yaml = ["title: T", "need: {title: A need, id: n}", "causes:"]
    for number in range(items):
        markdown.append(f"- Cause {number} {{#c{number}}}")
        markdown += [f"  - {name}: {value}" for name, value in fields.items()]
        markdown += [f"  - evidence: {line}" for line in evidence]
        yaml += [f"  - title: Cause {number}", f"    id: c{number}"]
        yaml += [f"    {name}: {value}" for name, value in fields.items()]
        yaml += ["    evidence:", *(f"      - {line}" for line in evidence)]
    return "\n".join(markdown), "\n".join(yaml)


def test_two_thousand_items_in_full_dress_are_within_the_limits(reads):
    for source, path in zip(full_dress(2_000), ("a.md", "a.yaml"), strict=True):
        assert reads.findings(source, path) == []


def test_both_syntaxes_count_alike(reads):
    for source, path in zip(full_dress(20), ("a.md", "a.yaml"), strict=True):
        assert reads.codes(source, path, Limits(items=230)) == []
        assert [code[:8] for code in reads.codes(source, path, Limits(items=220))] == ["too-many"]

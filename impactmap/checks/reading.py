"""What reading says by codes of its own, with no rule behind: what each means, for `impactmap explain` and `--ignore`.

Readers and the assembler say where and what exactly; here is why it is said at all. A test holds the two together.
"""

from __future__ import annotations

# What is read, but perhaps not as the author meant it. A team may decide to live with it.
WARNINGS = {
    "bare-money": "A sum without a currency stands beside one with it: they may not be the same money.",
    "duplicate-reference": "A link names the same item twice; once is enough.",
    "empty-item": "An item without any text is left out.",
    "item-in-item": "What is indented under an item is a note of that item, and no item of its own.",
    "lone-field": "What looks like a field stands where an item should, and would become one.",
    "near-field": "A line of prose begins like a field, and is read as prose.",
    "near-actor": "An actor is named that is nearly another one: a slip of the pen would make two people of one.",
    "near-section": "A heading is nearly that of a part of the map; what stands under it is read as prose.",
    "near-team": "A team is named that is nearly another one: a slip of the pen would make two of one.",
    "no-bullet": "What looks like a field goes on with the line above, for want of a '-' before it.",
    "no-colon": "What looks like a field has no ':' behind its name, and is read as a note.",
    "no-items": "A section of the map holds prose and no item.",
    "no-method": "A piece of evidence does not say how it was found out, so nobody can weigh it.",
    "no-sample": "'n=0' says that nobody was asked or watched.",
    "two-titles": "A page has a title in its front matter and another as a heading; one of them is read as prose.",
    "stray-id": "What looks like an id stands where none is read.",
}
# Of a spec that has one of these nothing can be drawn.
ERRORS = {
    "alias": "A spec holds no YAML aliases ('*'): what is meant is written out.",
    "ambiguous-reference": "A link names a title that several items have; an id tells them apart.",
    "anchor": "A spec holds no YAML anchors ('&').",
    "bad-count": "A count is a whole number.",
    "bad-date": "A date cannot be read, or no calendar has it.",
    "bad-formula": "A formula cannot be read.",
    "bad-id": "An id is letters, digits, '_' and '-', and begins with a letter.",
    "bad-quantity": "A figure or range cannot be read, or contradicts itself.",
    "blocks": "A page holds one map.",
    "control-character": "A character that no picture can show.",
    "cycle": "Items lead to each other in a circle, and none comes first.",
    "documents": "A spec is one YAML document.",
    "duplicate-field": "An item has the same field twice, and only one can count.",
    "duplicate-id": "Two items have the same id, and links could mean either.",
    "duplicate-key": "A name is said twice in YAML, and only one can count.",
    "empty": "There is no spec in the file.",
    "encoding": "The file is no text in UTF-8.",
    "extra-cell": "A row of a table has more cells than the table has columns.",
    "front-matter": "The front matter of a page is never closed.",
    "key": "In YAML every field has a plain name before its ':'.",
    "merge-key": "A spec merges nothing in ('<<'): what is meant is written out.",
    "no-title": "An item says nothing: it has fields, and no title.",
    "nothing-to-draw": "The spec has a title perhaps, and no item.",
    "root": "A spec is fields with names, at the outermost level.",
    "self-reference": "An item names itself in a link or a formula.",
    "syntax": "The YAML breaks off, or cannot be read from that place on.",
    "tag": "A spec holds no YAML tags ('!').",
    "too-deep": "The spec is nested deeper than the limit on specs; --limit raises it.",
    "too-large": "The file is larger than the limit on specs; --limit raises it.",
    "too-long": "A text is longer than the limit on specs; --limit raises it.",
    "too-many": "There are more items than the limit on specs; --limit raises it.",
    "too-many-references": "A link names more items than it may.",
    "unit-clash": "A formula adds or compares figures in different units.",
    "unknown-choice": "A field has a few words to choose from, and this is none of them.",
    "unknown-field": "An item has a field that there is none of: a slip, or a field of another kind of item.",
    "unknown-metric": "A formula names a metric that there is none of.",
    "unknown-reference": "A link names an item that there is none of.",
    "unsafe-link": "A link leads to something other than a page or a file.",
    "wrong-kind": "A link names an item of another kind than it needs.",
    "wrong-parent": "An item stands under one item and names another in its place.",
    "wrong-type": "A list stands where one value belongs, or the reverse.",
}


def is_warning(code: str) -> bool:
    return code.casefold() in WARNINGS


def meaning(code: str) -> str:
    """What a code of reading means, as Markdown; "" where it is none."""
    code = code.casefold()
    if code in WARNINGS:
        return (
            f"## {code}\n\nA warning of reading. {WARNINGS[code]}\n\n"
            "The map is drawn all the same. `--ignore` (or `ignore` in the settings) leaves it out; no waiver does.\n"
        )
    if code in ERRORS:
        return (
            f"## {code}\n\nAn error of reading. {ERRORS[code]}\n\n"
            "Nothing can be drawn of a spec that has one, so it is always shown, and can be neither ignored nor "
            "waived.\n"
        )
    return ""

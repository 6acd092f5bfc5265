"""From located blocks to drafts: every field looked up in the grammar, every value converted."""

from __future__ import annotations

import functools

from impactmap.assemble.amounts import check_ends
from impactmap.assemble.draft import Draft, Kind
from impactmap.assemble.evidence import evidence_line, method_in
from impactmap.assemble.reading import is_absent, says_nothing
from impactmap.assemble.references import a_noun
from impactmap.assemble.report import Report
from impactmap.assemble.scalars import convert
from impactmap.assemble.trials import test_line
from impactmap.assemble.waivers import waiver_line
from impactmap.document import Document, Field, Mapping, Node, Scalar, Sequence
from impactmap.model.entities import Evidence, Trial, Waiver
from impactmap.model.grammar import Day, Items, Refs, Rule, Texts, find, fold, known, rules
from impactmap.model.model import ENTITIES, Model
from impactmap.model.reading import short


def read_map(report: Report, document: Document) -> Draft:
    """The whole spec as a draft of the map, with the drafts of its items inside."""
    draft = Draft(Model, document.root.span)
    _Fields(report, draft, document.root).read()
    return draft


class _Fields:
    """Reads the fields of one mapping into one draft."""

    def __init__(self, report: Report, draft: Draft, mapping: Mapping) -> None:
        self.report = report
        self.draft = draft
        self.mapping = mapping
        self.seen: dict[str, Field] = {}

    def read(self) -> None:
        guesses: list[tuple[Rule, Field]] = []
        for field in self.mapping.fields:
            rule = find(self.draft.kind, field.name.text)
            if rule is None:
                guess = self._unknown(field)
                if guess:
                    guesses.append((guess, field))
            elif not is_absent(field.value) and self._is_new(rule, field):
                self._put(rule, field)
        # Others refer to titles, ids and items: a slip in such a name must not bring up a second error elsewhere.
        for rule, field in guesses:
            if rule.attribute not in self.seen and not is_absent(field.value):
                self.seen[rule.attribute] = field
                self._put(rule, field)

    def _unknown(self, field: Field) -> Rule | None:
        """Reports a name that the grammar doesn't have; returns the field to go on with, if it is that clear."""
        kind, name = self.draft.kind, field.name.text
        hint = _as_link(kind, name) or _elsewhere(kind, name)
        guess = None if hint else self.report.nearby.find(fold(name), {word: word for word in known(kind)})
        if guess:
            hint = f"did you mean '{guess}'?"
        hint = hint or f"{self.draft.noun} has {', '.join(rule.name for rule in rules(kind))}"
        self.report.error("unknown-field", f"{self.draft.noun} has no field '{short(name)}'", field.name.span, hint)
        rule = find(kind, guess) if guess else None
        if rule:
            self.draft.places.setdefault(rule.attribute, field.value.span)  # so that nobody says it is missing
        if rule and (rule.attribute in ("title", "id") or isinstance(rule.slot, Items)):
            return rule
        self.report.refuse(field.value)
        self.draft.lossy = self.draft.lossy or not isinstance(field.value, Scalar)
        return None

    def _is_new(self, rule: Rule, field: Field) -> bool:
        """Whether a field may be said here; reports it when it was said before and cannot be a list."""
        first = self.seen.setdefault(rule.attribute, field)
        lists = isinstance(rule.slot, Items | Texts) or (isinstance(rule.slot, Refs) and rule.slot.many)
        if first is field or (self.mapping.repeats and lists):
            return True
        if any(d.span == field.name.span and d.severity == "error" for d in self.report.diagnostics[:100]):
            return False  # the reader has said so
        name, earlier = short(field.name.text), short(first.name.text)
        same = f"{self.draft.noun} has '{name}' twice"
        alias = f"'{name}' and '{earlier}' are the same field of {self.draft.noun}"
        self.report.error(
            "duplicate-field",
            same if name.casefold() == earlier.casefold() else alias,
            field.name.span,
            f"it was given at line {first.name.span.line} already; "
            + ("put both into one list" if lists else "keep one of them"),
        )
        self.report.refuse(field.value)
        return False

    def _put(self, rule: Rule, field: Field) -> None:
        draft = self.draft
        draft.places.setdefault(rule.attribute, field.value.span)
        if isinstance(rule.slot, Items):
            children = draft.children.setdefault(rule.attribute, [])
            for node in _nodes(field.value):
                child = _read_item(self.report, draft, rule, node, len(children) + 1)
                if child:
                    children.append(child)
            return
        value = convert(self.report, draft.noun, rule, field.value)
        if value is None:
            return
        if isinstance(rule.slot, Refs):
            draft.references.setdefault(rule.attribute, []).extend(value)
        elif isinstance(rule.slot, Texts):
            draft.values[rule.attribute] = (*draft.values.get(rule.attribute, ()), *value)
        else:
            draft.values[rule.attribute] = value
            if rule.attribute == "title" and isinstance(field.value, Scalar):
                draft.line = field.value


def _nodes(value: Node) -> tuple[Node, ...]:
    """The items of a section: a list of them, or a single one."""
    return value.items if isinstance(value, Sequence) else (value,)


def _read_item(report: Report, parent: Draft, rule: Rule, node: Node, position: int) -> Draft | None:
    """One item as a draft; None when it is empty, or no item at all."""
    slot = rule.slot
    assert isinstance(slot, Items)  # noqa: S101 - the caller has looked; this tells mypy
    kind = ENTITIES[slot.kind]
    if isinstance(node, Sequence):
        report.error("wrong-type", f"{kind.noun} is a text or a list of fields, not a list", node.span)
        report.refuse(node)
        parent.lossy = True
        return None
    if is_absent(node) or (isinstance(node, Mapping) and all(says_nothing(field.value) for field in node.fields)):
        report.warning("empty-item", f"{kind.noun} without any text is left out", node.span)
        return None
    draft = Draft(kind, node.span, parent if parent.kind is not Model else None, position)
    if isinstance(node, Scalar):
        draft.values["title"], draft.places["title"], draft.line = node.text, node.span, node
    else:
        if _is_keyed(kind, node):
            example = short(node.fields[0].name.text, 20)
            report.error(
                "wrong-type",
                f"'{rule.name}' is a list, not a mapping from ids to fields",
                node.fields[0].name.span,
                f"write '- id: {example}' and its fields below",
            )
            report.refuse(node)
            parent.lossy = True
            return None
        _Fields(report, draft, node).read()
    _read_line(report, draft)
    check_ends(report, draft)
    if kind is Evidence:
        _check_evidence(report, draft)
    return draft


def _check_evidence(report: Report, draft: Draft) -> None:
    if "method" not in draft.places:
        hint = f"one of {', '.join(Evidence.METHODS.words)}"
        if method := method_in(draft.values.get("finding", "")):
            hint = f"did you mean '{method}'? It is {hint}"
        report.warning("no-method", "a piece of evidence does not say how it was found out", draft.span, hint)
    if draft.values.get("n") == 0:
        report.warning(
            "no-sample", "n=0 says that nobody was asked", draft.places["n"], "leave it out if it is unknown"
        )


def _is_keyed(kind: Kind, mapping: Mapping) -> bool:
    """Whether somebody wrote `metrics: {docs: {…}, mau: {…}}`: one message is better than one for each key."""
    return all(isinstance(f.value, Mapping) and not find(kind, f.name.text) for f in mapping.fields)


def _read_line(report: Report, draft: Draft) -> None:
    """Reads the one-line form of a piece of evidence, a test or a waiver; that of a goal waits for the metrics."""
    if draft.line is None:
        return
    if draft.kind is Trial:
        test_line(report, draft, draft.line)
    elif draft.kind is Evidence and "method" not in draft.places and evidence_line(report, draft, draft.line):
        del draft.values["title"]
    elif draft.kind is Waiver:
        waiver_line(report, draft, draft.line)


def _as_link(kind: Kind, name: str) -> str:
    """A hint for a name by which items of another kind are linked to what they hang on; "" for any other name."""
    own = _main_link(kind)
    if own is None or not isinstance(own.slot, Refs) or fold(name) not in _link_names():
        return ""
    return f"did you mean '{own.name}', which names {a_noun(own.slot.kinds)}?"


@functools.cache
def _link_names() -> frozenset[str]:
    links = (_main_link(kind) for kind in ENTITIES.values())
    return frozenset(fold(name) for link in links if link for name in link.names)


def _main_link(kind: Kind) -> Rule | None:
    return next((rule for rule in rules(kind) if isinstance(rule.slot, Refs) and rule.slot.many), None)


def _elsewhere(kind: Kind, name: str) -> str:
    """A hint for a field that belongs to something else; "" when nothing has it."""
    if kind is not Model:
        rule = find(Model, name)
        return f"'{rule.name}' is a section of the map" if rule and isinstance(rule.slot, Items) else ""
    dated = find(Evidence, name)
    if dated and isinstance(dated.slot, Day):
        return "the day that the facts of a map hold for is 'as of'"
    holders = [entity.noun for entity in ENTITIES.values() if find(entity, name)]
    return f"it belongs to an item, such as {holders[0]}" if holders else ""

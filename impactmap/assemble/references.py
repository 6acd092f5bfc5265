"""References: from an id or title as typed to the item that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.assemble.draft import Draft
from impactmap.assemble.identity import Ids, folded, slug
from impactmap.assemble.index import Index
from impactmap.assemble.report import Report
from impactmap.diagnostics import Span
from impactmap.document import Scalar
from impactmap.model.grammar import Items, Refs, Rule, rules
from impactmap.model.model import ENTITIES, Model
from impactmap.model.reading import short

# People and teams may be named in passing: an unknown name declares one.
PASSING = {
    rule.slot.kind: rule.attribute
    for rule in rules(Model)
    if isinstance(rule.slot, Items) and rule.slot.kind in ("actor", "team")
}
_NEAR = 0.84  # how like a declared name a new one must be to be doubted
_RUN = 40  # pieces of a list that are tried together as one title with commas
_AND = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")
_LEADING_AND = re.compile(r"\s*(?:and|&)\s+")


class Resolver:
    """Finds what the references of a spec mean, and reports those that mean nothing."""

    def __init__(self, report: Report, index: Index, ids: Ids, root: Draft) -> None:
        self.report = report
        self.index = index
        self.ids = ids
        self.root = root

    def resolve(self, draft: Draft) -> None:
        """Settles every reference field of a draft: its `targets`, and their ids as its values."""
        for rule in rules(draft.kind):
            scalars = draft.references.get(rule.attribute)
            if not scalars or not isinstance(rule.slot, Refs):
                continue
            targets: dict[Draft, Span] = {}
            for scalar in scalars:
                for piece, target in self._targets(draft, rule, rule.slot, scalar):
                    self._admit(draft, rule, targets, piece, target)
            if not rule.slot.many and len(targets) > 1:
                self.report.error(
                    "too-many-references",
                    f"{draft.noun}'s '{rule.name}' names one {_nouns(rule.slot.kinds)}, not {len(targets)}",
                    draft.places[rule.attribute],
                    "keep one of them",
                )
            draft.targets[rule.attribute] = list(targets.items())
            found = tuple(target.id for target in targets)
            draft.values[rule.attribute] = found if rule.slot.many else (found[0] if found else "")

    def _admit(self, draft: Draft, rule: Rule, targets: dict[Draft, Span], piece: Scalar, target: Draft) -> None:
        if target is draft:
            self.report.error(
                "self-reference", f"{draft.noun} cannot name itself in '{rule.name}'", piece.span, "name another item"
            )
        elif target in targets:
            self.report.warning(
                "duplicate-reference",
                f"'{short(piece.text)}' is named twice in '{rule.name}'",
                piece.span,
                f"the first time at line {targets[target].line}",
            )
        else:
            targets[target] = piece.span

    def _targets(self, draft: Draft, rule: Rule, slot: Refs, scalar: Scalar) -> Iterator[tuple[Scalar, Draft]]:
        """The items that one text names; what cannot be found is reported."""
        whole = self._look_up(draft, slot, scalar)
        if isinstance(whole, Draft):
            yield scalar, whole
            return
        pieces = [] if whole == "ambiguous" else self._pieces(draft, slot, scalar)
        found = [self._look_up(draft, slot, piece, quietly=True) for piece in pieces]
        known = any(isinstance(item, Draft) for item in found)
        if whole == "ambiguous":
            return
        passing = slot.kinds[0] in PASSING and not slot.many
        if len(pieces) < 2 or (passing and not known) or (not known and self._is_nearly_one(slot, scalar)):
            # One name, even if it has a comma in it.
            target = self._missing(draft, rule, slot, scalar)
            if target:
                yield scalar, target
            return
        for piece, item in zip(pieces, found, strict=True):
            target = item if isinstance(item, Draft) else None
            if item == "ambiguous":
                self._look_up(draft, slot, piece)
            elif item == "":
                target = self._missing(draft, rule, slot, piece)
            if target:
                yield piece, target

    def _look_up(self, draft: Draft, slot: Refs, piece: Scalar, *, quietly: bool = False) -> Draft | str:
        """The item that a name means, "" for none, "ambiguous" (and reported, unless quietly) for several."""
        found = self.index.find(piece.text, slot.kinds, draft)
        if len(found) <= 1:
            return found[0] if found else ""
        if not quietly:
            lines = " and ".join(str(item.span.line) for item in found[:2])
            self.report.error(
                "ambiguous-reference",
                f"'{short(piece.text)}' is the title of {len(found)} items, at lines {lines}"
                + (" and others" if len(found) > 2 else ""),
                piece.span,
                "give them ids and name one of these",
            )
        return "ambiguous"

    # ---- lists of names ---------------------------------------------------------------------------------

    def _pieces(self, draft: Draft, slot: Refs, scalar: Scalar) -> list[Scalar]:
        """The names in a list: parted at commas, where a title with commas in it stays whole."""
        bounds = _between_commas(scalar.text)
        pieces: list[Scalar] = []
        at = 0
        longest = min(self.index.joints + 1, _RUN)
        while at < len(bounds):
            for last in range(min(at + longest, len(bounds)), at, -1):
                start, end = bounds[at][0], bounds[last - 1][1]
                if last == at + 1:
                    pieces.extend(self._smaller_pieces(draft, slot, scalar, start, end))
                elif self.index.find(scalar.text[start:end], slot.kinds, draft):
                    pieces.append(self.report.cut(scalar, start, end))
                else:
                    continue
                at = last
                break
        return pieces

    def _smaller_pieces(self, draft: Draft, slot: Refs, scalar: Scalar, start: int, end: int) -> list[Scalar]:
        """A name between commas; parted at `;` and "and" when that gives names of items."""
        text = scalar.text[start:end]
        if not self.index.find(text, slot.kinds, draft):
            leading = _LEADING_AND.match(text)
            if leading and start > 0:
                start += leading.end()
                text = scalar.text[start:end]
            cuts = [0, *(at for found in _AND.finditer(text) for at in found.span()), len(text)]
            parts = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2) if text[cuts[i] : cuts[i + 1]].strip()]
            if len(parts) > 1 and any(self.index.find(text[a:b], slot.kinds, draft) for a, b in parts):
                return [self.report.cut(scalar, start + a, start + b) for a, b in parts]
        return [self.report.cut(scalar, start, end)]

    def _is_nearly_one(self, slot: Refs, scalar: Scalar) -> bool:
        """Whether a text with commas is a title with a slip in it, rather than a list."""
        return self.report.nearby.find(folded(scalar.text), self.index.names(slot.kinds), 0.8) is not None

    # ---- names that nothing has -------------------------------------------------------------------------

    def _missing(self, draft: Draft, rule: Rule, slot: Refs, piece: Scalar) -> Draft | None:
        """Declares an actor or team named in passing; reports any other name that is not found."""
        kind = slot.kinds[0]
        passing = len(slot.kinds) == 1 and kind in PASSING
        other = self.index.has_given(piece.text) if passing else next(iter(self.index.find(piece.text, None)), None)
        if other:
            self.report.error(
                "wrong-kind",
                f"'{short(piece.text)}' is {other.noun}; {draft.noun}'s '{rule.name}' needs {_a_noun(slot.kinds)}",
                piece.span,
                self._known(slot),
            )
            return None
        if piece.text in self.report.refused_texts or (not passing and not self.report.complete):
            return None
        near = self.report.nearby.find(folded(piece.text), self.index.names(slot.kinds), _NEAR if passing else 0.66)
        if not passing:
            self.report.error(
                "unknown-reference",
                f"no {_nouns(slot.kinds)} is called '{short(piece.text)}'",
                piece.span,
                f"did you mean '{short(near)}'?" if near else self._declare(slot, piece) or self._known(slot),
            )
            return None
        if near and not _is_numbered(piece.text, near):
            self.report.warning(
                f"near-{kind}",
                f"'{short(piece.text)}' is taken for a new {kind}",
                piece.span,
                f"did you mean '{short(near)}'?",
            )
        return self._declared(kind, piece)

    def _declared(self, kind: str, piece: Scalar) -> Draft:
        section = self.root.children.setdefault(PASSING[kind], [])
        target = Draft(ENTITIES[kind], piece.span, position=len(section) + 1)
        target.values["title"], target.places["title"] = piece.text, piece.span
        self.ids.make(target)
        section.append(target)
        self.index.add(target)
        return target

    def _declare(self, slot: Refs, piece: Scalar) -> str:
        """How a metric is declared, for people who have none yet."""
        if slot.kinds != ("metric",) or self.index.names(slot.kinds):
            return ""
        identifier = slug(piece.text, "_") or "metric"
        title = short(piece.text, 40)
        if self.report.markdown:
            return f"declare it in a section '## Metrics': '- {title} {{#{identifier}}}'"
        return f"declare it: 'metrics: [{{id: {identifier}, title: {title}}}]'"

    def _known(self, slot: Refs) -> str:
        ids = self.index.ids(slot.kinds, 6)
        if not ids:
            return f"the spec has no {_nouns(slot.kinds)} yet"
        return f"there is {', '.join(ids[:5])}{' and more' if len(ids) > 5 else ''}"


def _between_commas(text: str) -> list[tuple[int, int]]:
    found = []
    start = 0
    for part in text.split(","):
        if part.strip():
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found


def _is_numbered(name: str, other: str) -> bool:
    """Whether two names tell members of a series apart ("Segment A" and "Segment B", "Tier 1" and "Tier 2")."""
    words, others = folded(name).split(), folded(other).split()
    different = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and all(
        min(map(len, pair)) == 1 or any(c.isdigit() for word in pair for c in word) for pair in different
    )


def _nouns(kinds: tuple[str, ...]) -> str:
    """ "need or root cause": what the kinds of a reference are called."""
    return _either([ENTITIES[kind].noun.split(" ", 1)[1] for kind in kinds])


def _a_noun(kinds: tuple[str, ...]) -> str:
    return _either([ENTITIES[kind].noun for kind in kinds])


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))

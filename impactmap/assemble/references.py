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
from impactmap.model.reading import either, short

# People and teams may be named in passing: an unknown name declares one.
PASSING = {
    rule.slot.kind: rule.attribute
    for rule in rules(Model)
    if isinstance(rule.slot, Items) and rule.slot.kind in ("actor", "team")
}
_NEAR = 0.84  # how like a declared name a new one must be to be doubted
_RUN = 40  # pieces of a list that are tried together as one title with commas
RUNS = 20_000  # such trials in one spec
REFERENCES = 20_000  # in one spec; looking one up takes about 20 µs
_QUOTED = re.compile(
    r"\s*(\"[^\"]{1,300}\"|“[^”]{1,300}”|„[^“”]{1,300}[“”]|«[^»]{1,300}»|'[^']{1,300}'|‘[^’]{1,300}’)"
    r"(?=\s*(?:[,;]|$)|\s+(?:and|&)\s)"
)
_SEPARATOR = re.compile(r"[,;](?:\s*(?:and|&)\s)?|\s(?:and|&)\s")


class Resolver:
    """Finds what the references of a spec mean, and reports those that mean nothing."""

    def __init__(self, report: Report, index: Index, ids: Ids, root: Draft) -> None:
        self.report = report
        self.index = index
        self.ids = ids
        self.root = root
        self._references = 0
        self._runs = 0
        self._skipped = {folded(name): heading for name, heading in report.skipped.items()}

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
        before, self._references = self._references, self._references + 1 + len(_SEPARATOR.findall(scalar.text))
        if self._references > REFERENCES:
            if before <= REFERENCES:
                message = f"the spec has more than {REFERENCES:,} references"
                self.report.error("too-many-references", message, scalar.span, "split it into several maps")
            return
        whole = self._look_up(draft, slot, scalar)
        if isinstance(whole, Draft):
            yield scalar, whole
            return
        if whole == "ambiguous":
            return
        pieces = self._pieces(draft, slot, scalar)
        found = [self._look_up(draft, slot, piece, quietly=True) for piece in pieces]
        known = any(isinstance(item, Draft) for item in found)
        passing = slot.kinds[0] in PASSING and not slot.many
        if not pieces or (not known and len(pieces) > 1 and (passing or self._is_nearly_one(slot, scalar))):
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
        """The names in a list, parted at commas, `;` and "and".

        Neighbours that are one title with separators in it are one name; so are those that nothing is called,
        unless a comma parts them.
        """
        text = scalar.text
        bounds = _parted(text)
        names: list[tuple[int, int, bool]] = []
        at = 0
        while at < len(bounds):
            longest = min(self.index.joints + 1, _RUN) if self._runs < RUNS else 1
            self._runs += longest - 1
            for last in range(min(at + longest, len(bounds)), at, -1):
                start, end = bounds[at][0], bounds[last - 1][1]
                known = bool(self.index.find(text[start:end], slot.kinds, draft))
                if not known and last == at + 1 and (quoted := _QUOTED.match(text, start, end)):
                    # Quotation marks keep the commas of a title together, and belong to it only if it has them.
                    start, end, known = quoted.start(1) + 1, quoted.end(1) - 1, True
                if known or last == at + 1:
                    break
            if names and not known and not names[-1][2] and "," not in text[names[-1][1] : start]:
                start = names.pop()[0]
            names.append((start, end, known))
            at = last
        return [self.report.cut(scalar, start, end) for start, end, _ in names]

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
                f"'{short(piece.text)}' is {other.noun}; {draft.noun}'s '{rule.name}' needs {a_noun(slot.kinds)}",
                piece.span,
                self._known(draft, slot),
            )
            return None
        if piece.text in self.report.refused_texts or (not passing and not self.report.complete):
            return None
        near = self.report.nearby.find(folded(piece.text), self.index.names(slot.kinds), _NEAR if passing else 0.66)
        if not passing:
            hint = f"did you mean '{short(near)}'?" if near else self._declare(slot, piece) or self._known(draft, slot)
            self.report.error(
                "unknown-reference",
                f"no {_nouns(slot.kinds)} is called '{short(piece.text)}'",
                piece.span,
                self._read_as_prose(piece) or hint,
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

    def _read_as_prose(self, piece: Scalar) -> str:
        heading = self._skipped.get(folded(piece.text)) if self._skipped else None
        return f"it stands under '{short(heading)}', which is read as prose" if heading else ""

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

    def _known(self, draft: Draft, slot: Refs) -> str:
        ids = self.index.ids(slot.kinds, 6, draft)
        if not ids:
            return f"the spec has no {'other ' if draft.entity in slot.kinds else ''}{_nouns(slot.kinds)} yet"
        return f"known: {', '.join(ids[:5])}{', …' if len(ids) > 5 else ''}"


def _parted(text: str) -> list[tuple[int, int]]:
    """Where the parts of a list begin and end; empty ones are left out."""
    found: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        quoted = _QUOTED.match(text, start)
        cut = _SEPARATOR.search(text, quoted.end() if quoted else start)
        end = cut.start() if cut else len(text)
        if text[start:end].strip():
            found.append((start, end))
        start = cut.end() if cut else len(text) + 1
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
    return either([ENTITIES[kind].noun.split(" ", 1)[1] for kind in kinds])


def a_noun(kinds: tuple[str, ...]) -> str:
    """ "a need or a root cause"."""
    return either([ENTITIES[kind].noun for kind in kinds])

"""Quantities in their three shapes: one text, a list of two, or a list of fields."""

from __future__ import annotations

from msgspec.structs import replace

from impactmap.assemble.draft import Draft
from impactmap.assemble.reading import Reading, is_absent, several, single, unreadable
from impactmap.assemble.report import Report
from impactmap.document import Mapping, Node, Scalar, Sequence
from impactmap.model.grammar import fold
from impactmap.model.quantity import BackwardsError, Quantity, parse_quantity
from impactmap.model.reading import ReadingError, short

_PARTS = ("low", "likely", "high", "unit", "per", "of")
# A field that is a bound by name needs no sign, and contradicts the other one.
_BOUND_BY_NAME = {"max": "≤", "high": "≤", "min": "≥", "low": "≥"}


_ENDS = (("low", "high"), ("min", "max"))  # fields of one item that are the two ends of something


def check_ends(report: Report, draft: Draft) -> None:
    """Reports an item whose lower end, said in one field, lies above the upper one, said in another."""
    for names in _ENDS:
        low, high = (draft.values.get(name) for name in names)
        if low is None or high is None or low.low <= high.high:
            continue
        if all(getattr(low, part) == getattr(high, part) for part in ("unit", "total", "of", "per")):
            place = max(draft.places[name] for name in names)
            message = f"'{names[0]}' is above '{names[1]}': {low} and {high}"
            report.error("bad-quantity", message, place, "exchange the two")


def amount(reading: Reading) -> Quantity | None:
    """One text, a list of two (a range), or the fields low, likely, high, unit, per, of."""
    match reading.node:
        case Scalar() as scalar:
            quantity = _quantity(reading, scalar)
        case Sequence() as sequence:
            quantity = _from_list(reading, sequence)
        case Mapping() as mapping:
            quantity = _from_fields(reading, mapping)
    named = _BOUND_BY_NAME.get(reading.rule.attribute)
    if quantity is None or named is None or quantity.bound not in ("≤", "≥"):
        return quantity
    if quantity.bound != named:
        reading.report.error(
            "bad-quantity",
            f"{reading.subject} cannot be a bound the other way: '{quantity}'",
            reading.node.span,
            f"write it without '{quantity.bound}'",
        )
        return None
    return replace(quantity, bound="")


def _quantity(reading: Reading, scalar: Scalar) -> Quantity | None:
    try:
        return parse_quantity(scalar.text)
    except ReadingError as error:
        if isinstance(error, BackwardsError) and reading.rule.attribute == "baseline":
            # From more to less is what a gain may well do; the other way round it would be another gain.
            error.hint = f"write `from: {short(error.first)}` and `to: {short(error.second)}`"
        unreadable(reading, scalar, "bad-quantity", error)
        return None


def _from_list(reading: Reading, sequence: Sequence) -> Quantity | None:
    scalars = several(reading, "a figure")
    if scalars is None:
        return None
    given = len(sequence.items)
    empty = sum(map(is_absent, sequence.items))
    half = given == 2 and empty == 1
    if half or given not in (1, 2):
        wrong = "and one of these is empty" if half else f"not {given}"
        message = f"{reading.subject} is one figure or two, {wrong}"
        reading.report.error("wrong-type", message, sequence.span, "write [low, high]")
        return None
    if len(scalars) != given:
        return None  # none is given, or those that are no text have been reported
    if given == 1:
        return _quantity(reading, scalars[0])
    ends = [_plain_figure(reading, scalar) for scalar in scalars]
    return _range(reading, dict(zip(("low", "high"), ends, strict=True)), sequence) if None not in ends else None


def _from_fields(reading: Reading, mapping: Mapping) -> Quantity | None:
    parts: dict[str, Scalar] = {}
    sound = True
    for field in mapping.fields:
        name = fold(field.name.text)
        if name not in _PARTS or name in parts:
            _wrong_field(reading, field.name, again=name in parts)
            sound = False
        elif not is_absent(field.value):
            scalar = single(replace(reading, node=field.value), "one text in each of its fields")
            sound = sound and scalar is not None
            if scalar:
                parts[name] = scalar
    figures: dict[str, Quantity | None] = {}
    figures |= {name: _plain_figure(reading, parts[name]) for name in ("low", "likely", "high") if name in parts}
    if not sound or None in figures.values():
        return None
    if "likely" in figures and len(figures) == 1:
        figures["low"] = figures["high"] = figures.pop("likely")
    if not {"low", "high"} <= figures.keys():
        reading.report.error(
            "bad-quantity", f"{reading.subject} needs both 'low' and 'high'", mapping.span, "or 'likely' alone"
        )
        return None
    quantity = _range(reading, figures, mapping)
    if quantity is None:
        return None
    # The words are read as they would be in one line, so that "yr" is a year here too.
    for name, pattern in (("unit", "1 {}"), ("per", "1 per {}")):
        if name in parts:
            typed = parts[name].text
            try:
                value = getattr(parse_quantity(pattern.format(typed)), name)
            except ReadingError:
                value = typed
            if name == "unit" and quantity.unit not in ("", value):
                reading.report.error(
                    "bad-quantity",
                    f"the unit is '{short(typed, 20)}', but the figures are in '{short(quantity.unit, 20)}'",
                    parts[name].span,
                    "say the unit once",
                )
                return None
            quantity = replace(quantity, **{name: value})
    return replace(quantity, of=parts["of"].text) if "of" in parts else quantity


def _wrong_field(reading: Reading, name: Scalar, *, again: bool) -> None:
    typed = short(name.text)
    if again:
        reading.report.error("duplicate-field", f"{reading.subject} has '{typed}' twice", name.span, "keep one of them")
        return
    hint = reading.report.nearby.did_you_mean(name.text, _PARTS) or f"it has {', '.join(_PARTS)}"
    reading.report.error("unknown-field", f"{reading.subject} has no field '{typed}'", name.span, hint)


def _plain_figure(reading: Reading, scalar: Scalar) -> Quantity | None:
    quantity = _quantity(reading, scalar)
    if quantity and (quantity.is_range or quantity.bound or quantity.likely is not None):
        reading.report.error(
            "bad-quantity", f"'{short(scalar.text)}' is more than one figure", scalar.span, "write one figure here"
        )
        return None
    return quantity


def _range(reading: Reading, figures: dict[str, Quantity | None], node: Node) -> Quantity | None:
    given = {name: figure for name, figure in figures.items() if figure}
    units = list(dict.fromkeys(figure.unit for figure in given.values() if figure.unit))
    if len(units) > 1:
        reading.report.error(
            "bad-quantity",
            f"{reading.subject} mixes the units '{short(units[0], 20)}' and '{short(units[1], 20)}'",
            node.span,
            "give all its figures the same unit",
        )
        return None
    low, high = given["low"], given["high"]
    likely = given["likely"].low if "likely" in given else None
    if low.low > high.low or (likely is not None and not low.low <= likely <= high.low):
        wrong = "begins above its end" if low.low > high.low else "does not hold its likely figure"
        reading.report.error(
            "bad-quantity",
            f"{reading.subject} {wrong}: {low} to {high}",
            node.span,
            "low, likely and high are in this order",
        )
        return None
    shared = {
        name: next((value for figure in given.values() if (value := getattr(figure, name))), getattr(low, name))
        for name in ("total", "of", "per")
    }
    return Quantity(low=low.low, high=high.low, likely=likely, unit=units[0] if units else "", **shared)

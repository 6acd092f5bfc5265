"""Comparisons as the bytes of a file: what is compared, how it is wanted, and what to warn of."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct, field

from impactmap.comparison import FORMATS, markdown, record
from impactmap.comparison.difference import difference
from impactmap.comparison.lens_report import lens_report
from impactmap.comparison.lenses import MOST_TREES, lenses
from impactmap.comparison.sheet import Report
from impactmap.comparison.spec_report import spec_report
from impactmap.comparison.version_report import version_report
from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.model import Model
from impactmap.theme import Mode, Theme

Written = tuple[bytes, tuple[str, ...]]


class Style(Struct, frozen=True):
    """How a comparison is wanted."""

    format: str = "html"
    theme: Mode = "auto"
    engine: str = "embedded"
    brand: Theme = field(default_factory=Theme)


def two_lenses(model: Model, style: Style, outcome: str = "") -> Written:
    """One spec customer-first and business-first: the bytes, and warnings in a sentence each.

    `outcome` (id or title) is the root of the tree. Raises UsageError for an outcome or format that there is not,
    and for a spec with nothing to put at a root; LayoutError when no engine could place a picture.
    """
    _check(style)
    compared = lenses(model, outcome, MOST_TREES if style.format == "html" else 1)
    if style.format == "json":
        return _bytes(record.written(record.of_lenses(compared)))
    report = lens_report(compared)
    if style.format == "markdown":
        return _bytes(markdown.page(report))
    made, warnings = _drawn(report, style)
    if style.format == "html" and len(compared.pairings) < compared.outcomes:
        left_out = f"the page holds {len(compared.pairings)} of {compared.outcomes} trees: choose others with --outcome"
        warnings = (left_out, *warnings)
    return made, warnings


def two_specs(first: Model, second: Model, names: tuple[str, str], style: Style) -> Written:
    """Two specs, fact by fact. `names` are what the reader calls them."""
    _check(style)
    found = difference(first, second)
    if style.format == "json":
        return _bytes(record.written(record.of_specs(found, names)))
    report = spec_report(found, names)
    return _bytes(markdown.page(report)) if style.format == "markdown" else _drawn(report, style)


def two_versions(old: Model, new: Model, names: tuple[str, str], style: Style) -> Written:
    """What changed from one version of a spec to the next."""
    _check(style)
    found = difference(old, new)
    if style.format == "json":
        return _bytes(record.written(record.of_versions(found, names)))
    if style.format == "markdown":
        return _bytes(markdown.comment(found, names))
    return _drawn(version_report(found, names), style)


def _check(style: Style) -> None:
    for what, given, known in (("format", style.format, FORMATS), ("theme", style.theme, get_args(Mode))):
        if given not in known:
            hint = did_you_mean(given, known) or f"there are {', '.join(known)}"
            raise UsageError(f"there is no {what} '{given}': {hint}")


def _bytes(text: str) -> Written:
    return text.encode("utf-8", "replace"), ()


def _drawn(report: Report, style: Style) -> Written:
    from impactmap.comparison import html, svg
    from impactmap.layout import solve

    pages, warnings = svg.panels_of(report, lambda problem: solve(problem, style.engine))
    if style.format == "svg":
        text = svg.document(report, pages[0], mode=style.theme, theme=style.brand)
    else:
        text = html.document(report, pages, mode=style.theme, theme=style.brand)
    return text.encode(), warnings

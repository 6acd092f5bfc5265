"""A rule in words: for `impactmap explain`, and for docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Rule


def explanation(rule: Rule) -> str:
    """A rule as Markdown: what it is called, how heavy it weighs, why, who says so, and an example of each."""
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"## {rule.code} {rule.name}"
    yield ""
    yield f"{weight(rule)}. {rule.why}"
    yield ""
    yield f"Source: {rule.source}."
    if rule.reading:
        codes = ", ".join(f"`{code}`" for code in rule.reading)
        yield ""
        yield (
            f"Errors of reading that break it: {codes}. Nothing can be drawn of a spec that has one, so they are "
            "always shown, and can be neither ignored nor waived."
        )
    for title, spec in (("Trips it:", rule.trips), ("Does not:", rule.clean)):
        if spec:
            yield ""
            yield title
            yield ""
            yield "```yaml"
            yield spec.rstrip("\n")
            yield "```"


def weight(rule: Rule) -> str:
    """`Warning; info in north-star; error when the audience is public`."""
    parts = [str(rule.severity).capitalize()]
    by_weight: dict[str, list[str]] = {}
    for profile, weight in rule.profiles.items():
        if weight != rule.severity:
            by_weight.setdefault(weight, []).append(profile)
    parts += [f"{weight} in {' and '.join(names)}" for weight, names in by_weight.items()]
    if rule.public:
        parts.append(f"{rule.public} when the audience is public")
    if rule.wording:
        parts.append("judged by its wording")
    return "; ".join(parts)

"""C01: a cause that names no evidence; for the public, one that names an assumption in its place."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    public = ground.audience == "public"
    for cause in ground.model.causes:
        methods = {one.method for one in cause.evidence if one.stance != "contradicts"}
        if not cause.evidence:
            hint = _HINT if public else f"{_HINT}, or 'evidence: assumption'"
            yield Hit(cause, "this cause names no evidence", hint, field="evidence")
        elif public and methods == {"assumption"}:
            yield Hit(
                cause, "what stands here as evidence is an assumption", _HINT, words="assumption", field="evidence"
            )


_HINT = "add how it is known, such as 'evidence: observation, n=9, 2026-08'"


RULE = Rule(
    code="C01",
    name="cause-without-evidence",
    source="Delta CX impact map: causes are known from qualitative, preferably observational research",
    why="A cause that nobody looked for is a guess, and what is built on it may mend nothing. A guess may stand in a "
    "map, if it says that it is one; in a map for the public it is no evidence.",
    trips="""\
title: Menus
causes: [Because menus are hard]
""",
    clean="""\
title: Menus
causes:
  - title: Menus can only be edited at a desk
    evidence: observation, n=8, 2026-06
""",
    severity="warning",
    profiles={"impact-mapping": "info", "north-star": "info"},
    public="error",
    find=_find,
)

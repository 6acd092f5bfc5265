"""Two versions of one spec, in words and one picture: what came, what went, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from impactmap.comparison.difference import Difference, Entry
from impactmap.comparison.merged import merged, off_map
from impactmap.comparison.sheet import Cell, Report, Sheet, Table
from impactmap.comparison.spec_report import clauses_of_map
from impactmap.comparison.wording import STANDING, clauses, headline, links, noun_of, short, title_of
from impactmap.language import capital
from impactmap.model import Evidence
from impactmap.portrait import count

MOST_ROWS = 2_000


def version_report(found: Difference, names: tuple[str, str]) -> Report:
    """`names` are what to call the old and the new version."""
    said = " · ".join(filter(None, (headline(found), links(found))))
    line = f"From {names[0]} to {names[1]}: {said}"
    graph = merged(found)
    missing = off_map(found, graph)
    lead = ["The items stand in another order."] if found.empty and found.reordered else []
    if missing:
        is_ = "is" if missing == 1 else "are"
        lead.append(f"{count(missing, 'change')} {is_} not on this map: see the table.")
    graph = replace(graph, title="Both versions", subtitle="The new map, with what was removed", preface="")
    return Report(
        kind="versions",
        title=found.second.title,
        subtitle=line,
        lead=tuple(lead),
        choose="",
        sheets=(
            Sheet(
                key="changes",
                name="Changes",
                panels=(graph,),
                tables=(_table(found),),
            ),
        ),
    )


def changed_facts(found: Difference) -> Iterator[Entry]:
    """What is worth a line: altered facts, evidence told with the fact that it stands under."""
    for entry in found.altered:
        if entry.kind != Evidence.entity:
            yield entry


def _table(found: Difference) -> Table:
    rows = []
    if found.own:
        said = "; ".join(clauses_of_map(found))
        rows.append((Cell("Changed"), Cell("map"), Cell(short(found.second.title, 96)), Cell(said)))
    facts = list(changed_facts(found))
    for entry in facts[:MOST_ROWS]:
        said = "; ".join(clauses(found, entry)) if entry.first and entry.second else ""
        rows.append(
            (
                Cell(capital(STANDING[entry.standing])),
                Cell(noun_of(entry.item)),
                Cell(short(title_of(entry.item), 96)),
                Cell(said),
            )
        )
    if len(facts) > MOST_ROWS:
        rows.append((Cell(f"and {len(facts) - MOST_ROWS:,} more"), Cell(), Cell(), Cell()))
    return Table("What changed", ("", "Kind", "Fact", "How"), (1.1, 1.4, 3.7, 3.8), tuple(rows), vacant="Nothing.")

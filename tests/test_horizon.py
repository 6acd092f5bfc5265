"""Who is served directly and who through others, and whose goals are whose."""

from __future__ import annotations

from impactmap.horizon import outside, steps_beyond
from impactmap.model import Actor, Goal, Model, Team
from impactmap.teams import aims


def actors(**through: str) -> Model:
    return Model(
        title="T", actors=tuple(Actor(id=name, title=name, served_through=one) for name, one in through.items())
    )


def test_each_who_stands_between_is_a_step() -> None:
    assert steps_beyond(actors(parent="pupil", pupil="teacher", teacher="", office="")) == {
        "parent": 2, "pupil": 1, "teacher": 0, "office": 0,
    }  # fmt: skip


def test_nobody_unknown_and_no_ring_stops_the_count() -> None:
    assert steps_beyond(actors(a="gone")) == {"a": 0}
    assert set(steps_beyond(actors(a="b", b="a"))) == {"a", "b"}


def test_a_long_chain_is_counted() -> None:
    chain = {f"a{i}": f"a{i - 1}" if i else "" for i in range(3000)}
    assert steps_beyond(actors(**chain))["a2999"] == 2999


def test_colleagues_stand_outside_unless_they_are_in_the_chain() -> None:
    model = Model(
        title="T",
        actors=(
            Actor(id="law", title="law", kind="regulator"),
            Actor(id="ops", title="ops", kind="internal"),
            Actor(id="user", title="user", served_through="ops"),
            Actor(id="desk", title="desk", kind="internal", served_through="user"),
        ),
    )
    assert [actor.id for actor in outside(model)] == ["law"]


def test_a_goal_takes_over_what_it_does_not_say() -> None:
    own = Goal(id="g1", title="g1", actor="b", need=("n2",))
    model = Model(
        title="T",
        teams=(Team(id="t", title="t", actor="a", need=("n1",), goals=(own, Goal(id="g2", title="g2"))),),
        goals=(Goal(id="g3", title="g3", team="t"), Goal(id="g4", title="g4")),
    )
    assert [(aim.goal.id, aim.team and aim.team.id, aim.actor, aim.needs) for aim in aims(model)] == [
        ("g1", "t", "b", ("n2",)),
        ("g2", "t", "a", ("n1",)),
        ("g3", "t", "a", ("n1",)),
        ("g4", None, "", ()),
    ]

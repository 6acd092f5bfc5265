"""Whose goals are whose, and what a goal takes over from its team."""

from __future__ import annotations

from msgspec import Struct

from impactmap.model import Goal, Model, Team

_NO_TEAM = Team()


class Aim(Struct, frozen=True):
    """A goal with the team that answers for it, None where nobody does.

    `actor` (id) is whom it measures and `needs` (ids) what is behind it: its own, else its team's.
    """

    goal: Goal
    team: Team | None
    actor: str
    needs: tuple[str, ...]


def aims(model: Model) -> tuple[Aim, ...]:
    """Every goal once: team by team, those that stand under it before those that name it; then those of nobody."""
    by_team = {team.id: list(team.goals) for team in model.teams}
    loose: list[Goal] = []
    for goal in model.goals:
        by_team.get(goal.team, loose).append(goal)
    pairs: list[tuple[Team | None, Goal]] = [(team, goal) for team in model.teams for goal in by_team[team.id]]
    pairs += [(None, goal) for goal in loose]
    return tuple(_aim(goal, team) for team, goal in pairs)


def _aim(goal: Goal, team: Team | None) -> Aim:
    giver = team or _NO_TEAM
    return Aim(goal, team, goal.actor or giver.actor, goal.need or giver.need)

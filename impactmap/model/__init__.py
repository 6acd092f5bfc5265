"""The entities of a map, and the grammar that is derived from them."""

from impactmap.model.entities import (
    Actor,
    Cause,
    CounterMetric,
    Entity,
    Evidence,
    Gain,
    Goal,
    Harm,
    Influence,
    Metric,
    Need,
    Solution,
    Team,
    Trial,
    Waiver,
)
from impactmap.model.model import ENTITIES, Model
from impactmap.model.quantity import Quantity
from impactmap.model.when import When

__all__ = [
    "ENTITIES",
    "Actor",
    "Cause",
    "CounterMetric",
    "Entity",
    "Evidence",
    "Gain",
    "Goal",
    "Harm",
    "Influence",
    "Metric",
    "Model",
    "Need",
    "Quantity",
    "Solution",
    "Team",
    "Trial",
    "Waiver",
    "When",
]

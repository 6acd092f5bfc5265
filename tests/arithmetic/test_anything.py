"""Models that nobody has checked: whatever stands in them, there is an answer and never an exception."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impactmap.account import account, as_json, as_table
from impactmap.arithmetic import levers, open_ledger
from impactmap.claims import claims
from impactmap.model import Cause, Gain, Harm, Influence, Metric, Model, Quantity

IDS = st.sampled_from(["a", "b", "c", "d-e", "É", "min", "x1"])
WORDS = st.sampled_from(
    ["", "$", "€", "USD", "%", "per", "/", " per per ", "users", "min", "$/user/month", "¢", "pp", "₿"]
)
NUMBERS = st.one_of(
    st.integers(-99, 99).map(Decimal),
    st.sampled_from(
        [Decimal(t) for t in ("0", "-0", "NaN", "Infinity", "1E+400", "1E-400", "1E+290", "0.1", "1E-290")]
    ),
)
QUANTITIES = st.none() | st.builds(
    lambda low, high, **more: Quantity(low=low, high=high, **more),
    NUMBERS, NUMBERS, likely=st.none() | NUMBERS, unit=WORDS, per=WORDS | st.just("10,000"),
    total=st.none() | NUMBERS, bound=st.sampled_from(["", "~"]),
)  # fmt: skip
FORMULAS = st.one_of(
    st.just(""),
    st.text("abcÉ1.,+-*/()% []min", max_size=20),
    st.lists(IDS.map(lambda name: f"[{name}]") | st.sampled_from(["2", "0", "8%"]), min_size=1, max_size=4).flatmap(
        lambda names: st.sampled_from("+-*/").map(lambda sign: f" {sign} ".join(names))
    ),
)
METRICS = st.lists(
    st.builds(
        Metric, id=IDS, title=st.just("t"), value=QUANTITIES, target=QUANTITIES, formula=FORMULAS,
        unit=WORDS, per=WORDS,
        role=st.sampled_from(["", "north star", "top KPI", "input", "counter"]),
        better=st.sampled_from(["", "up", "down"]),
    ),
    max_size=7, unique_by=lambda metric: metric.id,
)  # fmt: skip
INFLUENCES = st.lists(
    st.builds(
        Influence, id=st.just("i"), from_=IDS, to=IDS, sign=st.sampled_from(["+", "-", ""]),
        strength=st.sampled_from(["0.5", "-3", "1e9", "30%", "strong", "", "9" * 20]),
        confidence=st.sampled_from(["", "assumed", "tested"]),
    ),
    max_size=4,
)  # fmt: skip
GAINS = st.lists(
    st.builds(
        Gain, id=st.sampled_from(["g1", "g2"]), title=st.just("g"), metric=IDS, baseline=QUANTITIES, target=QUANTITIES,
        low=QUANTITIES, high=QUANTITIES, reverses=st.sampled_from([(), ("h1",), ("h1", "h2"), ("nothing",)]),
    ),
    max_size=2, unique_by=lambda gain: gain.id,
)  # fmt: skip
HARMS = (Harm(id="h1", title="h", caused_by=("h2", "c1")), Harm(id="h2", title="h", caused_by=("h1",)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(METRICS, INFLUENCES, GAINS, st.sampled_from(["", "USD"]))
def test_any_model_has_an_account(
    metrics: list[Metric], influences: list[Influence], gains: list[Gain], currency: str
) -> None:
    model = Model(
        title="T", metrics=tuple(metrics), influences=tuple(influences), gains=tuple(gains), currency=currency,
        harms=HARMS, causes=(Cause(id="c1", title="c"),),
    )  # fmt: skip
    ledger = open_ledger(model)
    for worth in [*ledger.at_values().values(), *ledger.at_targets().values()]:
        assert (worth.value is None) <= bool(worth.reason)
        assert worth.value is None or worth.value.is_finite()
    for claim in claims(ledger).values():
        assert 0 <= claim.causes <= 1 and 0 <= claim.assumed <= 1
    for lever in levers(ledger).values():
        assert (lever.kind == "lifts-both") <= (lever.move != "")
    changes = [f"{metric.id}=+10%" for metric in metrics[:2]]
    found = account(model, changes, with_influences=True)
    json.dumps(as_json(found), allow_nan=False)
    assert as_table(found)
    assert [*found.before.items()] == [*open_ledger(model).at_values().items()]

"""The quick look at values never lets through what the full check would refuse."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from road_works import FILLED, SCHEMA, UI

from forms import Form
from forms.checking import check
from forms.quick_check import QuickCheck

FORM = Form("road_works", SCHEMA, UI)
FULL: dict[str, Any] = FORM.parse(FILLED, {"plan": ["a1"]}).values | {
    "remarks": "夜间不施工",
    "length": 12.5,
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-09",
    "signs": ["围挡", "标牌"],
    "night": True,
    "night_reason": "白天车多",
}
ODD = [None, True, False, 0, 1, 1.0, 2, -1, 100, 5.5, float("nan"), 10**9, "", "x", "x" * 201, "open", "监理"]
DAYS = ["2026-02-30", "2026-03-01"]
NESTED = [[], ["围挡"], ["围挡", "围挡"], [1], {}, {"name": "x"}, ["a", "b", "c"]]
ANY = st.sampled_from([*ODD, *DAYS, *NESTED])


def places(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything in ``values``."""
    inner = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    return [path, *(found for name, one in inner for found in places(one, (*path, name)))]


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """Return the full values after a few things were replaced, dropped or added."""
    values = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(0, 3))):
        # The form itself stays; what is in it may go.
        path = draw(st.sampled_from(places(values)[1:] or [("cost",)]))
        owner: Any = values
        for step in path[:-1]:
            owner = owner[step]
        how = draw(st.sampled_from(["replace", "drop", "add"]))
        if how == "drop":
            del owner[path[-1]]
        elif how == "add" and isinstance(owner, dict):
            owner[draw(st.sampled_from(["length", "licence", "approved", "night_reason"]))] = copy.deepcopy(draw(ANY))
        else:
            owner[path[-1]] = copy.deepcopy(draw(ANY))
    return values


@settings(max_examples=600, deadline=None)
@given(changed())
def test_what_passes_quickly_has_no_problems(values: dict[str, Any]) -> None:
    if QuickCheck(FORM.root).passes(values):
        assert check(FORM.root, values) == {}


@pytest.mark.parametrize("drop", ["", "remarks", "plan", "signs", "ends_on"])
def test_right_values_pass_quickly(drop: str) -> None:
    assert QuickCheck(FORM.root).passes({name: value for name, value in FULL.items() if name != drop})


@pytest.mark.parametrize(
    "wrong",
    [
        {"cost": True},
        {"lanes": 5},
        {"length": 0},
        {"night": 1},
        {"night": False},
        {"method": "dig"},
        {"signs": ["围挡", "围挡"]},
        {"plan": ["a", "b", "c"]},
        {"ends_on": "2026-03-01"},
        {"starts_on": "2026-02-30"},
        {"units": []},
        {"units": [{"name": "甲", "kind": "施工", "licence": "1"}]},
        {"units": [{"name": "甲", "kind": "监理", "licence": "D1234"}]},
        {"applicant": {"name": "张三"}},
        {"pledge": False},
        {"approved": True},
    ],
)
def test_wrong_values_do_not(wrong: dict[str, Any]) -> None:
    assert not QuickCheck(FORM.root).passes(FULL | wrong)
    assert FORM.check(FULL | wrong)

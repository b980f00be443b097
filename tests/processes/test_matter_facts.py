"""The facts of a matter are read strictly, and every refusal says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.facts import facts_of
from engine.matter import MatterFacts
from engine.strict import Malformed, load_yaml
from processes.registry import HERE

FACTS = (HERE / "small_catering_permit" / "matter.yaml").read_text()


@pytest.fixture(scope="module")
def facts() -> MatterFacts:
    return MatterFacts.from_yaml(FACTS)


def refused(old: str, new: str, path: str, reason: str):
    assert FACTS.count(old) >= 1
    with pytest.raises(Malformed) as caught:
        MatterFacts.from_yaml(FACTS.replace(old, new, 1))
    assert caught.value.path == path
    assert reason in str(caught.value)


def test_the_small_catering_permit_says_what_the_guide_needs(facts):
    assert facts.name.value == "小餐饮经营许可"
    assert (facts.limits.statutory.value.days, facts.limits.promised.value.days) == (15, 7)
    assert facts.limits.promised.value.unit == "workday"
    assert [material.key for material in facts.materials] == [
        "business_licence",
        "operator_id",
        "health_certificates",
        "premises_proof",
        "layout_plan",
        "management_rules",
    ]
    assert len(facts.conditions) == 6
    assert not facts.fee.charged.value
    assert not facts.silence_grants.value


def test_every_fact_names_its_source(facts):
    marks = {fact.mark for _, fact in facts_of(facts)}
    assert marks == {"found", "seed", "own"}
    assert all(fact.source.strip() for _, fact in facts_of(facts))


def test_assumptions_are_listed_by_path(facts):
    assert "place.phone" in facts.unverified
    assert "materials.layout_plan.copies" in facts.unverified
    assert "limits.statutory" not in facts.unverified
    assert len(facts.unverified) == len(set(facts.unverified))


def test_a_material_is_found_by_its_key(facts):
    assert facts.material("operator_id").name.value == "经营者身份证"
    with pytest.raises(KeyError):
        facts.material("bank_statement")


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        pytest.param("department: market", "departement: market", "departement", "没有这一项", id="unknown-key"),
        pytest.param("visits: {value: 1", "visits: {valeu: 1", "visits.valeu", "没有这一项", id="unknown-deep"),
        pytest.param("fee:\n  charged", "x_fee:\n  charged", "x_fee", "没有这一项", id="renamed"),
        pytest.param("{days: 15}", '{days: "15"}', "limits.statutory.value.days", "应当是整数", id="text-days"),
        pytest.param("{days: 15}", "{days: true}", "limits.statutory.value.days", "应当是整数", id="bool-days"),
        pytest.param("{days: 15}", "{days: -1}", "limits.statutory.value.days", "小于零", id="negative"),
        pytest.param("value: county", "value: galaxy", "use_level.value", "可选值", id="unknown-level"),
        pytest.param("mark: found", "mark: guess", "name.mark", "可选值", id="unknown-mark"),
        pytest.param("source: 西安新城区小餐饮办事指南", "source: ' '", "name.source", "不能为空", id="no-source"),
        pytest.param('"610123065000"', '"61012306500"', "catalog_code", "12 位", id="short-code"),
        pytest.param("key: operator_id", "key: business_licence", "materials", "重复", id="material-twice"),
        pytest.param("key: operator_id", "key: 身份证", "materials[2].key", "标识符", id="material-key"),
        pytest.param("market_bureau: {value: 汉市监", "market_office: {value: 汉市监", "series", "简称", id="series"),
        pytest.param("charged: {value: false", "charged: {value: true", "fee.items", "收费", id="fee-no-item"),
        pytest.param("value: required", "value: conditional", "materials[1].when", "情形", id="no-when"),
        pytest.param("visits: {value: 1", "visits: {value: '1'", "visits.value", "整数", id="text-visits"),
    ],
)
def test_what_does_not_fit_is_refused_by_place(old, new, path, reason):
    refused(old, new, path, reason)


def test_a_missing_element_is_named():
    text = "\n".join(line for line in FACTS.splitlines() if not line.startswith("authority:"))
    with pytest.raises(Malformed, match=r"^authority：缺少这一项"):
        MatterFacts.from_yaml(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("a: 1\na: 2", "重复", id="duplicate-key"),
        pytest.param("a: &x [1]\nb: *x", "引用", id="alias"),
        pytest.param("1: a", "不是文字", id="number-as-key"),
        pytest.param("a: [", "不是有效的 YAML", id="broken"),
        pytest.param("a: !!python/object/apply:os.getcwd []", "不是有效的 YAML", id="python-object"),
        pytest.param("a: " + "x" * 600_000, "超过", id="too-large"),
        pytest.param("a: \x00", "不是有效的 YAML", id="control-character"),
    ],
)
def test_yaml_outside_the_plain_subset_is_refused(text, reason):
    with pytest.raises(Malformed, match=reason):
        load_yaml(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: 2026-03-02", {"on": "2026-03-02"}),
        ("hours: 9:30", {"hours": "9:30"}),
        ("answer: no", {"answer": "no"}),
        ("phone: 09150001", {"phone": "09150001"}),
        ("a: 12\nb: -1.5\nc: true\nd: ~\ne:", {"a": 12, "b": -1.5, "c": True, "d": None, "e": None}),
    ],
)
def test_plain_values_are_what_a_person_takes_them_for(text, value):
    assert load_yaml(text) == value


def test_facts_that_are_not_a_mapping_are_refused():
    with pytest.raises(Malformed, match="全文"):
        MatterFacts.from_yaml("- 1")


def test_the_file_is_where_the_folder_says():
    assert Path(HERE, "small_catering_permit", "matter.yaml").is_file()

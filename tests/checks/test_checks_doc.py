"""The list of rules in the documentation is the list of rules, and every rule has a test that breaks it."""

from __future__ import annotations

import re
from pathlib import Path

import test_rules_of_bpmn
import test_rules_of_the_engine
import test_rules_of_the_house
import test_soundness

from engine.bpmn.checks import RULES, Rule

HERE = Path(__file__).parent
DOC = HERE.parents[1] / "docs" / "checks.md"


def documented() -> dict[str, str]:
    rows = (line.split("|") for line in DOC.read_text(encoding="utf-8").splitlines() if line.startswith("| `"))
    return {row[1].strip().strip("`"): row[2].strip() for row in rows}


def severity(rule: Rule) -> str:
    if rule.house:
        return f"{rule.severity}, house"
    return f"{rule.severity}, lenient {rule.lenient}" if rule.lenient else rule.severity


def test_doc_lists_exactly_the_rules() -> None:
    assert documented() == {rule.id: severity(rule) for rule in RULES}


def test_rule_ids_are_unique_and_kebab_case() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert [each for each in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", each)] == []


def test_every_rule_is_broken_by_some_test() -> None:
    tables = (test_rules_of_bpmn.CASES, test_rules_of_the_engine.CASES, test_rules_of_the_house.CHANGES)
    tested = {case[0] for table in tables for case in table} | {case[1][0] for case in test_soundness.CASES}
    text = "".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    tested |= {rule.id for rule in RULES if f'"{rule.id}"' in text}
    assert {rule.id for rule in RULES} - tested == set()

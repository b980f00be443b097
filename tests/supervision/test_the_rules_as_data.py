"""The twenty rules EM-01 to EM-20: each once, with its words in both languages, and the clocks that stand for them."""

from __future__ import annotations

from engine.law.kinds import KINDS
from engine.law.supervision_rules import OF_CLOCKS, RULES, rule_of_clock
from engine.parameters import LIGHT_RULE, of_rule
from webapp.cases import wording


def test_there_are_twenty_with_colour_basis_and_name() -> None:
    assert list(RULES) == [f"EM-{number:02}" for number in range(1, 21)]
    for code, rule in RULES.items():
        assert rule.code == code
        assert rule.lights in (("yellow",), ("red",), ("yellow", "red"))
        assert rule.basis
        assert rule.condition


def test_the_pages_say_what_the_rules_say() -> None:
    said = {code: (str(wording.RULES[code]), str(wording.CONDITIONS[code])) for code in wording.RULES}
    assert said == {code: (rule.name, rule.condition) for code, rule in RULES.items()}


def test_a_parameter_belongs_to_a_rule_that_can_turn_by_it() -> None:
    found = {code: list(of_rule(code)) for code in RULES if of_rule(code)}
    assert found == {
        "EM-02": ["yellow_percent", "yellow_workdays_left"],
        "EM-05": ["step_red_factor"],
        "EM-11": ["push_workdays"],
        "EM-13": ["entry_workdays", "quick_minutes"],
        "EM-15": ["complaint_days", "complaint_extension_days"],
        "EM-20": ["enquiry_days", "enquiry_extension_days"],
    }
    assert set(LIGHT_RULE) < {name for names in found.values() for name in names}


def test_a_clock_shows_only_colours_that_its_rule_knows() -> None:
    for (kind, colour), code in OF_CLOCKS.items():
        assert kind in KINDS or kind == "step"
        assert colour in RULES[code].lights
    assert rule_of_clock("statutory", "yellow") is None  # Near its end is a reminder; the promise warns.


def test_what_blocks_is_marked() -> None:
    assert [code for code, rule in RULES.items() if rule.blocks] == [
        "EM-06", "EM-07", "EM-08", "EM-10", "EM-17", "EM-18", "EM-19",
    ]  # fmt: skip
    assert [code for code, rule in RULES.items() if rule.ordered] == ["EM-04", "EM-15"]

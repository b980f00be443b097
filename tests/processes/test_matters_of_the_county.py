"""What the law and the county's notice say of each matter, held against its folder."""

from __future__ import annotations

import pytest

from engine.budget import longest_path
from processes.registry import Folder, folders, load_folder
from processes.scenarios import Played, play_scenario, scenarios_of
from webapp.filling import everything

AFTER_ACCEPTANCE = frozenset(("review", "approval", "completion"))
STAGES = ("acceptance", "review", "approval", "completion", "delivery")
MATTERS: dict[str, Folder] = {path.name: load_folder(path) for path in folders()}

every_matter = pytest.mark.parametrize("folder", [pytest.param(one, id=key) for key, one in MATTERS.items()])


def played(key: str, name: str) -> Played:
    folder = MATTERS[key]
    return play_scenario(folder, scenarios_of(folder)[name])


def drawn(folder: Folder, kind: str) -> dict[str, str]:
    """Return the ids of the elements of a type, those of called parts included, with their stages."""
    parts = (folder.model, *folder.called.values())
    elements = (element for part in parts for element in part.main.elements.values())
    return {one.id: one.properties.get("stage", "") for one in elements if one.type == kind}


@every_matter
def test_the_promise_is_at_most_half_of_the_statutory_limit(folder):
    """汉政办发〔2019〕69号 二（二）3."""
    limits = folder.facts.limits
    assert 2 * limits.promised.value.days <= limits.statutory.value.days


@every_matter
def test_its_steps_fit_into_the_promise(folder):
    longest = longest_path(folder.model, folder.called, AFTER_ACCEPTANCE)
    assert longest.days <= folder.facts.limits.promised.value.days


@every_matter
def test_it_has_the_five_stages_with_those_of_its_parts(folder):
    assert set(drawn(folder, "userTask").values()) == set(STAGES)


@every_matter
def test_its_scenarios_do_every_step_and_reach_every_end(folder):
    scenarios = scenarios_of(folder).values()
    assert len(scenarios) >= 5
    assert {task for one in scenarios for task in one.expect.done} == set(drawn(folder, "userTask"))
    flow = folder.model.main
    reminders = {
        target.target
        for element in flow.elements.values()
        if element.attached_to
        for target in flow.outgoing(element.id)
    }
    ends = {element.id for element in flow.elements.values() if element.type == "endEvent"}
    assert {one.expect.end for one in scenarios} == ends - reminders


@every_matter
def test_no_id_of_its_own_is_one_of_a_part_that_it_calls(folder):
    """Conditions name tasks by their ids, wherever these are drawn."""
    ids = [key for part in (folder.model, *folder.called.values()) for key in part.main.elements]
    assert len(ids) == len(set(ids))


@every_matter
def test_acceptance_checks_just_the_materials_of_the_guide(folder):
    guide = {material.key: material for material in folder.facts.materials}
    choices = {one.path: {value for value, _ in one.choices} for one in everything(folder.forms["acceptance"].fields())}
    required = {key for key, material in guide.items() if material.requiredness.value == "required"}
    assert required <= choices["checked"] <= guide.keys()
    assert next(names for path, names in choices.items() if path.endswith("material")) == guide.keys()


def test_a_house_costs_what_the_price_list_says():
    """发改价格规〔2016〕2559号: 80 元, 550 元, 10 元 for each further copy; in fen."""
    fee = MATTERS["house_transfer"].facts.fee
    assert {item.key: item.amount_fen.value for item in fee.items} == {
        "dwelling": 8000,
        "non_dwelling": 55000,
        "parking": 8000,
        "extra_copy": 1000,
    }
    assert all("2559" in item.basis.value for item in fee.items)


def test_a_bill_has_just_the_items_of_the_price_list():
    folder = MATTERS["house_transfer"]
    choices = {one.path: {value for value, _ in one.choices} for one in everything(folder.forms["bill"].fields())}
    assert next(names for path, names in choices.items() if path.endswith("item")) == {
        item.key for item in folder.facts.fee.items
    }
    assert choices["exemption"] == {"none", "half", "free"}


def test_an_exemption_names_its_basis_and_a_bill_no_amount():
    form = MATTERS["house_transfer"].forms["bill"]
    lines = [{"item": "dwelling", "quantity": 1}]
    assert form.check({"items": lines, "exemption": "none"}) == {}
    assert list(form.check({"items": lines, "exemption": "free"})) == ["exemption_basis"]
    assert "items.0.amount_fen" in form.check({"items": [{**lines[0], "amount_fen": 1}], "exemption": "none"})
    assert "items" in form.check({"items": [], "exemption": "none"})


def test_no_house_is_registered_before_the_taxes_are_cleared():
    """契税法 第十一条."""
    for name, scenario in scenarios_of(MATTERS["house_transfer"]).items():
        done = scenario.expect.done
        if "registration" in done:
            assert done.index("tax_clearance") < done.index("registration"), name


def test_no_certificate_before_the_fee_is_paid_or_waived():
    for name, scenario in scenarios_of(MATTERS["house_transfer"]).items():
        if "certificate" in scenario.expect.done:
            result = played("house_transfer", name)
            events = [event["element"] for event in result.events]
            settled = "fee_settled" if "fee_settled" in events else "exemption_decision"
            assert events.index(settled) < events.index("certificate"), name


def test_a_branch_is_done_anew_while_the_other_goes_on():
    done = played("house_transfer", "granted_after_rework").done
    again = len(done) - 1 - done[::-1].index("registry_check")
    assert done.index("registry_review") < done.index("tax_review") < again
    assert done.count("registration") == 2


def test_a_void_bill_is_followed_by_another():
    assert played("house_transfer", "granted_after_void_bill").of("caught") == ("bill_voided", "fee_settled")


def test_what_is_not_paid_or_fetched_is_reminded_of_once():
    assert played("house_transfer", "granted_after_rework").of("timer") == ("tax_reminder",)
    late = played("individual_business_registration", "granted_after_return").of("timer")
    assert late == ("same_day_reminder", "delivery_reminder")


def test_a_registration_is_decided_on_the_spot():
    """市场主体登记管理条例 第十九条; 实施细则 第十八条: what is incomplete is returned, not waited for."""
    limits = MATTERS["individual_business_registration"].facts.limits
    assert (limits.statutory.value.days, limits.promised.value.days, limits.extension.value.days) == (3, 0, 3)
    assert limits.supplement_mode.value == "return"
    assert not MATTERS["individual_business_registration"].facts.fee.charged.value


def test_a_house_is_registered_within_thirty_days():
    """不动产登记暂行条例 第十七条、第二十条."""
    limits = MATTERS["house_transfer"].facts.limits
    assert (limits.statutory.value.days, limits.clock_origin.value) == (30, "acceptance")
    assert limits.supplement_mode.value == "on_the_spot_or_accepted"

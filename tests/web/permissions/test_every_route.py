"""Every route as every post, for cases of one's own and of foreign departments: allowed where the table says so."""

from __future__ import annotations

import pytest
from known_world import FAR, WELLS, Known, Someone, known, someone
from support import catering
from support.fees import KEY as FEE

from engine.query_code import query_code
from webapp.accounts.posts import STAFF_POSTS
from webapp.permissions import CODE, OBJECTS, PUBLIC, RULES, rule_for
from webapp.permissions.document import PAGE, page
from webapp.training_hall.people import population

IN_PLAY = {"approval_bureau", "market_bureau", "market_station", "fee_hall"}
"""The departments that the cases of the sweep have to do with; people of all others are far from them."""


def everybody():
    """Return the logins to try: of people who hold the same posts as near or as far, the first."""
    first = {}
    for row in population()["people"]:
        held = frozenset((post, office if office in IN_PLAY else "elsewhere") for post, office in row["posts"])
        first.setdefault(held, row["login"])
    return [*first.values(), *(f"far_{post}" for post in STAFF_POSTS)]


EVERYBODY = everybody()
YES, TOLD, NO = "allowed", "told why not", "not there"
STATUSES = {YES: {200, 302, 409, 422}, TOLD: {403, 409}, NO: {404}}
LAST = ("accounts.logout",)


def answer(rule_about: str, one: Someone, case: Known, billed: Known) -> str:
    """Return what the table promises to somebody whom the door lets in; ``billed`` is the case with the open bill."""
    has = case.step.holder == one.id
    holds = one.may_take(case) or one.id == case.step.done_by
    heads = case.step.department in one.headed
    watches = bool(one.posts & {"feedback_officer", "supervisor"})
    verdicts = {
        "": True,
        "own_rows": True,
        "training_only": True,
        "sees_case": one.sees(case),
        "works_on_case": TOLD if one.sees(case) and not one.works_on(case) else one.works_on(case),
        "case_window": one.at_window(case),
        # No village has a step in these cases.
        "case_counter": one.at_window(case),
        "task_post": holds or heads,
        "may_transfer": heads or ((has or case.step.holder is None or TOLD) if one.may_take(case) else False),
        # Only the case of the market bureau has a pause and a proposal.
        "may_end_pause": (one.has_a_step(case) or (TOLD if one.sees(case) else False)) if case.is_paused else False,
        "asked_head": case.is_paused and (("authority_head", case.department) in one.held),
        "may_take": (YES if case.step.holder in (None, one.id) else TOLD) if one.may_take(case) else False,
        "has_task": (YES if has and not case.step.named else TOLD) if holds else False,
        # Of the cases one has nothing to decide yet, and for the other nobody has an authorisation.
        "authorised_window": TOLD if one.at_window(case) else False,
        "lends_powers": True,
        "lent_powers": ("approver", "market_bureau") in one.held or "administrator" in one.posts,
        "matter_window": one.takes_in(case),
        "own_session": False,
        "made_bill": one.bills_for("market_bureau") or (TOLD if one.sees(billed) else False),
        "fee_hall": one.collects or TOLD,
        "fee_hall_or_watches": one.collects or "supervisor" in one.posts or TOLD,
        "takes_money": one.collects or TOLD,
        "sees_order": one.answers_for(FAR) or "supervisor" in one.posts,
        "answers_order": one.answers_for(FAR) or (TOLD if "supervisor" in one.posts else False),
        "invites_rating": bool(one.posts & {"window_clerk", "issuing_clerk"}) and one.works_on(case),
        # Neither of the two cases has a result yet.
        "rated_service": TOLD,
        "sees_rectification": one.answers_for(FAR) or watches,
        "answers_rectification": one.answers_for(FAR) or (TOLD if watches else False),
        "judges_rectification": watches or (TOLD if one.answers_for(FAR) else False),
        "calls_rater": "feedback_officer" in one.posts or (TOLD if watches or one.answers_for(FAR) else False),
        "answers_for_case": one.answers_for(case.department) or (TOLD if one.works_on(case) else False),
        "consulted": one.consulted(case) or (TOLD if one.sees(case) else False),
        # None of these cases was handed over; tests/cases/test_art_35_hand_overs.py has them.
        "receives": False,
        "asks_department": one.asks(case) or (TOLD if one.sees(case) else False),
        "arranges_hearing": one.has_a_step(case) or (TOLD if one.sees(case) else False),
        "takes_down_hearing": one.at_window(case) or one.has_a_step(case) or (TOLD if one.sees(case) else False),
        "sees_complaint": one.sees_complaint,
        "decides_complaint": one.decides_complaint or (TOLD if one.sees_complaint else False),
        "answers_complaint": one.decides_complaint or (TOLD if one.sees_complaint else False),
        "closes_complaint": one.closes_complaint or (TOLD if one.sees_complaint else False),
        "sees_enquiry": one.sees_enquiry,
        "owns_enquiry": one.owns_enquiry or (TOLD if one.sees_enquiry else False),
        # It was recorded by staff, so nobody has to take it, and it is offered to nobody.
        "takes_enquiry": TOLD if one.sees_enquiry else False,
        "offered_enquiry": TOLD if one.sees_enquiry else False,
        "publishes_enquiry": YES
        if one.owns_enquiry or "feedback_officer" in one.posts
        else (TOLD if one.sees_enquiry else False),
        "took_money": one.login == "shoufei" or TOLD,
    }
    assert set(verdicts) | {"own_code"} == set(OBJECTS), "say here what a new condition means"
    verdict = verdicts[rule_about]
    return verdict if isinstance(verdict, str) else (YES if verdict else NO)


def calls(app, ids):
    """Yield (endpoint, method, address) of every route, the one that ends the session last."""
    adapter = app.url_map.bind("localhost")
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in LAST, rule.rule))
    for rule in rules:
        address = adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments})
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint, method, address


def ask(visitor, method, address, token, ids):
    fields = {"csrf_token": token, "task": ids["task_id"], "only": ids["task_id"], "note": " ", "reason": " "}
    if method == "GET":
        return visitor.get(address, buffered=True)
    return visitor.client.post(address, data=fields, environ_base=visitor.where)


def token_of(text: str) -> str:
    return text.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.fixture
def cases(hall):
    """Return the cases of the sweep: one of the market bureau, one of a department far from it."""
    with hall.reading() as connection:
        return known(connection, catering.KEY), known(connection, WELLS)


def test_the_table_knows_every_route_once(app):
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    lost = sorted(route for route in routes if rule_for(*route) is None)
    assert not lost, f"write who may call these into webapp/permissions/rules.py: {lost}"
    for endpoint, method in routes:
        assert sum(rule.covers(endpoint, method) for rule in RULES) == 1, (endpoint, method)
    idle = [rule for rule in RULES if not any(rule.covers(*route) for route in routes)]
    assert not idle, f"no route is called so: {[rule.endpoint for rule in idle]}"


def test_doors_are_as_the_table_says(app):
    for rule in RULES:
        posts = getattr(app.view_functions[rule.endpoint], "open_to", None)
        if rule.door in (PUBLIC, CODE):
            assert posts is None, rule.endpoint
        else:
            assert posts == rule.posts, rule.endpoint


def test_the_page_is_written_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == page(), "run make permissions"


def asks_for_a_code(response) -> bool:
    """Tell whether the page of the code was shown instead; a form without its draft is told that there is none."""
    where = response.headers.get("Location", "")
    return response.status_code == 404 or (
        response.status_code == 302 and where.split("?")[0] in ("/drafts", "/progress")
    )


def test_strangers_see_what_is_public(app, cases, visitor):
    for endpoint, method, address in calls(app, cases[0].ids):
        rule = rule_for(endpoint, method)
        token = token_of(visitor.get("/login").text)
        response = ask(visitor, method, address, token, cases[0].ids)
        if rule.door == PUBLIC:
            assert response.status_code in STATUSES[YES], (endpoint, method, response.status_code)
            assert not response.headers.get("Location", "").startswith("/login?next"), endpoint
        elif rule.door == CODE:
            assert asks_for_a_code(response), (endpoint, method, response.status_code)
        elif method == "GET":
            assert response.status_code == 302, endpoint
            assert response.headers["Location"].startswith("/login?next="), endpoint
        else:
            assert response.status_code == 401, endpoint


def test_a_code_opens_its_own_case_only(app, hall, cases, visitor):
    own, other = cases
    where = [rule.endpoint for rule in RULES if rule.door == CODE]
    number = {rule.endpoint for rule in app.url_map.iter_rules() if "number" in rule.arguments}
    code = query_code(hall.key, own.id)
    assert visitor.post("/progress", {"number": own.number, "code": code}).status_code == 302
    for case, expected in ((own, True), (other, False)):
        for endpoint, method, address in calls(app, case.ids):
            if endpoint in where and endpoint in number and method == "GET" and "document" not in endpoint:
                response = ask(visitor, method, address, "", case.ids)
                # Where the own case is not waiting for what a page would take, the page leads back to it or says so.
                assert response.status_code in ((200, 302, 409) if expected else (302, 404)), endpoint
                assert asks_for_a_code(response) is not expected, endpoint
    status = {
        endpoint: ask(visitor, "GET", address, "", own.ids).status_code
        for endpoint, _m, address in staff_pages(app, own)
    }
    assert set(status.values()) == {302}, status


def staff_pages(app, case):
    for endpoint, method, address in calls(app, case.ids):
        if method == "GET" and rule_for(endpoint, method).door not in (PUBLIC, CODE):
            yield endpoint, method, address


@pytest.mark.parametrize("login", EVERYBODY)
def test_every_route_lets_in_whom_it_should(app, hall, cases, visitor, login):
    visitor.log_in(login)
    token = token_of(visitor.get("/desk").text)
    with hall.reading() as connection:
        one, billed = someone(connection, login), known(connection, FEE)
    asked = set()
    for case in cases:
        for endpoint, method, address in calls(app, case.ids):
            rule = rule_for(endpoint, method)
            if endpoint in LAST or ((endpoint, method, address) in asked and not fields_count(rule)):
                continue
            if rule.door in (PUBLIC, CODE) and login != EVERYBODY[0]:
                # Who is logged in makes no difference to these, so one member of staff tries them.
                continue
            asked.add((endpoint, method, address))
            response = ask(visitor, method, address, token, case.ids)
            status, what = response.status_code, (login, endpoint, method, response.status_code, case.department)
            if rule.door == PUBLIC:
                assert status in STATUSES[YES], what
            elif rule.door == CODE:
                assert asks_for_a_code(response), what
            elif rule.posts and not rule.posts & one.posts:
                assert status == 403, what
            else:
                expected = answer(rule.about, one, case, billed)
                assert status in STATUSES[expected], (*what, expected)
            if method == "POST":
                # What was allowed may have moved a step: who has it counts as it is now.
                with hall.reading() as connection:
                    case = known(connection, case.ids["matter_key"])


def fields_count(rule) -> bool:
    """Tell whether the object stands in the form, so that one address is asked for each case."""
    return rule.about == "may_take"


def test_another_departments_case_is_in_no_list(cases, visitor):
    visitor.log_in("far_window_clerk")
    for desk in ("/intake", "/intake?tab=supplement", "/intake/new"):
        assert "小明面馆" not in visitor.get(desk).text
        assert "小餐饮" not in visitor.get(desk).text

"""A matter with everything that can be torn: parallel reviews, a rework loop, timers, functions, a sub-process."""

from __future__ import annotations

from collections.abc import Mapping

from support.matters import bundle, flow, task

from engine.bundle import Bundle

KEY = "restless"
SERVICE_POSTS = (("window_clerk", "market_bureau"), ("reviewer", "market_bureau"))


def note(view: Mapping[str, object]) -> Mapping[str, object]:
    """Stand for a call to another system."""
    return {"noted": True}


FUNCTIONS = {"note": note}


def restless() -> Bundle:
    """Return the matter: accept, three reviews (one reminded after a second), note, decide, perhaps again."""
    soon = "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>"
    operator = '<extensionElements><spiffworkflow:serviceTaskOperator id="note"/></extensionElements>'
    reviews = ("review_fire", "review_plan", "checks")
    checks = (
        task("check_site")
        + task("check_file")
        + (
            '<startEvent id="checks_start"/><endEvent id="checks_end"/>'
            + flow("checks_start", "check_site")
            + flow("check_site", "check_file")
            + flow("check_file", "checks_end")
        )
    )
    body = [
        '<startEvent id="filed"/><exclusiveGateway id="round"/><endEvent id="closed"/><endEvent id="reminded"/>',
        '<parallelGateway id="fork"/><parallelGateway id="join"/>',
        '<exclusiveGateway id="again" default="again__closed"/>',
        f'<boundaryEvent id="late" attachedToRef="review_fire" cancelActivity="false">{soon}</boundaryEvent>',
        f'<boundaryEvent id="too_late" attachedToRef="checks" cancelActivity="true">{soon}</boundaryEvent>',
        *(f'<serviceTask id="{one}" name="{one}">{operator}</serviceTask>' for one in ("remind", "register")),
        task("accept", stage="acceptance", post="window_clerk"),
        *(task(one) for one in ("review_fire", "review_plan", "decide")),
        f'<subProcess id="checks">{checks}</subProcess><exclusiveGateway id="checked"/>',
        flow("filed", "accept") + flow("accept", "round") + flow("round", "fork"),
        *(flow("fork", one) for one in reviews),
        flow("review_fire", "join") + flow("review_plan", "join") + flow("checked", "join"),
        flow("checks", "checked") + flow("too_late", "checked"),
        flow("late", "remind") + flow("remind", "reminded"),
        flow("join", "register") + flow("register", "decide") + flow("decide", "again"),
        flow("again", "round", "decide.result == 'again'") + flow("again", "closed"),
    ]
    return bundle(KEY, "".join(body), functions=("note",))

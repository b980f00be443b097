"""Which answer of which stage is a legal act.

Each act is a function ``(case, task, values, by) -> numbers of the documents it wrote``, in a file of
its own; it runs in the transaction of the completion, before the flow moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.accept import accept
from engine.cases.ask_lower_level import ask_lower_level
from engine.cases.complete import complete
from engine.cases.decide_exemption import decide_exemption
from engine.cases.deliver import deliver
from engine.cases.grant import grant
from engine.cases.joint_decisions import consent, decline, grant_in_part
from engine.cases.make_bill import make_bill
from engine.cases.notify_supplement import notify_supplement
from engine.cases.public_notice import publish_notice
from engine.cases.refuse import refuse
from engine.cases.refuse_acceptance import refuse_acceptance
from engine.cases.return_materials import return_materials
from engine.cases.working_case import WorkingCase
from engine.steps import StepFacts

Act = Callable[[WorkingCase, Mapping[str, Any], Mapping[str, Any], Actor], Sequence[str]]

_BY_RESULT: dict[tuple[str, object], Act] = {
    ("acceptance", "accept"): accept,
    ("acceptance", "supplement"): notify_supplement,
    ("acceptance", "refuse"): refuse_acceptance,
    ("acceptance", "return"): return_materials,
    ("review", "return"): ask_lower_level,
    ("approval", "consent"): consent,
    ("approval", "decline"): decline,
    ("approval", "grant"): grant,
    ("approval", "partial"): grant_in_part,
    ("approval", "refuse"): refuse,
}
_BY_DOCUMENT: dict[str, Act] = {
    "payment_notice": make_bill,
    "exemption_decision": decide_exemption,
    "public_notice": publish_notice,
}
_BY_STAGE: dict[str, Act] = {"completion": complete, "delivery": deliver}


def act_of(step: StepFacts, result: object) -> Act | None:
    """Return the legal act that an answer is, or None for an ordinary step.

    What the answer says comes first, then what document the step is there to write, then its stage.
    """
    written = (_BY_DOCUMENT[kind] for kind in step.documents if kind in _BY_DOCUMENT)
    return _BY_RESULT.get((step.stage, result)) or next(written, None) or _BY_STAGE.get(step.stage)

"""What a matter calls its decisions and their papers, in the words of the form that makes them."""

from __future__ import annotations

from engine.bundle import Bundle
from engine.law.duties import APPROVAL

RESULTS = {"grant_decision": "grant", "partial_decision": "partial", "refusal_decision": "refuse"}
LICENCE = "licence"


def decision_word(bundle: Bundle, result: str) -> str:
    """Return what ``grant``, ``partial`` or ``refuse`` is called in the matter: 准予登记; empty where it has no word.

    A title may go on after a comma (准予登记，记载于不动产登记簿); that is no part of the word.
    """
    for step in bundle.steps.values():
        form = bundle.forms.get(step.form or "") if step.stage == APPROVAL else None
        for field in form.fields() if form else ():
            title = dict(field.choices).get(result, "") if field.path == "result" else ""
            if title:
                return title.partition("，")[0]
    return ""


def decision_title(bundle: Bundle, kind: str) -> str:
    """Return the title of a decision that is no licence, such as 准予登记决定书; empty for every other paper.

    Decisions on licences have the titles of 行政许可法 第三十八条; a registration or a benefit is none.
    """
    if kind not in RESULTS or bundle.facts.item_type.value == LICENCE:
        return ""
    word = decision_word(bundle, RESULTS[kind])
    return f"{word}决定书" if word else ""

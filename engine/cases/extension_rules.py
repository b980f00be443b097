"""How far and by whom the limit of one matter may be extended (行政许可法 第四十二条), as its own facts say."""

from __future__ import annotations

from engine.cases.clock_basis import basis_of
from engine.law.extensions import AUTHORITY_HEAD, GOVERNMENT_HEAD, Regime
from engine.matter import MatterFacts


def regime_of(facts: MatterFacts) -> Regime:
    """Return the rule of extension of a matter; joint handling is extended by the head of the government."""
    allowed = facts.limits.extension.value
    is_joint = facts.case_kind.value == "joint"
    approver = GOVERNMENT_HEAD if is_joint else allowed.approver
    paragraph = "第四十二条第二款" if approver == GOVERNMENT_HEAD else "第四十二条第一款"
    return Regime(
        facts.key,
        facts.name.value,
        facts.limits.statutory.value.days,
        allowed.days,
        approver,
        basis_of(facts, paragraph, facts.limits.extension),
        facts.limits.extension.verified,
    )


def approver_place(facts: MatterFacts, department: str) -> tuple[str, str]:
    """Return post and department of who approves: the head of the lead authority, or of the county's government.

    A county has one government, so the department of its head is left empty and any holder of the post may approve.
    """
    post = regime_of(facts).approver or AUTHORITY_HEAD
    return post, "" if post == GOVERNMENT_HEAD else department

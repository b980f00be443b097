"""How far a limit may be extended, how often, and by whom (行政许可法 第四十二条 and special laws)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.law.breach import Breach

AUTHORITY_HEAD = "authority_head"
GOVERNMENT_HEAD = "government_head"

APPROVERS = {AUTHORITY_HEAD: "本行政机关负责人", GOVERNMENT_HEAD: "本级人民政府负责人"}


@dataclass(frozen=True)
class Regime:
    """A rule of extension: ``base`` and ``most`` in working days, extended once at most.

    ``approver`` is None where the rule names nobody; ``verified`` is False where the text of the rule was not
    at hand, and pages then show 待核实.
    """

    key: str
    name: str
    base: int
    most: int
    approver: str | None
    basis: str
    verified: bool = True


REGIMES: dict[str, Regime] = {
    regime.key: regime
    for regime in (
        Regime("licence", "行政许可（一般）", 20, 10, AUTHORITY_HEAD, "行政许可法 第四十二条第一款"),
        Regime("joint", "统一办理、联合办理、集中办理", 45, 15, GOVERNMENT_HEAD, "行政许可法 第四十二条第二款"),
        Regime("market_registration", "市场主体登记", 3, 3, AUTHORITY_HEAD, "市场主体登记管理条例 第十九条"),
        Regime("soil_conservation", "水土保持方案报告书审批", 10, 10, AUTHORITY_HEAD, "办事指南所载规定", False),
        Regime("food_business", "食品经营许可", 10, 5, AUTHORITY_HEAD, "食品经营许可和备案管理办法", False),
        Regime("subsistence", "最低生活保障", 30, 15, None, "办事指南所载规定", False),
    )
}


def check_extension(
    regime: Regime, days: int, *, extended_before: int, approver: str | None, reason: str
) -> Breach | None:
    """Return the breach of extending by ``days`` working days, or None.

    ``extended_before`` counts the extensions the case has had; ``approver`` is the capacity of who approves.
    """
    if extended_before:
        return Breach("extension_once", "期限只能延长一次，本件已经延长过。", regime.basis)
    if days < 1 or days > regime.most:
        return Breach("extension_most", f"{regime.name}最多延长{regime.most}个工作日，不能延长{days}个。", regime.basis)
    if regime.approver is not None and approver != regime.approver:
        return Breach("extension_approver", f"延长期限须经{APPROVERS[regime.approver]}批准。", regime.basis)
    if not reason.strip():
        return Breach("extension_reason", "延长期限应当将理由告知申请人，请填写理由。", regime.basis)
    return None

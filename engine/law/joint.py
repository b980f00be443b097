"""Joint handling (并联审批): what the departments' decisions let the lead decide (行政许可法 第二十六条第二款).

A department that has not answered has not consented: a licence is never granted by silence save where a law says
so for a renewal (第五十条).
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.law.breach import Breach

CONSENT, DECLINE = "consent", "decline"
GRANT, PARTIAL, REFUSE = "grant", "partial", "refuse"
BASIS = "行政许可法 第二十六条第二款，并联审批制度"


def breach_of_summary(result: str, decisions: Mapping[str, str | None]) -> Breach | None:
    """Return why ``result`` (grant, partial or refuse) is not what the branches decided, or None.

    ``decisions`` has consent, decline or None (no answer) by the name of each branch that the applicant chose.
    """
    silent = [name for name, decided in decisions.items() if decided is None]
    if silent:
        return Breach("joint_silent", f"{'、'.join(silent)}还没有作出决定；没有答复不等于同意，不能汇总。", BASIS)
    consented = [name for name, decided in decisions.items() if decided == CONSENT]
    declined = [name for name, decided in decisions.items() if decided == DECLINE]
    if result == GRANT and declined:
        return Breach("joint_declined", f"{'、'.join(declined)}不同意，不能全部准予。", BASIS)
    if result == PARTIAL and not (consented and declined):
        return Breach("joint_partial", "部分准予须有的分项同意、有的分项不同意。", BASIS)
    if result == REFUSE and consented:
        return Breach("joint_consented", f"{'、'.join(consented)}已经同意，不能全部不予。", BASIS)
    return None

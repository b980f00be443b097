"""The kinds of clock: what starts and stops each, its default limit, and what its expiry means."""

from __future__ import annotations

from dataclasses import dataclass

from engine.law.clocks import Unit
from engine.law.fees import PAY_WITHIN_DAYS


@dataclass(frozen=True)
class ClockKind:
    """A kind of clock; ``limit`` is None where only the matter or its process says it.

    ``starts`` and ``stops`` name the acts; ``pausable`` tells whether a special procedure stands it still.
    An expiry raises lights; it never grants.
    """

    key: str
    name: str
    starts: str
    stops: str
    unit: Unit
    limit: int | None
    basis: str
    expiry: str
    pausable: bool = False


KINDS: dict[str, ClockKind] = {
    kind.key: kind
    for kind in (
        ClockKind(
            "intake",
            "受理或补正告知",
            starts="收到申请材料",
            stops="受理、不予受理或一次性告知补正",
            unit="workday",
            limit=5,
            basis="行政许可法 第三十二条第一款第四项",
            expiry="逾期不告知的，自收到申请材料之日起即为受理",
        ),
        ClockKind(
            "statutory",
            "法定办结时限",
            starts="受理",
            stops="作出决定",
            unit="workday",
            limit=20,
            basis="行政许可法 第四十二条第一款",
            expiry="红牌（EM-04）",
            pausable=True,
        ),
        ClockKind(
            "promised",
            "承诺办结时限",
            starts="受理",
            stops="作出决定",
            unit="workday",
            limit=None,
            basis="优化营商环境条例 第三十六条",
            expiry="红牌（EM-03），应当公开说明理由",
            pausable=True,
        ),
        ClockKind(
            "joint",
            "统一办理、联合办理、集中办理时限",
            starts="受理",
            stops="作出决定",
            unit="workday",
            limit=45,
            basis="行政许可法 第四十二条第二款",
            expiry="红牌（EM-04）",
            pausable=True,
        ),
        ClockKind(
            "renewal",
            "延续决定期限",
            starts="受理延续申请",
            stops="作出决定",
            unit="calendar",
            limit=None,
            basis="行政许可法 第五十条",
            expiry="红牌（EM-04）；原许可有效期届满仍未决定的，视为准予延续",
        ),
        ClockKind(
            "step",
            "环节时限",
            starts="环节开始",
            stops="环节办结",
            unit="workday",
            limit=None,
            basis="流程图所定环节时限",
            expiry="预警（EM-05）",
            pausable=True,
        ),
        ClockKind(
            "branch",
            "并联分支时限",
            starts="分支开始",
            stops="出具意见",
            unit="workday",
            limit=None,
            basis="流程图所定环节时限",
            expiry="预警（EM-05），告知牵头部门；不视为同意",
            pausable=True,
        ),
        ClockKind(
            "level",
            "下级审查时限",
            starts="下级行政机关受理",
            stops="上报",
            unit="workday",
            limit=20,
            basis="行政许可法 第四十三条",
            expiry="红牌（EM-16）",
            pausable=True,
        ),
        ClockKind(
            "consultation",
            "部门征求意见",
            starts="发出征求意见函",
            stops="回复意见",
            unit="workday",
            limit=7,
            basis="国发〔1999〕9号",
            expiry="预警（EM-05）；征求意见不停止办结时限",
        ),
        ClockKind(
            "supplement_wait",
            "等待补正",
            starts="送达补正告知书",
            stops="补齐全部材料",
            unit="workday",
            limit=30,
            basis="本大厅规定（法律未作规定）",
            expiry="补正不来办结",
        ),
        ClockKind(
            "delivery",
            "送达",
            starts="作出决定",
            stops="签收或者交寄",
            unit="workday",
            limit=10,
            basis="行政许可法 第四十四条",
            expiry="红牌（EM-11）",
        ),
        ClockKind(
            "fee",
            "缴费",
            starts="送达缴费通知书",
            stops="开具票据",
            unit="calendar",
            limit=PAY_WITHIN_DAYS,
            basis="事项所定缴费期限；事项未定的，本大厅规定",
            expiry="提醒开单人；不影响申请人的权利",
        ),
        ClockKind(
            "hearing_request",
            "申请听证",
            starts="告知听证权利",
            stops="申请或者放弃听证",
            unit="workday",
            limit=5,
            basis="行政许可法 第四十七条",
            expiry="视为放弃听证",
        ),
        ClockKind(
            "hearing",
            "组织听证",
            starts="提出听证申请",
            stops="举行听证",
            unit="workday",
            limit=20,
            basis="行政许可法 第四十七条",
            expiry="预警（EM-05）；逾期仍应当举行听证",
        ),
        ClockKind(
            "public_notice",
            "公示",
            starts="公示开始",
            stops="公示期满",
            unit="workday",
            limit=5,
            basis="事项所定公示期限",
            expiry="公示结束",
        ),
        ClockKind(
            "rectification",
            "差评整改",
            starts="收到差评",
            stops="整改并回访",
            unit="workday",
            limit=5,
            basis="国办发〔2019〕51号；本大厅规定",
            expiry="红牌（EM-14）",
        ),
        ClockKind(
            "complaint",
            "投诉受理",
            starts="收到投诉",
            stops="决定是否受理",
            unit="workday",
            limit=5,
            basis="本大厅规定",
            expiry="红牌（EM-15）",
        ),
        ClockKind(
            "complaint_answer",
            "投诉答复",
            starts="受理投诉",
            stops="答复",
            unit="workday",
            limit=15,
            basis="本大厅规定",
            expiry="红牌（EM-15）",
        ),
        ClockKind(
            "enquiry",
            "咨询答复",
            starts="收到咨询",
            stops="答复",
            unit="workday",
            limit=3,
            basis="本大厅规定",
            expiry="黄牌（EM-20）",
        ),
    )
}

"""The rules of electronic supervision (电子监察) EM-01 to EM-20: what each watches, and what it does.

A light is raised once for each cause. It warns and is followed up; it never decides a case: silence grants nothing,
save the renewals of 行政许可法 第五十条 on matters that are flagged so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = Literal["yellow", "red"]


@dataclass(frozen=True)
class SupervisionRule:
    """One rule. ``lights`` are the colours that it knows, the milder first.

    ``blocks`` tells that the act itself is impossible: nothing is then left to light up but what came to light later.
    ``ordered`` tells that a red light asks for a supervision order (督办单).
    """

    code: str
    name: str
    condition: str
    basis: str
    lights: tuple[Colour, ...]
    blocks: bool = False
    ordered: bool = False


RULES: dict[str, SupervisionRule] = {
    rule.code: rule
    for rule in (
        SupervisionRule(
            "EM-01",
            "逾期不受理",
            "收到材料后超过受理期限，既未受理，也未告知补正或者不予受理",
            "行政许可法 第三十二条第一款第四项",
            ("red",),
        ),
        SupervisionRule(
            "EM-02",
            "承诺时限临期",
            "承诺办结时限已用到规定比例，或者剩余不多于规定的工作日",
            "优化营商环境条例 第三十六条",
            ("yellow",),
        ),
        SupervisionRule(
            "EM-03", "超过承诺时限", "超过承诺办结时限尚未作出决定", "优化营商环境条例 第三十六条", ("red",)
        ),
        SupervisionRule(
            "EM-04",
            "超过法定时限",
            "超过法定办结时限尚未作出决定",
            "行政许可法 第四十二条",
            ("red",),
            ordered=True,
        ),
        SupervisionRule(
            "EM-05",
            "环节超时",
            "环节、并联分支、部门征求意见或者组织听证超过时限；达到时限的规定倍数转为红牌",
            "流程图所定环节时限",
            ("yellow", "red"),
        ),
        SupervisionRule(
            "EM-06",
            "违规不予受理、不予许可",
            "不予受理或者不予许可没有写明理由、依据和救济途径",
            "行政许可法 第三十八条第二款",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-07",
            "再次要求补正",
            "第二次补正告知提出了新的要求",
            "行政许可法 第三十二条第一款第四项",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-08",
            "违规收费",
            "没有收费项目而收费，收费与标准不符，或者不经收费窗口收款",
            "行政许可法 第五十八条、第五十九条",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-09",
            "违规暂停计时",
            "暂停计时没有法定事由或者书面告知，或者超过告知的天数、规定的上限",
            "行政许可法 第四十五条",
            ("red",),
        ),
        SupervisionRule(
            "EM-10",
            "违规延长期限",
            "延长超过上限、再次延长，或者未经有权的负责人批准",
            "行政许可法 第四十二条",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-11",
            "逾期送达",
            "作出决定后超过推送时限为黄牌，超过送达期限为红牌",
            "行政许可法 第四十四条",
            ("yellow", "red"),
        ),
        SupervisionRule("EM-12", "厅外受理", "已进驻大厅的事项在大厅以外受理", "汉政办发〔2019〕69号", ("red",)),
        SupervisionRule(
            "EM-13",
            "体外循环",
            "事后补录超过规定的工作日，或者承诺件受理后很短时间即办结",
            "汉政办发〔2019〕69号",
            ("yellow",),
        ),
        SupervisionRule("EM-14", "差评未整改", "差评没有按期整改、回访", "汉政办发〔2019〕69号", ("red",)),
        SupervisionRule(
            "EM-15",
            "投诉未处理",
            "投诉没有按期决定是否受理，或者没有按期答复",
            "汉政办发〔2019〕69号",
            ("red",),
            ordered=True,
        ),
        SupervisionRule("EM-16", "逾期上报", "下级行政机关没有按期上报", "行政许可法 第四十三条", ("red",)),
        SupervisionRule(
            "EM-17",
            "超出指南要材料",
            "要求办事指南以外的材料，或者上级要求重复提供",
            "行政许可法 第三十五条",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-18",
            "违反办理程序",
            "跳过环节、颠倒顺序，或者同一人既审核又审批",
            "流程图；审核与审批分离",
            ("red",),
            blocks=True,
        ),
        SupervisionRule(
            "EM-19",
            "核查人员不足",
            "现场核查的工作人员少于两名",
            "行政许可法 第三十四条第三款",
            ("red",),
            blocks=True,
        ),
        SupervisionRule("EM-20", "咨询未答复", "咨询超过时限没有答复", "汉政办发〔2019〕69号", ("yellow",)),
    )
}

OF_CLOCKS: dict[tuple[str, Colour], str] = {
    ("intake", "red"): "EM-01",
    ("promised", "yellow"): "EM-02",
    ("promised", "red"): "EM-03",
    ("statutory", "red"): "EM-04",
    ("joint", "red"): "EM-04",
    ("renewal", "yellow"): "EM-02",
    ("renewal", "red"): "EM-04",
    ("step", "yellow"): "EM-05",
    ("step", "red"): "EM-05",
    ("branch", "yellow"): "EM-05",
    ("branch", "red"): "EM-05",
    ("consultation", "yellow"): "EM-05",
    ("consultation", "red"): "EM-05",
    # The table of rules has none for hearings. One that is not held in time is a step of the case that is late.
    ("hearing", "yellow"): "EM-05",
    ("hearing", "red"): "EM-05",
    ("delivery", "yellow"): "EM-11",
    ("delivery", "red"): "EM-11",
    ("rectification", "red"): "EM-14",
    ("complaint", "red"): "EM-15",
    ("level", "red"): "EM-16",
}
"""The rule for which a clock of a kind shows a colour; what is not here reminds people and is no light."""


def rule_of_clock(kind: str, colour: Colour) -> SupervisionRule | None:
    """Return the rule that a clock of ``kind`` in that colour stands for, or None for a mere reminder."""
    code = OF_CLOCKS.get((kind, colour))
    return RULES[code] if code else None

"""The parameters of a hall: each a field with its Chinese name, bounds, unit and basis, kept as `setting` rows.

A new parameter is one line in ``HallParameters``: pages, checks and the trail take it from there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from engine.clock import legal_day, legal_time
from engine.law.lights import LightRule
from engine.text import Text, zh

PREFIX = "parameter."
"""What the names of their rows in ``setting`` begin with."""
HELD = "parameter"
Kind = Literal["switch", "number", "time", "choice"]
LONGEST = 20
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class About:
    """What a parameter is: its Chinese ``name``, ``group`` on the page, ``unit``, bounds or choices, and basis."""

    kind: Kind
    name: Text
    group: Text
    basis: str
    help: Text | None = None
    unit: Text | None = None
    least: int = 0
    most: int = 0
    choices: Mapping[str, Text] = field(default_factory=dict)
    rule: str = ""
    """The rule of electronic supervision that it belongs to."""


def switch(default: bool, name: Text, group: Text, basis: str, help: Text | None = None) -> Any:
    """Return the field of a parameter that is on or off."""
    return field(default=default, metadata={HELD: About("switch", name, group, basis, help)})


def number(
    default: int,
    name: Text,
    group: Text,
    basis: str,
    *,
    least: int,
    most: int,
    unit: Text | None = None,
    help: Text | None = None,
    rule: str = "",
) -> Any:
    """Return the field of a whole number from ``least`` to ``most``."""
    about = About("number", name, group, basis, help, unit, least, most, rule=rule)
    return field(default=default, metadata={HELD: about})


def time_of_day(default: str, name: Text, group: Text, basis: str, help: Text | None = None) -> Any:
    """Return the field of a time of the day in the zone of the hall, to the minute."""
    return field(default=time.fromisoformat(default), metadata={HELD: About("time", name, group, basis, help)})


def choice(
    default: str, name: Text, group: Text, basis: str, choices: Mapping[str, Text], help: Text | None = None
) -> Any:
    """Return the field of one of several values, each with its Chinese name."""
    return field(default=default, metadata={HELD: About("choice", name, group, basis, help, choices=choices)})


FEEDBACK = zh("评价和投诉")
OFFICE_END, MIDNIGHT = "office_end", "midnight"
COUNTING, HOURS, SUPERVISION = zh("期限计算"), zh("办公时间"), zh("电子监察")
FEEDBACK, _WORKDAYS = zh("咨询和投诉"), zh("个工作日")
_HOURS_LAW = "民法典 第二百零三条"


@dataclass(frozen=True)
class HallParameters:
    """All parameters of the hall; what no row of ``setting`` says has its default."""

    count_start_day: bool = switch(
        False,
        zh("起算当日计入期限"),
        COUNTING,
        "民法典 第二百零一条",
        zh("法律的一般规则是起算当日不计入。改变以后，只对此后开始的期限生效。"),
    )
    extension_excuses_promise: bool = switch(
        False,
        zh("延长期限时承诺时限一并顺延"),
        COUNTING,
        "本大厅规定",
        zh("不选的，经批准延长的只是法定办结时限，超过承诺时限照样亮红灯。"),
    )
    office_opens: time = time_of_day("09:00", zh("上班时间"), HOURS, _HOURS_LAW)  # noqa: RUF009 - it gives a field
    office_closes: time = time_of_day("17:30", zh("下班时间"), HOURS, _HOURS_LAW)  # noqa: RUF009 - it gives a field
    lights_turn: str = choice(
        OFFICE_END,
        zh("红黄灯变化的时刻"),
        HOURS,
        _HOURS_LAW,
        {OFFICE_END: zh("下班时"), MIDNIGHT: zh("24 时")},
        zh("选“下班时”，最后一日下班后仍未办结的，待办和办件页即显示红灯。是否超期、电子监察预警，一律以 24 时为准。"),
    )
    yellow_percent: int = number(
        90,
        zh("承诺时限用到多少即亮黄牌"),
        SUPERVISION,
        "榆林市行政审批电子监察：承诺时限已用 90% 尚未办结的亮黄牌",
        least=50,
        most=100,
        unit=zh("%"),
        help=zh("EM-02。与下一项相比，先到的算。"),
        rule="EM-02",
    )
    yellow_workdays_left: int = number(
        1,
        zh("承诺时限剩余多少即亮黄牌"),
        SUPERVISION,
        "优化营商环境条例 第三十六条",
        least=0,
        most=10,
        unit=zh("个工作日"),
        help=zh("EM-02。承诺时限很短的，按比例要到最后一日才提醒，所以另定剩余天数。"),
        rule="EM-02",
    )
    step_red_factor: int = number(
        2,
        zh("环节超时到时限的多少倍转为红牌"),
        SUPERVISION,
        "流程图所定环节时限；本大厅规定",
        least=2,
        most=10,
        unit=zh("倍"),
        help=zh("EM-05。超过环节时限即亮黄牌，再超过这个倍数转为红牌。"),
        rule="EM-05",
    )
    push_workdays: int = number(
        3,
        zh("作出决定后推送结果的时限"),
        SUPERVISION,
        "陕西省政务服务效能管理暂行办法；行政许可法 第四十四条",
        least=1,
        most=9,
        unit=zh("个工作日"),
        help=zh("EM-11。超过的亮黄牌；超过法定的送达期限亮红牌，法定期限不能改。"),
        rule="EM-11",
    )
    entry_workdays: int = number(
        1,
        zh("事后补录多少以内不算体外循环"),
        SUPERVISION,
        "汉政办发〔2019〕69号",
        least=0,
        most=30,
        unit=zh("个工作日"),
        help=zh("EM-13。事情发生以后，超过这些工作日才录入的，亮黄牌。改变以后，只看此后录入的。"),
        rule="EM-13",
    )
    quick_minutes: int = number(
        10,
        zh("承诺件受理后多快办结要查"),
        SUPERVISION,
        "汉政办发〔2019〕69号",
        least=1,
        most=480,
        unit=zh("分钟"),
        help=zh("EM-13。受理后不满这些分钟就作出决定的，亮黄牌。"),
        rule="EM-13",
    )
    complaint_days: int = number(
        15,
        zh("答复投诉的期限"),
        FEEDBACK,
        "本大厅规定",
        least=5,
        most=60,
        unit=_WORKDAYS,
        help=zh("EM-15。自受理起算；决定是否受理一律 5 个工作日。"),
        rule="EM-15",
    )
    complaint_extension_days: int = number(
        10,
        zh("投诉答复最多可延期"),
        FEEDBACK,
        "本大厅规定",
        least=1,
        most=30,
        unit=_WORKDAYS,
        help=zh("延期只能一次。"),
        rule="EM-15",
    )
    enquiry_days: int = number(
        3,
        zh("答复咨询的期限"),
        FEEDBACK,
        "本大厅规定",
        least=1,
        most=10,
        unit=_WORKDAYS,
        help=zh("EM-20。改变以后，只看此后收到的咨询。"),
        rule="EM-20",
    )
    enquiry_extension_days: int = number(
        5,
        zh("咨询答复最多可延期"),
        FEEDBACK,
        "本大厅规定",
        least=1,
        most=10,
        unit=_WORKDAYS,
        help=zh("延期只能一次。"),
        rule="EM-20",
    )

    @property
    def light_rule(self) -> LightRule:
        """When lights of limits come, as the parameters say."""
        return LightRule(self.yellow_percent, self.yellow_workdays_left, self.push_workdays, self.step_red_factor)

    rectification_days: int = number(
        5,
        zh("差评整改、回访的期限"),
        FEEDBACK,
        "国办发〔2019〕51号",
        least=1,
        most=15,
        unit=zh("个工作日"),
        help=zh("收到“不满意”“非常不满意”评价的次日起算，改变以后只对此后收到的评价生效。"),
    )

    def light_day(self, moment: datetime) -> date:
        """Return the day by which lights are read at ``moment``: the next one once the office has closed.

        Only what people see of their work turns then. A limit ends, and the rules of supervision find it exceeded, at
        24:00 of its last day (民法典 第二百零三条).
        """
        day = legal_day(moment)
        closed = self.lights_turn == OFFICE_END and legal_time(moment) >= self.office_closes
        return day + timedelta(days=1) if closed else day


LIGHT_RULE = ("yellow_percent", "yellow_workdays_left", "push_workdays", "step_red_factor")
"""The parameters of ``HallParameters.light_rule``: with one of them the warnings of running cases move."""


def parameters_by_name() -> dict[str, About]:
    """Return what each parameter is, in the order of the fields."""
    return {one.name: one.metadata[HELD] for one in fields(HallParameters)}


def of_rule(code: str) -> dict[str, About]:
    """Return the parameters that belong to a rule of electronic supervision, by name."""
    return {name: about for name, about in parameters_by_name().items() if about.rule == code}


def default_of(name: str) -> Any:
    """Return the default of a parameter."""
    return next(one.default for one in fields(HallParameters) if one.name == name)


def parameters_from(rows: Mapping[str, str]) -> HallParameters:
    """Build the parameters from rows of ``setting`` by their whole names; a row that does not fit is as none."""
    known: dict[str, Any] = {}
    for name, about in parameters_by_name().items():
        text = rows.get(PREFIX + name)
        if text is not None and problem_of(about, text) is None:
            known[name] = read_value(about, text)
    return HallParameters(**known)


def problem_of(about: About, text: str) -> Text | None:
    """Say why ``text`` is no value of the parameter, or None."""
    if about.kind == "switch" and text not in ("0", "1"):
        return zh("请选择是或者否。")
    if about.kind == "number":
        fits = text.isascii() and text.isdigit() and len(text) <= LONGEST and about.least <= int(text) <= about.most
        return None if fits else zh("请填写 {least} 到 {most} 之间的整数。", least=about.least, most=about.most)
    if about.kind == "time" and _time_of(text) is None:
        return zh("请填写 24 小时制的时刻，例如 17:30。")
    if about.kind == "choice" and text not in about.choices:
        return zh("请从列出的选项中选择。")
    return None


def read_value(about: About, text: str) -> Any:
    """Return the value that ``text`` stands for; ``problem_of`` must have nothing against it."""
    if about.kind == "switch":
        return text == "1"
    if about.kind == "number":
        return int(text)
    return _time_of(text) if about.kind == "time" else text


def written(value: Any) -> str:
    """Return a value as a row of ``setting`` keeps it; ``read_value`` reads it back."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def _time_of(text: str) -> time | None:
    return time.fromisoformat(text) if _TIME.fullmatch(text) else None

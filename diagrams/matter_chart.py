"""A published bundle to its charts, with what stands around them: limits, place, phone, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagrams.heading import Heading
from diagrams.kinds import chart_for
from diagrams.model import Chart
from diagrams.vocabulary import KINDS
from engine.budget import counted_stages
from engine.bundle import Bundle
from engine.guide import Limit
from engine.matter import MatterFacts

SHOWN_OF_HASH = 16
"""So many hexadecimal digits of the bundle's hash are printed: 64 bits, enough to tell any two apart."""


def matter_chart(
    bundle: Bundle, kind: str, *, in_force: date | None = None, address: str = ""
) -> tuple[Chart, Heading]:
    """Return one kind of chart of a matter (``diagrams.kinds.KINDS``) and what stands around it.

    ``in_force`` is the day from which the bundle's version holds, none for a folder that was not published;
    ``address`` is where the QR code leads.
    """
    counted = counted_stages(bundle.facts.limits.clock_origin.value)
    chart = chart_for(bundle.model, bundle.called, kind, counted)
    return chart, _heading(bundle, chart, in_force, address)


def _heading(bundle: Bundle, chart: Chart, in_force: date | None, address: str) -> Heading:
    facts = bundle.facts
    source = {"matter": facts.key, "bundle": bundle.sha256}
    source |= {"version": str(bundle.version)} if bundle.version is not None else {}
    source |= {"in-force": in_force.isoformat()} if in_force else {}
    return Heading(
        title=facts.name.value + KINDS[chart.kind],
        lines=(_limits(facts), *_of_kind(facts, chart), _place(facts)),
        foot=(_origin(bundle, in_force), "本图由系统实际运行的流程文件绘制，凭校验值可以核对。"),
        address=address,
        source=source,
    )


def days(limit: Limit) -> str:
    """Say a limit: 即时 for none."""
    unit = "个工作日" if limit.unit == "workday" else "天"
    return f"{limit.days} {unit}" if limit.days else "即时办结"


def _limits(facts: MatterFacts) -> str:
    limits = facts.limits
    return f"承诺办结时限：{days(limits.promised.value)}　·　法定办结时限：{days(limits.statutory.value)}"


def _of_kind(facts: MatterFacts, chart: Chart) -> Iterator[str]:
    if chart.kind == "joint" and chart.critical_days:
        promised = facts.limits.promised.value.days
        spare = promised - chart.critical_days
        rest = f"比承诺少 {spare} 个" if spare > 0 else "与承诺相同" if not spare else f"超出承诺 {-spare} 个"
        yield f"关键路径各环节合计 {chart.critical_days} 个工作日，{rest}"
    if chart.kind == "online":
        reason = f"：{facts.visit_reason.value}" if facts.visit_reason else ""
        visits = facts.visits.value
        yield "零跑路：全程网上办理，不用到场" if not visits else f"{_visits(visits)}{reason}"


def _visits(visits: int) -> str:
    return "只跑一次" if visits == 1 else f"到场 {visits} 次"


def _place(facts: MatterFacts) -> str:
    place = facts.place
    return f"办理地点：{place.address.value}　{place.window.value}　·　咨询电话：{place.phone.value}"


def _origin(bundle: Bundle, in_force: date | None) -> str:
    said = [f"第 {bundle.version} 版"] if bundle.version is not None else ["尚未发布"]
    if in_force:
        said.append(f"自 {in_force.year} 年 {in_force.month} 月 {in_force.day} 日起施行")
    return "　·　".join([*said, f"校验值 {bundle.sha256[:SHOWN_OF_HASH]}"])

"""Small matters whose steps write the rarer papers."""

from __future__ import annotations

from support.matters import bundle, flow, task

from engine.bundle import Bundle

RETURN = (
    "supplement_mode: {value: notice, mark: found, source: 行政许可法 第三十二条第一款第四项}",
    "supplement_mode: {value: return, mark: found, source: 市场主体登记管理条例实施细则 第十八条}",
)
NOTICE = {
    "type": "object",
    "title": "公示",
    "properties": {
        "days": {"type": "integer", "title": "公示期"},
        "content": {"type": "string", "title": "公示内容"},
        "place": {"type": "string", "title": "公示地点"},
    },
}


def noticed_and_handed_over() -> Bundle:
    """Return a matter whose first step publishes a notice and hands the case over to another office."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        task("notice", form="notice", document="public_notice,handover_slip"),
        task("review", department="civil_affairs_bureau"),
        flow("filed", "notice") + flow("notice", "review") + flow("review", "closed"),
    ]
    return bundle("noticed", "".join(body), forms={"notice": NOTICE})

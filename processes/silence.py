"""What a renewal that silence grants needs of its form and its flow (行政许可法 第五十条)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.checks import Problem
from engine.cases.renewals import BY_SILENCE
from engine.cases.running_pauses import PAUSING_STAGES
from engine.text import zh
from processes.registry import Folder


def silence_problems(folder: Folder) -> Iterator[Problem]:
    """Yield what keeps a matter from being renewed by silence; nothing for one that never is."""
    facts = folder.facts
    if not facts.silence_grants.value or facts.renewal is None:
        return
    yield from _field(folder, facts.renewal.ends_on.value)
    for model in (folder.model, *folder.called.values()):
        left = {
            event.attached_to
            for event in model.main.elements.values()
            if event.event is not None and event.event.name == BY_SILENCE and event.interrupting
        }
        for element in model.main.elements.values():
            if element.properties.get("stage") in PAUSING_STAGES and element.id not in left:
                message = zh(
                    "“{name}”没有接收消息 {message} 的中断边界事件：原许可有效期届满时，办件要能离开这一步",
                    name=element.name or element.id,
                    message=BY_SILENCE,
                )
                yield Problem(model.file, element.id, "silence-not-caught", message, "error")


def _field(folder: Folder, name: str) -> Iterator[Problem]:
    form = folder.forms.get("application")
    node = next((one for one in form.root.walk() if one.dotted == name), None) if form is not None else None
    if node is None or node.limits.get("format") != "date" or not node.required:
        message = zh("renewal.ends_on 的“{name}”不是申请表单里必填的日期", name=name)
        yield Problem("matter.yaml", "renewal.ends_on", "renewal-field", message, "error")

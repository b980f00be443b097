"""What every task of a matter says about itself: stage, post, limit, work, form, approval, separation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.bpmn.model import Element
from engine.posts import POSTS, STAGES
from engine.text import zh

STAGE = Rule("stage", house=True)
POST = Rule("post", house=True)
FORM = Rule("form", house=True)
LIMIT_WORKDAYS = Rule("limit-workdays", house=True)
WORK = Rule("work", house=True)
APPROVAL = Rule("approval", house=True)
SEPARATE_FROM = Rule("separate-from", house=True)
CHANNEL = Rule("channel", house=True)
DOCUMENT = Rule("document", house=True)
FEE = Rule("fee", house=True)
PROPERTY = Rule("property", "warning", house=True)

RULES = (STAGE, POST, FORM, LIMIT_WORKDAYS, WORK, APPROVAL, SEPARATE_FROM, CHANNEL, DOCUMENT, FEE, PROPERTY)

HUMAN = ("userTask", "task", "manualTask")
CHANNELS = ("both", "window", "online")
PROPERTIES = frozenset(
    {"stage", "post", "limitWorkdays", "work", "form", "approval", "separateFrom", "document", "fee", "channel"}
)
_RATIO = re.compile(r"ratio:\s*(0?\.\d{1,6}|1(\.0{1,6})?|0\.\d{1,6}|[1-9]\d{0,2}/[1-9]\d{0,2})", re.ASCII)
_CODES = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\s*,\s*[A-Za-z_][A-Za-z0-9_-]*)*", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)


def find(subject: Subject) -> Iterator[Finding]:
    """Yield tasks that lack what the house asks for, or say it wrongly."""
    for element in subject.elements():
        said = {key: value.strip() for key, value in element.properties.items()}
        if element.type in HUMAN:
            yield from _who(element, said)
        yield from _form(subject, element, said)
        yield from _values(element, said)
        yield from _approval(element, said)
        yield from _separation(subject, element, said)
        for key in said.keys() - PROPERTIES - {"function"}:
            message = zh("不认识属性“{key}”，不起作用；请核对拼写", key=key)
            yield PROPERTY.at(element.id, message)


def _who(element: Element, said: dict[str, str]) -> Iterator[Finding]:
    if not said.get("stage"):
        yield STAGE.at(element.id, zh("“{name}”没有写明环节（stage）", name=label(element)))
    if not said.get("post"):
        yield POST.at(element.id, zh("“{name}”没有写明岗位（post）", name=label(element)))
    if not said.get("limitWorkdays"):
        message = zh("“{name}”没有写明办理时限（limitWorkdays）", name=label(element))
        yield LIMIT_WORKDAYS.at(element.id, message)
    if not said.get("work"):
        yield WORK.at(element.id, zh("“{name}”没有写明工作内容（work）", name=label(element)))


def _values(element: Element, said: dict[str, str]) -> Iterator[Finding]:
    stage, post, limit = said.get("stage"), said.get("post"), said.get("limitWorkdays")
    if stage and stage not in STAGES:
        message = zh("环节“{stage}”不存在；可写：{known}", stage=stage, known="、".join(STAGES))
        yield STAGE.at(element.id, message)
    if post and post not in POSTS:
        yield POST.at(element.id, zh("岗位“{post}”不存在；可写：{known}", post=post, known="、".join(POSTS)))
    if limit and not _NUMBER.fullmatch(limit):
        message = zh("limitWorkdays“{limit}”应当是不小于零的整数（工作日）", limit=limit)
        yield LIMIT_WORKDAYS.at(element.id, message)
    channel = said.get("channel")
    if channel is not None and channel not in CHANNELS:
        message = zh("办理渠道“{channel}”不存在；可写：{known}", channel=channel, known="、".join(CHANNELS))
        yield CHANNEL.at(element.id, message)
    for rule, key in ((DOCUMENT, "document"), (FEE, "fee")):
        value = said.get(key)
        if value is not None and not _CODES.fullmatch(value):
            message = zh("{key} 的值“{value}”应当是代码，多个用逗号分开", key=key, value=value[:40])
            yield rule.at(element.id, message)


def _form(subject: Subject, element: Element, said: dict[str, str]) -> Iterator[Finding]:
    form = said.get("form")
    if not form:
        if element.type in HUMAN:
            yield FORM.at(element.id, zh("“{name}”没有写明表单（form）", name=label(element)))
    elif subject.forms is not None and form not in subject.forms:
        yield FORM.at(element.id, zh("没有表单“{form}”", form=form))


def _approval(element: Element, said: dict[str, str]) -> Iterator[Finding]:
    approval = said.get("approval")
    if approval is None:
        return
    if approval not in ("single", "all", "any", "sequential") and not _RATIO.fullmatch(approval):
        message = zh(
            "approval 的值“{value}”不认识；可写 single、all、any、sequential 或者 ratio:0.67", value=approval[:40]
        )
        yield APPROVAL.at(element.id, message)
    elif approval != "single" and element.multi_instance is None:
        message = zh(
            "“{name}”要多人办理（{value}），但没有画成多实例，只会有一个人办", name=label(element), value=approval
        )
        yield APPROVAL.at(element.id, message)


def _separation(subject: Subject, element: Element, said: dict[str, str]) -> Iterator[Finding]:
    for name in said.get("separateFrom", "").replace(",", " ").split():
        other = subject.known.get(name)
        if other is None or other.type not in HUMAN:
            yield SEPARATE_FROM.at(element.id, zh("separateFrom 里的“{name}”不是任务的标识", name=name))
        elif other.id == element.id:
            yield SEPARATE_FROM.at(element.id, zh("separateFrom 不能写任务自己"))

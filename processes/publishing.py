"""From a folder to a published bundle and back: the gate, packing, publishing, export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from engine.bpmn.checks import Problem, Severity, check
from engine.budget import counted_stages, longest_path
from engine.bundle import Bundle
from engine.errors import Invalid
from engine.law.kinds import KINDS
from engine.levels import height, top_level
from engine.posts import LEVELS
from engine.steps import CALLER
from engine.text import Text, zh
from processes.guide_elements import element_problems
from processes.guide_wording import wording_problems
from processes.registry import Folder
from processes.scenario_checks import scenario_problems
from processes.silence import silence_problems
from processes.trade import branch_problems, trade_problems


def gate(folder: Folder) -> tuple[Problem, ...]:
    """Return what speaks against publishing ``folder``: an ``error`` forbids it, a ``warning`` does not."""
    fields = {name: set(form.names) for name, form in folder.forms.items()}
    found = list(check(folder.model, called=folder.called, functions=frozenset(folder.functions), forms=fields))
    found += _names(folder)
    found += _nobody_calls(folder)
    found += _promise(folder)
    if not any(problem.severity == "error" for problem in found):
        found += _budget(folder)
        found += _levels(folder)
        found += branch_problems(folder)
    found += _materials(folder)
    found += _particulars(folder)
    found += wording_problems(folder.facts)
    found += element_problems(folder.facts)
    found += silence_problems(folder)
    found += trade_problems(folder)
    if not any(problem.severity == "error" for problem in found):
        found += scenario_problems(folder)
    return tuple(found)


def bundle_of(folder: Folder) -> Bundle:
    """Return the folder as a bundle, named by the hash over its content."""
    return Bundle.of(folder.key, folder.files)


def export(bundle: Bundle, root: Path) -> tuple[Path, ...]:
    """Write ``bundle`` under ``root`` as it lay before, byte for byte, and return the files written.

    The matter goes to ``root/processes/<key>`` and ``root/forms/<key>``, called parts to
    ``root/processes/shared``; reading it from there gives the same bundle.
    """
    written = []
    for name, data in sorted(bundle.files.items()):
        path = root.joinpath(*_place(bundle.key, PurePosixPath(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return tuple(written)


def _place(key: str, name: PurePosixPath) -> tuple[str, ...]:
    if name.is_absolute() or ".." in name.parts:
        raise Invalid(zh("事项包里有不该有的文件名 {name}", name=str(name)))
    if name.parts[0] == "forms":
        return ("forms", key, *name.parts[1:])
    if name.parts[0] == "shared":
        return ("processes", *name.parts)
    return ("processes", key, *name.parts)


def _problem(
    file: str, element: str, rule: str, message: Text, severity: Severity = "error", path: Iterable[str] = ()
) -> Problem:
    return Problem(file, element, rule, message, severity, tuple(path))


def _names(folder: Folder) -> Iterator[Problem]:
    if folder.facts.key != folder.key:
        message = zh("key 是“{facts}”，文件夹是“{folder}”", facts=folder.facts.key, folder=folder.key)
        yield _problem("matter.yaml", "key", "key-mismatch", message)
    if folder.model.main.id != folder.key:
        message = zh("流程的 id 是“{id}”，文件夹是“{folder}”", id=folder.model.main.id, folder=folder.key)
        yield _problem("process.bpmn", folder.model.main.id, "key-mismatch", message)
    if "application" not in folder.forms:
        yield _problem("process.bpmn", "application", "application-form", zh("缺少申请表单 application.schema.json"))


def _nobody_calls(folder: Folder) -> Iterator[Problem]:
    """Only a part that is called has a caller whose department it can take over."""
    for lane in folder.model.main.lanes:
        if lane.department == CALLER:
            message = zh("泳道“{name}”写了 caller，但这个流程不由别的流程调用；请写部门代码", name=lane.name or lane.id)
            yield _problem("process.bpmn", lane.id, "caller-missing", message)


def _promise(folder: Folder) -> Iterator[Problem]:
    """A promise is at most half of the statutory limit (汉政办发〔2019〕69号 二（二）3)."""
    limits = folder.facts.limits
    statutory, promised = limits.statutory.value, limits.promised.value
    if statutory.unit != promised.unit:
        message = zh("法定时限和承诺时限的单位不同，无法比较")
        yield _problem("matter.yaml", "limits.promised", "promise-unit", message)
    elif promised.days * 2 > statutory.days and limits.promise_exception is None:
        message = zh(
            "承诺时限 {promised} 天超过法定时限 {statutory} 天的一半；确有理由的，写明 promise_exception",
            promised=promised.days,
            statutory=statutory.days,
        )
        yield _problem("matter.yaml", "limits.promised", "promise-too-long", message)


def _levels(folder: Folder) -> Iterator[Problem]:
    """A limit is for a level that works below the deciding one, once, and within that of the whole (第四十三条)."""
    limits, steps = folder.facts.limits, bundle_of(folder).steps
    below = {step.level for step in steps.values() if height(step.level) < height(top_level(steps))}
    seen = set()
    for one in limits.levels:
        where, limit, name = f"limits.levels.{one.level}", one.limit.value, LEVELS[one.level]
        if one.level in seen or one.level not in below:
            message = zh("“{level}”的审查时限多余：这一级没有先行审查的步骤，或者已经写过", level=zh(name))
            yield _problem("matter.yaml", where, "level-limit-unused", message)
        seen.add(one.level)
        if limit.unit == limits.statutory.value.unit and limit.days > limits.statutory.value.days:
            message = zh(
                "“{level}”的审查时限 {days} 天超过全程的法定时限 {statutory} 天",
                level=zh(name),
                days=limit.days,
                statutory=limits.statutory.value.days,
            )
            yield _problem("matter.yaml", where, "level-limit-too-long", message)
        elif limit.unit == "workday" and limit.days > (KINDS["level"].limit or 0):
            message = zh(
                "“{level}”的审查时限 {days} 天超过二十日：法律、法规另有规定的才可以（行政许可法 第四十三条）",
                level=zh(name),
                days=limit.days,
            )
            yield _problem("matter.yaml", where, "level-limit-over-law", message, "warning")


def _budget(folder: Folder) -> Iterator[Problem]:
    limits = folder.facts.limits
    stages = counted_stages(limits.clock_origin.value)
    steps = longest_path(folder.model, folder.called, stages)
    if steps.days > limits.promised.value.days:
        message = zh(
            "各步骤时限合计最长 {days} 个工作日，超过承诺时限 {promised} 天",
            days=steps.days,
            promised=limits.promised.value.days,
        )
        yield _problem("process.bpmn", steps.elements[-1], "limits-exceed-promise", message, path=steps.elements)
    waits = longest_path(folder.model, folder.called, stages, waits=True)
    if waits.days > limits.statutory.value.days:
        message = zh(
            "步骤时限连同等待合计最长 {days} 天，超过法定时限 {statutory} 天",
            days=waits.days,
            statutory=limits.statutory.value.days,
        )
        yield _problem("process.bpmn", waits.elements[-1], "waits-exceed-limit", message, "warning", waits.elements)


def _materials(folder: Folder) -> Iterator[Problem]:
    """File fields and the guide's materials must name each other; nothing else may be asked for."""
    if "application" not in folder.forms:
        return
    asked = set(folder.forms["application"].materials.values())
    guide = {material.key for material in folder.facts.materials}
    for key in sorted(asked - guide):
        message = zh("表单要求的材料“{key}”不在办事指南里", key=key)
        yield _problem("forms/application.ui.json", key, "material-outside-guide", message)
    for material in folder.facts.materials:
        if material.key not in asked and material.requiredness.value == "required":
            message = zh("必要材料“{name}”在申请表单里没有上传处", name=material.name.value)
            yield _problem("forms/application.ui.json", material.key, "material-not-asked", message, "warning")


def _particulars(folder: Folder) -> Iterator[Problem]:
    """What decision and certificate state must be asked for in the application."""
    result = folder.facts.result
    stated = list(result.particulars.value) if result.particulars else []
    stated += [result.asked_scope.value] if result.asked_scope else []
    if "application" not in folder.forms:
        return
    for name in stated:
        if name not in folder.forms["application"].names:
            message = zh("证载事项“{name}”不是申请表单的字段", name=name)
            yield _problem("matter.yaml", "result", "particular-not-asked", message)

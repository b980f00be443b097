"""Bringing a file from another modeler in: a draft of the matter with it, and the report of what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from diagrams.interchange import with_layout
from engine.bpmn.checks import Problem
from engine.bpmn.limits import MOST_BYTES
from engine.bpmn.model import BpmnError
from engine.errors import Invalid, Refused
from engine.queries.bundles import bundle_in_force
from engine.queries.names import matter_names
from engine.studio.open_draft import OpenDraft
from engine.studio.posts import DESIGNER
from engine.text import Text, zh
from processes.bringing_in import Brought, bring_in
from processes.brought_report import kept_report
from processes.foreign_remark import Remark
from processes.in_memory import folder_of
from processes.publishing import gate
from processes.shared_parts import parts_to_add
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.studio import blueprint
from webapp.studio.saving import PROCESS
from webapp.studio.views import somebody


@blueprint.route("/bring-in", methods=["GET", "POST"])
@post_required(DESIGNER)
def bring() -> Any:
    """Ask for a file; with one, open a draft of the matter with it and show what was changed and what does not run."""
    hall = current_hall()
    with hall.reading() as connection:
        named = {matter.key: matter.name for matter in matter_names(connection)}
    shown = {"named": named, "chosen": request.form.get("matter", ""), "title": request.form.get("title", "")}
    if request.method == "GET":
        return render_template("studio/bring_in.html", **shown, problem=None, wrong={})
    try:
        return _brought(shown, named)
    except Refused as problem:
        wrong = problem.problems if isinstance(problem, Invalid) else {}
        return render_template("studio/bring_in.html", **shown, problem=problem.text, wrong=wrong), problem.status


def _brought(shown: dict[str, Any], named: dict[str, str]) -> str:
    hall, key = current_hall(), shown["chosen"]
    if key not in named:
        raise Invalid(zh("文件没有带入，请更正。"), {"matter": zh("请选择事项。")})
    data = uploaded()
    with hall.reading() as connection:
        bundle, _in_force = bundle_in_force(hall, connection, key)
    opening = OpenDraft(by=somebody(), key=posted_key(), matter_key=key, title=shown["title"], based_on=bundle.sha256)
    return opened_with(data, opening, bundle.files, named[key])


def opened_with(data: bytes, opening: OpenDraft, files: Mapping[str, bytes], matter: str) -> str:
    """Run ``opening`` with a file from elsewhere laid over the ``files`` of its matter; return the page that tells."""
    key = opening.matter_key
    brought, told = _in_our_form(data, key)
    process = {PROCESS: brought.xml}
    process |= parts_to_add({**files, **process})
    answer = current_hall().run(
        replace(opening, files={**opening.files, **process}, brought_in=kept_report(brought.remarks, told))
    )
    folder, unread = folder_of(key, {**files, **process})
    found: Iterable[Problem] = gate(folder) if folder is not None else unread
    return render_template(
        "studio/brought_in.html",
        draft_id=answer["draft_id"],
        title=opening.title.strip(),
        matter=matter,
        told=told,
        groups=remark_groups(brought.remarks),
        found=tuple(found),
    )


def uploaded() -> bytes:
    """Return the file that was sent; raises Invalid for none and for one that is too large."""
    file = request.files.get("file")
    data = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    if file is not None:
        file.close()
    if not data:
        raise Invalid(zh("文件没有带入，请更正。"), {"file": zh("请选择一个 BPMN 文件。")})
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Invalid(zh("文件没有带入，请更正。"), {"file": zh("文件超过 {most} MB。", most=most)})
    return data


def _in_our_form(data: bytes, key: str) -> tuple[Brought, tuple[Text, ...]]:
    try:
        brought = bring_in(data, key)
        xml, told = with_layout(brought.xml)
    except BpmnError as problem:
        raise Invalid(zh("文件没有带入，请更正。"), {"file": problem.text}) from problem
    return Brought(xml, brought.remarks), told


def remark_groups(remarks: Iterable[Remark]) -> list[tuple[str, str, list[Remark]]]:
    """Return the remarks by what became of the thing, what has to be redrawn first."""
    titles = {
        "unsupported": _("不支持，发布前要改"),
        "kept": _("留在文件里，不起作用"),
        "changed": _("已经改写"),
    }
    by_fate: dict[str, list[Remark]] = {fate: [] for fate in titles}
    for remark in remarks:
        by_fate[remark.fate].append(remark)
    return [(fate, titles[fate], listed) for fate, listed in by_fate.items() if listed]

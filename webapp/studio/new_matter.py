"""Beginning a matter that does not exist yet: from an empty table, as a copy of another, or with a file."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from diagrams.interchange import with_layout
from engine.errors import Invalid, Refused
from engine.queries.bundles import bundle_in_force, matters_in_force
from engine.queries.names import department_levels
from engine.studio.draft_files import KEY
from engine.studio.draft_row import LONGEST_TITLE
from engine.studio.open_draft import OpenDraft
from engine.studio.posts import DESIGNER
from engine.text import Text, zh
from processes.new_matter import PROCESS, NewMatter, copied_files, empty_files
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.studio import blueprint
from webapp.studio.bringing_in import opened_with, uploaded
from webapp.studio.views import published, somebody

EMPTY, FILE, COPY = "empty", "file", "copy:"
LONGEST_NAME = 60


@blueprint.route("/new-matter", methods=["GET", "POST"])
@post_required(DESIGNER)
def begin_matter() -> Any:
    """Ask what a new matter is to be; with the answers, open its first draft."""
    names = ("name", "matter_key", "department", "begin")
    entered = {name: request.form.get(name, "").strip() for name in names}
    if request.method == "GET":
        return _page({**entered, "begin": EMPTY}, {})
    try:
        return _begun(entered)
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, Invalid) else {}
        # What is wrong with the title that is made of the name is wrong with the name.
        problems = {"name" if name == "title" else name: text for name, text in problems.items()}
        return _page(entered, problems or {"begin": refusal.text}), refusal.status


def _begun(entered: dict[str, str]) -> Any:
    wish, begin = _wanted(entered), entered["begin"]
    files = empty_files(wish)
    if begin.startswith(COPY):
        hall = current_hall()
        with hall.reading() as connection:
            bundle, _in_force = bundle_in_force(hall, connection, begin.removeprefix(COPY))
        files = copied_files(bundle.files, wish)
    elif begin == EMPTY:
        files[PROCESS], _told = with_layout(files[PROCESS])
    title = _("新建事项：%(name)s", name=wish.name)[:LONGEST_TITLE]
    opening = OpenDraft(by=somebody(), key=posted_key(), matter_key=wish.key, title=title, files=files, is_new=True)
    if begin == FILE:
        return opened_with(uploaded(), opening, files, wish.name)
    answer = current_hall().run(opening)
    page = "studio.table" if begin == EMPTY else "studio.draft_page"
    return redirect(url_for(page, draft_id=answer["draft_id"]), 303)


def _wanted(entered: dict[str, str]) -> NewMatter:
    """Return what was asked for; raises Invalid with what is wrong by field, but for a key that is taken."""
    problems: dict[str, Text] = {}
    name, code = " ".join(entered["name"].split()), entered["department"]
    if not 0 < len(name) <= LONGEST_NAME:
        problems["name"] = zh("请写事项名称，最多 {most} 个字。", most=LONGEST_NAME)
    elif name in published().values():
        problems["name"] = zh("已经有名称是“{name}”的事项。", name=name)
    if not KEY.fullmatch(entered["matter_key"]):
        problems["matter_key"] = zh("事项代码由小写字母、数字和 _ 组成，不以数字开头，最多 64 个字符。")
    departments = _departments()
    if code not in departments:
        problems["department"] = zh("请选择实施部门。")
    if entered["begin"] not in {begin for begin, _said in _beginnings()}:
        problems["begin"] = zh("请选择从什么开始。")
    if problems:
        raise Invalid(zh("草稿没有建立，请更正。"), problems)
    called, level = departments[code]
    return NewMatter(entered["matter_key"], name, code, called, level, _series(code) or called)


def _departments() -> dict[str, tuple[str, str]]:
    with current_hall().reading() as connection:
        return department_levels(connection)


def _series(department: str) -> str:
    """Return what numbers of a department's documents begin with in the matters that it has, or nothing."""
    hall = current_hall()
    with hall.reading() as connection:
        for matter in matters_in_force(hall, connection):
            series = hall.bundle(connection, matter.sha256).facts.series
            if department in series:
                return series[department].value
    return ""


def _beginnings() -> list[tuple[str, str]]:
    hall = current_hall()
    with hall.reading() as connection:
        matters = matters_in_force(hall, connection)
    copies = [(COPY + one.key, _("照“%(name)s”复制", name=one.name)) for one in matters]
    return [(EMPTY, _("从空表开始")), *copies, (FILE, _("带入别的软件画的 BPMN 文件"))]


def _page(entered: dict[str, str], problems: dict[str, Text]) -> str:
    return render_template(
        "studio/new_matter.html",
        entered=entered,
        problems={name: str(translate(text)) for name, text in problems.items()},
        departments=[(code, name) for code, (name, _level) in _departments().items()],
        beginnings=_beginnings(),
    )

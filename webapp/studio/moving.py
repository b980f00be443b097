"""The assistant that moves running cases: choose versions, see what comes of it for each case, move, undo."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from engine.errors import Invalid
from engine.queries.bundles import Version, versions_of
from engine.queries.moves import MOST, elements_without_place, moves_of, preview_moves, running_by_version
from engine.studio.move_cases import MoveCases
from engine.studio.posts import MANAGER
from engine.studio.undo_move import UndoMove
from engine.text import zh
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.studio import STUDIO, blueprint
from webapp.studio.versions import current_of
from webapp.studio.views import somebody

RENAME = "to."
"""What the names of the fields begin with that say where a renamed step lands; its old id follows."""
LONGEST_ID = 64


@blueprint.get("/matters/<matter_key>/moving")
@post_required(*STUDIO)
def moving(matter_key: str) -> Any:
    """Show what a move from one version to another comes to; nothing is changed by looking."""
    hall, by = current_hall(), somebody()
    with hall.reading() as connection:
        every = versions_of(connection, matter_key)
        running = running_by_version(connection, by, matter_key)
        today = hall.today(connection)
        open_to = [one for one in every if not one.is_withdrawn and one.in_force <= today]
        target = _wished(open_to, "to", current_of(matter_key))
        sources = [one for one in every if running.get(one.sha256) and one is not target]
        source = _wished(sources, "from", None)
        shown: tuple[Any, ...] = ()
        homeless: dict[str, str] = {}
        arrivals: dict[str, str] = {}
        wish: dict[str, str] = {}
        page, pages = 1, 1
        name = hall.bundle(connection, every[0].sha256).facts.name.value
        if source is not None and target is not None:
            before, after = (hall.bundle(connection, one.sha256) for one in (source, target))
            homeless, arrivals = elements_without_place(before, after), elements_without_place(after, before)
            wish = {old: new for old, new in _renames(request.args).items() if old in homeless and new in arrivals}
            pages = -(-running[source.sha256] // MOST)
            page = min(max(1, request.args.get("page", 1, type=int)), pages)
            shown = preview_moves(hall, connection, by, matter_key, source.sha256, target.sha256, wish, page)
        batches = moves_of(connection, by, matter_key)
    return render_template(
        "studio/moving.html",
        matter_key=matter_key,
        name=name,
        sources=sources,
        targets=open_to,
        source=source,
        target=target,
        running=running,
        homeless=homeless,
        arrivals=arrivals,
        wish=wish,
        cases=shown,
        movable=[one for one in shown if not one.plan.obstacles],
        page=page,
        pages=pages,
        first=MOST * (page - 1) + 1,
        onward={"from": source.version, "to": target.version, **{RENAME + old: new for old, new in wish.items()}}
        if source and target
        else {},
        batches=batches,
        is_manager=by.holds(MANAGER),
        prefix=RENAME,
    )


@blueprint.post("/matters/<matter_key>/moving")
@post_required(MANAGER)
def move(matter_key: str) -> Any:
    """Move the chosen cases, all or none."""
    hall = current_hall()
    with hall.reading() as connection:
        every = versions_of(connection, matter_key)
    target = _wished(list(every), "to", None, request.form)
    if target is None:
        raise Invalid(zh("请选择要迁移到的版本。"))
    seen = {}
    for text in request.form.getlist("case"):
        case_id, _dot, version = text.partition(":")
        seen[case_id[:LONGEST_ID]] = int(version) if version.isascii() and version.isdigit() else -1
    wish = {old: new for old, new in _renames(request.form).items() if new}
    command = MoveCases(by=somebody(), key=posted_key(), to_sha256=target.sha256, seen=seen, renames=wish)
    answer = hall.run(command)
    flash(ngettext("已迁移 %(num)d 件办件。", "已迁移 %(num)d 件办件。", answer["cases"]), "success")
    return redirect(url_for("studio.moving", matter_key=matter_key), 303)


@blueprint.post("/matters/<matter_key>/moving/undo")
@post_required(MANAGER)
def undo_move(matter_key: str) -> Any:
    """Undo the move that the form names, or that of one of its cases."""
    batch = request.form.get("batch", "")[:LONGEST_ID]
    if not batch:
        raise Invalid(zh("请选择要撤销的迁移。"))
    case_id = request.form.get("case", "")[:LONGEST_ID] or None
    answer = current_hall().run(UndoMove(by=somebody(), key=posted_key(), batch_id=batch, case_id=case_id))
    said = ngettext("已撤销 %(num)d 件办件的迁移。", "已撤销 %(num)d 件办件的迁移。", answer["cases"])
    flash(said, "success")
    return redirect(url_for("studio.moving", matter_key=matter_key), 303)


def _wished(offered: list[Version], name: str, otherwise: str | None, asked: Any = None) -> Version | None:
    """Return the version whose number was asked for, else the one with the hash ``otherwise``, else the first."""
    number = (request.args if asked is None else asked).get(name, type=int)
    found = next((one for one in offered if one.version == number), None)
    if found is None and asked is None:
        found = next((one for one in offered if one.sha256 == otherwise), offered[0] if offered else None)
    return found


def _renames(fields: Any) -> dict[str, str]:
    return {
        name.removeprefix(RENAME)[:LONGEST_ID]: str(fields[name])[:LONGEST_ID]
        for name in fields
        if name.startswith(RENAME) and fields[name]
    }

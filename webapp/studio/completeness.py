"""How whole the published guides are: a score for each matter, with what is missing and what nobody has confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from engine.errors import NotFound
from engine.queries.bundles import matters_in_force
from processes.guide_elements import Completeness, completeness_of
from webapp.accounts import post_required
from webapp.installation import current_hall
from webapp.languages import translate
from webapp.spreadsheets import KINDS, Table, answer
from webapp.studio import STUDIO, blueprint


@dataclass(frozen=True)
class Line:
    """A published matter and how whole its guide is."""

    key: str
    name: str
    version: int
    authority: str
    found: Completeness


@blueprint.get("/completeness")
@post_required(*STUDIO)
def completeness() -> Any:
    """List the published matters, the least whole guide first; as a file where ``?as=`` names one."""
    hall = current_hall()
    with hall.reading() as connection:
        bundles = [hall.bundle(connection, one.sha256) for one in matters_in_force(hall, connection)]
        today = hall.today(connection)
    lines = [
        Line(one.key, one.facts.name.value, one.version, one.facts.authority.value, completeness_of(one.facts))
        for one in bundles
    ]
    lines.sort(key=lambda line: (line.found.score, -len(line.found.unverified), line.name))
    if kind := request.args.get("as", ""):
        if kind not in KINDS:
            raise NotFound
        return answer(_table(lines, f"{_('指南完整度')}{today.isoformat()}"), kind)
    return render_template("studio/completeness.html", lines=lines, today=today)


def _table(lines: list[Line], name: str) -> Table:
    about = (_("事项"), _("实施机关"), _("版本"))
    heads = (*about, _("完整度（百分比）"), _("缺少的要素"), _("待核实的要素"), _("兜底条款例外"))
    rows = (
        (
            line.name,
            line.authority,
            line.version,
            line.found.score,
            "、".join(str(translate(one)) for one in line.found.missing),
            "、".join(str(translate(one)) for one in line.found.unverified),
            line.found.exceptions,
        )
        for line in lines
    )
    return Table(name, heads, rows)

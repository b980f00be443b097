"""The versions of a matter: which holds, who approved it with what report, and what is different between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.errors import Invalid, NotFound
from engine.queries.bundles import Version, bundle_in_force, versions_of
from engine.queries.drafts import check_reports, drafts, require_studio
from engine.queries.moves import running_by_version
from engine.studio.posts import MANAGER
from engine.studio.withdraw_version import WithdrawVersion
from engine.text import Text
from processes.differences import Difference, differences
from webapp.accounts import post_required
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of, translate
from webapp.studio import STUDIO, blueprint
from webapp.studio.version_words import DIFFERENCES, VERSION_KINDS, VERSION_STATES
from webapp.studio.views import somebody
from webapp.studio.wording import STATUSES


def state_of(version: Version, current: str | None, today: Any) -> str:
    """Return withdrawn, coming, current or past."""
    if version.is_withdrawn:
        return "withdrawn"
    if version.in_force > today:
        return "coming"
    return "current" if version.sha256 == current else "past"


@blueprint.get("/matters/<matter_key>/versions")
@post_required(*STUDIO)
def versions(matter_key: str) -> Any:
    """List the published versions of a matter and its drafts."""
    hall = current_hall()
    with hall.reading() as connection:
        found = versions_of(connection, matter_key)
        today = hall.today(connection)
        current = current_of(matter_key)
        running = running_by_version(connection, somebody(), matter_key)
        reports = check_reports(connection, somebody(), matter_key)
        lines = [one for one in drafts(connection, somebody(), matter_key=matter_key) if one.status != "approved"]
        name = hall.bundle(connection, found[0].sha256).facts.name.value
    return render_template(
        "studio/versions.html",
        matter_key=matter_key,
        name=name,
        versions=[(one, state_of(one, current, today)) for one in found],
        running=running,
        reports=reports,
        drafts=lines,
        statuses=STATUSES,
        states=VERSION_STATES,
        kinds=VERSION_KINDS,
    )


@blueprint.get("/matters/<matter_key>/versions/<int:version_number>")
@post_required(*STUDIO)
def version(matter_key: str, version_number: int) -> Any:
    """Show one version: its report, and what is different from the one before it or another."""
    return version_page(matter_key, version_number, {}, "")


@blueprint.post("/matters/<matter_key>/versions/<int:version_number>/withdraw")
@post_required(MANAGER)
def withdraw(matter_key: str, version_number: int) -> Any:
    """Withdraw a version."""
    hall = current_hall()
    with hall.reading() as connection:
        found = _numbered(versions_of(connection, matter_key), version_number)
    reason = request.form.get("reason", "")[:1000]
    try:
        hall.run(WithdrawVersion(by=somebody(), key=posted_key(), sha256=found.sha256, reason=reason))
    except Invalid as refusal:
        problems = problems_of(refusal)
        return version_page(matter_key, version_number, problems, reason), 422
    flash(_("第 %(version)s 版已撤下，新的申请不再按它办理。", version=version_number), "success")
    return redirect(url_for("studio.versions", matter_key=matter_key), 303)


def version_page(matter_key: str, number: int, problems: Mapping[str, str], reason: str) -> str:
    """Return the page of a version; ``?with=`` chooses the version that it is compared with."""
    hall = current_hall()
    with hall.reading() as connection:
        require_studio(somebody())
        every = versions_of(connection, matter_key)
        found = _numbered(every, number)
        earlier = [one.version for one in every if one.version != number]
        wish = request.args.get("with", type=int)
        beside = wish if wish in earlier else next((one for one in earlier if one < number), None)
        after = hall.bundle(connection, found.sha256)
        before = hall.bundle(connection, _numbered(every, beside).sha256) if beside is not None else None
        report = check_reports(connection, somebody(), matter_key).get(found.sha256)
        state = state_of(found, current_of(matter_key), hall.today(connection))
    return render_template(
        "studio/version.html",
        matter_key=matter_key,
        name=after.facts.name.value,
        one=found,
        state=state,
        states=VERSION_STATES,
        kinds=VERSION_KINDS,
        beside=beside,
        others=earlier,
        groups=grouped(before, after),
        headings=DIFFERENCES,
        report=read_report(report),
        may_withdraw=somebody().holds(MANAGER) and not found.is_withdrawn,
        problems=problems,
        reason=reason,
    )


def current_of(matter_key: str) -> str | None:
    """Return the hash of the version that holds today; none where no application is taken in."""
    hall = current_hall()
    with hall.reading() as connection:
        try:
            return bundle_in_force(hall, connection, matter_key)[0].sha256
        except NotFound:
            return None


def grouped(before: Bundle | None, after: Bundle) -> dict[str, list[Difference]]:
    """Return the differences by what they are about; nothing to compare with gives none."""
    found: dict[str, list[Difference]] = {}
    for one in differences(before, after) if before is not None else ():
        found.setdefault(one.about, []).append(one)
    return found


def read_report(report: Mapping[str, Any] | None) -> list[dict[str, Any]] | None:
    """Return the problems of a kept report with their sentences in the reader's language; none for no report."""
    if report is None:
        return None
    return [one | {"said": translate(Text(one["template"], one["params"]))} for one in report["problems"]]


def _numbered(every: tuple[Version, ...], number: int) -> Version:
    found = next((one for one in every if one.version == number), None)
    if found is None:
        raise NotFound
    return found

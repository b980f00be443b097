"""What an applicant does about the own case besides supplying materials: report, withdraw, print, file anew."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.cases.answer_flow import LONGEST, AnswerFlow
from engine.cases.begin_anew import BeginAnew
from engine.cases.withdraw_case import WithdrawCase
from engine.errors import Forbidden
from engine.query_code import draft_code
from engine.text import zh
from webapp.documents.rendering import print_document
from webapp.documents.views import pdf_response
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.portal.own_case import OwnCase, with_case
from webapp.portal.passes import draft_pass

MOST_REASON = 1000


@blueprint.route("/progress/<number>/reports/<message>", methods=["GET", "POST"])
@with_case
def report(own: OwnCase, message: str) -> Any:
    """Report what the flow waits for, such as that a defect was put right (限期整改)."""
    note = request.form.get("note", "").strip()
    if request.method == "POST" and 0 < len(note) <= LONGEST:
        # Whether it is waited for the command says: a second click has to get the answer of the first.
        case_id = own.file.case["id"]
        current_hall().run(AnswerFlow(by=own.actor, key=posted_key(), case_id=case_id, message=message, note=note))
        flash(_("已经收到您的报告，流程继续办理。"), "success")
        return redirect(url_for("portal.case", number=own.number))
    wait = next((one for one in own.shown.messages if one.message == message), None)
    if wait is None:
        raise Forbidden(zh("本件当前不需要这项报告，或者已经报告过了。"))
    problems = {}
    if request.method == "POST":
        problems["note"] = _("请用 1 至 %(most)d 字说明情况。", most=LONGEST)
    page = render_template("portal/report.html", own=own, wait=wait, note=note, problems=problems, most=LONGEST)
    return page, 422 if problems else 200


@blueprint.route("/progress/<number>/withdrawal", methods=["GET", "POST"])
@with_case
def withdrawal(own: OwnCase) -> Any:
    """Take the application back, with a reason and a second thought; possible until the decision."""
    reason, sure = request.form.get("reason", "").strip(), request.form.get("sure") == "yes"
    problems = {}
    if request.method == "POST":
        if not reason or len(reason) > MOST_REASON:
            problems["reason"] = _("请用 1 至 %(most)d 字写明撤回的原因。", most=MOST_REASON)
        if not sure:
            problems["sure"] = _("请勾选，确认撤回。")
        if not problems:
            case_id = own.file.case["id"]
            current_hall().run(WithdrawCase(by=own.actor, key=posted_key(), case_id=case_id, reason=reason))
            flash(_("申请已经撤回，制发《终止审查通知书》。"), "success")
            return redirect(url_for("portal.case", number=own.number))
    elif not own.may_withdraw:
        raise Forbidden(zh("本件已经作出决定或者已经办结，不能撤回申请。"))
    page = render_template(
        "portal/withdrawal.html", own=own, reason=reason, sure=sure, problems=problems, most=MOST_REASON
    )
    return page, 422 if problems else 200


@blueprint.get("/progress/<number>/documents/<document_id>.pdf")
@with_case
def document(own: OwnCase, document_id: str) -> Response:
    """Return a document of the case as PDF, numbers masked."""
    hall = current_hall()
    with hall.reading() as connection:
        printed = print_document(hall, connection, own.actor, own.file.case["id"], document_id)
    return pdf_response(printed.pdf, printed.filename)


@blueprint.post("/progress/<number>/anew")
@with_case
def anew(own: OwnCase) -> Any:
    """Begin the application anew, as a draft with what the ended case said and the materials that were right."""
    hall = current_hall()
    made = hall.run(BeginAnew(by=own.actor, key=posted_key(), case_id=own.file.case["id"]))
    draft_pass.give(draft_code(hall.key, made["draft_id"]))
    flash(
        _("已带出原来填写的内容和合格的材料。为了安全，姓名、证件号码、电话和住址请重新填写；退回的材料请重新上传。"),
        "success",
    )
    return redirect(url_for("portal.draft"))

"""Supervision orders: supervisors issue and judge them, the heads of departments receive and answer."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.errors import Invalid
from engine.law.supervision_rules import RULES
from engine.queries import orders as read
from engine.queries.case_file import case_file
from engine.queries.names import department_names
from engine.supervision.answer_order import AnswerOrder
from engine.supervision.issue_order import DEFAULT_DAYS, IssueOrder
from engine.supervision.judge_answer import AcceptAnswer, CloseOrder, ReturnAnswer, WithdrawOrder
from engine.supervision.order_row import ACTS
from engine.supervision.receive_order import ReceiveOrder
from webapp.accounts import post_required, staff_required
from webapp.cases.supervised import ORDER_STATUSES
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of
from webapp.supervision import blueprint

ISSUE_FIELDS = ("department", "rule", "demand", "answer_within")


@blueprint.get("/supervision/orders")
@post_required("supervisor")
def orders() -> Any:
    """Show a page of all orders, newest first, by tab and department."""
    hall = current_hall()
    tab, department = request.args.get("tab", "open"), request.args.get("department", "")[:64]
    with hall.reading() as connection:
        after = request.args.get("after") or None
        page = read.all_orders(connection, reader(), hall.today(connection), tab, department, after)
        names = department_names(connection)
    about = {"tab": tab, "department": department, "departments": names, "statuses": ORDER_STATUSES}
    return render_template("supervision/orders.html", page=page, **about)


@blueprint.get("/orders")
@staff_required
def own_orders() -> Any:
    """Show the orders to the departments that one answers for."""
    hall, tab = current_hall(), request.args.get("tab", "open")
    with hall.reading() as connection:
        page = read.own_orders(connection, reader(), hall.today(connection), tab, request.args.get("after") or None)
    return render_template("supervision/own_orders.html", page=page, tab=tab, statuses=ORDER_STATUSES)


@blueprint.route("/supervision/orders/new", methods=["GET", "POST"])
@post_required("supervisor")
def new_order() -> Any:
    """Issue an order; ``?case=`` says which case it is about."""
    hall, problems = current_hall(), dict[str, str]()
    case_id = request.values.get("case", "")[:32] or None
    entered = {name: request.values.get(name, "")[:1200].strip() for name in ISSUE_FIELDS}
    with hall.reading() as connection:
        file = case_file(hall, connection, reader(), case_id) if case_id else None
        names = department_names(connection)
    if request.method == "POST":
        days = entered["answer_within"]
        within = int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0
        said = {"department": entered["department"], "demand": entered["demand"], "rule": entered["rule"]}
        try:
            command = IssueOrder(by=reader(), key=posted_key(), case_id=case_id, answer_within=within, **said)
            answer = hall.run(command)
        except Invalid as refusal:
            problems = translated(refusal)
        else:
            flash(_("督办单 %(number)s 已发出。", number=answer["number"]), "success")
            return redirect(url_for("supervision.order", order_id=answer["order_id"]))
    else:
        entered["answer_within"] = str(DEFAULT_DAYS)
        entered["department"] = entered["department"] or (file.case["department"] if file else "")
    about = {"file": file, "departments": names, "rules": RULES.values(), "case_id": case_id}
    page = render_template("supervision/new_order.html", entered=entered, problems=problems, **about)
    return page, 422 if problems else 200


@blueprint.get("/orders/<order_id>")
@staff_required
def order(order_id: str) -> Any:
    """Show an order with its history and what may be done with it now."""
    return order_page(order_id)


def order_page(order_id: str, entered: dict[str, str] | None = None, problems: dict[str, str] | None = None) -> Any:
    """Return the page of an order, with what is wrong with what was entered."""
    hall = current_hall()
    with hall.reading() as connection:
        one = read.order(connection, reader(), order_id, hall.today(connection))
    about = {
        "statuses": ORDER_STATUSES,
        "acts": ACTS,
        "rules": RULES,
        "entered": entered or {},
        "problems": problems or {},
    }
    return render_template("supervision/order.html", order=one, **about), 422 if problems else 200


@blueprint.post("/orders/<order_id>/receiving")
@staff_required
def receive_order(order_id: str) -> Any:
    """Receive the order for the department."""
    current_hall().run(ReceiveOrder(by=reader(), key=posted_key(), order_id=order_id))
    flash(_("已签收，请按期答复。"), "success")
    return redirect(url_for("supervision.order", order_id=order_id))


@blueprint.post("/orders/<order_id>/answer")
@staff_required
def answer_order(order_id: str) -> Any:
    """Answer the order for the department."""
    answer = request.form.get("answer", "")[:4000]
    command = AnswerOrder(by=reader(), key=posted_key(), order_id=order_id, answer=answer)
    return judged(order_id, command, {"answer": answer}, _("答复已报送。"))


@blueprint.post("/supervision/orders/<order_id>/acceptance")
@post_required("supervisor")
def accept_answer(order_id: str) -> Any:
    """Accept the answer; the order stays open."""
    current_hall().run(AcceptAnswer(by=reader(), key=posted_key(), order_id=order_id))
    flash(_("已认可答复。整改完成后请办结。"), "success")
    return redirect(url_for("supervision.order", order_id=order_id))


@blueprint.post("/supervision/orders/<order_id>/return")
@post_required("supervisor")
def return_answer(order_id: str) -> Any:
    """Send the answer back."""
    reason = request.form.get("reason", "")[:4000]
    command = ReturnAnswer(by=reader(), key=posted_key(), order_id=order_id, reason=reason)
    return judged(order_id, command, {"reason": reason}, _("已退回，答复期限重新计算。"))


@blueprint.post("/supervision/orders/<order_id>/closing")
@post_required("supervisor")
def close_order(order_id: str) -> Any:
    """Close the order with what came of it."""
    conclusion = request.form.get("conclusion", "")[:4000]
    command = CloseOrder(by=reader(), key=posted_key(), order_id=order_id, conclusion=conclusion)
    return judged(order_id, command, {"conclusion": conclusion}, _("督办单已办结。"))


@blueprint.post("/supervision/orders/<order_id>/withdrawal")
@post_required("supervisor")
def withdraw_order(order_id: str) -> Any:
    """Withdraw the order; it stays on record."""
    reason = request.form.get("reason", "")[:4000]
    command = WithdrawOrder(by=reader(), key=posted_key(), order_id=order_id, reason=reason)
    return judged(order_id, command, {"withdrawal": reason}, _("督办单已撤销。"), {"reason": "withdrawal"})


def judged(order_id: str, command: Any, entered: dict[str, str], done: str, names: dict[str, str] | None = None) -> Any:
    """Run the command and say that it is done, or show the page again with what is wrong beside its field."""
    try:
        current_hall().run(command)
    except Invalid as refusal:
        problems = {(names or {}).get(name, name): text for name, text in translated(refusal).items()}
        return order_page(order_id, entered, problems)
    flash(done, "success")
    return redirect(url_for("supervision.order", order_id=order_id))


def translated(refusal: Invalid) -> dict[str, str]:
    """Return what is wrong with each field in the reader's language."""
    return problems_of(refusal)

"""People: the list, a new account, posts, a new first password."""

from __future__ import annotations

import hmac
import secrets
from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.administration.set_email import SetEmail
from engine.administration.set_id_number import SetIdNumber
from engine.errors import Conflict, Invalid
from engine.queries.staff import departments, staff, staff_member
from engine.text import zh
from webapp.accounts import passwords, post_required
from webapp.accounts.enabling import DisableAccount, EnableAccount
from webapp.accounts.people import LOGIN, CreatePerson, ResetPassword
from webapp.accounts.posts import STAFF_POSTS, EndPost, GivePost
from webapp.admin import ADMINISTRATOR, blueprint
from webapp.cases.views import reader
from webapp.filling import posted_key
from webapp.installation import current_hall
from webapp.languages import problems_of, translate

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST_PASSWORD_LENGTH = 12


@blueprint.get("/admin/people")
@post_required(ADMINISTRATOR)
def people() -> Any:
    """List everybody with posts and last login."""
    asked = {name: request.args.get(name, "")[:80] for name in ("q", "department")}
    hall = current_hall()
    with hall.reading() as connection:
        rows = staff(connection, reader(), hall.today(connection), words=asked["q"], department=asked["department"])
        offices = departments(connection, reader())
    return render_template("admin/people.html", rows=rows, asked=asked, departments=offices)


@blueprint.route("/admin/people/new", methods=["GET", "POST"])
@post_required(ADMINISTRATOR)
def new_person() -> Any:
    """Make an account with its first post; the first password is shown once."""
    hall = current_hall()
    with hall.reading() as connection:
        offices = departments(connection, reader())
    entered = {name: request.form.get(name, "").strip()[:64] for name in ("login", "name", "department", "post")}
    if request.method != "POST":
        return person_form(offices, entered, {})
    problems = {}
    if not LOGIN.fullmatch(entered["login"]):
        problems["login"] = _("登录名由小写字母、数字和 . _ - 组成，至少两个字符。")
    if not entered["name"]:
        problems["name"] = _("请填写姓名。")
    if entered["department"] not in dict(offices):
        problems["department"] = _("请选择部门。")
    if entered["post"] not in STAFF_POSTS:
        problems["post"] = _("请选择岗位。")
    if problems:
        return person_form(offices, entered, problems)
    password = first_password()
    command = CreatePerson(
        by=reader(),
        key=posted_key(),
        login=entered["login"],
        name=entered["name"],
        department=entered["department"],
        password_hash=passwords.hash_password(password),
        posts=((entered["post"], entered["department"]),),
    )
    try:
        answer = hall.run(command)
    except Conflict as refusal:
        return person_form(offices, entered, {"login": translate(refusal.text)})
    return password_page(answer["id"], password)


def person_form(offices: Any, entered: dict[str, str], problems: dict[str, str]) -> Any:
    """Return the form for a new person, and the status that tells whether something is wrong."""
    about = {"departments": offices, "entered": entered, "problems": problems, "posts": STAFF_POSTS}
    return render_template("admin/new_person.html", **about), 422 if problems else 200


def first_password() -> str:
    """Return a password that can be read out, without letters that look like digits.

    It follows from the key of the form, which is random, and the secret of the installation: whoever presses
    twice sees the answer to the second press only, and it must show the password that the first has set.
    """
    secret = str(current_app.secret_key).encode()
    said = f"first password {posted_key() or secrets.token_hex(16)}".encode()
    number = int.from_bytes(hmac.digest(secret, said, "sha256"))
    letters: list[str] = []
    while len(letters) < FIRST_PASSWORD_LENGTH:
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def password_page(person_id: str, password: str) -> str:
    """Show a first password, once: it is kept nowhere."""
    with current_hall().reading() as connection:
        person = staff_member(connection, reader(), person_id)
    return render_template("admin/first_password.html", person=person, password=password)


@blueprint.get("/admin/people/<person_id>")
@post_required(ADMINISTRATOR)
def person(person_id: str) -> Any:
    """Show one person with the posts held now and before."""
    return person_page(person_id)


def person_page(
    person_id: str, id_number: str = "", problems: dict[str, str] | None = None, email: str | None = None
) -> Any:
    """Return the page of a person, with what is wrong with the identity number or address that was entered."""
    hall = current_hall()
    with hall.reading() as connection:
        one = staff_member(connection, reader(), person_id)
        offices, today = departments(connection, reader()), hall.today(connection)
    about = {"departments": offices, "today": today, "posts": STAFF_POSTS}
    entered = {"id_number": id_number, "email": one.email if email is None else email}
    page = render_template("admin/person.html", person=one, entered=entered, problems=problems or {}, **about)
    return page, 422 if problems else 200


def translated(refusal: Invalid) -> dict[str, str]:
    """Return what is wrong with each field in the reader's language."""
    return problems_of(refusal)


@blueprint.post("/admin/people/<person_id>/id-number")
@post_required(ADMINISTRATOR)
def set_id_number(person_id: str) -> Any:
    """Note the identity number of a person, so that nobody handles their own application; an empty one forgets it."""
    number = request.form.get("id_number", "")[:40].strip()
    try:
        # Without the key of the form: done twice it is done once, and an answer kept under a key keeps an
        # unkeyed hash of what was asked, from which a number of eighteen digits could be guessed.
        current_hall().run(SetIdNumber(by=reader(), person_id=person_id, id_number=number))
    except Invalid as refusal:
        return person_page(person_id, number, translated(refusal))
    flash(_("身份证号码已登记。") if number else _("身份证号码的登记已删除。"), "success")
    return redirect(url_for("admin.person", person_id=person_id))


@blueprint.post("/admin/people/<person_id>/email")
@post_required(ADMINISTRATOR)
def set_email(person_id: str) -> Any:
    """Note where a person gets lights and orders by mail; an empty address forgets it."""
    email = request.form.get("email", "")[:300].strip()
    try:
        current_hall().run(SetEmail(by=reader(), key=posted_key(), person_id=person_id, email=email))
    except Invalid as refusal:
        return person_page(person_id, problems=translated(refusal), email=email)
    flash(_("电子邮箱已登记。") if email else _("电子邮箱的登记已删除。"), "success")
    return redirect(url_for("admin.person", person_id=person_id))


@blueprint.post("/admin/people/<person_id>/posts")
@post_required(ADMINISTRATOR)
def give(person_id: str) -> Any:
    """Give a post."""
    post, department = request.form.get("post", "")[:64], request.form.get("department", "")[:64]
    try:
        days = {name: posted_day(name) for name in ("starts_on", "ends_on")}
        about = {"person_id": person_id, "post": post, "department": department}
        current_hall().run(GivePost(by=reader(), key=posted_key(), **about, **days))
    except Invalid as refusal:
        flash(translate(refusal.text), "warn")
    else:
        flash(_("已任职。"), "success")
    return redirect(url_for("admin.person", person_id=person_id))


def posted_day(name: str) -> date | None:
    """Return the day in a field of the form, none where it is empty; raises Invalid."""
    text = request.form.get(name, "").strip()[:20]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(zh("日期请写成 2026-03-02 的样子。")) from None


@blueprint.post("/admin/people/<person_id>/closing")
@post_required(ADMINISTRATOR)
def disable(person_id: str) -> Any:
    """Close an account; what was in the person's hands goes back to colleagues."""
    answer = current_hall().run(DisableAccount(by=reader(), key=posted_key(), person_id=person_id))
    flash(_("账号已停用，本人在各处的登录已退出。"), "success")
    if answer["released"]:
        count = answer["released"]
        flash(ngettext("名下 %(num)d 个步骤已退回待签收。", "名下 %(num)d 个步骤已退回待签收。", count), "info")
    if answer["kept"]:
        flash(
            ngettext(
                "有 %(num)d 个步骤是指派给本人的，仍在名下。",
                "有 %(num)d 个步骤是指派给本人的，仍在名下。",
                answer["kept"],
            ),
            "warn",
        )
    return redirect(url_for("admin.person", person_id=person_id))


@blueprint.post("/admin/people/<person_id>/opening")
@post_required(ADMINISTRATOR)
def enable(person_id: str) -> Any:
    """Open a closed account again."""
    current_hall().run(EnableAccount(by=reader(), key=posted_key(), person_id=person_id))
    flash(_("账号已启用，密码照旧。"), "success")
    return redirect(url_for("admin.person", person_id=person_id))


@blueprint.post("/admin/posts/<holding_id>/end")
@post_required(ADMINISTRATOR)
def end(holding_id: str) -> Any:
    """End a post."""
    answer = current_hall().run(EndPost(by=reader(), key=posted_key(), holding_id=holding_id))
    flash(_("已免去这个岗位，即时生效。"), "success")
    return redirect(url_for("admin.person", person_id=answer["person_id"]))


@blueprint.post("/admin/people/<person_id>/password")
@post_required(ADMINISTRATOR)
def reset_password(person_id: str) -> Any:
    """Give a new first password, shown once; every session of the person ends."""
    password = first_password()
    new_hash = passwords.hash_password(password)
    current_hall().run(ResetPassword(by=reader(), key=posted_key(), person_id=person_id, new_hash=new_hash))
    return password_page(person_id, password)

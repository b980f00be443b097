"""Pages of one's own account: log in and out, the sessions, the password, the start of the desk."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine.actor import SYSTEM, Actor
from engine.administration.set_email import SetEmail
from engine.administration.sit_at_window import SEATED, SitAtWindow, seat_of, seats_for
from engine.errors import Conflict, Invalid, NotFound
from engine.store.people import Person, Session
from webapp.accounts import access, passwords, sessions, throttle
from webapp.accounts.people import ChangePassword
from webapp.accounts.training import printed_accounts
from webapp.installation import current_hall
from webapp.languages import problems_of, translate
from webapp.navigation import Desk, Entry

blueprint = Blueprint("accounts", __name__)
blueprint.record_once(lambda state: access.init_app(state.app))
desk = Desk(
    blueprint,
    entries=(
        Entry("accounts.home", _l("工作台首页"), order=0),
        Entry("accounts.own_account", _l("我的账号"), order=99, description=_l("修改密码，查看并结束登录")),
    ),
    public=(Entry("accounts.login", _l("工作人员登录"), order=90),),
)


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> Any:
    """Log in; the answer to a wrong password and to an unknown name is the same, and takes as long."""
    target = safe_target(request.values.get("next", ""))
    if request.method != "POST":
        if access.current_actor() is not None:
            return redirect(target)
        return login_page(target)
    name, password = request.form.get("login", "").strip().lower()[:64], request.form.get("password", "")
    if not name or not password:
        return login_page(target, name, _("请填写登录名和密码。")), 422
    hall, address = current_hall(), request.remote_addr or ""
    attempt = hall.run(throttle.CountAttempt(by=SYSTEM, login=name, address=address))
    if attempt["wait"]:
        minutes = -(-attempt["wait"] // 60)
        return login_page(target, name, _("尝试次数过多，请 %(minutes)d 分钟后再试。", minutes=minutes)), 429
    with hall.reading() as connection:
        chosen = select(Person.id, Person.name, Person.password_hash, Person.active)
        person = connection.execute(chosen.where(Person.login == name)).first()
    right = passwords.matches(person.password_hash if person else None, password)
    if person is None or not right or not person.active:
        return login_page(target, name, _("登录名或密码不正确。")), 422
    token = sessions.new_token()
    fresh = passwords.hash_password(password) if passwords.outdated(person.password_hash) else ""
    actor = Actor(kind="staff", name=person.name, person_id=person.id, address=address)
    opened = hall.run(
        sessions.OpenSession(
            by=actor,
            person_id=person.id,
            login=name,
            token_hash=sessions.hash_token(token),
            address=address,
            browser=request.headers.get("User-Agent", ""),
            new_hash=fresh,
        )
    )
    # The form token of before the login must not outlive it.
    session.clear()
    if opened["ended"]:
        flash(_("您在其他地方的登录过多，较早的一个已退出。"), "info")
    response = redirect(target)
    access.set_cookie(response, token)
    return response


def login_page(target: str, name: str = "", problem: str = "") -> str:
    """Return the login form; in the training hall with the accounts and their printed password."""
    groups, password = printed_accounts()
    return render_template(
        "accounts/login.html",
        target=target,
        name=name,
        problem=problem,
        groups=groups,
        printed_password=password,
    )


def safe_target(wish: str) -> str:
    """Return ``wish`` if it is a page of this site, else the start of the desk."""
    if wish.startswith("/") and not wish.startswith(("//", "/\\")) and wish.isprintable():
        return wish
    return url_for("accounts.home")


@blueprint.post("/logout")
def logout() -> Response:
    """End this session."""
    login = access.current_login()
    if login is not None:
        # Ended elsewhere in the same moment is what was wanted.
        with suppress(NotFound):
            current_hall().run(sessions.CloseSession(by=login.actor, token_hash=login.token_hash))
    session.clear()
    response = redirect(url_for("accounts.login"))
    response.delete_cookie(access.COOKIE)
    return response


@blueprint.get("/desk")
@access.staff_required
def home() -> str:
    """Show what this person may open, and let those who work at a window say at which."""
    actor = access.current_actor()
    assert actor is not None
    with current_hall().reading() as connection:
        seats, seat = seats_for(connection, actor), seat_of(connection, access.person_id())
    return render_template("accounts/home.html", seats=seats, seat=seat)


@blueprint.post("/desk/window")
@access.post_required(*sorted(SEATED))
def sit() -> Response:
    """Note at which window one sits now."""
    actor = access.current_actor()
    assert actor is not None
    try:
        taken = current_hall().run(SitAtWindow(by=actor, window_id=request.form.get("window_id") or None))
    except Invalid as refusal:
        flash(translate(refusal.problems["window_id"]), "danger")
    else:
        number = taken["window"]
        flash(
            _("已记下：您现在在 %(number)s 窗口。", number=number) if number else _("已记下：您现在不在窗口。"),
            "success",
        )
    return redirect(url_for("accounts.home"))


@blueprint.get("/account")
@access.staff_required
def own_account() -> Any:
    """Show one's posts, where mail goes, and living sessions."""
    return account_page()


def account_page(email: str | None = None, problems: dict[str, str] | None = None) -> Any:
    """Return the page, with what is wrong with the address that was entered."""
    hall, now = current_hall(), current_hall().clock.now()
    with hall.reading() as connection:
        mine = select(Session.__table__).where(Session.person_id == access.person_id())
        rows = connection.execute(mine.order_by(Session.seen_at.desc())).all()
        kept = connection.execute(select(Person.email).where(Person.id == access.person_id())).scalar() or ""
    living = [row for row in rows if sessions.alive(row.created_at, row.seen_at, now)]
    about = {"sessions": living, "login": access.current_login(), "email": kept if email is None else email}
    page = render_template("accounts/own_account.html", problems=problems or {}, **about)
    return page, 422 if problems else 200


@blueprint.post("/account/email")
@access.staff_required
def set_email() -> Any:
    """Note where one gets lights and orders by mail; an empty address forgets it."""
    actor, email = access.current_actor(), request.form.get("email", "")[:300].strip()
    assert actor is not None
    assert actor.person_id is not None
    try:
        current_hall().run(SetEmail(by=actor, person_id=actor.person_id, email=email))
    except Invalid as refusal:
        return account_page(email, problems_of(refusal))
    flash(_("电子邮箱已登记。") if email else _("电子邮箱的登记已删除。"), "success")
    return redirect(url_for("accounts.own_account"))


@blueprint.post("/account/sessions/<token_hash>/end")
@access.staff_required
def end_session(token_hash: str) -> Response:
    """End one of one's own sessions."""
    actor = access.current_actor()
    assert actor is not None
    current_hall().run(sessions.CloseSession(by=actor, token_hash=token_hash))
    flash(_("已结束这个登录。"), "success")
    return redirect(url_for("accounts.own_account"))


@blueprint.route("/account/password", methods=["GET", "POST"])
@access.staff_required
def change_password() -> Any:
    """Change one's own password; every other session ends."""
    login = access.current_login()
    assert login is not None
    if request.method != "POST":
        return render_template("accounts/change_password.html", problems={}, forced=login.must_change_password)
    hall = current_hall()
    with hall.reading() as connection:
        chosen = select(Person.login, Person.password_hash).where(Person.id == login.actor.person_id)
        person = connection.execute(chosen).one()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    problems: dict[str, str] = {}
    address = request.remote_addr or ""
    attempt = hall.run(throttle.CountAttempt(by=login.actor, login=person.login, address=address))
    if attempt["wait"]:
        problems["old"] = _("尝试次数过多，请稍后再试。")
    elif not passwords.matches(person.password_hash, old):
        if is_changed_already(old, new, request.form.get("again", "")):
            return password_changed()
        problems["old"] = _("现在的密码不正确。")
    weak = passwords.weakness(new, person.login)
    if weak is not None:
        problems["new"] = translate(weak)
    elif new == old:
        problems["new"] = _("新密码不能与现在的密码相同。")
    if new != request.form.get("again", ""):
        problems["again"] = _("两次填写的新密码不一致。")
    if problems:
        forced = login.must_change_password
        return render_template("accounts/change_password.html", problems=problems, forced=forced), 422
    command = ChangePassword(
        by=login.actor,
        login=person.login,
        address=address,
        old_hash=person.password_hash,
        new_hash=passwords.hash_password(new),
        keep=login.token_hash,
    )
    try:
        hall.run(command)
    except Conflict:
        # Both clicks of a double click may have read the old hash.
        if not is_changed_already(old, new, new):
            raise
    return password_changed()


def is_changed_already(old: str, new: str, again: str) -> bool:
    """Tell whether the new password is the one by now: the second click of a form whose first one changed it.

    It tells no more about the password than the field for the old one does, and tries are counted alike.
    """
    with current_hall().reading() as connection:
        wanted = select(Person.password_hash).where(Person.id == access.person_id())
        return old != new == again and passwords.matches(connection.execute(wanted).scalar(), new)


def password_changed() -> Response:
    """Answer a change of the password."""
    flash(_("密码已修改，您在其他地方的登录均已退出。"), "success")
    return redirect(url_for("accounts.home"))

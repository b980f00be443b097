"""Who asks: the person behind the session cookie, and the decorators that guard staff pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import wraps
from types import SimpleNamespace
from typing import Any, TypeVar

from flask import Flask, Response, g, redirect, request, url_for
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from engine.actor import Actor, Holding
from engine.errors import NotAllowed, Unavailable
from engine.store.base import table_of
from engine.store.people import Department, Person, PostHolding, Session
from engine.store.prepared import Prepared
from engine.store.service_windows import ServiceWindow
from engine.text import zh
from webapp.accounts import sessions
from webapp.installation import current_hall
from webapp.words import post_name

COOKIE = "banjian_session"
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Login:
    """A living session and the person it belongs to."""

    actor: Actor
    token_hash: str
    must_change_password: bool


def current_login() -> Login | None:
    """Return the living session of this request, or none; read once a request."""
    if "banjian_login" not in g:
        token = request.cookies.get(COOKIE, "")
        # Set first: where the database is away the page that says so must not wait for it again.
        g.banjian_login = None
        if token:
            g.banjian_login = _read_login(sessions.hash_token(token))
    login: Login | None = g.banjian_login
    return login


def current_actor() -> Actor | None:
    """Return the member of staff who asks, or none."""
    login = current_login()
    return login.actor if login else None


def person_id() -> str:
    """Return the id of the member of staff who asks; only for pages that require one."""
    actor = current_actor()
    if actor is None or actor.person_id is None:
        raise Unauthorized()
    return actor.person_id


_session, _person, _department, _held, _window = (
    table_of(one).c for one in (Session, Person, Department, PostHolding, ServiceWindow)
)
_LOGIN = Prepared(
    select(_session.created_at, _session.seen_at, _person.id, _person.name, _person.must_change_password)
    .add_columns(_department.name.label("department_name"), _held.post, _held.department)
    .add_columns(_held.starts_on, _held.ends_on, _window.number.label("window"))
    .join_from(table_of(Session), table_of(Person), _person.id == _session.person_id)
    .outerjoin(table_of(Department), _department.code == _person.department)
    .outerjoin(table_of(PostHolding), _held.person_id == _person.id)
    .outerjoin(table_of(ServiceWindow), (_window.id == _person.window_id) & _window.is_open)
    .where(_session.token_hash == bindparam("token_hash"), _person.active)
    .order_by(_held.post, _held.department)
)


def _read_login(token_hash: str) -> Login | None:
    hall = current_hall()
    now = hall.clock.now()
    with hall.reading() as connection:
        rows = [SimpleNamespace(**one) for one in _LOGIN.execute(connection, {"token_hash": token_hash}).all()]
        if not rows or not sessions.alive(rows[0].created_at, rows[0].seen_at, now):
            return None
        today = hall.today(connection)
    row = rows[0]
    held = [one for one in rows if one.post is not None and one.starts_on <= today]
    holdings = tuple(Holding(one.post, one.department) for one in held if one.ends_on is None or one.ends_on >= today)
    if now - row.seen_at >= sessions.TOUCH_EVERY:
        # A page that only reads is still served while the database takes no writes; a change need not wait twice.
        with suppress(Unavailable) if request.method in ("GET", "HEAD") else nullcontext():
            hall.run(sessions.TouchSession(by=_staff(row, ()), token_hash=token_hash))
    return Login(_staff(row, holdings), token_hash, row.must_change_password)


def _staff(row: Any, holdings: tuple[Holding, ...]) -> Actor:
    return Actor(
        kind="staff",
        name=row.name,
        person_id=row.id,
        holdings=holdings,
        department_name=row.department_name or "",
        address=request.remote_addr,
        window=row.window,
    )


def staff_required(view: View) -> View:
    """Let only logged-in staff in; others are sent to the login page and come back after it."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return refuse_stranger() or view(*args, **kwargs)

    guarded.open_to = frozenset()  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def post_required(*posts: str) -> Callable[[View], View]:
    """Let only holders of one of ``posts`` in, in whatever department; the engine checks the rest."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            refusal = refuse_stranger()
            if refusal is not None:
                return refusal
            actor = current_actor()
            if actor is None or not actor.posts & set(posts):
                names = "、".join(str(post_name(post)) for post in posts)
                raise NotAllowed(zh("这一页只对以下岗位开放：{posts}。", posts=names))
            return view(*args, **kwargs)

        guarded.open_to = frozenset(posts)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def refuse_stranger() -> BaseResponse | None:
    """Return the way to the login page for strangers, to the password page for first logins, else none."""
    login = current_login()
    if login is None:
        if request.method not in ("GET", "HEAD") or request.path.startswith("/api/"):
            raise Unauthorized()
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    if login.must_change_password and request.endpoint != "accounts.change_password":
        return redirect(url_for("accounts.change_password"))
    return None


def set_cookie(response: Response | BaseResponse, token: str) -> None:
    """Hand the session's token to the browser; no script can read it, no other site can send it."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def init_app(app: Flask) -> None:
    """Give templates ``actor``; error pages must show even where the database is away."""

    @app.context_processor
    def actor_of_page() -> dict[str, Actor | None]:
        try:
            return {"actor": current_actor()}
        except (SQLAlchemyError, Unavailable):
            return {"actor": None}


__all__ = [
    "COOKIE",
    "current_actor",
    "current_login",
    "person_id",
    "post_required",
    "set_cookie",
    "staff_required",
]

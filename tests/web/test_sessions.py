"""Sessions live on the server: they end when told, when idle, when old, and when there are too many."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Person, PostHolding, Session
from webapp.accounts.sessions import hash_token


def cookie(visitor):
    return visitor.client.get_cookie("banjian_session")


def rows(app):
    with app.extensions["banjian_hall"].reading() as connection:
        return connection.execute(select(table_of(Session))).all()


def test_the_table_keeps_only_a_digest_of_the_token(visitor, app):
    visitor.log_in("shenhe")
    (row,) = rows(app)
    token = cookie(visitor).value
    assert len(token) >= 43
    assert row.token_hash == hash_token(token)
    assert token not in repr(row)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor):
    response = visitor.log_in("shenhe")
    header = next(one for one in response.headers.getlist("Set-Cookie") if one.startswith("banjian_session"))
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header


def test_the_cookie_is_for_https_where_there_is_https(visitor):
    page = visitor.get("/login", base_url="https://localhost").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    response = visitor.client.post(
        "/login",
        data={"csrf_token": token, "login": "shenhe", "password": "lianxi-2026"},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/login"},
    )
    assert response.status_code == 302
    assert all("Secure" in one for one in response.headers.getlist("Set-Cookie"))


def test_a_token_set_beforehand_is_not_taken_over(visitor, app):
    visitor.client.set_cookie("banjian_session", "planted-by-somebody")
    visitor.log_in("shenhe")
    assert cookie(visitor).value != "planted-by-somebody"
    assert hash_token("planted-by-somebody") not in {row.token_hash for row in rows(app)}


def test_each_login_has_a_new_token(visitor):
    visitor.log_in("shenhe")
    first = cookie(visitor).value
    visitor.post("/logout", {}, page="/desk")
    visitor.log_in("shenhe")
    assert cookie(visitor).value != first


def test_logging_out_ends_the_session_for_whoever_has_the_token(visitor, another_visitor):
    visitor.log_in("shenhe")
    thief = another_visitor()
    thief.client.set_cookie("banjian_session", cookie(visitor).value)
    assert thief.get("/desk").status_code == 200

    visitor.post("/logout", {}, page="/desk")
    assert thief.get("/desk").status_code == 302


def test_half_an_hour_without_use_ends_it(visitor, clock):
    visitor.log_in("shenhe")
    clock.advance(timedelta(minutes=29))
    assert visitor.get("/desk").status_code == 200
    clock.advance(timedelta(minutes=29))
    assert visitor.get("/desk").status_code == 200
    clock.advance(timedelta(minutes=31))
    assert visitor.get("/desk").status_code == 302


def test_eight_hours_end_it_however_busy(visitor, clock):
    visitor.log_in("shenhe")
    for _ in range(16):
        clock.advance(timedelta(minutes=29))
        assert visitor.get("/desk").status_code == 200
    clock.advance(timedelta(minutes=17))
    assert visitor.get("/desk").status_code == 302


def test_use_is_written_down_at_most_once_a_minute(visitor, app, clock):
    visitor.log_in("shenhe")
    begun = rows(app)[0].seen_at
    clock.advance(timedelta(seconds=59))
    visitor.get("/desk")
    assert rows(app)[0].seen_at == begun
    clock.advance(timedelta(seconds=1))
    visitor.get("/desk")
    assert rows(app)[0].seen_at == begun + timedelta(seconds=60)


def test_the_fourth_login_ends_the_oldest(another_visitor, clock):
    people = [another_visitor() for _ in range(4)]
    for person in people:
        person.log_in("shenhe")
        clock.advance(timedelta(seconds=1))
    assert [person.get("/desk").status_code for person in people] == [302, 200, 200, 200]
    assert "较早的一个已退出" not in people[2].get("/desk").text


def test_one_sees_and_ends_ones_own_sessions(visitor, another_visitor):
    visitor.log_in("shenhe")
    elsewhere = another_visitor()
    elsewhere.log_in("shenhe")
    page = visitor.get("/account").text
    assert page.count("10.0.0.") == 2
    assert "本次登录" in page

    there = hash_token(cookie(elsewhere).value)
    visitor.post(f"/account/sessions/{there}/end", {}, page="/account")
    assert elsewhere.get("/desk").status_code == 302
    assert visitor.get("/desk").status_code == 200


def test_nobody_ends_the_session_of_another_person(visitor, another_visitor):
    visitor.log_in("shenhe")
    other = another_visitor()
    other.log_in("shenpi")
    theirs = hash_token(cookie(other).value)

    response = visitor.post(f"/account/sessions/{theirs}/end", {}, page="/account")
    assert response.status_code == 404
    assert other.get("/desk").status_code == 200


def test_a_person_who_leaves_is_out_at_once(visitor, app):
    visitor.log_in("shenhe")
    app.extensions["banjian_hall"].run(Change(by=SYSTEM))
    assert visitor.get("/desk").status_code == 302


def test_a_post_that_has_ended_counts_no_more(visitor, app, clock):
    visitor.log_in("shenhe")
    app.extensions["banjian_hall"].run(EndPosts(by=SYSTEM))
    assert "审核人" in visitor.get("/desk").text
    clock.advance(timedelta(days=1))
    visitor.log_in("shenhe")
    assert "您目前没有岗位。" in visitor.get("/desk").text


class Change(Command):
    def execute(self, uow):
        uow.execute(update(table_of(Person)).where(Person.login == "shenhe").values(active=False))
        return {}


class EndPosts(Command):
    def execute(self, uow):
        uow.execute(update(table_of(PostHolding)).values(ends_on=uow.today))
        return {}

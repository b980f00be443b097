"""Logging in: equal answers for everybody, throttled guessing, and where one arrives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Person
from webapp.accounts import throttle

WRONG = "登录名或密码不正确。"
WAIT = "尝试次数过多"


def test_the_right_password_opens_the_desk(visitor):
    response = visitor.log_in("shenhe")
    assert response.status_code == 302
    assert response.location == "/desk"
    page = visitor.get("/desk").text
    assert "程砚，您好" in page
    assert "城关市场监督管理所" in page
    assert "审核人" in page


def test_the_name_is_taken_however_it_is_typed(visitor):
    assert visitor.log_in(" ShenHe ").status_code == 302


def test_wrong_password_and_unknown_name_get_the_same_answer(visitor, another_visitor):
    wrong = visitor.log_in("shenhe", "not-this-one-1")
    unknown = another_visitor().log_in("nobody", "not-this-one-1")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert WRONG in wrong.text
    assert WRONG in unknown.text


def test_an_unknown_name_costs_as_much_as_a_known_one(visitor, monkeypatch):
    from webapp.accounts import passwords

    checked = []
    real = passwords.check_password_hash
    monkeypatch.setattr(passwords, "check_password_hash", lambda kept, given: checked.append(kept) or real(kept, given))
    visitor.log_in("nobody", "not-this-one-1")
    assert [kept.split("$")[0] for kept in checked] == [passwords.METHOD]


def test_a_person_who_left_cannot_log_in(visitor, app):
    app.extensions["banjian_hall"].run(Deactivate(by=SYSTEM, login="shenhe"))
    response = visitor.log_in("shenhe")
    assert response.status_code == 422
    assert WRONG in response.text


@pytest.mark.parametrize("data", [{"login": "", "password": ""}, {"login": "shenhe", "password": ""}])
def test_an_empty_form_is_no_attempt(visitor, data):
    for _ in range(7):
        assert visitor.post("/login", data).status_code == 422
    assert visitor.log_in("shenhe").status_code == 302


def test_after_five_failures_even_the_right_password_waits(visitor, another_visitor, clock):
    for _ in range(5):
        assert WRONG in visitor.log_in("shenhe", "wrong-password-1").text
    blocked = another_visitor().log_in("shenhe")
    assert blocked.status_code == 429
    assert WAIT in blocked.text

    clock.advance(timedelta(seconds=61))
    assert visitor.log_in("shenhe").status_code == 302


def test_an_unknown_account_is_throttled_alike(visitor):
    for _ in range(5):
        visitor.log_in("nobody", "wrong-password-1")
    assert visitor.log_in("nobody", "wrong-password-1").status_code == 429


def test_the_wait_grows_to_a_quarter_of_an_hour(visitor, clock):
    waits = []
    for _ in range(5):
        visitor.log_in("shenhe", "wrong-password-1")
    for _ in range(6):
        page = visitor.log_in("shenhe", "wrong-password-1").text
        minutes = int(page.split("请 ")[1].split(" 分钟")[0])
        waits.append(minutes)
        clock.advance(timedelta(minutes=minutes))
        visitor.log_in("shenhe", "wrong-password-1")
    assert waits == [1, 2, 4, 8, 15, 15]


def test_a_success_starts_the_account_anew(visitor):
    for _ in range(3):
        for _ in range(4):
            visitor.log_in("shenhe", "wrong-password-1")
        assert visitor.log_in("shenhe").status_code == 302
        visitor.post("/logout", {}, page="/desk")


def test_one_address_may_not_try_many_accounts(visitor, another_visitor):
    for number in range(20):
        assert visitor.log_in(f"guess{number}", "wrong-password-1").status_code == 422
    assert visitor.log_in("shenhe").status_code == 429
    assert another_visitor().log_in("shenhe").status_code == 302


def test_failures_are_forgotten_after_a_day(visitor, clock):
    for _ in range(4):
        visitor.log_in("shenhe", "wrong-password-1")
    clock.advance(timedelta(hours=25))
    for _ in range(4):
        assert WRONG in visitor.log_in("shenhe", "wrong-password-1").text
    assert visitor.log_in("shenhe").status_code == 302


def test_attempts_sent_at_once_are_all_counted(app):
    hall = app.extensions["banjian_hall"]
    attempt = throttle.CountAttempt(by=SYSTEM, login="shenhe", address="10.0.0.9")
    answers = [hall.run(attempt)["wait"] for _ in range(8)]
    # None of the eight had an answer yet when the next was counted.
    assert answers[:5] == [0] * 5
    assert all(answers[5:])


@pytest.mark.parametrize(
    ("wish", "arrival"),
    [
        ("/account?x=1", "/account?x=1"),
        ("//evil.example/", "/desk"),
        ("/\\evil.example", "/desk"),
        ("https://evil.example/", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("/a\nb", "/desk"),
        ("", "/desk"),
    ],
)
def test_one_arrives_only_at_pages_of_this_site(visitor, wish, arrival):
    response = visitor.post("/login", {"login": "shenhe", "password": "lianxi-2026", "next": wish})
    assert response.location == arrival


def test_a_stranger_is_sent_to_log_in_and_back(visitor):
    response = visitor.get("/account?page=2")
    assert response.location == "/login?next=/account?page%3D2"


def test_an_old_hash_is_made_anew_at_login(visitor, app):
    from werkzeug.security import generate_password_hash

    hall = app.extensions["banjian_hall"]
    old = generate_password_hash("lianxi-2026", "scrypt:512:8:1")
    hall.run(Deactivate(by=SYSTEM, login="shenhe", password_hash=old))
    assert visitor.log_in("shenhe").status_code == 302
    with hall.reading() as connection:
        kept = connection.execute(select(Person.password_hash).where(Person.login == "shenhe")).scalar()
    assert kept.startswith("scrypt:1024:8:1$")


def test_the_training_hall_prints_its_accounts(visitor):
    page = visitor.get("/login").text
    assert "lianxi-2026" in page
    assert "chuangkou" in page
    county, towns = page.partition("<details>")[::2]
    assert "城关市场监督管理所" in county
    assert "人民政府" not in county
    assert towns.count("<summary>") == 10
    assert towns.index("jianchi-daiban") < towns.index("puxi-shenhe")


def test_a_production_hall_prints_none(settings, clock):
    from dataclasses import replace

    from webapp import create_app

    app = create_app(replace(settings, mode="production", secret="s7" * 20), clock)
    page = app.test_client().get("/login").text
    app.extensions["banjian_hall"].close()
    assert "lianxi" not in page
    assert "chuangkou" not in page
    assert "练习" not in page


class Deactivate(Command):
    """Change a person behind the application's back."""

    def __init__(self, by, login, **values):
        super().__init__(by=by)
        object.__setattr__(self, "login", login)
        object.__setattr__(self, "values", values or {"active": False})

    def execute(self, uow):
        uow.execute(update(table_of(Person)).where(Person.login == self.login).values(**self.values))
        return {}

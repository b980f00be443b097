"""Passwords: which are good enough, and what changing one does."""

from __future__ import annotations

import pytest

from webapp.accounts.passwords import hash_password, matches, outdated, weakness

GOOD = "chunnuan-huakai-88"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("a1b2c3", "密码至少 10 个字符。"),
        ("x1" * 65, "密码最多 128 个字符。"),
        ("Password123", "太常见"),
        ("a1a1a1a1a1a1", "太常见"),
        ("my-shenhe-2026", "不能包含登录名"),
        ("abcdefghijkl", "至少两种"),
        ("348905612347", "至少两种"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, reason):
    assert reason in str(weakness(password, "shenhe"))


@pytest.mark.parametrize("password", [GOOD, "correct horse battery", "春眠不觉晓处处闻啼鸟8"])
def test_a_good_password_is_taken(password):
    assert weakness(password, "shenhe") is None


def test_a_hash_matches_its_password_only():
    kept = hash_password(GOOD)
    assert GOOD not in kept
    assert matches(kept, GOOD)
    assert not matches(kept, GOOD + "x")
    assert not matches(None, GOOD)
    assert not outdated(kept)
    assert outdated("pbkdf2:sha256:1000$a$b")


def change(visitor, old, new, again=None):
    data = {"old": old, "new": new, "again": new if again is None else again}
    return visitor.post("/account/password", data)


def test_changing_it_ends_all_other_sessions(visitor, another_visitor):
    visitor.log_in("shenhe")
    elsewhere = another_visitor()
    elsewhere.log_in("shenhe")

    assert change(visitor, "lianxi-2026", GOOD).status_code == 302
    assert "密码已修改" in visitor.get("/desk").text
    assert elsewhere.get("/desk").status_code == 302
    assert another_visitor().log_in("shenhe").status_code == 422
    assert another_visitor().log_in("shenhe", GOOD).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "reason"),
    [
        ("wrong-one-1", GOOD, None, "现在的密码不正确。"),
        ("lianxi-2026", "short1", None, "密码至少 10 个字符。"),
        ("lianxi-2026", "lianxi-2026", None, "新密码不能与现在的密码相同。"),
        ("lianxi-2026", GOOD, "other-one-99", "两次填写的新密码不一致。"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(visitor, another_visitor, old, new, again, reason):
    visitor.log_in("shenhe")
    response = change(visitor, old, new, again)
    assert response.status_code == 422
    assert reason in response.text
    assert another_visitor().log_in("shenhe").status_code == 302


def test_guessing_the_old_password_from_an_open_desk_is_throttled(visitor):
    visitor.log_in("shenhe")
    for _ in range(5):
        change(visitor, "wrong-one-1", GOOD)
    assert "尝试次数过多" in change(visitor, "lianxi-2026", GOOD).text


def test_a_first_password_must_be_changed_before_anything_else(visitor, app):
    from engine.actor import SYSTEM
    from webapp.accounts.people import CreatePerson

    app.extensions["banjian_hall"].run(
        CreatePerson(
            by=SYSTEM,
            login="xinren",
            name="新人",
            department="market_bureau",
            password_hash=hash_password("first-password-1"),
            posts=(("reviewer", "market_bureau"),),
        )
    )
    visitor.log_in("xinren", "first-password-1")
    assert visitor.get("/desk").location == "/account/password"
    assert "这是初始密码" in visitor.get("/account/password").text
    change(visitor, "first-password-1", GOOD)
    assert visitor.get("/desk").status_code == 200


def test_a_double_click_gets_the_answer_of_the_first(visitor):
    visitor.log_in("shenhe")
    page = visitor.get("/account/password").text
    assert "修改密码" in page
    for _click in range(3):
        assert change(visitor, "lianxi-2026", GOOD).status_code == 302
    assert "密码已修改" in visitor.get("/desk").text


def test_a_wrong_old_password_is_still_wrong(visitor):
    visitor.log_in("shenhe")
    assert change(visitor, "lianxi-2026", GOOD).status_code == 302
    assert change(visitor, GOOD, GOOD).status_code == 422
    assert "现在的密码不正确" in change(visitor, "another-guess-1", "another-guess-2").text
    assert change(visitor, "another-guess-1", GOOD, "not-the-same-1").status_code == 422


def test_two_clicks_at_once_change_it_once_and_both_say_so(visitor, monkeypatch):
    from webapp.accounts import views

    visitor.log_in("shenhe")
    run, clicks = views.current_hall, []

    class Beaten:
        """A hall in which the other click was first."""

        def __init__(self, hall):
            self.hall = hall

        def __getattr__(self, name):
            return getattr(self.hall, name)

        def run(self, command):
            if isinstance(command, views.ChangePassword):
                clicks.append(command)
                self.hall.run(command)
            return self.hall.run(command)

    monkeypatch.setattr(views, "current_hall", lambda: Beaten(run()))
    assert change(visitor, "lianxi-2026", GOOD).status_code == 302
    assert len(clicks) == 1

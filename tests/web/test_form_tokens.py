"""A form is taken only with the token of its page and from this site."""

from __future__ import annotations

import re

EXPIRED = "页面已过期"


def test_without_a_token_nothing_happens_and_the_page_says_so(client):
    response = client.post("/login", data={"login": "shenhe", "password": "x"})
    assert response.status_code == 400
    assert EXPIRED in response.text
    assert "没有生效" in response.text


def test_a_forged_token_is_refused(visitor):
    visitor.get("/login")
    response = visitor.client.post("/login", data={"csrf_token": "forged", "login": "a", "password": "b"})
    assert response.status_code == 400
    assert EXPIRED in response.text


def test_a_token_of_another_browser_is_refused(visitor, another_visitor):
    page = another_visitor().get("/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    visitor.get("/login")
    response = visitor.client.post("/login", data={"csrf_token": token, "login": "a", "password": "b"})
    assert response.status_code == 400


def test_another_site_is_refused_even_with_a_token(visitor):
    response = visitor.log_in("shenhe", headers={"Origin": "https://evil.example"})
    assert response.status_code == 400
    assert EXPIRED in response.text


def test_this_site_is_taken(visitor):
    assert visitor.log_in("shenhe", headers={"Origin": "http://localhost"}).status_code == 302


def test_the_token_of_before_the_login_does_not_outlive_it(visitor):
    page = visitor.get("/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    data = {"csrf_token": token, "login": "shenhe", "password": "lianxi-2026"}
    assert visitor.client.post("/login", data=data).status_code == 302
    assert visitor.client.post("/logout", data={"csrf_token": token}).status_code == 400

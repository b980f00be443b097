"""Every response carries the headers, whatever it answers."""

from __future__ import annotations

import re

import pytest

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = ["/login", "/desk", "/nothing-here", "/healthz", "/static/banjian.css", "/api/nothing"]


@pytest.mark.parametrize("path", PAGES)
def test_headers_are_on_every_answer(client, path):
    headers = client.get(path, buffered=True).headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_headers_are_on_refusals_and_failures(client, app):
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    for response in (client.post("/login"), client.put("/login"), client.get("/broken")):
        assert response.status_code >= 400
        assert response.headers["Content-Security-Policy"] == CSP


def test_pages_are_not_kept_and_static_files_are(client):
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    assert "max-age=3600" in client.get("/static/banjian.css", buffered=True).headers["Cache-Control"]


def test_https_is_remembered_only_where_it_is(client):
    assert "Strict-Transport-Security" not in client.get("/login").headers
    assert "Strict-Transport-Security" in client.get("/login", base_url="https://hall.example").headers


def test_a_view_may_be_stricter(client, app):
    app.add_url_rule("/strict", "strict", lambda: ("", {"Content-Security-Policy": "sandbox"}))
    assert client.get("/strict").headers["Content-Security-Policy"] == "sandbox"


def test_templates_have_no_inline_style_script_or_handler(app):
    from pathlib import Path

    offence = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = sorted(Path(app.root_path, "templates").rglob("*.html"))
    assert pages
    # Papers are set as PDF and never reach a browser.
    pages = [page for page in pages if page.parent.name != "documents"]
    offending = [page.name for page in pages if offence.search(page.read_text(encoding="utf-8"))]
    assert not offending


def test_a_proxy_is_trusted_only_when_set(settings):
    from dataclasses import replace

    from webapp import create_app

    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    for proxies, expected in ((0, "http 127.0.0.1"), (1, "https 203.0.113.9")):
        app = create_app(replace(settings, proxies=proxies))
        app.add_url_rule("/seen", "seen", seen)
        assert app.test_client().get("/seen", headers=forwarded).text == expected
        app.extensions["banjian_hall"].close()


def seen() -> str:
    from flask import request

    return f"{request.scheme} {request.remote_addr}"


def test_unknown_hosts_are_refused(settings):
    from dataclasses import replace

    from webapp import create_app

    app = create_app(replace(settings, trusted_hosts=("hall.example",)))
    assert app.test_client().get("/login", base_url="http://evil.example").status_code == 400
    assert app.test_client().get("/login", base_url="http://hall.example").status_code == 200
    app.extensions["banjian_hall"].close()

"""docs/permissions.md, written from the table: every route with who may call it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from flask import Flask

from engine.posts import POSTS
from webapp import navigation
from webapp.application import DESKS
from webapp.permissions.rule import CODE, OBJECTS, PUBLIC, STAFF, Rule
from webapp.permissions.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
DOORS = {PUBLIC: "anybody", CODE: "applicant with a code", STAFF: "any staff"}
HEAD = """# Who may do what

Written by `make permissions` from `webapp/permissions/rules.py`; do not edit it here. A test compares the two, and
another one calls every route as every post, for cases of the caller's own and of foreign departments and towns: what
is written here is allowed, everything else is refused.

A call passes three checks, in this order:

1. **the door**: who is asking at all. Strangers are sent to the login page (or, where a code opens the page, to the
   page that asks for it); staff without the post are told for whom the page is (403);
2. **the object**: the last column, asked by the engine of the case or the step named, in queries and commands alike.
   Who fails here is told that there is no such thing (404), as for a thing that does not exist;
3. **the moment and the rules of the trade**: who comes too late is told who was first (409), and who is kept from an
   act by what they did before is told the rule and who may do it instead (403).

A post is held in a department, from a day to a day; "holds the post" means today, in that department.

| post | in Chinese | desks |
|---|---|---|
"""


def page() -> str:
    """Return the text of docs/permissions.md."""
    parts = [HEAD + _posts(), "## Routes\n", _routes(), "## What is asked of the object\n", _objects()]
    return "\n".join(parts)


def routes() -> list[tuple[str, str, str, str]]:
    """Return (endpoint, method, address, what it does) of every route, in the order of the addresses."""
    app = Flask("webapp")
    navigation.register(app, (import_module(name).desk for name in DESKS))
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        said = (view.__doc__ or "").strip().partition("\n")[0] if rule.endpoint != "static" else "Styles and scripts."
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            found.append((rule.endpoint, method, rule.rule, said))
    return sorted(found, key=lambda row: (row[2], row[1]))


def _posts() -> str:
    rows = []
    for post, name in POSTS.items():
        if post == "applicant":
            continue
        desks = dict.fromkeys(rule.endpoint.partition(".")[0] for rule in RULES if post in rule.posts)
        rows.append(f"| `{post}` | {name} | {', '.join(desks) or '-'} |\n")
    return "".join(rows)


def _routes() -> str:
    lines = ["| address | | what it does | who | if |", "|---|---|---|---|---|"]
    for endpoint, method, address, said in routes():
        rule = next(one for one in RULES if one.covers(endpoint, method))
        shown = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)
        about = f"[{rule.about.replace('_', ' ')}](#{rule.about.replace('_', '-')})" if rule.about else ""
        lines.append(f"| `{shown}` | {method} | {said} | {who(rule)} | {about} |")
    return "\n".join(lines) + "\n"


def who(rule: Rule) -> str:
    """Return whom the door of a rule lets in."""
    return DOORS[str(rule.door)] if not rule.posts else ", ".join(f"`{post}`" for post in POSTS if post in rule.posts)


def _objects() -> str:
    said = [f"### {code.replace('_', ' ')}\n\nThe caller {text}." for code, text in OBJECTS.items() if code]
    return "\n\n".join(said) + "\n"

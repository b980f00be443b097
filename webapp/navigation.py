"""Desks tell here which pages the staff menu offers, and to which posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, request, url_for
from flask_babel import LazyString


@dataclass(frozen=True)
class Entry:
    """One line of the staff menu. No posts means every member of staff; low ``order`` comes first."""

    endpoint: str
    label: LazyString
    posts: frozenset[str] = frozenset()
    order: int = 50
    description: LazyString | None = None


@dataclass(frozen=True)
class Desk:
    """What a desk's package offers as ``desk``: its blueprint, its staff menu entries, its public links."""

    blueprint: Blueprint
    entries: tuple[Entry, ...] = ()
    public: tuple[Entry, ...] = ()


def register(app: Flask, desks: Iterable[Desk]) -> None:
    """Register blueprints and remember the menu."""
    menu: list[Entry] = []
    public: list[Entry] = []
    for desk in desks:
        app.register_blueprint(desk.blueprint)
        menu.extend(desk.entries)
        public.extend(desk.public)
    app.extensions["banjian_menu"] = tuple(sorted(menu, key=lambda entry: entry.order))
    app.extensions["banjian_public"] = tuple(sorted(public, key=lambda entry: entry.order))
    app.jinja_env.globals.update(menu_for=menu_for, public_links=public_links, is_here=is_here)


def menu_for(posts: Iterable[str]) -> list[Entry]:
    """Return the entries that a holder of ``posts`` may open, in order."""
    held = set(posts)
    entries: tuple[Entry, ...] = current_app.extensions["banjian_menu"]
    return [entry for entry in entries if not entry.posts or entry.posts & held]


def is_here(entry: Entry, entries: Iterable[Entry]) -> bool:
    """Tell whether the page asked for belongs to ``entry``: its page, one below, or one of its desk that has none."""
    if request.endpoint == entry.endpoint or any(request.endpoint == other.endpoint for other in entries):
        return request.endpoint == entry.endpoint
    own = [other for other in entries if other.endpoint.split(".")[0] == request.blueprint]
    above = [other for other in own if request.path.startswith(f"{url_for(other.endpoint)}/")]
    return bool(own) and entry is (above or own)[0]


def public_links() -> tuple[Entry, ...]:
    """Return the links in the head of public pages, in order."""
    links: tuple[Entry, ...] = current_app.extensions["banjian_public"]
    return links

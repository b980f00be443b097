"""The one hall that a process holds: opened from the settings, reached from a request."""

from __future__ import annotations

from flask import current_app

from engine.clock import Clock
from engine.hall import Functions, Hall
from processes import registry
from webapp.config import Settings


def open_hall(settings: Settings, clock: Clock | None = None) -> Hall:
    """Open database, files and keys of the installation; used by pages and commands alike."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o750)
    return Hall(
        settings.database_url,
        settings.data,
        clock=clock,
        training=settings.training,
        functions=registered_functions(),
        senders=settings.senders(),
    )


def registered_functions() -> dict[str, Functions]:
    """Return the reviewed functions of every matter, by the matter's key."""
    return {folder.name: registry.functions_of(folder.name) for folder in registry.folders()}


def current_hall() -> Hall:
    """Return the hall of the application that answers this request."""
    hall: Hall = current_app.extensions["banjian_hall"]
    return hall


def current_settings() -> Settings:
    """Return the settings of the application that answers this request."""
    settings: Settings = current_app.extensions["banjian_settings"]
    return settings

"""The application factory and the one list of desks."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from engine.clock import Clock
from webapp import database, errors, filling, languages, navigation, paging, presentation, provisional, security
from webapp.config import Settings, stored_secret
from webapp.installation import open_hall

DESKS = (
    "webapp.health",
    "webapp.accounts",
    "webapp.portal",
    "webapp.hall",
    "webapp.inbox",
    "webapp.cases",
    "webapp.consultations",
    "webapp.hearings",
    "webapp.enquiries",
    "webapp.complaints",
    "webapp.limits",
    "webapp.charts",
    "webapp.studio",
    "webapp.documents",
    "webapp.verification",
    "webapp.decisions",
    "webapp.intake",
    "webapp.cashier",
    "webapp.delivery",
    "webapp.supervision",
    "webapp.ratings",
    "webapp.notices",
    "webapp.admin",
)


def build(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return the application; webapp.create_app tells more."""
    settings = settings or Settings.from_environment()
    settings.verify()
    app = Flask(__name__)
    app.secret_key = settings.secret or stored_secret(settings.data)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    hall = open_hall(settings, clock)
    app.extensions["banjian_settings"] = settings
    app.extensions["banjian_hall"] = hall
    security.init_app(app, settings)
    languages.init_app(app)
    database.init_app(app, hall)
    presentation.init_app(app, settings)
    provisional.init_app(app)
    paging.init_app(app)
    filling.init_app(app)
    errors.init_app(app)
    navigation.register(app, (import_module(name).desk for name in DESKS))
    return app

"""What an installation must look like to start."""

from __future__ import annotations

import stat

import pytest

from webapp import create_app
from webapp.config import ConfigurationError, Settings

SECRET = "k7" * 20


def environment(tmp_path, **more):
    return {"BANJIAN_DATA": str(tmp_path / "data"), "BANJIAN_MODE": "production", **more}


def test_a_production_hall_makes_its_own_secret_for_its_owner_alone(tmp_path):
    first = Settings.from_environment(environment(tmp_path))
    key = tmp_path / "data" / "keys" / "web.key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(first.secret) >= 32
    assert Settings.from_environment(environment(tmp_path)).secret == first.secret


@pytest.mark.parametrize("secret", ["dev", "changeme", "short", "k" * 31])
def test_production_refuses_a_default_or_short_secret(tmp_path, secret):
    with pytest.raises(ConfigurationError, match="BANJIAN_SECRET_KEY"):
        Settings.from_environment(environment(tmp_path, BANJIAN_SECRET_KEY=secret))


def test_production_refuses_debug(tmp_path):
    with pytest.raises(ConfigurationError, match="FLASK_DEBUG"):
        Settings.from_environment(environment(tmp_path, BANJIAN_SECRET_KEY=SECRET, FLASK_DEBUG="1"))


def test_production_refuses_a_data_folder_open_to_all(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)

    with pytest.raises(ConfigurationError, match="chmod"):
        Settings.from_environment(environment(tmp_path, BANJIAN_SECRET_KEY=SECRET))


@pytest.mark.parametrize("mode", ["test", "Training", "prod"])
def test_a_mode_that_is_none_is_refused(tmp_path, mode):
    with pytest.raises(ConfigurationError, match="BANJIAN_MODE"):
        Settings.from_environment(environment(tmp_path, BANJIAN_MODE=mode))


def test_proxies_must_be_a_number(tmp_path):
    with pytest.raises(ConfigurationError, match="BANJIAN_PROXIES"):
        Settings.from_environment(environment(tmp_path, BANJIAN_PROXIES="all"))


def test_without_settings_nothing_is_a_training_hall(tmp_path):
    assert not Settings.from_environment({"BANJIAN_DATA": str(tmp_path / "data")}).training


def test_where_only_make_run_has_been_every_command_means_its_training_hall(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var" / "training" / "keys").mkdir(parents=True)

    settings = Settings.from_environment({})

    assert settings.training
    assert settings.data == tmp_path / "var" / "training"
    assert not (tmp_path / "var" / "keys").exists()


def test_who_begins_for_real_beside_a_training_hall_is_not_led_into_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var" / "training" / "keys").mkdir(parents=True)
    (tmp_path / "var").chmod(0o750)

    begun = Settings.from_environment({}, beginning=True)

    assert (begun.training, begun.data) == (False, tmp_path / "var")
    assert not Settings.from_environment({}).training


def test_the_factory_verifies_settings_given_by_hand(tmp_path):
    with pytest.raises(ConfigurationError):
        create_app(Settings("sqlite://", tmp_path, mode="production", secret="dev"))


def test_each_desk_of_the_list_is_registered(app):
    from importlib import import_module

    from webapp.application import DESKS

    assert {import_module(name).desk.blueprint.name for name in DESKS} == set(app.blueprints)


def test_every_menu_entry_leads_to_a_page(app):
    with app.test_request_context():
        from flask import url_for

        entries = app.extensions["banjian_menu"] + app.extensions["banjian_public"]
        assert entries
        assert all(url_for(entry.endpoint) for entry in entries)


def test_pages_read_and_never_write(app):
    from engine.store.people import Department
    from webapp.database import db

    with app.app_context():
        assert db.session.get(Department, "market_bureau").name == "县市场监督管理局"
        db.session.add(Department(code="invented", name="自设部门"))
        with pytest.raises(RuntimeError):
            db.session.flush()
        with pytest.raises(RuntimeError):
            db.session.commit()
        db.session.rollback()


def test_health_and_readiness(client, app):
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    work = {"worker": "silent", "worker_beat_seconds": None, "backlog": 0, "backlog_seconds": 0}
    assert ready.json == {"status": "ok", "database": "ok", "files": "ok"} | work


def test_not_ready_while_the_database_is_away(settings, client, app):
    app.extensions["banjian_hall"].close()
    database = settings.data / "hall.db"
    for file in settings.data.glob("hall.db*"):
        file.unlink()
    database.mkdir()

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200

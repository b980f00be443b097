"""Open the hall that the environment names, and tell plainly where its database is not ready."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from engine.hall import Hall
from engine.store.schema import is_current, upgrade
from webapp.cli.mistakes import Mistake
from webapp.config import Settings
from webapp.installation import open_hall


def open_from_environment(settings: Settings | None = None) -> Hall:
    """Return the hall; raises Mistake where the database cannot be reached."""
    settings = settings or Settings.from_environment()
    try:
        hall = open_hall(settings)
        with hall.database.connect():
            return hall
    except SQLAlchemyError as problem:
        raise Mistake(f"连接不上数据库（BANJIAN_DATABASE_URL）：{first_line(problem)}") from None
    except OSError as problem:
        raise Mistake(f"不能使用数据文件夹 {settings.data}：{problem.strerror}。") from None


def prepared_hall(settings: Settings | None = None) -> Hall:
    """Return the hall; raises Mistake where its database has not been made or is of another version."""
    hall = open_from_environment(settings)
    if not is_current(hall.database):
        hall.close()
        raise Mistake("数据库还没有建立或者版本不符，请先运行 banjian init（练习大厅用 banjian training）。")
    return hall


def require_prepared(settings: Settings) -> None:
    """Raise Mistake where the database is not ready to serve."""
    prepared_hall(settings).close()


def open_and_prepare(settings: Settings | None = None) -> Hall:
    """Return the hall after its tables have been made or brought up to date."""
    hall = open_from_environment(settings)
    upgrade(hall.database)
    return hall


def first_line(problem: Exception) -> str:
    """Return the first line of an error's own words."""
    return str(getattr(problem, "orig", None) or problem).splitlines()[0].strip()

"""More of the county for tests: towns, a village, and people in departments that the training hall may lack."""

from __future__ import annotations

from sqlalchemy import select
from support.training import Driver, TrainingHall

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Department, Person
from engine.store.unit_of_work import UnitOfWork
from webapp.accounts.people import CreatePerson

DEPARTMENTS: dict[str, tuple[str, str, str | None]] = {
    "urban_bureau": ("县城市管理局", "county", None),
    "fire_brigade": ("县消防救援大队", "county", None),
    "tobacco_bureau": ("县烟草专卖局", "county", None),
    "tax_bureau": ("县税务局", "county", None),
    "registry_center": ("县不动产登记中心", "county", None),
    "civil_affairs_bureau": ("县民政局", "county", None),
    "water_bureau": ("县水利局", "county", None),
    "soil_review_centre": ("县水土保持技术评审中心", "county", "water_bureau"),
    "finance_bureau": ("县财政局", "county", None),
    "town_jianchi": ("涧池镇人民政府", "town", None),
    "town_puxi": ("蒲溪镇人民政府", "town", None),
    "village_jianchi_1": ("涧池镇军坝村", "village", "town_jianchi"),
}


class FoundDepartments(Command):
    """Put these departments into the hall, those that are not there yet."""

    def execute(self, uow: UnitOfWork) -> dict[str, int]:
        table = table_of(Department)
        there = set(uow.execute(select(table.c.code)).scalars())
        for code, (name, level, parent) in DEPARTMENTS.items():
            if code not in there:
                row = {"code": code, "name": name, "level": level, "parent": parent}
                uow.execute(table.insert(), row | {"phone": None, "address": None})
        return {}


def people(training: TrainingHall, **posts: tuple[str, str]) -> dict[str, Driver]:
    """Give the hall its departments and a person for each ``login=(post, department)``; return their drivers."""
    training.hall.run(FoundDepartments(by=SYSTEM))
    with training.hall.reading() as connection:
        there = set(connection.execute(select(Person.login)).scalars())
    for login, (post, department) in posts.items():
        if login not in there:
            training.hall.run(
                CreatePerson(
                    by=SYSTEM,
                    login=login,
                    name=f"{login}（练习）",
                    department=department,
                    password_hash="!",
                    posts=((post, department),),
                )
            )
    return {login: training[login] for login in posts}

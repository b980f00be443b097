"""Set up the windows of the training hall, and let one decide on the spot; both name matters that are published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from engine.administration.authorisations import LONGEST_DAYS, GiveAuthorisation
from engine.administration.service_windows import SetUpWindow
from engine.command import Command
from engine.errors import NotAllowed
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.service_windows import ServiceWindow
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh
from webapp.training_hall.people import population


@dataclass(frozen=True, kw_only=True)
class OpenWindows(Command):
    """Make windows and authorisations where there are none yet; raises NotAllowed in production."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not uow.hall.training:
            raise NotAllowed(zh("练习窗口只能建在练习大厅里。"))
        everything = population()
        if uow.execute(select(ServiceWindow.id).limit(1)).first() is None:
            for row in everything["windows"]:
                departments, matters = tuple(row["departments"]), tuple(row["matters"])
                about = {"number": row["number"], "place": row["place"]}
                made = SetUpWindow(by=self.by, departments=departments, matters=matters, **about).execute(uow)
                sitting = [login for login, number in everything["seats"].items() if number == row["number"]]
                seated = {"window_id": made["window_id"]}
                uow.execute(update(table_of(Person)).where(Person.login.in_(sitting)).values(**seated))
        # One that was revoked or has run out does not come back by itself.
        if uow.execute(select(Authorisation.id).limit(1)).first() is None:
            for row in everything["authorisations"]:
                GiveAuthorisation(
                    by=self.by,
                    department=row["department"],
                    matter_key=row["matter"],
                    window_department=row["window"],
                    scope=row["scope"],
                    document=row["document"],
                    starts_on=uow.today,
                    ends_on=uow.today + timedelta(days=LONGEST_DAYS - 1),
                ).execute(uow)
        return {}

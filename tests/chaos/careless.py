"""A unit of work that breaks the rule it exists for, to prove that the trial would notice."""

from __future__ import annotations

import os
import time
from typing import Any

from sqlalchemy.sql.dml import UpdateBase

from engine.store.prepared import Prepared
from engine.store.unit_of_work import UnitOfWork

SWITCH = "BANJIAN_TEST_COMMITS_EARLY"


class CarelessUnitOfWork(UnitOfWork):
    """Commits in mid-command while the switch is set in the environment."""

    def execute(self, statement: Any, params: Any = None) -> Any:
        found = super().execute(statement, params)
        core = statement.statement if isinstance(statement, Prepared) else statement
        if isinstance(core, UpdateBase) and os.environ.get(SWITCH) == "1":
            self._transaction.commit()
            time.sleep(0.002)
            self._transaction = self.connection.begin()
        return found


def unit_of_work(careless: bool) -> type[UnitOfWork]:
    """Return the unit of work that the processes use; the switch is set where ``careless``."""
    if careless:
        os.environ[SWITCH] = "1"
    return CarelessUnitOfWork

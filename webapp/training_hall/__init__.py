"""The training hall: invented departments, people and cases to learn with."""

from __future__ import annotations

from webapp.training_hall.people import PreparePeople, people_are_there

__all__ = ["PreparePeople", "people_are_there"]

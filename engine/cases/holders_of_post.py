"""Who holds a post today, for notices to all of them."""

from __future__ import annotations

from sqlalchemy import select

from engine.store.base import table_of
from engine.store.people import Person, PostHolding, held_on
from engine.store.unit_of_work import UnitOfWork

_held = table_of(PostHolding).c


def holders_of_post(uow: UnitOfWork, post: str, department: str | None) -> list[str]:
    """Return the ids of the active people who hold the post today, in one department or in any."""
    wanted = select(_held.person_id).join(Person, Person.id == _held.person_id)
    wanted = wanted.where(_held.post == post, held_on(uow.today))
    if department is not None:
        wanted = wanted.where(_held.department == department)
    return sorted(set(uow.execute(wanted).scalars()))

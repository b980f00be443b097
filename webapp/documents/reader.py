"""Whose copy it is: how much of the personal data on a document a reader is shown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actor import Actor
from engine.cases.sight import at_counter, works_on
from engine.law.masking import mask_address, mask_id_number, mask_name, mask_phone, mask_text


@dataclass(frozen=True)
class Reader:
    """Masks what its copy may not show.

    Who works on the case gets everything; the applicant, known by a code that may be overheard, gets names
    in full and numbers masked; who only looks (监察员) gets both masked.
    """

    numbers_masked: bool
    names_masked: bool
    may_have_code: bool
    """Whether the query code is printed: with it one acts as the applicant."""

    def name(self, value: str) -> str:
        return mask_name(value) if self.names_masked else value

    def id_number(self, value: str) -> str:
        return mask_id_number(value) if self.numbers_masked and value else value

    def phone(self, value: str) -> str:
        return mask_phone(value) if self.numbers_masked and value else value

    def address(self, value: str) -> str:
        return mask_address(value) if self.names_masked else value

    def text(self, value: str) -> str:
        """Return free text, in which numbers may stand anywhere."""
        return mask_text(value) if self.numbers_masked else value


def reader_of(connection: Connection, by: Actor, case_id: str, department: str) -> Reader:
    """Return how ``by``, who may see the case, reads its documents."""
    own = by.kind == "applicant"
    works = not own and works_on(connection, by, case_id, department)
    return Reader(
        numbers_masked=not works,
        names_masked=not (own or works),
        may_have_code=own or at_counter(connection, by, case_id, department),
    )

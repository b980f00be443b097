"""What is filled in for the invented cases: the {words} of their files in place; nothing in them is anybody's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.bundle import Bundle
from engine.law.codes import credit_code_check, id_number_check
from engine.law.masking import mask_name
from forms.visibility import Visibility
from webapp.training_hall.plan import InventedCase

AGENT, OTHER_PARTY = 300, 600
"""Added to the number of a case for the numbers of its agent and of who stands on the other side."""
_WORD = re.compile(r"\{([a-z_0-9]+)\}")


def id_number(seed: int) -> str:
    """Return a well-formed identity number of nobody: no county has the code 610999."""
    first = f"610999{1960 + seed * 7 % 42}{seed * 5 % 12 + 1:02d}{seed * 11 % 28 + 1:02d}{seed:03d}"
    return first + id_number_check(first)


def phone(seed: int) -> str:
    """Return a mobile number of nobody: no operator has the prefix 154."""
    return f"1540000{seed:04d}"


def credit_code(seed: int) -> str:
    """Return a well-formed credit code of nobody."""
    first = f"92610999MA7{seed:04d}X1"
    return first + credit_code_check(first)


def put_in(value: Any, words: Mapping[str, Any]) -> Any:
    """Return ``value`` with its {words} in place; a text that is one word only becomes what the word stands for.

    What comes to None is left out.
    """
    if isinstance(value, dict):
        filled = {name: put_in(one, words) for name, one in value.items()}
        return {name: one for name, one in filled.items() if one is not None}
    if isinstance(value, list):
        return [put_in(one, words) for one in value]
    if isinstance(value, str):
        alone = _WORD.fullmatch(value)
        return words[alone[1]] if alone else _WORD.sub(lambda found: str(words[found[1]]), value)
    return value


def application(case: InventedCase, day: date) -> dict[str, Any]:
    """Return what the applicant filled in on ``day``, without the files."""
    number = case.number
    words = {
        "id_number": id_number(number),
        "phone": phone(number),
        "credit_code": credit_code(number),
        "other_name": case.other,
        "other_id_number": id_number(OTHER_PARTY + number),
        "other_phone": phone(OTHER_PARTY + number),
        "area": 18 + number * 13 % 70,
        "few": 1 + number % 5,
        "serial": f"{number:04d}",
        "in_40_days": (day + timedelta(days=40)).isoformat(),
    }
    values: dict[str, Any] = put_in(dict(case.says), words)
    mode = "courier" if case.courier else "window"
    values |= {"has_agent": bool(case.agent), "delivery_mode": mode}
    if case.agent:
        seed = AGENT + number
        values["agent"] = {"name": case.agent, "id_number": id_number(seed), "phone": phone(seed)}
    if case.courier:
        values |= {"recipient": values["applicant_name"], "recipient_phone": phone(number)}
        values["postal_address"] = postal_address(values)
    return values


def asked_of(case: InventedCase, bundle: Bundle, day: date) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what this applicant is asked for: the values of the fields that are shown, the material of each file."""
    form = bundle.forms["application"]
    values = Visibility(form.root, application(case, day)).pruned()
    missing = form.check(values)
    return values, {field: material for field, material in form.materials.items() if field in missing}


def postal_address(values: Mapping[str, Any]) -> str:
    """Return where a result is sent."""
    place = f"{values.get('village', '')}{values['address']}" if "address" in values else values["subject"]
    return f"陕西省安康市汉阴县{values['town']}{place.removeprefix(values['town'])}".replace(" ", "")


def words_of(
    case: InventedCase, bundle: Bundle, asked: tuple[Mapping[str, Any], Mapping[str, str]], day: date
) -> dict[str, Any]:
    """Return what the words of an answer stand for on a day: all that was applied for, and what follows from it.

    ``asked`` is what ``asked_of`` has found.
    """
    values, files = asked
    agent = values.get("agent")
    return {
        **values,
        "today": day.isoformat(),
        "five_days_ago": (day - timedelta(days=5)).isoformat(),
        "year": day.year,
        "in_3_years": _years_on(day, 3),
        "in_5_years": _years_on(day, 5),
        "serial": f"{case.number:05d}",
        "new_credit_code": credit_code(case.number),
        "postal_address": postal_address(values),
        "masked_name": mask_name(values["applicant_name"]),
        "materials": list(files.values()),
        "scope": _scope(bundle, values),
        "receiver": agent["name"] if agent else values["applicant_name"],
        "relation": "agent" if agent else "self",
        "receiver_id_number": agent["id_number"] if agent else None,
    }


def _years_on(day: date, years: int) -> str:
    return day.replace(year=day.year + years, day=min(day.day, 28)).isoformat()


def _scope(bundle: Bundle, values: Mapping[str, Any]) -> str | None:
    """Return in words what was asked for, where the certificate states how much of it is granted."""
    asked = bundle.facts.result.asked_scope
    if asked is None:
        return None
    field = bundle.forms["application"].schema["properties"][asked.value]
    names = {one["const"]: one["title"] for one in field["items"]["oneOf"]}
    return "、".join(names[one] for one in values[asked.value])

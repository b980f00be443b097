"""The facts of a matter (事项): its service guide, limits, materials and series, each with its proof.

Every fact says where it comes from: ``found`` in a published text, ``seed`` in the county's own notice, or
``own`` assumption, which pages show with 待核实 until the department has confirmed it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.facts import Fact, facts_of, require_identifier
from engine.guide import (
    Fee,
    LegalBasis,
    Limits,
    Material,
    Place,
    Question,
    Remedies,
    Renewal,
    Result,
    SpecialProcedure,
    Suspension,
)
from engine.strict import Malformed, build, load_yaml
from engine.text import Text, zh

ItemType = Literal[
    "licence",
    "punishment",
    "compulsion",
    "collection",
    "payment",
    "inspection",
    "confirmation",
    "reward",
    "adjudication",
    "other",
    "public_service",
]
Level = Literal["village", "town", "county", "city", "province", "nation"]
Channel = Literal["window", "online", "mobile", "courier"]
DeliveryMode = Literal["window", "courier", "electronic", "proxy"]


@dataclass(frozen=True)
class MatterFacts:
    """Everything the guide shows and the clocks, documents and desks of a matter need to know."""

    key: str
    name: Fact[str]
    item_type: Fact[ItemType]
    case_kind: Fact[Literal["instant", "promised", "joint", "upward"]]
    use_level: Fact[Level]
    authority: Fact[str]
    department: str
    applicants: Fact[tuple[Literal["person", "enterprise", "institution", "association", "government"], ...]]
    channels: Fact[tuple[Channel, ...]]
    delivery_modes: Fact[tuple[DeliveryMode, ...]]
    visits: Fact[int]
    residence: Fact[Literal["resident", "exempt_pending", "exempt_filed"]]
    silence_grants: Fact[bool]
    limits: Limits
    fee: Fee
    result: Result
    place: Place
    remedies: Remedies
    conditions: tuple[Fact[str], ...]
    materials: tuple[Material, ...]
    legal_basis: tuple[LegalBasis, ...]
    series: Mapping[str, Fact[str]]
    office: Fact[str] | None = None
    catalog_code: Fact[str] | None = None
    task_code: Fact[str] | None = None
    quantity_limit: Fact[str] | None = None
    quantity: Fact[int] | None = None
    """How many of the licence there are where the law limits them; the first accepted is decided first (第五十七条)."""
    scope: Fact[str] | None = None
    appointment: Fact[bool] | None = None
    intermediary: Fact[str] | None = None
    online_payment: Fact[bool] | None = None
    visit_reason: Fact[str] | None = None
    renewal: Renewal | None = None
    special_procedures: tuple[SpecialProcedure, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    questions: tuple[Question, ...] = ()
    everyday_words: Fact[tuple[str, ...]] | None = None
    """What people call it (开饭馆), to be found by; no guide prints it."""

    @classmethod
    def from_yaml(cls, text: str) -> MatterFacts:
        """Read ``matter.yaml``; raise Malformed, naming the path, for whatever does not fit."""
        return _read(text)

    def __post_init__(self) -> None:
        require_identifier("key", self.key)
        require_identifier("department", self.department)
        for path, items in (("conditions", self.conditions), ("legal_basis", self.legal_basis)):
            if not items:
                raise Malformed(path, zh("至少要写一条"))
        keys = [material.key for material in self.materials]
        if repeated := sorted({key for key in keys if keys.count(key) > 1}):
            raise Malformed("materials", zh("材料键“{key}”重复", key=repeated[0]))
        if self.department not in self.series:
            raise Malformed("series", zh("缺少实施机关“{code}”的发文机关简称", code=self.department))
        if self.silence_grants.value and (self.renewal is None or self.item_type.value != "licence"):
            raise Malformed(
                "silence_grants", zh("只有写明 renewal 的许可延续，才能逾期未决定即视为准予（行政许可法第五十条）")
            )
        _digits("catalog_code", self.catalog_code, r"[0-9]{12}", zh("基本编码应当是 12 位数字"))
        _digits("task_code", self.task_code, r"[0-9A-Z]{18}[1-6][0-9]{12}", zh("实施编码应当是 31 位"))
        if self.visits.value == 0 and not {"online"} <= set(self.channels.value):
            raise Malformed("visits", zh("到现场次数为零的事项要能网上办理"))

    def material(self, key: str) -> Material:
        """Return the material with ``key``; raise KeyError when the guide does not have it."""
        return next((each for each in self.materials if each.key == key), None) or _missing(key)

    @property
    def unverified(self) -> tuple[str, ...]:
        """The paths of all facts that rest on an assumption, in the order of the file's fields."""
        return tuple(path for path, fact in facts_of(self) if not fact.verified)


@lru_cache(maxsize=32)
def _read(text: str) -> MatterFacts:
    """Return what a text says; folder, bundle and database read the same one each."""
    return build(MatterFacts, load_yaml(text))


def _digits(path: str, fact: Fact[str] | None, pattern: str, reason: Text) -> None:
    if fact is not None and not re.fullmatch(pattern, fact.value):
        raise Malformed(path, reason)


def _missing(key: str) -> Material:
    raise KeyError(key)

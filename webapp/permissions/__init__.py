"""Who may call which route, as data: docs/permissions.md is written from it, and a test tries every line of it."""

from __future__ import annotations

from webapp.permissions.rule import CODE, OBJECTS, PUBLIC, STAFF, Rule
from webapp.permissions.rules import RULES, rule_for

__all__ = ["CODE", "OBJECTS", "PUBLIC", "RULES", "STAFF", "Rule", "rule_for"]

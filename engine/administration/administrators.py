"""Who may change how the hall is set up."""

from __future__ import annotations

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.text import zh

ADMINISTRATOR = "administrator"


def require_administrator(by: Actor) -> None:
    """Raise NotAllowed unless ``by`` is an administrator, or the system at set-up."""
    if not (by.is_system or by.holds(ADMINISTRATOR)):
        raise NotAllowed(zh("只有系统管理员可以管理部门和窗口。"))

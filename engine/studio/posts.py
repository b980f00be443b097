"""Who draws processes and who answers for them."""

from __future__ import annotations

from engine.actor import Actor
from engine.errors import NotAllowed
from engine.text import zh

DESIGNER = "process_designer"
MANAGER = "matter_manager"


def require_designer(by: Actor) -> None:
    """Raise NotAllowed unless ``by`` draws processes."""
    if not by.holds(DESIGNER):
        raise NotAllowed(zh("只有流程设计员可以修改、提交、撤回流程草稿。"))


def require_manager(by: Actor) -> None:
    """Raise NotAllowed unless ``by`` answers for the matters."""
    if not by.holds(MANAGER):
        raise NotAllowed(zh("只有事项管理员可以批准、退回流程草稿，撤下版本。"))


def require_mover(by: Actor) -> None:
    """Raise NotAllowed unless ``by`` answers for the matters, and so for moving their running cases."""
    if not by.holds(MANAGER):
        raise NotAllowed(zh("只有事项管理员可以迁移在办件、撤销迁移。"))

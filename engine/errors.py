"""What can go wrong for a person, one class per outcome; each carries a sentence in Chinese."""

from __future__ import annotations

from typing import Any

from engine.text import Text, zh


class Refused(Exception):
    """A command or query was refused; ``text`` says why to the person, ``status`` is the HTTP answer."""

    status = 409
    text: Text

    def __init__(self, text: Text | str, **params: Any) -> None:
        self.text = text if isinstance(text, Text) else Text(text, params)
        super().__init__(str(self.text))


class NotFound(Refused):
    """There is no such object, or the actor may not know that there is."""

    status = 404

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or zh("没有找到，或者您无权查看。"))


class NotAllowed(Refused):
    """The actor may see the object but may not do this to it; the text names the rule."""

    status = 403


class TaskClosed(Refused):
    """Somebody completed or cancelled the task first; the text says who and when."""


class Conflict(Refused):
    """The object changed since it was shown; the text says who changed what and when."""


class Invalid(Refused):
    """Values that do not fit; ``problems`` maps a field's path to a sentence."""

    status = 422

    def __init__(self, text: Text | str, problems: dict[str, Text] | None = None, **params: Any) -> None:
        super().__init__(text, **params)
        self.problems = problems or {}


class Forbidden(Refused):
    """The law forbids the act; the text names the article."""


class Unavailable(Refused):
    """The store cannot answer now; nothing was changed."""

    status = 503


class CaseDamaged(Refused):
    """The token state of a case is not what was written; the case stands still until it is mended."""

    def __init__(self, case_id: str, number: str) -> None:
        super().__init__(zh("办件 {number} 的流程数据已损坏，已通知系统管理员处理。", number=number))
        self.case_id = case_id

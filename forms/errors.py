"""What is wrong with a form's own definition."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text import Text


class FormError(ValueError):
    """A form that must not be published; ``problems`` are Chinese sentences, each with its place."""

    def __init__(self, key: str, problems: Sequence[Text]) -> None:
        self.key = key
        self.problems = tuple(problems)
        super().__init__(f"{key}：" + "；".join(str(problem) for problem in problems))

"""The one error of the expression language."""

from __future__ import annotations

from engine.text import Text


class ExpressionError(ValueError):
    """An expression cannot be read or evaluated; ``text`` says why in Chinese."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text

"""How a screen wants its pages, told in their addresses: a screen keeps no cookie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from webapp.languages import chosen_language

THEMES = ("dark", "light")
PORTRAIT = "portrait"


@dataclass(frozen=True)
class Wishes:
    """``theme`` and ``shape`` are empty where the browser decides; ``matter`` is whose chart comes next."""

    theme: str = ""
    shape: str = ""
    matter: str = ""
    still: bool = False
    language: str = "zh"

    @classmethod
    def of_request(cls) -> Wishes:
        """Read the wishes of the address that is asked for; what is not known is left out."""
        theme, shape = request.args.get("theme", ""), request.args.get("shape", "")
        return cls(
            theme if theme in THEMES else "",
            shape if shape == PORTRAIT else "",
            request.args.get("matter", "")[:64],
            request.args.get("still") == "1",
            chosen_language(),
        )

    def but(self, **changes: Any) -> Wishes:
        """Return the same wishes with some changed."""
        return replace(self, **changes)

    @property
    def query(self) -> dict[str, str]:
        """The arguments of an address that keeps these wishes."""
        said = {"theme": self.theme, "shape": self.shape, "matter": self.matter, "still": "1" if self.still else ""}
        said["lang"] = "" if self.language == "zh" else self.language
        return {name: value for name, value in said.items() if value}

    def address(self, endpoint: str, **values: Any) -> str:
        """Return the address of a page of the screens, with these wishes."""
        return url_for(endpoint, **values, **self.query)

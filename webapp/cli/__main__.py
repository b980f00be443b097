"""``python -m webapp.cli`` is ``banjian``."""

from __future__ import annotations

from webapp.cli import main

main()

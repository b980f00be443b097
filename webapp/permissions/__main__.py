"""Write docs/permissions.md anew: ``python -m webapp.permissions``."""

from __future__ import annotations

from webapp.permissions.document import PAGE, page

PAGE.write_text(page(), encoding="utf-8")

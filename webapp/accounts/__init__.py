"""Accounts of staff: passwords, sessions on the server, throttling, and who may open a page."""

from __future__ import annotations

from webapp.accounts.access import current_actor, person_id, post_required, staff_required
from webapp.accounts.views import desk

__all__ = ["current_actor", "desk", "person_id", "post_required", "staff_required"]

"""Official documents (文书) as PDF: a row and its fields, set as a paper of the authority."""

from __future__ import annotations

from flask import Blueprint

from webapp.documents.rendering import render_document
from webapp.navigation import Desk

blueprint = Blueprint("documents", __name__)
desk = Desk(blueprint)

from webapp.documents import views  # noqa: E402

__all__ = ["desk", "render_document", "views"]

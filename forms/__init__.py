"""JSON Schema forms: check and coerce what people fill in."""

from __future__ import annotations

from forms.errors import FormError
from forms.field import Field, ShowIf
from forms.form import Form
from forms.submission import Submission

__all__ = ["Field", "Form", "FormError", "ShowIf", "Submission"]

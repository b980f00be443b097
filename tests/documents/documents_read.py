"""Reading what was printed, as a person with a PDF viewer would."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF without blanks and line ends."""
    return "".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page without blanks and line ends."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f") if page.strip()]

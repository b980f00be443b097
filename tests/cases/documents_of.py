"""The text of a case's printed documents."""

from __future__ import annotations

import re
import subprocess

from support.training import TrainingHall

from webapp.documents.rendering import render_document


def printed(training: TrainingHall, case: str, kind: str) -> str:
    """Return what the newest document of a kind says, as the approver may print it, without blanks."""
    driver = training.approver
    line = [one for one in driver.file(case).documents if one.kind == kind][-1]
    with training.hall.reading() as connection:
        pdf = render_document(training.hall, connection, driver.actor, case, line.id)
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return re.sub(r"\s+", "", text.decode())

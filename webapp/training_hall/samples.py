"""Sample materials of the training hall: one small PDF for each material of a guide, marked as a sample."""

from __future__ import annotations

import io
from collections.abc import Iterable

from engine.errors import Unavailable
from engine.guide import Material
from engine.hall import Hall
from webapp.documents.typesetting import typeset

LIMIT = 4 * 1024 * 1024


def sample_files(hall: Hall, materials: Iterable[Material]) -> dict[str, tuple[str, int]]:
    """Put a sample of each material into the file store and return (SHA-256, bytes) by its key."""
    return {one.key: hall.files.put(io.BytesIO(sample_of(one)), LIMIT) for one in materials}


def sample_of(material: Material) -> bytes:
    """Return a page that names the material, or its key alone where the machine cannot set Chinese pages."""
    try:
        return typeset("sample.html", material.key, material=material)
    except Unavailable:
        return plain_page(f"Sample: {material.key}")


def plain_page(text: str) -> bytes:
    """Return a PDF of one page with a line of ASCII in a font that every viewer has."""
    stream = f"BT /F1 18 Tf 60 330 Td ({text}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 420]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    pdf, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(pdf)}\n%%EOF\n"
    return f"{pdf}xref\n0 6\n0000000000 65535 f \n{table}{trailer}".encode("ascii")

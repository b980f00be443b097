"""Sample materials of the training hall: one small PDF for each material of a guide, marked as a sample."""

from __future__ import annotations

import io
from dataclasses import dataclass

from engine.errors import Unavailable
from engine.guide import Material
from engine.hall import Hall
from engine.matter import MatterFacts
from webapp.documents.typesetting import typeset

LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """A file in the store that stands for a material of a guide."""

    material: str
    filename: str
    sha256: str
    size: int


class Samples:
    """Samples of the materials of every guide, each put into the file store when it is first handed in."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._pages: dict[str, tuple[str, int]] = {}

    def of(self, matter: MatterFacts, key: str) -> Sample:
        """Return the sample of a material of a matter."""
        material = matter.material(key)
        name = material.name.value
        if name not in self._pages:
            self._pages[name] = self._hall.files.put(io.BytesIO(sample_of(material)), LIMIT)
        return Sample(key, f"{name}.pdf", *self._pages[name])


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

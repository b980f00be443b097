"""Papers are files for keeping: PDF/A-3b (ISO 19005-3), whole in themselves with fonts and colours."""

from __future__ import annotations

import re
import zlib

import pytest

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def inside(pdf: bytes) -> bytes:
    """Return everything in a PDF, with what is packed unpacked."""
    found = [pdf]
    for packed in STREAM.findall(pdf):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.mark.parametrize("kind", ["receipt", "acceptance_notice", "grant_decision", "certificate"])
def test_a_paper_is_kept_whole(kind, printed) -> None:
    said = inside(printed("granted", kind))
    assert re.search(rb"<pdfaid:part>3</pdfaid:part>|pdfaid:part=\"3\"", said)
    assert re.search(rb"<pdfaid:conformance>B</pdfaid:conformance>|pdfaid:conformance=\"B\"", said)
    assert b"/GTS_PDFA1" in said
    described = re.findall(rb"/Type\s*/FontDescriptor.*?>>", said, re.DOTALL)
    assert described
    assert all(re.search(rb"/FontFile[23]?\b", one) for one in described)
    for forbidden in (b"/JavaScript", b"/Encrypt", b"/Launch"):
        assert forbidden not in said

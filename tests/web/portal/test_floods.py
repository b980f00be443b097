"""Uploads that are far too large: refused with a sentence, without filling memory or the store of files."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from pages import Page
from portal_pages import FORM, PDF, cases, typed, words_of

BOUNDARY = "xxxxxxxxxxxxxxxx"
MB = 1 << 20


class Flood(io.RawIOBase):
    """The body of a form with one file of ``size`` bytes, made while it is read."""

    def __init__(self, fields: list[tuple[str, str]], name: str, size: int) -> None:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n' for key, text in fields
        ]
        about = f'name="{name}"; filename="plan.pdf"\r\nContent-Type: application/pdf'
        head = "".join(parts) + f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n\r\n"
        self.head, self.tail = head.encode() + PDF, f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(self.head) + size + len(self.tail)
        self.given = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.given

    def seek(self, offset: int, whence: int = 0) -> int:
        self.given = offset + (0, self.given, self.length)[whence]
        return self.given

    def readinto(self, buffer) -> int:
        count = min(len(buffer), self.length - self.given)
        piece = bytearray(count)
        for text, start in ((self.head, 0), (self.tail, self.length - len(self.tail))):
            first, last = max(self.given, start), min(self.given + count, start + len(text))
            if first < last:
                piece[first - self.given : last - self.given] = text[first - start : last - start]
        buffer[:count] = piece
        self.given += count
        return count


def flood(browser, size, **changes):
    """Send an application with one file of that size; return the flood, the page and the most memory it took."""
    _path, fields = browser.open(FORM).asked("下一步", **typed(**changes))
    body = Flood(fields, "layout_plan", size)
    tracemalloc.start()
    try:
        response = browser.visitor.client.post(
            FORM,
            input_stream=body,
            content_length=body.length,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            environ_base=browser.visitor.where,
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return body, Page(browser, FORM, response), peak


def stored(hall):
    return [path for path in (hall.data / "files").rglob("*") if path.is_file()]


def test_a_file_of_200_megabytes_is_refused_beside_its_field(public, hall):
    body, page, peak = flood(public, 200 * MB)
    assert page.status == 422
    assert body.given == body.length
    (field,) = page.document.xpath("//*[@id='f-layout_plan']/ancestor::div[contains(@class, 'field-wrong')]")
    assert "文件超过 10 MB" in words_of(field)
    assert page.document.xpath("//input[@name='subject']/@value") == ["燕子甜品铺"]
    assert peak < 24 * MB
    assert stored(hall) == []


@pytest.mark.parametrize("size", [211 * MB, 100_000 * MB])
def test_more_than_any_form_may_hold_is_not_even_read(public, hall, size):
    body, page, peak = flood(public, size)
    assert page.status == 413
    assert "没有保存任何内容" in page.text
    assert page.response.headers["Connection"] == "close"
    assert body.given < MB
    assert peak < 24 * MB
    assert stored(hall) == []
    assert cases(hall) == []


def test_a_long_text_is_refused(public, hall):
    long = "a" * 3_000_000
    assert public.open(FORM).press("下一步", **typed(address=long)).status == 413
    assert flood(public, 10, address=long)[1].status == 413
    assert public.open("/progress").press("查询", number="1" * 100_000, code="x" * 100_000).status == 422
    assert cases(hall) == []

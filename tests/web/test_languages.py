"""Chinese is the source; every text has its English, and pages switch by a link."""

from __future__ import annotations

import os
import re

import pytest
from babel.messages.pofile import read_po

from engine.text import zh
from webapp import catalogue
from webapp.languages import TRANSLATIONS, compile_catalogs, translate


@pytest.fixture(scope="module")
def sources():
    return catalogue.collect()


@pytest.fixture(scope="module")
def english():
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def test_texts_are_found_in_code_and_pages(sources):
    for text in ("登录名或密码不正确。", "工作人员登录", "没有找到，或者您无权查看。", "审核人"):
        assert text in sources


def test_every_text_has_its_english(sources, english):
    missing = []
    for message in sources:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        known = english.get(key)
        texts = known.string if known and isinstance(known.string, tuple) else (known.string if known else "",)
        if not all(texts):
            missing.append(key)
    assert not missing, "run make translations and fill in English: " + "; ".join(missing[:10])


def test_english_is_english_and_keeps_its_parameters(english):
    places = re.compile(r"%\(\w+\)|\{\w*\}")
    for message in english:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            assert set(places.findall(text)) == set(places.findall(sources[0])), sources[0]


def test_a_page_is_chinese_unless_asked(visitor):
    page = visitor.get("/login").text
    assert '<html lang="zh-CN">' in page
    assert "工作人员登录" in page


def test_the_link_switches_and_is_remembered(visitor):
    assert 'href="/login?next=%2Faccount&amp;lang=en"' in visitor.get("/login?next=/account").text
    page = visitor.get("/login?next=/account&lang=en").text
    assert '<html lang="en">' in page
    assert "Staff login" in page
    assert "Staff login" in visitor.get("/login").text
    assert "工作人员登录" in visitor.get("/login?lang=zh").text


@pytest.mark.parametrize("wish", ["fr", "", "../../etc", "en\r\nX: y"])
def test_other_languages_are_ignored(visitor, wish):
    page = visitor.get("/login", query_string={"lang": wish})
    assert '<html lang="zh-CN">' in page.text
    assert "banjian_language" not in page.headers.get("Set-Cookie", "")


def test_a_sentence_of_the_engine_is_translated_before_it_is_filled_in(app):
    text = zh("密码至少 {count} 个字符。", count=10)
    with app.test_request_context("/?lang=en"):
        assert translate(text) == "A password has at least 10 characters."
    with app.test_request_context("/"):
        assert translate(text) == "密码至少 10 个字符。"


def test_sentences_may_hold_sentences(app):
    inner = zh("请填写姓名。")
    with app.test_request_context("/?lang=en"):
        assert translate(zh("{file}：{why}", file="a", why=inner)).startswith("a: Please")


def test_a_catalogue_is_compiled_when_it_has_changed(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "messages.po", folder / "messages.mo"
    source.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "甲"\nmsgstr "A"\n')
    compile_catalogs(tmp_path)
    first = compiled.read_bytes()
    source.write_text(source.read_text().replace('"A"', '"B"'))
    os.utime(source, (compiled.stat().st_mtime + 5,) * 2)
    compile_catalogs(tmp_path)
    assert compiled.read_bytes() != first


def test_an_installation_that_cannot_be_written_to_keeps_its_catalogues(tmp_path, caplog):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "messages.po", folder / "messages.mo"
    source.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
    compiled.write_bytes(b"as delivered")
    os.utime(source, (compiled.stat().st_mtime + 5,) * 2)
    # Not the rights, which a test run by root has anyway: a folder lies where the draft would be written.
    compiled.with_suffix(f".{os.getpid()}").mkdir()
    compile_catalogs(tmp_path)
    assert compiled.read_bytes() == b"as delivered"
    assert "messages.mo" in caplog.text

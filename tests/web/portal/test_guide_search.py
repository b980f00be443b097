"""A matter is found by what people call it, with a typing error too; if nothing is found the page says whom to ask."""

from __future__ import annotations

import pytest
from support import catering
from support.training import publish

from engine.bundle import Bundle
from engine.matter_search import alike, found_matters, plain
from processes.registry import folders, load_folder

EVERY = tuple(load_folder(folder).facts for folder in folders())


def keys_for(wish: str) -> list[str]:
    return [one.facts.key for one in found_matters(EVERY, wish)]


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        ("开饭馆", "open_restaurant"),
        ("我想开个饭馆", "open_restaurant"),
        ("办房产证", "house_transfer"),
        ("怎么办理二手房过户？", "house_transfer"),
        ("开个店", "individual_business_registration"),
        ("开店", "individual_business_registration"),
        ("家里生活困难", "temporary_relief"),
        ("临时救助", "temporary_relief"),
        ("餐饮许可证到期", "small_catering_renewal"),
    ],
)
def test_everyday_words_find_the_matter_first(wish, first):
    assert keys_for(wish)[0] == first


def test_both_ways_to_open_a_restaurant_are_offered():
    assert {"open_restaurant", "small_catering_permit"} <= set(keys_for("开饭馆"))


@pytest.mark.parametrize(("wish", "key"), [("小餐饭", "small_catering_permit"), ("零时救助", "temporary_relief")])
def test_a_typing_error_finds_what_is_near_and_says_so(wish, key):
    found = found_matters(EVERY, wish)
    assert key in [one.facts.key for one in found]
    assert all(one.is_near for one in found)


def test_what_is_said_literally_leaves_out_what_is_only_near():
    assert not any(one.is_near for one in found_matters(EVERY, "小餐饮"))
    assert keys_for("小餐饮经营许可")[0] == "small_catering_permit"


@pytest.mark.parametrize("wish", ["护照", "结婚登记", "取水许可证年检", "%", "？！", "😀", "餐饮 水利", "𠮷" * 80])
def test_what_nobody_offers_is_not_guessed(wish):
    assert keys_for(wish) == []


def test_width_case_and_filling_words_do_not_count():
    assert plain("ＡＢ，我想 办个营业执照！") == "ab营业执照"
    assert plain("办") == "办"
    assert alike("小餐饭", "小餐饮") > 0.55 > alike("结婚登记", "个体工商户设立登记")


def test_the_page_tells_by_which_word_and_what_is_only_near(public, hall):
    for folder in map(load_folder, folders()):
        publish(hall, Bundle.of(folder.key, folder.files))
    page = public.open("/?q=开饭馆")
    assert "/matters/open_restaurant" in page.links()
    assert "大家叫它：开饭馆" in page.text
    near = public.open("/?q=小餐饭")
    assert f"/matters/{catering.KEY}" in near.links()
    assert "没有完全对得上“小餐饭”" in near.text


def test_where_nothing_is_found_the_page_says_whom_to_ask(public):
    page = public.open("/?q=结婚登记")
    assert "没有找到“结婚登记”" in page.text
    assert "12345" in page.text
    assert "/ask" in page.links()

"""Charts on the screens: nothing of the public chart is left out, and stage follows stage."""

from __future__ import annotations

import re

import pytest
from lxml import html

from diagrams import chart_for
from diagrams.geometry import Rect
from engine.bundle import Bundle
from processes.registry import folders, load_folder
from webapp.hall import charts
from webapp.hall.chart_pieces import pieces_of
from webapp.hall.chart_views import views

BUNDLES = [Bundle.of(folder.key, folder.files) for folder in map(load_folder, folders())]


def inside(outer: Rect, inner: Rect) -> bool:
    return (
        outer.x - 0.1 <= inner.x
        and outer.y - 0.1 <= inner.y
        and inner.right <= outer.right + 0.1
        and inner.bottom <= outer.bottom + 0.1
    )


@pytest.mark.parametrize("shape", [charts.LANDSCAPE, charts.PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.key)
def test_every_box_of_the_public_chart_is_whole_in_one_view(bundle, shape):
    chart = chart_for(bundle.model, bundle.called, charts.PUBLIC_KIND)
    drawing = pieces_of(charts.draw(chart, orientation=shape.orientation))
    upright = shape.orientation == "TB"
    wide, high = shape.width - (not upright) * shape.heads, shape.height - upright * shape.heads
    cut = views(drawing, wide, high, upright)
    shown = [box.element.get("data-element") for view in cut for box in view.boxes]
    assert sorted(shown) == sorted(node.id for node in chart.all_nodes() if node.inner is None)
    for view in cut:
        assert view.rect.width <= wide + 0.1
        assert view.rect.height <= high + 0.1
        assert all(inside(view.rect, box.rect) for box in view.boxes)
    order = [stage.code for stage in chart.stages]
    assert [order.index(view.stage) for view in cut] == sorted(order.index(view.stage) for view in cut)


def test_a_round_steps_through_the_stages_of_one_matter_after_the_other(one_round):
    pages = one_round()
    charted = [address for address in pages if "/chart-" in address]
    keys = [re.search(r"chart-(\w+)-", address)[1] for address in charted]
    assert list(dict.fromkeys(keys)) == sorted(set(keys))
    assert len(set(keys)) == 2
    # The figures come back before every matter.
    assert sum("/hall/figures" in address for address in pages) >= 2
    own = [pages[address] for address in charted if "small_catering_permit" in address]
    here = [html.fromstring(page).xpath("//li[@aria-current]/text()")[0] for page in own]
    assert list(dict.fromkeys(here)) == ["受理", "审核", "审批", "办结", "送达"]


def test_a_screen_on_its_side_gets_the_upright_chart(client):
    wide = client.get("/hall/chart-small_catering_permit-1").text
    tall = client.get("/hall/chart-small_catering_permit-1?shape=portrait").text
    assert f'viewBox="0 0 {charts.LANDSCAPE.width:g} ' in wide
    assert f'viewBox="0 0 {charts.PORTRAIT.width:g} ' in tall
    assert "shape=portrait" in html.fromstring(tall).get_element_by_id("screen").get("data-next")


def test_where_nothing_can_draw_the_other_pages_go_on(one_round, monkeypatch):
    def cannot(*_about, **_more):
        raise charts.Unavailable("no dot")

    monkeypatch.setattr(charts, "kept_views", charts.Kept(8))
    with monkeypatch.context() as broken:
        broken.setattr(charts, "draw", cannot)
        assert not [address for address in one_round() if "/chart-" in address]
    assert [address for address in one_round() if "/chart-" in address]

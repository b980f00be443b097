"""Whatever ``banjian check --lenient`` accepts ``banjian chart`` draws, in every kind, lanes and stages or not."""

from __future__ import annotations

import pytest
from lxml import etree
from process_generator import generate
from process_xml import draw as xml_of

from diagrams import chart_for, draw
from diagrams.kinds import KINDS
from engine.bpmn.checks import check_bytes
from engine.bpmn.read import read

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(one, marks=pytest.mark.soak) for one in range(8, 200))])
def test_a_picture_comes_of_every_accepted_file(seed: int) -> None:
    content = xml_of(generate(seed), f"{seed}.0").encode()
    assert not [one for one in check_bytes(content, str(seed), lenient=True) if one.severity == "error"]
    model = read(content)
    for kind, direction in zip(KINDS, ("TB", "LR", "TB", "LR"), strict=True):
        picture = etree.fromstring(draw(chart_for(model, {}, kind), orientation=direction))
        assert picture.tag == f"{SVG}svg"
        drawn = {one.get("data-element") for one in picture.iter() if one.get("data-element")}
        if kind == "full":
            assert drawn == set(model.main.elements)
        assert drawn

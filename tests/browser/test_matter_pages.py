"""The guide and the application form of every matter of the product, on a phone and on a desk."""

from __future__ import annotations

import pytest
from browsing import DESKTOP, PHONE
from support.training import publish

from engine.bundle import Bundle
from processes.registry import folders, load_folder

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", folders(), ids=lambda path: path.name)
def test_guide_and_form_fit_and_axe_finds_nothing(visit, served, path):
    folder = load_folder(path)
    publish(served.extensions["banjian_hall"], Bundle.of(folder.key, folder.files))
    for viewport in (DESKTOP, PHONE):
        person = visit(viewport)
        for page in (f"/matters/{folder.key}", f"/matters/{folder.key}/application"):
            person.open(page)
            assert person.page.locator("h1").inner_text().endswith(folder.facts.name.value)
            assert person.fits(), page
            # Axe reads the same page at both widths; the phone's has the labels of table cells besides.
            assert viewport is DESKTOP or person.violations() == [], page
        assert person.complaints == []

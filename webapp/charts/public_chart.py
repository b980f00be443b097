"""One kind of chart of a matter as the public gets it: picture, step table, and where both come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import render_template, url_for
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import Connection

from diagrams import StepRow, draw, kinds_of, matter_chart, step_table
from engine.bundle import Bundle
from engine.errors import NotFound, Unavailable
from engine.hall import Hall
from engine.queries.bundles import bundle_in_force
from engine.text import Text, zh
from webapp.drawn_charts import charts, kinds, tables

LAYOUTS = {"portrait": "TB", "landscape": "LR"}
SHORT = 16
"""So many digits of a bundle's hash stand in the address of a printed chart."""


@dataclass(frozen=True)
class PublicChart:
    """One kind of chart; ``layout`` is portrait or landscape, ``address`` where its QR code leads."""

    bundle: Bundle
    in_force: date
    kind: str
    layout: str
    address: str

    @cached_property
    def rows(self) -> tuple[StepRow, ...]:
        """The steps of the chart: the same content as the picture."""
        return step_table(matter_chart(self.bundle, self.kind)[0])

    @property
    def table(self) -> Markup:
        """The steps as a table in the reader's language."""
        language = str(get_locale())
        return tables.get((*self.identity, language), lambda: Markup(render_template("charts/table.html", chart=self)))  # noqa: S704

    @property
    def svg(self) -> str:
        """The picture; raises engine.errors.Unavailable where nothing can draw it."""
        return charts.get(self.identity, self._draw)

    @property
    def identity(self) -> tuple[str, ...]:
        """All that decides what the picture shows."""
        return (self.bundle.sha256, self.in_force.isoformat(), self.kind, self.layout, self.address)

    @property
    def problem(self) -> Text | None:
        """Why there is no picture, none if there is one."""
        try:
            self.svg  # noqa: B018 - drawing it is the only way to know
        except Unavailable as refusal:
            return refusal.text
        return None

    def _draw(self) -> str:
        chart, heading = matter_chart(self.bundle, self.kind, in_force=self.in_force, address=self.address)
        return draw(chart, heading=heading, orientation=LAYOUTS[self.layout])


def public_chart(
    hall: Hall, connection: Connection, matter_key: str, kind: str = "matter", layout: str = "portrait"
) -> PublicChart:
    """Return a kind of chart of the version in force; raises NotFound where the matter has no such chart."""
    bundle, in_force = bundle_in_force(hall, connection, matter_key)
    if kind not in public_kinds(bundle) or layout not in LAYOUTS:
        raise NotFound(zh("这个事项没有这种流程图。"))
    address = url_for("portal.guide", matter_key=matter_key, chart=bundle.sha256[:SHORT], _external=True)
    return PublicChart(bundle, in_force, kind, layout, address)


def public_kinds(bundle: Bundle) -> tuple[str, ...]:
    """Return the kinds of charts that the public gets of a matter."""
    return kinds.get(bundle.sha256, lambda: _public_kinds(bundle))


def _public_kinds(bundle: Bundle) -> tuple[str, ...]:
    online = bool({"online", "mobile"} & set(bundle.facts.channels.value))
    return kinds_of(bundle.model, bundle.called, online=online)

"""The desks: a Flask application.

How a desk is made (more in docs/how-to/add-a-desk.md):

- ``webapp/<desk>/__init__.py`` offers ``desk = Desk(blueprint, entries, public)`` (webapp/navigation.py); its
  name goes into ``DESKS`` of webapp/application.py. Its ``views.py`` translates between HTTP and the engine,
  nothing else.
- Templates lie in ``webapp/templates/<desk>/`` and extend ``base.html`` (public) or ``desk.html`` (staff),
  with the macros of ``macros/page.html`` (breadcrumb, stepper, light, facts, timeline, pagination, empty,
  button_form) and ``macros/form.html`` (fill, show).
- Who acts: ``current_actor()``, ``@staff_required``, ``@post_required("reviewer", …)`` in webapp/accounts.
- Reading: ``with current_hall().reading() as connection`` and engine.queries, or ``db.session``, which never
  writes. Writing: ``current_hall().run(Command(by=…, key=…))``; what it refuses becomes a page by itself.
- Filling in: ``Filling`` in webapp/filling.py reads a posted form, keeps uploads, adds and removes rows.
- Words: Chinese source in ``_("…")``; ``make translations`` collects them; a test wants English complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from engine.clock import Clock
    from webapp.config import Settings


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Return the application of one installation; settings come from the environment unless given.

    Raises webapp.config.ConfigurationError where the installation must not start like this.
    """
    # Late, so that commands that need no pages start at once.
    from webapp.application import build

    return build(settings, clock)

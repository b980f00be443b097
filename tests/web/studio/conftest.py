"""A designer at the modeler's addresses, as its script calls them."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

CATERING = "small_catering_permit"
SETTINGS = re.compile(r'data-settings="([^"]*)"')


class Desk:
    """One person's browser before one draft."""

    def __init__(self, visitor, login: str) -> None:
        self.visitor = visitor
        self.visitor.log_in(login)
        self.address = ""

    def begin(self, title: str = "承诺时限改为 6 个工作日") -> Desk:
        answer = self.visitor.post(f"/studio/matters/{CATERING}/drafts", {"title": title}, page="/studio")
        return self.sit(answer.headers["Location"])

    def sit(self, address: str) -> Desk:
        self.address = address
        return self

    @property
    def settings(self) -> dict:
        return json.loads(unescape(SETTINGS.search(self.visitor.get(self.address).text).group(1)))

    def file(self) -> str:
        return self.visitor.get(f"{self.address}/process.bpmn").text

    def ask(self, what: str, body: bytes | dict, **query):
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        headers = {"X-CSRFToken": self.settings["token"]}
        where = self.visitor.where
        return self.visitor.client.post(
            f"{self.address}/{what}", query_string=query, headers=headers, environ_base=where, **sent
        )

    def problems(self, xml: str) -> list[dict]:
        return self.ask("check", xml.encode()).json["problems"]

    def save(self, xml: str, revision: int = 1):
        return self.ask("process.bpmn", {"xml": xml, "revision": revision})


@pytest.fixture
def sitting(another_visitor, hall):
    """Seat people by login."""
    from support.training import publish

    from engine.bundle import Bundle
    from processes import registry

    folder = registry.load_folder(registry.HERE / CATERING)
    publish(hall, Bundle.of(folder.key, folder.files))
    return lambda login="liucheng": Desk(another_visitor(), login)

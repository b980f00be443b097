"""What is told inside the house goes out by mail and webhook too, and arrives however often it was tried."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from support.training import TrainingHall, key

from engine.actor import SYSTEM
from engine.administration.retry_message import RetryMessage
from engine.administration.set_email import SetEmail
from engine.command import Command
from engine.errors import Conflict, Invalid, NotAllowed
from engine.jobs.messages import TRIES, ClaimMessages, NoteSent, send_messages
from engine.messages.mail import MailServer
from engine.messages.sending import Message, SendFailed
from engine.messages.tell import tell
from engine.messages.webhook import SIGNATURE, Webhook, signature
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

SECRET = "a secret of the county's message gateway"
SAID = zh("办件 {number} 的“{what}”已于 {due} 到期，现已超期。", number="X-1", what="审批", due="2026-03-04")


@dataclass(frozen=True, kw_only=True)
class Tell(Command):
    """Tell people of something, as the raising of a light does."""

    people: tuple[str, ...]
    kind: str = "red"

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        tell(uow, self.people, self.kind, SAID)
        return {}


@dataclass
class Letters:
    """A mail server that keeps what it gets; ``refused`` addresses get the answer beside them."""

    got: list[Any] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append(envelope)
        return "250 OK"


@pytest.fixture
def letters(training: TrainingHall) -> Iterator[Letters]:
    kept = Letters()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    training.hall.senders = {"mail": MailServer.of(f"smtp://127.0.0.1:{port}", "banjian@hall.gov.cn", "县政务服务大厅")}
    yield kept
    server.stop()


@dataclass
class Posts:
    """A gateway that keeps what it gets and answers with what is asked of it, else 204."""

    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def posts(training: TrainingHall) -> Iterator[Posts]:
    kept = Posts()

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((dict(self.headers), body))
            self.send_response(kept.answers.pop(0) if kept.answers else 204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    thread = Thread(target=server.serve_forever)
    thread.start()
    training.hall.senders = {"webhook": Webhook.of(f"http://127.0.0.1:{server.server_port}/lights", SECRET)}
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def messages(training: TrainingHall) -> list[Any]:
    with training.hall.reading() as connection:
        return list(connection.execute(select(table_of(OutgoingMessage)).order_by(OutgoingMessage.id)))


def give_address(training: TrainingHall, login: str, email: str) -> str:
    person_id = str(training[login].actor.person_id)
    training.hall.run(SetEmail(by=training["admin"].actor, key=key(), person_id=person_id, email=email))
    return person_id


def test_whoever_has_an_address_gets_a_letter(training: TrainingHall, letters: Letters) -> None:
    head = give_address(training, "shenpi", "song@example.gov.cn")
    other = str(training["shenhe"].actor.person_id)
    training.hall.run(Tell(by=SYSTEM, people=(head, other)))
    assert send_messages(training.hall, "worker") == "sent 1, failed 0"
    (letter,) = letters.got
    assert letter.rcpt_tos == ["song@example.gov.cn"]
    assert "现已超期" in letter.content.decode()
    assert send_messages(training.hall, "worker") == "sent 0, failed 0"
    assert [(row.status, row.attempts) for row in messages(training)] == [("sent", 1)]


def test_what_is_merely_new_in_a_list_stays_in_the_house(training: TrainingHall, letters: Letters) -> None:
    head = give_address(training, "shenpi", "song@example.gov.cn")
    training.hall.run(Tell(by=SYSTEM, people=(head,), kind="assigned"))
    assert messages(training) == []


def test_without_channels_nothing_waits_for_ever(training: TrainingHall) -> None:
    head = give_address(training, "shenpi", "song@example.gov.cn")
    training.hall.run(Tell(by=SYSTEM, people=(head,)))
    assert messages(training) == []
    assert send_messages(training.hall, "worker") == "sent 0, failed 0"


def test_the_webhook_is_signed_and_names_who_is_meant(training: TrainingHall, posts: Posts) -> None:
    told = tuple(str(training[login].actor.person_id) for login in ("shenpi", "jiancha"))
    training.hall.run(Tell(by=SYSTEM, people=told))
    send_messages(training.hall, "worker")
    ((headers, body),) = posts.got
    at, _, given = headers[SIGNATURE].removeprefix("t=").partition(",v1=")
    assert hmac.digest(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hex() == given
    assert signature(SECRET, int(at) + 1, body) != headers[SIGNATURE]
    said = json.loads(body)
    assert said["people"] == ["jiancha", "shenpi"]
    assert said["text"] == str(SAID)
    assert said["id"] == headers["X-Banjian-Delivery"]


def test_what_did_not_arrive_is_tried_later_and_later(training: TrainingHall, posts: Posts) -> None:
    posts.answers = [503, 500]
    training.hall.run(Tell(by=SYSTEM, people=(str(training["jiancha"].actor.person_id),)))
    assert send_messages(training.hall, "worker") == "sent 0, failed 1"
    assert send_messages(training.hall, "worker") == "sent 0, failed 0"  # Not before its time.
    waits = []
    for _ in range(2):
        row = messages(training)[0]
        waits.append((row.due_at - training.clock.now()).total_seconds())
        assert "50" in row.problem
        training.clock.advance(row.due_at - training.clock.now())
        send_messages(training.hall, "worker")
    assert waits == [15, 30]
    assert [row.status for row in messages(training)] == ["sent"]
    assert len({headers["X-Banjian-Delivery"] for headers, _ in posts.got}) == 1


def test_after_some_tries_it_is_given_up_until_an_administrator_says_again(
    training: TrainingHall, posts: Posts
) -> None:
    posts.answers = [500] * TRIES
    training.hall.run(Tell(by=SYSTEM, people=(str(training["jiancha"].actor.person_id),)))
    for _ in range(TRIES + 3):
        send_messages(training.hall, "worker")
        training.clock.advance(max(messages(training)[0].due_at - training.clock.now(), timedelta(0)))
    (row,) = messages(training)
    assert (row.status, row.attempts, len(posts.got)) == ("failed", TRIES, TRIES)
    again = RetryMessage(by=training["admin"].actor, key=key(), message_id=row.id)
    training.hall.run(again)
    with pytest.raises(Conflict):
        training.hall.run(replace(again, key=key()))
    send_messages(training.hall, "worker")
    assert [one.status for one in messages(training)] == ["sent"]


def test_an_address_that_is_refused_for_good_is_not_tried_again(training: TrainingHall, letters: Letters) -> None:
    letters.refused = {"gone@example.gov.cn": "550 no such user", "full@example.gov.cn": "452 mailbox full"}
    told = tuple(give_address(training, login, f"{name}@example.gov.cn") for login, name in
                 (("shenpi", "gone"), ("shenhe", "full")))  # fmt: skip
    training.hall.run(Tell(by=SYSTEM, people=told))
    send_messages(training.hall, "worker")
    assert {row.recipient.partition("@")[0]: row.status for row in messages(training)} == {
        "gone": "failed",
        "full": "waiting",
    }


def test_a_worker_that_slept_through_its_lease_notes_nothing(training: TrainingHall, posts: Posts) -> None:
    training.hall.run(Tell(by=SYSTEM, people=(str(training["jiancha"].actor.person_id),)))
    (mine,) = training.hall.run(ClaimMessages(by=SYSTEM, owner="slow", channels=("webhook",)))["messages"]
    fence = messages(training)[0].fence
    assert send_messages(training.hall, "quick") == "sent 0, failed 0"  # It is being sent by the slow one.
    training.clock.advance(messages(training)[0].due_at - training.clock.now())
    assert send_messages(training.hall, "quick") == "sent 1, failed 0"
    late = training.hall.run(NoteSent(by=SYSTEM, message_id=mine, owner="slow", fence=fence, problem="超时"))
    assert late == {"noted": False}
    assert messages(training)[0].status == "sent"


def test_a_redirect_is_not_followed(training: TrainingHall, posts: Posts) -> None:
    posts.answers = [302]
    training.hall.run(Tell(by=SYSTEM, people=(str(training["jiancha"].actor.person_id),)))
    assert send_messages(training.hall, "worker") == "sent 0, failed 1"
    assert len(posts.got) == 1


@pytest.mark.parametrize("email", ["a@b", "张三@示例.中国", "a b@c.cn", "x@y.cn\nBcc: z@y.cn", "a" * 250 + "@b.cn"])
def test_what_is_no_address_is_refused_in_words(training: TrainingHall, email: str) -> None:
    with pytest.raises(Invalid, match="完整的电子邮箱"):
        give_address(training, "shenpi", email)


def test_only_oneself_and_administrators_set_an_address(training: TrainingHall) -> None:
    other = str(training["shenpi"].actor.person_id)
    with pytest.raises(NotAllowed):
        training.hall.run(SetEmail(by=training["shenhe"].actor, person_id=other, email="a@b.cn"))
    training.hall.run(SetEmail(by=training["shenpi"].actor, person_id=other, email="a@b.cn"))


@pytest.mark.parametrize(
    ("address", "sender"), [("ftp://x", "a@b.cn"), ("smtp://", "a@b.cn"), ("smtp://x:y", "a@b.cn"), ("smtp://x", "")]
)
def test_a_mail_server_that_cannot_be_one_is_refused(address: str, sender: str) -> None:
    with pytest.raises(ValueError, match=r"邮件|发件人"):
        MailServer.of(address, sender)


def test_a_weak_secret_and_a_strange_address_are_refused() -> None:
    for address, secret in (("ftp://x", SECRET), ("https://x", "short")):
        with pytest.raises(ValueError, match="消息接口"):
            Webhook.of(address, secret)


def test_a_server_that_is_away_is_a_failure_in_words() -> None:
    with pytest.raises(SendFailed, match="连接失败") as caught:
        MailServer.of("smtp://127.0.0.1:9", "a@b.cn").send(_message())
    assert not caught.value.final


def _message() -> Message:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message("1", "red", "x@y.cn", ("x",), "文字", "X-1", at, at)

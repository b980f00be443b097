"""Electronic mail over SMTP (RFC 5321), encrypted where the server can."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from engine.clock import HALL_ZONE
from engine.messages.sending import Message, SendFailed

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SUBJECTS = {"yellow": "黄牌提醒", "red": "红牌通报", "order": "督办通知"}
FINAL = range(500, 600)


@dataclass(frozen=True)
class MailServer:
    """A mail server by its address ``smtp[s|+starttls]://[user:password@]host[:port]``, and who mail is from."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    hall_name: str = ""

    @classmethod
    def of(cls, address: str, sender: str, hall_name: str = "") -> MailServer:
        """Read the address; raises ValueError (Chinese)."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            raise ValueError(f"邮件服务器地址不能识别：{address.rpartition('@')[2]}") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("邮件服务器地址应当是 smtp://、smtp+starttls:// 或者 smtps:// 开头。")
        if "@" not in sender:
            raise ValueError("设置了邮件服务器，还要设置发件人地址。")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, port or PORTS[parts.scheme], sender, user, password, hall_name)

    def send(self, message: Message) -> None:
        """Hand the message to the server; an address that it refuses for good is not tried again."""
        try:
            with self._connected() as server:
                server.send_message(self._letter(message))
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            raise SendFailed(f"收件人被拒绝（{codes[0]}）", final=all(code in FINAL for code in codes)) from problem
        except smtplib.SMTPResponseException as problem:
            # A login that is refused may be mended by the administrator: the message waits for that.
            raise SendFailed(f"邮件服务器答复 {problem.smtp_code}") from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise SendFailed(f"邮件服务器连接失败：{type(problem).__name__}") from problem

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.scheme == "smtp+starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = message.recipient
        number = f" {message.case_number}" if message.case_number else ""
        letter["Subject"] = f"{SUBJECTS.get(message.kind, '办件通知')}{number}"
        letter["Date"] = format_datetime(message.created_at.astimezone(HALL_ZONE))
        # The same at every try, so that a letter that arrived twice is seen as one.
        letter["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        lines = (message.text, "请登录系统查看办理。", self.hall_name, "（系统自动发出，请勿回复）")
        letter.set_content("\n\n".join(line for line in lines if line) + "\n")
        return letter

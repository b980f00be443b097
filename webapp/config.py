"""Settings of one installation, read from the environment once, at start."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.messages.mail import MailServer
from engine.messages.sending import MAIL, WEBHOOK, Sender
from engine.messages.webhook import Webhook

MODES = ("training", "production")
SHORTEST_SECRET = 32
# What people paste from examples; never good enough for an installation that holds real cases.
KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "default", "banjian"})


HOME = Path("var")


class ConfigurationError(Exception):
    """The installation must not start like this; the text tells the administrator what to change."""


@dataclass(frozen=True)
class Settings:
    """Where things are and how strict to be; ``mode`` is ``training`` or ``production``."""

    database_url: str
    data: Path
    mode: str = "production"
    secret: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    debug: bool = False
    hall_name: str = ""
    mail_server: str = field(default="", repr=False)
    mail_from: str = ""
    webhook: str = ""
    webhook_secret: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, beginning: bool = False) -> Settings:
        """Read BANJIAN_* variables; the defaults are a production installation in ``./var``.

        Where only ``make run`` has been here, its training hall is meant, so that every command speaks to the hall
        that the browser shows; ``beginning`` is for the command that makes a production installation.
        """
        env = dict(os.environ if environment is None else environment)
        if not beginning and not env.get("BANJIAN_DATA") and not env.get("BANJIAN_MODE") and _is_only_training(HOME):
            env |= {"BANJIAN_DATA": str(HOME / "training"), "BANJIAN_MODE": "training"}
        data = Path(env.get("BANJIAN_DATA") or HOME).absolute()
        proxies = env.get("BANJIAN_PROXIES") or "0"
        if not proxies.isdigit():
            raise ConfigurationError(f"BANJIAN_PROXIES 应为代理层数（整数），现为“{proxies}”。")
        settings = cls(
            database_url=env.get("BANJIAN_DATABASE_URL") or f"sqlite:///{data / 'banjian.sqlite3'}",
            data=data,
            mode=env.get("BANJIAN_MODE") or "production",
            secret=env.get("BANJIAN_SECRET_KEY") or stored_secret(data),
            trusted_hosts=tuple((env.get("BANJIAN_TRUSTED_HOSTS") or "").split()),
            proxies=int(proxies),
            debug=(env.get("FLASK_DEBUG") or "0") not in ("", "0", "false", "no"),
            hall_name=env.get("BANJIAN_HALL_NAME") or "",
            mail_server=env.get("BANJIAN_MAIL_SERVER") or "",
            mail_from=env.get("BANJIAN_MAIL_FROM") or "",
            webhook=env.get("BANJIAN_WEBHOOK") or "",
            webhook_secret=env.get("BANJIAN_WEBHOOK_SECRET") or "",
        )
        settings.verify()
        return settings

    @property
    def training(self) -> bool:
        """Tell whether this is a training hall: invented people, printed passwords, movable days."""
        return self.mode == "training"

    def senders(self) -> dict[str, Sender]:
        """Return the channels to the outside that are set up; raises ConfigurationError for what cannot be one."""
        found: dict[str, Sender] = {}
        try:
            if self.mail_server:
                found[MAIL] = MailServer.of(self.mail_server, self.mail_from, self.hall_name)
            if self.webhook:
                found[WEBHOOK] = Webhook.of(self.webhook, self.webhook_secret)
        except ValueError as problem:
            raise ConfigurationError(f"{problem}（BANJIAN_MAIL_SERVER、BANJIAN_MAIL_FROM、BANJIAN_WEBHOOK）") from None
        return found

    @property
    def files(self) -> Path:
        """The folder of uploaded files, which several machines may share."""
        return self.data / "files"

    def verify(self) -> None:
        """Refuse to start an installation that would not be safe.

        Raises ConfigurationError.
        """
        if self.mode not in MODES:
            raise ConfigurationError(f"BANJIAN_MODE 只能是 training 或 production，现为“{self.mode}”。")
        self.senders()
        if self.mode == "training":
            return
        if self.debug:
            raise ConfigurationError("正式环境不能打开调试（FLASK_DEBUG），请去掉后再启动。")
        if len(self.secret) < SHORTEST_SECRET or self.secret.lower() in KNOWN_SECRETS:
            raise ConfigurationError(
                f"正式环境的 BANJIAN_SECRET_KEY 不能是默认值，且不得少于 {SHORTEST_SECRET} 个字符；"
                "也可以不设置，由系统在数据文件夹中自动生成。"
            )
        if self.data.is_dir() and self.data.stat().st_mode & stat.S_IRWXO:
            raise ConfigurationError(f"数据文件夹 {self.data} 对本机所有用户开放，请先执行 chmod o-rwx 再启动。")


def _is_only_training(home: Path) -> bool:
    return (home / "training" / "keys").is_dir() and not (home / "keys").exists()


def stored_secret(data: Path) -> str:
    """Return the secret kept in the data folder, made at the first start with an owner-only file."""
    place = data / "keys" / "web.key"
    if not place.exists():
        if not data.exists():
            data.mkdir(parents=True, mode=0o750)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # Whoever links first wins; web processes that start together then share one secret.
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_text(encoding="utf-8").strip()

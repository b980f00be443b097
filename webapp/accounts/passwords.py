"""Passwords: what is good enough, and how they are kept (scrypt, RFC 7914)."""

from __future__ import annotations

from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from engine.errors import Invalid
from engine.text import Text, zh

METHOD = "scrypt:32768:8:1"
SHORTEST, LONGEST = 10, 128
# The first things that anybody would try; compared without case.
COMMON = frozenset(
    (
        *(
            "1234567890",
            "12345678910",
            "0123456789",
            "1q2w3e4r5t",
            "qwertyuiop",
            "password123",
            "password1234",
        ),
        *("admin123456", "administrator", "aa123456789", "a1234567890", "abcd123456", "abc1234567"),
        *("qwer123456", "zhengwu123", "banjian123"),
    )
)


def hash_password(password: str) -> str:
    """Return the hash to keep; takes about 60 ms and 32 MB on purpose."""
    return generate_password_hash(password, METHOD)


def matches(kept: str | None, password: str) -> bool:
    """Tell whether ``password`` is the one; takes as long where there is no such account (``kept`` none)."""
    right = check_password_hash(kept or _nobody(), password[:LONGEST])
    return right and kept is not None


def outdated(kept: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return not kept.startswith(METHOD + "$")


@cache
def _nobody() -> str:
    return hash_password("nobody has this password")


def weakness(password: str, login: str) -> Text | None:
    """Return why ``password`` is not good enough, or none."""
    if len(password) < SHORTEST:
        return zh("密码至少 {count} 个字符。", count=SHORTEST)
    if len(password) > LONGEST:
        return zh("密码最多 {count} 个字符。", count=LONGEST)
    if password.lower() in COMMON or len(set(password)) < 5:
        return zh("这个密码太常见，请换一个。")
    if login and login.lower() in password.lower():
        return zh("密码不能包含登录名。")
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum() or not c.isascii())
    if sum(any(map(kind, password)) for kind in kinds) < 2:
        return zh("密码应包含字母、数字、符号中的至少两种。")
    return None


def require_good(password: str, login: str) -> None:
    """Raise Invalid with the reason where ``password`` is not good enough."""
    problem = weakness(password, login)
    if problem is not None:
        raise Invalid(problem, {"password": problem})

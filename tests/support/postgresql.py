"""A PostgreSQL server of our own for the tests: made in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ACCOUNT = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    # Whoever measures wants the truth of the disk; whoever tests wants speed. See `durable`.
    "synchronous_commit": "on",
}


def programs() -> Path | None:
    """Return the folder with ``initdb`` and ``pg_ctl`` of the newest installed version, if there is one."""
    installed = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    if installed:
        return max(installed, key=lambda p: float(p.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def missing() -> str | None:
    """Return why no server can be started here, or None if one can."""
    if programs() is None:
        return "PostgreSQL is not installed (no initdb in /usr/lib/postgresql/*/bin nor on PATH)"
    if os.geteuid() == 0:
        if shutil.which("runuser") is None:
            return "PostgreSQL does not run as root and there is no runuser"
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            return f"PostgreSQL does not run as root and there is no account {ACCOUNT}"
    return None


@contextmanager
def private_cluster(folder: Path | None = None, *, durable: bool = False) -> Iterator[str]:
    """Run a server and give the SQLAlchemy URL of its database ``postgres``; about two seconds to start.

    ``folder`` is where its own folder is made; it must be open to the account that the server runs under.
    ``durable`` keeps fsync on, for benchmarks; without it only a crash of the machine would lose data.
    """
    reason = missing()
    if reason:
        raise RuntimeError(reason)
    home = Path(tempfile.mkdtemp(prefix="banjian-pg-", dir=folder))
    if os.geteuid() == 0:
        shutil.chown(home, ACCOUNT)
    data, port = home / "data", _free_port()
    try:
        _run("initdb", "-D", str(data), "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _configure(data, port, home, durable=durable)
        _run("pg_ctl", "-D", str(data), "-l", str(home / "log"), "-w", "-t", "60", "start")
        try:
            yield f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def fresh_database(url: str, template: str = "template1") -> str:
    """Make a database on the server of ``url``, a copy of ``template``, and return its URL; some 50 ms."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        # Both names are ours: only letters, digits and underscores. To copy files takes a third less than to log
        # every page, which is what servers since version 15 do unless told.
        how = " STRATEGY file_copy" if connection.info.server_version >= 150_000 else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{how}'.encode())
    return url.rsplit("/", 1)[0] + "/" + name


def restart_immediately(url: str) -> None:
    """Let the server of ``url`` die at once and come back, as after a crash of its process."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    data = Path(str(row[0]))
    _run("pg_ctl", "-D", str(data), "-l", str(data.parent / "log"), "-m", "immediate", "-w", "-t", "60", "restart")


def drop_database(url: str) -> None:
    """Drop a database made by ``fresh_database``, also under connections that were left open."""
    server, name = url.rsplit("/", 1)
    with psycopg.connect(f"{server}/postgres".replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _configure(data: Path, port: int, sockets: Path, *, durable: bool) -> None:
    chosen = SETTINGS | {"port": str(port), "unix_socket_directories": str(sockets)}
    if not durable:
        chosen |= {"fsync": "off", "full_page_writes": "off"}
    lines = "".join(f"{name} = '{value}'\n" for name, value in chosen.items())
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(lines)


def _run(program: str, *arguments: str) -> None:
    folder = programs()
    assert folder is not None
    command = [str(folder / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", ACCOUNT, "--", *command]
    # The server inherits what pg_ctl has open, so a pipe here would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/")
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program} failed: {output.read().decode(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

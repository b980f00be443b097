"""Files by hash in a folder that several machines may share."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

from engine.errors import Invalid, NotFound, Unavailable
from engine.text import zh


class FileStore:
    """Contents under their SHA-256; the same content is kept once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: IO[bytes], limit: int) -> tuple[str, int]:
        """Write the stream and return (SHA-256, bytes).

        Raises Invalid past ``limit`` bytes and Unavailable when the disk is full; neither leaves a
        half file behind.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        waiting = self.root / f".incoming-{secrets.token_hex(8)}"
        digest, size = hashlib.sha256(), 0
        try:
            with open(waiting, "xb") as file:
                while piece := stream.read(1 << 16):
                    size += len(piece)
                    if size > limit:
                        raise Invalid(zh("文件超过 {limit} MB，请压缩后再上传。", limit=limit >> 20))
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(waiting, target)
        except OSError as problem:
            raise Unavailable(zh("服务器存储空间不足，文件没有保存，请稍后再试。")) from problem
        finally:
            waiting.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def path(self, sha256: str) -> Path:
        """Return where the content lies; raises NotFound."""
        path = self._path(sha256)
        if not path.is_file():
            raise NotFound(zh("文件不在存储中，请联系系统管理员。"))
        return path

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:]

    def holds(self, sha256: str) -> bool:
        """Tell whether the content is there and still has its hash."""
        path = self._path(sha256)
        if not path.is_file():
            return False
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

"""Gives a connection its key, the pass phrase as it was typed, whatever letters those are; tells who needs one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import apsw

PLAIN = b"SQLite format 3\0"
"""What a file begins with that needs no key."""


def give_key(connection: apsw.Connection, key: str | None) -> None:
    """The first thing a connection to an encrypted file is told; ``None`` and "" leave it as it is: plain."""
    if key:
        connection.execute(f"PRAGMA hexkey = '{key_bytes(key).hex()}'")


def key_bytes(key: str) -> bytes:
    """A pass phrase as bytes. "č" typed as one letter or as two signs is the same phrase.

    NUL is a letter as any other, but at the very end it makes no difference: what keys are derived with pads with it.
    """
    return unicodedata.normalize("NFC", key).encode("utf-8", "surrogatepass")


def is_encrypted(path: Path) -> bool:
    """Whether a file is there that cannot be told from one that needs a pass phrase. Raises ``OSError``."""
    with path.open("rb") as file:
        start = file.read(len(PLAIN))
    return bool(start) and start != PLAIN

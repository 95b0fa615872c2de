"""Gives a connection its key: the pass phrase as it was typed, letter by letter, whatever letters those are."""

from __future__ import annotations

import unicodedata

import apsw


def give_key(connection: apsw.Connection, key: str | None) -> None:
    """The first thing a connection to an encrypted file is told; ``None`` and "" leave it as it is: plain."""
    if key:
        connection.execute(f"PRAGMA hexkey = '{key_bytes(key).hex()}'")


def key_bytes(key: str) -> bytes:
    """A pass phrase as bytes. "č" typed as one letter or as two signs is the same phrase.

    NUL is a letter as any other, but at the very end it makes no difference: what keys are derived with pads with it.
    """
    return unicodedata.normalize("NFC", key).encode("utf-8", "surrogatepass")

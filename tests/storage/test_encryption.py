"""An encrypted workspace: any pass phrase works letter by letter, no other opens it, nothing of it is ever plain."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from pathlib import Path

import apsw
import pytest

from crm_desktop.app import open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.services import backups
from crm_desktop.storage.keys import is_encrypted
from tests.world import add_account

_CANARY = "Canary & Sons"
KEYS = [
    "correct horse battery staple",
    'it\'s a "secret"; --',
    "ključ ☃ 🔑 Ελλάς",
    "before\0after",
    " leading and trailing ",
    "x'00ff'",
    "raw:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "k" * 5_000,
    "a\nb\r\nc",
    "\ud800",
]


def _near(key: str) -> list[str]:
    """What one might type instead, and what a program that cuts a phrase short would take for it."""
    wrong = {key + " ", key[:-1], key.split("\0")[0], key.strip(), key[:64]}
    return sorted(wrong - {key, ""})


@pytest.mark.parametrize("key", KEYS)
def test_only_the_very_same_phrase_opens_it(tmp_path: Path, key: str) -> None:
    path = tmp_path / "w.crm"
    app = open_workspace(path, key, create=True)
    add_account(app.store, _CANARY)
    dump = app.store.dump()
    app.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for wrong in [None, *_near(key)]:
        with pytest.raises(UserError):
            open_workspace(path, wrong, create=True)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.iterdir()] == ["w.crm"]
    app = open_workspace(path, key)
    assert app.store.dump() == dump
    app.close()


def test_a_phrase_is_the_same_however_its_accents_are_written(tmp_path: Path) -> None:
    open_workspace(tmp_path / "w.crm", "Kovač", create=True).close()
    open_workspace(tmp_path / "w.crm", "Kovac\u030c").close()


def test_no_empty_phrase_makes_a_plain_file(tmp_path: Path) -> None:
    for empty in ("", "\0"):
        with pytest.raises(UserError, match="at least one letter"):
            open_workspace(tmp_path / "w.crm", empty, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_plain_workspace_is_not_opened_with_a_phrase_nor_changed(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    open_workspace(path, create=True).close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="does not open"):
        open_workspace(path, "secret")
    assert path.read_bytes() == before


def _entropy(data: bytes) -> float:
    """Bits a byte: 8 for what cannot be told from chance."""
    return -sum(n / len(data) * math.log2(n / len(data)) for n in Counter(data).values())


def test_file_journal_and_backups_hold_nothing_plain(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    app = open_workspace(path, "secret", create=True)
    for number in range(40):
        add_account(app.store, f"{_CANARY} {number}")
    backups.take(app.store)
    backups.before(app.store, "import")
    assert path.with_name("w.crm-wal").stat().st_size
    plain = ("-shm", ".sha256")
    files = [file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith(plain)]
    assert len(files) == 4
    for file in files:
        data = file.read_bytes()
        assert is_encrypted(file)
        assert not [text for text in (b"SQLite format 3", b"Canary", b"canary", b"CREATE TABLE") if text in data]
        assert _entropy(data) > 7.9, file.name
    app.close()
    copy = open_workspace(files[-1], "secret")
    assert copy.store.value("SELECT count(*) FROM account WHERE name LIKE 'Canary%'") == 40
    copy.close()


def test_what_is_worked_out_on_the_way_is_kept_in_memory(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", "secret", create=True)
    assert app.store.value("PRAGMA temp_store") == 2
    app.close()


def test_flipped_bits_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    app = open_workspace(path, "secret", create=True)
    add_account(app.store, _CANARY)
    app.close()
    whole = path.read_bytes()
    for at in range(100, len(whole), len(whole) // 6):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert _complains(path), at


def _complains(path: Path) -> bool:
    try:
        damaged = open_workspace(path, "secret")
    except (UserError, apsw.Error):
        return True
    try:
        return bool(damaged.store.problems())
    except (UserError, apsw.Error):
        return True
    finally:
        damaged.close()

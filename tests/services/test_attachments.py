"""Files kept with accounts: once each, private, undoable, with the backups and back, and never outside their folder."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.mail import Enclosed
from crm_desktop.services import attachments, backups
from crm_desktop.storage import backup, kept_files
from tests.world import TODAY, add_account

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX links and modes")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    (tmp_path / "house").mkdir()
    opened = open_workspace(tmp_path / "house" / "w.crm", create=True)
    yield opened
    opened.close()


@pytest.fixture
def acme(app: App) -> int:
    return add_account(app.store, "Acme")


def dropped(folder: Path, name: str = "offer.pdf", content: bytes = b"%PDF-1.7 offer") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def names(app: App, account: int) -> list[str]:
    return [each.name for each in attachments.of_account(app.store, account)]


def test_a_file_is_kept_once_however_often_it_is_dropped(app: App, acme: int, tmp_path: Path) -> None:
    one, two = dropped(tmp_path), dropped(tmp_path, "copy of offer.pdf")
    attachments.keep_files(app.store, acme, [one, two], TODAY)
    beta = add_account(app.store, "Beta")
    attachments.keep_files(app.store, beta, [one], TODAY)
    one.write_bytes(b"changed afterwards")
    kept = attachments.of_account(app.store, acme)
    assert [each.name for each in kept] == ["copy of offer.pdf", "offer.pdf"]
    assert all(each.there and each.size == 14 and each.day == TODAY for each in kept)
    folder = kept_files.folder_of(app.store.path)
    assert len(list(kept_files.names_in(folder))) == 1
    place = kept_files.path_in(folder, kept[0].sha256)
    assert place.read_bytes() == b"%PDF-1.7 offer"
    assert place.parent.name == kept[0].sha256[:2]
    assert attachments.count(app.store) == (1, 14)
    assert not list(folder.glob("unfinished*"))


def test_removing_is_undone_and_so_is_keeping(app: App, acme: int, tmp_path: Path) -> None:
    attachments.keep_files(app.store, acme, [dropped(tmp_path)], TODAY)
    dump = app.store.dump()
    assert attachments.remove(app.store, attachments.of_account(app.store, acme)[0].id) == "offer.pdf"
    assert names(app, acme) == []
    app.store.undo()
    assert app.store.dump() == dump
    app.store.undo()
    assert names(app, acme) == []
    app.store.redo()
    assert attachments.of_account(app.store, acme)[0].there


def test_bytes_go_only_when_no_row_and_no_step_can_ask_for_them(app: App, acme: int, tmp_path: Path) -> None:
    folder = kept_files.folder_of(app.store.path)

    def left() -> int:
        for name in kept_files.names_in(folder):
            os.utime(kept_files.path_in(folder, name), (1, 1))
        attachments.tidy(app.store)
        return len(list(kept_files.names_in(folder)))

    attachments.keep_files(app.store, acme, [dropped(tmp_path)], TODAY)
    assert left() == 1
    attachments.remove(app.store, attachments.of_account(app.store, acme)[0].id)
    assert left() == 1
    app.store.undo()
    app.store.undo()
    assert left() == 1  # redo may still ask
    add_account(app.store, "Beta")
    assert left() == 0


def test_a_file_that_was_just_kept_is_left_alone(app: App) -> None:
    folder = kept_files.folder_of(app.store.path)
    kept_files.keep(folder, BytesIO(b"on its way"))
    attachments.tidy(app.store)
    assert len(list(kept_files.names_in(folder))) == 1


def test_backups_take_the_files_along_and_bring_them_back(app: App, acme: int, tmp_path: Path) -> None:
    attachments.keep_files(app.store, acme, [dropped(tmp_path), dropped(tmp_path, "b.txt", b"b")], TODAY)
    gone = attachments.of_account(app.store, acme)[0]
    attachments.remove(app.store, gone.id)
    far = backup.take(app.store, "asked", tmp_path / "far")
    near = backup.take(app.store, "asked")
    assert far.files == near.files == (2, 15, 0)
    assert "2 files" in backups.files_text(far.files)
    attachments.keep_files(app.store, acme, [dropped(tmp_path, "later.txt", b"later")], TODAY)
    path = app.store.path
    app.close()
    folder = kept_files.folder_of(path)
    for name in list(kept_files.names_in(folder)):
        if name != gone.sha256:
            kept_files.path_in(folder, name).unlink()
    aside = backups.restore(far.path, path)
    assert backups.files_of(path) == (2, 15, 0)
    assert aside is not None
    assert kept_files.folder_of(aside).is_dir()
    again = open_workspace(path)
    assert [(each.name, each.there) for each in attachments.of_account(again.store, acme)] == [("offer.pdf", True)]
    again.store.undo()
    assert all(each.there for each in attachments.of_account(again.store, acme))
    again.close()


def test_a_missing_or_damaged_file_is_told(app: App, acme: int, tmp_path: Path) -> None:
    attachments.keep_files(app.store, acme, [dropped(tmp_path), dropped(tmp_path, "b.txt", b"b")], TODAY)
    assert attachments.problems(app.store) == []
    one, two = attachments.of_account(app.store, acme)
    folder = kept_files.folder_of(app.store.path)
    kept_files.path_in(folder, one.sha256).unlink()
    kept_files.path_in(folder, two.sha256).write_bytes(b"x" * two.size)
    assert [each.there for each in attachments.of_account(app.store, acme)] == [False, True]
    assert attachments.problems(app.store) == [
        "The file b.txt of Acme is missing or damaged.",
        "The file offer.pdf of Acme is missing or damaged.",
    ]
    with pytest.raises(UserError, match="missing"):
        attachments.copy_for_opening(app.store, one.id)
    with pytest.raises(UserError, match="damaged"):
        attachments.copy_for_opening(app.store, two.id)
    taken = backup.take(app.store, "asked", tmp_path / "far")
    assert taken.files == (0, 0, 2)
    assert backups.files_text(taken.files).startswith("2 files are missing.")
    # Dropped in again, both are whole again.
    attachments.keep_files(app.store, acme, [dropped(tmp_path), dropped(tmp_path, "b.txt", b"b")], TODAY)
    assert attachments.problems(app.store) == []


def test_a_copy_for_another_program_is_private_and_changes_nothing(app: App, acme: int, tmp_path: Path) -> None:
    attachments.keep_files(app.store, acme, [dropped(tmp_path)], TODAY)
    found = attachments.of_account(app.store, acme)[0]
    copy = attachments.copy_for_opening(app.store, found.id)
    assert copy.name == "offer.pdf"
    copy.write_bytes(b"changed by another program")
    assert attachments.problems(app.store) == []
    other = attachments.copy_for_opening(app.store, found.id)
    assert other.read_bytes() == b"%PDF-1.7 offer"
    for each in (copy, other):
        each.unlink()
        each.parent.rmdir()


@POSIX
def test_everything_is_its_owners_only(app: App, acme: int, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        attachments.keep_files(app.store, acme, [dropped(tmp_path)], TODAY)
        backup.take(app.store, "asked", tmp_path / "far")
        copy = attachments.copy_for_opening(app.store, attachments.of_account(app.store, acme)[0].id)
    finally:
        os.umask(before)
    folders = [kept_files.folder_of(app.store.path), tmp_path / "far" / "w.crm.files", copy.parent]
    for path in [*folders, *(each for folder in folders for each in folder.rglob("*"))]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    copy.unlink()
    copy.parent.rmdir()


@POSIX
def test_links_that_lead_elsewhere_are_never_followed(app: App, acme: int, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.mkdir()
    precious = dropped(canary, "precious", b"%PDF-1.7 offer")
    source = dropped(tmp_path)
    name = kept_files.keep(tmp_path / "count", BytesIO(b"%PDF-1.7 offer")).sha256
    folder = kept_files.folder_of(app.store.path)
    # In the place of the folder, of the part, and of the file itself.
    for link, target in ((folder, canary), (folder / name[:2], canary), (folder / name[:2] / name, precious)):
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        with pytest.raises(UserError, match="could not be kept"):
            attachments.keep_files(app.store, acme, [source], TODAY)
        assert [path.name for path in canary.iterdir()] == ["precious"]
        assert precious.read_bytes() == b"%PDF-1.7 offer"
        link.unlink()


@POSIX
def test_what_is_no_file_is_not_kept(app: App, acme: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in (
        (tmp_path / "pipe", "not a file"), (tmp_path, "is a folder"), (tmp_path / "gone", "cannot be read")
    ):  # fmt: skip
        with pytest.raises(UserError, match=said):
            attachments.keep_files(app.store, acme, [dropped(tmp_path), path], TODAY)
    assert names(app, acme) == []


def test_programs_are_known_by_ending_and_by_how_they_begin(app: App, acme: int, tmp_path: Path) -> None:
    dropped_in = {"a.pdf": b"%PDF", "run.EXE": b"x", "invoice.pdf.js": b"x", "notes": b"#!/bin/sh", "b.png": b"MZ\x90"}
    for name, content in dropped_in.items():
        attachments.keep_files(app.store, acme, [dropped(tmp_path, name, content)], TODAY)
    found = {each.name: attachments.is_program(app.store, each.id) for each in attachments.of_account(app.store, acme)}
    assert found == {"a.pdf": False, "run.EXE": True, "invoice.pdf.js": True, "notes": True, "b.png": True}


def test_what_came_with_a_mail_is_kept_under_harmless_names(app: App, acme: int) -> None:
    enclosed = [Enclosed("../../x.txt", b"1"), Enclosed("", b"2"), Enclosed("CON.txt", b"3")]
    attachments.keep_enclosed(app.store, acme, 0, enclosed, TODAY)
    assert sorted(names(app, acme)) == ["CON.txt", "file", "x.txt"]
    found = {each.name: each.id for each in attachments.of_account(app.store, acme)}
    copy = attachments.copy_for_opening(app.store, found["CON.txt"])
    assert copy.name == "file-CON.txt"
    copy.unlink()
    copy.parent.rmdir()


@given(st.text(max_size=400))
def test_any_name_is_one_that_a_drive_takes(name: str) -> None:
    safe = attachments.safe_on_disk(name)
    assert safe
    assert safe not in (".", "..")
    assert not set(safe) & set('/\\:*?"<>|\x00\n')
    assert len(os.fsencode(safe)) <= 200
    assert safe == safe.strip(". ")


def test_a_row_that_was_tampered_with_leads_nowhere(tmp_path: Path) -> None:
    for name in ("../../../etc/passwd", "ab", "A" * 64, "/" * 64, "a" * 63 + "\n"):
        with pytest.raises(ValueError, match=re.escape(name)):
            kept_files.path_in(tmp_path, name)


def test_an_encrypted_workspace_keeps_nothing_that_is_not(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "secret.crm", "pass phrase", create=True)
    account = add_account(app.store, "Acme")
    with pytest.raises(UserError, match="encrypted"):
        attachments.keep_files(app.store, account, [dropped(tmp_path)], TODAY)
    assert not kept_files.folder_of(app.store.path).exists()
    app.close()

"""Files that were kept with accounts, when a person in them is erased."""

from __future__ import annotations

import contextlib
import json
import zipfile
from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.services import (
    accounts,
    attachments,
    backups,
    erasing_people,
    erasing_wording,
    personal_archive,
    personal_data,
)
from crm_desktop.services.erasing_certificate import Copies
from crm_desktop.storage import kept_files
from tests.services.personal_data.world import NAME, traces_in
from tests.world import TODAY


def _bytes_of(*folders: Path) -> set[bytes]:
    return {
        file.read_bytes() for folder in folders for file in folder.rglob("*") if file.parent.parent.suffix == ".files"
    }


def test_what_would_go_of_their_files_is_told(app: App, person: int, files: dict[str, str]) -> None:
    planned = personal_data.plan(app.store, person)
    assert {file.name: file.alone for file in planned.files} == {
        "letter.pdf": True,
        "prices.csv": False,
        f"{NAME}.jpg": True,
    }
    told = " ".join(erasing_wording.what_will_happen(planned, "remake", files=True))
    assert f"are removed: letter.pdf, {NAME}.jpg" in told
    assert "stays: prices.csv" in told
    assert "are removed" not in " ".join(erasing_wording.what_will_happen(planned, "remake"))


@pytest.mark.parametrize("copies", ["remake", "delete"])
def test_files_that_only_they_brought_are_removed_from_the_folder_and_the_backups(
    app: App, person: int, files: dict[str, str], places: tuple[Path, Path], copies: Copies
) -> None:
    backups.take(app.store)
    assert {b"dear all", b"1;2;3", b"a face"} <= _bytes_of(*places)
    certificate = app.store.path.with_name("c.txt")
    told = erasing_people.erase(app.store, person, today=TODAY, copies=copies, files=True, certificate=certificate)
    assert _bytes_of(*places) == {b"1;2;3"}
    assert [file.fate for file in told.files] == ["removed", "somebody else's too", "removed"]
    assert told.is_complete
    assert traces_in(*places) == []
    text = certificate.read_text(encoding="utf-8")
    assert "pdf, 8 bytes, kept 20 Nov 2026: removed" in text
    assert "left, because another entry has the same file" in text
    assert "A nickname, a slip or another form" in text
    assert attachments.problems(app.store) == []
    assert [file.name for file in attachments.of_account(app.store, accounts.by_name(app.store, "Beta") or 0)] == [
        "prices.csv"
    ]
    assert attachments.count(app.store) == (1, 5)
    assert backups.files_beside(backups.take(app.store), app.store.path) == (1, 5, 0)


def test_a_backup_that_is_left_keeps_their_files_and_the_certificate_says_so(
    app: App, person: int, files: dict[str, str], places: tuple[Path, Path]
) -> None:
    backups.take(app.store)
    told = erasing_people.erase(app.store, person, today=TODAY, copies="keep", files=True)
    assert not kept_files.is_sound(kept_files.folder_of(app.store.path), files["letter.pdf"])
    assert [file.fate for file in told.files] == [
        "in a copy that was left",
        "somebody else's too",
        "in a copy that was left",
    ]
    assert not told.is_complete


def test_their_files_stay_where_nobody_decides_otherwise(app: App, person: int, files: dict[str, str]) -> None:
    told = erasing_people.erase(app.store, person, today=TODAY, copies="remake")
    assert [file.fate for file in told.files] == ["left", "left", "left"]
    assert told.is_complete
    folder = kept_files.folder_of(app.store.path)
    assert all(kept_files.is_sound(folder, name) for name in files.values())


def test_taking_back_the_step_that_kept_a_removed_file_brings_nothing_back(
    app: App, person: int, files: dict[str, str]
) -> None:
    erasing_people.erase(app.store, person, today=TODAY, copies="remake", files=True)
    before = app.store.dump()["attachment"]
    for _ in range(4):
        with contextlib.suppress(UserError):
            app.store.undo()
        with contextlib.suppress(UserError):
            app.store.redo()
    assert {row[4] for row in app.store.dump()["attachment"]} <= {row[4] for row in before}


def test_the_archive_has_the_files_themselves(app: App, person: int, files: dict[str, str]) -> None:
    kept_files.forget(kept_files.folder_of(app.store.path), [files["prices.csv"]])
    target = app.store.path.with_name("all.zip")
    personal_archive.save(app.store, person, target, TODAY)
    with zipfile.ZipFile(target) as archive:
        assert {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")} == {
            "files/1.pdf": b"dear all",
            "files/3.jpg": b"a face",
        }
        listed = json.loads(archive.read("person.json"))["files"]
    assert [(row["name"], row["in this archive"]) for row in listed] == [
        ("letter.pdf", "files/1.pdf"),
        ("prices.csv", "missing"),
        (f"{NAME}.jpg", "files/3.jpg"),
    ]

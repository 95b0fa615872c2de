"""Everything about a person in one list, and erasing them everywhere: not one byte of theirs is left in any file."""

from __future__ import annotations

import contextlib
import json
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_desktop import settings
from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import ContactFields, FollowUpFields, InteractionFields, RatingFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.domain.mail.parts import Enclosed
from crm_desktop.paths import log_folder, state_folder
from crm_desktop.services import (
    accounts,
    attachments,
    backups,
    calendar,
    contacts,
    erasing_people,
    erasing_wording,
    follow_ups,
    history,
    importing,
    journal,
    merging_people,
    personal_archive,
    personal_data,
    preferences,
    talk_index,
)
from crm_desktop.services.erasing_certificate import Copies
from crm_desktop.storage import erasing, kept_files
from crm_desktop.ui.widgets import log_drafts
from tests.world import TODAY, add_account

NAME, EMAIL, PHONE = "Zdenka Quxová", "zdenka.quxova@canary.example", "+386 41 987 654"
_TRACES = ["Zdenka", "Quxov", "QUXOV", "zdenka", "quxov", "987 654", "41987654", "canary.example"]


def _call(app: App, account: int, contact: int | None, subject: str, notes: str = "") -> int:
    with app.store.operation("Call"):
        return history.insert_interaction(
            app.store,
            InteractionFields(
                account=account, contact=contact, kind=InteractionKind.CALL, day=TODAY, subject=subject, notes=notes
            ),
        )


@pytest.fixture
def person(app: App) -> int:
    """Somebody whom the workspace names in every way it can."""
    acme, other = add_account(app.store, "Acme", email=EMAIL), add_account(app.store, "Beta")
    zdenka = contacts.add(app.store, acme, ContactFields(name="Zdenka Stara", phone=PHONE, email=EMAIL), "head of Q")
    contacts.change(
        app.store, acme, zdenka, ContactFields(name=NAME, phone=PHONE, email=EMAIL, notes="likes tea"), "buyer"
    )
    contacts.add(app.store, acme, ContactFields(name="Other Person", notes=f"reports to {NAME}"))
    _call(app, acme, zdenka, "Late delivery", f"Zdenka said it was late. Write to {EMAIL.upper()}")
    _call(app, other, None, "Met QUXOVA, ZDENKA at the fair", "number 041/987-654, a good talk")
    _call(app, other, None, "Nothing to do with anybody", "still here")
    with app.store.operation("Rated by Zdenka Quxová"):
        history.insert_rating(
            app.store, RatingFields(account=acme, contact=zdenka, day=TODAY, score=4, comment=f"{NAME} was cross")
        )
    follow_ups.add(app.store, FollowUpFields(account=acme, contact=zdenka, what="ring Zdenka back", due=TODAY))
    preferences.change(app.store, owner=NAME)
    while talk_index.read_some(app.store):
        pass
    return zdenka


def test_one_who_was_merged_is_found_by_what_they_were_called_before(app: App, person: int) -> None:
    old = contacts.add(
        app.store,
        add_account(app.store, "Gamma"),
        ContactFields(name="Zdenka Vdovova", email="vdovova@canary.example", phone="+386 31 123 456"),
    )
    merging_people.merge(app.store, person, old)
    for typed in ("Zdenka Vdovova", "VDOVOVA@canary.example", "+386 31 123 456", NAME):
        assert [who.contact for who in personal_data.called(app.store, typed)] == [person], typed
    assert personal_data.one_called(app.store, "vdovova@canary.example").name == NAME


def _traces(*folders: Path) -> list[tuple[str, str]]:
    """What of the person still stands in the bytes of every file there."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert files
    return [(file.name, trace) for file in files for trace in _TRACES if trace.encode() in file.read_bytes()]


def _indexed(app: App) -> set[str]:
    """Every word of the search indexes: they keep words in pieces that a search of the bytes would miss."""
    words = set()
    connection = app.store.database.connection()
    with app.store.derivation():
        for index in ("account_index", "contact_index", "interaction_index"):
            connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', '{index}', 'row')")
            words |= {word for (word,) in connection.execute("SELECT term FROM temp.words")}
            connection.execute("DROP TABLE temp.words")
    return words


@pytest.fixture
def places(own_surroundings: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The folder of the workspace and its backups, and all folders of this laptop."""
    return tmp_path, own_surroundings / "crm-desktop"


def test_after_erasing_no_byte_is_left_in_any_file(app: App, person: int, places: tuple[Path, Path]) -> None:
    backups.take(app.store)
    log_drafts.keep(app.store.path, log_drafts.LogDraft(text=f"acme call with {NAME} {PHONE}"))
    (log_folder() / "crm-desktop.log").write_text(f"somebody wrote {EMAIL} here\n")
    settings.change(look="dark", export_folder=f"/home/{NAME}/lists")
    (state_folder() / "quick-log-0000.json").write_text("of another workspace: Somebody Else")
    diary = app.store.path.with_name("diary.ics")
    calendar.keep_ics(app.store, diary, TODAY, datetime.now(UTC))
    settings.change(calendar_files={str(app.store.path): str(diary)})
    assert len(_traces(*places)) > 10
    assert {"zdenka", "quxova"} <= _indexed(app)
    certificate = app.store.path.with_name("certificate.txt")
    told = erasing_people.erase(app.store, person, today=TODAY, copies="remake", certificate=certificate)
    assert _traces(*places) == []
    assert not any("zdenk" in word or "quxov" in word or "987654" in word for word in _indexed(app))
    assert (told.file_rewritten, told.found_afterwards, told.still_held) == (True, 0, [])
    assert list(told.copies.values()) == ["re-made"]
    assert app.store.problems() == []
    assert settings.get().look == "dark"
    assert "ring" in diary.read_text()
    app.close()
    assert _traces(*places) == []


def test_what_was_said_stays_without_the_name(app: App, person: int) -> None:
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    mark = personal_data.mark()
    said = app.store.rows("SELECT subject, notes FROM interaction ORDER BY id")
    assert said == [
        ("Late delivery", f"{mark} said it was late. Write to {mark}"),
        (f"Met {mark} at the fair", f"number {mark}, a good talk"),
        ("Nothing to do with anybody", "still here"),
    ]
    assert app.store.rows("SELECT score, comment FROM rating") == [(4.0, f"{mark} was cross")]
    assert app.store.value("SELECT what FROM follow_up") == f"ring {mark} back"
    assert app.store.value("SELECT email FROM account WHERE name = 'Acme'") == ""
    assert app.store.value("SELECT notes FROM contact WHERE name = 'Other Person'") == f"reports to {mark}"
    assert [who.name for who in contacts.of_account(app.store, accounts.by_name(app.store, "Acme") or 0)] == [
        "Other Person"
    ]
    assert personal_data.called(app.store, NAME) == []
    assert preferences.get(app.store).owner == mark


def test_steps_that_held_their_data_cannot_be_taken_back_and_are_told_before(app: App, person: int) -> None:
    innocent = add_account(app.store, "Gamma")
    planned = personal_data.plan(app.store, person)
    before = {line.id: line.can_undo for line in journal.steps(app.store)}
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    lines = journal.steps(app.store)
    lost = [line for line in lines if before.get(line.id) and not line.can_undo]
    assert len(lost) == planned.steps > 5
    assert not any("Zdenka" in line.label for line in lines)
    with pytest.raises(UserError, match="cannot be taken back any more"):
        journal.take_back(app.store, lost[0].id)
    undone = app.store.undo()
    assert undone is not None
    assert undone.label == "Add Gamma"
    assert not app.store.value("SELECT count(*) FROM account WHERE id = ?", (innocent,))


def test_a_step_that_was_undone_holds_them_too_and_cannot_be_done_again(
    app: App, person: int, places: tuple[Path, Path]
) -> None:
    _call(app, accounts.by_name(app.store, "Acme") or 0, person, f"again with {NAME}")
    app.store.undo()
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    assert app.store.redo() is None
    assert _traces(*places) == []


@pytest.mark.parametrize(("copies", "fate"), [("keep", "still holds them"), ("delete", "deleted")])
def test_backups_that_hold_them_are_listed_and_only_touched_when_asked(
    app: App, person: int, copies: Copies, fate: str
) -> None:
    first = backups.take(app.store)
    aside = app.store.path.with_name(f"{app.store.path.stem}-replaced-1{app.store.path.suffix}")
    aside.write_bytes(first.read_bytes())
    mine = first.with_name("my own notes.txt")
    mine.write_text(NAME)
    assert {copy.path for copy in personal_data.plan(app.store, person).copies} == {first, aside}
    told = erasing_people.erase(app.store, person, today=TODAY, copies=copies)
    assert told.copies == {first.name: fate, aside.name: fate}
    assert first.exists() == aside.exists() == (copies == "keep")
    assert mine.read_text() == NAME
    assert bool(told.still_held) == (copies == "keep")


def test_a_backup_without_them_stays_byte_for_byte(app: App) -> None:
    acme = add_account(app.store, "Acme")
    empty = backups.take(app.store)
    before = empty.read_bytes()
    zdenka = contacts.add(app.store, acme, ContactFields(name=NAME))
    told = erasing_people.erase(app.store, zdenka, today=TODAY, copies="remake")
    assert (told.copies, empty.read_bytes()) == ({}, before)


def test_a_backup_that_was_made_again_still_restores(app: App, person: int) -> None:
    taken = backups.take(app.store)
    with app.store.operation("Later"):
        app.store.database.connection().execute("DELETE FROM rating")
    erasing_people.erase(app.store, person, today=TODAY, copies="remake")
    copy = open_workspace(taken, today=TODAY)
    assert copy.store.problems() == []
    assert copy.store.value("SELECT count(*) FROM rating") == 1
    assert personal_data.called(copy.store, NAME) == []
    copy.close()


def test_somebody_else_of_the_same_name_keeps_theirs(app: App) -> None:
    acme, beta = add_account(app.store, "Acme"), add_account(app.store, "Beta")
    gone = contacts.add(app.store, acme, ContactFields(name=NAME, email=EMAIL, phone="041 111 222"))
    stays = contacts.add(app.store, beta, ContactFields(name=NAME, email="z@beta.example", phone="041 111 222"))
    here, there = _call(app, acme, None, f"{NAME} rang"), _call(app, beta, stays, f"{NAME} came")
    with pytest.raises(UserError, match=r"could be .*Acme.*Beta"):
        personal_data.one_called(app.store, NAME)
    assert personal_data.one_called(app.store, EMAIL).contact == gone
    assert personal_data.plan(app.store, gone).left["interaction"] == 1
    told = erasing_people.erase(app.store, gone, today=TODAY, copies="keep")
    subjects = dict(app.store.rows("SELECT id, subject FROM interaction"))
    assert subjects == {here: f"{personal_data.mark()} rang", there: f"{NAME} came"}
    assert app.store.row("SELECT name, phone FROM contact WHERE id = ?", (stays,)) == (NAME, "041 111 222")
    assert told.left_of_the_same_name
    assert [who.contact for who in personal_data.called(app.store, NAME)] == [stays]


def test_a_person_of_one_word_is_looked_for_at_their_own_accounts_only(app: App) -> None:
    acme, beta = add_account(app.store, "Acme"), add_account(app.store, "Beta")
    may = contacts.add(app.store, acme, ContactFields(name="May"))
    _call(app, acme, None, "Met May")
    _call(app, beta, None, "Order in May")
    erasing_people.erase(app.store, may, today=TODAY, copies="keep")
    assert [s for (s,) in app.store.rows("SELECT subject FROM interaction ORDER BY id")] == [
        f"Met {personal_data.mark()}",
        "Order in May",
    ]


def test_each_of_several_addresses_and_numbers_is_found(app: App) -> None:
    acme = add_account(app.store, "Acme")
    fields = ContactFields(name=NAME, email="one@canary.example, two@canary.example", phone="041 111 222, 01 234 56 78")
    gone = contacts.add(app.store, acme, fields)
    _call(app, acme, None, "Wrote to TWO@canary.example", "rang 01/2345678 and one@canary.example")
    assert personal_data.one_called(app.store, "two@canary.example").contact == gone
    assert personal_data.one_called(app.store, "01 2345678").contact == gone
    erasing_people.erase(app.store, gone, today=TODAY, copies="keep")
    mark = personal_data.mark()
    assert app.store.row("SELECT subject, notes FROM interaction") == (f"Wrote to {mark}", f"rang {mark} and {mark}")


def test_another_thread_that_has_read_does_not_keep_the_bytes(app: App, person: int) -> None:
    told = []

    def work() -> None:
        told.append(erasing_people.erase(app.store, person, today=TODAY, copies="keep"))
        app.store.close()

    assert app.store.rows("SELECT * FROM contact")
    assert app.store.row("SELECT * FROM interaction")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert (told[0].file_rewritten, told[0].found_afterwards) == (True, 0)
    assert app.store.value("SELECT name FROM contact WHERE id = ?", (person,)) == personal_data.mark()


def _import(app: App) -> None:
    file = app.store.path.with_name("people.csv")
    others = [f"Firm {n},Person Number{n},p{n}@firm.example" for n in range(200)]
    file.write_text("\n".join(["Account,Full name,E-mail", f"Acme,{NAME},{EMAIL}", *others]), encoding="utf-8")
    importing.import_file(
        app.store, file, kind="contacts", settings=importing.ImportSettings.from_json({}), today=TODAY, dry_run=False
    )
    file.unlink()


def test_a_large_import_they_came_with_keeps_no_copy_and_can_still_be_taken_back(
    app: App, places: tuple[Path, Path]
) -> None:
    _import(app)
    gone = personal_data.one_called(app.store, NAME).contact
    told = erasing_people.erase(app.store, gone, today=TODAY, copies="keep")
    assert (told.steps, told.found_afterwards) == (0, 0)
    assert _traces(*places) == []
    app.store.undo()
    app.store.redo()
    assert app.store.value("SELECT count(*) FROM contact") == 201
    assert app.store.problems() == []
    assert _traces(*places) == []


@pytest.mark.parametrize("large", [False, True])
def test_whom_only_the_history_still_holds_can_be_erased_from_it(
    app: App, places: tuple[Path, Path], large: bool
) -> None:
    acme = add_account(app.store, "Acme")
    if large:
        _import(app)
    else:
        contacts.add(app.store, acme, ContactFields(name=NAME, email=EMAIL))
    app.store.undo()
    who = personal_data.one_called(app.store, EMAIL)
    assert who.name == NAME
    told = erasing_people.erase(app.store, who.contact, today=TODAY, copies="keep")
    assert (told.steps, told.found_afterwards) == (1, 0)
    assert app.store.redo() is None
    assert _traces(*places) == []
    with pytest.raises(UserError, match="Nobody is called"):
        personal_data.one_called(app.store, EMAIL)


def test_rows_that_were_merged_into_the_person_go_with_them(app: App, person: int) -> None:
    acme = accounts.by_name(app.store, "Acme") or 0
    twin = contacts.add(app.store, acme, ContactFields(name="Z. Merged", email="merged@else.example"))
    with app.store.operation("Merge"):
        app.store.database.connection().execute(
            "UPDATE contact SET merged_into = ?, deleted_at = 1 WHERE id = ?", (person, twin)
        )
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    assert app.store.row("SELECT name, email FROM contact WHERE id = ?", (twin,)) == (personal_data.mark(), "")
    assert b"merged@else.example" not in app.store.path.read_bytes()


@pytest.mark.parametrize("name", ["c.txt", "c.json"])
def test_the_certificate_says_what_was_done_and_holds_nothing_of_them(app: App, person: int, name: str) -> None:
    kept = backups.take(app.store)
    file = app.store.path.with_name(name)
    planned = personal_data.plan(app.store, person)
    erasing_people.erase(app.store, person, today=TODAY, copies="keep", certificate=file)
    text = file.read_text(encoding="utf-8")
    assert not [trace for trace in _TRACES if trace in text]
    assert str(person) in text
    assert kept.name in text
    if name.endswith("json"):
        told = json.loads(text)
        assert (told["rows"], told["steps"]) == (planned.rows, planned.steps)
        assert told["still_held_by"] == [kept.name]
        assert told["found_afterwards"] == 0
    else:
        assert "STILL HOLDS THEM" in text
        assert f"{planned.steps} steps of the history" in text
        assert "2 conversations" in text


def test_where_the_certificate_cannot_be_written_nothing_is_erased(app: App, person: int, tmp_path: Path) -> None:
    before = app.store.dump()
    with pytest.raises(UserError, match="cannot be written"):
        erasing_people.erase(app.store, person, today=TODAY, copies="delete", certificate=tmp_path / "none" / "c.txt")
    assert app.store.dump() == before
    assert personal_data.one_called(app.store, NAME).contact == person


def test_planning_changes_nothing(app: App, person: int) -> None:
    before, step = app.store.dump(), app.store.next_step("undo")
    planned = personal_data.plan(app.store, person)
    assert planned.rows["interaction"] == 2
    assert (planned.name, planned.copies) == (NAME, ())
    assert app.store.dump() == before
    assert app.store.next_step("undo") == step


def test_after_erasing_a_second_look_finds_nothing(app: App, person: int) -> None:
    connection = app.store.database.connection()
    who = erasing.person_in(connection, person)
    assert not erasing.find(connection, who, personal_data.mark()).is_empty
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    assert erasing.find(connection, who, personal_data.mark()).is_empty


# -- files kept with accounts ----------------------------------------------------------------------


@pytest.fixture
def files(app: App, person: int) -> dict[str, str]:
    """A letter that only they sent, a price list that is at another account too; by name, what they are kept under."""
    acme, beta = (accounts.by_name(app.store, name) or 0 for name in ("Acme", "Beta"))
    talk = app.store.value("SELECT id FROM interaction WHERE contact_id = ?", (person,))
    enclosed = [Enclosed("letter.pdf", b"dear all"), Enclosed("prices.csv", b"1;2;3")]
    attachments.keep_enclosed(app.store, acme, talk, enclosed, TODAY)
    attachments.keep_enclosed(app.store, beta, 0, [enclosed[1]], TODAY)
    (photo := app.store.path.with_name(f"{NAME}.jpg")).write_bytes(b"a face")
    attachments.keep_files(app.store, beta, [photo], TODAY)
    photo.unlink()
    return dict(app.store.rows("SELECT name, sha256 FROM attachment"))


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
    assert _traces(*places) == []
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

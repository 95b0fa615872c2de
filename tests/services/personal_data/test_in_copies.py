"""Erasing a person from backups and from the history."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, backups, contacts, erasing_people, importing, journal, personal_data
from crm_desktop.services.erasing_certificate import Copies
from tests.services.personal_data.world import EMAIL, NAME, add_call, traces_in
from tests.world import TODAY, add_account


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
    add_call(app, accounts.by_name(app.store, "Acme") or 0, person, f"again with {NAME}")
    app.store.undo()
    erasing_people.erase(app.store, person, today=TODAY, copies="keep")
    assert app.store.redo() is None
    assert traces_in(*places) == []


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
    assert traces_in(*places) == []
    app.store.undo()
    app.store.redo()
    assert app.store.value("SELECT count(*) FROM contact") == 201
    assert app.store.problems() == []
    assert traces_in(*places) == []


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
    assert traces_in(*places) == []
    with pytest.raises(UserError, match="Nobody is called"):
        personal_data.one_called(app.store, EMAIL)

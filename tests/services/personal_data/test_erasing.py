"""Erasing a person: nothing of them is left, in any file, and nothing of anybody else goes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.paths import log_folder, state_folder
from crm_desktop.services import (
    accounts,
    backups,
    calendar,
    contacts,
    erasing_people,
    merging_people,
    personal_data,
    preferences,
)
from crm_desktop.ui.widgets import log_drafts
from tests.services.personal_data.world import EMAIL, NAME, PHONE, add_call, traces_in
from tests.world import TODAY, add_account


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


def test_after_erasing_no_byte_is_left_in_any_file(app: App, person: int, places: tuple[Path, Path]) -> None:
    backups.take(app.store)
    log_drafts.keep(app.store.path, log_drafts.LogDraft(text=f"acme call with {NAME} {PHONE}"))
    (log_folder() / "crm-desktop.log").write_text(f"somebody wrote {EMAIL} here\n")
    settings.change(look="dark", export_folder=f"/home/{NAME}/lists")
    (state_folder() / "quick-log-0000.json").write_text("of another workspace: Somebody Else")
    diary = app.store.path.with_name("diary.ics")
    calendar.keep_ics(app.store, diary, TODAY, datetime.now(UTC))
    settings.change(calendar_files={str(app.store.path): str(diary)})
    assert len(traces_in(*places)) > 10
    assert {"zdenka", "quxova"} <= _indexed(app)
    certificate = app.store.path.with_name("certificate.txt")
    told = erasing_people.erase(app.store, person, today=TODAY, copies="remake", certificate=certificate)
    assert traces_in(*places) == []
    assert not any("zdenk" in word or "quxov" in word or "987654" in word for word in _indexed(app))
    assert (told.file_rewritten, told.found_afterwards, told.still_held) == (True, 0, [])
    assert list(told.copies.values()) == ["re-made"]
    assert app.store.problems() == []
    assert settings.get().look == "dark"
    assert "ring" in diary.read_text()
    app.close()
    assert traces_in(*places) == []


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


def test_somebody_else_of_the_same_name_keeps_theirs(app: App) -> None:
    acme, beta = add_account(app.store, "Acme"), add_account(app.store, "Beta")
    gone = contacts.add(app.store, acme, ContactFields(name=NAME, email=EMAIL, phone="041 111 222"))
    stays = contacts.add(app.store, beta, ContactFields(name=NAME, email="z@beta.example", phone="041 111 222"))
    here, there = add_call(app, acme, None, f"{NAME} rang"), add_call(app, beta, stays, f"{NAME} came")
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
    add_call(app, acme, None, "Met May")
    add_call(app, beta, None, "Order in May")
    erasing_people.erase(app.store, may, today=TODAY, copies="keep")
    assert [s for (s,) in app.store.rows("SELECT subject FROM interaction ORDER BY id")] == [
        f"Met {personal_data.mark()}",
        "Order in May",
    ]


def test_each_of_several_addresses_and_numbers_is_found(app: App) -> None:
    acme = add_account(app.store, "Acme")
    fields = ContactFields(name=NAME, email="one@canary.example, two@canary.example", phone="041 111 222, 01 234 56 78")
    gone = contacts.add(app.store, acme, fields)
    add_call(app, acme, None, "Wrote to TWO@canary.example", "rang 01/2345678 and one@canary.example")
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

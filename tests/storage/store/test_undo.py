"""Steps taken back and done again, also after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    first = open_workspace(path, create=True)
    accounts.add(first.store, AccountFields(name="Acme"))
    after = first.store.dump()
    first.close()
    second = open_workspace(path)
    assert second.store.undo() is not None
    assert second.store.dump()["account"] == []
    second.close()
    third = open_workspace(path)
    assert third.store.redo() is not None
    assert third.store.dump() == after
    assert third.store.undo() is not None
    assert third.store.undo() is None
    third.close()


def test_a_new_step_ends_what_could_be_redone(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    app.store.undo()
    accounts.add(app.store, AccountFields(name="Beta"))
    assert app.store.redo() is None
    assert [row[1] for row in app.store.dump()["account"]] == ["Beta"]


def test_an_older_step_is_not_taken_back_over_a_newer_change(app: App) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    accounts.change(app.store, account, AccountFields(name="Acme", phone="1"))
    first = app.store.next_step("undo")
    accounts.change(app.store, account, AccountFields(name="Acme", phone="2"))
    before = app.store.dump()
    assert first is not None
    with pytest.raises(UserError, match="changed since"):
        app.store.undo(first.id)
    assert app.store.dump() == before


def test_an_older_step_that_nothing_touched_since_can_be_taken_back(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    first = app.store.next_step("undo")
    accounts.add(app.store, AccountFields(name="Beta"))
    assert first is not None
    app.store.undo(first.id)
    assert [row[1] for row in app.store.dump()["account"]] == ["Beta"]
    with pytest.raises(UserError):
        app.store.undo(first.id)


def test_the_search_index_and_the_file_are_sound_after_undo(app: App) -> None:
    account = accounts.add(app.store, AccountFields(name="Kovač"))
    accounts.change(app.store, account, AccountFields(name="Novak"))
    app.store.undo()
    assert [match.name for match in accounts.matching(app.store, "kovac")] == ["Kovač"]
    assert accounts.matching(app.store, "novak") == []
    assert app.store.problems() == []

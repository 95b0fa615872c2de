"""What is told before a person is erased, and certified after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.services import backups, erasing_people, personal_data
from crm_desktop.storage import erasing
from tests.services.personal_data.world import _TRACES, NAME
from tests.world import TODAY


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

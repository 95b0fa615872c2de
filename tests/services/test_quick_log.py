"""The quick log: one line in, one undoable step out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.entities import InteractionKind
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, follow_ups, history, quick_log
from crm_desktop.services.history import EntryKind
from crm_desktop.services.quick_log import Entry
from tests.world import TODAY, add_account


@pytest.fixture
def acme(app: App) -> int:
    add_account(app.store, "Kovač Mizarstvo")
    add_account(app.store, "Αφοί Παπαδάκη")
    return add_account(app.store, "Acme Fasteners")


def test_a_line_is_understood_against_the_workspace(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "acme call about late delivery 4/10 follow up tue", TODAY)
    assert said.account is not None
    assert said.account.id == acme
    assert (said.kind, said.subject, said.rating) == (InteractionKind.CALL, "late delivery", 4)
    assert said.follow_up == date(2026, 11, 24)


def test_opened_on_a_row_the_line_names_no_account(app: App, acme: int) -> None:
    match = accounts.matching(app.store, "acme")[0]
    said = quick_log.understand(app.store, "late delivery 4/10 >tue", TODAY, match)
    assert (said.account, said.subject, said.rating) == (match, "late delivery", 4)


def test_an_unknown_name_is_offered_to_be_added(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "Nordlys Interiør call about prices", TODAY)
    assert (said.account, said.new_account, said.subject) == (None, "Nordlys Interiør", "prices")


def test_saving_is_one_step_with_all_it_says(app: App, acme: int) -> None:
    before = app.store.dump()
    saved = quick_log.save(
        app.store, Entry(account=acme, subject="late delivery", rating=4, follow_up=date(2026, 11, 24)), TODAY
    )
    assert saved.message == "Call with Acme Fasteners saved. Follow-up on Tue 24 Nov."
    kinds = [line.kind for line in history.timeline(app.store, acme, until=TODAY)]
    assert sorted(kinds) == [EntryKind.CALL, EntryKind.RATING]
    assert [f.due for f in follow_ups.of_account(app.store, acme)] == [date(2026, 11, 24)]
    app.store.undo()
    assert app.store.dump() == before


def test_a_new_account_is_made_in_the_same_step(app: App) -> None:
    saved = quick_log.save(app.store, Entry(account=None, new_account="Nordlys", subject="hello"), TODAY)
    assert accounts.get(app.store, saved.account).name == "Nordlys"
    app.store.undo()
    assert accounts.is_empty(app.store)


@pytest.mark.parametrize("entry", [Entry(account=None), Entry(account=None, new_account="  "), Entry(account=12345)])
def test_without_an_account_nothing_is_saved_and_a_sentence_says_why(app: App, entry: Entry) -> None:
    with pytest.raises(UserError):
        quick_log.save(app.store, entry, TODAY)
    assert app.store.steps() == []


def test_a_rating_outside_the_scale_saves_nothing(app: App, acme: int) -> None:
    before = app.store.dump()
    with pytest.raises(UserError, match="0 to 10"):
        quick_log.save(app.store, Entry(account=acme, rating=11), TODAY)
    assert app.store.dump() == before


@given(st.text(max_size=80))
def test_no_line_is_too_strange(app: App, text: str) -> None:
    if accounts.is_empty(app.store):
        add_account(app.store, "Acme Fasteners")
    said = quick_log.understand(app.store, text, TODAY)
    assert all(text[span.start : span.end] for span in said.spans)

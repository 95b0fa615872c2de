"""What else a person can tell of an account: a new rhythm, not slipping, not a customer any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.signals import Season, Standing
from crm_desktop.services import (
    account_views,
    attention,
    corrections,
    rating_requests,
    suggestions,
    told_wording,
    wording,
)
from crm_desktop.services.corrections import CorrectionKind
from tests.services.corrections.world import names_listed, row_of
from tests.world import TODAY, add_account, business, buy, rate

# -- a new rhythm --------------------------------------------------------------------------------


def test_a_new_rhythm_is_learned_anew_and_the_revenue_stays(app: App, slipping: int) -> None:
    before = row_of(app, slipping)
    corrections.new_rhythm(app.store, slipping, suggestions.new_rhythm_from(before, TODAY), TODAY)
    row = row_of(app, slipping)
    assert (row.status, row.signals, row.purchases) == (Standing.LEARNING, (), 1)
    assert wording.account_sentence(row, TODAY) == "1 order so far. From 4 on we can tell their rhythm."
    assert row.revenue == before.revenue
    assert "Acme" not in names_listed(app)


def test_a_slower_rhythm_is_steady_once_the_old_one_is_left_out(app: App) -> None:
    business(app.store)
    slower = add_account(app.store, "Slower")
    buy(app.store, slower, [*range(35, 171, 45), *range(180, 510, 10)], amount=50_000)
    before = row_of(app, slower)
    assert before.status is Standing.SLOWING
    corrections.new_rhythm(app.store, slower, TODAY - timedelta(days=170), TODAY)
    row = row_of(app, slower)
    assert (row.status, row.purchases) == (Standing.STEADY, 4)
    assert row.usual_gap == pytest.approx(45)
    assert row.probability < before.probability


def test_only_the_last_new_rhythm_counts(app: App, slipping: int) -> None:
    corrections.new_rhythm(app.store, slipping, TODAY - timedelta(days=100), TODAY)
    corrections.new_rhythm(app.store, slipping, TODAY - timedelta(days=300), TODAY)
    assert [c.from_day for c in corrections.of_account(app.store, slipping, TODAY)] == [TODAY - timedelta(days=300)]
    with pytest.raises(UserError, match="after today"):
        corrections.new_rhythm(app.store, slipping, TODAY + timedelta(days=1), TODAY)


# -- not a customer any more ---------------------------------------------------------------------


def test_who_left_is_off_every_list_and_counts_for_nothing(app: App, slipping: int) -> None:
    rate(app.store, slipping, 5, 3)
    before = attention.today_list(app.store, TODAY).summary
    corrections.left(app.store, slipping, TODAY)
    after = attention.today_list(app.store, TODAY)
    assert "Acme" not in [row.name for row in after.rows]
    assert after.summary.could_walk_away < before.could_walk_away
    assert (after.summary.at_risk, before.at_risk) == (0, 1)
    row = row_of(app, slipping)
    assert (row.status, row.signals, row.stake) == (Standing.LEFT, (), 0.0)
    assert wording.status_word(row.status) == "Not a customer any more"
    assert wording.account_sentence(row, TODAY) == "Not a customer any more."
    assert row.revenue > 0
    assert all(request.account != slipping for request in rating_requests.due(app.store, TODAY).first)
    # Also on every later day, and however much is worked out anew.
    assert "Acme" not in [row.name for row in attention.today_list(app.store, TODAY + timedelta(days=30)).rows]
    assert row_of(app, slipping, TODAY + timedelta(days=30)).status is Standing.LEFT


def test_who_left_can_be_taken_back(app: App, slipping: int) -> None:
    corrections.left(app.store, slipping, TODAY)
    (said,) = corrections.of_account(app.store, slipping, TODAY)
    assert told_wording.told(said) == "You said on 20 Nov 2026: not a customer any more."
    corrections.take_back(app.store, said.id, TODAY)
    assert "Acme" in names_listed(app)
    assert corrections.of_account(app.store, slipping, TODAY) == []
    with pytest.raises(UserError, match="taken back already"):
        corrections.take_back(app.store, said.id, TODAY)
    app.store.undo()
    assert "Acme" not in names_listed(app)


# -- not slipping --------------------------------------------------------------------------------


def test_not_slipping_holds_until_its_day(app: App, slipping: int) -> None:
    until = TODAY + timedelta(days=7)
    walk_away = attention.today_list(app.store, TODAY).summary.could_walk_away
    corrections.not_slipping(app.store, slipping, until, TODAY)
    assert "Acme" not in names_listed(app)
    assert attention.today_list(app.store, TODAY).summary.could_walk_away < walk_away
    assert attention.count_today(app.store, TODAY) == 0
    assert "Acme" not in names_listed(app, until - timedelta(days=1))
    assert "Acme" in names_listed(app, until)
    assert corrections.of_account(app.store, slipping, until) == []
    with pytest.raises(UserError, match="not after today"):
        corrections.not_slipping(app.store, slipping, TODAY, TODAY)


def test_who_is_not_slipping_stands_as_was_said_until_that_day(app: App, slipping: int) -> None:
    """The account page and the table of accounts say the same; the page also says who said so."""
    until = TODAY + timedelta(days=7)
    assert row_of(app, slipping).status is Standing.SLIPPING
    corrections.not_slipping(app.store, slipping, until, TODAY)
    for today in (TODAY, until - timedelta(days=1)):
        row = row_of(app, slipping, today)
        assert row.status is Standing.STEADY
        assert account_views.strips(app.store, [slipping], today)[slipping].missed == ()
        assert [told_wording.told(each) for each in row.told] == [
            "You said: not slipping, ask again on 27 Nov 2026.",
        ]
    assert row_of(app, slipping, until).status is Standing.SLIPPING


def test_not_slipping_leaves_a_good_standing_as_it_is(app: App, slipping: int) -> None:
    fresh = add_account(app.store, "Fresh")
    buy(app.store, fresh, [30, 20])
    corrections.not_slipping(app.store, fresh, TODAY + timedelta(days=7), TODAY)
    assert row_of(app, fresh).status is Standing.LEARNING


# -- all of them ---------------------------------------------------------------------------------


def test_each_correction_is_one_step_with_a_name(app: App, slipping: int) -> None:
    before = app.store.dump()
    corrections.pauses(app.store, slipping, 8, 8, TODAY)
    corrections.new_rhythm(app.store, slipping, TODAY, TODAY)
    corrections.not_slipping(app.store, slipping, TODAY + timedelta(days=30), TODAY)
    corrections.left(app.store, slipping, TODAY)
    assert [told_wording.told(c) for c in corrections.of_account(app.store, slipping, TODAY)] == [
        "You said: they pause August.",
        "You said: a new rhythm from 20 Nov 2026.",
        "You said: not slipping, ask again on 20 Dec 2026.",
        "You said on 20 Nov 2026: not a customer any more.",
    ]
    labels = []
    for _ in range(4):
        undone = app.store.undo()
        assert undone is not None
        labels.append(undone.label)
    assert labels == [
        "Acme is not a customer any more",
        "Acme is not slipping",
        "New rhythm for Acme",
        "Acme pauses every year",
    ]
    assert app.store.dump() == before
    assert "Acme" in names_listed(app)


def test_a_row_keeps_what_was_told_between_starts(app: App, slipping: int) -> None:
    corrections.pauses(app.store, slipping, 1, 1, TODAY)
    listed = attention.today_list(app.store, TODAY)
    assert listed.rows[0].told[0].kind is CorrectionKind.PAUSE
    assert attention.stored_list(app.store, TODAY) == listed


@pytest.mark.parametrize(
    ("since", "today", "season"),
    [
        (date(2026, 11, 26), date(2027, 1, 10), Season.WINTER),
        (date(2026, 7, 1), date(2026, 9, 5), Season.SUMMER),
        (date(2026, 9, 20), date(2026, 11, 20), Season.AUTUMN),
        (date(2020, 1, 1), date(2026, 5, 31), Season.SPRING),
    ],
)
def test_the_season_offered_is_the_one_of_the_silence(app: App, since: date, today: date, season: Season) -> None:
    account = add_account(app.store, "Acme")
    ago = (today - since).days
    buy(app.store, account, range(ago, ago + 300, 10), today=today)
    assert suggestions.likely_season(row_of(app, account, today), today) is season

"""What people tell the detector: its effect on the list, on the figures, and that it can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.signals import Season, SignalKind, Standing
from crm_desktop.services import (
    account_views,
    attention,
    corrections,
    kept_verdicts,
    rating_requests,
    standings,
    suggestions,
    told_wording,
    wording,
)
from crm_desktop.services.attention import AttentionRow
from crm_desktop.services.corrections import CorrectionKind
from tests.world import TODAY, add_account, business, buy, rate

WINTER = date(2027, 2, 20)


def _names(app: App, today: date = TODAY) -> list[str]:
    return [row.name for row in attention.today_list(app.store, today).rows if row.probability >= 0.25]


def _row(app: App, account: int, today: date = TODAY) -> AttentionRow:
    row = attention.account_row(app.store, account, today)
    assert row is not None
    return row


@pytest.fixture
def slipping(app: App) -> int:
    """Thirty accounts on their rhythm, and Acme, which ordered every ten days and has been silent for eighty."""
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(80, 500, 10), amount=50_000)
    attention.today_list(app.store, TODAY)
    return acme


# -- a pause -------------------------------------------------------------------------------------


def _winter_book(app: App) -> int:
    """Thirty on their rhythm on 20 February, and one that last ordered on 28 November, every ten days before."""
    for number in range(30):
        buy(app.store, add_account(app.store, f"Steady {number:02}"), range(number % 13, 500, 14), today=WINTER)
    garden = add_account(app.store, "Garden")
    buy(app.store, garden, range((WINTER - date(2026, 11, 28)).days, 500, 10), amount=50_000, today=WINTER)
    return garden


def test_a_pause_ends_the_silence_it_explains(app: App) -> None:
    garden = _winter_book(app)
    assert "Garden" in _names(app, WINTER)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    assert "Garden" not in _names(app, WINTER)
    row = _row(app, garden, WINTER)
    assert (row.status, row.signals) == (Standing.STEADY, ())
    assert row.revenue > 0
    app.store.undo()
    assert "Garden" in _names(app, WINTER)


def test_after_the_pause_the_silence_goes_on_where_it_stood(app: App) -> None:
    garden = _winter_book(app)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    assert "Garden" not in _names(app, date(2027, 3, 5))
    may = date(2027, 5, 10)
    row = _row(app, garden, may)
    silence = next(signal for signal in row.signals if signal.kind is SignalKind.SILENT)
    assert silence.evidence.silence == 2 + 31 + 30 + 10  # type: ignore[union-attr]
    # The tenth day after the last order lies behind the winter, on everybody's calendar.
    assert silence.since == date(2027, 3, 8)


def test_orders_within_the_pause_are_one_purchase_and_all_of_the_revenue(app: App) -> None:
    garden = _winter_book(app)
    buy(app.store, garden, [60, 50, 40], amount=1_000, today=WINTER)
    before = _row(app, garden, WINTER).revenue
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    row = _row(app, garden, WINTER)
    assert (row.revenue, row.signals) == (before, ())
    # And one of them ends a silence from before the pause.
    may = date(2027, 5, 10)
    silence = _row(app, garden, may).signals[0].evidence
    assert silence.silence == 31 + 30 + 10  # type: ignore[union-attr]


def test_nobody_pauses_all_year(app: App, slipping: int) -> None:
    corrections.pauses(app.store, slipping, 1, 6, TODAY)
    with pytest.raises(UserError, match="all year"):
        corrections.pauses(app.store, slipping, 7, 12, TODAY)
    with pytest.raises(UserError, match="all year"):
        corrections.pauses(app.store, slipping, 3, 2, TODAY)
    assert [told_wording.told(c) for c in corrections.of_account(app.store, slipping, TODAY)] == [
        "You said: they pause January to June."
    ]


def test_the_same_pause_twice_is_one_step(app: App, slipping: int) -> None:
    corrections.pauses(app.store, slipping, 12, 2, TODAY)
    corrections.pauses(app.store, slipping, 1, 2, TODAY)
    assert len(corrections.of_account(app.store, slipping, TODAY)) == 1


def test_the_strip_expects_nothing_within_the_pause() -> None:
    last, today = date(2026, 11, 28), date(2027, 3, 25)
    missed = account_views.missed_days(_number(last), 10.0, _number(today), frozenset({12, 1, 2}))
    assert [_day(number) for number in missed] == [date(2027, 3, 8), date(2027, 3, 18)]


def test_the_table_of_accounts_draws_the_same_strip(app: App) -> None:
    garden = _winter_book(app)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    may = date(2027, 5, 10)
    row = _row(app, garden, may)
    strip = account_views.strips(app.store, [garden], may)[garden]
    expected = account_views.missed_days(row.last_order, row.usual_gap, _number(may), frozenset({12, 1, 2}))
    assert strip.missed == expected
    assert _day(strip.missed[0]) == date(2027, 3, 8)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


# -- a new rhythm --------------------------------------------------------------------------------


def test_a_new_rhythm_is_learned_anew_and_the_revenue_stays(app: App, slipping: int) -> None:
    before = _row(app, slipping)
    corrections.new_rhythm(app.store, slipping, suggestions.new_rhythm_from(before, TODAY), TODAY)
    row = _row(app, slipping)
    assert (row.status, row.signals, row.purchases) == (Standing.LEARNING, (), 1)
    assert wording.account_sentence(row, TODAY) == "1 order so far. From 4 on we can tell their rhythm."
    assert row.revenue == before.revenue
    assert "Acme" not in _names(app)


def test_a_slower_rhythm_is_steady_once_the_old_one_is_left_out(app: App) -> None:
    business(app.store)
    slower = add_account(app.store, "Slower")
    buy(app.store, slower, [*range(35, 171, 45), *range(180, 510, 10)], amount=50_000)
    before = _row(app, slower)
    assert before.status is Standing.SLOWING
    corrections.new_rhythm(app.store, slower, TODAY - timedelta(days=170), TODAY)
    row = _row(app, slower)
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
    row = _row(app, slipping)
    assert (row.status, row.signals, row.stake) == (Standing.LEFT, (), 0.0)
    assert wording.status_word(row.status) == "Not a customer any more"
    assert wording.account_sentence(row, TODAY) == "Not a customer any more."
    assert row.revenue > 0
    assert all(request.account != slipping for request in rating_requests.due(app.store, TODAY).first)
    # Also on every later day, and however much is worked out anew.
    assert "Acme" not in [row.name for row in attention.today_list(app.store, TODAY + timedelta(days=30)).rows]
    assert _row(app, slipping, TODAY + timedelta(days=30)).status is Standing.LEFT


def test_who_left_can_be_taken_back(app: App, slipping: int) -> None:
    corrections.left(app.store, slipping, TODAY)
    (said,) = corrections.of_account(app.store, slipping, TODAY)
    assert told_wording.told(said) == "You said on 20 Nov 2026: not a customer any more."
    corrections.take_back(app.store, said.id, TODAY)
    assert "Acme" in _names(app)
    assert corrections.of_account(app.store, slipping, TODAY) == []
    with pytest.raises(UserError, match="taken back already"):
        corrections.take_back(app.store, said.id, TODAY)
    app.store.undo()
    assert "Acme" not in _names(app)


# -- not slipping --------------------------------------------------------------------------------


def test_not_slipping_holds_until_its_day(app: App, slipping: int) -> None:
    until = TODAY + timedelta(days=7)
    walk_away = attention.today_list(app.store, TODAY).summary.could_walk_away
    corrections.not_slipping(app.store, slipping, until, TODAY)
    assert "Acme" not in _names(app)
    assert attention.today_list(app.store, TODAY).summary.could_walk_away < walk_away
    assert attention.count_today(app.store, TODAY) == 0
    assert "Acme" not in _names(app, until - timedelta(days=1))
    assert "Acme" in _names(app, until)
    assert corrections.of_account(app.store, slipping, until) == []
    with pytest.raises(UserError, match="not after today"):
        corrections.not_slipping(app.store, slipping, TODAY, TODAY)


def test_who_is_not_slipping_stands_as_was_said_until_that_day(app: App, slipping: int) -> None:
    """The account page and the table of accounts say the same; the page also says who said so."""
    until = TODAY + timedelta(days=7)
    assert _row(app, slipping).status is Standing.SLIPPING
    corrections.not_slipping(app.store, slipping, until, TODAY)
    for today in (TODAY, until - timedelta(days=1)):
        row = _row(app, slipping, today)
        assert row.status is Standing.STEADY
        assert account_views.strips(app.store, [slipping], today)[slipping].missed == ()
        assert [told_wording.told(each) for each in row.told] == [
            "You said: not slipping, ask again on 27 Nov 2026.",
        ]
    assert _row(app, slipping, until).status is Standing.SLIPPING


def test_not_slipping_leaves_a_good_standing_as_it_is(app: App, slipping: int) -> None:
    fresh = add_account(app.store, "Fresh")
    buy(app.store, fresh, [30, 20])
    corrections.not_slipping(app.store, fresh, TODAY + timedelta(days=7), TODAY)
    assert _row(app, fresh).status is Standing.LEARNING


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
    assert "Acme" in _names(app)


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
    assert suggestions.likely_season(_row(app, account, today), today) is season


# -- alone and all at once -----------------------------------------------------------------------

_ORDERS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-20, 1200), st.integers(1, 10**6)), min_size=10, max_size=60
)
_SAID = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(CorrectionKind)), st.integers(0, 400)), max_size=6)


@settings(max_examples=25)
@given(_ORDERS, _SAID)
def test_measured_alone_is_measured_in_the_whole_pass(
    tmp_path_factory: pytest.TempPathFactory, orders: list[tuple[int, int, int]], said: list[tuple[int, Any, int]]
) -> None:
    app = open_workspace(tmp_path_factory.mktemp("book") / "w.crm", today=TODAY, create=True)
    ids = [add_account(app.store, f"Account {number}") for number in range(4)]
    for which, ago, amount in orders:
        buy(app.store, ids[which], [ago], amount=amount)
    attention.today_list(app.store, TODAY)
    for which, kind, number in said:
        _say(app, ids[which], kind, number)
    # Below twenty accounts the model has its built-in figures: only the tiers depend on the others.
    standings.bring_up_to_date(app.store, TODAY)
    alone = _apart_from_tiers(app)
    with app.store.derivation():
        app.store.database.connection().execute("UPDATE shown SET value = 'true' WHERE key = 'stale'")
    standings.bring_up_to_date(app.store, TODAY)
    assert _apart_from_tiers(app) == alone
    app.close()


def _apart_from_tiers(app: App) -> list[Any]:
    kept = kept_verdicts.read(app.store)
    columns = [column.tobytes() for name, column in kept.columns.items() if name != "tier"]
    rows = app.store.rows("SELECT account_id, status, revenue, revenue_before, usual_gap, last_order FROM standing")
    return [kept.ids.tolist(), columns, sorted(rows), app.store.rows("SELECT * FROM stake ORDER BY account_id")]


def _say(app: App, account: int, kind: CorrectionKind, number: int) -> None:
    if kind is CorrectionKind.PAUSE:
        first, more = number % 12, number % 5
        if len(corrections.of_account(app.store, account, TODAY)) < 2:
            corrections.pauses(app.store, account, first + 1, (first + more) % 12 + 1, TODAY)
    elif kind is CorrectionKind.NEW_RHYTHM:
        corrections.new_rhythm(app.store, account, TODAY - timedelta(days=number), TODAY)
    elif kind is CorrectionKind.LEFT:
        corrections.left(app.store, account, TODAY)
    else:
        corrections.not_slipping(app.store, account, TODAY + timedelta(days=number + 1), TODAY)

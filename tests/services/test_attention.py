"""The list of Today: who stands on it, in which order, and when they leave it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import FollowUpFields, PurchaseFields
from crm_desktop.domain.kinds import InteractionKind, SnoozeReason
from crm_desktop.domain.signals import Shrinking, Signal, SignalKind, Standing
from crm_desktop.services import accounts, attention, follow_ups, history, preferences, snoozes, standings, wording
from crm_desktop.services.attention import Section
from crm_desktop.services.wording_our_side import LONGEST_REASON
from tests.world import TODAY, add_account, business, buy, rate, talk, verdicts


def _listed(app: App, today: date = TODAY) -> list[str]:
    return [row.name for row in attention.today_list(app.store, today).section(Section.TODAY)]


@pytest.fixture
def slipping(app: App) -> int:
    """Thirty accounts on their rhythm, and Acme, which ordered every ten days and has been silent for eighty."""
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(80, 500, 10), amount=50_000)
    return acme


def test_a_reason_is_short_enough_for_its_row_in_any_month(app: App, slipping: int) -> None:
    row = attention.today_list(app.store, TODAY).rows[0]
    for month in range(1, 13):
        shrinking = Shrinking(smaller_by=0.38, typical_before=900, typical_now=558, purchases_since=4)
        signal = Signal(SignalKind.SHRINKING, 0.9, date(TODAY.year, month, 1), shrinking)
        assert len(wording.reason(row._replace(signals=(signal,)), date(TODAY.year, 12, 31))) <= LONGEST_REASON


def test_an_account_that_fell_silent_is_listed_with_its_reason(app: App, slipping: int) -> None:
    listed = attention.today_list(app.store, TODAY)
    first = listed.rows[0]
    assert (first.account, first.section, first.status) == (slipping, Section.TODAY, Standing.SLIPPING)
    assert first.signals[0].kind is SignalKind.SILENT
    assert wording.reason(first, TODAY) == "Usually orders every 10 days. Silent for 80."
    assert first.revenue == 29 * 50_000
    assert first.stake == pytest.approx(first.revenue * first.probability)
    assert listed.summary.could_walk_away >= round(first.stake)
    assert {row.name for row in listed.rows if row.section is Section.TODAY} == {"Acme"}


def test_the_list_shown_last_is_there_at_once_until_something_changes(app: App, slipping: int) -> None:
    assert attention.stored_list(app.store, TODAY) is None
    listed = attention.today_list(app.store, TODAY)
    stored = attention.stored_list(app.store, TODAY)
    assert stored is not None
    assert stored.section(Section.TODAY) == listed.section(Section.TODAY)
    assert (stored.summary, stored.totals, stored.next_expected) == (
        listed.summary,
        listed.totals,
        listed.next_expected,
    )
    assert attention.stored_list(app.store, TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("kind", [InteractionKind.CALL, InteractionKind.VISIT, InteractionKind.EMAIL])
def test_a_logged_contact_takes_the_row_off_and_undo_brings_it_back(
    app: App, slipping: int, kind: InteractionKind
) -> None:
    assert _listed(app) == ["Acme"]
    talk(app.store, slipping, 0, kind)
    assert _listed(app) == []
    app.store.undo()
    assert _listed(app) == ["Acme"]


def test_a_note_is_no_contact(app: App, slipping: int) -> None:
    talk(app.store, slipping, 0, InteractionKind.NOTE)
    assert _listed(app) == ["Acme"]


def test_a_snooze_lasts_until_its_day(app: App, slipping: int) -> None:
    snoozes.snooze(app.store, slipping, today=TODAY, until=TODAY + timedelta(days=7))
    assert _listed(app) == []
    assert _listed(app, TODAY + timedelta(days=6)) == []
    assert _listed(app, TODAY + timedelta(days=7)) == ["Acme"]


def test_done_for_now_is_undone_like_everything(app: App, slipping: int) -> None:
    snoozes.snooze(app.store, slipping, today=TODAY, until=TODAY + timedelta(days=7), reason=SnoozeReason.DONE)
    assert _listed(app) == []
    undone = app.store.undo()
    assert undone is not None
    assert undone.label == "Acme done for now"
    assert _listed(app) == ["Acme"]


def test_an_order_ends_the_silence(app: App, slipping: int) -> None:
    buy(app.store, slipping, [0])
    assert _listed(app) == []


def test_a_day_has_a_size_and_is_not_filled_up_again(app: App) -> None:
    business(app.store)
    for number in range(12):
        account = add_account(app.store, f"Silent {number:02}")
        buy(app.store, account, range(80, 500, 10), amount=50_000 + number)
    preferences.change(app.store, day_size=5)
    first = attention.today_list(app.store, TODAY).section(Section.TODAY)
    assert [row.name for row in first] == [f"Silent {number:02}" for number in (11, 10, 9, 8, 7)]
    talk(app.store, first[0].account, 0)
    assert len(_listed(app)) == 4
    attention.show_more(app.store, TODAY)
    assert len(_listed(app)) == 9
    assert len(_listed(app, TODAY + timedelta(days=1))) == 5


def test_a_low_rating_is_a_fact_at_once(app: App) -> None:
    ids = business(app.store)
    attention.today_list(app.store, TODAY)
    rate(app.store, ids[3], 0, 3, "nobody called back")
    row = next(row for row in attention.today_list(app.store, TODAY).rows if row.account == ids[3])
    assert row.signals[0].kind is SignalKind.LOW_RATING
    assert wording.reason(row, TODAY) == "Rated 3 on Friday: “nobody called back”."
    assert row.section is Section.TODAY
    rate(app.store, ids[3], 0, 9)
    assert SignalKind.LOW_RATING not in {s.kind for r in attention.today_list(app.store, TODAY).rows for s in r.signals}


def test_who_is_still_learning_is_not_in_for_today_unless_asked_for(app: App) -> None:
    """A complaint or a low rating of theirs is a fact all the same: it stands under This week."""
    business(app.store)
    new = add_account(app.store, "New")
    buy(app.store, new, [20, 40, 60], amount=900_000)
    rate(app.store, new, 3, 2)
    listed = attention.today_list(app.store, TODAY)
    assert [(row.name, row.section, row.status) for row in listed.rows] == [("New", Section.WEEK, Standing.LEARNING)]
    assert attention.count_today(app.store, TODAY) == 0
    attention.show_more(app.store, TODAY)
    assert attention.count_today(app.store, TODAY) == 1


def test_a_new_account_is_still_learning_and_never_listed(app: App) -> None:
    business(app.store)
    new = add_account(app.store, "New")
    buy(app.store, new, [150, 160, 170], amount=1_000_000)
    assert "New" not in [row.name for row in attention.today_list(app.store, TODAY).rows]
    row = attention.account_row(app.store, new, TODAY)
    assert row is not None
    assert row.status is Standing.LEARNING
    assert wording.account_sentence(row, TODAY) == "3 orders so far. From 4 on we can tell their rhythm."


def test_refunds_and_future_days_are_no_purchases(app: App, slipping: int) -> None:
    with app.store.operation("Later"):
        for day, amount, refund in ((5, 100, False), (-3, 5_000, True), (-4, -5_000, False)):
            history.insert_purchase(
                app.store,
                PurchaseFields(
                    account=slipping, day=TODAY + timedelta(days=day), amount=amount, currency="EUR", refund=refund
                ),
            )
    row = attention.account_row(app.store, slipping, TODAY)
    assert row is not None
    assert row.last_order is not None
    assert wording.reason(row, TODAY) == "Usually orders every 10 days. Silent for 80."
    assert row.revenue == 29 * 50_000 - 10_000


def test_one_account_measured_alone_gives_the_same_row_as_the_whole_pass(app: App, slipping: int) -> None:
    attention.today_list(app.store, TODAY)
    rate(app.store, slipping, 2, 5, "late")
    standings.bring_up_to_date(app.store, TODAY)
    alone = verdicts(app.store, [slipping])
    with app.store.derivation():
        app.store.database.connection().execute("UPDATE shown SET value = 'true' WHERE key = 'stale'")
    standings.bring_up_to_date(app.store, TODAY)
    assert verdicts(app.store, [slipping]) == alone


def test_archived_and_deleted_accounts_leave_the_list(app: App, slipping: int) -> None:
    stored = accounts.get(app.store, slipping)
    accounts.delete(app.store, slipping)
    assert _listed(app) == []
    app.store.undo()
    assert _listed(app) == ["Acme"]
    from dataclasses import fields, replace

    from crm_desktop.domain.entities import AccountFields

    kept = {f.name: getattr(stored, f.name) for f in fields(AccountFields)}
    accounts.change(app.store, slipping, replace(AccountFields(**kept), archived=True))
    assert _listed(app) == []


def test_everything_calm_names_the_next_order_expected(app: App) -> None:
    business(app.store)
    listed = attention.today_list(app.store, TODAY)
    assert listed.section(Section.TODAY) == []
    assert listed.next_expected is not None
    name, day = listed.next_expected
    assert name.startswith("Steady")
    assert TODAY <= day <= TODAY + timedelta(days=14)


def test_an_empty_workspace_has_an_empty_list(app: App) -> None:
    listed = attention.today_list(app.store, TODAY)
    assert listed.rows == ()
    assert listed.summary.accounts == 0
    assert listed.next_expected is None


def test_the_satisfaction_line_counts_the_newest_rating_of_each_account(app: App) -> None:
    ids = business(app.store, regular=4)
    rate(app.store, ids[0], 200, 3)
    rate(app.store, ids[0], 10, 9)
    rate(app.store, ids[1], 20, 7)
    rate(app.store, ids[2], 20, 2)
    rate(app.store, ids[3], 500, 2)
    summary = attention.today_list(app.store, TODAY).summary
    assert (summary.rated, summary.advocates, summary.at_risk) == (3, 1, 1)
    assert summary.satisfied_share == pytest.approx(2 / 3)
    assert summary.satisfied_share_before == 0.0


def test_follow_ups_due(app: App) -> None:
    acme = add_account(app.store, "Acme")
    late = follow_ups.add(app.store, FollowUpFields(account=acme, what="Send list", due=TODAY - timedelta(days=2)))
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Book review", due=TODAY + timedelta(days=3)))
    assert [f.what for f in follow_ups.due(app.store, TODAY)] == ["Send list"]
    follow_ups.finish(app.store, late, TODAY)
    assert follow_ups.due(app.store, TODAY) == []
    following = follow_ups.next_after(app.store, TODAY)
    assert following is not None
    assert following.what == "Book review"
    assert [line.title for line in history.timeline(app.store, acme, until=TODAY)] == ["Send list"]


_ORDERS = st.lists(st.tuples(st.integers(0, 3), st.integers(-40, 9000), st.integers(-10, 10**9)), max_size=40)


@settings(max_examples=25)
@given(_ORDERS)
def test_no_book_is_too_strange(tmp_path_factory: pytest.TempPathFactory, orders: list[tuple[int, int, int]]) -> None:
    app = open_workspace(tmp_path_factory.mktemp("book") / "w.crm", today=TODAY, create=True)
    ids = [add_account(app.store, f"Account {number}") for number in range(4)]
    with app.store.operation("Orders"):
        for which, ago, amount in orders:
            history.insert_purchase(
                app.store,
                PurchaseFields(account=ids[which], day=TODAY - timedelta(days=ago), amount=amount, currency="EUR"),
            )
    for row in attention.today_list(app.store, TODAY).rows:
        assert 0 <= row.probability <= 1
        assert row.stake >= 0
        assert wording.reason(row, TODAY)
        assert wording.account_sentence(row, TODAY)
        assert all(wording.evidence(signal, row, TODAY) for signal in row.signals)
        assert wording.how_sure(row)
        assert all(wording.next_step(row, TODAY)[:2])
    app.close()


@pytest.mark.parametrize("amounts", [[0] * 9, [500, *[0] * 8], [0, 500] * 5, [*[0] * 8, 500]])
def test_orders_without_an_amount_keep_their_rhythm_and_say_nothing_of_baskets(app: App, amounts: list[int]) -> None:
    business(app.store)
    acme = add_account(app.store, "Acme")
    for number, amount in enumerate(amounts):
        buy(app.store, acme, [3 + 10 * number], amount=amount)
    row = attention.account_row(app.store, acme, TODAY)
    assert row is not None
    assert row.usual_gap == pytest.approx(10)
    assert SignalKind.SHRINKING not in {signal.kind for signal in row.signals}

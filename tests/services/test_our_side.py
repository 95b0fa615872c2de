"""Our own side on the list: found in the operation that changes it, the same in the whole pass, and said briefly."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import AccountFields, ContactFields, InteractionFields, PurchaseFields
from crm_desktop.domain.kinds import Direction, InteractionKind, Tier
from crm_desktop.domain.signals import (
    Asked,
    ContactLeft,
    Evidence,
    FallingRatings,
    GrowingGaps,
    LowRating,
    Narrowing,
    NoAnswer,
    OurSilence,
    PromisesMissed,
    Signal,
    SignalKind,
    StoppedAnswering,
)
from crm_desktop.domain.whose_silence import WhoseSilence
from crm_desktop.services import (
    accounts,
    attention,
    contacts,
    corrections,
    history,
    preferences,
    sample,
    standings,
    suggestions,
    wording,
    wording_our_side,
)
from crm_desktop.services.attention import AttentionRow, Section
from tests.world import TODAY, add_account, business, buy, verdicts


def speak(
    app: App,
    account: int,
    days_ago: int,
    kind: InteractionKind = InteractionKind.EMAIL,
    direction: Direction = Direction.IN,
    **fields: object,
) -> None:
    with app.store.operation("Contact"):
        history.insert_interaction(
            app.store,
            InteractionFields(
                account=account, kind=kind, direction=direction, day=TODAY - timedelta(days=days_ago), **fields
            ),  # type: ignore[arg-type]
        )


def row_of(app: App, account: int) -> AttentionRow:
    row = attention.account_row(app.store, account, TODAY)
    assert row is not None
    return row


def kinds_of(app: App, account: int) -> set[SignalKind]:
    return {signal.kind for signal in row_of(app, account).signals}


@pytest.fixture
def acme(app: App) -> int:
    """Thirty accounts on their rhythm and Acme, which orders every ten days, last five days ago."""
    business(app.store)
    account = add_account(app.store, "Acme")
    buy(app.store, account, range(5, 500, 10), amount=50_000)
    attention.today_list(app.store, TODAY)
    return account


def test_a_question_without_an_answer_is_told_until_we_answer_and_undo_asks_again(app: App, acme: int) -> None:
    speak(app, acme, 40, subject="Request for a quote: boxes")
    assert kinds_of(app, acme) == set(), "the order that came after it settles it"
    silent = add_account(app.store, "Silent")
    buy(app.store, silent, range(19, 500, 10), amount=50_000)
    before = row_of(app, silent)
    speak(app, silent, 16, subject="Request for a quote: boxes")
    row = row_of(app, silent)
    assert row.probability > before.probability
    assert row.stake == pytest.approx(row.revenue * row.probability)
    assert row.whose is WhoseSilence.WE_OWE
    asked = next(signal for signal in row.signals if signal.kind is SignalKind.NO_ANSWER)
    assert wording.reason(row._replace(signals=(asked,)), TODAY) == "Asked for a quote on 4 Nov, no answer sent."
    assert wording.whose_silence(row) == ("We owe them the next word", "They are waiting for an answer.")
    speak(app, silent, 0, InteractionKind.CALL, Direction.OUT)
    assert SignalKind.NO_ANSWER not in kinds_of(app, silent)
    assert row_of(app, silent).whose is WhoseSilence.THEY_STOPPED
    app.store.undo()
    assert row_of(app, silent) == row


def test_a_complaint_waits_for_a_word_and_is_listed_for_today(app: App, acme: int) -> None:
    speak(app, acme, 9, InteractionKind.COMPLAINT, subject="Wet boxes")
    row = next(row for row in attention.today_list(app.store, TODAY).rows if row.account == acme)
    assert row.section is Section.TODAY
    assert row.whose is None
    assert wording.reason(row, TODAY) == "Complained on 11 Nov, not answered yet."
    assert wording.evidence(row.signals[0], row, TODAY) == (
        "They complained on 11 Nov 2026",
        "“Wet boxes” Nothing of ours came after it.",
    )


def test_our_own_silence_follows_the_standard_of_the_tier(app: App, acme: int) -> None:
    speak(app, acme, 63, InteractionKind.CALL, Direction.OUT)
    accounts.set_tier(app.store, acme, Tier.A, "Opens a second plant.")
    row = row_of(app, acme)
    assert [signal.evidence for signal in row.signals] == [OurSilence(tier="A", every=30, silence=63)]
    assert wording.reason(row, TODAY) == "No contact for 63 days; your standard is 30."
    assert wording.evidence(row.signals[0], row, TODAY)[1] == "Your standard for A is every 30 days."
    assert acme not in {r.account for r in attention.today_list(app.store, TODAY).section(Section.TODAY)}
    preferences.change(app.store, contact_every_a=60)
    assert kinds_of(app, acme) == set()
    app.store.undo()
    assert kinds_of(app, acme) == {SignalKind.WE_ARE_SILENT}
    speak(app, acme, 0, InteractionKind.CALL, Direction.OUT)
    assert kinds_of(app, acme) == set()


def test_who_was_never_spoken_to_or_buys_no_more_has_no_standard(app: App, acme: int) -> None:
    assert kinds_of(app, acme) == set()
    gone = add_account(app.store, "Gone")
    buy(app.store, gone, range(300, 700, 10))
    speak(app, gone, 250, InteractionKind.CALL, Direction.OUT)
    assert SignalKind.WE_ARE_SILENT not in kinds_of(app, gone)


def test_an_account_with_a_number_of_its_own_is_measured_by_it(app: App) -> None:
    business(app.store)
    own = accounts.add(app.store, AccountFields(name="Own", contact_every=20))
    never = accounts.add(app.store, AccountFields(name="Never", contact_every=0))
    for account in (own, never):
        buy(app.store, account, range(5, 500, 10))
        speak(app, account, 40, InteractionKind.CALL, Direction.OUT)
    assert [signal.evidence for signal in row_of(app, own).signals] == [OurSilence(tier="", every=20, silence=40)]
    assert (
        wording.evidence(row_of(app, own).signals[0], row_of(app, own), TODAY)[1] == "You want to talk every 20 days."
    )
    assert kinds_of(app, never) == set()


def test_a_main_contact_who_left_is_told_until_somebody_else_is_known(app: App, acme: int) -> None:
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"), "Buyer")
    for days in (60, 90, 120):
        speak(app, acme, days, InteractionKind.CALL, Direction.OUT, contact=maria)
    speak(app, acme, 20, InteractionKind.CALL, Direction.OUT)
    contacts.leave(app.store, acme, maria, TODAY - timedelta(days=30))
    row = row_of(app, acme)
    assert row.signals[0].evidence == ContactLeft(who="Maria Kos", conversations=3, of=3)
    assert wording.reason(row, TODAY) == "Maria Kos left in October."
    ana = contacts.add(app.store, acme, ContactFields(name="Ana Zupan"), "Buyer")
    speak(app, acme, 3, InteractionKind.CALL, Direction.OUT, contact=ana)
    assert kinds_of(app, acme) == set()


def test_somebody_who_stopped_answering_is_told(app: App, acme: int) -> None:
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"), "Buyer")
    for days in range(200, 450, 50):
        speak(app, acme, days, direction=Direction.OUT, contact=maria)
        speak(app, acme, days - 2, direction=Direction.IN, contact=maria, subject="Re")
    assert kinds_of(app, acme) == {SignalKind.WE_ARE_SILENT}
    for days in (60, 40, 20):
        speak(app, acme, days, direction=Direction.OUT, contact=maria)
    row = row_of(app, acme)
    assert row.signals[0].evidence == StoppedAnswering(who="Maria Kos", answered=5, of=5, unanswered=3)
    assert wording.reason(row, TODAY) == "Maria Kos did not answer 3 times in a row."
    contacts.change(app.store, acme, maria, ContactFields(name="Maria Novak"), "Buyer")
    assert wording.reason(row_of(app, acme), TODAY) == "Maria Novak did not answer 3 times in a row."


def test_a_line_that_is_no_longer_bought_is_told_with_its_share_at_stake(app: App, acme: int) -> None:
    narrow = add_account(app.store, "Narrow")
    with app.store.operation("Orders"):
        for number, days in enumerate(range(5, 700, 10)):
            lines = ("Bags", "Boxes") if number % 2 == 0 and days > 200 else ("Bags",)
            for line in lines:
                history.insert_purchase(
                    app.store,
                    PurchaseFields(
                        account=narrow,
                        day=TODAY - timedelta(days=days),
                        amount=10_000 // len(lines),
                        currency="EUR",
                        what=f"{line} ×{number + 1}",
                    ),
                )
    row = row_of(app, narrow)
    signal = row.signals[0]
    assert isinstance(signal.evidence, Narrowing)
    assert wording.reason(row, TODAY) == "Stopped buying boxes, still buys bags."
    assert 0.2 < signal.share < 0.5
    assert row.stake == pytest.approx(row.revenue * signal.weight)
    with app.store.operation("Order"):
        history.insert_purchase(
            app.store, PurchaseFields(account=narrow, day=TODAY, amount=5_000, currency="EUR", what="Boxes ×9")
        )
    assert kinds_of(app, narrow) == set()
    # Or that is how they buy now: a new rhythm from the day on which the line was missed.
    app.store.undo()
    assert kinds_of(app, narrow) == {SignalKind.NARROWING}
    from_day = suggestions.new_rhythm_from(row, TODAY)
    assert from_day == signal.since
    corrections.new_rhythm(app.store, narrow, from_day, TODAY)
    assert kinds_of(app, narrow) == set()
    standings.check_again(app.store, TODAY)
    assert kinds_of(app, narrow) == set()
    app.store.undo()
    assert kinds_of(app, narrow) == {SignalKind.NARROWING}


# -- the same figures in every way ----------------------------------------------------------------


def _findings(app: App) -> list[tuple[object, ...]]:
    return app.store.rows("SELECT * FROM finding ORDER BY account_id, kind")


def _all_anew(app: App) -> None:
    with app.store.derivation():
        connection = app.store.database.connection()
        connection.execute("UPDATE shown SET value = 'true' WHERE key = 'stale'")
        connection.execute("UPDATE shown SET value = 'null' WHERE key = 'findings'")
    standings.bring_up_to_date(app.store, TODAY)


def test_operations_and_the_whole_pass_give_identical_rows(app: App) -> None:
    """A sample book is talked with, in every kind and direction; then everything is worked out anew."""
    sample.create_sample(app.store, 60, TODAY)
    attention.today_list(app.store, TODAY)
    random = Random(11)
    ids = [account for (account,) in app.store.rows("SELECT id FROM account ORDER BY id")]
    people = {account: [c.id for c in contacts.of_account(app.store, account)] for account in ids}
    for _ in range(60):
        account = random.choice(ids)
        speak(
            app,
            account,
            random.randrange(-5, 150),
            random.choice(list(InteractionKind)),
            random.choice(list(Direction)),
            contact=random.choice([None, *people[account]]),
            subject=random.choice(["Quote?", "Order", ""]),
        )
    for account in random.sample(ids, 10):
        if people[account]:
            contacts.leave(app.store, account, people[account][0], TODAY - timedelta(days=random.randrange(-3, 60)))
    app.store.undo()
    standings.bring_up_to_date(app.store, TODAY)
    one_by_one, found = verdicts(app.store), _findings(app)
    _all_anew(app)
    assert _findings(app) == found
    assert verdicts(app.store) == one_by_one


def test_a_new_day_finds_what_becomes_due_without_reading_anything_again(app: App, acme: int) -> None:
    speak(app, acme, 1, subject="Any news?")
    buy(app.store, acme, [3])
    assert kinds_of(app, acme) == set()
    later = TODAY + timedelta(days=8)
    row = attention.account_row(app.store, acme, later)
    assert row is not None
    assert {s.kind for s in row.signals} >= {SignalKind.NO_ANSWER}
    found = verdicts(app.store)
    with app.store.derivation():
        app.store.database.connection().execute("UPDATE shown SET value = 'null' WHERE key = 'findings'")
        app.store.database.connection().execute("UPDATE shown SET value = 'true' WHERE key = 'stale'")
    standings.bring_up_to_date(app.store, later)
    assert verdicts(app.store) == found


def test_what_is_dated_after_today_counts_from_its_day(app: App, acme: int) -> None:
    speak(app, acme, 9, InteractionKind.COMPLAINT)
    speak(app, acme, -2, InteractionKind.CALL, Direction.OUT)
    assert SignalKind.NO_ANSWER in kinds_of(app, acme)
    row = attention.account_row(app.store, acme, TODAY + timedelta(days=2))
    assert row is not None
    assert SignalKind.NO_ANSWER not in {s.kind for s in row.signals}


# -- brevity ---------------------------------------------------------------------------------------

LONG = "Aleksandra Konstantinopoulou-Hristodoulopoulou"


@pytest.mark.parametrize(
    "seen",
    [
        *(NoAnswer(asked, "x" * 200, LONG) for asked in Asked),
        ContactLeft(LONG, 30, 40),
        ContactLeft("Maria Kos", 3, 4),
        StoppedAnswering(LONG, 20, 20, 12),
        StoppedAnswering("Maria Kos", 5, 5, 3),
        OurSilence("A", 30, 63),
        OurSilence("C", 730, 1_460),
        Narrowing("Reinforced corner guards for pallets", "Extra long stretch film, black", 9, 20.0, 12),
        Narrowing("A product line whose name alone is longer than a row", "Bags", 9, 20.0, 12),
    ],
)
def test_every_reason_fits_its_row_in_every_month(seen: wording_our_side.OurEvidence) -> None:
    for days in range(0, 181, 3):
        text = wording_our_side.reason(seen, TODAY - timedelta(days=days), TODAY)
        assert 5 < len(text) <= wording_our_side.LONGEST_REASON, text


def test_a_pause_of_every_winter_is_watched_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    day = TODAY.replace(year=2027, month=2, day=1)
    app = open_workspace(tmp_path_factory.mktemp("winter") / "w.crm", today=day, create=True)
    for number in range(30):
        buy(app.store, add_account(app.store, f"Steady {number:02}"), range(number % 13, 900, 14), today=day)
    winter = add_account(app.store, "Ice cream")
    open_days = [ago for ago in range(1, 1_150, 10) if (day - timedelta(days=ago)).month not in (12, 1, 2)]
    buy(app.store, winter, open_days, amount=90_000, today=day)
    row = attention.account_row(app.store, winter, day)
    assert row is not None
    assert row.whose is WhoseSilence.SEASON
    assert row.probability < 0.25
    assert wording.whose_silence(row) == (
        "They pause every winter",
        "They were silent on these days in both years before.",
    )
    assert winter not in {r.account for r in attention.today_list(app.store, day).section(Section.TODAY)}
    assert day_number(day) - (row.last_order or 0) > 55
    app.close()


@pytest.mark.parametrize(
    ("kind", "seen", "said"),
    [
        (SignalKind.LOW_RATING, LowRating(3, 8), "Likely, from their rating of 3"),
        (SignalKind.RATING_FALLING, FallingRatings(8, 6, 4), "Likely, from 4 ratings"),
        (SignalKind.PROMISES_MISSED, PromisesMissed(2, 1, "samples"), "Likely, from 2 missed promises"),
        (SignalKind.WE_ARE_SILENT, OurSilence("A", 30, 63), "Likely, from 63 days without contact"),
        (
            SignalKind.STOPPED_ANSWERING,
            StoppedAnswering("Maria", 9, 10, 3),
            "Likely, from 3 requests without an answer",
        ),
        (SignalKind.NO_ANSWER, NoAnswer(Asked.QUOTE), "Likely, from an answer they wait for"),
        (SignalKind.CONTACT_LEFT, ContactLeft("Maria", 9, 10), "Likely, from a person who left"),
        (SignalKind.GAPS_GROWING, GrowingGaps((9, 12, 15, 20)), "Likely, from 9 orders"),
    ],
)
def test_how_sure_says_what_it_is_from(app: App, acme: int, kind: SignalKind, seen: Evidence, said: str) -> None:
    row = row_of(app, acme)._replace(probability=0.6, purchases=9)
    lesser = Signal(SignalKind.GAPS_GROWING, 0.3, TODAY, GrowingGaps((9, 12, 15, 20)))
    row = row._replace(signals=(lesser, Signal(kind, 0.6, TODAY, seen)))
    assert wording.how_sure(row) == said

"""E-mails find their account by who wrote to whom, are asked about when unsure, and are taken in once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Direction
from crm_desktop.services import contacts, emails, history, preferences
from crm_desktop.services.email_places import Placed, Why, place
from tests.world import TODAY, add_account


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "w.crm", create=True)
    yield opened
    opened.close()


@pytest.fixture
def acme(app: App) -> int:
    account = add_account(app.store, "Acme", website="https://www.acme.example/about")
    contacts.add(app.store, account, ContactFields(name="Maria Kos", email="Maria@acme.example"), "Buyer")
    return account


def eml(
    sender: str, to: str, subject: str = "Boxes", cc: str = "", date: str = "Mon, 2 Nov 2026 10:12:00 +0100"
) -> bytes:
    return (
        f"From: {sender}\nTo: {to}\nCc: {cc}\nSubject: {subject}\nDate: {date}\nMessage-ID: <{subject}@x>\n\nwords\n"
    ).encode()


def placed(app: App, sender: str, to: str, *, near: int | None = None, cc: str = "") -> Placed:
    return place(app.store, emails.read(eml(sender, to, cc=cc)), near=near)


def ours(app: App, *addresses: str) -> None:
    preferences.change(app.store, own_addresses=list(addresses))


def test_a_mail_of_a_person_we_know_is_filed_with_their_account(app: App, acme: int) -> None:
    ours(app, "ana@wren.example")
    found = placed(app, "Maria <maria@ACME.example>", "ana@wren.example")
    assert found.sure
    assert found.direction is Direction.IN
    first = found.candidates[0]
    assert (first.account, first.why, first.person) == (acme, Why.PERSON, "Maria Kos")
    filed = emails.save(app.store, found.mail, TODAY, account=acme, direction=found.direction, contact=first.contact)
    line = history.timeline(app.store, acme, until=TODAY)[0]
    assert (line.kind.value, line.title, line.detail, line.person) == ("email", "Boxes", "words", "Maria Kos")
    assert line.day == date(2026, 11, 2)
    assert filed.message.startswith("Email from Acme of")
    assert app.store.row("SELECT direction, happened_at FROM interaction") == ("in", 1_793_610_720_000)


@pytest.mark.parametrize(
    ("told", "sender", "to", "direction"),
    [
        (("ana@wren.example",), "ana@wren.example", "maria@acme.example", Direction.OUT),
        (("ana@wren.example",), "peter@wren.example", "maria@acme.example", Direction.OUT),
        (("ana@gmail.com",), "peter@gmail.com", "maria@acme.example", Direction.OUT),
        (("ana@wren.example",), "maria@acme.example", "team@wren.example", Direction.IN),
        ((), "maria@acme.example", "ana@wren.example", Direction.IN),
        ((), "ana@wren.example", "maria@acme.example", Direction.OUT),
    ],
)
def test_the_direction_is_told_by_our_addresses_or_by_whom_we_know(
    app: App, acme: int, told: tuple[str, ...], sender: str, to: str, direction: Direction
) -> None:
    ours(app, *told)
    found = placed(app, sender, to)
    assert (found.sure, found.candidates[0].account, found.direction) == (True, acme, direction)


def test_whoever_we_do_not_know_is_found_by_their_host_but_not_at_a_free_provider(app: App, acme: int) -> None:
    ours(app, "ana@wren.example")
    found = placed(app, "New Person <new@acme.example>", "ana@wren.example")
    assert (found.sure, found.candidates[0].account, found.candidates[0].why) == (True, acme, Why.HOST)
    assert found.other == ("new@acme.example", "New Person")
    contacts.add(app.store, acme, ContactFields(name="Private", email="private@gmail.com"))
    assert placed(app, "other@gmail.com", "ana@wren.example").candidates == ()
    assert placed(app, "private@gmail.com", "ana@wren.example").sure
    assert placed(app, "x@notacme.example", "ana@wren.example").candidates == ()
    # A firm whose host merely contains the name of a provider is a firm.
    mailer = add_account(app.store, "Mailer", email="info@mail.mailer.example")
    assert placed(app, "x@mail.mailer.example", "ana@wren.example").candidates[0].account == mailer


def test_two_accounts_are_a_question_and_the_open_page_answers_it(app: App, acme: int) -> None:
    ours(app, "ana@wren.example")
    beta = add_account(app.store, "Beta")
    contacts.add(app.store, beta, ContactFields(name="Maria Kos", email="maria@acme.example"))
    found = placed(app, "maria@acme.example", "ana@wren.example")
    assert not found.sure
    assert {each.account for each in found.candidates} == {acme, beta}
    near = placed(app, "maria@acme.example", "ana@wren.example", near=beta)
    assert near.sure
    assert near.candidates[0].account == beta
    # The page that is open never takes what clearly is another's.
    gamma = add_account(app.store, "Gamma")
    contacts.add(app.store, gamma, ContactFields(name="G", email="g@gamma.example"))
    other = placed(app, "g@gamma.example", "ana@wren.example", near=beta)
    assert (other.sure, other.candidates[0].account) == (True, gamma)


def test_nobody_we_know_is_a_question_with_the_open_page_offered(app: App, acme: int) -> None:
    found = placed(app, "who@nowhere.example", "ana@wren.example", near=acme)
    assert not found.sure
    assert [(each.account, each.why) for each in found.candidates] == [(acme, Why.HERE)]
    assert placed(app, "who@nowhere.example", "ana@wren.example").candidates == ()


def test_both_sides_known_is_a_question(app: App, acme: int) -> None:
    beta = add_account(app.store, "Beta", email="hello@beta.example")
    found = placed(app, "maria@acme.example", "hello@beta.example")
    assert (found.sure, found.direction) == (False, Direction.UNKNOWN)
    assert {each.account for each in found.candidates} == {acme, beta}


def test_somebody_who_left_is_a_question(app: App, acme: int) -> None:
    ours(app, "ana@wren.example")
    contacts.leave(app.store, acme, contacts.of_account(app.store, acme)[0].id, TODAY)
    found = placed(app, "maria@acme.example", "ana@wren.example")
    assert found.candidates[0].account == acme
    assert found.candidates[0].why in (Why.HOST, Why.LEFT)
    contacts.add(app.store, acme, ContactFields(name="Old", email="old@private.example"))
    contacts.leave(app.store, acme, contacts.of_account(app.store, acme)[0].id, TODAY)
    assert not placed(app, "old@private.example", "ana@wren.example").sure


def test_what_one_of_us_passed_on_is_the_mail_inside(app: App, acme: int) -> None:
    ours(app, "ana@wren.example")
    data = (
        b"From: ana@wren.example\nTo: log@wren.example\nSubject: Fwd: Boxes\nMessage-ID: <f@x>\n"
        b"Date: Wed, 4 Nov 2026 10:00:00 +0100\n\n"
        b"---------- Forwarded message ---------\nFrom: Maria Kos <maria@acme.example>\n"
        b"Date: Mon, Nov 2, 2026 at 10:12 AM\nSubject: Boxes\nTo: ana@wren.example\n\nwhere are they?\n"
    )
    found = place(app.store, emails.read(data))
    assert (found.sure, found.direction, found.mail.subject) == (True, Direction.IN, "Boxes")
    emails.save(app.store, found.mail, TODAY, account=acme, direction=Direction.IN)
    assert place(app.store, emails.read(data)).present is not None


def test_the_same_mail_twice_is_told_and_not_doubled(app: App, acme: int) -> None:
    found = placed(app, "maria@acme.example", "ana@wren.example")
    assert found.present is None
    emails.save(app.store, found.mail, TODAY, account=acme, direction=Direction.IN)
    again = placed(app, "maria@acme.example", "ana@wren.example")
    assert again.present is not None
    assert emails.already(again.present) == "This email is in already: Acme, 2 Nov 2026."
    with pytest.raises(UserError, match="in already"):
        emails.save(app.store, again.mail, TODAY, account=acme, direction=Direction.IN)
    app.store.undo()
    assert placed(app, "maria@acme.example", "ana@wren.example").present is None


@pytest.mark.parametrize("date_line", ["Mon, 2 Nov 2099 10:12:00 +0100", "", "Thu, 1 Jan 1970 00:00:00 +0000"])
def test_a_date_that_cannot_be_right_is_told(app: App, acme: int, date_line: str) -> None:
    mail = emails.read(eml("maria@acme.example", "ana@wren.example", date=date_line))
    filed = emails.save(app.store, mail, TODAY, account=acme, direction=Direction.IN)
    assert "stands on today" in filed.message
    assert history.timeline(app.store, acme, until=TODAY)[0].day == TODAY


def test_somebody_new_is_noted_with_the_mail_in_one_step(app: App, acme: int) -> None:
    found = placed(app, "New Person <new@acme.example>", "ana@wren.example")
    dump = app.store.dump()
    emails.save(app.store, found.mail, TODAY, account=acme, direction=Direction.IN, add=found.other)
    people = {each.name: each.email for each in contacts.of_account(app.store, acme)}
    assert people["New Person"] == "new@acme.example"
    app.store.undo()
    assert app.store.dump() == dump


def test_names_of_people_and_hosts_are_never_operators(app: App, acme: int) -> None:
    for sender in ('"a OR b" <x*@acme.example>', "a@-.example", "NEAR(x)@y.example", "''@acme.example"):
        placed(app, sender, "ana@wren.example")


def test_what_is_no_mail_is_told_in_a_sentence(app: App) -> None:
    for data, said in (
        (b"hello", "does not look like"),
        (b"", "nothing in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Outlook"),
    ):
        with pytest.raises(UserError, match=said):
            emails.read(data)
    with pytest.raises(UserError, match="does not look like"):
        emails.read_text("hello")

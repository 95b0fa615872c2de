"""An e-mail that was dropped or pasted finds its account and its place in the history; nobody guesses in silence."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.domain.entities import ContactFields, InteractionFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Direction, InteractionKind
from crm_desktop.domain.mail import Address, Mail, MailError, read_mail, read_pasted
from crm_desktop.domain.mail.parts import MailFault
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import accounts, contacts, history
from crm_desktop.services.email_places import Candidate, Present, Why, present_of
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

_EARLIEST = date(1980, 1, 1)


class Filed(NamedTuple):
    """What was written, and the sentence that says so."""

    account: int
    interaction: int
    message: str


def read(data: bytes) -> Mail:
    """The e-mail in a file. Raises ``UserError``, whatever the bytes are."""
    try:
        return read_mail(data)
    except MailError as error:
        raise _refused(error) from error


def read_text(text: str) -> Mail:
    """The e-mail in a pasted text. Raises ``UserError``."""
    try:
        return read_pasted(text)
    except MailError as error:
        raise _refused(error) from error


def _refused(error: MailError) -> UserError:
    what, do = {
        MailFault.EMPTY: (tr("There is nothing in it."), ""),
        MailFault.NO_HEADERS: (
            tr("This does not look like an email: it has no line that says who it is from."),
            tr("Copy it with its From, To, Date and Subject lines, or save it as an .eml file."),
        ),
        MailFault.TOO_LARGE: (tr("This email is larger than 100 MB."), tr("Log it in a line, and keep its files.")),
        MailFault.OUTLOOK: (
            tr("This is an email in Outlook's own form, which only Outlook can read."),
            tr("Save it as .eml, or copy its text with From, To, Date and Subject."),
        ),
        MailFault.UNREADABLE: (tr("This email is damaged and cannot be read."), tr("Log it in a line instead.")),
    }[error.fault]
    return UserError(what, tr("Nothing was saved."), do)


def save(
    store: Store,
    mail: Mail,
    today: date,
    *,
    account: int | str,
    direction: Direction,
    contact: int | None = None,
    add: Address | None = None,
) -> Filed:
    """Writes the e-mail into an account's history, one undoable step. ``account``: or the name of a new one;
    ``add``: somebody new to note with it.

    Raises ``UserError`` when the same e-mail is there already.
    """
    name = accounts.name_of_any(store, account)
    before = present_of(store, mail)
    if before is not None:
        raise UserError(already(before), tr("Nothing was saved twice."))
    subject = mail.subject or tr("Email")
    with store.operation(tr("{kind} with {name}", kind=tr("Email"), name=name)):
        account = accounts.one_of_any(store, account)
        if add is not None and contact is None:
            contact = contacts.insert(store, account, ContactFields(name=add.name or add.email, email=add.email))
        interaction = history.insert_interaction(
            store,
            InteractionFields(
                account=account,
                contact=contact,
                kind=InteractionKind.EMAIL,
                direction=direction,
                day=_day(mail, today),
                happened_at=mail.sent_at if _is_dated(mail, today) else None,
                noted_at=typed_at(today),
                subject=subject,
                notes=mail.text,
            ),
        )
        tables.Interaction.update(message_id=mail.key).where(tables.Interaction.id == interaction).execute()
    return Filed(account, interaction, _told(mail, name, direction, today))


def _local(moment: datetime) -> date:
    return moment.astimezone().date()


def _is_dated(mail: Mail, today: date) -> bool:
    """A clock that runs ahead of ours says nothing."""
    return mail.sent_at is not None and _EARLIEST <= _local(mail.sent_at) <= today


def _day(mail: Mail, today: date) -> date:
    return _local(mail.sent_at) if mail.sent_at is not None and _is_dated(mail, today) else today


def _told(mail: Mail, name: str, direction: Direction, today: date) -> str:
    day = format_day(_day(mail, today), "date")
    if direction is Direction.OUT:
        said = tr("Email to {name} of {day} saved.", name=name, day=day)
    elif direction is Direction.IN:
        said = tr("Email from {name} of {day} saved.", name=name, day=day)
    else:
        said = tr("Email with {name} of {day} saved.", name=name, day=day)
    if not _is_dated(mail, today):
        said += " " + tr("It says no date that can be right, so it stands on today.")
    if mail.sealed:
        said += " " + tr("It is encrypted: its text stays in your mail program.")
    return said


def already(present: Present) -> str:
    """That the same e-mail is there, and where."""
    return tr("This email is in already: {name}, {day}.", name=present.name, day=format_day(present.day, "date"))


def why_text(candidate: Candidate) -> str:
    """What speaks for an account, in a few words."""
    if candidate.why is Why.PERSON:
        return tr("{person}, {address}", person=candidate.person, address=candidate.address)
    if candidate.why is Why.LEFT:
        return tr("{person} was there", person=candidate.person)
    if candidate.why is Why.HERE:
        return tr("its page is open")
    if candidate.why is Why.ACCOUNT:
        return candidate.address
    return tr("others there write from {host}", host="@" + candidate.address.rpartition("@")[2])

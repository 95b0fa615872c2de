"""What the page of an account does with its people: save, add from elsewhere, whole cards, calls and e-mails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.app import App
from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, brief_wording, contacts, places
from crm_desktop.services.places import Arrival, Former, Place
from crm_desktop.ui import links
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.offer_line import OfferLine
from crm_desktop.ui.widgets.people_section import PeopleSection
from crm_desktop.ui.widgets.person_card import PersonCard


class Moves(NamedTuple):
    """Who came from another account, by contact, and who left for one."""

    arrivals: dict[int, Arrival]
    former: list[Former]


def read_moves(app: App, account: int) -> Moves:
    """In the worker, together with the portrait."""
    return Moves(places.arrivals(app.store, account, app.today), places.former(app.store, account, app.today))


class AccountPeople:
    """Belongs to one page; ``account`` says which one it shows. A call that was just made is on ``offer`` to log."""

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        head: AccountHead,
        section: PeopleSection,
        offer: OfferLine,
        *,
        account: Callable[[], int | None],
    ) -> None:
        self._desk, self._page, self._section, self._offer = desk, page, section, offer
        self._account = account
        self._actions = AccountActions(desk)
        self.person: PersonCard | None = None
        section.saved.connect(self._save)
        section.left.connect(self._leave)
        section.card_asked.connect(self.open_person)
        section.asked.connect(self._look_up)
        section.joined.connect(self._join)
        for part in (section, head):
            part.called.connect(self.call)
            part.written.connect(self.write_to)
        offer.taken.connect(self.log)

    def show_moves(self, moves: Moves) -> None:
        """Before the portrait is shown."""
        today = self._desk.app.today
        self._section.set_moves(
            {contact: brief_wording.arrival_line(each, today) for contact, each in moves.arrivals.items()},
            [(each.contact, brief_wording.left_line(each, today)) for each in moves.former],
        )

    # -- who is there ------------------------------------------------------------------------------

    def _save(self, was: Contact | None, fields: ContactFields, role: str) -> None:
        if (account := self._account()) is not None:
            self._actions.save_person(account, was, fields, role)

    def _leave(self, contact: int) -> None:
        if (account := self._account()) is not None:
            self._actions.person_left(account, contact)

    def open_person(self, contact: int) -> None:
        """The whole person: every account with role and dates."""
        store = self._desk.app.store

        def show(found: tuple[Contact, list[Place]]) -> None:
            self.person = PersonCard(self._desk, self._page.window(), *found, self._save_places)
            self.person.open_person()

        self._desk.tasks.run(lambda: (contacts.get(store, contact), places.places_of(store, contact)), show)

    def _save_places(self, contact: int, fields: ContactFields, changed: Sequence[Place]) -> None:
        store, today = self._desk.app.store, self._desk.app.today
        told = tr("{name} changed.", name=" ".join(fields.name.split()))
        self._desk.write(lambda: places.change_places(store, contact, fields, changed, today), message=told)

    def _look_up(self, name: str) -> None:
        store, account = self._desk.app.store, self._account()
        if account is not None:
            self._desk.tasks.run(
                lambda: places.named(store, name, not_at=account, limit=3) if len(name.strip()) > 1 else [],
                self._section.offer_known,
                latest="known-people",
            )

    def _join(self, contact: int, role: str) -> None:
        store, today, account = self._desk.app.store, self._desk.app.today, self._account()
        if account is not None:
            name = accounts.name_of(store, account)
            self._desk.write(
                lambda: places.join(store, account, contact, role, today),
                message=tr("Added to {account}.", account=name),
            )

    # -- calls and e-mails -------------------------------------------------------------------------

    def call(self, name: str, number: str) -> None:
        """Hands a number to the system's program, and offers to log the call."""
        self._reach(links.tel_url(number), InteractionKind.CALL, name, number)

    def write_to(self, name: str, address: str) -> None:
        """Hands an address to the system's e-mail program, and offers to log the e-mail."""
        self._reach(links.mailto_url(address), InteractionKind.EMAIL, name, address)

    def _reach(self, url: QUrl | None, kind: InteractionKind, name: str, to: str) -> None:
        if url is None or not QDesktopServices.openUrl(url):
            self._desk.say(tr("No program of this computer takes {to}. You can copy it.", to=to))
            return
        who = name or to
        said = tr("You called {who}.", who=who) if kind is InteractionKind.CALL else tr("You wrote to {who}.", who=who)
        first = name.split()[0] if name.split() else ""
        self._offer.offer(said, f"{kind} @{first} " if first else f"{kind} ")

    def log(self) -> None:
        """The quick log, begun with what is on offer."""
        text = self._offer.text
        self._offer.withdraw()
        self._desk.open_log(self._account(), text)

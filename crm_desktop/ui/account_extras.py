"""What the page of an account does with its people and files: moves, calls, e-mails, opening and keeping."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.app import App
from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, attachments, brief_wording, contacts, places
from crm_desktop.services.attachments import Attachment
from crm_desktop.services.places import Arrival, Former, Place
from crm_desktop.ui import links
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.account_pane import AccountPane
from crm_desktop.ui.widgets.choice_card import Answer, ChoiceCard
from crm_desktop.ui.widgets.offer_line import OfferLine
from crm_desktop.ui.widgets.person_card import PersonCard


class Extras(NamedTuple):
    """What is read beside the portrait."""

    files: list[Attachment]
    arrivals: dict[int, Arrival]
    former: list[Former]


def read_extras(app: App, account: int) -> Extras:
    """In the worker, together with the portrait."""
    store, today = app.store, app.today
    return Extras(
        attachments.of_account(store, account),
        places.arrivals(store, account, today),
        places.former(store, account, today),
    )


class AccountExtras:
    """Belongs to one page; ``account`` is the one shown there."""

    def __init__(self, desk: Desk, page: QWidget, head: AccountHead, pane: AccountPane, offer: OfferLine) -> None:
        self._desk, self._page, self._pane, self.offer = desk, page, pane, offer
        self.account: int | None = None
        self.person: PersonCard | None = None
        self.question: ChoiceCard | None = None
        people, files = pane.people, pane.files
        people.card_asked.connect(self.open_person)
        for part in (people, head):
            part.called.connect(self.call)
            part.written.connect(self.write_to)
        people.asked.connect(self._look_up)
        people.joined.connect(self._join)
        files.open_asked.connect(self.open_file)
        files.removed.connect(self.remove_file)
        files.add_asked.connect(self.choose_files)

    def show(self, extras: Extras) -> None:
        """Before the portrait is shown."""
        today = self._desk.app.today
        self._pane.files.show_files(extras.files)
        self._pane.people.set_moves(
            {contact: brief_wording.arrival_line(each, today) for contact, each in extras.arrivals.items()},
            [(each.contact, brief_wording.left_line(each, today)) for each in extras.former],
        )

    # -- people ------------------------------------------------------------------------------------

    def open_person(self, contact: int) -> None:
        """The whole person: every account with role and dates."""
        store = self._desk.app.store

        def show(found: tuple[Contact, list[Place]]) -> None:
            self.person = PersonCard(self._desk, self._page.window(), *found, self._save_person)
            self.person.open_person()

        self._desk.tasks.run(lambda: (contacts.get(store, contact), places.places_of(store, contact)), show)

    def _save_person(self, contact: int, fields: ContactFields, changed: Sequence[Place]) -> None:
        store, today = self._desk.app.store, self._desk.app.today
        told = tr("{name} changed.", name=" ".join(fields.name.split()))
        self._desk.write(lambda: places.change_places(store, contact, fields, changed, today), message=told)

    def _look_up(self, name: str) -> None:
        store, account = self._desk.app.store, self.account
        if account is not None:
            self._desk.tasks.run(
                lambda: places.named(store, name, not_at=account, limit=3) if len(name.strip()) > 1 else [],
                self._pane.people.offer_known,
                latest="known-people",
            )

    def _join(self, contact: int, role: str) -> None:
        store, today, account = self._desk.app.store, self._desk.app.today, self.account
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
        self.offer.offer(said, f"{kind} @{first} " if first else f"{kind} ")

    def log(self) -> None:
        """The quick log, begun with what is on offer."""
        text = self.offer.text
        self.offer.withdraw()
        self._desk.open_log(self.account, text)

    # -- files -------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Asks for files on the disk, as dropping them would bring them."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self._page, tr("Keep files with this account"))
        if chosen:
            self.keep([Path(each) for each in chosen])

    def keep(self, files: Sequence[Path]) -> None:
        """Keeps copies of files with this account."""
        store, today, account = self._desk.app.store, self._desk.app.today, self.account
        if account is not None:
            name = accounts.name_of(store, account)
            self._desk.write(
                lambda: attachments.keep_files(store, account, files, today),
                message=lambda kept: attachments.told(kept, name),
            )

    def remove_file(self, file: int) -> None:
        """Puts a file into the bin."""
        store = self._desk.app.store
        self._desk.write(
            lambda: attachments.remove(store, file), message=lambda name: tr("{file} is in the bin.", file=name)
        )

    def open_file(self, file: int) -> None:
        """Opens a copy with the system's program; a program is asked about first."""
        store = self._desk.app.store

        def asked(found: tuple[bool, str]) -> None:
            is_program, name = found
            if is_program:
                self._ask_about_program(file, name)
            else:
                self._open_now(file)

        self._desk.tasks.run(lambda: (attachments.is_program(store, file), attachments.get(store, file).name), asked)

    def _ask_about_program(self, file: int, name: str) -> None:
        self.question = ChoiceCard(
            self._desk,
            self._page.window(),
            tr("“{file}” may be a program.", file=name),
            lines=(tr("Opening it may run it, with all your rights. Open it only if you know where it came from."),),
            answers=(
                Answer(tr("Leave it closed"), lambda: None),
                Answer(tr("Open it"), partial(self._open_now, file), icon="folder-open"),
            ),
        )
        self.question.ask()

    def _open_now(self, file: int) -> None:
        store = self._desk.app.store

        def copied(path: Path) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self._desk.say(tr("No program of this computer opens {file}.", file=path.name))

        self._desk.tasks.run(lambda: attachments.copy_for_opening(store, file), copied)

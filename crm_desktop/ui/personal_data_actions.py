"""What can be done with one person's data: all of it saved in one archive, or the person erased for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import erasing_people, erasing_wording, personal_archive, personal_data
from crm_desktop.services.erasing_certificate import Certificate, Copies
from crm_desktop.services.personal_data import Plan
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.ask_card import AskCard
from crm_desktop.ui.widgets.erase_card import EraseCard

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.person_card import PersonCard


def save_everything(desk: Desk, contact: int, name: str, window: QWidget) -> None:
    """Asks for a file and writes everything about somebody into it."""
    file = _asked_for(
        window, tr("Save everything about {name}", name=name), tr("person.zip"), tr("Archives (*.zip)"), ".zip"
    )
    if file is None:
        return
    app = desk.app
    desk.tasks.run(
        lambda: personal_archive.save(app.store, contact, file, app.today),
        lambda rows: desk.say(personal_archive.told(name, rows, file)),
    )


def ask_to_erase(desk: Desk, contact: int, window: QWidget) -> None:
    """Works out what would go, and asks."""
    store = desk.app.store

    def ask(plan: Plan) -> None:
        desk.unsay()
        card = EraseCard(window, plan, lambda copies, files: _erase(desk, card, plan, copies, window, files=files))
        card.open_question()

    desk.say(tr("Looking where this person is named…"))
    desk.tasks.run(lambda: personal_data.plan(store, contact), ask)


def _erase(desk: Desk, card: EraseCard, plan: Plan, copies: Copies, window: QWidget, *, files: bool) -> None:
    """The certificate's place is asked for first: without one nothing is erased."""
    kinds = tr("Text (*.txt);;JSON (*.json)")
    file = _asked_for(window, tr("Save the certificate"), tr("erased-person.txt"), kinds, ".txt")
    if file is None:
        return
    store, today = desk.app.store, desk.app.today

    def done(certificate: Certificate) -> None:
        card.close_card()
        told = erasing_wording.what_happened(certificate, file)
        if certificate.is_complete:
            desk.say(" ".join(told))
        else:
            # It stays until it is closed: something still has to be done.
            rest = " ".join(told[1:])
            desk.show_problem(UserError(told[0], rest))

    def refused(error: Exception) -> None:
        if not isinstance(error, UserError):
            desk.show_problem(error)  # into the log file
            error = UserError(tr("Something went wrong in the program. The log file has the details."))
        card.show_problem(error)

    card.show_working()
    desk.tasks.run(
        lambda: erasing_people.erase(store, plan.contact, copies=copies, files=files, today=today, certificate=file),
        done,
        failed=refused,
    )


def data_menu(desk: Desk, contact: int, name: str, card: PersonCard) -> QMenu:
    """Opens the two things to do under the button of a person's card, which is closed when one is chosen."""
    window, menu = card.window(), QMenu(card)

    def save() -> None:
        card.close_card()
        save_everything(desk, contact, name, window)

    def erase() -> None:
        card.close_card()
        ask_to_erase(desk, contact, window)

    menu.addAction(tr("Save everything about this person…")).triggered.connect(lambda _checked=False: save())
    menu.addAction(tr("Erase this person…")).triggered.connect(lambda _checked=False: erase())
    menu.popup(card.data.mapToGlobal(QPoint(0, card.data.height())))
    return menu


def ask_whose(desk: Desk, window: QWidget) -> AskCard:
    """Asks for a name, an e-mail address or a phone number, and what to do with that person's data."""
    store = desk.app.store

    def save(typed: str) -> None:
        desk.tasks.run(
            lambda: personal_data.one_called(store, typed),
            lambda who: save_everything(desk, who.contact, who.name, window),
        )

    def erase(typed: str) -> None:
        desk.tasks.run(
            lambda: personal_data.one_called(store, typed), lambda who: ask_to_erase(desk, who.contact, window)
        )

    card = AskCard(
        tr("Whose data?"),
        [(tr("Save everything…"), save), (tr("Erase…"), erase)],
        placeholder=tr("name, email or phone"),
        parent=window,
    )
    middle = window.mapToGlobal(window.rect().center())
    card.open_under(QRect(middle.x() - 170, middle.y() - 160, 340, 1))
    return card


def _asked_for(window: QWidget, title: str, name: str, kinds: str, ending: str) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(window, title, name, kinds)
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(ending)

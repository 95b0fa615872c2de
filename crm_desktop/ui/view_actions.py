"""What can be done with a view of one's own: save, rename, move, delete; from its tab and from the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.i18n import tr
from crm_desktop.services import filter_words, saved_views
from crm_desktop.services.saved_views import View
from crm_desktop.ui.commands import Command
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.ask_card import AskCard

_Answer = tuple[str, Callable[[str], None]]


def view_commands(
    menu: str, views: Sequence[View], open_view: Callable[[str], None], save_view: Callable[[], None]
) -> tuple[Command, ...]:
    """What the palette offers: to save the filter as it stands, and to go to a view."""
    return (
        Command("view.save", tr("Save view…"), menu, save_view, icon="list-filter"),
        *(
            Command(f"view.{view.key}", tr("View: {name}", name=view.name), menu, partial(open_view, view.key))
            for view in views
        ),
    )


class ViewActions:
    """Writes through the desk; each is one undoable step. ``card`` is the question that is open."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        self._desk, self._host = desk, host
        self.card: AskCard | None = None
        self.menu: QMenu | None = None

    def save(self, wanted: AccountFilter, current: View | None, place: QRect, done: Callable[[str], None]) -> None:
        """Asks for a name; a view of one's own that was changed can be kept under its own."""
        store = self._desk.app.store

        def create(name: str) -> None:
            told = tr("View “{name}” saved.", name=name)
            self._desk.write(lambda: saved_views.create(store, name, wanted), done, message=told)

        answers: list[_Answer] = [(tr("Save view"), create)]
        if current is not None and not current.fixed and not current.filter.same_as(wanted):
            key, told = current.key, tr("View “{name}” changed.", name=current.name)

            def change(_name: str) -> None:
                self._desk.write(lambda: saved_views.change(store, key, wanted), message=told)

            answers.append((tr("Change “{name}”", name=current.name), change))
        self._ask(tr("Save this view"), answers, place, note=filter_words.sentence(wanted))

    def act(self, view: View, what: str, place: QRect) -> None:
        """What a key or the menu asked for: rename, delete, back, on or menu."""
        store = self._desk.app.store
        if what == "rename":
            self._ask(tr("Rename the view"), [(tr("Rename"), lambda name: self._rename(view, name))], place, view.name)
        elif what == "delete":
            told = tr("View “{name}” is deleted. Its accounts stay.", name=view.name)
            self._desk.write(lambda: saved_views.delete(store, view.key), message=told)
        elif what in ("back", "on"):
            step = -1 if what == "back" else 1
            told = tr("View “{name}” moved.", name=view.name)
            self._desk.write(
                lambda: saved_views.move(store, view.key, step), message=lambda moved: told if moved else ""
            )
        else:
            self._open_menu(view, place)

    def _rename(self, view: View, name: str) -> None:
        store = self._desk.app.store
        self._desk.write(
            lambda: saved_views.rename(store, view.key, name), message=tr("View renamed to “{name}”.", name=name)
        )

    def _ask(self, title: str, answers: Sequence[_Answer], place: QRect, text: str = "", note: str = "") -> None:
        self.card = AskCard(title, answers, text=text, placeholder=tr("Name"), note=note, parent=self._host)
        self.card.closed.connect(self._forget)
        self.card.open_under(place)

    def _forget(self) -> None:
        self.card = None

    def _open_menu(self, view: View, place: QRect) -> None:
        self.menu = menu = QMenu(self._host)
        for what, text, key in (
            ("rename", tr("Rename"), "F2"),
            ("back", tr("Move back"), ""),
            ("on", tr("Move on"), ""),
            ("delete", tr("Delete"), tr("Del")),
        ):
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.triggered.connect(lambda _checked=False, what=what: self.act(view, what, place))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place.bottomLeft())

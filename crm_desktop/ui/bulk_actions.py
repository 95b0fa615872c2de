"""What can be done with all ticked accounts: each is one undoable step, with a message that says how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import bulk_edit, bulk_log
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.services.quick_log import Entry
from crm_desktop.ui.commands import Command
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.ask_card import AskCard
from crm_desktop.ui.widgets.bulk_bar import BulkAction
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.tier_card import TierCard


def bulk_actions() -> tuple[BulkAction, ...]:
    """The actions of the bar, in their order."""
    return (
        BulkAction("log", tr("Log"), "square-pen"),
        BulkAction("follow_up", tr("Follow-up"), "calendar"),
        BulkAction("ask_rating", tr("Ask for rating"), "message-square-quote"),
        BulkAction("tier", tr("Set tier"), "tag"),
        BulkAction("owner", tr("Owner"), "users"),
        BulkAction("tags", tr("Tags"), "sticky-note"),
        BulkAction("archive", tr("Archive"), "archive"),
        BulkAction("export", tr("Export"), "download"),
    )


def bulk_commands(menu: str, act: Callable[[str], None], is_any_ticked: Callable[[], bool]) -> tuple[Command, ...]:
    """The same as commands, for the palette."""
    return tuple(
        Command(
            f"bulk.{each.name}",
            tr("{action} (all ticked)", action=each.text),
            menu,
            partial(act, each.name),
            icon=each.icon,
            enabled=is_any_ticked,
        )
        for each in bulk_actions()
    )


class BulkActions:
    """Writes through the desk. ``card`` is the question that is open."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        self._desk, self._host = desk, host
        self.card: PopupCard | None = None
        self._understood: PlainLabel | None = None
        self._line = ""
        """What was typed into the question of a log and not saved."""

    def act(self, name: str, ids: Sequence[int], place: QRect, known: Vocabulary, *, archived: bool) -> None:
        """Does one of the actions, or asks for what it needs; ``archived`` when the accounts are."""
        store, count = self._desk.app.store, len(ids)
        how_many = tr_n("{n} account", "{n} accounts", count)
        if name == "tier":
            card = TierCard(None, "", choose=lambda tier, reason: self._set_tier(ids, tier, reason), parent=self._host)
            self._open(card, lambda: card.open_at(place))
        elif name == "owner":
            self._ask(
                tr("Owner of {accounts}", accounts=how_many), [(tr("Set"), lambda text: self._set_owner(ids, text))],
                place, tr("nobody"), known.owners, empty=True,
            )  # fmt: skip
        elif name == "tags":
            answers = [
                (tr("Add tag"), lambda text: self._tag(ids, text, add=True)),
                (tr("Remove tag"), lambda text: self._tag(ids, text, add=False)),
            ]
            self._ask(tr("Tag of {accounts}", accounts=how_many), answers, place, tr("a tag"), known.tags)
        elif name == "log":
            self._ask_log(ids, how_many, place)
        elif name == "follow_up":
            self._ask_follow_up(ids, how_many, place)
        elif name == "ask_rating":
            self._follow_up(ids, tr("Ask for a rating"), None)
        elif name == "archive":
            self._write(lambda: bulk_edit.archive(store, ids, not archived), _archived if not archived else _back)
        elif name == "delete":
            self._write(lambda: bulk_edit.delete(store, ids), _deleted)

    def _write(self, work: Callable[[], int], told: Callable[[int], str]) -> None:
        self._desk.write(work, lambda changed: None if changed else self._desk.say(tr("All of them were so already.")),
                         message=lambda changed: told(changed) if changed else "")  # fmt: skip

    def _set_tier(self, ids: Sequence[int], tier: Tier | None, reason: str) -> None:
        store = self._desk.app.store

        def told(n: int) -> str:
            if tier is None:
                return tr_n(
                    "The figures decide the tier of {n} account.", "The figures decide the tier of {n} accounts.", n
                )
            return tr_n("{n} account is tier {tier}.", "{n} accounts are tier {tier}.", n, tier=tier)

        self._write(lambda: bulk_edit.set_tier(store, ids, tier, reason), told)

    def _set_owner(self, ids: Sequence[int], owner: str) -> None:
        store = self._desk.app.store

        def told(n: int) -> str:
            if not owner:
                return tr_n("{n} account has no owner now.", "{n} accounts have no owner now.", n)
            return tr_n("{owner} looks after {n} account.", "{owner} looks after {n} accounts.", n, owner=owner)

        self._write(lambda: bulk_edit.set_owner(store, ids, owner), told)

    def _tag(self, ids: Sequence[int], tag: str, *, add: bool) -> None:
        store = self._desk.app.store

        def told(n: int) -> str:
            if add:
                return tr_n("{n} account is tagged “{tag}”.", "{n} accounts are tagged “{tag}”.", n, tag=tag)
            return tr_n("{n} account is not tagged “{tag}” any more.", "{n} accounts are not tagged “{tag}” any more.",
                        n, tag=tag)  # fmt: skip

        change = bulk_edit.add_tag if add else bulk_edit.remove_tag
        self._write(lambda: change(store, ids, tag), told)

    def _ask_log(self, ids: Sequence[int], how_many: str, place: QRect) -> None:
        """One line for all of them; under it stands what was understood, or why it cannot be saved."""
        store, today = self._desk.app.store, self._desk.app.today
        understood = PlainLabel("", "small", "text2", wrap=True)

        def read() -> Entry:
            return bulk_log.understand(store, card.field.text(), today)

        def show(text: str) -> None:
            self._line = text
            understood.setText(bulk_log.told(read()) if text.strip() else hint)

        def check() -> bool:
            wrong = bulk_log.what_is_wrong(read())
            if wrong:
                understood.setText(wrong)
                announce(card, wrong)
            return not wrong

        hint = tr("Without “call”, “email”, “visit” or “message” it is a note.")
        card = AskCard(
            tr("Log with {accounts}", accounts=how_many),
            [(tr("Save"), lambda text: self._log(ids, text))],
            text=self._line,
            placeholder=tr("call about new prices, follow up fri"),
            extra=understood,
            check=check,
            parent=self._host,
        )
        card.field.textEdited.connect(show)
        self._understood = understood
        show(self._line)
        self._open(card, lambda: card.open_under(place))

    @property
    def told(self) -> str:
        """What the question that is open says of the line."""
        return self._understood.text() if self._understood is not None else ""

    def _log(self, ids: Sequence[int], text: str) -> None:
        app = self._desk.app
        entry = bulk_log.understand(app.store, text, app.today)
        self._line = ""
        self._desk.write(lambda: bulk_log.save(app.store, ids, entry, app.today), message=lambda saved: saved.message)

    def _ask_follow_up(self, ids: Sequence[int], how_many: str, place: QRect) -> None:
        day = DayField(self._desk.app.today, None, placeholder=tr("when: fri, 21.11., in 2 weeks"), name=tr("When"))
        answers = [(tr("Plan"), lambda text: self._follow_up(ids, text, day))]
        title = tr("Follow-up with {accounts}", accounts=how_many)
        card = AskCard(
            title, answers, placeholder=tr("What to do"), extra=day, check=lambda: day.read()[0], parent=self._host
        )
        self._open(card, lambda: card.open_under(place))

    def _follow_up(self, ids: Sequence[int], what: str, day: DayField | None) -> None:
        store, today = self._desk.app.store, self._desk.app.today
        due = (day.read()[1] if day is not None else None) or today

        def told(n: int) -> str:
            return tr_n(
                "“{what}” on {day} with {n} account.", "“{what}” on {day} with {n} accounts.", n, what=what,
                day=format_day(due, "short"),
            )  # fmt: skip

        self._write(lambda: bulk_edit.add_follow_up(store, ids, what, due, today), told)

    def _ask(
        self, title: str, answers: Sequence[tuple[str, Callable[[str], None]]], place: QRect, placeholder: str,
        known: Sequence[str], *, empty: bool = False,
    ) -> None:  # fmt: skip
        card = AskCard(title, answers, placeholder=placeholder, known=known, empty=empty, parent=self._host)
        self._open(card, lambda: card.open_under(place))

    def _open(self, card: PopupCard, show: Callable[[], None]) -> None:
        self.card = card
        card.closed.connect(self._forget)
        show()

    def _forget(self) -> None:
        self.card = self._understood = None


def _archived(n: int) -> str:
    return tr_n("{n} account is archived.", "{n} accounts are archived.", n)


def _back(n: int) -> str:
    return tr_n("{n} account is back.", "{n} accounts are back.", n)


def _deleted(n: int) -> str:
    return tr_n("{n} account is in the bin.", "{n} accounts are in the bin.", n)

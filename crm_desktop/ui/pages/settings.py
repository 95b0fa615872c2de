"""The settings of the business, which can be undone, those of this laptop, and where the workspace's file lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_percent, format_size, tr
from crm_desktop.services import preferences
from crm_desktop.services.preferences import Preferences
from crm_desktop.settings import Settings
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Page
from crm_desktop.ui.pages import settings_words
from crm_desktop.ui.pages.settings_reminders import ReminderSettings
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.fields import CheckBox, ComboBox, LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.setting_field import SettingField

_WIDTH, _LABELS, _SHORT, _LONG = 640, 150, 90, 300
_TEXT_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_LOOKS = ("system", "light", "dark")


class SettingsPage(Page):
    """Business settings go through ``preferences.change``; those of this laptop are kept at once.

    ``laptop_changed`` carries the ``Settings`` after each choice for this laptop.
    """

    kinds: ClassVar[tuple[str, ...]] = ("setting",)
    laptop_changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._stored = Preferences()
        self._rows = 0
        self._heads: list[QVBoxLayout] = []
        self._fields: list[QVBoxLayout] = []
        self._labels: list[PlainLabel] = []
        self._widths: dict[QWidget, int] = {}
        self._grid = QGridLayout()
        self._add_business()
        self._add_laptop()
        self._add_workspace()
        self._build()
        self.setFocusProxy(self.business)
        look().changed.connect(self._follow_look)
        self._make_room()

    @property
    def title(self) -> str:
        return tr("Settings")

    def panes(self) -> list[QWidget]:
        return [self.business]

    # -- building ----------------------------------------------------------------------------------

    def _add_business(self) -> None:
        self._head(tr("Your business"), tr("Kept in the workspace. Ctrl Z takes a change back."))
        self.business = self._setting(tr("Name"), lambda text: " ".join(text.split()), "business", width=_LONG)
        self.own_addresses = self._setting(
            tr("Our email addresses"),
            settings_words.addresses,
            "own_addresses",
            width=_LONG,
            note=tr("With commas between. They tell emails of ours from those of customers when one is dropped in."),
        )
        self.currency = self._setting(
            tr("Currency"),
            settings_words.currency,
            "currency",
            note=tr("Orders in another currency count as orders, but their money is not added up."),
        )
        self.day_size = self._setting(
            tr("A day holds"),
            settings_words.day_size,
            "day_size",
            note=tr("At most so many accounts stand under For today."),
        )
        self.share_a = self._setting(
            tr("Tier A, in percent"), lambda text: self._read_share(text, beside="tier_share_b"), "tier_share_a"
        )
        self.share_b = self._setting(
            tr("Tier B, in percent"), lambda text: self._read_share(text, beside="tier_share_a"), "tier_share_b"
        )
        self.tiers_note = Note()
        self._grid.addWidget(self.tiers_note, self._rows, 1)
        self._rows += 1
        self.contact_every = {
            tier: self._setting(
                tr("Talk to {tier} every … days", tier=tier),
                settings_words.days,
                f"contact_every_{tier.lower()}",
                note=tr("After half as many days again without a contact the list says so.") if tier == "C" else "",
            )
            for tier in "ABC"
        }

    def _add_laptop(self) -> None:
        self._head(tr("This laptop"), tr("Kept on this laptop, whichever workspace is open."))
        names = {"system": tr("Follow the system"), "light": tr("Light"), "dark": tr("Dark")}
        self.look = SegmentedChoice([(value, names[value]) for value in _LOOKS], tr("Look"))
        self.look.chosen.connect(lambda value: self._keep(look=value))
        self._row(tr("Look"), self.look)
        self.text_size = ComboBox(name=tr("Text size"))
        self.text_size.activated.connect(lambda place: self._keep(text_scale=self.text_size.itemData(place)))
        self._row(tr("Text size"), self.text_size)
        self.compact = CheckBox(tr("Low rows, so that more of them fit"))
        self.compact.clicked.connect(lambda on: self._keep(compact_rows=on))
        self._row(tr("Lists"), self.compact)
        self.letters = CheckBox(tr("Single letters do something in a list: L log, S snooze, D done"))
        self.letters.clicked.connect(lambda on: self._keep(letter_keys=on))
        self._row(tr("Keys"), self.letters)
        self.reminders = ReminderSettings(self.desk, row=self._row, keep=self._keep)

    def _add_workspace(self) -> None:
        self._head(tr("The workspace file"), tr("Everything of your business is in this one file."))
        self.path = LineField(name=tr("Where it lies"))
        self.path.setReadOnly(True)
        self._row(tr("Where it lies"), self.path)
        self.file_size = PlainLabel()
        self._row(tr("Size"), self.file_size)

    def _setting(
        self, name: str, read: Callable[[str], Any], key: str, *, width: int = _SHORT, note: str = ""
    ) -> SettingField:
        field = SettingField(name, read)
        by_it = Note(note)
        field.changed.connect(lambda value: self._change(field, key, value))
        field.complained.connect(lambda text: self._complain(by_it, text))
        self._row(name, field, by_it, width=width)
        return field

    def _head(self, title: str, note: str) -> None:
        column = QVBoxLayout()
        column.addWidget(PlainLabel(title, "title"))
        column.addWidget(PlainLabel(note, "small", "text3", wrap=True))
        self._grid.addLayout(column, self._rows, 0, 1, 2)
        self._heads.append(column)
        self._rows += 1

    def _row(self, name: str, field: QWidget, note: Note | None = None, *, width: int = 0) -> None:
        """One field with its label and its note; ``width`` in pixels of the design, 0 for as wide as it likes."""
        label = PlainLabel(name, color="text2")
        label.setBuddy(field)
        wide = not width and field.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
        column = QVBoxLayout()
        column.addWidget(field, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
        if note is not None:
            column.addWidget(note)
        if width:
            self._widths[field] = width
        self._fields.append(column)
        self._labels.append(label)
        self._grid.addWidget(label, self._rows, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(column, self._rows, 1)
        self._rows += 1

    def _build(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.addWidget(PlainLabel(tr("Settings"), "h1"))
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._grid.setColumnStretch(1, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        side, top = theme.space(5), theme.space(4)
        # Lines stay short enough to be read; the rest of a wide window is left free.
        free = max(self.width() - theme.px(_WIDTH) - side, side)
        self._column.setContentsMargins(side, top, free, side)
        self._column.setSpacing(0)
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(2))
        self._grid.setColumnMinimumWidth(0, theme.px(_LABELS))
        for head in self._heads:
            head.setContentsMargins(0, theme.space(5), 0, theme.space(1))
            head.setSpacing(theme.px(2))
        for column in self._fields:
            column.setSpacing(theme.px(3))
        for label in self._labels:
            # As high as a field of one line, whose text it stands beside.
            label.setFixedHeight(theme.size("fieldInForm"))
        for field, width in self._widths.items():
            field.setFixedWidth(theme.px(width))

    # -- showing -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        stored = self._stored = preferences.get(self.app.store)
        self.business.fill(stored.business)
        self.own_addresses.fill(", ".join(stored.own_addresses))
        self.currency.fill(stored.currency)
        self.day_size.fill(str(stored.day_size))
        self.share_a.fill(settings_words.percent(stored.tier_share_a))
        self.share_b.fill(settings_words.percent(stored.tier_share_b))
        for tier, days in stored.contact_every.items():
            self.contact_every[tier].fill(str(days))
        self.tiers_note.show_note(
            tr(
                "A: the largest customers who together make the first {a} of the last 12 months' revenue. "
                "B: those who make the next {b}. C: all others.",
                a=format_percent(stored.tier_share_a, settings_words.decimals(stored.tier_share_a)),
                b=format_percent(stored.tier_share_b, settings_words.decimals(stored.tier_share_b)),
            )
        )
        path = self.app.store.path
        if self.path.text() != str(path):
            self.path.setText(str(path))
            self.path.setCursorPosition(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.file_size.setText(format_size(settings_words.size_on_disk(self.app.store.path)))
        self._show_laptop(settings.get())

    def _follow_look(self) -> None:
        """The look can also be changed by keys (Ctrl+Plus) while this page is shown."""
        self._make_room()
        if self.isVisible():
            self._show_laptop(settings.get())

    def _show_laptop(self, chosen: Settings) -> None:
        self.look.set_value(chosen.look if chosen.look in _LOOKS else _LOOKS[0])
        scale = look().text_scale
        self.text_size.clear()
        for choice in sorted({*_TEXT_SCALES, scale}):
            self.text_size.addItem(format_percent(choice), choice)
        self.text_size.setCurrentIndex(self.text_size.findData(scale))
        self.compact.setChecked(chosen.compact_rows)
        self.letters.setChecked(chosen.letter_keys)
        self.reminders.show(chosen)

    def _complain(self, note: Note, text: str) -> None:
        note.show_problem(text)
        if text:
            announce(note, text)

    # -- keeping -----------------------------------------------------------------------------------

    def _change(self, field: SettingField, key: str, value: object) -> None:
        if getattr(self._stored, key) == value:
            self.refresh()
            return
        store = self.app.store
        self.desk.write(
            lambda: preferences.change(store, **{key: value}),
            message=tr("Settings changed."),
            failed=lambda error: field.refuse(str(error)),
        )

    def _keep(self, **choices: Any) -> None:
        try:
            kept = settings.change(**choices)
        except UserError as error:
            self.desk.show_problem(error)
            self._show_laptop(settings.get())
            return
        look().choose(mode=choices.get("look"), text_scale=choices.get("text_scale"))
        self.laptop_changed.emit(kept)

    def _read_share(self, text: str, *, beside: str) -> float:
        return settings_words.share(text, beside=getattr(self._stored, beside))

"""How a file is to be read, for a person to tell where the file does not: dates, decimals, countries, encoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.domain.parsing_dates import DateOrder
from crm_desktop.i18n import tr
from crm_desktop.services.importing import ImportSettings, Kind, Mode
from crm_desktop.services.importing.wording import Note
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import ComboBox
from crm_desktop.ui.widgets.import_header import StillComboBox
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.tab_order import put_after

Choice = tuple[str, Any]
_NO_SAMPLES: Mapping[str, str] = {}
_COUNTRIES = (
    "SI", "GR", "UA", "RS", "NO", "DE", "AT", "IT", "HR", "HU", "BA", "ME", "MK", "XK", "AL", "BG", "RO", "CZ", "SK",
    "PL", "CH", "FR", "NL", "BE", "LU", "DK", "SE", "FI", "IS", "EE", "LV", "LT", "IE", "GB", "ES", "PT", "CY", "MT",
    "TR", "MD", "GE", "US", "CA", "AU", "NZ",
)  # fmt: skip
_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "NOK", "SEK", "DKK", "RSD", "UAH", "PLN", "CZK", "HUF", "RON", "BAM", "MKD")


class _Setting(NamedTuple):
    """``unsaid``: what it means to choose nothing, where that is not "as in the file"."""

    name: str
    label: Callable[[], str]
    choices: Callable[[], Sequence[Choice]]
    kinds: tuple[Kind, ...] = tuple(Kind)
    unsaid: Callable[[], str] | None = None


_WITH_DATES = (Kind.PURCHASES, Kind.RATINGS, Kind.INTERACTIONS, Kind.ACCOUNTS)
ALONE = ("sheet", "mode")
"""Settings that stand by themselves: which sheet, and what becomes of what is known, is chosen before each import."""
_OF_TEXT_FILES = ("encoding", "delimiter")
_SETTINGS = (
    # The choices are the sheets of the workbook at hand.
    _Setting("sheet", lambda: tr("Sheet"), lambda: ()),
    _Setting(
        "mode",
        lambda: tr("Already here"),
        lambda: (
            (tr("update from the file"), Mode.BOTH),
            (tr("update, add nobody"), Mode.UPDATE),
            (tr("leave, only add new"), Mode.CREATE),
        ),
        unsaid=lambda: tr("fill the gaps only"),
    ),
    _Setting(
        "date_order",
        lambda: tr("Dates"),
        lambda: (
            (tr("day, month, year: {example}", example="31.12.2026"), DateOrder.DMY),
            (tr("month, day, year: {example}", example="12/31/2026"), DateOrder.MDY),
            (tr("year, month, day: {example}", example="2026-12-31"), DateOrder.YMD),
        ),
        _WITH_DATES,
    ),
    _Setting(
        "decimal",
        lambda: tr("Amounts"),
        lambda: (
            (tr("decimal comma: {example}", example="1.234,50"), ","),
            (tr("decimal point: {example}", example="1,234.50"), "."),
        ),
        (Kind.PURCHASES, Kind.RATINGS),
    ),
    _Setting("currency", lambda: tr("Currency"), lambda: [(code, code) for code in _CURRENCIES], (Kind.PURCHASES,)),
    _Setting(
        "score_scale",
        lambda: tr("Ratings from"),
        lambda: [
            (tr("{low} to {high}", low=low, high=high), (Decimal(low), Decimal(high)))
            for low, high in ((0, 10), (1, 10), (1, 5), (0, 5), (0, 100))
        ],
        (Kind.RATINGS, Kind.PURCHASES),
    ),
    _Setting(
        "country",
        lambda: tr("Phones of"),
        lambda: [*((country_name(code), code) for code in _COUNTRIES), (tr("leave as typed"), "")],
        (Kind.ACCOUNTS, Kind.CONTACTS, Kind.PURCHASES),
    ),
    _Setting(
        "encoding",
        lambda: tr("Letters"),
        lambda: (
            ("UTF-8", "utf-8"),
            (tr("Central European") + " (cp1250)", "cp1250"),
            (tr("Cyrillic") + " (cp1251)", "cp1251"),
            (tr("Western European") + " (cp1252)", "cp1252"),
            (tr("Greek") + " (cp1253)", "cp1253"),
            (tr("Greek") + " (ISO 8859-7)", "iso8859-7"),
            (tr("Baltic") + " (cp1257)", "cp1257"),
            (tr("Central European") + " (ISO 8859-2)", "iso8859-2"),
            (tr("Central European") + " (DOS, cp852)", "cp852"),
            (tr("Western European") + " (DOS, cp437)", "cp437"),
            (tr("Cyrillic") + " (KOI8-U)", "koi8-u"),
            ("UTF-16", "utf-16-le"),
        ),
    ),
    _Setting(
        "delimiter",
        lambda: tr("Columns between"),
        lambda: ((tr("commas"), ","), (tr("semicolons"), ";"), (tr("tabs"), "\t"), (tr("bars"), "|")),
    ),
)  # fmt: skip


def here(note: str) -> str:
    """A note about a file in the words of the window: what to press, where a script is told a setting to give."""
    if not isinstance(note, Note):
        return note
    if note.setting in ALONE:
        return note.sentence
    label = next(setting.label() for setting in _SETTINGS if setting.name == note.setting)
    return f"{note.sentence} {tr('To change it: “How the file is read”, then “{label}”.', label=label)}"


class ReadingChoices(QWidget):
    """``chosen`` carries the name of a setting and its value; ``None`` leaves it to the file."""

    chosen = Signal(str, object)

    def __init__(self, names: Sequence[str] | None = None, parent: QWidget | None = None) -> None:
        """``names``: of the settings to offer, all but ``ALONE`` unless told."""
        super().__init__(parent)
        self._settings = [s for s in _SETTINGS if (s.name in names if names is not None else s.name not in ALONE)]
        self.boxes: dict[str, ComboBox] = {}
        self._sheets: Sequence[str] = ()
        self._values: dict[str, list[Any]] = {}
        self._labels: dict[str, PlainLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        for row, setting in enumerate(self._settings):
            label = PlainLabel(setting.label(), "small", "text2")
            box = StillComboBox(self)
            box.setAccessibleName(setting.label())
            box.activated.connect(lambda at, name=setting.name: self.chosen.emit(name, self._values[name][at]))
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(box, row, 1)
            self._labels[setting.name], self.boxes[setting.name] = label, box
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(1))

    def show_settings(
        self,
        settings: ImportSettings,
        kind: Kind | None,
        found: dict[str, str],
        sheets: Sequence[str],
        *,
        refused: bool = False,
    ) -> None:
        """Shows what is told for a file of this kind. ``found`` says what the file itself told.

        Of a file that cannot be imported yet nothing is here already.
        """
        self._sheets = sheets
        for setting in self._settings:
            shown = (kind is None or kind in setting.kinds) and not (refused and setting.name == "mode")
            if setting.name in _OF_TEXT_FILES:
                shown = shown and not sheets
            elif setting.name == "sheet":
                shown = len(sheets) > 1
            self._labels[setting.name].setVisible(shown)
            self.boxes[setting.name].setVisible(shown)
            self._fill(setting, getattr(settings, setting.name), found.get(setting.name, ""))

    def _fill(self, setting: _Setting, value: Any, found: str) -> None:
        choices: list[Choice] = list(setting.choices())
        if setting.name == "sheet":
            choices, value = [(name, name) for name in self._sheets], found
        else:
            words = tr("as in the file ({found})", found=found) if found else tr("as in the file")
            choices.insert(0, (setting.unsaid() if setting.unsaid else words, None))
        if value not in [choice for _, choice in choices]:
            choices.append((str(value), value))
        box = self.boxes[setting.name]
        self._values[setting.name] = [choice for _, choice in choices]
        texts = [text for text, _ in choices]
        if texts != [box.itemText(at) for at in range(box.count())]:
            box.clear()
            box.addItems(texts)
        box.setCurrentIndex(self._values[setting.name].index(value))


class AskedChoices(QWidget):
    """What must be told before a file can be read, a button for each answer; ``chosen`` as with ``ReadingChoices``."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        look().changed.connect(self._make_room)
        self._make_room()

    def ask(
        self, names: Sequence[str], settings: ImportSettings, possible: str, samples: Mapping[str, str] = _NO_SAMPLES
    ) -> None:
        """Offers answers for these settings: those that the refusal's words name, else all but the one that failed.

        ``samples``: by encoding a word as it would be read.
        """
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for setting in _SETTINGS:
            if setting.name in names:
                choices = setting.choices()
                named = [choice for choice in choices if f'"{setting.name}": {_as_told(choice[1])}' in possible]
                failed = getattr(settings, setting.name) or ("utf-8" if setting.name == "encoding" else None)
                for text, value in named if len(named) > 1 else choices:
                    if value != failed:
                        sample = samples.get(value, "") if isinstance(value, str) else ""
                        self._offer(setting, f"{text} “{sample}”" if sample else text, value)
        put_after(self, self.buttons)

    def _offer(self, setting: _Setting, text: str, value: Any) -> None:
        button = Button(f"{setting.label()}: {text}", "secondary")
        button.clicked.connect(lambda: self.chosen.emit(setting.name, value))
        self._column.addWidget(button)
        # At once, so that the keyboard can be put on it.
        button.show()
        self.buttons.append(button)

    def _make_room(self) -> None:
        self._column.setSpacing(current_theme().space(2))


def _as_told(value: Any) -> str:
    """A value as ``--settings`` gives it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(f"{number:f}" for number in value) + "]"
    return f'"{value}"'


def country_name(code: str) -> str:
    """What a country calls itself, and its code: "Slovenija (SI)"."""
    locale = QLocale(QLocale.Language.AnyLanguage, QLocale.codeToTerritory(code))
    name = locale.nativeTerritoryName() or QLocale.territoryToString(QLocale.codeToTerritory(code))
    return f"{name} ({code})"


def with_setting(settings: ImportSettings, name: str, value: Any) -> ImportSettings:
    """The settings with one of them told; corrections are forgotten where the cells themselves become others."""
    changed = replace(settings, **{name: value})
    return replace(changed, corrections={}) if name in ("encoding", "delimiter", "sheet") else changed

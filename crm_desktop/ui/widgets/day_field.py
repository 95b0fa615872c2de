"""A field for a day as people type it: fri, tomorrow, in 2 weeks, +3, 21.11., 2019."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.entry import read_day
from crm_desktop.i18n import tr, typed_language
from crm_desktop.ui.widgets.fields import LineField

_YEAR = re.compile(r"(19|20)\d\d")


class DayField(LineField):
    """Empty means no day. ``years`` takes a year alone as its first day."""

    def __init__(
        self, today: date, parent: QWidget | None = None, *, placeholder: str, name: str, years: bool = False
    ) -> None:
        super().__init__(parent, placeholder=placeholder, name=name)
        self._today, self._years = today, years
        self.textEdited.connect(lambda _text: self.set_error(""))

    def set_day(self, day: date | None) -> None:
        """Fills the field."""
        self.setText("" if day is None else day.isoformat())
        self.set_error("")

    def read(self) -> tuple[bool, date | None]:
        """Whether the text makes sense, and the day; one that does not is marked as wrong."""
        text = self.text().strip()
        day = _day_of(text, self._today, years=self._years)
        understood = not text or day is not None
        self.set_error("" if understood else tr("This is no day. Try 2026-11-20, friday or +3."))
        return understood, day


def _day_of(text: str, today: date, *, years: bool) -> date | None:
    if years and _YEAR.fullmatch(text):
        return date(int(text), 1, 1)
    found = read_day(text, 0, today, language=typed_language())
    return found[0] if found is not None and found[1] == len(text) else None

"""A field for a day as people type it: fri, tomorrow, in 2 weeks, +3, 21.11., 2019; with a time if it takes one."""

from __future__ import annotations

import re
from datetime import date, time

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.entry import read_day, read_time
from crm_desktop.i18n import tr, typed_language
from crm_desktop.ui.widgets.fields import LineField

_YEAR = re.compile(r"(19|20)\d\d")


class DayField(LineField):
    """Empty means no day. ``years`` takes a year alone as its first day, ``times`` a time behind the day.

    ``back``: the day has been, so that "friday" is the last one.
    """

    def __init__(
        self,
        today: date,
        parent: QWidget | None = None,
        *,
        placeholder: str,
        name: str,
        years: bool = False,
        times: bool = False,
        back: bool = False,
    ) -> None:
        super().__init__(parent, placeholder=placeholder, name=name)
        self._today, self._years, self._times, self._back = today, years, times, back
        self.at: time | None = None
        """The time of the day that was read last."""
        self.textEdited.connect(lambda _text: self.set_error(""))

    def set_day(self, day: date | None, at: time | None = None) -> None:
        """Fills the field."""
        self.at = at
        self.setText("" if day is None else f"{day.isoformat()} {at:%H:%M}" if at else day.isoformat())
        self.set_error("")

    def read(self) -> tuple[bool, date | None]:
        """Whether the text makes sense, and the day; one that does not is marked as wrong."""
        text = self.text().strip()
        day, self.at = self._day_of(text)
        understood = not text or day is not None
        example = tr("yesterday") if self._back else "+3"
        self.set_error("" if understood else tr("This is no day. Try 2026-11-20, friday or {this}.", this=example))
        return understood, day

    def _day_of(self, text: str) -> tuple[date | None, time | None]:
        if self._years and _YEAR.fullmatch(text):
            return date(int(text), 1, 1), None
        found = read_day(text, 0, self._today, language=typed_language(), back=self._back)
        if found is None:
            return None, None
        day, end = found
        if end == len(text):
            return day, None
        start = end + len(text[end:]) - len(text[end:].lstrip(" ,"))
        timed = read_time(text, start, language=typed_language()) if self._times else None
        return (day, timed[0]) if timed is not None and timed[1] == len(text) else (None, None)

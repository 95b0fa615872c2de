"""Reads the line of the quick log in the worker while one types; only the answer to the newest text counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.services import accounts, naming
from crm_desktop.services.accounts import Match
from crm_desktop.services.naming import Memo
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.log_values import Reading, read

_MATCHES = 6
_PAUSE_MS = 250


class LineReading(QObject):
    """``understood`` tells that ``reading`` is a new one, ``nearer`` that it now says whom a typing error may mean.

    ``seen``: whether anybody still looks.
    """

    understood = Signal()
    nearer = Signal()
    failed = Signal(object)
    found = Signal(str, object)
    """Accounts for a text, likeliest first, as ``look_up`` was asked."""

    def __init__(self, desk: Desk, parent: QObject, *, seen: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._desk, self._seen = desk, seen
        self._memo = Memo()
        self._asks = self._answered = 0
        self.reading: Reading | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_slip)

    @property
    def is_waiting(self) -> bool:
        """The newest text has not been understood yet."""
        return self._answered != self._asks

    def begin(self) -> None:
        """Nothing has been read; what was looked up for an earlier line may have changed."""
        self.reading = None
        self._memo = Memo()

    def read(
        self, text: str, *, opened_on: int | None, chosen: Match | str | None, plain: Sequence[tuple[int, int]]
    ) -> None:
        """Reads a line; see ``log_values.read``."""
        app, memo = self._desk.app, self._memo
        self._asks += 1
        number = self._asks
        self._desk.tasks.run(
            lambda: read(app, text, opened_on=opened_on, chosen=chosen, memo=memo, plain=plain),
            lambda reading: self._understood(number, reading),
            latest="quick-log",
            failed=self.failed.emit,
        )

    def look_up(self, text: str) -> None:
        """The accounts that a text in the field of the form may mean."""
        store = self._desk.app.store
        self._desk.tasks.run(
            lambda: accounts.matching(store, text, limit=_MATCHES),
            lambda found: self.found.emit(text, found),
            latest="quick-log-accounts",
            failed=self.failed.emit,
        )

    def _understood(self, number: int, reading: Reading) -> None:
        if number != self._asks:
            return
        self._answered = number
        self.reading = reading
        self.understood.emit()
        if self.reading is reading and reading.understood.new_account and reading.nearest is None:
            self._pause.start()

    def _look_for_slip(self) -> None:
        """One pauses behind a name that nobody has: perhaps a finger slipped."""
        reading, store = self.reading, self._desk.app.store
        if reading is not None and reading.understood.new_account and self._seen():
            name = reading.understood.new_account

            def found(match: Match | None) -> None:
                if match is not None and self.reading is reading:
                    self.reading = reading._replace(nearest=match)
                    self.nearer.emit()

            self._desk.tasks.run(lambda: naming.slip_away(store, name), found, latest="quick-log-slip")

"""Runs database work off the GUI thread, one job after the other, and hands results back to it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from crm_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_log = logging.getLogger(__name__)

# Seconds for which a busy worker may keep the interpreter from the window; Python's own 5 ms would be felt, as the
# window has to ask for it again with every row it reads.
_TURN = 0.001

Work = Callable[[], Any]
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Tasks(Protocol):
    """What pages run their work with."""

    def run(self, work: Work, done: Done | None = None, *, latest: str = "", failed: Failed | None = None) -> None:
        """Runs ``work`` off the GUI thread, then ``done(result)`` on it.

        With ``latest`` only the newest answer under that key is handed back: what a newer keystroke overtook is
        dropped, and is not even begun when it still waits. A ``UserError`` goes to ``failed``, or is shown; our own
        bug is shown, and ``failed`` hears of it too.
        """

    def run_beside(self, work: Work, done: Done | None = None) -> None:
        """The same for what takes seconds and writes nothing into the workspace, as a backup: nobody waits for it.

        It has a thread of its own, and a connection of its own with that, where it waits for its like only.
        """


class WorkerTasks(QObject):
    """The worker thread of the window, and one beside it.

    ``problem`` carries what nobody else took: ``UserError`` or our own bug. With ``held`` nothing is begun before
    ``begin`` is called: work beside the first paint would only delay it.
    """

    problem = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, close_thread: Callable[[], None] = lambda: None, *, held: bool = False) -> None:
        super().__init__()
        self._executor: ThreadPoolExecutor | None = None
        self._beside: ThreadPoolExecutor | None = None
        self._held: list[Callable[[], None]] = []
        self._newest: dict[str, int] = {}
        self._close_thread = close_thread
        self._stopped = False
        self._finished.connect(self._hand_back, Qt.ConnectionType.QueuedConnection)
        if not held:
            self.begin()

    def begin(self) -> ThreadPoolExecutor:
        """Begins with what was held back, if anything."""
        if self._executor is None:
            sys.setswitchinterval(_TURN)
            self._executor = _one_thread("workspace")
            for job in self._held:
                self._executor.submit(job)
            self._held.clear()
        return self._executor

    def run(self, work: Work, done: Done | None = None, *, latest: str = "", failed: Failed | None = None) -> None:
        number = self._newest.get(latest, 0) + 1
        if latest:
            self._newest[latest] = number

        def overtaken() -> bool:
            return bool(latest) and self._newest[latest] != number

        job = partial(self._do, work, done, failed, overtaken)
        if self._executor is None:
            self._held.append(job)
        else:
            self._executor.submit(job)

    def run_beside(self, work: Work, done: Done | None = None) -> None:
        if self._beside is None:
            self._beside = _one_thread("beside")
        self._beside.submit(self._do, work, done, None, lambda: False)

    def _do(self, work: Work, done: Done | None, failed: Failed | None, overtaken: Callable[[], bool]) -> None:
        if overtaken():
            return
        try:
            result = work()
        except Exception as error:
            self._finished.emit(lambda value: self._tell(value, failed), error)
        else:
            if done is not None:
                self._finished.emit(lambda value: None if overtaken() else done(value), result)

    @Slot(object, object)
    def _hand_back(self, function: Callable[[object], None], value: object) -> None:
        # What was still on its way when the window closed has nobody left to hear it.
        if not self._stopped:
            function(value)

    def _tell(self, error: Exception, failed: Failed | None) -> None:
        """A ``UserError`` goes to ``failed``, or is shown; our own bug is shown and ``failed`` hears of it too."""
        bug = not isinstance(error, UserError)
        if bug:
            _log.error("Work failed", exc_info=error)
        if bug or failed is None:
            self.problem.emit(error)
        if failed is not None:
            failed(error)

    def stop(self) -> None:
        """Finishes what has begun and closes the connections of both threads."""
        self._stopped = True
        for executor in (self.begin(), self._beside):
            if executor is not None:
                executor.submit(self._close_thread)
                executor.shutdown(wait=True, cancel_futures=False)


def _one_thread(name: str) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # 3 ms that the first paint need not wait for

    return ThreadPoolExecutor(1, thread_name_prefix=name)


class ImmediateTasks(QObject):
    """Runs everything at once: what tests and screenshots use instead of a thread."""

    problem = Signal(object)

    def run(self, work: Work, done: Done | None = None, *, latest: str = "", failed: Failed | None = None) -> None:
        try:
            result = work()
        except UserError as error:
            (failed or self.problem.emit)(error)
        except Exception as error:
            if failed is not None:
                failed(error)
            raise
        else:
            if done is not None:
                done(result)

    def run_beside(self, work: Work, done: Done | None = None) -> None:
        self.run(work, done)

    def stop(self) -> None:
        """Nothing is ever under way."""

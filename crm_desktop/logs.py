"""The log file: what went wrong and where, never names, notes or figures of the business."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.paths import log_folder

_log = logging.getLogger(__name__)
_NAME = "crm-desktop.log"


class _StackOnly(logging.Formatter):
    """Writes where an error came from and of which type it is, without its message, which may quote a person."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


class _File(logging.Handler):
    """A rotating file that is opened with its first record: most starts write none, and the module takes 4 ms."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._open: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # a log that cannot be written must not end the program
            self.write(record)

    def write(self, record: logging.LogRecord) -> None:
        """Like ``emit``; raises ``OSError`` where the file cannot be opened."""
        if self._open is None:
            from logging.handlers import RotatingFileHandler

            self._open = RotatingFileHandler(self._path, maxBytes=1 << 20, backupCount=3, encoding="utf-8")
            self._open.setFormatter(_StackOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._open.emit(record)

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        super().close()


def start_log() -> None:
    """Writes warnings and errors to a rotating file in the log folder; a crash leaves its stack there too.

    Where that folder cannot be written to, the program goes on without.
    """
    logging.raiseExceptions = False  # a full disk: no stack on the terminal for each record
    with suppress(OSError, UserError):
        folder = log_folder()
        logging.basicConfig(level=logging.WARNING, handlers=[_File(folder / _NAME)])
        faulthandler.enable(open(folder / "crash.log", "a", encoding="utf-8"))  # noqa: SIM115 - open as long as we run
    sys.excepthook = _note
    threading.excepthook = lambda args: _note(args.exc_type, args.exc_value, args.exc_traceback)


def tell_unhandled(tell: Callable[[UserError], None]) -> None:
    """From now on ``tell`` gets what nobody took in the main thread, which goes on."""

    def hook(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, UserError):
            tell(error)  # no mistake of ours
        elif isinstance(error, Exception):
            traceback.print_exception(kind, error, trace)
            tell(unforeseen(error))
        else:
            _note(kind, error, trace)

    sys.excepthook = hook


def unforeseen(error: BaseException) -> UserError:
    """Writes an error that nobody foresaw to the log file, and gives what the person is told about it."""
    try:
        file = log_folder() / _NAME
        info = (type(error), error, error.__traceback__)
        log = _File(file)
        log.write(_log.makeRecord(_log.name, logging.ERROR, __file__, 0, "Not handled", (), info))
        log.close()
        where = tr("{file} says where, without names or figures.", file=file)
    except (OSError, UserError):
        where = tr("It could not be written down: the log folder cannot be written to.")
    if isinstance(error, OSError) and error.strerror:
        what = tr("The system refused: {cause}.", cause=error.strerror)
    else:
        what = tr("The program made a mistake ({kind}).", kind=type(error).__name__)
    return UserError(what, tr("What was saved is safe."), where)


def _note(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    _log.error("Not handled", exc_info=(kind, error or kind(), trace))
    traceback.print_exception(kind, error, trace)

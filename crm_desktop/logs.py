"""The log file: what went wrong and where, never names, notes or figures of the business."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from crm_desktop.paths import log_folder

_log = logging.getLogger(__name__)


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
        if self._open is None:
            from logging.handlers import RotatingFileHandler

            self._open = RotatingFileHandler(self._path, maxBytes=1 << 20, backupCount=3, encoding="utf-8")
            self._open.setFormatter(_StackOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._open.emit(record)


def start_log() -> None:
    """Writes warnings and errors to a rotating file in the log folder; a crash leaves its stack there too."""
    folder = log_folder()
    logging.basicConfig(level=logging.WARNING, handlers=[_File(folder / "crm-desktop.log")])
    faulthandler.enable(open(folder / "crash.log", "a", encoding="utf-8"))  # noqa: SIM115 - open as long as we run
    sys.excepthook = _note
    threading.excepthook = lambda args: _note(args.exc_type, args.exc_value, args.exc_traceback)


def _note(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    _log.error("Not handled", exc_info=(kind, error or kind(), trace))
    traceback.print_exception(kind, error, trace)

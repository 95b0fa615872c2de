"""One window on a workspace: a second start with the same file brings the window forward that has it already."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile

from crm_desktop.paths import state_folder


class OneWindow:
    """Held for as long as the object lives, by a lock of the system: whoever crashes lets go. The lock and the file
    that carries the call lie beside the settings, since a workspace may be on a drive that knows no locks."""

    def __init__(self, workspace: Path) -> None:
        """Raises UserError where there is no folder for it."""
        name = sha256(os.path.normcase(os.path.realpath(workspace)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self._call = state_folder() / f"{name}.call"
        self._lock = QLockFile(str(state_folder() / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # hours do not make it stale, only the end of the program that holds it
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Whether no other window has the workspace; true too where the system gives no locks."""
        if self._lock.tryLock(0):
            with contextlib.suppress(OSError):
                self._call.write_bytes(b"")
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def call_other(self) -> None:
        """Asks the window that has the workspace to come forward."""
        with contextlib.suppress(OSError), self._call.open("ab") as file:
            file.write(b".")

    def on_call(self, come: Callable[[], None]) -> None:
        """``come`` is called from now on whenever another start asks for the workspace; the last one given counts."""
        self._watcher = QFileSystemWatcher([str(self._call)])
        self._watcher.fileChanged.connect(lambda _file: come())

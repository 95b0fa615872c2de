"""What every test gets: folders, time zone and language of its own, and no warning that goes unnoticed."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from crm_desktop import i18n
from crm_desktop.paths import HOME_VARIABLE

settings.register_profile(
    "crm-desktop",
    derandomize=True,
    deadline=None,
    database=None,
    # The folders below are made once for all examples of a test, and a shared machine may be slow.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("crm-desktop")

MEMORY = Path("/dev/shm")
"""A drive in memory; each commit waits for a real one, so that tests/storage took twice as long there."""

_OPEN_TO_ALL = 0o1777
if (
    "TMPDIR" not in os.environ
    and MEMORY.is_mount()
    and MEMORY.stat().st_mode & _OPEN_TO_ALL == _OPEN_TO_ALL
    and shutil.disk_usage(MEMORY).free > 2 << 30
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # the workers and what they start inherit it

TIME_ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
"""Central European time, written out so that no time zone files are needed; not UTC, so that mixing them up shows."""


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of the test's own, in Central Europe, speaking English; gives that folder."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv(HOME_VARIABLE, str(home / "crm-desktop"))
    monkeypatch.setenv("TZ", TIME_ZONE)
    time.tzset()
    i18n.set_language(i18n.DEFAULT_LANGUAGE)
    yield home
    i18n.set_language(i18n.DEFAULT_LANGUAGE)


class _Gather(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_logging(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it is marked ``expects_logging`` and looks at it itself."""
    gather = _Gather()
    root = logging.getLogger()
    root.addHandler(gather)
    yield
    root.removeHandler(gather)
    if gather.lines and request.node.get_closest_marker("expects_logging") is None:
        pytest.fail("Logged without being expected:\n" + "\n".join(gather.lines))

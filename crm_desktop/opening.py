"""Finds the workspace that the window and the command line are asked for: a file, the usual one, or a sample."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from crm_desktop.app import App, open_workspace
from crm_desktop.paths import default_workspace

SAMPLE_ACCOUNTS = 200


def add_options(parser: ArgumentParser) -> None:
    """The three options that every command and the window share."""
    parser.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace (default: the usual one)")
    parser.add_argument(
        "--today", type=_day, metavar="DATE", help="the day to reason from, as 2026-11-21 (default: today)"
    )
    parser.add_argument("--sample", action="store_true", help="use a throw-away sample workspace")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day; write it as 2026-11-21") from error


@contextmanager
def opened(options: Namespace, *, create: bool = False) -> Iterator[App]:
    """Opens what the options ask for and closes it; a sample is deleted afterwards."""
    if not options.sample:
        app = open_workspace(options.workspace or default_workspace(), today=options.today, create=create)
        try:
            yield app
        finally:
            app.close()
        return
    with tempfile.TemporaryDirectory(prefix="crm-sample-", ignore_cleanup_errors=True) as folder:
        app = open_sample(Path(folder), options.today)
        try:
            yield app
        finally:
            app.close()


def open_sample(folder: Path, today: date | None = None) -> App:
    """A sample workspace of a made-up packaging firm in a folder, ready to be tried."""
    from crm_desktop.services.sample import create_sample

    app = open_workspace(folder / "sample.crm", today=today, create=True)
    create_sample(app.store, SAMPLE_ACCOUNTS, app.today)
    return app

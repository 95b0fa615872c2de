"""Verbs about one person's data: everything about them in one archive, and erasing them for good."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from crm_desktop.cli.terminal import progress
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.opening import opened


def person(options: Namespace) -> None:
    from crm_desktop.services import personal_archive, personal_data

    with opened(options) as app:
        who = personal_data.one_called(app.store, options.name)
        count = personal_archive.save(app.store, who.contact, options.to, app.today, progress)
    _end_of_progress()
    print(personal_archive.told(who.name, count, options.to))


def erase_person(options: Namespace) -> int:
    from crm_desktop.services import erasing_people, erasing_wording, personal_data

    files = options.files == "remove"
    with opened(options) as app:
        who = personal_data.one_called(app.store, options.name)
        plan = personal_data.plan(app.store, who.contact, progress)
        _end_of_progress()
        if not options.yes:
            print("\n".join(erasing_wording.what_will_happen(plan, options.backups, files=files)), file=sys.stderr)
            _ask(who)
        told = erasing_people.erase(
            app.store,
            who.contact,
            copies=options.backups,
            files=files,
            today=app.today,
            certificate=options.certificate,
            progress=progress,
        )
    _end_of_progress()
    print("\n".join(erasing_wording.what_happened(told, options.certificate)))
    return 0 if told.is_complete else 1


def _ask(who: Any) -> None:
    """The one thing that cannot be undone is asked for by the name, typed once more."""
    if not sys.stdin.isatty():
        raise UserError(
            tr("Erasing a person cannot be undone, and there is no terminal to ask at."),
            tr("Nothing was changed."),
            tr("Add --yes to say that it is meant."),
        )
    print(tr("This cannot be undone. Type {name} to erase them: ", name=who.name), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip() != who.name.strip():
        raise UserError(tr("That is another name."), tr("Nothing was changed."))


def compact(options: Namespace) -> None:
    with opened(options) as app:
        app.store.compact()
    print(tr("The workspace was written anew without anything that was deleted."))


def _end_of_progress() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)

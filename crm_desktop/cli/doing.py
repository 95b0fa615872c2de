"""Verbs that change something in one step: log, undo and redo."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from crm_desktop.cli.naming import which
from crm_desktop.domain.folding import fold
from crm_desktop.i18n import tr
from crm_desktop.opening import opened


def log(options: Namespace) -> None:
    from crm_desktop.services import quick_log

    with opened(options, create=True) as app:
        said = quick_log.understand(app.store, options.text, app.today)
        _refuse_a_guess(app.store, options.text, said)
        saved = quick_log.save(app.store, said.entry(), app.today)
    if options.json:
        print(
            json.dumps(
                {
                    "account": saved.account_name,
                    "id": saved.account,
                    "new_account": saved.new_account,
                    "archived": saved.archived,
                    "message": saved.message,
                },
                ensure_ascii=False,
            )
        )
    else:
        print(saved.message)


def _refuse_a_guess(store: Any, text: str, said: Any) -> None:
    """The window shows whom a line means before it is saved; the terminal cannot, so it does not guess."""
    from crm_desktop.domain.entry import Piece
    from crm_desktop.services import accounts

    for span in said.spans:
        if span.piece is Piece.ACCOUNT:
            typed = text[span.start : span.end]
            near = [match.name for match in accounts.matching(store, typed, limit=6)]
            begun = [name for name in near if fold(name).startswith(fold(typed))]
            if len(begun) > 1 and fold(typed) not in map(fold, begun):
                raise which(typed, begun)


def undo(options: Namespace) -> None:
    with opened(options) as app:
        changes = app.store.undo()
    print(tr("Undone: {label}", label=changes.label) if changes else tr("There is nothing to undo."))


def redo(options: Namespace) -> None:
    with opened(options) as app:
        changes = app.store.redo()
    print(tr("Done again: {label}", label=changes.label) if changes else tr("There is nothing to redo."))

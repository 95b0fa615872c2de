"""Verbs that read or write files: import, export, dump, backup, restore, check and sample."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from crm_desktop.cli.terminal import progress
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.opening import opened
from crm_desktop.paths import default_workspace


def import_file(options: Namespace) -> int:
    from crm_desktop.services import importing

    try:
        with opened(options, create=True) as app:
            settings = importing.ImportSettings.from_json(_json(options.settings))
            result = importing.import_file(
                app.store,
                options.file,
                kind=options.kind,
                settings=settings,
                today=app.today,
                dry_run=options.dry_run,
                left_out_to=options.left_out_to,
                progress=progress,
            )
    except UserError as error:
        if not options.json:
            raise
        result = importing.refused(error, options.kind)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.json:
        print(json.dumps(result.to_json(), ensure_ascii=False))
        if result.outcome == "refused":
            print(result.error, file=sys.stderr)
    else:
        _print_import(result, dry_run=options.dry_run)
    return 1 if result.outcome == "refused" else 0


def _print_import(result: Any, *, dry_run: bool) -> None:
    if dry_run:
        kept = tr_n("{n} row would be imported", "{n} rows would be imported", result.imported)
    else:
        kept = tr_n("{n} row imported", "{n} rows imported", result.imported)
    print(
        tr(
            "{kept}, {duplicates} already there, {rejected} left out, of {total}.",
            kept=kept,
            duplicates=format_number(result.duplicates),
            rejected=format_number(len(result.rejected)),
            total=format_number(result.rows_total),
        )
    )
    for warning in result.warnings:
        print("  " + warning)
    for change in result.changes[:20]:
        words = tr(
            "row {row}: {of}, {field}: {before} → {after}",
            row=change.row,
            of=change.of,
            field=change.field,
            before=change.before or tr("empty"),
            after=change.after,
        )
        print("  " + words)
    if result.changes_total > 20 and dry_run:
        print("  " + tr("and {n} more (all of them with --json)", n=format_number(result.changes_total - 20)))
    for row in result.rejected[:20]:
        print("  " + tr("row {row}: {reason}", row=row.row, reason=row.reason))
    if len(result.rejected) > 20:
        print("  " + tr("and {n} more (all of them with --json)", n=format_number(len(result.rejected) - 20)))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UserError(tr("--settings is not JSON ({cause}).", cause=error), tr("Nothing was changed.")) from error


def dump(options: Namespace) -> None:
    from crm_desktop.services import exporting

    with opened(options) as app:
        json.dump(exporting.everything(app.store), sys.stdout, ensure_ascii=False)
    print()


def export(options: Namespace) -> None:
    """A calendar holds what lies ahead; JSON without a kind is the whole workspace, to be imported into a new one."""
    from crm_desktop.services import export_files

    if options.kind not in (None, *export_files.KINDS):
        kinds = ", ".join(export_files.KINDS)
        raise UserError(
            tr("There is no kind “{kind}”.", kind=options.kind),
            tr("Nothing was saved."),
            tr("The kinds are: {kinds}.", kinds=kinds),
        )
    with opened(options) as app:
        if options.to.suffix.lower() == ".ics" and options.kind in (None, "follow_ups"):
            from datetime import UTC, datetime

            from crm_desktop.services import calendar

            count = calendar.write_ics(app.store, options.to, app.today, datetime.now(UTC))
        else:
            count = export_files.export(app.store, options.to, kind=options.kind)
    print(tr_n("{n} entry written to {file}.", "{n} entries written to {file}.", count, file=options.to))


def check(options: Namespace) -> int:
    from crm_desktop.services import attachments

    with opened(options) as app:
        problems = [*app.store.problems(), *attachments.problems(app.store)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(tr("The workspace is sound."))
    return 1 if problems else 0


def backup(options: Namespace) -> None:
    from crm_desktop.services import backups

    with opened(options) as app:
        taken = backups.take(app.store, options.to, progress)
        files = backups.files_text(backups.files_beside(taken, app.store.path))
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(taken)
    if files:
        print(files)


def restore(options: Namespace) -> None:
    from crm_desktop.services import backups

    workspace = options.workspace or default_workspace()
    aside = backups.restore(options.file, workspace)
    print(tr("{file} is now as it was in {backup}.", file=workspace, backup=options.file.name))
    if aside:
        print(tr("What was there before is kept as {file}.", file=aside))
    files = backups.files_text(backups.files_of(workspace))
    if files:
        print(files)


def sample(options: Namespace) -> None:
    from crm_desktop.app import open_workspace
    from crm_desktop.services.sample import create_sample

    if options.to.exists():
        raise UserError(
            tr("{file} is there already.", file=options.to), tr("It was not changed."), tr("Choose another name.")
        )
    if options.accounts < 1:
        raise UserError(tr("A sample has at least one account."), tr("Nothing was made."))
    app = open_workspace(options.to, today=options.today, create=True)
    try:
        create_sample(app.store, options.accounts, app.today, seed=options.seed, progress=progress)
    finally:
        app.close()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(tr_n("{n} account written to {file}.", "{n} accounts written to {file}.", options.accounts, file=options.to))

"""The command line: the second face, which scripts rely on and which has no window in it."""

from __future__ import annotations

import csv
import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_day, format_money, format_number, tr, tr_n
from crm_desktop.opening import add_options, opened
from crm_desktop.paths import default_workspace


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns 0 done, 1 refused or failed with one sentence on standard error, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A lone surrogate or a script that the terminal lacks must not end the program.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be told
        return status
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # whatever nobody foresaw is for the log, not for the terminal
        from crm_desktop.logs import unforeseen

        print(unforeseen(error), file=sys.stderr)
        _drop_output()
        return 1


def _drop_output() -> None:
    """What standard output would not take is given up, or Python tries once more at exit and changes the status."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="crm", description="Which customers are slipping away, why, and what to do next.")
    add_options(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Namespace], int | None], help_text: str) -> ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        return sub

    sub = command(
        "import", _import, "import a table, workbook or vCard of accounts, contacts, interactions, purchases or ratings"
    )
    sub.add_argument("file", type=Path)
    sub.add_argument(
        "--kind", default="auto", choices=["auto", "accounts", "contacts", "interactions", "purchases", "ratings"]
    )
    sub.add_argument("--settings", default="{}", metavar="JSON", help='such as {"date_order": "DMY", "decimal": ","}')
    sub.add_argument("--dry-run", action="store_true", help="only say what would happen")
    sub.add_argument("--json", action="store_true")

    sub = command("attention", _attention, "the list of Today, with reasons")
    sub.add_argument("--limit", type=int, choices=range(1, 100_000), default=20, metavar="N")
    sub.add_argument("--json", action="store_true")

    sub = command(
        "analyse", _analyse, "run the detector on a bare log: account,date,amount in, account,score,p,surprise out"
    )
    sub.add_argument("file", type=Path)
    sub.add_argument("--as-of", required=True, metavar="DATE")
    sub.add_argument("--ratings", action="store_true", help="the file holds account,date,score,touchpoint,rater")

    sub = command("log", _log, 'log in one line: "acme call about late delivery 4/10 follow up tue"')
    sub.add_argument("text")
    sub.add_argument("--json", action="store_true")

    sub = command("show", _show, "one account: why, next, and its newest history")
    sub.add_argument("account")
    sub = command(
        "history", _history, "what was done in this workspace, newest first, or what happened with an account"
    )
    sub.add_argument("account", nargs="?")
    sub = command("court", _court, "replay the rule over your own past: caught, missed, false alarms, days of warning")
    sub.add_argument("--list", type=int, choices=range(1, 61), metavar="N", help="places on the weekly list (1 to 60)")
    sub.add_argument("--json", action="store_true")
    command("undo", _undo, "take back the newest step")
    command("redo", _redo, "do again what was undone last")
    command("dump", _dump, "everything as JSON on standard output")
    sub = command("export", _export, "write what the workspace holds to a file for other programs, by its ending")
    sub.add_argument("--kind", help="accounts, contacts, interactions, purchases, ratings or follow_ups")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE", help=".csv .xlsx .json .vcf .ics")
    sub = command("backup", _backup, "copy the workspace, check the copy and say where it is")
    sub.add_argument("--to", type=Path, metavar="DIR")
    sub = command("restore", _restore, "put a backup in the place of the workspace, which is moved aside")
    sub.add_argument("file", type=Path)
    command("check", _check, "check the workspace file")

    sub = command("sample", _sample, "make a realistic workspace of any size")
    sub.add_argument("--accounts", type=int, default=200, metavar="N")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE")
    sub.add_argument("--seed", type=int, default=7, metavar="S")
    return parser


def _import(options: Namespace) -> int:
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
                progress=_progress,
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
    for row in result.rejected[:20]:
        print("  " + tr("row {row}: {reason}", row=row.row, reason=row.reason))
    if len(result.rejected) > 20:
        print("  " + tr("and {n} more (all of them with --json)", n=format_number(len(result.rejected) - 20)))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UserError(tr("--settings is not JSON ({cause}).", cause=error), tr("Nothing was changed.")) from error


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{min(100, 100 * done // max(total, 1)):3} %", end="", file=sys.stderr, flush=True)


def _as_known_then(app: Any) -> AbstractContextManager[None]:
    """With a past day after ``--today`` the workspace as it was known at its end; nothing is written then."""
    from crm_desktop.services import past

    return past.as_known_on(app.store, app.fixed_today) if app.fixed_today else nullcontext()


def _attention(options: Namespace) -> None:
    from crm_desktop.services import attention, wording
    from crm_desktop.services.emptiness import why_empty

    with opened(options) as app, _as_known_then(app):
        listed = attention.today_list(app.store, app.today)
    rows = listed.rows[: options.limit]
    currency = listed.summary.currency
    if options.json:
        items = [
            {
                "account": row.name,
                "tier": row.tier,
                "section": row.section,
                "reason": wording.reason(row, listed.day),
                "certainty": wording.certainty_word(row.probability),
                "p": round(row.probability, 4),
                "revenue": row.revenue,
                "stake": round(row.stake),
                "currency": currency,
                "next": wording.step_text(row.next_step),
                "whose_silence": row.whose,
                "signals": [signal.as_json() for signal in row.signals],
            }
            for row in rows
        ]
        quiet = listed.quiet_book and listed.quiet_book.since.isoformat()
        print(json.dumps({"day": listed.day.isoformat(), "quiet_since": quiet, "accounts": items}, ensure_ascii=False))
        return
    print(tr("Today, {day}", day=format_day(listed.day, "long")))
    if not listed.rows:
        empty = why_empty(listed)
        print(f"{empty.title}. {empty.text}")
    elif listed.quiet_book is not None:
        print(wording.quiet_book(listed.quiet_book))
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            print("\n" + _SECTIONS[section]())
        figures = f"{format_money(row.revenue, currency):>12}  {wording.certainty_word(row.probability):<11}"
        print(f"{row.tier}  {row.name[:28]:<28}  {figures}  {wording.reason(row, listed.day)}")


_SECTIONS = {
    "today": lambda: tr("For today"),
    "week": lambda: tr("This week"),
    "watching": lambda: tr("Watching"),
}


def _analyse(options: Namespace) -> None:
    from crm_desktop.services import analysis

    analyse = analysis.analyse_ratings if options.ratings else analysis.analyse_purchases
    ranked = analyse(options.file, _as_of(options.as_of))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("account", "score", "p", "surprise"))
    writer.writerows((account, f"{score:.6g}", f"{p:.6g}", f"{surprise:.6g}") for account, score, p, surprise in ranked)


def _as_of(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(tr("{text} is not a day.", text=text), do=tr("Write it as 2026-11-21.")) from error


def _court(options: Namespace) -> None:
    from crm_desktop.services import court, court_wording, preferences

    with opened(options) as app:
        outcome = court.hold(app.store, app.today, _progress)
        size = options.list or preferences.get(app.store).day_size
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if outcome is None:
        return
    if isinstance(outcome, court.CannotTell):
        said, data = court_wording.cannot_tell(outcome), court_wording.cannot_tell_json(outcome)
    else:
        verdict = court.verdict(outcome, size)
        said, data = court_wording.court_text(verdict), court_wording.court_json(outcome, verdict)
    print(json.dumps(data, ensure_ascii=False) if options.json else said)


def _log(options: Namespace) -> None:
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
    from crm_desktop.domain.folding import fold
    from crm_desktop.services import accounts

    for span in said.spans:
        if span.piece is Piece.ACCOUNT:
            typed = text[span.start : span.end]
            near = [match.name for match in accounts.matching(store, typed, limit=6)]
            begun = [name for name in near if fold(name).startswith(fold(typed))]
            if len(begun) > 1 and fold(typed) not in map(fold, begun):
                raise _which(typed, begun)


def _which(typed: str, names: Sequence[str]) -> UserError:
    return UserError(
        tr("“{typed}” could be {names}.", typed=typed, names=", ".join(names)), do=tr("Type more of the name.")
    )


def _account(store: Any, name: str) -> int:
    from crm_desktop.services import accounts

    account = accounts.by_name(store, name)
    if account is not None:
        return account
    near = accounts.matching(store, name, limit=5)
    if len(near) == 1:
        return near[0].id
    if near:
        raise _which(name, [match.name for match in near])
    raise UserError(tr("No account is called “{name}”.", name=name))


def _show(options: Namespace) -> None:
    from crm_desktop.services import accounts, attention, contacts, wording

    with opened(options) as app, _as_known_then(app):
        account = _account(app.store, options.account)
        row = attention.account_row(app.store, account, app.today)
        stored = accounts.get(app.store, account)
        people = contacts.of_account(app.store, account)
        if row is not None:
            print(f"{stored.name}  ({row.tier})  {wording.status_word(row.status)}")
            print(wording.account_sentence(row, app.today))
            print(tr("Next: {step}", step=wording.step_text(row.next_step)))
        else:
            print(stored.name)
        for person in people:
            print("  " + "  ".join(part for part in (person.name, person.role, person.phone, person.email) if part))
        _print_timeline(app, account)


def _print_timeline(app: Any, account: int) -> None:
    from crm_desktop.services import history, wording

    for line in history.timeline(app.store, account, until=app.today, limit=20):
        what = [wording.kind_word(line.kind), line.title, line.detail, line.person]
        if line.amount is not None:
            what.append(format_money(line.amount, line.currency, exact=True))
        if line.score is not None:
            what.append(wording.score_text(line.score))
        print(f"  {line.day.isoformat()}  " + "  ".join(" ".join(part.split()) for part in what if part))


def _history(options: Namespace) -> None:
    from datetime import datetime

    with opened(options) as app:
        if options.account:
            _print_timeline(app, _account(app.store, options.account))
            return
        for step in app.store.steps():
            when = datetime.fromtimestamp(step.made_at / 1000).isoformat(sep=" ", timespec="seconds")
            kind = {"do": "", "undo": tr("Undo: "), "redo": tr("Redo: ")}[step.kind]
            note = "" if step.state == "done" else tr("  (undone)")
            print(f"{when}  {kind}{step.label}{note}")


def _undo(options: Namespace) -> None:
    with opened(options) as app:
        changes = app.store.undo()
    print(tr("Undone: {label}", label=changes.label) if changes else tr("There is nothing to undo."))


def _redo(options: Namespace) -> None:
    with opened(options) as app:
        changes = app.store.redo()
    print(tr("Done again: {label}", label=changes.label) if changes else tr("There is nothing to redo."))


def _dump(options: Namespace) -> None:
    from crm_desktop.services import exporting

    with opened(options) as app:
        json.dump(exporting.everything(app.store), sys.stdout, ensure_ascii=False)
    print()


def _export(options: Namespace) -> None:
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


def _check(options: Namespace) -> int:
    with opened(options) as app:
        problems = app.store.problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(tr("The workspace is sound."))
    return 1 if problems else 0


def _backup(options: Namespace) -> None:
    from crm_desktop.services import backups

    with opened(options) as app:
        print(backups.take(app.store, options.to))


def _restore(options: Namespace) -> None:
    from crm_desktop.services import backups

    workspace = options.workspace or default_workspace()
    aside = backups.restore(options.file, workspace)
    print(tr("{file} is now as it was in {backup}.", file=workspace, backup=options.file.name))
    if aside:
        print(tr("What was there before is kept as {file}.", file=aside))


def _sample(options: Namespace) -> None:
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
        create_sample(app.store, options.accounts, app.today, seed=options.seed, progress=_progress)
    finally:
        app.close()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(tr_n("{n} account written to {file}.", "{n} accounts written to {file}.", options.accounts, file=options.to))

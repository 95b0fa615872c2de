"""The verbs of the command line, their options and who runs each."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from crm_desktop.cli.asking import analyse, attention, court, history, show
from crm_desktop.cli.doing import log, redo, undo
from crm_desktop.cli.duplicates import duplicates
from crm_desktop.cli.files import backup, check, dump, export, import_file, restore, sample
from crm_desktop.cli.people import compact, erase_person, person
from crm_desktop.opening import add_options


def parser() -> ArgumentParser:
    """The whole command line; each verb's options carry the function that runs it as ``run``."""
    whole = ArgumentParser(prog="crm", description="Which customers are slipping away, why, and what to do next.")
    add_options(whole)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Namespace], int | None], help_text: str) -> ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(run=run)
        return sub

    sub = command(
        "import",
        import_file,
        "import a table, workbook or vCard of accounts, contacts, interactions, purchases or ratings",
    )
    sub.add_argument("file", type=Path)
    sub.add_argument(
        "--kind", default="auto", choices=["auto", "accounts", "contacts", "interactions", "purchases", "ratings"]
    )
    sub.add_argument("--settings", default="{}", metavar="JSON", help='such as {"date_order": "DMY", "decimal": ","}')
    sub.add_argument("--dry-run", action="store_true", help="only say what would happen")
    sub.add_argument("--left-out-to", type=Path, metavar="FILE.csv", help="save the rows left out, to correct them")
    sub.add_argument("--json", action="store_true")

    sub = command("attention", attention, "the list of Today, with reasons")
    sub.add_argument("--limit", type=int, choices=range(1, 100_000), default=20, metavar="N")
    sub.add_argument("--json", action="store_true")

    sub = command(
        "analyse", analyse, "run the detector on a bare log: account,date,amount in, account,score,p,surprise out"
    )
    sub.add_argument("file", type=Path)
    sub.add_argument("--as-of", required=True, metavar="DATE")
    sub.add_argument("--ratings", action="store_true", help="the file holds account,date,score,touchpoint,rater")

    sub = command("log", log, 'log in one line: "acme call about late delivery 4/10 follow up tue"')
    sub.add_argument("text")
    sub.add_argument("--json", action="store_true")

    sub = command("show", show, "one account: why, next, and its newest history")
    sub.add_argument("account")
    sub = command("history", history, "what was done in this workspace, newest first, or what happened with an account")
    sub.add_argument("account", nargs="?")
    sub = command("court", court, "replay the rule over your own past: caught, missed, false alarms, days of warning")
    sub.add_argument("--list", type=int, choices=range(1, 61), metavar="N", help="places on the weekly list (1 to 60)")
    sub.add_argument("--json", action="store_true")
    sub = command(
        "duplicates", duplicates, "accounts that stand twice, or people, with the reasons; nothing is changed"
    )
    sub.add_argument("--people", action="store_true")
    sub.add_argument("--limit", type=int, choices=range(1, 1_000_000), default=200, metavar="N")
    sub.add_argument("--json", action="store_true")
    command("undo", undo, "take back the newest step")
    command("redo", redo, "do again what was undone last")
    command("dump", dump, "everything as JSON on standard output")
    sub = command("export", export, "write what the workspace holds to a file for other programs, by its ending")
    sub.add_argument("--kind", help="accounts, contacts, interactions, purchases, ratings or follow_ups")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE", help=".csv .xlsx .json .vcf .ics")
    sub = command("backup", backup, "copy the workspace, check the copy and say where it is")
    sub.add_argument("--to", type=Path, metavar="DIR")
    sub = command("restore", restore, "put a backup in the place of the workspace, which is moved aside")
    sub.add_argument("file", type=Path)
    command("check", check, "check the workspace file")
    command("compact", compact, "write the workspace file anew, without what was deleted from it")
    sub = command("person", person, "everything about one person in one archive")
    sub.add_argument("name", help="their name, email address or phone number")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE", help=".zip")
    sub = command("erase-person", erase_person, "erase one person everywhere, for good: this cannot be undone")
    sub.add_argument("name", help="their name, email address or phone number")
    sub.add_argument("--certificate", type=Path, required=True, metavar="FILE", help=".txt or .json")
    sub.add_argument(
        "--backups", choices=["remake", "delete", "keep"], default="remake",
        help="what to do with backups that hold them (default: make them again without them)",
    )  # fmt: skip
    sub.add_argument(
        "--files", choices=["keep", "remove"], default="keep",
        help="what to do with files kept with accounts that came from them and that nobody else has (default: keep)",
    )  # fmt: skip
    sub.add_argument("--yes", action="store_true", help="do not ask")

    sub = command("sample", sample, "make a realistic workspace of any size")
    sub.add_argument("--accounts", type=int, default=200, metavar="N")
    sub.add_argument("--to", type=Path, required=True, metavar="FILE")
    sub.add_argument("--seed", type=int, default=7, metavar="S")
    return whole

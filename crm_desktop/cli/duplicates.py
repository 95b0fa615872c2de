"""The verb that lists what stands in the workspace twice."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from crm_desktop.cli.terminal import progress
from crm_desktop.i18n import format_number, tr
from crm_desktop.opening import opened


def duplicates(options: Namespace) -> None:
    from crm_desktop.services import duplicates, duplicates_wording
    from crm_desktop.services.duplicates import Of

    of = Of.PEOPLE if options.people else Of.ACCOUNTS
    with opened(options) as app:
        found = duplicates.find(app.store, of, progress=progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    shown = found[: options.limit]
    if options.json:
        pairs = [
            {
                "one": pair.one,
                "other": pair.other,
                "names": [pair.one_name, pair.other_name],
                "certain": pair.certain,
                "name_alike": pair.name,
                "reasons": list(pair.reasons),
                "why": duplicates_wording.reasons(pair),
            }
            for pair in shown
        ]
        print(json.dumps({"of": of, "found": len(found), "pairs": pairs}, ensure_ascii=False))
        return
    if not found:
        print(tr("No account stands twice") if of is Of.ACCOUNTS else tr("Nobody stands twice"))
    for pair in shown:
        print(f"{pair.one_name[:34]:<34}  {pair.other_name[:34]:<34}  {duplicates_wording.reasons(pair)}")
    if len(found) > len(shown):
        print(tr("and {n} more", n=format_number(len(found) - len(shown))))

"""How many doubles of a labelled set the search finds, how many of its finds are right, and how long 100,000 take.

``python -m scripts.duplicates [ACCOUNTS] [--seeds 1,2] [--missed]``. The second set (German, Italian, Croatian and
Czech words) was written apart from the rules, but its figures and some of its misses have been seen while they were
tuned: it shows that the rules hold for other languages, and is not a blind test.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.domain.sample.doubles import DOUBLES, NOT_DOUBLES, Entry, labelled
from crm_desktop.domain.sample.names import LANGUAGES
from crm_desktop.services import bulk, duplicates, duplicates_typing
from crm_desktop.services.duplicates import Pair
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

_COLUMNS = ("id", "name", "name_key", "search", "phone", "email", "website", "address")


def main() -> int:
    """Both lexicons, each seed."""
    from scripts.duplicates_held_out import HELD_OUT

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", nargs="?", type=int, default=20_000)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--missed", action="store_true", help="show some pairs that were missed or wrong")
    options = parser.parse_args()
    for title, lexicons in (("sample", LANGUAGES), ("held out", HELD_OUT)):
        for seed in map(int, options.seeds.split(",")):
            measure(title, labelled(options.accounts, seed, lexicons), seed, show=options.missed)
    return 0


def measure(title: str, entries: Sequence[Entry], seed: int, *, show: bool) -> None:
    """Puts the entries into a workspace, searches it, and prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "doubles.crm", create=True)
        fill(store, entries)
        began = time.process_time()
        found = duplicates.find(store)
        seconds = time.process_time() - began
        right, wanted = judged(entries, found)
        took = typing(store, [entry for entry in entries if entry.damage in DOUBLES][:200])
        store.close()
    recall, precision = len(right) / len(wanted), len(right) / max(len(found), 1)
    print(
        f"{title}, seed {seed}: {len(entries):,} accounts, {len(wanted):,} doubles, {len(found):,} pairs shown: "
        f"recall {recall:.3f}, precision {precision:.3f}, {seconds:.1f} s CPU; while typing {took:.1f} ms CPU"
    )
    by_damage = Counter(entry.damage for entry in entries)
    hit = Counter(entries[max(pair, key=lambda at: entries[at].damage in DOUBLES)].damage for pair in right)
    print("  found  " + ", ".join(f"{damage} {hit[damage] / max(by_damage[damage], 1):.3f}" for damage in DOUBLES))
    wrong = Counter(_kind(entries, pair) for pair in found if _places(pair) not in wanted)
    print("  wrong  " + (", ".join(f"{kind} {n}" for kind, n in wrong.most_common()) or "none"))
    if show:
        _show(entries, found, right, wanted)


def fill(store: Store, entries: Sequence[Entry]) -> None:
    """The entries as accounts; ids are their places, from 1."""
    with store.operation("Labelled accounts"):
        bulk.insert_rows(
            store,
            tables.Account,
            _COLUMNS,
            (
                (
                    at,
                    each.name,
                    *bulk.account_search(each.name, phone=each.phone, email=each.email, website=each.website),
                    *each[1:5],
                )
                for at, each in enumerate(entries, start=1)
            ),
        )


def judged(entries: Sequence[Entry], found: Sequence[Pair]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The right ones among the pairs found, and all there are; as places in the entries."""
    first = {entry.firm: at for at, entry in enumerate(entries) if entry.damage is None}
    wanted = {
        (min(at, first[entry.firm]), max(at, first[entry.firm]))
        for at, entry in enumerate(entries)
        if entry.damage in DOUBLES
    }
    return wanted & {_places(pair) for pair in found}, wanted


def _places(pair: Pair) -> tuple[int, int]:
    return pair.one - 1, pair.other - 1


def _kind(entries: Sequence[Entry], pair: Pair) -> str:
    one, other = (entries[at] for at in _places(pair))
    kinds = [each.damage for each in (one, other) if each.damage in NOT_DOUBLES]
    related = one.like == other.firm or other.like == one.firm
    return str(kinds[0]) if kinds and related else "two other firms"


def typing(store: Store, entries: Sequence[Entry]) -> float:
    """Milliseconds of CPU for looking up one name as it is typed."""
    began = time.process_time()
    for entry in entries:
        duplicates_typing.like(store, name=entry.name)
    return 1_000 * (time.process_time() - began) / max(len(entries), 1)


def _show(
    entries: Sequence[Entry], found: Sequence[Pair], right: set[tuple[int, int]], wanted: set[tuple[int, int]]
) -> None:
    for one, other in sorted(wanted - right)[:40]:
        print(
            "  missed",
            json.dumps(
                [entries[one][:5], entries[other][:5], entries[one].damage, entries[other].damage], ensure_ascii=False
            ),
        )
    for pair in [pair for pair in found if _places(pair) not in wanted][:40]:
        both = [entries[at][:5] for at in _places(pair)]
        print("  wrong", f"{pair.bits:.1f}", json.dumps(both, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())

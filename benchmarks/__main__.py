"""Runs the benchmarks: ``make bench``, or ``make bench ARGS="--accounts 10000 --only log_a_call"``."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import (
    back_up,
    cold_start,
    export_interactions,
    import_orders,
    import_workbook,
    log_a_call,
    new_day,
    paint_accounts,
    palette,
    search,
    sort_accounts,
    type_a_line,
)
from benchmarks.measuring import Figure
from benchmarks.workspace import sample_workspace

_BENCHMARKS = {
    module.__name__.split(".")[-1]: module
    for module in (
        cold_start,
        search,
        palette,
        paint_accounts,
        sort_accounts,
        type_a_line,
        log_a_call,
        new_day,
        import_orders,
        import_workbook,
        back_up,
        export_interactions,
    )
}


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--accounts", type=int, default=100_000, help="size of the workspace (default: 100,000)")
    parser.add_argument("--only", choices=list(_BENCHMARKS), action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        os.environ["CRM_DESKTOP_HOME"] = folder
        workspace = sample_workspace(options.accounts)
        print(f"{options.accounts:,} accounts, {workspace.stat().st_size / 1e6:,.0f} MB")
        print(f"{'what':<52}{'ours':>12}{'floor':>12}{'ratio':>8}{'goal':>8}")
        for name in options.only or _BENCHMARKS:
            for figure in _BENCHMARKS[name].run(workspace, Path(folder)):
                _print(figure)


def _print(figure: Figure) -> None:
    ratio = figure.ours / figure.floor if figure.floor else float("nan")
    goal = f"{figure.goal:.2f}" if figure.goal else ""
    print(
        f"{figure.what:<52}{figure.text(figure.ours):>12}{figure.text(figure.floor):>12}{ratio:>8.2f}{goal:>8}",
        flush=True,
    )


main()

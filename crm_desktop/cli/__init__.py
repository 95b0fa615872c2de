"""The command line: the second face, which scripts rely on and which has no window in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from crm_desktop.cli.parser import parser
from crm_desktop.domain.errors import UserError


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns 0 done, 1 refused or failed with one sentence on standard error, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A lone surrogate or a script that the terminal lacks must not end the program.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    options = parser().parse_args(arguments)
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

"""Keeps what the trial run takes, packed, so that writing need not read and check the file once more."""

from __future__ import annotations

import pickle
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from crm_desktop.i18n import tr
from crm_desktop.services.importing.checked import Column, Same, Values, columns_of
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.wording import refusal

_IN_MEMORY = 32 << 20  # bytes: about two million orders, or some hundred thousand calls with notes


class KeptBlock(NamedTuple):
    """So many events of a kind that follow each other, column by column."""

    kind: Kind
    number: int
    columns: list[Column]


class KeptEvents:
    """Blocks of events, column by column. ``counts`` is how many there are of each kind.

    What is more than the memory should hold goes to a temporary file without a name; with ``in_memory`` it never does,
    so that nothing of an encrypted workspace stands anywhere in plain.
    """

    def __init__(self, *, in_memory: bool) -> None:
        self._file = SpooledTemporaryFile(max_size=0 if in_memory else _IN_MEMORY)  # noqa: SIM115 - goes with the plan
        weakref.finalize(self, _let_go, self._file)
        self.counts: Counter[Kind] = Counter()

    def keep(self, kind: Kind, events: Sequence[Values]) -> None:
        """Keeps some events; the columns are those of the kind. Raises ``UserError`` where there is no room."""
        self.counts[kind] += len(events)
        if events:
            columns = [_packed(column) for column in columns_of(events)]
            with _room():
                pickle.dump((kind, len(events), columns), self._file, pickle.HIGHEST_PROTOCOL)

    def blocks(self) -> Iterator[KeptBlock]:
        """The events in the order of the file. Raises as ``keep`` does."""
        with _room():  # what waited to be written is written now
            end = self._file.seek(0, 2)
            self._file.seek(0)
        while self._file.tell() < end:
            with _room():
                block = KeptBlock(*pickle.load(self._file))
            yield block


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal(
            tr("There is no room for temporary files ({cause}).", cause=error.strerror or type(error).__name__),
            tr("Free some space on this computer's drive and import the file again."),
        ) from error


def _let_go(file: IO[bytes]) -> None:
    with suppress(OSError):  # what could not be written is not missed any more
        file.close()


def _packed(column: Column) -> Column:
    if isinstance(column, Same):
        return column
    first = column[0]
    return Same(first) if column.count(first) == len(column) else column

"""What the trial run takes is kept whole until it is written, in the memory or beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing import kept
from crm_desktop.services.importing.checked import Same
from crm_desktop.services.importing.kept import KeptEvents
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring

VALUES = st.one_of(st.integers(-5, 5), st.integers(), st.text(), st.none(), st.floats(allow_nan=False))
BLOCKS = st.lists(
    st.tuples(st.sampled_from([Kind.PURCHASES, Kind.RATINGS]), st.lists(st.tuples(VALUES, VALUES), max_size=5)),
    max_size=8,
)


def given_back(events: KeptEvents) -> list[tuple[Kind, tuple[object, ...]]]:
    found = []
    for kind, number, columns in events.blocks():
        full = [[column.value] * number if isinstance(column, Same) else column for column in columns]
        found += [(kind, row) for row in zip(*full, strict=True)]
    return found


@given(BLOCKS, st.booleans(), st.sampled_from([1, 32 << 20]))
def test_events_come_back_as_they_were(
    blocks: list[tuple[Kind, list[tuple[object, ...]]]], alone: bool, room: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_IN_MEMORY", room)
        events = KeptEvents(in_memory=alone)
    for kind, rows in blocks:
        events.keep(kind, rows)
    expected = [(kind, row) for kind, rows in blocks for row in rows]
    assert given_back(events) == expected
    assert given_back(events) == expected, "an import that was stopped can be begun again"
    assert events.counts.total() == len(expected)


def test_no_room_beside_the_memory_is_told_and_nothing_is_imported(
    store: Store, bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    before = store.dump()
    with pytest.raises(UserError, match="no room for temporary files"):
        bring("Account,Date,Amount,Currency\nAcme,2026-01-05,1.50,EUR\n")
    assert store.dump() == before


def test_what_the_drive_refuses_only_in_the_end_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    monkeypatch.setattr(kept, "_IN_MEMORY", 1)
    events = KeptEvents(in_memory=False)
    for number in range(3):
        events.keep(Kind.PURCHASES, [(number,)])
    before, handler = limits.getrlimit(limits.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        limits.setrlimit(limits.RLIMIT_FSIZE, (0, before[1]))
        with pytest.raises(UserError, match="no room for temporary files"):
            next(events.blocks())
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

"""What the trial run takes is kept whole until it is written, in the memory or beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.importing import kept
from crm_desktop.services.importing.kept import KeptEvents, Same
from crm_desktop.services.importing.kinds import Kind

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

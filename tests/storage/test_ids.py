"""Ids: unique, rising, 64 bits, time in front."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.storage.ids import IdMaker


@given(st.lists(st.integers(1, 9000), max_size=5), st.integers(0, 1023))
def test_ids_rise_and_fit_a_rowid(counts: list[int], replica: int) -> None:
    maker = IdMaker(replica)
    ids = [one for count in counts for one in maker.take(count)]
    assert ids == sorted(set(ids))
    assert all(0 < one < 2**63 for one in ids)
    assert all(one >> 12 & 1023 == replica for one in ids)


def test_two_laptops_never_make_the_same_id() -> None:
    here, there = IdMaker(1), IdMaker(2)
    assert not set(here.take(5000)) & set(there.take(5000))

"""Records that are kept packed are those that were given, in the order of their ids, whatever came and went."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.services import packed
from crm_desktop.services.packed import Packed

KIND = [("number", "<i4"), ("sign", "S1")]
_IDS = st.sets(st.integers(1, 3_000), max_size=12)


def _records(ids: set[int], number: int) -> Packed:
    ordered = np.array(sorted(ids), np.int64)
    return Packed(ordered, {"number": np.full(len(ids), number, "<i4"), "sign": np.full(len(ids), b"x")})


@settings(max_examples=30)
@given(st.integers(0, 700), st.lists(st.tuples(_IDS, _IDS), max_size=6))
def test_what_is_kept_of_some_accounts_takes_the_place_of_what_was(
    app: App, accounts: int, steps: list[tuple[set[int], set[int]]]
) -> None:
    first = {each * 4 for each in range(1, accounts + 1)}
    expected = dict.fromkeys(first, 0)
    with app.store.derivation():
        packed.replace(app.store, "part", _records(first, 0))
    for number, (stay, go) in enumerate(steps, 1):
        with app.store.derivation():
            packed.replace(app.store, "part", _records(stay, number), stay | go)
        expected = {each: held for each, held in expected.items() if each not in go} | dict.fromkeys(stay, number)
    for asked in (None, *(stay | go for stay, go in steps)):
        found = packed.read(app.store, "part", KIND, asked)
        wanted = {each: held for each, held in sorted(expected.items()) if asked is None or each in asked}
        assert found.ids.tolist() == list(wanted)
        assert found.columns["number"].tolist() == list(wanted.values())

"""What tells accounts apart: amounts that are not known say nothing."""

from __future__ import annotations

import numpy as np

from crm_desktop.domain import rhythm
from crm_desktop.domain.pace import pace
from crm_desktop.domain.traits import scale_of, standard, traits

TODAY = 20_000
SIZE, STEP = 0, 1


def found(*amounts: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Traits of accounts that bought every ten days, for these amounts, oldest first."""
    owner = [index for index, each in enumerate(amounts) for _ in each]
    days = [TODAY - 5 - 10 * (len(each) - 1 - at) for each in amounts for at in range(len(each))]
    known = rhythm.recent(rhythm.pack(owner, days, [a for each in amounts for a in each], accounts=len(amounts)))
    return traits(known, pace(known, TODAY))


def test_orders_without_an_amount_are_no_smaller_orders() -> None:
    steps = found([80.0] * 6 + [0.0, 0.0], [80.0] * 6 + [80.0, 0.0], [0.0] * 6 + [80.0, 80.0], [0.0] * 8)[:, STEP]
    assert steps.tolist() == [0, 0, 0, 0]
    assert found([80.0] * 6 + [20.0, 0.0])[0, STEP] == np.log(20) - np.log(80)


def test_an_account_without_amounts_is_an_ordinary_one() -> None:
    values = found(*([40.0 + at] * 8 for at in range(30)), [0.0] * 8)
    scale = scale_of(values)
    assert standard(values, scale)[-1, SIZE] == 0
    assert scale.centres[SIZE] == scale_of(values[:-1]).centres[SIZE]
    assert scale.spreads[SIZE] == scale_of(values[:-1]).spreads[SIZE]


def test_where_nobody_has_amounts_they_say_nothing() -> None:
    values = found(*([0.0] * 8 for _ in range(25)))
    assert standard(values, scale_of(values))[:, [SIZE, STEP]].tolist() == [[0, 0]] * 25

"""What tells customers who stay from those who leave, apart from the silence itself: a few plain traits of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.pace import Pace
    from crm_desktop.domain.purchase_days import Recent

    Floats = NDArray[np.float64]

BUILT_IN_WEIGHTS = (-0.10, -0.10, 0.00, -0.06)
"""Log odds per standard deviation of size, step, echo and weekday, before a business's own past has been asked."""
LEARNED_WITHIN = (0.20, 0.20, 0.20, 0.03)
"""How far from those the weights of one business are expected to lie (standard deviations)."""
_NEWEST = 2
_LARGEST_STEP = 2.0
_LARGEST_DEVIATION = 3.0


def traits(known: Recent, now: Pace) -> Floats:
    """[A, 4], one column a trait, in its own unit.

    size: mean log amount, not a number where no amount is known. step: mean log amount of the newest two purchase days
    minus that of the ones before; amounts that are not known (zero) count on neither side.
    echo: of the account's own gaps that were as long as the present silence, the share that outlasted the horizon too
    (log; their own empirical survival curve, pulled to one half). weekday: how far the purchases keep to one day of the
    week (squared mean resultant on a circle of seven, less what chance gives; Mardia and Jupp, 2000, section 2.3).
    """
    import numpy as np

    paid = known.amounts > 0
    logs = np.log(np.where(paid, known.amounts, 1.0))
    counted = paid.sum(axis=1)
    earlier = paid[:, _NEWEST:].sum(axis=1)
    newest = paid[:, :_NEWEST].sum(axis=1)
    before = logs[:, _NEWEST:].sum(axis=1) / np.maximum(earlier, 1)
    since = logs[:, :_NEWEST].sum(axis=1) / np.maximum(newest, 1)
    step = np.clip(since - before, -_LARGEST_STEP, _LARGEST_STEP)
    so_long = (known.gaps >= np.maximum(now.silence, 1.0)[:, None]).sum(axis=1)
    longer = (known.gaps >= (now.silence + now.horizon)[:, None]).sum(axis=1)
    return np.column_stack(
        [
            np.where(counted > 0, logs.sum(axis=1) / np.maximum(counted, 1), np.nan),
            np.where((newest > 0) & (earlier > 0), step, 0.0),
            np.log((longer + 0.3) / (so_long + 0.6)),
            _weekday(known),
        ]
    )


def _weekday(known: Recent) -> Floats:
    import numpy as np

    real = np.concatenate([known.purchases[:, None] > 0, known.gaps > 0], axis=1)
    back = np.concatenate([np.zeros((len(real), 1)), np.cumsum(known.gaps, axis=1)], axis=1)
    # There are seven angles only: looked up, because cosines of every purchase took a tenth of a whole pass.
    angles = 2 * np.pi / 7 * np.arange(7.0)
    # Not back % 7: the remainder of floats is worked out one by one, and takes longer than all the rest.
    weekday = (back - 7 * np.floor(back / 7)).astype(np.intp)
    count = real.sum(axis=1)
    squared = (np.cos(angles)[weekday] * real).sum(axis=1) ** 2 + (np.sin(angles)[weekday] * real).sum(axis=1) ** 2
    return np.where(count >= 2, (squared / np.maximum(count, 1) - 1) / np.maximum(count - 1, 1), 0.0)


class Scale(NamedTuple):
    """What is ordinary in each trait."""

    centres: tuple[float, ...]
    spreads: tuple[float, ...]


def scale_of(values: Floats) -> Scale:
    """Mean and standard deviation of each trait over the accounts of which it is known."""
    import numpy as np

    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    centres = np.where(known, values, 0.0).sum(axis=0) / count
    spreads = np.sqrt(np.where(known, (values - centres) ** 2, 0.0).sum(axis=0) / count)
    # Where all accounts are alike in a trait (amounts never given, say) it must not be blown up out of rounding.
    return Scale(centres=tuple(centres.tolist()), spreads=tuple(np.maximum(spreads, 0.01).tolist()))


def standard(values: Floats, scale: Scale) -> Floats:
    """The traits in standard deviations, at most three either way; 0 where one is not known."""
    import numpy as np

    deviations = np.clip((values - scale.centres) / scale.spreads, -_LARGEST_DEVIATION, _LARGEST_DEVIATION)
    return np.nan_to_num(deviations, nan=0.0)

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

    size: mean log amount. step: mean log amount of the newest two purchase days minus that of the ones before.
    echo: of the account's own gaps that were as long as the present silence, the share that outlasted the horizon too
    (log; their own empirical survival curve, pulled to one half). weekday: how far the purchases keep to one day of the
    week (squared mean resultant on a circle of seven, less what chance gives; Mardia and Jupp, 2000, section 2.3).
    """
    import numpy as np

    paid = known.amounts > 0
    logs = np.log(np.where(paid, known.amounts, 1.0))
    counted = paid.sum(axis=1)
    earlier = paid[:, _NEWEST:].sum(axis=1)
    before = logs[:, _NEWEST:].sum(axis=1) / np.maximum(earlier, 1)
    step = np.clip(logs[:, :_NEWEST].mean(axis=1) - before, -_LARGEST_STEP, _LARGEST_STEP)
    so_long = (known.gaps >= np.maximum(now.silence, 1.0)[:, None]).sum(axis=1)
    longer = (known.gaps >= (now.silence + now.horizon)[:, None]).sum(axis=1)
    return np.column_stack(
        [
            logs.sum(axis=1) / np.maximum(counted, 1),
            np.where(earlier > 0, step, 0.0),
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
    weekday = (back % 7).astype(np.intp)
    count = real.sum(axis=1)
    squared = (np.cos(angles)[weekday] * real).sum(axis=1) ** 2 + (np.sin(angles)[weekday] * real).sum(axis=1) ** 2
    return np.where(count >= 2, (squared / np.maximum(count, 1) - 1) / np.maximum(count - 1, 1), 0.0)


class Scale(NamedTuple):
    """What is ordinary in each trait."""

    centres: tuple[float, ...]
    spreads: tuple[float, ...]


def scale_of(values: Floats) -> Scale:
    """Mean and standard deviation of each trait over some accounts."""
    import numpy as np

    # Where all accounts are alike in a trait (amounts never given, say) it must not be blown up out of rounding.
    spreads = np.maximum(values.std(axis=0), 0.01)
    return Scale(centres=tuple(values.mean(axis=0).tolist()), spreads=tuple(spreads.tolist()))


def standard(values: Floats, scale: Scale) -> Floats:
    """The traits in standard deviations, at most three either way."""
    import numpy as np

    return np.clip((values - scale.centres) / scale.spreads, -_LARGEST_DEVIATION, _LARGEST_DEVIATION)

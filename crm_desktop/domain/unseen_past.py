"""What a log does not show: purchases from before it begins, of accounts that were customers already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population
    from crm_desktop.domain.purchase_days import Recent

    Floats = NDArray[np.float64]

UNSEEN_DAYS = 365
"""How long an account that was there before is taken to have been a customer unseen."""
_ENOUGH_ACCOUNTS = 20
_ENOUGH_MET = 5
_WINDOW = (28.0, 60.0)
"""Between so many days at the beginning of the log are looked at: two usual gaps, if they lie between."""
_OUTLYING = 0.01
"""The log begins when so large a share of its accounts has been met: one old order does not begin it."""


def own_rate(known: Recent, population: Population) -> Floats:
    """Purchases a day of each account, as far as they are remembered, shrunk to the business's; never zero.

    Who ordered every week years ago and every month ever since does not slow down: that is its rhythm by now.
    """
    import numpy as np

    remembered = np.minimum(known.purchases, known.gaps.shape[1] + 1)
    rate: Floats = (1 + remembered) / (population.gap_scale + known.gaps.sum(axis=1))
    return rate


def purchases_ever(known: Recent, population: Population) -> Floats:
    """Number of purchases of each account, with those to be expected from before the log begins.

    Who buys every 1 / rate days and was a customer already is met within x days of the beginning with chance
    1 - exp(-rate x); who is met later is likely to be new.
    """
    import numpy as np

    rate = own_rate(known, population)
    met_after = np.maximum(known.first_day - population.log_begins, 0)
    ever: Floats = known.purchases + population.older * np.exp(-rate * met_after) * UNSEEN_DAYS * rate
    return ever


def estimate(known: Recent, gap_scale: float) -> tuple[float, float]:
    """The day on which the log begins, and the share of accounts met then that were customers already.

    In a log that begins in the middle of things old customers pile up at its beginning, each met at its next order;
    where customers really are new they turn up evenly. The mean day of meeting lies in between (method of moments).
    """
    import numpy as np

    first = np.sort(known.first_day[known.purchases >= 2])
    if len(first) < _ENOUGH_ACCOUNTS:
        return 0.0, 0.0
    begins = float(first[int(_OUTLYING * len(first))])
    window = min(max(2 * gap_scale, _WINDOW[0]), _WINDOW[1])
    met_after = np.maximum(first[first < begins + window] - begins, 0)
    if len(met_after) < _ENOUGH_MET:
        return 0.0, 0.0
    evenly = window / 2
    piled_up = gap_scale - window / float(np.expm1(window / gap_scale))
    share = (evenly - 0.5 - float(met_after.mean())) / (evenly - piled_up)
    return begins, min(max(share, 0.0), 1.0)

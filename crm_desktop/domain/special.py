"""The few special functions the survival curves need, in NumPy, because SciPy is not carried to the user's machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 300
_LOOKED_AT_EVERY = 4
_SMALLEST = 1e-300


def log_gamma(x: Floats) -> Floats:
    """ln Γ(x) for x > 0, to about 1e-13 (Stirling's series after a shift to x + 7; DLMF 5.11.1, 5.5.1)."""
    import numpy as np

    shift = np.log(x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5) * (x + 6))
    z = x + 7.0
    inverse = 1.0 / z
    square = inverse * inverse
    series = inverse * (
        1 / 12
        - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * 691 / 360360))))
    )
    result: Floats = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - shift
    return result


def digamma(x: Floats) -> Floats:
    """ψ(x), the derivative of ln Γ, for x > 0, to about 1e-12 (DLMF 5.11.2 after the recurrence 5.5.2)."""
    import numpy as np

    shift = sum(1.0 / (x + step) for step in range(7))
    z = x + 7.0
    square = 1.0 / (z * z)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    result: Floats = np.log(z) - 0.5 / z - series - shift
    return result


def incomplete_beta(a: Floats, b: Floats, x: Floats) -> Floats:
    """The regularised incomplete beta function I_x(a, b), elementwise, for a, b > 0 and 0 <= x <= 1.

    Continued fraction of DLMF 8.17.22, evaluated by the modified Lentz method (Thompson and Barnett, 1986);
    the symmetry I_x(a, b) = 1 - I_{1-x}(b, a) keeps it on the side where it converges fast.
    """
    import numpy as np

    a, b, x = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float), np.asarray(x, float))
    shape = x.shape
    a, b, x = a.ravel(), b.ravel(), np.clip(x.ravel(), 0.0, 1.0)
    swapped = x > (a + 1) / (a + b + 2)
    first, second = np.where(swapped, b, a), np.where(swapped, a, b)
    point = np.where(swapped, 1 - x, x)
    inside = np.clip(point, _SMALLEST, 1 - 1e-16)
    front = np.exp(
        log_gamma(first + second)
        - log_gamma(first)
        - log_gamma(second)
        + first * np.log(inside)
        + second * np.log1p(-inside)
    )
    result = np.where(point > 0, front / first * _continued_fraction(first, second, inside), 0.0)
    result = np.clip(result, 0.0, 1.0)
    complete: Floats = np.where(swapped, 1 - result, result).reshape(shape)
    return complete


def _continued_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """Lentz's evaluation; accounts leave the loop as they converge, so a few hard ones do not slow the rest."""
    import numpy as np

    def away_from_zero(value: Floats) -> Floats:
        kept: Floats = np.where(np.abs(value) < _SMALLEST, _SMALLEST, value)
        return kept

    result = np.empty_like(x)
    at = np.arange(x.size)
    c = np.ones_like(x)
    d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    h = d.copy()
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        d = 1.0 / away_from_zero(1.0 + even * d)
        c = away_from_zero(1.0 + even / c)
        h = h * d * c
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        d = 1.0 / away_from_zero(1.0 + odd * d)
        c = away_from_zero(1.0 + odd / c)
        change = d * c
        h = h * change
        if step % _LOOKED_AT_EVERY == 0:
            # Fixed steps, so that a value does not depend on which others it is worked out beside.
            open_ = np.abs(change - 1.0) > 1e-12
            result[at[~open_]] = h[~open_]
            at, a, b, x, c, d, h = at[open_], a[open_], b[open_], x[open_], c[open_], d[open_], h[open_]
            if not at.size:
                return result
    result[at] = h
    return result


def student_tail(t: Floats, freedom: Floats) -> Floats:
    """P(T > t) of Student's t with `freedom` degrees of freedom, elementwise (DLMF 8.17.25 and symmetry)."""
    import numpy as np

    half = 0.5 * incomplete_beta(0.5 * freedom, np.full_like(freedom, 0.5), freedom / (freedom + t * t))
    tail: Floats = np.where(t > 0, half, 1.0 - half)
    return tail


def normal_tail(z: Floats) -> Floats:
    """P(Z > z) of the standard normal, to 7.5e-8 (Abramowitz and Stegun 26.2.17)."""
    import numpy as np

    size = np.minimum(np.abs(z), 38.0)
    t = 1.0 / (1.0 + 0.2316419 * size)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-0.5 * size * size) / np.sqrt(2 * np.pi) * series
    result: Floats = np.where(z > 0, tail, 1.0 - tail)
    return result

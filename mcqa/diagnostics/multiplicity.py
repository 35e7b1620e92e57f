"""Looking at many things at once without being fooled by the most extreme of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjust p values so that a bound on them bounds the expected share of false alarms.

    Parameters
    ----------
    p_values
        One per test; None where there was nothing to test, which then does not count as a test.

    Returns
    -------
    tuple of float or None
        Adjusted values in the order given, never below the unadjusted and never above 1.

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    tested = [index for index, value in enumerate(p_values) if value is not None]
    values = np.array([value for value in p_values if value is not None], dtype=float)
    order = np.argsort(-values, kind="stable")
    scaled = values[order] * len(values) / np.arange(len(values), 0, -1)
    adjusted = np.minimum(1.0, np.minimum.accumulate(scaled)) if len(values) else values
    result: list[float | None] = [None] * len(p_values)
    for place, value in zip(order.tolist(), adjusted.tolist(), strict=True):
        result[tested[place]] = value
    return tuple(result)

"""A coefficient on some rows, together with the ways to make it again from other units or other raters."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mcqa.statistics.coefficients import Agreement
from mcqa.statistics.intervals import Repeat
from mcqa.statistics.sampling import Array


class Evaluation(NamedTuple):
    """What was computed, and how to repeat it.

    `repeat` prepares the repetition on resampled units when it is asked for. `reweighed` does the same where raters
    count more or less than once, (n_raters,) how often each; None where a coefficient cannot be had that way.
    """

    agreement: Agreement
    repeat: Callable[[], Repeat]
    reweighed: Callable[[Array], Repeat] | None = None

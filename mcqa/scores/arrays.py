"""The kinds of arrays that scores are kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Counts", "Floats", "Mask", "Places", "Small"]

# in quotes: loading numpy.typing takes longer than scoring a pilot
Counts: TypeAlias = "NDArray[np.int64]"
Floats: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.bool_]"
Places: TypeAlias = "NDArray[np.intp]"
Small: TypeAlias = "NDArray[np.int8]"

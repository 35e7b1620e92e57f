"""Krippendorff's alpha once more, by another program: the krippendorff package on the same ratings.

The package is no part of mcqa (its licence is the GPL) and is loaded here alone. It wants raters in rows, and here is
the one place where a matrix is turned for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from mcqa.agreement.analysis import AgreementResult
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.request import scale_values
from mcqa.agreement.scopes import SCOPES, Scope, pair_scopes, scopes
from mcqa.errors import UsageError
from mcqa.ratings.table import MISSING, RatingMatrix, Ratings

PACKAGE = "krippendorff"
# rounding is below 1e-12 even for millions of ratings; a real difference is far above
TOLERANCE = 1e-9
# where an estimate stands: kind of scope, criterion, standard, group, round, pair of raters
Place = tuple[str, str | None, str | None, str | None, str | None, tuple[str, ...] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One value of alpha by both programs; None is undefined. `scope` says where, as people name it."""

    scope: str
    metric: str
    ours: float | None
    theirs: float | None

    @property
    def difference(self) -> float | None:
        """How far apart the values are; None unless both are there."""
        return None if self.ours is None or self.theirs is None else abs(self.ours - self.theirs)

    @property
    def agrees(self) -> bool:
        """Whether both values are the same but for rounding, or both undefined."""
        if self.difference is None:
            return self.ours is None and self.theirs is None
        return self.difference <= TOLERANCE

    def to_json(self) -> dict[str, object]:
        """Give the JSON object."""
        return {
            "scope": self.scope,
            "metric": self.metric,
            "ours": self.ours,
            "theirs": self.theirs,
            "difference": self.difference,
            "agrees": self.agrees,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """All values of alpha of one analysis by both programs; `left_out` counts those that do not fit their scale."""

    version: str
    entries: tuple[Compared, ...]
    left_out: int = 0

    @property
    def n_compared(self) -> int:
        """How many values both programs give."""
        return sum(one.difference is not None for one in self.entries)

    @property
    def n_undefined(self) -> int:
        """How many values neither program gives."""
        return sum(one.ours is None and one.theirs is None for one in self.entries)

    @property
    def worst(self) -> Compared | None:
        """The entry with the largest difference; None where nothing could be compared."""
        return max((one for one in self.entries if one.difference is not None), key=_difference, default=None)

    @property
    def failures(self) -> tuple[Compared, ...]:
        """The entries that differ by more than rounding, or that only one of the programs defines."""
        return tuple(one for one in self.entries if not one.agrees)

    @property
    def line(self) -> str:
        """The outcome in one line."""
        worst = self.worst
        values = "1 value" if self.n_compared == 1 else f"{self.n_compared} values"
        said = f"Cross-check: {values} of Krippendorff's alpha recomputed with {PACKAGE} {self.version}"
        if worst is not None:
            found = (
                f"largest difference {worst.difference:.1e} ({worst.scope})" if worst.difference else "no difference"
            )
            said += f": {found}"
        if self.n_undefined:
            said += f"; {self.n_undefined} undefined in both"
        if self.left_out:
            said += f"; {self.left_out} left out, which do not fit their scale"
        return said

    @property
    def told(self) -> tuple[str, ...]:
        """What to say of each value that is not the same in both programs."""
        return tuple(
            f"cross-check of {one.scope}, {one.metric} metric: {_shown(one.ours)}, by {PACKAGE} {_shown(one.theirs)}"
            for one in self.failures
        )

    def to_json(self) -> dict[str, object]:
        """Give the JSON object `results.cross_check`."""
        worst = self.worst
        return {
            "package": PACKAGE,
            "version": self.version,
            "compared": self.n_compared,
            "undefined": self.n_undefined,
            "left_out": self.left_out,
            "largest_difference": None if worst is None else worst.difference,
            "where": None if worst is None else worst.scope,
            "tolerance": TOLERANCE,
            "agrees": not self.failures,
            "values": [one.to_json() for one in self.entries],
        }


def _shown(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.12g}"


def _difference(entry: Compared) -> float:
    return entry.difference or 0.0


def load_package() -> Callable[..., float]:
    """Load the alpha of the krippendorff package; UsageError where it is not installed."""
    try:
        alpha: Callable[..., float] = import_module(PACKAGE).alpha
    except ImportError:
        raise UsageError(
            "--cross-check needs the krippendorff package, which is not installed",
            hint='pip install "mcqa[cross-check]"',
        ) from None
    return alpha


def cross_check(result: AgreementResult, ratings: Ratings, *, missing: str = "available") -> CrossCheck:
    """Recompute every alpha with one of Krippendorff's metrics by the krippendorff package.

    Parameters
    ----------
    result : AgreementResult
        What `analyse` gave.
    ratings : Ratings
        The ratings that it was given.
    missing : {"available", "listwise"}
        As it was given.

    Returns
    -------
    CrossCheck
        One entry for each alpha of the result that is not between two groups. What does not fit its scale, and so has
        no value by design, is only counted.

    Raises
    ------
    UsageError
        The package is not installed.
    """
    # it loads more than it is worth to those who do not ask for the check
    from importlib.metadata import version

    alpha = load_package()
    within = (one for one in (*result.estimates, *result.pairs) if one.other_group is None)
    wanted = [one for one in within if one.metric is not None]
    regions = {_place(scope): scope for scope in _scopes_of(wanted, ratings, listwise=missing == "listwise")}
    entries = []
    for one in wanted:
        scope = regions.get(_place(one))
        if scope is None or scope.used is None or one.status == "not_applicable":
            continue
        theirs = recomputed(alpha, scope.used, str(one.metric))
        entries.append(Compared(scope=_label(one), metric=str(one.metric), ours=one.estimate, theirs=theirs))
    return CrossCheck(version=version(PACKAGE), entries=tuple(entries), left_out=len(wanted) - len(entries))


def recomputed(alpha: Callable[..., float], matrix: RatingMatrix, metric: str) -> float | None:
    """Give alpha by the package's function; None where it refuses the ratings or gives no number.

    The matrix has units in rows and is turned: the package has raters in rows. The declared levels are its domain, by
    their scores where they rise, else by their ranks.
    """
    values = scale_values(matrix.scale)
    if not (np.diff(values) > 0).all():
        values = np.arange(len(values), dtype=np.float64)
    data = np.where(matrix.codes == MISSING, np.nan, values[matrix.codes])
    try:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = float(alpha(reliability_data=data.T, value_domain=values, level_of_measurement=metric))
    except ValueError:
        # fewer than two levels, or nothing that two raters rated
        return None
    return found if math.isfinite(found) else None


def _scopes_of(estimates: Iterable[Estimate], ratings: Ratings, *, listwise: bool) -> Iterator[Scope]:
    kinds = tuple(dict.fromkeys(one.scope for one in estimates))
    yield from scopes(ratings, [kind for kind in kinds if kind in SCOPES], listwise=listwise)
    if "pair" in kinds:
        yield from pair_scopes(ratings)


def _place(one: Estimate | Scope) -> Place:
    kind = one.scope if isinstance(one, Estimate) else one.kind
    return (kind, one.criterion, one.standard, one.group, one.round, one.raters)


def _label(one: Estimate) -> str:
    if one.raters:
        return " + ".join(one.raters)
    parts = (one.group, one.round, one.criterion or one.standard)
    return " ".join(part for part in parts if part) or "all"

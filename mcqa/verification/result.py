"""What a verification found: each statistic beside its reference, what other packages get wrong, and the versions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mcqa.verification.shipped import Discrepancy, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One statistic: ours and the reference, None where it does not exist.

    `departure` names why ours is not the reference and is not to be: one of `DEPARTURES`.
    """

    statistic: str
    ours: float | None
    reference: float | None
    tolerance: float
    held: bool
    departure: str | None = None

    @property
    def difference(self) -> float | None:
        """Ours less the reference; None where either does not exist."""
        return None if self.ours is None or self.reference is None else self.ours - self.reference

    @property
    def share(self) -> float | None:
        """How much of its tolerance the difference takes up; None where there is none."""
        return None if self.difference is None or self.tolerance <= 0 else abs(self.difference) / self.tolerance

    @property
    def off(self) -> bool:
        """Whether ours is not what it should be."""
        return not self.held and self.departure is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One record of the reference with its statistics; `problem` says where ours has another status than it should."""

    record: Record
    status: str
    reason: str | None
    checks: tuple[Check, ...]
    problem: str | None = None

    @property
    def off(self) -> bool:
        """Whether ours is not what it should be."""
        return self.problem is not None or any(check.off for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Values of another package that are known to be wrong, beside ours; `correct` is what a third one gives.

    `ours` has the statistics of `theirs` that a user sees; `held` is whether ours is the correct value, where it is
    known.
    """

    known: Discrepancy
    ours: tuple[tuple[str, float | None], ...]
    held: bool

    @property
    def package(self) -> str:
        """The package and its version, without the name of the function."""
        return " ".join(self.known.source.split()[:2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What computed: versions that numbers may depend on."""

    python: str
    numpy: str
    scipy: str
    system: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Every reference record recomputed, and every known deviation of other packages."""

    records: tuple[Verified, ...]
    deviations: tuple[Deviation, ...]
    versions: Versions
    n_datasets: int

    @cached_property
    def off(self) -> tuple[Verified, ...]:
        """Records of which something is not as it should be."""
        return tuple(verified for verified in self.records if verified.off)

    @cached_property
    def off_deviations(self) -> tuple[Deviation, ...]:
        """Known deviations of others where ours is not the correct value either."""
        return tuple(deviation for deviation in self.deviations if not deviation.held)

    @property
    def held(self) -> bool:
        """Whether everything is as it should be."""
        return not self.off and not self.off_deviations

    @cached_property
    def departures(self) -> dict[str, tuple[tuple[Verified, Check], ...]]:
        """The statistics in which ours departs from the reference for a reason, by the name of the reason."""
        found: dict[str, list[tuple[Verified, Check]]] = {}
        for verified in self.records:
            for check in verified.checks:
                if check.departure is not None:
                    found.setdefault(check.departure, []).append((verified, check))
        return {name: tuple(each) for name, each in found.items()}


def said_options(options: Any) -> str:
    """Give the options of a record in a few words, without what is only bookkeeping."""
    shown = (value for name, value in options.items() if name in _TELLING)
    return ", ".join(str(value) for value in shown if value is not None and not isinstance(value, bool | list))


_TELLING = ("of", "form", "model", "metric", "weights", "levels", "missing", "se", "tolerance", "conf_level")

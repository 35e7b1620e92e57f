"""Benchmark scales: words for the size of a coefficient, given only where the data carry them.

A band counts as reached when the probability that the true coefficient is at least at its lower end is 0.95 or more
(Gwet 2014, section 7), with the estimate taken as normal and cut to -1 to 1. The point alone is never benchmarked.

A profile is what a scoring programme asks for: one coefficient, and the value it must reach.
"""

from __future__ import annotations

from typing import NamedTuple

from mcqa.agreement.estimate import Benchmark, Estimate
from mcqa.agreement.family import NOT_BENCHMARKED

REACHED = 0.95

# lower ends, highest band first; the last band holds whatever is left
SCALES: dict[str, tuple[tuple[str, float], ...]] = {
    "landis_koch": (
        ("Almost Perfect", 0.8),
        ("Substantial", 0.6),
        ("Moderate", 0.4),
        ("Fair", 0.2),
        ("Slight", 0.0),
        ("Poor", -1.0),
    ),
    "altman": (("Very Good", 0.8), ("Good", 0.6), ("Moderate", 0.4), ("Fair", 0.2), ("Poor", -1.0)),
    "fleiss": (("Excellent", 0.75), ("Intermediate to Good", 0.4), ("Poor", -1.0)),
    "cicchetti": (("Excellent", 0.75), ("Good", 0.6), ("Fair", 0.4), ("Poor", -1.0)),
    "krippendorff": (("Reliable", 0.8), ("Tentative", 0.667), ("Unreliable", -1.0)),
}


MET, NOT_SHOWN = "Target met", "Not shown to meet the target"
TWO_LEVELS = 2


class Profile(NamedTuple):
    """A target: which coefficients it is for, with which form, and the value by the number of declared levels.

    `weighted` targets are for weighted coefficients, and on two levels, where weights make no difference, for any. The
    last value holds for all larger numbers of levels.
    """

    coefficients: tuple[str, ...]
    targets: tuple[tuple[int, float], ...]
    form: str | None = None
    weighted: bool = False

    def target(self, estimate: Estimate) -> float | None:
        """Give the value that an estimate must reach; None where the profile says nothing of it."""
        if estimate.coefficient not in self.coefficients or estimate.form != self.form:
            return None
        exact = estimate.weights in {None, "identity"}
        if exact == self.weighted and not (self.weighted and estimate.levels_declared == TWO_LEVELS):
            return None
        return next((value for most, value in self.targets if estimate.levels_declared <= most), self.targets[-1][1])


_KAPPAS = ("cohen_kappa", "conger_kappa", "fleiss_kappa", "light_kappa", "scott_pi")
PROFILES = {
    "naep": Profile(("percent_agreement",), ((2, 0.85), (3, 0.8), (5, 0.75), (6, 0.6))),
    "bloomboard": Profile(("percent_agreement",), ((2, 0.8),)),
    "class": Profile(("percent_agreement",), ((2, 0.8),), form="within_1"),
    "strict-0.70": Profile(_KAPPAS, ((2, 0.7),), weighted=True),
}
NAMES = (*SCALES, *PROFILES)


def benchmark_of(estimate: Estimate, scale: str) -> Benchmark | None:
    """Give the highest band that an estimate reaches; None where the scale says nothing of it.

    Without a standard error there is no probability to reach a band with, and an error of 0 is no certainty.
    """
    if estimate.status != "ok" or estimate.estimate is None or not estimate.standard_error:
        return None
    if scale in SCALES:
        known = estimate.coefficient not in NOT_BENCHMARKED
        return benchmark(scale, estimate.estimate, estimate.standard_error) if known else None
    target = PROFILES[scale].target(estimate)
    if target is None:
        return None
    lowest = 0.0 if estimate.coefficient == "percent_agreement" else -1.0
    bands = ((MET, target), (NOT_SHOWN, lowest))
    return _highest(scale, bands, estimate.estimate, estimate.standard_error)


def reached_probabilities(scale: str, estimate: float, standard_error: float) -> dict[str, float]:
    """Probability that the true coefficient is in each band or higher, highest band first.

    Parameters
    ----------
    scale : str
        One of `SCALES`.
    estimate, standard_error : float
        Of the coefficient. With a standard error of 0 the band that holds the estimate has probability 1.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 7; Landis & Koch (1977), Biometrics 33, 159-174;
    Altman (1991), Practical Statistics for Medical Research; Fleiss (1981), Statistical Methods for Rates and
    Proportions; Cicchetti (1994), Psychological Assessment 6, 284-290; Krippendorff (2004), Content Analysis.
    """
    return _reached(SCALES[scale], estimate, standard_error)


def _reached(bands: tuple[tuple[str, float], ...], estimate: float, standard_error: float) -> dict[str, float]:
    if standard_error == 0:
        return {label: float(estimate >= low) for label, low in bands[:-1]} | {bands[-1][0]: 1.0}
    from scipy.special import ndtr

    def below(value: float) -> float:
        return float(ndtr((estimate - value) / standard_error))

    highest, lowest = below(1.0), below(bands[-1][1])
    return {label: (below(low) - highest) / (lowest - highest) for label, low in bands}


def benchmark(scale: str, estimate: float, standard_error: float) -> Benchmark | None:
    """Give the highest band reached with probability 0.95, or None where the normal curve has no mass in -1 to 1."""
    return _highest(scale, SCALES[scale], estimate, standard_error) if -1 <= estimate <= 1 else None


def _highest(scale: str, bands: tuple[tuple[str, float], ...], estimate: float, standard_error: float) -> Benchmark:
    probabilities = _reached(bands, estimate, standard_error)
    label = next(label for label, probability in probabilities.items() if probability >= REACHED)
    return Benchmark(scale=scale, label=label, probability=probabilities[label])

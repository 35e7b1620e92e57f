"""Benchmark scales: words for the size of a coefficient, given only where the data carry them.

A band counts as reached when the probability that the true coefficient is at least at its lower end is 0.95 or more
(Gwet 2014, section 7), with the estimate taken as normal and cut to -1 to 1. The point alone is never benchmarked.
"""

from __future__ import annotations

from mcqa.agreement.estimate import Benchmark

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
    if standard_error == 0:
        return {label: float(estimate >= low) for label, low in SCALES[scale][:-1]} | {SCALES[scale][-1][0]: 1.0}
    from scipy.special import ndtr

    def below(value: float) -> float:
        return float(ndtr((estimate - value) / standard_error))

    highest, lowest = below(1.0), below(-1.0)
    return {label: (below(low) - highest) / (lowest - highest) for label, low in SCALES[scale]}


def benchmark(scale: str, estimate: float, standard_error: float) -> Benchmark | None:
    """Give the highest band reached with probability 0.95, or None where the normal curve has no mass in -1 to 1."""
    if not -1 <= estimate <= 1:
        return None
    probabilities = reached_probabilities(scale, estimate, standard_error)
    label = next(label for label, probability in probabilities.items() if probability >= REACHED)
    return Benchmark(scale=scale, label=label, probability=probabilities[label])

"""What is asked for: which coefficients, with which weights or metric, and whether a scale allows it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mcqa.agreement import family
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import UsageError
from mcqa.rubric.model import Scale
from mcqa.statistics import coefficients, pairwise
from mcqa.statistics.coefficients import Agreement, Chance
from mcqa.statistics.sampling import Array
from mcqa.statistics.weights import METRICS, WEIGHTS, agreement_weights

ON_COUNTS: dict[str, tuple[Callable[..., Agreement], Chance]] = {
    "percent_agreement": (coefficients.percent_agreement, coefficients.no_chance),
    "gwet_ac": (coefficients.gwet_ac, coefficients.gwet_chance),
    "brennan_prediger": (coefficients.brennan_prediger, coefficients.brennan_chance),
    "fleiss_kappa": (coefficients.fleiss_kappa, coefficients.fleiss_chance),
}
# the same numbers under the name that two raters' ratings are known by
# the kappa that there is between two groups of raters
BETWEEN_KAPPA = "conger_kappa"
OF_TWO_RATERS = {"cohen_kappa": "conger_kappa", "scott_pi": "fleiss_kappa"}
COEFFICIENTS = (
    *ON_COUNTS,
    "conger_kappa",
    "krippendorff_alpha",
    "percent_agreement_all_raters",
    *OF_TWO_RATERS,
    "light_kappa",
    *family.NAMES,
)
DEFAULT_COEFFICIENTS = ("percent_agreement", "krippendorff_alpha", "gwet_ac", "conger_kappa", "fleiss_kappa")

# what a difference can be of, and the parts of the ratings that it then compares
COMPARED = {"groups": "group", "rounds": "round", "coefficients": None}

FITTING = "fitting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One coefficient with its weights, its metric or its form; `fitting` is ordinal on an ordered scale, else nominal.

    `tolerance` is how far apart two ratings may be and still agree, for the shares of agreeing ratings.
    """

    coefficient: str
    weights: str | WeightMatrix | None = None
    metric: str | None = None
    form: str | None = None
    tolerance: float = 0.0

    def on(self, scale: Scale) -> Request:
        """Settle what is left to fit the scale."""
        if self.weights == FITTING:
            weights = "ordinal" if scale.ordered else "identity"
            return Request(coefficient=self.coefficient, weights=weights)
        if self.metric == FITTING:
            return Request(coefficient=self.coefficient, metric="ordinal" if scale.ordered else "nominal")
        return self

    @property
    def weights_name(self) -> str | None:
        """How the weights are reported: their family, or the name of one's own matrix."""
        return self.weights.name if isinstance(self.weights, WeightMatrix) else self.weights


def requests(
    names: Sequence[str],
    weights: Sequence[str | WeightMatrix] | None,
    metrics: Sequence[str] | None,
    tolerance: float = 0.0,
) -> tuple[Request, ...]:
    """Every sensible combination of coefficients, weights and metrics; UsageError for a name nobody knows.

    Without weights and metrics the kappas and Gwet's coefficient take ordinal weights and alpha the ordinal metric
    (identity and nominal on a nominal scale), and percent agreement is exact. Weights also ask for alpha in Gwet's
    form, in the place of the metric unless one is named too. A coefficient with forms comes in all of them, or in the
    one that is named behind a colon, as in `icc:ICC2`.
    """
    _check_names("coefficient", (name.partition(":")[0] for name in names), COEFFICIENTS)
    _check_names("weights", (name for name in weights or () if isinstance(name, str)), WEIGHTS)
    _check_names("metric", metrics or (), METRICS)
    found: list[Request] = []
    for name in dict.fromkeys(names):
        coefficient, _, form = name.partition(":")
        if form or coefficient in family.NAMES:
            found += [Request(coefficient=coefficient, form=each) for each in _forms(coefficient, form)]
        elif name in family.SHARES and (tolerance or name != "percent_agreement"):
            within = f"within_{tolerance:g}" if tolerance else None
            found.append(Request(coefficient=name, form=within, tolerance=tolerance))
            if name == "percent_agreement":
                found += [Request(coefficient=name, weights=each) for each in weights or ()]
        elif name == "krippendorff_alpha":
            asked = metrics or (() if weights else (FITTING,))
            found += [Request(coefficient=name, metric=metric) for metric in asked]
            found += [Request(coefficient=name, weights=each) for each in weights or ()]
        else:
            plain = "identity" if name == "percent_agreement" else FITTING
            found += [Request(coefficient=name, weights=each) for each in weights or (plain,)]
    return tuple(dict.fromkeys(found))


def _forms(name: str, form: str) -> tuple[str | None, ...]:
    """Which forms of a coefficient to make: the named one, or those that are made without asking."""
    known = tuple(each for other, each in family.KINDS if other == name and each is not None)
    if form and not known:
        raise UsageError(f'{name} has no forms, so there is none called "{form}"', hint=f'write it as "{name}"')
    if form:
        check_name(f"form of {name}", form, known)
        return (form,)
    return family.MADE_WITHOUT_ASKING[name]


def _check_names(kind: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        check_name(kind, name, known)


def check_name(kind: str, name: str, known: Sequence[str]) -> None:
    """Refuse a name that is not known, with the nearest one that is."""
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(known)}"
    raise UsageError(f'there is no {kind} "{name}"', hint=hint)


def scale_values(scale: Scale) -> Array:
    """Scores of the levels, or their ranks from 1 where some level has none, shape (n_levels,)."""
    if has_scores(scale):
        return np.array([level.score for level in scale.levels], dtype=np.float64)
    return np.arange(1, len(scale.levels) + 1, dtype=np.float64)


def has_scores(scale: Scale) -> bool:
    """Whether every level has a score."""
    return all(level.score is not None for level in scale.levels)


def unfit(request: Request, scale: Scale) -> tuple[str, str] | None:
    """Why a settled request makes no sense on a scale, as reason code and sentence; None when it does."""
    if isinstance(request.weights, WeightMatrix):
        return request.weights.misfit(scale)
    if "identity" in (request.weights, request.metric):
        return None
    if request.weights is None and request.metric is None:
        ordered = scale.ordered or not request.tolerance
        return None if ordered else ("not_ordered", "a tolerance needs levels in an order, and the scale is nominal")
    if request.metric == "nominal":
        return None
    what = f"the {request.metric} metric" if request.metric else f"{request.weights} weights"
    if request.metric in {"interval", "ratio"} and not has_scores(scale):
        return "not_numeric", f"{what} needs a score for every level, and the scale has none"
    if not scale.ordered:
        verb = "needs" if request.metric else "need"
        return "not_ordered", f"{what} {verb} levels in an order, and the scale is nominal"
    if "ratio" in (request.weights, request.metric) and scale_values(scale).min(initial=0) < 0:
        verb = "needs" if request.metric else "need"
        return "not_numeric", f"{what} {verb} scores from 0 upwards, and the scale has negative ones"
    return None


def steps(scale: Scale) -> Array:
    """Give what a tolerance is counted in: scores on an interval scale, else levels."""
    return scale_values(scale) if scale.type == "interval" else np.arange(len(scale.levels), dtype=np.float64)


def level_weights(request: Request, scale: Scale) -> Array:
    """Give the agreement weights of a settled request on a scale, shape (n_levels, n_levels)."""
    if isinstance(request.weights, WeightMatrix):
        return request.weights.for_scale(scale)
    if request.weights is None:
        return pairwise.within_weights(steps(scale), request.tolerance)
    return agreement_weights(str(request.weights), scale_values(scale))

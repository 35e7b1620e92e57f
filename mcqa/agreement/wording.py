"""One plain sentence for every estimate that is absent or not to be trusted."""

from __future__ import annotations

from mcqa.agreement.scopes import Scope


def undefined_text(reason: str, scope: Scope) -> str:
    """Say why there is no value."""
    if reason in _UNDEFINED:
        return _UNDEFINED[reason]
    return _no_pairs_text(scope) if reason == "no_pairs" else _no_variation_text(scope)


OUT_OF_RANGE = "the variance components are negative, and the formula gives a value that no correlation can have"
NO_SPREAD = "there are too many different ratings here to leave out one micro-credential at a time: no standard error"


_UNDEFINED = {
    "one_rater": "only one reviewer rated here: agreement needs at least two",
    "too_few_units": "only one micro-credential has two ratings: the coefficient would be 0 whatever they are",
    "incomplete_data": "no micro-credential was rated by every reviewer: listwise deletion leaves nothing to compare",
    "zero_unit_variance": "the micro-credentials do not differ in their ratings: the coefficient is 0/0 or infinite",
}


def _no_pairs_text(scope: Scope) -> str:
    if scope.n_raters == 0:
        return "nobody rated here: there is nothing to compare"
    if scope.raters:
        return "these two reviewers rated nothing in common: there is nothing to compare"
    return "no micro-credential was rated by two reviewers: there is nothing to compare"


def _no_variation_text(scope: Scope) -> str:
    if len(scope.scales[0].levels) == 1:
        return "there is only one level: every rating must agree, and agreement means nothing"
    if scope.only_level is None:
        return "the ratings that can be compared do not differ: nothing is left to explain beyond chance"
    return (
        f'every rating is "{scope.only_level}": nothing is left to explain beyond chance; the scale was not exercised'
    )


def mixed_scales_text(scope: Scope) -> str:
    """Say why ratings are not pooled."""
    return f"the components here are rated on {len(scope.scales)} different scales, which cannot be pooled"


def not_exercised_text(scope: Scope) -> str:
    """Say why a value of 1 is no praise."""
    return f'every rating is "{scope.only_level}": the value follows from the formula; the scale was not exercised'


BELOW_RANGE = (
    "the formula falls below -1, its least possible value, because chance agreement is taken from many ratings that no"
    " second reviewer gave"
)
ONE_UNIT = "only one micro-credential has two ratings: no standard error and no interval can be given"
ON_RANKS = "the weights are on the ranks of the levels: the scale has no scores"
PERFECT = "agreement is perfect on every micro-credential: the data have no spread to make an interval from"
ALIKE = "no micro-credential moves the value up or down: the data have no spread to make an interval from"
UNSEEN = (
    "agreement is perfect on every micro-credential: the lower limit is what so many of them could have failed to show"
)
FEW_UNITS = "with fewer than 5 micro-credentials no method's interval holds its promise: take it for a hint"
HARDLY_EXERCISED = (
    "fewer than 2 micro-credentials are rated mostly at another level than the most used one: the scale is hardly"
    " exercised, and no method's interval holds its promise"
)
NOT_NORMAL = (
    "McGraw and Wong's limits take scores for normal; where reviewers mostly give the same level they are too narrow,"
    " and the interval jackknife_z holds more often"
)
FEW_RATERS = "without one of two reviewers there is nothing to compare: they say nothing about reviewers like these"
NO_RATERS_TO_RESAMPLE = (
    "the counts do not say which reviewer gave which rating: nothing can be said about reviewers like these"
)
NO_RATER_JACKKNIFE = "without one of the reviewers there is no value: nothing can be said about reviewers like these"
NO_BOOTSTRAP_OF_RATERS = "this coefficient is not made from pairs of reviewers: they were left out in turn instead"
TOO_FEW_REPLICATES = "too few resamples for limits of this confidence: ask for more, 2000 is a good number"
NO_BCA = "the resamples do not lie around the value, or are too skewed: no corrected interval can be given"
NO_JACKKNIFE = "without one of the micro-credentials there is no value: no jackknife interval can be given"


def resamples_text(undefined: int, total: int) -> str:
    """Say how many resamples had no value."""
    return f"{undefined} of {total} resamples have no value (nothing varies in them) and are left out of the interval"


def too_few_resamples_text(undefined: int, total: int) -> str:
    """Say why there is no bootstrap interval."""
    return f"{undefined} of {total} resamples have no value (nothing varies in them): no interval can be given"


def together(first: str | None, second: str | None) -> str | None:
    """Put two remarks on one estimate together, either of which may be absent."""
    return "; ".join(text for text in (first, second) if text) or None


NOBODY_SHARED = "no micro-credential was rated from both sides: there is nothing to compare"
NOT_RESAMPLED = (
    "between groups only micro-credentials are resampled: no standard error and no interval about reviewers like these"
)

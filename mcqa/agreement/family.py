"""The coefficients beside Gwet's family: what each needs of the ratings, and how it is computed from a matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mcqa.agreement.scopes import Scope
from mcqa.rubric.model import Scale
from mcqa.statistics import icc, pairwise
from mcqa.statistics.coefficients import (
    PAIR,
    Agreement,
    brennan_chance,
    brennan_prediger,
    pair_disagreements,
    pair_features,
    undefined,
)
from mcqa.statistics.conger import conger_disagreements, conger_features
from mcqa.statistics.evaluation import Evaluation
from mcqa.statistics.intervals import Repeat
from mcqa.statistics.rows import Rows
from mcqa.statistics.sampling import Array
from mcqa.statistics.weights import agreement_weights

TWO_LEVELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a coefficient needs, and how it is computed.

    `complete`: only rows that every rater rated; `two`: just two raters; `known`: which rater gave which rating;
    `ordered` and `scored`: of the levels.
    """

    compute: Callable[[Rows, Array], Evaluation]
    complete: bool = False
    two: bool = False
    known: bool = True
    ordered: bool = False
    scored: bool = True
    two_levels: bool = False


def _scores(rows: Rows, values: Array) -> Array:
    """Give the scores of rows, shape (n_rows, n_raters), NaN where there is no rating."""
    return np.where(rows.codes >= 0, values[np.maximum(rows.codes, 0)], np.nan)


def _maxwell_re(rows: Rows, _: Array) -> Evaluation:
    weights = np.eye(rows.n_levels)

    def repeat() -> Repeat:
        features = pair_features(rows.counts, weights)
        return Repeat(features, lambda sums: pair_disagreements(sums, weights, brennan_chance).estimates)

    return Evaluation(brennan_prediger(rows.counts, weights, rows.times), repeat)


def _bangdiwala_b(rows: Rows, _: Array) -> Evaluation:
    again = partial(pairwise.bangdiwala_of_sums, n_levels=rows.n_levels)
    return Evaluation(
        pairwise.bangdiwala_b(rows.codes, rows.n_levels, rows.times),
        lambda: Repeat(pairwise.bangdiwala_features(rows.codes, rows.n_levels), again),
    )


def _squared_distance(rows: Rows, values: Array, *, lin: bool) -> Evaluation:
    from mcqa.statistics import concordance

    coefficient = concordance.lin_ccc if lin else concordance.iota
    weights = agreement_weights("quadratic", values)

    def repeat() -> Repeat:
        features = conger_features(rows.codes, weights)
        return Repeat(features, lambda sums: conger_disagreements(sums, weights).estimates)

    return Evaluation(coefficient(rows.codes, values, rows.times), repeat)


def _kendall_w(rows: Rows, _: Array, *, ties: bool) -> Evaluation:
    from mcqa.statistics import correlation

    found = correlation.kendall_w(rows.codes, rows.times, ties=ties)
    return Evaluation(found, lambda: Repeat(None, partial(correlation.kendall_again, rows.codes, ties=ties)))


def _mean_correlation(rows: Rows, values: Array, *, ranks: bool, fisher_z: bool) -> Evaluation:
    from mcqa.statistics import correlation

    coefficient = correlation.mean_spearman if ranks else correlation.mean_pearson
    again = partial(correlation.mean_correlation_again, rows.codes, values, rows.times, ranks=ranks, fisher_z=fisher_z)
    return Evaluation(coefficient(rows.codes, values, rows.times, fisher_z=fisher_z), lambda: Repeat(None, again))


def _icc(rows: Rows, values: Array, *, form: str) -> Evaluation:
    scores = _scores(rows, values)
    complete = not np.isnan(scores).any()
    if not rows.raters_known and not complete:
        text = "the counts do not say which reviewer gave which rating, and with missing ratings that is needed"
        nothing = Repeat(None, lambda times: np.full(len(times), np.nan))
        return Evaluation(undefined("incomplete_data", scores, text=text), lambda: nothing)

    def repeat() -> Repeat:
        if not complete:
            return Repeat(None, partial(icc.icc_of_rows, scores, form), slow=True)
        return Repeat(icc.square_features(scores, rows.times), partial(icc.icc_of_sums, form=form))

    return Evaluation(icc.icc(scores, form, rows.times), repeat)


def _robinson_a(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics import concordance

    scores = _scores(rows, values)
    found = concordance.robinson_a(scores, rows.times)
    return Evaluation(found, lambda: Repeat(icc.square_features(scores, rows.times), concordance.robinson_of_sums))


def _finn_oneway(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics import within_group

    again = partial(within_group.finn_of_sums, values=values)
    found = within_group.finn_oneway(rows.counts, values, rows.times)
    return Evaluation(found, lambda: Repeat(within_group.finn_features(rows.counts, values), again))


def _finn_twoway(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics import within_group

    scores = _scores(rows, values)
    again = partial(within_group.finn_twoway_of_sums, values=values)
    found = within_group.finn_twoway(scores, values, rows.times)
    return Evaluation(found, lambda: Repeat(icc.square_features(scores, rows.times), again))


def _mean(found: Agreement, rows: Rows) -> Evaluation:
    per_row = np.full(len(rows.codes), np.nan) if found.per_row is None else found.per_row
    return Evaluation(found, lambda: Repeat(pairwise.mean_features(per_row), pairwise.mean_of_sums))


def _rwg(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics.within_group import rwg

    return _mean(rwg(rows.counts, values, rows.times), rows)


def _awg(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics.within_group import awg

    return _mean(awg(rows.counts, values, rows.times), rows)


def _ad_mean(rows: Rows, values: Array) -> Evaluation:
    from mcqa.statistics.within_group import ad_mean

    return _mean(ad_mean(rows.counts, values, rows.times), rows)


def all_raters(rows: Rows, values: Array, tolerance: float) -> Evaluation:
    """Give the share of rows on which all raters are within a tolerance, in the unit of `values`."""
    return _mean(pairwise.percent_agreement_all_raters(rows.codes, values, tolerance, rows.times), rows)


def _correlation(*, ranks: bool, fisher_z: bool) -> Kind:
    return Kind(
        compute=partial(_mean_correlation, ranks=ranks, fisher_z=fisher_z),
        ordered=ranks,
        scored=not ranks,
    )


def _concordance(*, ties: bool) -> Kind:
    compute = partial(_kendall_w, ties=ties)
    return Kind(compute=compute, complete=True, ordered=True, scored=False)


# by name and form; the forms of a name that are made when none is asked for come first
KINDS: dict[tuple[str, str | None], Kind] = {
    **{("icc", form): Kind(compute=partial(_icc, form=form), known=form[3] != "1") for form in icc.FORMS},
    ("kendall_w", None): _concordance(ties=True),
    ("kendall_w", "no_ties_correction"): _concordance(ties=False),
    ("mean_spearman", None): _correlation(ranks=True, fisher_z=False),
    ("mean_spearman", "fisher_z"): _correlation(ranks=True, fisher_z=True),
    ("mean_pearson", None): _correlation(ranks=False, fisher_z=False),
    ("mean_pearson", "fisher_z"): _correlation(ranks=False, fisher_z=True),
    ("finn", "oneway"): Kind(compute=_finn_oneway, known=False),
    ("finn", "twoway"): Kind(compute=_finn_twoway, complete=True),
    ("maxwell_re", None): Kind(
        compute=_maxwell_re, complete=True, two=True, known=False, scored=False, two_levels=True
    ),
    ("robinson_a", None): Kind(compute=_robinson_a, complete=True),
    ("iota", None): Kind(compute=partial(_squared_distance, lin=False), complete=True),
    ("lin_ccc", None): Kind(compute=partial(_squared_distance, lin=True), complete=True),
    ("bangdiwala_b", None): Kind(compute=_bangdiwala_b, complete=True, two=True, scored=False),
    ("rwg", None): Kind(compute=_rwg, known=False),
    ("awg", None): Kind(compute=_awg, known=False),
    ("ad_mean", None): Kind(compute=_ad_mean, known=False),
}
NAMES = tuple(dict.fromkeys(name for name, _ in KINDS))
MADE_WITHOUT_ASKING = dict.fromkeys(NAMES, (None,)) | {"icc": icc.FORMS, "finn": ("oneway", "twoway")}

SHARES = ("percent_agreement", "percent_agreement_all_raters")
# their values: from 0, without a hypothesis that 0 would stand for, and without a name for their size
OVER_UNITS = ("rwg", "awg", "ad_mean")
FROM_ZERO = (*SHARES, "kendall_w", "robinson_a", "bangdiwala_b", "rwg", "ad_mean")
NOT_TESTED = ("percent_agreement_all_raters", "kendall_w", "robinson_a", "bangdiwala_b", *OVER_UNITS)
NOT_BENCHMARKED = ("percent_agreement", "mean_pearson", "mean_spearman", *NOT_TESTED)

OF_TWO_RATERS = ("cohen_kappa", "scott_pi")
OF_KNOWN_RATERS = ("cohen_kappa", "conger_kappa", "light_kappa")


def misfit(name: str, form: str | None, scope: Scope) -> tuple[str, str] | None:
    """Why a coefficient makes no sense on a scope, as reason code and sentence; None when it does."""
    kind = KINDS.get((name, form))
    if scope.n_raters > PAIR and (name in OF_TWO_RATERS or (kind is not None and kind.two)):
        text = f"{scope.n_raters} reviewers rated here, and this coefficient compares two: compare them pair by pair"
        return "not_two_raters", text
    if scope.matrix is not None and not scope.matrix.raters_known and (kind.known if kind else name in OF_KNOWN_RATERS):
        return "incomplete_data", RATERS_UNKNOWN
    return None if kind is None else _misfit_of_scale(kind, scope.scales[0])


RATERS_UNKNOWN = "the counts do not say which reviewer gave which rating, and this coefficient needs to know"


def _misfit_of_scale(kind: Kind, scale: Scale) -> tuple[str, str] | None:
    if kind.two_levels and len(scale.levels) != TWO_LEVELS:
        return "not_two_levels", f"this coefficient is for two levels, and the scale has {len(scale.levels)}"
    if (kind.ordered or kind.scored) and not scale.ordered and not kind.two_levels:
        return "not_ordered", "this coefficient needs levels in an order, and the scale is nominal"
    if kind.scored and any(level.score is None for level in scale.levels):
        return "not_numeric", "this coefficient needs a score for every level, and the scale has none"
    return None

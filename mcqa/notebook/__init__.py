"""The coefficients as functions, for notebooks: ratings in, one frozen `Coefficient` out.

What the functions have in common is described here once.

`ratings` : array_like, shape (n_units, n_raters), or DataFrame
    Units in rows and raters in columns, never the other way round; or a long data frame with columns `unit`, `rater`
    and one of `level`, `score` and `rating`. A wide data frame has one column per rater, and its index or a column
    `unit` names the units; one whose names say that it lies the other way round is refused. Ratings are numbers or
    labels; NaN, None, pandas.NA, masked cells, empty texts and the words for *not applicable* and *cannot tell* are
    missing ratings.
`levels` : sequence, optional
    The declared levels, lowest first, used or not. Without it they are the categories of a categorical column, else the
    numbers that occur, in numeric order; labels without declared levels have no order. Give it wherever a level may not
    have been used: chance agreement of `gwet_ac` and `brennan_prediger` depends on the number of levels.
`weights` : str or WeightMatrix
    How much each two levels agree, from 0 to 1: identity (exactly the same level), linear, quadratic, ordinal, radical,
    ratio, circular or bipolar, or a `WeightMatrix` of one's own. Kappas and Gwet's coefficients have identity weights
    here unless others are asked for: the coefficients as their authors defined them. The command line takes weights
    that fit the scale.
`**options`
    `confidence` of the interval, 0.95; `ci`, how it is made: auto, delta, jackknife, bootstrap, bca, none and others;
    `resample`, what is a sample: units, raters or both; `replicates` and `seed` of the bootstrap, 2000 and 0; the
    `null_value` that p values test against, 0; the `benchmark` scale, landis_koch; and `missing`: available, each unit
    counts with the ratings it has, or listwise, only units that every rater rated.

In the formulas po is observed and pe expected agreement, n units, m raters, q declared levels, w the weights, p_k the
share of level k, and p_gk that of the ratings of rater g.
"""

from mcqa.notebook.call import Options
from mcqa.notebook.kappas import (
    bangdiwala_b,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    light_kappa,
    maxwell_re,
    scott_pi,
)
from mcqa.notebook.over_units import ad_mean, awg, finn, rwg
from mcqa.notebook.proportions import (
    brennan_prediger,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    percent_agreement_all_raters,
)
from mcqa.notebook.scores import icc, iota, kendall_w, lin_ccc, mean_pearson, mean_spearman, robinson_a
from mcqa.notebook.several import family, leave_one_rater_out, pairwise

__all__ = [
    "Options",
    "ad_mean",
    "awg",
    "bangdiwala_b",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "family",
    "finn",
    "fleiss_kappa",
    "gwet_ac",
    "icc",
    "iota",
    "kendall_w",
    "krippendorff_alpha",
    "leave_one_rater_out",
    "light_kappa",
    "lin_ccc",
    "maxwell_re",
    "mean_pearson",
    "mean_spearman",
    "pairwise",
    "percent_agreement",
    "percent_agreement_all_raters",
    "robinson_a",
    "rwg",
    "scott_pi",
]

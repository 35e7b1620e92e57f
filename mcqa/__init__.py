"""mcqa: rubric scoring and inter-rater reliability, from reviewers' spreadsheets to what to revise.

The public names below are loaded on first use, so that `import mcqa` costs nothing.

From files, by a rubric:

    collected = mcqa.read_ratings("samples/round-1")
    scores = mcqa.score(collected.ratings, collected.ratings.rubric)
    agreement = mcqa.analyse(collected.ratings)
    advice = mcqa.recommend(collected.ratings, agreement, mcqa.diagnose(collected.ratings))

In a notebook there is a function of the name of every coefficient: an array or a data frame in, units in rows and
raters in columns, and a frozen result out (`mcqa.notebook` says what they all take):

    >>> import mcqa
    >>> ratings = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [2, 2, None]]
    >>> alpha = mcqa.krippendorff_alpha(ratings, metric="nominal", levels=[0, 1, 2])
    >>> round(alpha.estimate, 4), alpha.status, alpha.n_units
    (0.5593, 'ok', 5)

`family` gives all that make sense for a table, `pairwise` one for each two raters, `leave_one_rater_out` what would be
without each of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcqa.agreement.analysis import AgreementResult, analyse
    from mcqa.agreement.estimate import Estimate
    from mcqa.agreement.weight_matrix import WeightMatrix
    from mcqa.diagnostics.diagnose import diagnose
    from mcqa.errors import InputError, McqaError, UsageError
    from mcqa.findings import Finding
    from mcqa.lint.engine import lint_file, load_rubric
    from mcqa.notebook import (
        ad_mean,
        awg,
        bangdiwala_b,
        brennan_prediger,
        cohen_kappa,
        conger_kappa,
        family,
        finn,
        fleiss_kappa,
        gwet_ac,
        icc,
        iota,
        kendall_w,
        krippendorff_alpha,
        leave_one_rater_out,
        light_kappa,
        lin_ccc,
        maxwell_re,
        mean_pearson,
        mean_spearman,
        pairwise,
        percent_agreement,
        percent_agreement_all_raters,
        robinson_a,
        rwg,
        scott_pi,
    )
    from mcqa.notebook.result import Coefficient, Family
    from mcqa.ratings.collect import read_ratings
    from mcqa.ratings.table import Ratings
    from mcqa.recommendations.engine import recommend
    from mcqa.rubric.model import Rubric
    from mcqa.scores.score import score
    from mcqa.simulation.simulate import simulate

__version__ = "0.1.0"

__all__ = [
    "AgreementResult",
    "Coefficient",
    "Estimate",
    "Family",
    "Finding",
    "InputError",
    "McqaError",
    "Ratings",
    "Rubric",
    "UsageError",
    "WeightMatrix",
    "__version__",
    "ad_mean",
    "analyse",
    "awg",
    "bangdiwala_b",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "diagnose",
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
    "lint_file",
    "load_rubric",
    "maxwell_re",
    "mean_pearson",
    "mean_spearman",
    "pairwise",
    "percent_agreement",
    "percent_agreement_all_raters",
    "read_ratings",
    "recommend",
    "robinson_a",
    "rwg",
    "score",
    "scott_pi",
    "simulate",
]

_HOMES = {
    "AgreementResult": "agreement.analysis",
    "Coefficient": "notebook.result",
    "Estimate": "agreement.estimate",
    "Family": "notebook.result",
    "Finding": "findings",
    "InputError": "errors",
    "McqaError": "errors",
    "Ratings": "ratings.table",
    "Rubric": "rubric.model",
    "UsageError": "errors",
    "WeightMatrix": "agreement.weight_matrix",
    "analyse": "agreement.analysis",
    "diagnose": "diagnostics.diagnose",
    "lint_file": "lint.engine",
    "load_rubric": "lint.engine",
    "read_ratings": "ratings.collect",
    "recommend": "recommendations.engine",
    "score": "scores.score",
    "simulate": "simulation.simulate",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'mcqa' has no attribute '{name}'")
    # the coefficients, each a function of its name, have one home
    found = getattr(import_module(f"mcqa.{_HOMES.get(name, 'notebook')}"), name)
    # from now on it is found without asking here
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)

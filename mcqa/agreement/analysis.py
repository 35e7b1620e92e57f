"""How far the raters agree: from the ratings table to the estimates of every scope that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mcqa.agreement.estimate import Estimate
from mcqa.agreement.inference import Inference
from mcqa.agreement.marginal import MarginalTest, marginal_tests
from mcqa.agreement.measure import Measured, measure, measured
from mcqa.agreement.options import check_options
from mcqa.agreement.reading import Reading
from mcqa.agreement.request import COEFFICIENTS, COMPARED, DEFAULT_COEFFICIENTS, Request, check_name, requests
from mcqa.agreement.scopes import SCOPES, Scope, between_scopes, pair_scopes, panel_scopes, scopes
from mcqa.agreement.spread import Contingency, Prevalence, contingency, prevalence
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.ratings.table import Ratings

if TYPE_CHECKING:
    import pandas as pd

    from mcqa.agreement.difference import Difference
    from mcqa.agreement.panel import PanelGap

__all__ = [
    "COEFFICIENTS",
    "DEFAULT_COEFFICIENTS",
    "AgreementResult",
    "Contingency",
    "MarginalTest",
    "Prevalence",
    "analyse",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementResult:
    """All estimates of one analysis: by scope and coefficient, for pairs of raters, and what stands beside them."""

    estimates: tuple[Estimate, ...]
    pairs: tuple[Estimate, ...] = ()
    prevalence: tuple[Prevalence, ...] = ()
    contingency: tuple[Contingency, ...] = ()
    tests: tuple[MarginalTest, ...] = ()
    differences: tuple[Difference, ...] = ()
    panel: tuple[PanelGap, ...] = ()
    reading: Reading = field(default_factory=Reading, repr=False, compare=False)

    def to_json(self) -> dict[str, object]:
        """Give the result as the JSON object of `mcqa reliability`."""
        return {
            "estimates": [estimate.to_json() for estimate in self.estimates],
            "pairs": [estimate.to_json() for estimate in self.pairs],
            "contingency": [table.to_json() for table in self.contingency],
            "prevalence": [prevalence.to_json() for prevalence in self.prevalence],
            "tests": [test.to_json() for test in self.tests],
            "specific": [each.to_json() for each in self.reading.specific],
            "work_ups": [each.to_json() for each in self.reading.work_ups],
            "advice": None if self.reading.advice is None else self.reading.advice.to_json(),
            "differences": [difference.to_json() for difference in self.differences],
            "panel": [gap.to_json() for gap in self.panel],
        }

    def to_frame(self) -> pd.DataFrame:
        """Give one row per estimate, pairs last, with the interval and the benchmark spread over columns."""
        import pandas as pd

        return pd.DataFrame([estimate.flat() for estimate in (*self.estimates, *self.pairs)])


# the scopes whose pairs of levels are tabulated
_TABULATED = ("criterion", "rubric", "pair")


def analyse(
    ratings: Ratings,
    *,
    coefficients: Sequence[str] = DEFAULT_COEFFICIENTS,
    weights: Sequence[str | WeightMatrix] | None = None,
    metrics: Sequence[str] | None = None,
    by: Sequence[str] = ("criterion", "standard", "rubric"),
    pairs: bool = False,
    confidence: float = 0.95,
    ci: str = "auto",
    resample: str = "units",
    missing: str = "available",
    replicates: int = 2000,
    seed: int = 0,
    null_value: float = 0.0,
    benchmark: str = "landis_koch",
    tolerance: float = 0.0,
    differences: Sequence[str] = (),
    panel: str | None = None,
) -> AgreementResult:
    """Measure how far raters agree, in every scope and with every coefficient asked for.

    Parameters
    ----------
    ratings : Ratings
        The ratings table. Units and raters without a rating never shift an estimate.
    coefficients : sequence of str
        Some of `COEFFICIENTS`; one form of a coefficient that has several as `icc:ICC2`, `finn:twoway`,
        `kendall_w:no_ties_correction`, `mean_pearson:fisher_z` or `mean_spearman:fisher_z`.
    weights : sequence of str or WeightMatrix, optional
        Agreement weights for every coefficient, alpha in Gwet's form included. None takes what fits: ordinal weights,
        identity on a nominal scale, and exact agreement for `percent_agreement`.
    metrics : sequence of str, optional
        Krippendorff's metrics for alpha. None takes what fits: ordinal, nominal on a nominal scale.
    by : sequence of str
        Some of criterion, standard, rubric, group (within each rater group, and between each two) and round.
    pairs : bool
        Whether every pair of raters is compared too, on what both rated.
    confidence : float
        Level of the intervals, between 0 and 1.
    ci : {"auto", "delta", "jackknife", "jackknife_z", "bootstrap", "bca", "none"}
        How intervals are made. `auto` takes what covers best as measured: McGraw and Wong's limits of intraclass
        correlations, exact limits where nobody differed, else the jackknife on Fisher's z scale. Where there is no
        linearisation `delta` is the jackknife, and says so.
    resample : {"units", "raters", "both"}
        What is a sample: the units, so that the interval is about these raters; the raters; or both, so that it is
        about raters like these.
    missing : {"available", "listwise"}
        Whether a row counts with the ratings it has, or only when every rater of the scope rated it.
    replicates, seed : int
        Number of bootstrap resamples and the seed they are drawn from.
    null_value : float
        What p values test against.
    benchmark : str
        One of the benchmark scales.
    tolerance : float
        How far apart ratings may be and still agree, for `percent_agreement` and `percent_agreement_all_raters`: in
        levels, or in score points on an interval scale.
    differences : sequence of str
        Some of groups, rounds (each two of them, on the components, standards and all together that `by` names) and
        coefficients (each two, in every scope): differences with intervals by paired bootstrap.
    panel : str, optional
        The rater group that everybody else is measured against, in all and by the components and standards that `by`
        names.

    Returns
    -------
    AgreementResult
        Estimates in the order of the scopes and, within a scope, of the coefficients.

    Raises
    ------
    UsageError
        A name is not known, or a number is out of range.
    """
    _check_words(ratings, by, differences, panel)
    check_options(
        ci=ci,
        resample=resample,
        missing=missing,
        benchmark=benchmark,
        confidence=confidence,
        replicates=replicates,
        null_value=null_value,
        tolerance=tolerance,
        seed=seed,
    )
    asked = requests(coefficients, weights, metrics, tolerance)
    inference = Inference(
        confidence=confidence,
        ci=ci,
        resample=resample,
        replicates=replicates,
        seed=seed,
        null_value=null_value,
        benchmark=benchmark,
    )
    listwise = missing == "listwise"
    regions = tuple(scopes(ratings, by, listwise=listwise)) if ratings.criteria else ()
    couples = tuple(pair_scopes(ratings)) if pairs and ratings.criteria else ()
    within = [[measured(request, scope, inference) for request in asked] for scope in regions]
    across = [*between_scopes(ratings, listwise=listwise)] if "group" in by else []
    if panel is not None:
        across += panel_scopes(ratings, panel, by, listwise=listwise)
    return AgreementResult(
        estimates=(
            *(each.estimate for found in within for each in found),
            *(measure(request, scope, inference) for scope in across for request in asked),
        ),
        pairs=tuple(measure(request, scope, inference) for scope in couples for request in asked),
        prevalence=tuple(prevalence(scope) for scope in regions),
        contingency=_tables((*regions, *couples)),
        tests=tuple(test for scope in (*regions, *couples) for test in marginal_tests(scope)),
        differences=_differences(ratings, differences, by, asked, within, inference, listwise=listwise),
        panel=_gaps(ratings, panel, inference, listwise=listwise),
        reading=Reading(
            regions=tuple(
                (scope, tuple(each.estimate for each in found)) for scope, found in zip(regions, within, strict=True)
            ),
            inference=inference,
        ),
    )


def _check_words(ratings: Ratings, by: Sequence[str], differences: Sequence[str], panel: str | None) -> None:
    for kind in by:
        check_name("scope", kind, SCOPES)
    for of in differences:
        check_name("difference", of, tuple(COMPARED))
    if panel is not None:
        from mcqa.agreement.panel import check_panel

        check_panel(ratings, panel)


def _tables(regions: Sequence[Scope]) -> tuple[Contingency, ...]:
    found = (contingency(scope) for scope in regions if scope.kind in _TABULATED)
    return tuple(table for table in found if table is not None)


def _differences(
    ratings: Ratings,
    of: Sequence[str],
    by: Sequence[str],
    asked: Sequence[Request],
    within: Sequence[Sequence[Measured]],
    inference: Inference,
    *,
    listwise: bool,
) -> tuple[Difference, ...]:
    if not of:
        return ()
    from mcqa.agreement.difference import differences_of

    return tuple(differences_of(ratings, of, by, asked=asked, within=within, inference=inference, listwise=listwise))


def _gaps(ratings: Ratings, panel: str | None, inference: Inference, *, listwise: bool) -> tuple[PanelGap, ...]:
    if panel is None:
        return ()
    from mcqa.agreement.panel import panel_gaps

    return tuple(panel_gaps(ratings, panel, inference, listwise=listwise))

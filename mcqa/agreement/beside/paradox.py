"""The paradoxes of kappa, worked up: what stands beside each other in one scope, and what the data can and cannot say.

Kappa and alpha can be low although raters hardly ever differ, because nearly all ratings are at one level (the first
paradox of Feinstein & Cicchetti 1990, Journal of Clinical Epidemiology 43, 543-549), and kappa can be higher because
raters use the levels differently (the second).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mcqa.agreement.beside.cases import CASES
from mcqa.agreement.beside.facts import RARELY, Facts
from mcqa.agreement.beside.imbalance import bias_index, leaning, marginals, prevalence_index
from mcqa.agreement.beside.workup import WorkUp
from mcqa.agreement.estimate import Estimate
from mcqa.agreement.scopes import Scope
from mcqa.statistics.rows import Rows


def work_up(scope: Scope, estimates: Mapping[str, Estimate]) -> WorkUp:
    """Put beside each other what must be read together, and say what it comes to.

    Parameters
    ----------
    scope : Scope
        The ratings.
    estimates : mapping of str to Estimate
        Those of the scope by coefficient; `percent_agreement`, `krippendorff_alpha`, `gwet_ac` and `conger_kappa` or
        `cohen_kappa` are looked at, and any may be absent.

    Returns
    -------
    WorkUp
        With one sentence, from the first case of `CASES` that holds.
    """
    found = WorkUp(
        scope=scope.kind,
        criterion=scope.criterion,
        standard=scope.standard,
        group=scope.group,
        round=scope.round,
        raters=scope.raters,
        n_units=scope.n_units,
        n_units_used=scope.n_units_used,
        n_raters=scope.n_raters,
        percent_agreement=estimates.get("percent_agreement"),
        kappa=estimates.get("conger_kappa", estimates.get("cohen_kappa")),
        ac=estimates.get("gwet_ac"),
        alpha=estimates.get("krippendorff_alpha"),
    )
    if scope.rows is not None and scope.rows.counts.any():
        found = _spread_out(found, scope, scope.rows)
    facts = Facts(scope=scope, work=found)
    case = next(case for case in CASES if case.holds(facts))
    return replace(found, case=case.name, sentence=case.say(facts))


def _spread_out(found: WorkUp, scope: Scope, rows: Rows) -> WorkUp:
    """Add how the ratings spread over the levels, and how differently raters use them."""
    scale, raters = scope.scales[0], () if scope.matrix is None else scope.matrix.raters
    totals = rows.times @ rows.counts
    total, top = float(totals.sum()), int(totals.argmax())
    leaner = leaning(rows, raters, ordered=scale.ordered, rarely=RARELY)
    return replace(
        found,
        n_ratings=round(total),
        prevalence=tuple((level, count / total) for level, count in zip(scale.level_ids, totals.tolist(), strict=True)),
        prevailing=scale.levels[top].label,
        prevailing_share=float(totals[top]) / total,
        marginals=marginals(rows, raters, scale.level_ids),
        prevalence_index=prevalence_index(totals),
        bias_index=bias_index(rows.codes, rows.n_levels, rows.times) if rows.raters_known else None,
        leaning=leaner if leaner is not None and leaner.p_value < RARELY else None,
    )

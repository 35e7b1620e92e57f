"""Which coefficient to report for a rubric and a design, and why: read off the scale and who rated what."""

from __future__ import annotations

from dataclasses import dataclass

from mcqa.agreement import wording
from mcqa.agreement.beside.facts import ONE_SIDED
from mcqa.agreement.request import has_scores
from mcqa.agreement.scopes import PAIR, Scope
from mcqa.rubric.model import Scale
from mcqa.statistics.rows import Rows

# scores on more levels than this may pass for measurements, and the limits of ICC take them for such
FEW_LEVELS = 10
# up to one rating in five missing, a table still counts as one that all reviewers were to fill
FEW_MISSING = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to report: a coefficient as the command line takes it, with weights or metric, what beside it, and why.

    `coefficient` is None where nothing can be reported; `text` says why, and ends with the page to read.
    """

    coefficient: str | None
    weights: str | None = None
    metric: str | None = None
    beside: tuple[str, ...] = ()
    text: str

    def to_json(self) -> dict[str, object]:
        """Give the advice as a JSON object."""
        return {
            "coefficient": self.coefficient,
            "weights": self.weights,
            "metric": self.metric,
            "beside": list(self.beside),
            "text": self.text,
        }


def which_coefficient(scope: Scope) -> Advice:
    """Say which coefficient to report for the ratings of a scope, and why.

    Two reviewers who both rated everything are compared by Cohen's kappa, since each has a way of using the scale; the
    same reviewers on a fine interval scale by ICC2 (on a coarse one its limits hold too rarely); all others by
    Krippendorff's alpha, which takes missing ratings and does not ask who rated. Where nearly all ratings are at one
    level Gwet's coefficient comes first, with alpha beside it.
    """
    rows = scope.rows
    if rows is None:
        return _nothing(wording.mixed_scales_text(scope), "mixed_scales")
    if scope.n_raters == 1:
        return _nothing(wording.undefined_text("one_rater", scope), "one_rater")
    if scope.n_units_used == 0:
        return _nothing(wording.undefined_text("no_pairs", scope), "no_pairs")
    scale = scope.scales[0]
    if len(scale.levels) == 1:
        return _nothing(wording.undefined_text("no_variation", scope), "no_variation")
    level, share = _most_used(rows, scale)
    missing = float(rows.times @ (rows.codes < 0).mean(axis=1) / rows.times.sum()) if rows.raters_known else None
    first, beside, reason = _choice(scale, scope.n_raters, missing, share)
    why = "; ".join(part for part in (_scale_text(scale), _design_text(scope, rows, missing), reason) if part)
    if share >= ONE_SIDED:
        why += f'; {share:.0%} of the ratings are "{level}", where alpha and the kappas are low whatever reviewers do'
    name, weights, metric = first
    said = " and ".join(_NAMES[each] for each in beside)
    shown = _called(name, weights, metric)
    return Advice(
        coefficient=name,
        weights=weights,
        metric=metric,
        beside=beside,
        text=f"Report {shown}, with {said} beside it: {why}. More: mcqa explain {name.partition(':')[0]}",
    )


Named = tuple[str, str | None, str | None]


def _choice(scale: Scale, n_raters: int, missing: float | None, share: float) -> tuple[Named, tuple[str, ...], str]:
    weights = "ordinal" if scale.ordered else "identity"
    alpha: Named = ("krippendorff_alpha", None, _metric(scale))
    complete = missing == 0.0
    if share >= ONE_SIDED:
        return ("gwet_ac", weights, None), ("krippendorff_alpha", "percent_agreement"), ""
    if complete and scale.type == "interval" and has_scores(scale) and len(scale.levels) > FEW_LEVELS:
        return (
            ("icc:ICC2", None, None),
            ("krippendorff_alpha", "percent_agreement"),
            "ICC2 counts their differences too",
        )
    if complete and n_raters == PAIR:
        return (
            ("cohen_kappa", weights, None),
            ("gwet_ac", "percent_agreement"),
            "kappa compares two reviewers who each use the scale in their own way",
        )
    return alpha, ("gwet_ac", "percent_agreement"), "" if complete else "alpha uses every rating that has a partner"


def _metric(scale: Scale) -> str:
    if not scale.ordered or len(scale.levels) == PAIR:
        return "nominal"
    return "interval" if scale.type == "interval" and has_scores(scale) else "ordinal"


_NAMES = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac": "Gwet's AC",
    "percent_agreement": "percent agreement",
    "cohen_kappa": "Cohen's kappa",
    "icc:ICC2": "ICC2",
}


def _called(name: str, weights: str | None, metric: str | None) -> str:
    if metric is not None:
        return f"{_NAMES[name]} ({metric} metric)"
    if name == "gwet_ac":
        return "Gwet's AC1" if weights == "identity" else f"Gwet's AC2 ({weights} weights)"
    return _NAMES[name] if weights in {None, "identity"} else f"{_NAMES[name]} ({weights} weights)"


def _nothing(text: str, page: str) -> Advice:
    return Advice(coefficient=None, text=f"No coefficient can be reported: {text}. More: mcqa explain {page}")


def _most_used(rows: Rows, scale: Scale) -> tuple[str, float]:
    totals = rows.times @ rows.counts
    top = int(totals.argmax())
    return scale.levels[top].label, float(totals[top] / totals.sum())


def _scale_text(scale: Scale) -> str:
    n = len(scale.levels)
    if not scale.ordered:
        return f"the {n} levels have no order"
    if n == PAIR:
        return "there are two levels, so weights and metrics make no difference"
    scored = "" if has_scores(scale) else " without scores, so distances are ranks"
    return f"the {n} levels are ordered{scored}, and a near miss should count as one"


def _design_text(scope: Scope, rows: Rows, missing: float | None) -> str:
    n = scope.n_raters
    if missing is None:
        return "the counts do not say who gave which rating"
    if scope.listwise:
        return f"only what {'both' if n == PAIR else f'all {n}'} reviewers rated counts"
    if missing == 0:
        return "both reviewers rated everything" if n == PAIR else f"the same {n} reviewers rated everything"
    if missing <= FEW_MISSING:
        return f"{n} reviewers rated, with {missing:.0%} of the ratings missing"
    sizes = rows.counts.sum(axis=1)
    low, high = int(sizes.min()), int(sizes.max())
    each = f"{low}" if low == high else f"{low} to {high}"
    return f"{n} reviewers rated in changing company, {each} at a time"

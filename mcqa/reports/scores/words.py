"""Words for verdicts, reasons and rules, written down once."""

from __future__ import annotations

from mcqa.reports.document import Cell, counted
from mcqa.rubric.model import Decision, Rubric
from mcqa.rubric.shown_in import SHOWN_IN
from mcqa.scores.result import Need
from mcqa.scores.rules import Verdict

VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDECIDED: "undecided"}
STYLES = (("met", "green"), ("not met", "red"), ("undecided", "yellow"))
WHY = {
    "no_ratings": "not rated",
    "too_few_ratings": "too few ratings",
    "cannot_tell": "cannot tell",
    "tie": "tie",
    "not_applicable": "not applicable",
    "not_ordered": "scale without order",
    "no_weight": "reviewers without weight",
}
AGREED = {
    "majority": "majority of the reviewers",
    "median": "median of the reviewers",
    "mean": "mean of the reviewers",
    "unanimous": "one voice of all reviewers",
    "most_lenient": "most lenient reviewer",
    "strictest": "strictest reviewer",
    "weighted": "majority of the reviewers by their weights",
}
# what a whole percentage would show as none, or short of all as all
BARELY = 0.005
TIES = {"lower": "ties go to the lower level", "higher": "ties go to the higher level"}
SHOWN_TO = {**SHOWN_IN, "packet": "a packet that shows it"}


def points(value: Cell) -> str:
    """Give a share of the points with one decimal: 84.6 % must not look like the 85 % that were asked for."""
    return f"{value:.1%}" if isinstance(value, int | float) else str(value)


def chance(value: Cell) -> str:
    """Give a chance as a whole percentage; what is not certain does not look so."""
    if not isinstance(value, int | float):
        return str(value)
    if 0 < value <= BARELY:
        return "<1%"
    return ">99%" if 1 - BARELY <= value < 1 else f"{value:.0%}"


def rule_in_words(rubric: Rubric, decision: Decision) -> str:
    """Say in one sentence what a micro-credential has to do, and how reviewers are brought to one level."""
    ties = TIES.get(decision.ties, "ties stay undecided")
    return f"{asked_in_words(rubric, decision)};\n{AGREED[decision.consensus]} per component, {ties}"


def asked_in_words(rubric: Rubric, decision: Decision) -> str:
    """Say what a micro-credential has to do."""
    # the scale of the rubric need not know a cut that all its components do
    levels = [level for criterion in rubric.criteria for level in criterion.scale.levels if level.id == decision.cut]
    cut = levels[0].label if levels else decision.cut
    if decision.rule == "conjunctive":
        return f'every component at "{cut}" or above'
    share = f"{100 * (decision.pass_share or 0.0):.4g}% of the points"
    essential = any(criterion.essential for criterion in rubric.criteria)
    return f'essential components at "{cut}" or above and {share}' if essential else share


def cautions(rubric: Rubric, decision: Decision) -> list[str]:
    """Say what of a rule may not be what somebody expects of this rubric."""
    said = []
    if decision.rule == "compensatory" and not any(criterion.essential for criterion in rubric.criteria):
        said.append("The rubric marks no component as essential: the points alone decide.")
    if any(not criterion.scale.ordered for criterion in rubric.criteria):
        said.append("Levels of a scale without order count as the rubric lists them.")
    return said


def need_in_words(need: Need) -> str:
    """Say what would settle one undecided component."""
    if need.needs == "rule":
        return "another rule: its scale has no order"
    more = "" if need.ratings is None else counted(need.ratings, "more rating")
    if need.needs == "evidence":
        shown = SHOWN_TO.get(need.evidence or "packet", need.evidence or "")
        reviewers = (
            ""
            if need.ratings is None
            else f", to {counted(need.ratings, 'more reviewer')} or to those who could not tell"
        )
        return f"{shown}{reviewers}"
    if need.needs == "decision":
        return f"a decision, or {more}" if more else "a decision"
    return more or "ratings"

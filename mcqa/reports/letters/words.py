"""What letters say, in plain English; one sentence for one thing."""

from __future__ import annotations

from math import floor

from mcqa.reports.document import counted
from mcqa.rubric.model import Decision, Rubric
from mcqa.rubric.shown_in import SHOWN_IN
from mcqa.scores.result import Need
from mcqa.scores.rules import Verdict

MANY_REVIEWERS = 3
STATUS = {
    "reconstruction": "This rubric is a reconstruction, not the official text.",
    "draft": "This rubric is a draft, not the official text.",
}
VERDICTS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDECIDED: "undecided"}
NOBODY = "the rubric names no role; ask who it is"
EVIDENCE = {
    "packet": (SHOWN_IN["packet"], "whoever hands in the packet"),
    "issuer_dossier": (SHOWN_IN["issuer_dossier"], "the issuer"),
    "operations_data": (SHOWN_IN["operations_data"], "the issuer"),
}
WHY = {
    "no_ratings": "Nobody rated it.",
    "too_few_ratings": "Too few reviewers rated it.",
    "cannot_tell": "Reviewers could not tell from what they were shown.",
    "tie": "Reviewers were divided, and no level has most of them behind it.",
    "not_ordered": "The rule for bringing reviewers together does not fit the levels of this component.",
    "no_weight": "Only reviewers whose ratings do not count here rated it.",
}
_CONSENSUS = {
    "majority": "the level that most of them chose",
    "median": "the middle one of their levels",
    "mean": "the level whose score is nearest to their mean",
    "unanimous": "the level that all of them chose",
    "most_lenient": "the highest level that any of them chose",
    "strictest": "the lowest level that any of them chose",
    "weighted": "the level with most weight of reviewers behind it",
}
_TIES = {
    "lower": "Between levels with equal support the lower one counts.",
    "higher": "Between levels with equal support the higher one counts.",
}


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Join names as a sentence has them."""
    return ", ".join(names[:-1]) + (f" and {names[-1]}" if len(names) > 1 else "".join(names))


def share(value: float) -> str:
    """Give a share in percent with one decimal, never rounded up to a bar that it does not reach."""
    return f"{floor(value * 1000 + 1e-9) / 10:g} %"


def rule(rubric: Rubric, decision: Decision) -> str:
    """Say in one sentence when a micro-credential meets the rubric."""
    # components may have scales of their own, and nothing else
    scale = rubric.criteria[0].scale
    cut = scale.levels[scale.position(decision.cut)].label
    top = scale.levels[-1].label == cut
    reaches = f'"{cut}"' if top else f'"{cut}" or above'
    if decision.rule == "conjunctive":
        return f"A micro-credential meets the rubric when every component that applies to it reaches {reaches}."
    points = f"have at least {share(decision.pass_share or 0.0)} of the points"
    if not any(one.essential for one in rubric.criteria):
        return f"A micro-credential meets the rubric when all components together {points}."
    return (
        f"A micro-credential meets the rubric when every essential component reaches {reaches} and all components "
        f"together {points}."
    )


def bringing_together(decision: Decision) -> str:
    """Say how ratings become a level."""
    said = f"For each component the reviewers are brought to one level first: {_CONSENSUS[decision.consensus]}."
    ties = _TIES.get(decision.ties, "Where levels have equal support, the component stays undecided.")
    few = (
        f" A component with fewer than {counted(decision.min_ratings, 'rating')} stays undecided."
        if decision.min_ratings > 1
        else ""
    )
    return f"{said} {ties}{few}"


def verdict(found: Verdict, n_blocking: int, n_open: int) -> str:
    """Say the verdict and what follows from it."""
    match found:
        case Verdict.MET:
            return "This micro-credential has met the rubric. Congratulations. There is nothing else to do."
        case Verdict.NOT_MET:
            stand = "1 component stands" if n_blocking == 1 else f"{n_blocking} components stand"
            return (
                f"This micro-credential has not met the rubric yet. {stand} in the way. What each asks for, and who "
                "must act, is said below."
            )
        case Verdict.UNDECIDED:
            if not n_open:
                return "There is no verdict: no component applies to this micro-credential."
            could = "1 component" if n_open == 1 else f"{n_open} components"
            return f"There is no verdict yet, because {could} could not be decided. What would settle it is said below."


def settled_by(need: Need) -> str:
    """Say what would settle an undecided component, and who provides it."""
    at_least = counted(need.ratings, "reviewer") if need.ratings else ""
    match need.needs:
        case "evidence":
            where, who = EVIDENCE[need.evidence or "packet"]
            shown = f", and at least {at_least} must rate it with these at hand" if at_least else ""
            return f"Pages of {where} that show it. They come from {who}{shown}."
        case "decision":
            more = f", or ratings of at least {counted(need.ratings, 'more reviewer')}" if need.ratings else ""
            return f"A decision by whoever runs the review{more}. You need not do anything."
        case "rule":
            return "Another rule, chosen by whoever runs the review. You need not do anything."
        case _:
            more = f"at least {counted(need.ratings, 'more reviewer')}" if need.ratings else "more reviewers"
            return f"Ratings of {more}, whom those who run the review ask. You need not do anything."


def needed(needs: tuple[Need, ...]) -> tuple[str, ...]:
    """Sum up what is still needed for a verdict, and from whom, one item for each kind of thing."""
    by: dict[str, list[str]] = {}
    for need in needs:
        if need.needs == "evidence":
            where, who = EVIDENCE[need.evidence or "packet"]
            by.setdefault(f"{where}, from {who}", []).append(need.criterion)
        else:
            what = {"ratings": "more ratings", "decision": "a decision", "rule": "another rule"}[need.needs]
            by.setdefault(f"{what}, from those who run the review", []).append(need.criterion)
    return tuple(f"{what}: for {listed(names)}" for what, names in by.items())

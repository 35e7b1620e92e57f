"""The rule of a run: what the rubric declares, with what a call asks for put over it, and every contradiction told."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.rubric.model import Criterion, Decision, Rubric, Scale
from mcqa.scores.consensus import NEEDS_ORDER

CONSENSUS = ("majority", "median", "mean", "unanimous", "most_lenient", "strictest", "weighted")
TIES = ("lower", "higher", "undecided")
SHOWN = 3
RULES = ("conjunctive", "compensatory", "quality-matters")
# what people also call them, folded
_ALSO = {
    "lenient": "most_lenient",
    "highest": "most_lenient",
    "strict": "strictest",
    "lowest": "strictest",
    "most_strict": "strictest",
    "reviewer_weighted": "weighted",
    "unanimity": "unanimous",
    "quality_matters": "quality-matters",
}


class Asked(NamedTuple):
    """What a call asks of the rule; None where it leaves the rubric's."""

    consensus: str | None = None
    ties: str | None = None
    min_ratings: int | None = None
    cut: str | None = None
    rule: str | None = None
    pass_share: float | None = None
    weighted: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything is asked."""
        return any(value is not None for value in self[:-1]) or self.weighted


def decision_for(rubric: Rubric, asked: Asked) -> Decision:
    """Give the rule over all criteria of a rubric; UsageError where what is asked does not fit it."""
    return _over(rubric.decision, rubric.criteria, asked)


def core_decision_for(rubric: Rubric, asked: Asked) -> Decision | None:
    """Give the rule over the criteria of the rubric that an overlay extends; None without an overlay."""
    if rubric.base_decision is None:
        return None
    # what an overlay added may have scales that do not know the cut of the base
    return _over(rubric.base_decision, tuple(one for one in rubric.criteria if not one.added_by), asked)


def _over(decision: Decision, criteria: tuple[Criterion, ...], asked: Asked) -> Decision:
    changed = decision
    rule = None if asked.rule is None else known(asked.rule, RULES, "rule")
    if rule == "quality-matters":
        # two of three reviewers per component, all essential ones met, 85 % of the points
        changed = Decision(
            rule="compensatory", cut=decision.cut, pass_share=0.85, consensus="majority", ties="lower", min_ratings=2
        )
    elif rule is not None:
        changed = changed._replace(rule=rule)
    if asked.pass_share is not None:
        if changed.rule != "compensatory":
            raise UsageError(
                "--pass-share is for a compensatory rule, and this one asks for every component",
                hint="give --rule compensatory as well, or leave it out",
            )
        # no number at all is in no range
        if not 0 <= asked.pass_share <= 1:
            raise UsageError(f"--pass-share is a share from 0 to 1, not {asked.pass_share:g}", hint="such as 0.85")
        changed = changed._replace(pass_share=asked.pass_share)
    if changed.rule == "compensatory" and changed.pass_share is None:
        raise UsageError(
            "a compensatory rule needs the share of the points that is enough", hint="give --pass-share, such as 0.85"
        )
    return _with_cut(_with_consensus(changed, criteria, asked), criteria, asked.cut)


def _with_consensus(decision: Decision, criteria: tuple[Criterion, ...], asked: Asked) -> Decision:
    consensus = None if asked.consensus is None else known(asked.consensus, CONSENSUS, "consensus")
    if asked.weighted and consensus not in {None, "weighted"}:
        raise UsageError(
            f"weights of reviewers are for the consensus weighted, not for {consensus}",
            hint="leave out --rater-weights or --consensus",
        )
    if consensus == "weighted" and not asked.weighted:
        raise UsageError(
            "the consensus weighted needs a weight for each reviewer",
            hint="give --rater-weights: what `mcqa calibrate --format json` wrote, or a list of reviewers and weights",
        )
    if asked.weighted:
        consensus = "weighted"
    if consensus in NEEDS_ORDER and not any(criterion.scale.ordered for criterion in criteria):
        raise UsageError(
            f"the consensus {consensus} needs levels in an order, and this scale is nominal",
            hint="majority, unanimous and weighted do without an order",
        )
    return decision._replace(
        consensus=consensus or decision.consensus,
        ties=decision.ties if asked.ties is None else known(asked.ties, TIES, "rule for ties"),
        min_ratings=asked.min_ratings or decision.min_ratings,
    )


def _with_cut(decision: Decision, criteria: tuple[Criterion, ...], asked: str | None) -> Decision:
    """Put a cut over the declared one; it must be a level of every scale, by its id or its label."""
    wanted = asked or decision.cut
    scales = tuple(dict.fromkeys(criterion.scale for criterion in criteria))
    found = {_level(scale, wanted) for scale in scales}
    if len(found) == 1 and None not in found:
        return decision._replace(cut=found.pop() or wanted)
    without = [criterion.id for criterion in criteria if _level(criterion.scale, wanted) is None]
    some = without or [criterion.id for criterion in criteria]
    levels = "; or ".join(dict.fromkeys(", ".join(scale.level_ids) for scale in scales))
    more = f" and {len(some) - SHOWN} more" if len(some) > SHOWN else ""
    where = "" if len(without) == len(criteria) else f" of {', '.join(some[:SHOWN])}{more}"
    raise UsageError(f'the cut "{wanted}" is no level{where}', hint=f"the scale declares {levels}")


def _level(scale: Scale, name: str) -> str | None:
    folded = name.strip().casefold()
    for level in scale.levels:
        if folded in {level.id.casefold(), level.label.casefold()}:
            return level.id
    return None


def known(given: str, names: tuple[str, ...], what: str) -> str:
    """Give a name as it is written here; UsageError with what is near it where there is none."""
    folded = given.strip().casefold().replace(" ", "_").replace("-", "_")
    for name in names:
        if folded == name.replace("-", "_"):
            return name
    if _ALSO.get(folded) in names:
        return _ALSO[folded]
    if what == "consensus" and folded == "fair":
        raise UsageError(
            "the consensus fair takes the fair averages of a many-facet model, which this version does not have yet",
            hint=f"known: {', '.join(names)}",
        )
    from difflib import get_close_matches

    close = get_close_matches(folded, names, n=1)
    hint = f"did you mean {close[0]}? known: {', '.join(names)}" if close else f"known: {', '.join(names)}"
    raise UsageError(f'there is no {what} "{given}"', hint=hint)

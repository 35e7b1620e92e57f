"""Score a table of ratings: consensus of each criterion, the rule over the criteria, and the splits to settle."""

from __future__ import annotations

import numpy as np

from mcqa.ratings.table import Codes, Ratings, Status
from mcqa.rubric.model import Criterion, Rubric, Standard
from mcqa.scores.consensus import Panel
from mcqa.scores.margin import margin
from mcqa.scores.result import CriterionScore, Scores, Split, StandardScore, UnitScore, Verdict, Vote
from mcqa.scores.rules import Judged, decide, judge
from mcqa.scores.splits import split_reason, split_text


def score(ratings: Ratings, rubric: Rubric) -> Scores:
    """Score every unit of the table; a criterion that nobody rated is undecided, never met."""
    tally = _Tally(ratings, rubric)
    units = []
    splits = []
    for index, unit in enumerate(ratings.units):
        judged = [
            judge(criterion, tally.panel(index, position), rubric.decision) for position, criterion in tally.criteria
        ]
        units.append(_unit(unit, judged, rubric))
        splits += _splits(unit, index, judged, tally, units[-1])
    splits.sort(key=lambda split: (not split.decisive, split.reason != "range"))
    return Scores(units=tuple(units), splits=tuple(splits))


class _Tally:
    """Counts of every unit and criterion at every level and of every non-score, made in one pass."""

    def __init__(self, ratings: Ratings, rubric: Rubric) -> None:
        self.ratings = ratings
        self.rubric = rubric
        self.criteria: tuple[tuple[int, Criterion], ...] = tuple(enumerate(rubric.criteria))
        shape = (len(ratings.units), len(rubric.criteria))
        levels = max(len(criterion.scale.levels) for criterion in rubric.criteria)
        rated = ratings.rated
        self.counts = np.zeros((*shape, levels), dtype=np.int32)
        np.add.at(self.counts, (ratings.unit[rated], ratings.criterion[rated], ratings.level[rated]), 1)
        self.cannot_tell = self._count(shape, Status.CANNOT_TELL)
        self.not_applicable = self._count(shape, Status.NOT_APPLICABLE)

    def _count(self, shape: tuple[int, int], status: Status) -> Codes:
        found = np.zeros(shape, dtype=np.int32)
        where = self.ratings.status == status
        np.add.at(found, (self.ratings.unit[where], self.ratings.criterion[where]), 1)
        return found

    def panel(self, unit: int, criterion: int) -> Panel:
        levels = len(self.rubric.criteria[criterion].scale.levels)
        return Panel(
            counts=tuple(self.counts[unit, criterion, :levels].tolist()),
            cannot_tell=int(self.cannot_tell[unit, criterion]),
            not_applicable=int(self.not_applicable[unit, criterion]),
        )

    def votes(self, unit: int, criterion: int) -> tuple[Vote, ...]:
        table = self.ratings
        scale = self.rubric.criteria[criterion].scale
        rows = np.flatnonzero((table.unit == unit) & (table.criterion == criterion) & table.rated)
        ranked = sorted(rows.tolist(), key=lambda row: (-int(table.level[row]), int(table.rater[row])))
        return tuple(
            Vote(
                rater=table.raters[int(table.rater[row])],
                level=scale.levels[int(table.level[row])].id,
                comment=table.comment[row],
            )
            for row in ranked
        )


def _unit(unit: str, judged: list[Judged], rubric: Rubric) -> UnitScore:
    outcome = decide(judged, rubric.decision)
    return UnitScore(
        unit=unit,
        verdict=outcome.verdict,
        blocking=outcome.blocking,
        undecided=tuple(one.criterion.id for one in judged if one.applies and one.met is None),
        margin=margin(judged, outcome.verdict, rubric.decision),
        share=outcome.share,
        share_possible=outcome.share_possible,
        standards=tuple(_standard(standard, judged) for standard in rubric.standards),
        criteria=tuple(_criterion(one, rubric.decision.cut) for one in judged),
    )


def _standard(standard: Standard, judged: list[Judged]) -> StandardScore:
    """Give the verdict of one standard: met when all its criteria that apply are."""
    own = [one for one in judged if one.criterion.standard == standard.id and one.applies]
    if any(one.met is False for one in own):
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.MET if own and all(one.met for one in own) else Verdict.UNDECIDED
    return StandardScore(
        standard=standard.id, verdict=verdict, met=sum(1 for one in own if one.met), components=len(own)
    )


def _criterion(one: Judged, cut: str) -> CriterionScore:
    scale, panel, level = one.criterion.scale, one.panel, one.consensus.level
    return CriterionScore(
        criterion=one.criterion.id,
        consensus=None if level is None else scale.levels[level].id,
        met=one.met,
        n_ratings=panel.n,
        counts=dict(zip(scale.level_ids, panel.counts, strict=True)),
        non_scores={"cannot_tell": panel.cannot_tell, "not_applicable": panel.not_applicable},
        split=split_reason(panel.counts, scale, cut) is not None,
        tied=one.consensus.tied,
        undecided_because=one.consensus.why.value if one.consensus.why else None,
    )


def _splits(unit: str, index: int, judged: list[Judged], tally: _Tally, result: UnitScore) -> list[Split]:
    found = []
    for position, one in enumerate(judged):
        scale = one.criterion.scale
        reason = split_reason(one.panel.counts, scale, tally.rubric.decision.cut)
        if reason is None:
            continue
        others = [other for other in result.blocking if other != one.criterion.id]
        # the verdict hangs on this cell when nothing else stands in the way of the unit
        decisive = not others and (one.met is not True or result.verdict is Verdict.MET)
        found.append(
            Split(
                unit=unit,
                criterion=one.criterion.id,
                ratings=tally.votes(index, position),
                reason=reason,
                text=split_text(reason, one.panel.counts, scale),
                decisive=decisive,
            )
        )
    return found

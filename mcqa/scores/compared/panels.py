"""The consensus of the reviewers beside that of a panel of advisors who judged the same units.

Both sides come to a consensus by the same rule, on their own ratings alone. A member of the panel is a rater whose
sheets name that group, everybody else is a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mcqa.errors import UsageError
from mcqa.ratings.table import Codes, Ratings, Status
from mcqa.rubric.model import Decision, Rubric
from mcqa.scores.arrays import Mask, Places, Small
from mcqa.scores.cells import tally
from mcqa.scores.compared.panel_result import CONFIDENCE, PanelComparison, PanelRow, UnitPair
from mcqa.scores.consensus import Undecided
from mcqa.scores.judgement import MET, NO_LEVEL, WHYS, Judgement, judge
from mcqa.scores.rules import VERDICTS, decide
from mcqa.scoresheets.words.spelling import spelled
from mcqa.statistics.shares import clustered_interval, share_interval, sign_test

__all__ = ["PanelComparison", "PanelRow", "UnitPair", "compare_panels"]

# with five units even five to none has p = 0.06
SMALLEST_TEST = 6
SIGNIFICANT = 0.05
PAIR = 2


def compare_panels(
    ratings: Ratings,
    rubric: Rubric,
    decision: Decision,
    panel: str,
    *,
    weights: Sequence[float] | None = None,
) -> PanelComparison:
    """Compare the consensus of everybody else with that of a panel.

    Parameters
    ----------
    ratings
        The table, made with this rubric.
    rubric, decision
        What is rated, and the rule by which each side comes to its consensus and its verdicts.
    panel
        The group of the panel, in any case and spacing.
    weights
        A weight for each rater of the table, for the consensus `weighted`.

    Raises
    ------
    UsageError
        Nobody who rated is in that group, or everybody is.
    """
    inside, name = _members(ratings, panel)
    in_panel = inside[ratings.rater]
    reviewers, advisors = (_side(ratings, rubric, decision, rows, weights) for rows in (~in_panel, in_panel))
    both = np.flatnonzero(reviewers.rated & advisors.rated)
    pair = _Pair(rubric, both, reviewers.judged, advisors.judged)
    overall = pair.row(range(len(rubric.criteria)))
    return PanelComparison(
        panel=name,
        reviewers=_groups_of(ratings, ~inside),
        criteria=_held_together(
            replace(pair.row([at], test="mcnemar_exact"), criterion=one.id, standard=one.standard)
            for at, one in enumerate(rubric.criteria)
        ),
        standards=_held_together(
            replace(
                pair.row([at for at, one in enumerate(rubric.criteria) if one.standard == standard.id]),
                standard=standard.id,
            )
            for standard in rubric.standards
        ),
        overall=_held_together([overall])[0],
        units=tuple(
            UnitPair(
                unit=ratings.units[at],
                reviewers=VERDICTS[reviewers.verdict[at]],
                panel=VERDICTS[advisors.verdict[at]],
            )
            for at in both.tolist()
        ),
        only_reviewers=_named(ratings, reviewers.rated & ~advisors.rated),
        only_panel=_named(ratings, advisors.rated & ~reviewers.rated),
        min_ratings=decision.min_ratings,
        too_few_reviewers=pair.too_few(reviewers.judged),
        too_few_panel=pair.too_few(advisors.judged),
    )


@dataclass(frozen=True, kw_only=True)
class _Side:
    """What one side says: of every cell, of every unit (n_units,), and which units it said anything of."""

    judged: Judgement
    verdict: Small
    rated: Mask


def _side(ratings: Ratings, rubric: Rubric, decision: Decision, rows: Mask, weights: Sequence[float] | None) -> _Side:
    cells = tally(ratings, rubric, where=rows, weights=weights)
    judged = judge(cells, decision)
    said = cells.n_ratings + cells.cannot_tell + cells.not_applicable
    return _Side(judged=judged, verdict=decide(judged, rubric.criteria, decision).verdict, rated=said.sum(axis=1) > 0)


class _Pair:
    """What both sides say of the cells of the units that both judged, each array (n_units, n_criteria)."""

    def __init__(self, rubric: Rubric, units: Places, reviewers: Judgement, panel: Judgement) -> None:
        """Take the units that both judged, by their places."""
        self.rubric, self.units = rubric, units
        self.levels: tuple[Codes, Codes] = (reviewers.level[units], panel.level[units])
        self.met: tuple[Mask, Mask] = (reviewers.met[units] == MET, panel.met[units] == MET)
        self.applies: Mask = reviewers.applies[units] & panel.applies[units]
        self.open = tuple(self.applies & (level == NO_LEVEL) for level in self.levels)
        self.compared: Mask = self.applies & ~self.open[0] & ~self.open[1]

    def too_few(self, judged: Judgement) -> int:
        """Count the cells that a side left undecided because too few of it rated."""
        return int((judged.why[self.units] == WHYS.index(Undecided.TOO_FEW_RATINGS)).sum())

    def row(self, places: Sequence[int], *, test: str = "sign") -> PanelRow:
        """Compare the sides on some criteria, pooled."""
        at = np.asarray(places, dtype=np.intp)
        compared = self.compared[:, at]
        unit, _ = np.nonzero(compared)
        one, other = (level[:, at][compared] for level in self.levels)
        above, beyond = (met[:, at][compared] for met in self.met)
        n_units = len(np.unique(unit))
        left, right = (side[:, at] for side in self.open)
        # each unit counts once: on how many more criteria did the reviewers find it met than the panel
        net = np.bincount(unit, weights=above.astype(np.float64) - beyond, minlength=len(self.units))
        found = PanelRow(
            n=len(unit),
            n_units=n_units,
            test=test,
            panel_stricter=int((net > 0).sum()),
            reviewers_stricter=int((net < 0).sum()),
            undecided_reviewers=int((left & ~right).sum()),
            undecided_panel=int((right & ~left).sum()),
            undecided_both=int((left & right).sum()),
            not_applicable=int((~self.applies[:, at]).sum()),
        )
        if not len(unit):
            return replace(found, status="undefined", reason="no_pairs")
        agreed = above == beyond
        single = len(unit) == n_units
        ordered = all(self.rubric.criteria[place].scale.ordered for place in places)
        found = replace(
            found,
            exact=float((one == other).mean()),
            met_agreement=float(agreed.mean()),
            difference=float((one - other).mean()) if ordered else None,
        )
        if n_units >= PAIR:
            ci = (
                share_interval(int(agreed.sum()), len(agreed), CONFIDENCE)
                if single
                else clustered_interval(agreed, unit, CONFIDENCE)
            )
            found = replace(found, ci=ci)
        if n_units < SMALLEST_TEST:
            return replace(found, status="unstable", reason="too_few_units")
        return _tested(found)


def _tested(row: PanelRow) -> PanelRow:
    """Add the exact test of who is stricter; without any difference there is nothing to test."""
    p_value = sign_test(row.panel_stricter, row.reviewers_stricter)
    return replace(row, p_value=p_value, reason="no_variation" if p_value is None else None)


def _held_together(rows: Iterable[PanelRow]) -> tuple[PanelRow, ...]:
    """Say who is stricter, with p-values held against all tests of their kind (Holm 1979, Scand J Statist 6, 65-70)."""
    found = list(rows)
    tested = sorted((row.p_value, at) for at, row in enumerate(found) if row.p_value is not None)
    highest = 0.0
    for rank, (p_value, at) in enumerate(tested):
        highest = max(highest, min(1.0, p_value * (len(tested) - rank)))
        row = found[at]
        side = "panel" if row.panel_stricter > row.reviewers_stricter else "reviewers"
        found[at] = replace(row, p_holm=highest, stricter=side if highest < SIGNIFICANT else "neither")
    return tuple(replace(row, stricter="neither") if row.reason == "no_variation" else row for row in found)


def _members(ratings: Ratings, panel: str) -> tuple[Mask, str]:
    """Say which raters are of the panel, (n_raters,), and how their sheets write its name."""
    said = ratings.status != Status.MISSING
    rated = np.isin(np.arange(len(ratings.raters)), ratings.rater[said])
    group_of = ratings.group_of_rater
    groups = _groups_of(ratings, rated)
    there = [group for group in groups if group]
    wanted = [group for group in there if spelled(group) == spelled(panel)]
    if not there:
        raise UsageError(
            f'nobody is in the group "{panel}": no sheet names a reviewer group', hint="give each sheet its group"
        )
    if not wanted:
        raise UsageError(f'no reviewer is in the group "{panel}"', hint=f"groups: {', '.join(there)}")
    inside = np.array([group_of.get(rater, "") in wanted for rater in ratings.raters], dtype=np.bool_)
    if not (rated & ~inside).any():
        raise UsageError(
            f'every reviewer is in the group "{panel}": nobody is left to compare the panel with',
            hint="give the sheets of the other reviewers too",
        )
    return inside, wanted[0]


def _groups_of(ratings: Ratings, raters: Mask) -> tuple[str, ...]:
    """Name the groups of some raters in their order, "" last where one has none."""
    group_of = ratings.group_of_rater
    has = {group_of.get(ratings.raters[at], "") for at in np.flatnonzero(raters).tolist()}
    return tuple(group for group in (*filter(None, ratings.groups), "") if group in has)


def _named(ratings: Ratings, which: Mask) -> tuple[str, ...]:
    return tuple(ratings.units[at] for at in np.flatnonzero(which).tolist())

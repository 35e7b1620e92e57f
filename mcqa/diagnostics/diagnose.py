"""All diagnostics of a ratings table in one object."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mcqa.diagnostics.alike import AlikePair, alike_pairs
from mcqa.diagnostics.cells import stack
from mcqa.diagnostics.disagreement import CriterionDisagreement, disagreements
from mcqa.diagnostics.evidence import Comments, EvidenceGap, comments_on_splits, evidence_gaps
from mcqa.diagnostics.groups import GroupDifference, group_differences
from mcqa.diagnostics.levels import LevelUse, level_use
from mcqa.diagnostics.raters import RaterProfile, rater_profiles
from mcqa.diagnostics.sample import Sample, sample
from mcqa.diagnostics.yardstick import Yardstick

if TYPE_CHECKING:
    from mcqa.ratings.table import Ratings


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDiagnosis:
    """Everything that is known about one criterion; `groups` are the group differences that were tested."""

    criterion: str
    sample: Sample
    disagreement: CriterionDisagreement
    levels: LevelUse
    groups: tuple[GroupDifference, ...]
    evidence: EvidenceGap
    comments: Comments


@dataclass(frozen=True, kw_only=True)
class Diagnostics:
    """Why reviewers agree or not: criteria in the order of the table, raters, and components not told apart."""

    criteria: tuple[CriterionDiagnosis, ...]
    raters: tuple[RaterProfile, ...]
    alike: tuple[AlikePair, ...]
    yardstick: Yardstick
    seed: int

    @cached_property
    def singled_out(self) -> tuple[RaterProfile, ...]:
        """Give the raters without whom levels, groups and the core disagreement were measured."""
        return tuple(profile for profile in self.raters if profile.singled_out)


def diagnose(ratings: Ratings, *, seed: int = 0, yardstick: Yardstick | None = None) -> Diagnostics:
    """Find out why the raters of a table agree or not.

    Raters come first: one who is unlike the others in most criteria is singled out, and the criteria are then looked at
    both with everyone and without those singled out.

    Parameters
    ----------
    ratings
        The table; any part of it may be empty.
    seed
        Of the simulated good reviewers that observed disagreement is held against.
    yardstick
        What is asked of good reviewers; `Yardstick()` by default.
    """
    measure = yardstick or Yardstick()
    cells = stack(ratings)
    groups = ratings.group_of_rater
    raters = rater_profiles(cells, groups, measure)
    singled_out = frozenset(index for index, profile in enumerate(raters) if profile.singled_out)
    core = cells.without(singled_out)
    disagreement = disagreements(cells, singled_out, measure, seed=seed)
    levels = level_use(core)
    differences = group_differences(core, groups, [each.core for each in disagreement], measure, seed=seed)
    evidence = evidence_gaps(ratings)
    comments = comments_on_splits(ratings)
    cut = ratings.rubric.decision.cut if ratings.rubric is not None else None
    return Diagnostics(
        criteria=tuple(
            CriterionDiagnosis(
                criterion=criterion.id,
                sample=sample(cells, index, cut),
                disagreement=disagreement[index],
                levels=levels[index],
                groups=tuple(each for each in differences if each.criterion == criterion.id),
                evidence=evidence[index],
                comments=comments[index],
            )
            for index, criterion in enumerate(ratings.criteria)
        ),
        raters=raters,
        alike=alike_pairs(core),
        yardstick=measure,
        seed=seed,
    )

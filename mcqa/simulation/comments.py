"""Comments of simulated raters: short, plausible, naming nobody, and more of them where raters differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.ratings.table import Status
from mcqa.simulation.streams import Stream

if TYPE_CHECKING:
    from mcqa.simulation.draft import Draft

TOP = (
    "Clear, page 2 of the packet.",
    "Everything asked for is there.",
    "Good example in the sample submission.",
    "Found without searching.",
    "Stated in the overview and again in the task.",
    "Complete, nothing to add.",
)
BELOW = (
    "Only part of it is there.",
    "Mentioned once, but without an example.",
    "The second half is missing.",
    "I would want to see this spelled out for the earner.",
    "Named in the overview, not in the scoring guide.",
    "Needs one more sentence to be usable.",
)
LOWEST = (
    "Looked twice, found nothing on this.",
    "Not in the packet.",
    "The link leads to something else.",
    "I see a heading but no content under it.",
)
TORN = (
    'Could also be "{true}".',
    'I went back and forth between "{level}" and "{true}".',
    'Close to "{true}", but I stayed with "{level}".',
    "The descriptor leaves this case open.",
    "Depends on how strictly this is read.",
)
CANNOT_TELL = (
    "I was not given anything to judge this from.",
    "This would need the issuer's own records.",
    "The packet does not show it.",
)
NOT_APPLICABLE = ("Does not arise for this micro-credential.", "Not part of this one.")

_SHARE_TOP, _SHARE_BELOW, _SHARE_TORN, _SHARE_UNABLE, _SHARE_PLANTED = 0.12, 0.3, 0.5, 0.6, 0.4


def draw_comments(draft: Draft, seed: int, round_id: str) -> list[list[str]]:
    """Give the comment of each cell, "" for most, laid out as the reviews x criteria of the draft.

    A comment depends on its own cell alone, so that a plant changes no comment elsewhere.
    """
    stream = Stream(seed, "comments", round_id)
    whether = stream.uniform(*draft.level.shape).tolist()
    which = stream.uniform(*draft.level.shape).tolist()
    return [
        [
            _comment(draft, review, criterion, whether[review][criterion], which[review][criterion])
            for criterion in range(len(draft.rubric.criteria))
        ]
        for review in range(len(draft.review_unit))
    ]


def _comment(draft: Draft, review: int, criterion: int, whether: float, which: float) -> str:
    unit, rater = int(draft.review_unit[review]), int(draft.review_rater[review])
    share, phrases = _choices(draft, review, unit, criterion)
    if whether >= share or rater in draft.silent:
        return ""
    levels = draft.rubric.criteria[criterion].scale.levels
    level, true = levels[int(draft.level[review, criterion])], levels[int(draft.true[unit, criterion])]
    phrase = phrases[int(which * len(phrases))]
    return phrase.replace("{level}", level.label).replace("{true}", true.label)


def _choices(draft: Draft, review: int, unit: int, criterion: int) -> tuple[float, tuple[str, ...]]:
    """Give the chance of a comment and the phrases that fit, for one cell."""
    status = int(draft.status[review, criterion])
    level, true = int(draft.level[review, criterion]), int(draft.true[unit, criterion])
    if status == Status.MISSING:
        return 0.0, ()
    if status == Status.CANNOT_TELL:
        return _SHARE_UNABLE, CANNOT_TELL
    if status == Status.NOT_APPLICABLE:
        return _SHARE_UNABLE, NOT_APPLICABLE
    if criterion in draft.phrases:
        return _SHARE_PLANTED, draft.phrases[criterion]
    if level != true:
        return _SHARE_TORN, TORN
    if level == draft.top(criterion):
        return _SHARE_TOP, TOP
    return _SHARE_BELOW, BELOW if level else LOWEST

"""What columns the sheets of a template have, and how wide they are: alike for all micro-credentials of a rubric."""

from __future__ import annotations

from typing import NamedTuple

from mcqa.rubric.model import Criterion, Rubric, Scale
from mcqa.scoresheets.template.pen import lines_of
from mcqa.scoresheets.template.wording import QUESTIONS

# more columns of descriptors than this do not fit on a screen beside the rest
MOST_COLUMNS = 5
DESCRIPTOR_WIDTHS = (22, 26, 30, 34, 38, 44, 50)
ONE_COLUMN_WIDTH = 70
COMFORTABLE_LINES = 10
DESCRIPTOR = "Descriptor"
TITLE_WIDTH, RATING_WIDTH, COMMENT_WIDTH, EVIDENCE_WIDTH, QUESTION_WIDTH = 30, 14, 34, 26, 12
# the first column holds the label "Micro-credential" too
SHORTEST_ID, LONGEST_ID = 17, 24
RATINGS = "Ratings"
AGREEMENT_RANGE = "Agreement"


class Column(NamedTuple):
    """A column of a sheet: its heading, its width in characters, and whether a reviewer writes in it."""

    heading: str
    width: float
    entry: bool = False


class Layout(NamedTuple):
    """The columns of the sheets, and the scales whose answers can be chosen, each with the range that lists them."""

    id_width: float
    descriptors: tuple[Column, ...]
    entries: tuple[Column, ...]
    ranges: tuple[tuple[Scale, str], ...]
    questions: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the sheet of a micro-credential."""
        return (Column("Component", self.id_width), Column("Title", TITLE_WIDTH), *self.descriptors, *self.entries)

    @property
    def rating_column(self) -> int:
        """The column of the ratings, from 0."""
        return 2 + len(self.descriptors)

    def range_of(self, criterion: Criterion) -> str:
        """Give the range that lists the answers of a component."""
        return next(name for scale, name in self.ranges if scale == criterion.scale)

    def descriptors_of(self, criterion: Criterion, rubric: Rubric) -> tuple[str, ...]:
        """Give what stands in the columns of descriptors: one text for each, or one text over all of them.

        One text names each level; it is for components with levels of their own, and for scales with many.
        """
        levels = criterion.scale.levels
        if len(self.descriptors) > 1 and same_levels(criterion.scale, rubric.scale):
            return tuple(criterion.descriptors.get(level.id, "") for level in levels)
        return ("\n\n".join(f"{level.label}: {criterion.descriptors.get(level.id, '')}" for level in levels),)


def same_levels(one: Scale, other: Scale) -> bool:
    """Whether two scales have levels of the same names, so that one heading serves both."""
    return [level.label for level in one.levels] == [level.label for level in other.levels]


def layout_of(rubric: Rubric, *, questions: bool) -> Layout:
    """Choose the columns for a rubric: one for each level of its scale, wide enough to be read without long columns."""
    scales = dict.fromkeys((rubric.scale, *(criterion.scale for criterion in rubric.criteria)))
    levels = rubric.scale.levels
    texts = [text for criterion in rubric.criteria for text in criterion.descriptors.values()]
    if 1 < len(levels) <= MOST_COLUMNS:
        width = next((each for each in DESCRIPTOR_WIDTHS if _longest(texts, each) <= COMFORTABLE_LINES), 50)
        descriptors = tuple(Column(f"{DESCRIPTOR}: {level.label}", width) for level in levels)
    else:
        descriptors = (Column(DESCRIPTOR, ONE_COLUMN_WIDTH),)
    entries = (
        Column("Rating", RATING_WIDTH, entry=True),
        Column("Comment", COMMENT_WIDTH, entry=True),
        Column("Evidence", EVIDENCE_WIDTH, entry=True),
        *(Column(word, QUESTION_WIDTH, entry=True) for word, _ in QUESTIONS if questions),
    )
    longest = max((len(criterion.id) for criterion in rubric.criteria), default=0)
    return Layout(
        id_width=min(LONGEST_ID, max(SHORTEST_ID, longest + 2)),
        descriptors=descriptors,
        entries=entries,
        ranges=tuple((scale, RATINGS if not at else f"{RATINGS}_{at + 1}") for at, scale in enumerate(scales)),
        questions=questions,
    )


def _longest(texts: list[str], width: float) -> int:
    return max((lines_of(text, width) for text in texts), default=0)

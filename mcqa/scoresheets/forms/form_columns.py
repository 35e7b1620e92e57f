"""What each column of a form export holds: by the mapping, the profile, the text of its question, or common words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mcqa.scoresheets.forms.heading_patterns import Heading, Question, clean
from mcqa.scoresheets.forms.profile_file import Profile
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.scoresheets.shapes.table import KNOWN, RATING, REMARK, UNREAD, Column
from mcqa.scoresheets.words.headers import CriterionIndex, field_of, fold
from mcqa.scoresheets.words.mapping import FIELDS, IGNORE, Mapping

# how people ask for a comment on one component, in any tool
COMMENTS = tuple(
    Question.of(text)
    for text in (
        "comment on {component}",
        "comments on {component}",
        "comment for {component}",
        "comments for {component}",
        "comment: {component}",
        "comments: {component}",
        "comment ({component})",
        "comments ({component})",
        "comment [{component}]",
        "comments [{component}]",
        "{component} comment",
        "{component} comments",
        "{component}: comment",
        "{component}: comments",
        "{component} - comment",
        "{component} - comments",
        "{component} (comment)",
        "{component} (comments)",
        "{component}_comment",
        "{component}_comments",
    )
)
# fields that a common word may give; what a rating is and of what must be said by a profile
_OF_A_ROW = frozenset(FIELDS) - {"criterion", "level", "score", "status", "source"}
# what one column alone can say of a review or a rating
ONCE = frozenset(FIELDS) - {"comment", "evidence", "scope", "clarity", "ease_of_use"}
# who says what a column holds, the most binding first
_RANKS = {"map": 0, "profile": 1}
# a form that asks nobody's name writes this for everybody
NOBODY = frozenset({"anonymous", "anonym", "anonyme", "anónimo", "anonimo"})
# tools number questions that are worded alike: Comments, Comments2, Comments.1
_NUMBERED = re.compile(r"[\s._]*\d{1,3}$")


class FormHeader(NamedTuple):
    """The header of an export: its rows, and for every column its texts, that of its question, and what may name it.

    Where one question has a column for each of its answers, its text alone does not say what one of them holds.
    """

    rows: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    questions: tuple[str, ...]
    alone: tuple[tuple[str, ...], ...]

    def columns(self, heading: Heading) -> list[int]:
        """Give the columns that have a heading in one of the rows."""
        return [at for at, texts in enumerate(self.texts) if any(heading.fits(clean(text)) for text in texts if text)]


@dataclass(slots=True)
class _Seen:
    """What the columns so far have shown."""

    fallbacks: dict[int, tuple[int, str]] = field(default_factory=dict)
    bare_comments: dict[int, str] = field(default_factory=dict)
    rated: str = ""


class FormColumns:
    """Says of every column of one export what it holds."""

    def __init__(self, grid: Grid, profile: Profile, index: CriterionIndex, mapping: Mapping) -> None:
        """Take the sheet, and all that may say what its headings mean."""
        self.grid, self.profile, self.index = grid, profile, index
        self.mapped = {fold(header): target for header, target in mapping.headers}
        marks = (*profile.leave_out, *profile.unfinished)
        self.marks = [heading for heading, _ in marks]

    def read(self, header: FormHeader, below: range) -> tuple[Column, ...]:
        """Give all columns that have a heading."""
        seen = _Seen()
        columns: dict[int, Column] = {}
        for at in range(len(header.texts)):
            named = [text for text in (header.questions[at], *header.alone[at]) if text.strip()]
            if named:
                column = columns[at] = self._column(at, named, seen)
                seen.rated = column.criterion if column.role == RATING else seen.rated
        self._comment_pairs(columns, seen)
        self._said_by_hand(columns)
        self._fall_back(columns, seen, below)
        return tuple(columns.values())

    def _column(self, at: int, texts: Sequence[str], seen: _Seen) -> Column:
        """Say what a column holds, given the texts of its question and of each header row."""
        heading = " ".join(texts[0].split())
        for text in texts:
            if target := self.mapped.get(fold(text)):
                return self._meant(at, heading, target, "map")
        cleaned = [clean(text) for text in texts]
        for known, target in self.profile.columns:
            if any(known.fits(text) for text in cleaned):
                return self._meant(at, heading, target, "profile")
        for rank, (known, target) in enumerate(self.profile.fallback):
            if any(known.fits(text) for text in cleaned):
                seen.fallbacks[at] = (rank, target)
                return Column(at, heading, KNOWN, "profile")
        if any(mark.fits(text) for mark in self.marks for text in cleaned):
            return Column(at, heading, KNOWN, "profile")
        return self._question(at, heading, cleaned, seen)

    def _question(self, at: int, heading: str, texts: Sequence[str], seen: _Seen) -> Column:
        """Say which component a question is about, or which of the common words it is."""
        comments = (*self.profile.comments, *COMMENTS)
        if name := self._component(comments, texts):
            return Column(at, heading, REMARK, "profile", criterion=name)
        if self._on_standard(comments, texts):
            return Column(at, heading, "comment", "profile")
        for text in texts:
            name = field_of(text) or ("comment" if field_of(_NUMBERED.sub("", text)) == "comment" else None)
            if name == "comment":
                seen.bare_comments[at] = seen.rated
            if name in _OF_A_ROW:
                return Column(at, heading, name, "alias")
            if name == "known":
                return Column(at, heading, KNOWN, "alias")
        if name := self._component(self.profile.questions, texts):
            return Column(at, heading, RATING, "profile", criterion=name)
        for text in texts:
            if name := self.index.find(text):
                return Column(at, heading, RATING, self.index.how(text), criterion=name)
        return Column(at, heading, UNREAD, "unknown")

    def _meant(self, at: int, heading: str, target: str, how: str) -> Column:
        """Give the column that a mapping or a profile describes: ignored, a field, or the rating of a component."""
        if target == IGNORE:
            return Column(at, heading, KNOWN, how)
        if target in FIELDS:
            return Column(at, heading, target, how)
        name = self.index.find(target)
        return Column(at, heading, RATING if name else UNREAD, how if name else "unknown", criterion=name or "")

    def _component(self, patterns: Sequence[Question], texts: Sequence[str]) -> str | None:
        names = (pattern.component(text, self.index.find) for text in texts for pattern in patterns)
        return next((name for name in names if name), None)

    def _on_standard(self, patterns: Sequence[Question], texts: Sequence[str]) -> bool:
        """Whether a comment is on a whole standard: it stands beside all ratings of the review."""

        def heading(text: str) -> str | None:
            return text if self.index.is_heading(text) else None

        return any(pattern.component(text, heading) for text in texts for pattern in patterns)

    @staticmethod
    def _comment_pairs(columns: dict[int, Column], seen: _Seen) -> None:
        """Give each of several plain comment questions to the component asked before it; a single one is of the row."""
        if len(seen.bare_comments) > 1 and all(seen.bare_comments.values()):
            for at, criterion in seen.bare_comments.items():
                columns[at] = columns[at]._replace(role=REMARK, how="position", criterion=criterion)

    @staticmethod
    def _said_by_hand(columns: dict[int, Column]) -> None:
        """Leave columns aside that only common words or the profile name where something more binding does."""
        best: dict[str, int] = {}
        for column in columns.values():
            rank = _RANKS.get(column.how, len(_RANKS))
            best[column.role] = min(rank, best.get(column.role, rank))
        for at, column in columns.items():
            if column.role in ONCE and _RANKS.get(column.how, len(_RANKS)) > best[column.role]:
                columns[at] = column._replace(role=KNOWN)

    def _fall_back(self, columns: dict[int, Column], seen: _Seen, below: range) -> None:
        """Use what the tool itself writes, such as e-mail addresses, for what no question asks."""
        said = {column.role for column in columns.values()}
        for _, at, target in sorted((rank, at, target) for at, (rank, target) in seen.fallbacks.items()):
            if target not in said and self._names(at, below):
                columns[at] = columns[at]._replace(role=target)
                said.add(target)

    def _names(self, at: int, below: range) -> bool:
        """Whether a column names somebody or something; what says anonymous anywhere names nobody."""
        texts = {clean(text_of(self.grid.value(row, at))) for row in below} - {""}
        return bool(texts) and not texts & NOBODY

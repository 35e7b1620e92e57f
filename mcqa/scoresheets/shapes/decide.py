"""Which table the columns below a header make, if any: what stands in its rows, and what in its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from mcqa.scoresheets.shapes.columns import SEVERAL, Draft
from mcqa.scoresheets.shapes.table import DOUBLED, KNOWN, MARK, RATING, REMARK, UNREAD, Column
from mcqa.scoresheets.shapes.words import NON_SCORES, Words
from mcqa.scoresheets.words.aliases import ANSWERS, RATING_WORDS
from mcqa.scoresheets.words.headers import fold, suggest_field

NAMED = ("unit", "rater")
# fields of which a row has one; of comments and answers it may have several
# what a heading that is nearly one of its words means, rather than a name
MEANINGS = frozenset({*RATING_WORDS, "comment", "criterion"})
ONCE = ("unit", "rater", "criterion", "level", "score", "status", "round", "group", "timestamp", "source")


class Evidence(NamedTuple):
    """What is known beside the columns: who or what labels, the sheet or the file name."""

    unit: str = ""
    rater: str = ""
    sheet_unit: str = ""


class Decision(NamedTuple):
    """A table by its columns: its layout, the columns, which of them claim the same, and the names of unknown kind."""

    layout: str
    columns: tuple[Column, ...]
    features: tuple[str, ...] = ()
    doubled: tuple[int, ...] = ()
    unclear: bool = False
    unclear_names: tuple[int, ...] = ()

    @property
    def crossed(self) -> bool:
        """Whether columns are components, units or raters, so that a row holds several ratings."""
        return self.layout in {"wide", "units-in-columns", "raters-in-columns"}


class Drafts:
    """The drafts of one header, sorted by what they are."""

    def __init__(self, words: Words, drafts: Sequence[Draft], cells: Cells) -> None:
        """Sort the drafts."""
        self.words, self.cells = words, cells
        self.drafts = _paired(drafts)
        if any(draft.corner == "criterion" for draft in self.drafts) and not self.components_in_columns:
            # Reviewer / Component above a column of components: it names the columns first
            self.drafts = [
                draft._replace(role="criterion", corner=draft.role) if draft.corner else draft for draft in self.drafts
            ]
        self.fields = {draft.role for draft in self.drafts if draft.role not in {RATING, MARK}}
        self.corner = next((draft.corner for draft in self.drafts if draft.corner), "")

    def decide(self, evidence: Evidence) -> Decision | None:
        """Say which table the columns make; None where they make none."""
        if "criterion" in self.fields and not (self.corner and self.components_in_columns):
            if self.fields & RATING_WORDS:
                return self.listed()
            return self.marked() or self.crossed(evidence)
        return self.wide(evidence)

    @property
    def components_in_columns(self) -> bool:
        """Whether several columns are headed by components."""
        return len({draft.criterion for draft in self.drafts if draft.criterion}) >= SEVERAL

    @property
    def may_be_wide(self) -> bool:
        """Whether a column is headed by a component."""
        return any(draft.criterion for draft in self.drafts)

    def listed(self) -> Decision:
        """One rating per row: what else the columns say is not read."""
        columns = []
        for draft in self.drafts:
            role = draft.role
            if role == RATING:
                role = UNREAD if draft.names else KNOWN
            columns.append(_column(draft._replace(role=KNOWN if role == MARK else role)))
        return self.decision("long" if "unit" in self.fields else "sheet-per-unit", columns)

    def marked(self) -> Decision | None:
        """One rating per row, marked in one of a column for each level."""
        marks = [draft for draft in self.drafts if draft.role == MARK and not draft.names]
        if all(draft.level in NON_SCORES.values() for draft in marks):
            marks += self.score_marks()
        if len({draft.level for draft in marks}) < SEVERAL or not self.cells.may_be_marked([d.at for d in marks]):
            return None
        levels = {draft.at: draft.level for draft in marks}
        columns = []
        for draft in self.drafts:
            if draft.at in levels:
                columns.append(Column(draft.at, draft.heading, MARK, "alias", level=levels[draft.at]))
            elif draft.names and not draft.word and self.cells.all_marked(draft.at):
                # a mark below a heading that nobody knows is no blank cell: the heading is what was meant
                columns.append(Column(draft.at, draft.heading, MARK, "unknown", level=draft.heading))
            else:
                role = UNREAD if draft.role == RATING and draft.names else draft.role
                columns.append(_column(draft._replace(role=KNOWN if role in {RATING, MARK} else role)))
        return self.decision("long" if "unit" in self.fields else "sheet-per-unit", columns)

    def score_marks(self) -> list[Draft]:
        """Give the columns headed by every score of the scale, where no row holds more than one mark."""
        scores = self.words.level_scores
        headed = [draft for draft in self.drafts if draft.heading.strip() in scores and draft.names]
        if not scores or {draft.heading.strip() for draft in headed} != set(scores):
            return []
        if not self.cells.at_most_one([draft.at for draft in headed]):
            return []
        return [draft._replace(level=scores[draft.heading.strip()]) for draft in headed]

    def crossed(self, evidence: Evidence) -> Decision | None:
        """Components in rows, units or raters in columns."""
        named = [draft for draft in self.drafts if draft.names and not draft.criterion]
        marked = any(draft.role == MARK for draft in named)
        plain = [draft for draft in named if self.corner or any(name.kind for name in draft.names)]
        named = self.deepest(plain) if plain else self.kindless(named, marked=marked)
        if not any(draft.rates for draft in named):
            return None
        if marked and not self.cells.may_be_marked([draft.at for draft in named if draft.role == MARK]):
            return None
        kinds = self.kinds(named, evidence)
        taken = {draft.at for draft in named}
        columns = [self.named_column(draft, kinds) if draft.at in taken else _aside(draft) for draft in self.drafts]
        layout = "units-in-columns" if kinds and kinds[0] == "unit" else "raters-in-columns"
        return self.decision(layout, columns, unclear=not kinds, names=[draft.at for draft in named])

    def deepest(self, plain: list[Draft]) -> list[Draft]:
        """Give the columns with as many names as any has: raters below units rather than a heading above alone."""
        depth = max(len(draft.names) for draft in plain)
        return [draft for draft in plain if len(draft.names) == depth]

    def kindless(self, named: list[Draft], *, marked: bool) -> list[Draft]:
        """Give the columns whose headings can only be names, though they do not say of what; none where in doubt.

        There are several of them, they are no misspelt words, and what stands below looks like ratings.
        """
        named = [draft for draft in named if not self.near_word(draft)]
        bare = [draft for draft in named if not draft.word or draft.role == MARK]
        named = bare if bare and not any(draft.word == "comment" for draft in named) else named
        rated = [draft for draft in named if draft.rates]
        if len({draft.names for draft in rated}) < SEVERAL:
            return []
        return named if marked or self.cells.look_rated([draft.at for draft in rated]) else []

    def near_word(self, draft: Draft) -> bool:
        """Whether a heading is a misspelt word, not a name: Ratng, Rating (1-4)."""
        return any(suggest_field(name.text) in MEANINGS for name in draft.names)

    def wide(self, evidence: Evidence) -> Decision | None:
        """Components in columns, units, raters or both in rows."""
        rated = {draft.criterion for draft in self.drafts if draft.criterion and draft.rates}
        # one component among the headers could be chance; a list of the components has the id and the title of one
        if len(rated) < (1 if self.fields & {*NAMED} else SEVERAL):
            return None
        marks = [draft for draft in self.drafts if draft.role == MARK and draft.criterion]
        if marks and not self.cells.may_be_marked([draft.at for draft in marks]):
            return None
        named = [draft for draft in self.drafts if draft.names and draft.criterion]
        kinds = self.kinds(named, evidence) if named else ("unit",)
        columns = [self.named_column(draft, kinds) if draft.criterion else _aside(draft) for draft in self.drafts]
        if self.corner:
            fields = self.fields & {*NAMED} or {self.corner}
            columns = [
                column._replace(role=next(iter(fields))) if column.role == "criterion" else column for column in columns
            ]
        return self.decision("wide", columns, unclear=not kinds, names=[draft.at for draft in named])

    def kinds(self, named: Sequence[Draft], evidence: Evidence) -> tuple[str, ...]:
        """Say what the names in the headings are, one kind for each depth; nothing where that is not plain."""
        depth = max(len(draft.names) for draft in named)
        said = [{name.kind for draft in named for name in draft.names[at : at + 1]} - {""} for at in range(depth)]
        if any(len(kinds) > 1 for kinds in said):
            return ()
        known = [next(iter(kinds), "") for kinds in said]
        if self.corner in NAMED and depth == 1 and not known[0]:
            known = [self.corner]
        if depth == len(NAMED) and any(known):
            known = [kind or ({*NAMED} - {*known}).pop() for kind in known]
        elif depth == 1 and not known[0]:
            known = [self.by_elimination(evidence)]
        clash = [kind for kind in known if kind in self.fields]
        return () if not all(known) or len(set(known)) != len(known) or clash or depth > len(NAMED) else tuple(known)

    def by_elimination(self, evidence: Evidence) -> str:
        """Say what the columns are by what something else names already: beside a reviewer, micro-credentials."""
        unit = "unit" in self.fields or bool(evidence.unit)
        rater = "rater" in self.fields or bool(evidence.rater)
        if unit != rater:
            return "rater" if unit else "unit"
        return "rater" if evidence.sheet_unit and not rater else ""

    def named_column(self, draft: Draft, kinds: Sequence[str]) -> Column:
        """Make the column of a component, a unit or a rater, or of what is said about it."""
        column = _column(draft)
        if not kinds:
            # for messages alone: of an unclear table nothing is read
            return column._replace(unit=" / ".join(name.text for name in draft.names))
        said = dict(zip(kinds, (name.text for name in draft.names), strict=False))
        return column._replace(unit=said.get("unit", ""), rater=said.get("rater", ""))

    def decision(
        self, layout: str, columns: Sequence[Column], *, unclear: bool = False, names: Sequence[int] = ()
    ) -> Decision:
        """Put a decision together: find the columns that claim the same, and name what is special."""
        twice = {column.at for same in _same(columns) for column in same}
        fields = [column.role for column in columns if column.at in twice and column.role in ONCE]
        rating = "level" if any(column.role == "level" for column in columns) else "score"
        listed = layout in {"long", "sheet-per-unit"}
        mixed = any(role in {*NAMED, "criterion"} or (listed and role == rating) for role in fields)
        settled = [
            column._replace(role=DOUBLED) if column.at in twice and column.role == RATING else column
            for column in columns
        ]
        features = []
        if any(column.role == REMARK or (column.role in ANSWERS and _owned(column)) for column in settled):
            features.append("comment-pairs")
        if any(column.role == MARK for column in settled):
            features.append("level-columns")
        return Decision(
            layout=layout,
            columns=tuple(settled),
            features=tuple(features),
            doubled=tuple(sorted(twice)),
            unclear=mixed or unclear,
            unclear_names=tuple(names) if unclear else (),
        )


class Cells(Protocol):
    """What stands in the columns of a table that is not yet known to be one."""

    def may_be_marked(self, columns: Sequence[int]) -> bool:
        """Whether columns of levels are for marks, and do not hold the descriptors of the levels."""

    def all_marked(self, column: int) -> bool:
        """Whether there is a mark in a column, and nothing else."""

    def at_most_one(self, columns: Sequence[int]) -> bool:
        """Whether no row has more than one mark, and nothing but marks."""

    def look_rated(self, columns: Sequence[int]) -> bool:
        """Whether most of what stands in some columns could be ratings."""


def _owned(column: Column) -> bool:
    return bool(column.criterion or column.unit or column.rater)


def _column(draft: Draft) -> Column:
    role = draft.role
    if role == RATING and draft.word:
        role = REMARK if draft.word == "comment" else draft.word if draft.word in ANSWERS else RATING
    return Column(draft.at, draft.heading, role, draft.how, criterion=draft.criterion, level=draft.level)


def _aside(draft: Draft) -> Column:
    """Make the column of what is not among the ratings: a field of the row, or something not understood."""
    if draft.role in {RATING, MARK}:
        role = UNREAD if draft.names else KNOWN
        return Column(draft.at, draft.heading, role, "unknown" if draft.names else draft.how)
    role = KNOWN if draft.role in RATING_WORDS and draft.how != "map" else draft.role
    return Column(draft.at, draft.heading, UNREAD if role == KNOWN != draft.role else role, draft.how)


def _paired(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each of several columns called Comments to the rating that stands before it."""
    follows: dict[str, list[tuple[int, Draft | None]]] = {}
    before: Draft | None = None
    for number, draft in enumerate(drafts):
        if draft.role == RATING and draft.rates:
            before = draft
        elif draft.role == "comment" or draft.role in ANSWERS:
            follows.setdefault(_bare(draft.heading), []).append((number, before))
        elif draft.role != RATING:
            before = None
    result = list(drafts)
    for same in follows.values():
        owners = [owner.at for _, owner in same if owner is not None]
        if len(same) < SEVERAL or len(owners) != len(same) or len(set(owners)) != len(owners):
            continue
        for number, owner in same:
            if owner is not None:
                word = drafts[number].role
                result[number] = drafts[number]._replace(
                    role=RATING, criterion=owner.criterion, names=owner.names, word=word
                )
    return result


def _bare(heading: str) -> str:
    """Fold a heading without a number at its end: Comments.1 is called like Comments."""
    return fold(heading).rstrip("0123456789 ").removesuffix("s")


def _same(columns: Iterable[Column]) -> list[list[Column]]:
    """Group the columns that claim the same, of which none can be taken."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        if column.role in ONCE:
            groups.setdefault((column.role,), []).append(column)
        elif column.role == RATING:
            key = (RATING, column.criterion, _spelled(column.unit), _spelled(column.rater))
            groups.setdefault(key, []).append(column)
    return [same for same in groups.values() if len(same) > 1]


def _spelled(name: str) -> str:
    return " ".join(name.casefold().split())

"""Which table the columns below a header make, if any: what stands in its rows, and what in its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from mcqa.scoresheets.shapes.columns import SEVERAL, Draft, paired
from mcqa.scoresheets.shapes.table import DOUBLED, KNOWN, MARK, RATING, REMARK, UNREAD, Column
from mcqa.scoresheets.shapes.totals import Totals
from mcqa.scoresheets.shapes.words import NON_SCORES, Words, name_in
from mcqa.scoresheets.words.aliases import ANSWERS, RATING_WORDS
from mcqa.scoresheets.words.headers import fold, suggest_field

NAMED = ("unit", "rater")
# what a heading that is nearly one of its words means, rather than a name
MEANINGS = frozenset({*RATING_WORDS, "comment", "criterion"})
# what is said beside ratings, for which a unit or a rater of that name might be taken
NUMBERED = (*NAMED, "group", "round", "status", "source")
ASIDE = (*NUMBERED, "comment", "timestamp", *ANSWERS)
# fields of which a row has one; of comments and answers it may have several
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
    # columns of names that are words for totals as well
    totals: tuple[int, ...] = ()

    @property
    def crossed(self) -> bool:
        """Whether columns are components, units or raters, so that a row holds several ratings."""
        return self.layout in {"wide", "units-in-columns", "raters-in-columns"}


class Drafts:
    """The drafts of one header, sorted by what they are."""

    def __init__(self, words: Words, drafts: Sequence[Draft], cells: Cells) -> None:
        """Sort the drafts."""
        self.words, self.cells = words, cells
        self.totals: set[int] = set()
        self.counted = {draft.at for draft in drafts if draft.called is not None}
        self.drafts = paired(self.without_groups(self.with_names(drafts)))
        if any(draft.corner == "criterion" for draft in self.drafts) and not self.components_in_columns:
            # Reviewer / Component above a column of components: it names the columns first
            self.drafts = [
                draft._replace(role="criterion", corner=draft.role) if draft.corner else draft for draft in self.drafts
            ]
        self.fields = {draft.role for draft in self.drafts if draft.role not in {RATING, MARK}}
        self.corner = next((draft.corner for draft in self.drafts if draft.corner), "")

    def without_groups(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Read Evidence over components that no other column rates, and ratings below it, as the title of a group."""
        rated = {draft.subject for draft in drafts if draft.criterion and draft.rates}
        titled = [draft.at for draft in drafts if draft.over and not draft.rates and draft.subject not in rated]
        if not titled or not self.cells.look_rated(titled):
            return list(drafts)
        return [draft._replace(word="") if draft.at in titled else draft for draft in drafts]

    def grouped(self, named: Sequence[Draft], evidence: Evidence) -> bool:
        """Whether names over components are titles of groups: who reviewed what is said elsewhere, or none repeats."""
        if any(name.kind for draft in named for name in draft.names):
            return False
        said = [kind in self.fields or bool(getattr(evidence, kind)) for kind in NAMED]
        sheet = name_in(evidence.sheet_unit)
        if all(said) or (said[1] and sheet is not None and sheet[0] == "unit"):
            return True
        rated = [draft.criterion for draft in named if draft.rates and draft.role == RATING]
        return len({draft.names for draft in named}) >= SEVERAL and len(set(rated)) == len(rated)

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

    def with_names(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Take words for totals as names where they stand among names and no totals below them: Ann, Max, Bob."""
        roles = {draft.role for draft in drafts}
        names = [each for draft in drafts if (each := draft.said).names and not each.criterion]
        corner = any(draft.corner for draft in drafts)
        if "criterion" not in roles or roles & RATING_WORDS or not (names or corner):
            return list(drafts)
        spelled_out = not corner and any(name.kind for draft in names for name in draft.names)
        in_words = any(self.cells.totals(draft.at) is Totals.WORDS for draft in names)
        result = []
        for draft in drafts:
            held = self.cells.totals(draft.at) if draft.called else Totals.CLEAR
            if draft.called is None or (held is Totals.CLEAR and (spelled_out or self.cells.filled(draft.at))):
                result.append(draft)
            elif held is Totals.CLEAR:
                result.append(draft._replace(role=UNREAD))
            elif spelled_out and not any(name.kind for name in draft.called.names):
                # beside Reviewer 1 and Reviewer 2, a column of numbers beside words is no reviewer
                counted = held is Totals.MIXED or (in_words and held is Totals.LEVELS)
                result.append(draft if counted else draft._replace(role=UNREAD))
            else:
                result.append(draft.called)
                self.totals.update([draft.at] if held is not Totals.WORDS else [])
        return result

    def listed(self) -> Decision:
        """One rating per row: what else the columns say is not read."""
        columns = []
        for draft in self.drafts:
            role = draft.role
            if role == RATING:
                role = UNREAD if draft.names else KNOWN
            if role == MARK:
                # descriptors are read past, and marks beside a rating are not
                role = UNREAD if self.cells.all_marked(draft.at) else KNOWN
            columns.append(_column(draft._replace(role=role)))
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
        return draft.at not in self.counted and any(suggest_field(name.text) in MEANINGS for name in draft.names)

    def wide(self, evidence: Evidence) -> Decision | None:
        """Components in columns, units, raters or both in rows."""
        rated = {draft.criterion for draft in self.drafts if draft.criterion and draft.rates}
        self.drafts = [self.component(draft, rated) for draft in self.drafts] if rated else self.drafts
        # one component among the headers could be chance; a list of the components has the id and the title of one
        if len(rated) < (1 if self.fields & {*NAMED} else SEVERAL):
            return None
        marks = [draft for draft in self.drafts if draft.role == MARK and draft.criterion]
        if marks and not self.cells.may_be_marked([draft.at for draft in marks]):
            return None
        named = [draft for draft in self.drafts if draft.names and draft.criterion]
        drafts = self.drafts
        if named and self.grouped(named, evidence):
            drafts, named = [draft._replace(names=()) if draft.criterion else draft for draft in drafts], []
        kinds = self.kinds(named, evidence) if named else ("unit",)
        columns = [self.named_column(draft, kinds) if draft.criterion else _aside(draft) for draft in drafts]
        if self.corner:
            fields = self.fields & {*NAMED} or {self.corner}
            columns = [
                column._replace(role=next(iter(fields))) if column.role == "criterion" else column for column in columns
            ]
        return self.decision("wide", columns, unclear=not kinds, names=[draft.at for draft in named])

    def component(self, draft: Draft, others: set[str]) -> Draft:
        """Take a column beside those of other components for that of the one called by its word, such as Feedback."""
        if draft.role in {RATING, MARK, *NAMED, "criterion"} or draft.how == "map":
            return draft
        criterion = self.words.index.find(draft.heading)
        if criterion is None or criterion in others or not self.cells.look_rated([draft.at]):
            return draft
        return Draft(draft.at, draft.heading, RATING, "title", criterion=criterion)

    def past(self, column: Column, *, crossed: bool, among: bool) -> Column:
        """Give a column that would be read past as one that is told where all of it reads like ratings."""
        aside = {KNOWN, *(ASIDE if crossed else ())}
        if column.role not in aside or column.how == "map" or _owned(column) or column.at in self.counted:
            return column
        # micro-credentials, reviewers, groups, rounds and standards may be numbered, though not among names
        numbered = column.role in NUMBERED or fold(column.heading).startswith("standard")
        levels = self.cells.all_levels(column.at, numbers=crossed and (among or not numbered))
        return column._replace(role=UNREAD) if levels else column

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
        # of levels where one stands above two columns none is taken
        marked = {_subject(column) for column in columns if column.at in twice and column.role == MARK}
        settled = [
            column._replace(role=DOUBLED)
            if (column.at in twice and column.role == RATING) or (column.role == MARK and _subject(column) in marked)
            else column
            for column in columns
        ]
        names = [column.at for column in settled if column.role in {RATING, MARK} and not listed]
        among = range(min(names, default=0) + 1, max(names, default=0))
        settled = [self.past(column, crossed=not listed, among=column.at in among) for column in settled]
        features = []
        if any(column.role == REMARK or (column.role in ANSWERS and _owned(column)) for column in settled):
            features.append("comment-pairs")
        if any(column.role == MARK or (column.role == DOUBLED and column.level) for column in settled):
            features.append("level-columns")
        return Decision(
            layout=layout,
            columns=tuple(settled),
            features=tuple(features),
            doubled=tuple(sorted(twice)),
            unclear=mixed or unclear,
            unclear_names=tuple(names) if unclear else (),
            totals=tuple(column.at for column in settled if column.at in self.totals and column.role == RATING),
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

    def filled(self, column: int) -> bool:
        """Whether anything stands in a column."""

    def totals(self, column: int) -> Totals:
        """Say what a column holds, if its heading says that it holds totals."""

    def all_levels(self, column: int, *, numbers: bool) -> bool:
        """Whether levels stand in a column, in words or as numbers too, and nothing else."""


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


def _same(columns: Iterable[Column]) -> list[list[Column]]:
    """Group the columns that claim the same, of which none can be taken."""
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        if column.role in ONCE:
            groups.setdefault((column.role,), []).append(column)
        elif column.role in {RATING, MARK}:
            key = (column.role, *_subject(column), column.level)
            groups.setdefault(key, []).append(column)
    return [same for same in groups.values() if len(same) > 1]


def _subject(column: Column) -> tuple[str, str, str]:
    """Give what a column is about: the component, the unit and the rater, however they are spelled."""
    return column.criterion, _spelled(column.unit), _spelled(column.rater)


def _spelled(name: str) -> str:
    return " ".join(name.casefold().split())

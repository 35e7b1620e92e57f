"""The columns below a header before it is known what table they make: what each says, and of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mcqa.scoresheets.shapes.header import BELOW, HeaderRows
from mcqa.scoresheets.shapes.table import KNOWN, MARK, RATING, UNREAD
from mcqa.scoresheets.shapes.words import NAME, STANDARD, Heading, Words, axis_of, called_in, stands_in_for
from mcqa.scoresheets.words.aliases import ANSWERS, RATING_WORDS
from mcqa.scoresheets.words.headers import fold

SEVERAL = 2


class Name(NamedTuple):
    """A name in a heading, and its kind (unit or rater) where the heading says it."""

    text: str
    kind: str = ""


class Draft(NamedTuple):
    """One column as its headings read.

    `role` is a field, KNOWN or UNREAD for a column that stands alone; RATING or MARK for one that names a component,
    a level, or names; `word` is then what it says of them (`comment`, `evidence`), nothing for the rating itself.
    """

    at: int
    heading: str
    role: str
    how: str
    criterion: str = ""
    level: str = ""
    names: tuple[Name, ...] = ()
    word: str = ""
    corner: str = ""
    # what it is if its word for totals is a name
    called: Draft | None = None
    # whether the word stands over the component, as Evidence over C02.1: it may be the title of a group
    over: bool = False

    @property
    def said(self) -> Draft:
        """What it is where a word before it or a heading over it says that its word for totals is a name."""
        return self.called if self.called and any(name.kind for name in self.called.names) else self

    @property
    def rates(self) -> bool:
        """Whether its cells are ratings, rather than comments on them."""
        return self.word in {"", *RATING_WORDS}

    @property
    def subject(self) -> tuple[str, tuple[str, ...]]:
        """What its cells are about: the component and the names."""
        return self.criterion, tuple(name.text for name in self.names)


def drafts_of(words: Words, header: HeaderRows) -> list[Draft]:
    """Read the headings of every column that has one."""
    drafts = [_draft(words, at, path) for at, path in enumerate(header.paths) if path]
    return _with_called(_without_decoration(_without_titles(_with_whole_names(drafts))))


def _draft(words: Words, at: int, path: tuple[str, ...]) -> Draft:
    # what has headings below it is no total
    above = [words.called(head.text) if head.totals else head for head in map(words.heading, path[:-1])]
    last = words.heading(path[-1])
    draft = _read(words, at, path, [*above, last])
    if last.totals:
        draft = draft._replace(called=_read(words, at, path, [*above, words.called(last.text)]))
    return draft


def _read(words: Words, at: int, path: tuple[str, ...], headings: list[Heading]) -> Draft:
    heading = " / ".join(path)
    *above, last = headings
    if not above:
        return _alone(at, last)
    if last.role not in {RATING, MARK, NAME, UNREAD, *BELOW}:
        # Reviewer over Component says what the names beside it are
        corner = above[-1].role if last.role == "criterion" and above[-1].role in {"unit", "rater"} else ""
        return Draft(at, heading, last.role, last.how, corner=corner)
    how = next((head.how for head in reversed(headings) if head.how != "unknown"), "unknown")
    criterion = level = word = axis = ""
    names: list[Name] = []
    for head in headings:
        if head is not last and _groups(words, head):
            axis = axis_of(head.text) or axis
        elif head.role == RATING:
            criterion, word = head.criterion, head.word or word
        elif head.role == MARK:
            level = head.level
        elif head.role in {NAME, UNREAD}:
            whole = head.role == UNREAD and head is not last
            names.append(Name(head.text.strip() if whole else head.name or head.text, head.kind or axis))
            word, axis = word if whole else head.word or word, ""
        elif head.role in BELOW:
            word = head.role
    if level:
        return Draft(at, heading, MARK, how, criterion=criterion, level=level, names=tuple(names))
    role = RATING if criterion or names else word or UNREAD
    about = word if role == RATING else ""
    over = bool(about) and last.role == RATING and not last.word
    return Draft(at, heading, role, how, criterion=criterion, names=tuple(names), word=about, over=over)


def _groups(words: Words, head: Heading) -> bool:
    """Whether a heading over others only groups them: a standard, or the word for what their names are."""
    return bool(axis_of(head.text)) or head.role == STANDARD or words.index.is_heading(head.text)


def _alone(at: int, head: Heading) -> Draft:
    """Make the draft of a column with one heading."""
    if head.role == RATING:
        return Draft(at, head.text, RATING, head.how, criterion=head.criterion, word=head.word)
    if head.role == MARK:
        return Draft(at, head.text, MARK, head.how, level=head.level)
    if head.role in {NAME, UNREAD}:
        return Draft(at, head.text, RATING, head.how, names=(Name(head.name, head.kind),), word=head.word)
    if head.role == STANDARD:
        return Draft(at, head.text, KNOWN, head.how)
    return Draft(at, head.text, head.role, head.how, corner=head.kind)


def _with_called(drafts: list[Draft]) -> list[Draft]:
    """Take Reviewer Max for a reviewer, by the kind that it says where other columns say theirs: Reviewer R01."""
    kinds = {name.kind for draft in drafts for name in draft.names}
    result = []
    for draft in drafts:
        called = called_in(draft.heading) if draft.role == RATING and draft.how == "unknown" else None
        if called is not None:
            known = called[0] in kinds
            names = (Name(called[1], called[0]),) if known else (Name(draft.heading.strip()),)
            own = draft._replace(names=names, word="", how="alias" if known else draft.how)
            result.append(own._replace(called=own))
        else:
            result.append(draft)
    return result


def _with_whole_names(drafts: list[Draft]) -> list[Draft]:
    """Keep a name whole that only ends like one with a word: Feedback loops, unless loops is a column too.

    Where several columns are called something and Rating, that word belongs to none of the names.
    """
    kindless = [
        draft for draft in drafts if len(draft.names) == 1 and draft.how == "unknown" and "/" not in draft.heading
    ]
    times = Counter(draft.names for draft in kindless)
    times.update(draft.called.names for draft in drafts if draft.called)
    words = Counter(draft.word for draft in kindless)
    return [
        draft._replace(names=(Name(draft.heading.strip()),), word="")
        if draft.word
        and draft.how == "unknown"
        and times[draft.names] == 1
        and (draft.word not in RATING_WORDS or words[draft.word] < SEVERAL)
        else draft
        for draft in drafts
    ]


def _without_titles(drafts: list[Draft]) -> list[Draft]:
    """Let titles stand in for ids where no column holds those, and else read past them."""
    strong = {draft.role for draft in drafts if stands_in_for(draft.heading) != draft.role}
    result = []
    for draft in drafts:
        field = stands_in_for(draft.heading)
        if field is None or draft.how == "map" or draft.role not in {field, KNOWN}:
            result.append(draft)
            continue
        result.append(draft._replace(role=KNOWN if field in strong else field))
        if draft.role == KNOWN:
            strong.add(field)
    return result


def _without_decoration(drafts: list[Draft]) -> list[Draft]:
    """Drop a heading over Rating and Comment, or over the levels, that groups them and names nothing."""
    owners = {draft.names for draft in drafts if draft.names}
    only = next(iter(owners)) if len(owners) == 1 else ()
    if len(only) != 1 or only[0].kind:
        return drafts
    decorated = {draft.at for draft in drafts if draft.names and (draft.level or draft.word) and "/" in draft.heading}
    if len(decorated) < SEVERAL or any(draft.criterion for draft in drafts if draft.at in decorated):
        return drafts
    return [
        draft._replace(names=(), role=MARK if draft.level else draft.word, word="") if draft.at in decorated else draft
        for draft in drafts
    ]


def paired(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each of several columns called Comments to the rating that stands before it."""
    follows: dict[str, list[tuple[int, Draft | None]]] = {}
    before: Draft | None = None
    for number, draft in enumerate(drafts):
        if draft.role == RATING and draft.rates:
            before = draft
        elif draft.role == "comment" or draft.role in ANSWERS:
            # several headings that a mapping says are comments need not be worded alike
            alike = draft.role if draft.how == "map" else _bare(draft.heading)
            follows.setdefault(alike, []).append((number, before))
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

"""Ratings without a rubric: the levels are those declared on the command line, else those that were observed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mcqa.errors import UsageError
from mcqa.findings import Finding
from mcqa.ratings.build import Collected, build_ratings, natural
from mcqa.ratings.kinds import MIXED_LEVELS
from mcqa.ratings.table import MISSING, Ratings
from mcqa.ratings.values import CANNOT_TELL, NOT_APPLICABLE, NUMBER, SHEET_ERRORS, TWO_NUMBERS, number_of
from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scoresheets.grid import Value, text_of
from mcqa.scoresheets.plain import PlainReading
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.words.headers import fold
from mcqa.scoresheets.words.spelling import spelled

TWO = 2
# so many rows of ratings hardly ever have the same sum
FEWEST_ROWS = 4
# what other programs write for a number that is none
NOT_NUMBERS = frozenset({"nan", "inf", "infinity"})


class PlainRatings(NamedTuple):
    """The table of a plain file, whether its levels were declared, and whether it names components."""

    collected: Collected
    scale: Scale
    declared: bool
    with_criteria: bool


def build_plain(plain: PlainReading, levels: Sequence[str] | None) -> PlainRatings:
    """Build the table of a file that has no rubric."""
    records = plain.reading.records
    declared = tuple(levels) if levels else plain.columns
    scale = declared_scale(declared) if declared else _observed_scale(records)
    names = tuple(dict.fromkeys(record.criterion for record in records)) or ("",)
    rubric = _stand_in(names, scale)
    collected = build_ratings(plain.reading, rubric, raters_known=plain.layout != "counts")
    ratings = replace(collected.ratings, rubric=None)
    findings = collected.findings if declared else (*_mixed_levels(records), *collected.findings)
    return PlainRatings(
        collected=collected._replace(ratings=ratings, findings=findings),
        scale=scale,
        declared=bool(declared),
        with_criteria=names != ("",),
    )


def declared_scale(names: Sequence[str]) -> Scale:
    """Make a scale of declared levels, lowest first; numbers are their own scores.

    Raises UsageError when there are fewer than two, or two that read the same.
    """
    words = [name.strip() for name in names if name.strip()]
    given = ",".join(names)
    if len(words) < TWO:
        found = "it names one" if words else "it names none"
        raise UsageError(f'"{given}" does not declare levels: {found}', hint="give two or more, all different: 1,2,3")
    seen = [spelled(word) for word in words]
    twice = list(dict.fromkeys(word for at, word in enumerate(words) if seen[at] in seen[:at]))
    if twice:
        found = f"{', '.join(twice)} {'stands' if len(twice) == 1 else 'stand'} there twice"
        raise UsageError(f'"{given}" does not declare levels: {found}', hint="name each level once: 1,2,3")
    unclear = next((word for word in words if TWO_NUMBERS.fullmatch(word)), None)
    if unclear:
        raise UsageError(f'the level "{unclear}" may be more than one number', hint="write it without a comma")
    scores = numbers(words)
    if scores is None:
        return Scale(type="ordinal", levels=tuple(Level(id=word, label=word) for word in words))
    if sorted(set(scores)) != scores:
        rising = ",".join(word for _, word in sorted(dict(zip(scores, words, strict=True)).items()))
        raise UsageError(f'the levels "{given}" are not in order', hint=f"list them lowest first: --levels {rising}")
    levels = (Level(id=word, label=word, score=score) for word, score in zip(words, scores, strict=True))
    return Scale(type="interval", levels=tuple(levels))


def _observed_scale(records: Iterable[Record]) -> Scale:
    """Take the levels as observed: numbers in numeric order, words as a nominal scale.

    What can be no level (a date, an error of the spreadsheet, nan, 1,000) is left out and is a finding where it stands.
    """
    typed: dict[str, str] = {}
    for record in records:
        word = _word(record.value)
        if word:
            typed.setdefault(spelled(word), word)
    scores = numbers(tuple(typed.values()))
    if scores is None:
        words = sorted(typed.values(), key=lambda word: (natural(word), word))
        return Scale(type="nominal", levels=tuple(Level(id=word, label=word) for word in words))
    levels = (Level(id=text_of(score), label=text_of(score), score=score) for score in sorted(set(scores)))
    return Scale(type="interval", levels=tuple(levels))


def _mixed_levels(records: Iterable[Record]) -> Iterator[Finding]:
    """Find a word among numbers, or a number among words: a slip, it may be, that takes the order from the levels."""
    cells: dict[bool, list[tuple[str, Record]]] = {True: [], False: []}
    for record in records:
        word = _word(record.value)
        if word:
            cells[NUMBER.fullmatch(word) is not None].append((word, record))
    if not all(cells.values()):
        return
    numeric = len(cells[True]) < len(cells[False])
    shown = list(dict.fromkeys(word for word, _ in cells[numeric]))
    first = cells[numeric][0][1].location
    what = "a number among words" if numeric else "a word among numbers"
    count = "1 cell" if len(cells[numeric]) == 1 else f"{len(cells[numeric])} cells"
    message = f'"{shown[0]}" is {what} ({count} in all): the levels were taken as words, without order'
    hint = "mend the cell, or declare the levels: --levels lowest,...,highest"
    yield MIXED_LEVELS.at(first, message, hint=hint, value=shown[0])


def _word(value: Value) -> str | None:
    """Give what a cell would be called as a level; None where it can be none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(text_of(value).split())
    if not fold(text) or text.upper() in SHEET_ERRORS or fold(text) in NOT_APPLICABLE | CANNOT_TELL | NOT_NUMBERS:
        return None
    if TWO_NUMBERS.fullmatch(text) or (NUMBER.fullmatch(text) and not math.isfinite(number_of(text))):
        return None
    return text


def numbers(words: Sequence[str]) -> list[float] | None:
    """Give the numbers that some texts are, with a decimal point or comma; None when one of them is no number."""
    if not all(NUMBER.fullmatch(word) for word in words):
        return None
    return [number_of(word) for word in words]


def _stand_in(names: Sequence[str], scale: Scale) -> Rubric:
    """Make a rubric of one standard that stands in for the one that is not there while the table is built."""
    criteria = tuple(
        Criterion(id=name, title=name, text="", standard="", scale=scale, descriptors={}) for name in names
    )
    return Rubric(
        id="",
        version="",
        title="",
        status="draft",
        language="",
        source="",
        scale=scale,
        decision=Decision(rule="conjunctive", cut=""),
        standards=(Standard(id="", title="", description="", criteria=criteria),),
    )


def like_counts(ratings: Ratings) -> int | None:
    """Give the number that every row of a wide table sums to, as counts of reviewers do; None where they do not."""
    levels = ratings.criteria[0].scale.levels if ratings.criteria else ()
    scores = [level.score for level in levels]
    if not scores or any(score is None or score < 0 or score != int(score) for score in scores):
        return None
    codes = ratings.matrix().codes
    if len(codes) < FEWEST_ROWS or (codes == MISSING).any():
        return None
    sums = np.array(scores, dtype=np.float64)[codes].sum(axis=1)
    total = int(sums[0])
    return total if total >= TWO and (sums == total).all() and 0 in scores else None

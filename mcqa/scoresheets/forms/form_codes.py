"""What the numbers of a form export mean: levels by the codes of a profile, scores of the rubric, or neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mcqa.findings import Finding
from mcqa.rubric.model import Scale
from mcqa.scoresheets.forms.profile_file import Profile
from mcqa.scoresheets.grid import Grid, Value, text_of
from mcqa.scoresheets.kinds import CODES_AS_SCORES, OUT_OF_RANGE
from mcqa.scoresheets.shapes.table import RATING, Column
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping, check_targets, code_of

_NUMBER = re.compile(r"[-+]?\d{1,9}([.,]\d+)?")
_SCORES = frozenset({"level", "score"})


class Codes(NamedTuple):
    """The columns with what their codes mean, what codes mean everywhere, and the cells whose codes mean nothing."""

    columns: tuple[Column, ...]
    values: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: frozenset[tuple[int, int]] = frozenset()


def codes_of(
    grid: Grid,
    profile: Profile,
    index: CriterionIndex,
    columns: Sequence[Column],
    body: Sequence[int],
    mapping: Mapping,
) -> Codes:
    """Say what the numbers of an export mean, and reject those of which nobody said what they mean.

    Where a profile gives codes, a number that is none of them is no rating, even if the rubric has such a score. Where
    none does and the numbers are codes of the tool, they are taken as scores only if all of them are scores, with a
    warning; one that is none shows that they count something else.
    """
    what = f"the form profile {profile.name}"
    values = check_targets(Mapping(values=profile.values), index.rubric, what, codes=True).values
    mapped = {code_of(typed) for typed, _ in mapping.values}
    codes = Codes(columns=tuple(_with_positions(profile, index, column) for column in columns), values=values)
    declared = profile.first_code is not None or any(_NUMBER.fullmatch(code) for code, _ in values)
    if not (declared or profile.codes):
        return codes
    numbers = _Numbers(grid, body, mapped)
    if declared:
        return _declared(profile, codes, numbers)
    return _undeclared(index, codes, numbers)


class _Numbers:
    """The numbers in the rating cells of an export that have no meaning by hand."""

    def __init__(self, grid: Grid, body: Sequence[int], mapped: Collection[str]) -> None:
        self.grid, self.body, self.mapped = grid, body, mapped
        self.found: dict[object, str] = {}

    def code(self, value: Value) -> str:
        """Give the code of a value that is a number, else nothing; each value is looked at once."""
        # True is no number, but equals 1
        if value is None or isinstance(value, bool):
            return ""
        if value not in self.found:
            code = code_of(value)
            self.found[value] = code if _NUMBER.fullmatch(code) and code not in self.mapped else ""
        return self.found[value]

    def codes(self, column: Column) -> dict[str, int]:
        """Give the codes in a column, each with the first row that holds it."""
        found: dict[str, int] = {}
        for row in self.body:
            found.setdefault(self.code(self.grid.value(row, column.at)), row)
        return {code: row for code, row in found.items() if code}

    def reject(self, codes: Codes, column: Column, wanted: Collection[str], message: str, hint: str) -> Codes:
        """Say of every cell of a column that holds one of some codes that it is no rating."""
        rows = [row for row in self.body if self.code(self.grid.value(row, column.at)) in wanted]
        told = tuple(
            OUT_OF_RANGE.at(
                self.grid.place(row, column.at),
                f"{self.code(value)} {message}",
                hint=hint,
                subject=column.criterion or None,
                value=text_of(value),
            )
            for row in rows
            for value in (self.grid.value(row, column.at),)
        )
        rejected = codes.rejected | {(row, column.at) for row in rows}
        return codes._replace(findings=(*codes.findings, *told), rejected=rejected)


def _with_positions(profile: Profile, index: CriterionIndex, column: Column) -> Column:
    """Give a column the codes that count the levels of its component's scale."""
    if profile.first_code is None or not (column.role == RATING or column.role in _SCORES):
        return column
    levels = _scale(index, column).levels
    return column._replace(
        values=tuple((str(number), level.id) for number, level in enumerate(levels, profile.first_code))
    )


def _scale(index: CriterionIndex, column: Column) -> Scale:
    return index.rubric.criterion(column.criterion).scale if column.criterion else index.rubric.scale


def _rated(codes: Codes) -> list[Column]:
    return [column for column in codes.columns if column.role == RATING or column.role in _SCORES]


def _declared(profile: Profile, codes: Codes, numbers: _Numbers) -> Codes:
    message = f"is none of the codes that the profile {profile.name} gives a meaning"
    hint = f"add what it means to `values` of the profile {profile.name}"
    found = codes
    for column in _rated(codes):
        known = dict((*codes.values, *column.values))
        strange = numbers.codes(column).keys() - known
        if strange:
            found = numbers.reject(found, column, strange, message, hint)
    return found


def _undeclared(index: CriterionIndex, codes: Codes, numbers: _Numbers) -> Codes:
    by_scale: dict[Scale, list[Column]] = {}
    for column in _rated(codes):
        by_scale.setdefault(_scale(index, column), []).append(column)
    found = codes
    for scale, columns in by_scale.items():
        held = [(column, numbers.codes(column)) for column in columns]
        known = _known(scale)
        strange = sorted({code for _, said in held for code in said} - known)
        if strange:
            hint = "say what the codes mean in `values` of a form profile, such as 1..n for levels counted from 1"
            known_too = f"may be a code of the form as well as a score: {strange[0]} stands in this export too"
            for column, said in held:
                codes_in = said.keys() & {*strange}
                found = numbers.reject(found, column, codes_in, "is a code of the form, not a score", hint)
                found = numbers.reject(found, column, said.keys() - codes_in, known_too, hint)
            continue
        first = next(((column, code, row) for column, said in held for code, row in said.items()), None)
        if first is not None:
            found = found._replace(findings=(*found.findings, _taken_as_scores(numbers.grid, scale, *first)))
    return found


def _taken_as_scores(grid: Grid, scale: Scale, column: Column, code: str, row: int) -> Finding:
    said = ", ".join(f"{level.score:g} = {level.label}" for level in scale.levels if level.score is not None)
    message = f"the numbers of this export were taken as scores ({said})"
    hint = "if they are codes that count from 1, write `values: 1..n` in a form profile; `values: 0..n` confirms"
    return CODES_AS_SCORES.at(grid.place(row, column.at), message, hint=hint, value=code)


def _known(scale: Scale) -> set[str]:
    """Give the numbers that a scale itself has: scores, and labels that are numbers."""
    scores = {code_of(level.score) for level in scale.levels if level.score is not None}
    return scores | {code_of(word) for level in scale.levels for word in (level.id, level.label)}

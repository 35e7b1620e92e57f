"""Form exports become tables: recognise the tool by its headings, and see what each column holds.

The tool's own columns are known by its profile, questions by the component that their text names, and the rest by the
words that any scoresheet may use. What none of them knows is told like in any other sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mcqa.findings import Finding, Location
from mcqa.scoresheets.forms.form_codes import codes_of
from mcqa.scoresheets.forms.form_columns import ONCE, FormColumns, FormHeader
from mcqa.scoresheets.forms.heading_patterns import clean
from mcqa.scoresheets.forms.profile_file import Profile, Words, load_profiles, shipped_profiles
from mcqa.scoresheets.grid import Grid, MergedAway, text_of
from mcqa.scoresheets.kinds import (
    AMBIGUOUS_HEADER,
    SEVERAL_PROFILES,
    TEST_RESPONSE,
    UNFINISHED_RESPONSE,
    UNUSED_PROFILE,
)
from mcqa.scoresheets.shapes.table import DOUBLED, RATING, REMARK, Column, Table
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping, code_of

__all__ = ["Profile", "load_profiles", "profiled", "unused_profiles"]

# an export begins at the top: a line may stand above it, such as the `sep=` of a CSV file
FIRST_ROWS = 3
# no form has so many columns; a sheet that does is read as any other
MOST_COLUMNS = 5_000
_AS_IT_IS = Mapping()
# a row in which none of these holds anything is no review
_OF_A_REVIEW = ("unit", "rater", "level", "score", "comment", RATING, REMARK)

# what one column alone can say, and without which no rating can be taken
_ONCE = ONCE | {RATING}
_NAMING = frozenset({"unit", "rater", "criterion", "level"})


class _Fit(NamedTuple):
    """A profile that recognises a sheet, and the table that it makes of it."""

    profile: Profile
    table: Table


def profiled(
    grid: Grid, profiles: Sequence[Profile], index: CriterionIndex, mapping: Mapping = _AS_IT_IS
) -> Table | None:
    """Give the table of a form export, read by the first profile that fits; None where none does.

    Profiles asked for come before the others. Where several of a kind fit, a finding says so.
    """
    if not grid.rows or max(map(len, grid.rows[:FIRST_ROWS])) > MOST_COLUMNS:
        return None
    rows = [_cleaned(grid, row) for row in range(min(FIRST_ROWS, len(grid.rows)))]
    fits: list[_Fit] = []
    for profile in profiles:
        if fits and fits[0].profile.asked and not profile.asked:
            break
        at = next((row for row, texts in enumerate(rows) if _recognised(profile, texts)), None)
        table = None if at is None else _table(grid, profile, at, index, mapping)
        if table is not None:
            fits.append(_Fit(profile, table))
    if not fits:
        return None
    table = fits[0].table
    if len(fits) > 1:
        names = [fit.profile.name for fit in fits]
        message = f"the profiles {' and '.join(names)} fit this sheet; it was read with {names[0]}"
        hint = f"name the one that is meant: --form-profile {names[0]} or --form-profile {names[1]}"
        told = SEVERAL_PROFILES.at(grid.place(table.header_rows[0], 0), message, hint=hint, value=names[0])
        table = table._replace(findings=(told, *table.findings))
    return table


def unused_profiles(profiles: Iterable[Profile], layouts: Iterable[str]) -> tuple[Finding, ...]:
    """Say which profiles that were asked for have read no sheet, given the layouts of all files."""
    shipped = set(map(str, shipped_profiles().values()))
    used = {part for layout in layouts for part in layout.replace(", ", "+").split("+")}
    hint = (
        "every heading under `recognise` must stand in one of the first rows of the sheet, and a question must name a"
        " component of the rubric"
    )
    return tuple(
        UNUSED_PROFILE.at(
            Location(file=None if profile.path in shipped else profile.path),
            f"no sheet was read with the form profile {profile.name}",
            hint=hint,
        )
        for profile in profiles
        if profile.asked and profile.layout not in used
    )


def _cleaned(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(clean(text_of(value)) for value in grid.rows[row])


def _recognised(profile: Profile, texts: Sequence[str]) -> bool:
    there = [text for text in texts if text]
    return bool(there) and all(
        any(heading.fits(text) for heading in either for text in there) for either in profile.recognise
    )


def _table(grid: Grid, profile: Profile, at: int, index: CriterionIndex, mapping: Mapping) -> Table | None:
    """Make the table that begins in a row; None where no column holds ratings."""
    header = _header(grid, profile, at)
    if header is None:
        return None
    below = range(header.rows[-1] + 1, len(grid.rows))
    columns: Sequence[Column] = FormColumns(grid, profile, index, mapping).read(header, below)
    rows = _reviews(grid, columns, below)
    if rows is None:
        return None
    doubled = _doubled(columns)
    columns = [
        column._replace(role=DOUBLED) if column in doubled and column.role == RATING else column for column in columns
    ]
    tests = _rows_with(grid, header, profile.leave_out, rows)
    body = tuple(row for row in rows if row not in tests)
    codes = codes_of(grid, profile, index, columns, body, mapping)
    return Table(
        header_rows=header.rows,
        body=body,
        columns=codes.columns,
        labels={},
        layout=profile.layout,
        values=codes.values,
        findings=(
            *_claims(grid, header, doubled),
            *_tests(grid, tests),
            *_unfinished(grid, header, profile, body),
            *codes.findings,
        ),
        rejected=codes.rejected,
        unclear=any(column.role in _NAMING for column in doubled),
    )


def _header(grid: Grid, profile: Profile, at: int) -> FormHeader | None:
    """Put the header rows of an export together; None where the sheet ends before they do."""
    rows = [row for row in range(at, at + profile.header_rows) if row < len(grid.rows)]
    if len(rows) < profile.header_rows:
        return None
    after = at + profile.header_rows
    if profile.skip is not None and after < len(grid.rows):
        texts = [text for text in _cleaned(grid, after) if text]
        if texts and profile.skip.fits(texts[0]):
            rows.append(after)
    by_row = [[text_of(value) for value in grid.rows[row]] for row in rows[: profile.header_rows]]
    width = max(map(len, by_row))
    padded = [each + [""] * (width - len(each)) for each in by_row]
    by_column = tuple(zip(*padded, strict=True))
    *_, last = profile.question_rows
    if len(profile.question_rows) == 1:
        return FormHeader(rows=tuple(rows), texts=by_column, questions=tuple(padded[last]), alone=by_column)
    alone = tuple(each[:last] if clean(each[last]) in {"", *profile.response} else () for each in by_column)
    questions = tuple(_joined([padded[row] for row in profile.question_rows]))
    return FormHeader(rows=tuple(rows), texts=by_column, questions=questions, alone=alone)


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Join the rows that hold the text of a question; in all but the last a text counts until the next one."""
    upper, found = "", []
    for texts in zip(*rows, strict=True):
        *above, last = texts
        said = " / ".join(text for text in above if text)
        upper = said if said or not last else upper
        found.append(" / ".join(text for text in (upper, last) if text))
    return found


def _reviews(grid: Grid, columns: Sequence[Column], below: range) -> list[int] | None:
    """Give the rows that say anything of a review; None where no column holds ratings."""
    rated = any(column.role == RATING for column in columns)
    roles = {column.role for column in columns if column.how in {"profile", "map"}}
    if not rated and not ("criterion" in roles and roles & {"level", "score"}):
        return None
    telling = [column.at for column in columns if column.role in _OF_A_REVIEW]
    return [row for row in below if any(grid.value(row, at) is not None for at in telling)]


def _doubled(columns: Iterable[Column]) -> list[Column]:
    """Give the columns that claim the same as another, of which none can be taken."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        if column.role in _ONCE:
            groups.setdefault((column.role, column.criterion), []).append(column)
    return [column for same in groups.values() if len(same) > 1 for column in same]


def _claims(grid: Grid, header: FormHeader, doubled: Iterable[Column]) -> list[Finding]:
    hint = "rename or remove one of the questions in the file, or `ignore` one of them in a profile or by --map"
    return [
        AMBIGUOUS_HEADER.at(
            grid.place(header.rows[0], column.at),
            f"two columns say {column.criterion or column.role}: {column.heading}",
            hint=hint,
            value=column.heading,
        )
        for column in doubled
    ]


def _rows_with(grid: Grid, header: FormHeader, said: Words, rows: Iterable[int]) -> dict[int, int]:
    """Give the rows in which a column holds one of some words, each with that column."""
    asked = [(at, words) for heading, words in said for at in header.columns(heading)]
    found: dict[int, int] = {}
    for row in rows if asked else ():
        for at, words in asked:
            value = grid.value(row, at)
            if not isinstance(value, MergedAway) and code_of(value) in words:
                found.setdefault(row, at)
    return found


def _tests(grid: Grid, tests: dict[int, int]) -> list[Finding]:
    if not tests:
        return []
    row, at = next(iter(tests.items()))
    value = text_of(grid.value(row, at))
    what = "1 response is" if len(tests) == 1 else f"{len(tests)} responses are"
    message = f'{what} marked "{value}": typed to try the form out, and not read; the first is row {row + 1}'
    hint = "if it is a review, write something else in this cell; if not, delete the row"
    return [TEST_RESPONSE.at(grid.place(row, at), message, hint=hint, value=value)]


def _unfinished(grid: Grid, header: FormHeader, profile: Profile, body: Iterable[int]) -> list[Finding]:
    found = _rows_with(grid, header, profile.unfinished, body)
    if not found:
        return []
    row, at = next(iter(found.items()))
    what = "1 response was" if len(found) == 1 else f"{len(found)} responses were"
    message = f"{what} not finished: what it holds is read, the rest is missing; the first is row {row + 1}"
    hint = "ask the reviewer to finish it; delete the row if the review was sent again"
    return [UNFINISHED_RESPONSE.at(grid.place(row, at), message, hint=hint, value=text_of(grid.value(row, at)))]

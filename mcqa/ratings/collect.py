"""From files to a table of ratings in one call: find the rubric, open, read, build."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mcqa.errors import InputError, UsageError
from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import Collected, build_ratings
from mcqa.rubric.bundled import shipped
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.files.opened import Opened, open_sheets
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.words.mapping import Mapping


def read_ratings(
    *sheets: str | os.PathLike[str],
    rubric: Rubric | str | None = None,
    rater_from: str | None = None,
    mapping: Mapping | None = None,
    profiles: Sequence[str] = (),
) -> Collected:
    """Read scoresheets into one table of ratings, with the fate of every cell and every fault found.

    Parameters
    ----------
    sheets
        Files, folders (with everything below them) and patterns.
    rubric
        A rubric, a shipped id or the path of a file; by default the one that most sheets name.
    rater_from
        `"filename"` names reviewers after their files where a sheet does not.
    mapping
        What headings and values mean that mcqa does not know, as `read_mapping` and `parse_map` give it.
    profiles
        Names or paths of profiles of form exports, beside the shipped ones.

    Raises
    ------
    InputError
        No sheet can be read, or the rubric has errors.
    UsageError
        There is no such rubric, or none was given and no sheet names one.
    """
    opened = open_all([os.fspath(sheet) for sheet in sheets])
    chosen = rubric if isinstance(rubric, Rubric) else rubric_for(opened, rubric)
    options = SheetOptions(rater_from=rater_from, mapping=mapping or Mapping(), profiles=tuple(profiles))
    return build_ratings(read_sheets(opened, chosen, options), chosen)


def open_all(sheets: list[str]) -> Opened:
    """Open the sheets; InputError when not one of them can be."""
    opened = open_sheets(sheets)
    if not opened.files:
        raise InputError("no scoresheet could be read", findings=opened.findings)
    return opened


def rubric_for(opened: Opened, asked: str | None) -> Rubric:
    """Load the rubric that was asked for, or else the one that most sheets name."""
    name = asked or opened.claimed_rubric
    if name is None:
        raise UsageError(
            "no rubric was given, and no sheet names one",
            hint=f"give --rubric with a file or one of: {', '.join(shipped())}",
        )
    if asked is None and name not in shipped():
        raise UsageError(
            f'the sheets were made for the rubric "{name}", which is not shipped with mcqa',
            hint="give its file with --rubric",
        )
    return load_rubric(name)

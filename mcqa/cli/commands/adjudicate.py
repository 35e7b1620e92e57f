"""`mcqa adjudicate`: the cells where reviewers split, as a workbook to decide in."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqa.cli.deciding import Deciding
from mcqa.cli.options import Common, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, exit_code, finish, say, tell, write_bytes_out

if TYPE_CHECKING:
    from mcqa.cli.inputs import Inputs
    from mcqa.reports.adjudicate import Cases
    from mcqa.scoresheets.lists.decisions import DecisionList

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class DecisionsFormat(StrEnum):
    """The forms of the list of cells to decide."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    XLSX = "xlsx"


# the forms in which people fill decisions in
FILLED_IN = frozenset({DecisionsFormat.CSV, DecisionsFormat.XLSX})


@command(app, "adjudicate", formats=DecisionsFormat)
def adjudicate(
    sheets: Sheets,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every cell where reviewers differ at all.")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Call the reviewers A, B, C, in each cell anew.")] = False,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FILE", help="Carry over what is filled in in this file.")
    ] = None,
    reading: Reading,
    deciding: Deciding,
    common: Common,
) -> None:
    """Write the cells where reviewers split as a workbook to decide in, the most consequential first.

    `mcqa score --adjudication FILE` uses what is filled in. A file that is replaced with --force loses nothing: its
    decisions are carried over, and where one cannot be, nothing is written.

    Example: mcqa adjudicate samples/round-1 -o decisions.xlsx
    """
    from mcqa.cli.inputs import usable
    from mcqa.errors import UsageError
    from mcqa.reports.adjudicate import adjudicate_document
    from mcqa.reports.cells import ledger_line
    from mcqa.reports.document import counted

    if common.format is DecisionsFormat.XLSX and common.output is None:
        raise UsageError("a workbook is not for the terminal", hint="name a file: -o decisions.xlsx")
    before = list(_filled_in(keep, common))
    inputs = usable(_without(sheets, before), common, reading)
    beside = [each for each in before if not _is_output(Path(each.path), common)]
    common.sources.add(*(each.path for each in beside))
    asked = _asked(inputs, deciding, before, every=every, blind=blind)
    findings = inputs.collected.findings
    ledger = ledger_line(inputs.collected)
    if common.format is DecisionsFormat.XLSX:
        from mcqa.reports.adjudicate_book import decisions_workbook

        write_bytes_out(common, decisions_workbook(asked, inputs.sound_rubric))
        kept = f", {counted(len(asked.kept), 'row')} carried over" if asked.kept else ""
        say(common, f"{counted(len(asked.cases), 'cell')} to decide{kept}. {ledger}")
        tell(common, findings)
        raise typer.Exit(exit_code(findings, common.fail_on))
    options = {"all": every, "blind": blind, "keep": str(keep) if keep else None}
    run = inputs.run_info("adjudicate", common, **options, **reading.to_json(), **deciding.to_json())
    run = run._replace(inputs=(*run.inputs, *((each.path, each.sha256) for each in beside)))
    finish(common, run, adjudicate_document(asked, ledger), findings)


def _filled_in(keep: Path | None, common: Common) -> Iterator[DecisionList]:
    """Read what is filled in already: in the file that a call names, and in the one that is to be replaced."""
    from mcqa.scoresheets.lists.decisions import decisions_in, read_decisions

    if keep is not None and not _is_output(keep, common):
        yield read_decisions(keep)
    target = Path(common.output) if common.output and common.format in FILLED_IN else None
    if target is not None and target.is_file():
        found = decisions_in(target)
        if found is not None:
            yield found


def _is_output(path: Path, common: Common) -> bool:
    """Whether a file is the one that is to be written."""
    target = Path(common.output) if common.output else None
    return target is not None and target.exists() and path.exists() and target.samefile(path)


def _without(sheets: list[str], before: list[DecisionList]) -> list[str]:
    """Leave files of decisions out of the sheets, where a folder or pattern means them too."""
    from mcqa.cli.referred import without_file

    for each in before:
        sheets = without_file(sheets, Path(each.path))
    return sheets


def _asked(inputs: Inputs, deciding: Deciding, before: list[DecisionList], *, every: bool, blind: bool) -> Cases:
    """Score the ratings, and put together what is asked with what is filled in already."""
    from mcqa.cli.scoring import scores_of
    from mcqa.reports.adjudicate import Cases
    from mcqa.scores.decided.cases import cases
    from mcqa.scores.decided.kept import carry_over

    ratings = inputs.collected.ratings
    scores = scores_of(inputs, deciding)
    kept = carry_over(scores, before)
    criteria = [criterion.id for criterion in scores.cells.criteria]
    return Cases(
        cases=cases(scores, every=every, blind=blind, also=kept),
        kept={(ratings.units[unit], criteria[criterion]): filled for (unit, criterion), filled in kept.items()},
        rounds=len(ratings.rounds) > 1,
        every=every,
        blind=blind,
    )

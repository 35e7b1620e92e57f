"""`mcqa check`: read scoresheets, report every fault and every cell's fate, compute nothing."""

from __future__ import annotations

import glob
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mcqa.cli.exits import Exit
from mcqa.cli.options import Common, Format, Sheets
from mcqa.cli.reading import Reading
from mcqa.cli.run import command, finish, render, say, say_stderr, tell, write_out
from mcqa.cli.writing import write_files
from mcqa.errors import InputError, McqaError, UsageError

if TYPE_CHECKING:
    from mcqa.cli.inputs import Inputs
    from mcqa.cli.watching import Changes
    from mcqa.reports.cells import Annotated as Copies

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Annotate = Annotated[
    Path | None,
    typer.Option("--annotate", metavar="DIR", help="Write copies with every faulty cell coloured and explained."),
]
Watch = Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes, until Ctrl-C.")]
Columns = Annotated[bool, typer.Option("--columns", help="Show what every heading was taken for.")]


@command(app, "check")
def check(
    sheets: Sheets,
    *,
    annotate: Annotate = None,
    watch: Watch = False,
    columns: Columns = False,
    reading: Reading,
    common: Common,
) -> None:
    """Read scoresheets and report every fault, with file, sheet and cell, and what became of every cell.

    The originals are never changed. --annotate writes a copy of each file in which something was found.

    Example: mcqa check samples/messy
    """
    from mcqa.cli.inputs import collect
    from mcqa.reports.cells import check_document

    if watch:
        _refuse_with_watch(common, annotate)
        _watch(sheets, reading, common, columns=columns)
    if annotate is not None:
        _refuse_among_inputs(annotate, sheets)
    inputs = collect(sheets, common, reading)
    copies = _annotate(annotate, inputs, common) if annotate is not None else None
    options = {**reading.to_json(), "annotate": str(annotate) if annotate else None}
    document = check_document(inputs.collected, columns=columns, annotated=copies)
    run, findings = inputs.run_info("check", common, **options), inputs.collected.findings
    finish(common, run, document, findings, listed=True, usable=inputs.read_any)


def _refuse_among_inputs(folder: Path, sheets: Sequence[str]) -> None:
    """Refuse a folder for copies in which the next run would read them as scoresheets."""
    from mcqa.scoresheets.files.find import SKIPPED_PREFIXES

    wanted = folder.resolve()
    for argument in sheets:
        fixed = Path(argument)
        while glob.has_magic(str(fixed)):
            fixed = fixed.parent
        root = fixed.resolve()
        if not fixed.is_dir() or not wanted.is_relative_to(root):
            continue
        if not any(part.startswith(SKIPPED_PREFIXES) for part in wanted.relative_to(root).parts):
            raise UsageError(
                f"{folder} is inside {fixed}, whose files are read: the copies would be read with the originals",
                hint=f"choose another folder, or a name that is passed over, such as {fixed / '_annotated'}",
            )


def _annotate(folder: Path, inputs: Inputs, common: Common) -> Copies:
    """Write the annotated copies, all of them or none."""
    from mcqa.reports.cells import Annotated as Copies
    from mcqa.reports.cells import AnnotatedCopy as Made
    from mcqa.scoresheets.annotate.folder import annotated_copies

    copies = annotated_copies(inputs.opened, inputs.collected.findings)
    if copies:
        write_files(common, folder, {copy.name: copy.content for copy in copies})
        say(common, f"wrote {len(copies)} annotated {'copy' if len(copies) == 1 else 'copies'} to {folder}")
    made = (Made(copy.path, str(folder / copy.name), copy.rebuilt, copy.only_list) for copy in copies)
    return Copies(str(folder), tuple(made))


def _refuse_with_watch(common: Common, annotate: Path | None) -> None:
    if common.output or common.format is not Format.TABLE:
        raise UsageError("--watch shows its report on the screen, as a table", hint="leave out --format and --output")
    if annotate is not None:
        raise UsageError(
            "--annotate writes once, --watch goes on", hint="watch first; annotate what is left at the end"
        )


def _watch(sheets: Sequence[str], reading: Reading, common: Common, *, columns: bool) -> None:
    """Check again after each change; what stops one round is told and does not end the watch."""
    from mcqa.cli.watching import look_at, refuse_nowhere, watch

    refuse_nowhere(sheets)
    named = (
        reading.roster,
        reading.map_file,
        Path(common.rubric) if common.rubric else None,
        *map(Path, reading.profile),
    )
    others = [path for path in named if path is not None]
    first = [reading]

    def act(changes: Changes) -> None:
        if any(changes):
            _clear()
            say(common, str(changes))
        try:
            _round(sheets, first[-1], common, columns=columns)
            # meanings are saved once
            first.append(reading._replace(save_map=None))
        except InputError as error:
            tell(common, error.findings)
            _told(error)
        except McqaError as error:
            if not any(changes):
                raise
            _told(error)
        say(common, "watching; Ctrl-C ends it")

    try:
        watch(lambda: look_at(sheets, others), act)
    except KeyboardInterrupt:
        say(common, "stopped watching")
        raise typer.Exit(Exit.INTERRUPTED) from None


def _round(sheets: Sequence[str], reading: Reading, common: Common, *, columns: bool) -> None:
    from mcqa.cli.inputs import collect
    from mcqa.reports.cells import check_document

    inputs = collect(sheets, common, reading)
    document = check_document(inputs.collected, columns=columns)
    write_out(common, render(common, inputs.run_info("check", common), document, inputs.collected.findings))


def _told(error: McqaError) -> None:
    say_stderr(error.message + (f" ({error.hint})" if error.hint else ""))


def _clear() -> None:
    """Clear the screen; what goes to a file or another program stays whole."""
    if sys.stdout.isatty():
        from rich.console import Console

        Console().clear()

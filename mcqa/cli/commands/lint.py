"""`mcqa lint`: findings about rubric files."""

from __future__ import annotations

import os
import stat
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mcqa.cli.exits import Exit
from mcqa.cli.options import Common
from mcqa.cli.run import (
    colored,
    command,
    exit_code,
    refuse_input,
    render,
    say,
    say_stderr,
    tell,
    write_bytes_out,
    write_out,
)
from mcqa.cli.writing import write_whole
from mcqa.errors import OutputError, UsageError
from mcqa.lint.run import STDIN, Asked, LintRun, run_lint
from mcqa.lint.settings import EVERYTHING, Settings, covers

if TYPE_CHECKING:
    from mcqa.reports.lint_evidence import EvidenceReport

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class LintFormat(StrEnum):
    """What the findings look like."""

    FULL = "full"
    CONCISE = "concise"
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


DOCUMENTS = frozenset({LintFormat.JSON, LintFormat.CSV, LintFormat.MD})


Rubrics = Annotated[
    list[str] | None,
    typer.Argument(metavar="RUBRIC...", help="Rubric files, patterns, shipped ids, or - for standard input."),
]
Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="CODES", help="Only these: L201, L2, a name, or ALL.")
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODES", help="All but these; the longer code decides.")
]
PerFileIgnores = Annotated[
    list[str] | None,
    typer.Option("--per-file-ignores", metavar="PATTERN=CODES", help="Ignore codes in files that fit a pattern."),
]
Words = Annotated[
    list[str] | None,
    typer.Option("--words", metavar="LIST=TERM", help="Add a term to a word list; =-TERM takes one out."),
]
BaselineFile = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="Report only what this file does not hold.")
]
NewBaseline = Annotated[
    str | None, typer.Option("--write-baseline", metavar="FILE", help="Hold all present findings in this file.")
]
Fix = Annotated[bool, typer.Option("--fix", help="Mend what is safe: ids, order, white space, quotes.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")]
StdinFilename = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="FILE", help="The name of what - reads.")
]
Ratings = Annotated[
    list[str] | None,
    typer.Option("--ratings", metavar="SHEETS", help="Show which rules the disagreement in these ratings bears out."),
]


@command(app, "lint", formats=LintFormat)
def lint(
    rubrics: Rubrics = None,
    *,
    select: Select = None,
    ignore: Ignore = None,
    per_file_ignores: PerFileIgnores = None,
    words: Words = None,
    baseline: BaselineFile = None,
    write_baseline: NewBaseline = None,
    fix: Fix = False,
    diff: Diff = False,
    stdin_filename: StdinFilename = None,
    ratings: Ratings = None,
    common: Common,
) -> None:
    """Find faults in rubric files, each with its line, its column, why it matters and what to do.

    A comment at the end of a line silences a finding, with your reason: `# mcqa: ignore[L201] reason`; one on a line
    of its own, `# mcqa: ignore-file[L201] reason`, does so for the file. `mcqa explain L201` tells about a rule.

    Ends with 1 when a finding weighs as much as --fail-on, or --diff shows a change; 3 when no file can be read.

    Example: mcqa lint rubrics/*.yaml
    """
    # without a name it is the rubric of the folder, if mcqa.toml or --rubric says which that is
    names = rubrics or ([STDIN] if stdin_filename is not None else []) or ([common.rubric] if common.rubric else [])
    if not names:
        raise UsageError("no rubric is named", hint="give files, patterns, shipped ids, or - for standard input")
    form = _form(common, ratings)
    asked = Asked(
        names=tuple(names),
        settings=_settings(select, ignore, per_file_ignores, words),
        baseline=Path(baseline) if baseline and not write_baseline else None,
        stdin=sys.stdin.buffer.read() if STDIN in names else b"",
        stdin_name=stdin_filename or "<stdin>",
        mend=fix or diff,
    )
    run = run_lint(asked)
    common.sources.add(asked.baseline)
    if diff:
        refuse_input(common, (file.file for file in run.files))
        _show_diff(common, run)
    if fix:
        _write_fixed(common, asked, run)
    if write_baseline:
        _write_baseline(common, Path(write_baseline), run)
    refuse_input(common, (file.file for file in run.files))
    _report(common, form, asked.settings, run, ratings)


def _settings(
    select: list[str] | None, ignore: list[str] | None, per_file: list[str] | None, words: list[str] | None
) -> Settings:
    """Read what the options say of rules and words."""
    if not (select or ignore or per_file or words):
        return EVERYTHING
    from mcqa.lint.engine import codes
    from mcqa.lint.settings import additions, selectors

    known = codes()
    by_file = [(pair, *pair.rpartition("=")[::2]) for pair in per_file or ()]
    if wrong := [pair for pair, pattern, _ in by_file if not pattern]:
        raise UsageError(f"--per-file-ignores: {wrong[0]} is no PATTERN=CODES", hint='write "drafts/*.yaml=L402"')
    return Settings(
        select=selectors(select or (), "--select", known),
        ignore=selectors(ignore or (), "--ignore", known),
        per_file=tuple((pattern, selectors([listed], "--per-file-ignores", known)) for _, pattern, listed in by_file),
        additions=additions(words or ()),
    )


def _show_diff(common: Common, run: LintRun) -> NoReturn:
    """Show what mending would change; end with 1 where it would change anything."""
    from mcqa.lint.fixing import diff
    from mcqa.reports.document import counted

    shown = "".join(diff(each.before, each.after, _shown(each.file)) for each in run.changes)
    write_bytes_out(common, shown.encode(errors="surrogateescape"))
    mended = sum(each.mended for each in run.changes)
    say(common, f"{mended} can be mended in {len(run.changes)} of {counted(len(run.files), 'file')}; --fix does it")
    _end_refused(run)
    raise typer.Exit(Exit.FINDINGS if run.changes else Exit.DONE)


def _shown(file: str) -> str:
    """Name a file from the working folder where it stands below it, as patch and git expect."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else file


def _write_fixed(common: Common, asked: Asked, run: LintRun) -> None:
    """Write the mended files; what came from standard input goes to standard output, and what is said to the other."""
    changes = [each for each in run.changes if not each.from_stdin]
    for change in changes:
        # a file that its owner write-protected is not replaced by one that is not
        if not Path(change.file).stat().st_mode & stat.S_IWUSR:
            raise OutputError(f"{change.file} is write-protected; nothing was mended", hint="make it writable first")
    for change in changes:
        path = Path(change.file)
        if path.read_bytes() != change.before:
            raise OutputError(f"{path} was changed meanwhile; it was not mended", hint="run it again")
        write_whole(path, change.after)
        say(common, f"mended {change.mended} in {path}")
    if STDIN in asked.names:
        after = next((each.after for each in run.changes if each.from_stdin), asked.stdin)
        write_bytes_out(common, after)
        tell(common, run.findings)
        _end_refused(run)
        raise typer.Exit(exit_code(run.findings, common.fail_on))


def _write_baseline(common: Common, path: Path, run: LintRun) -> NoReturn:
    from mcqa.lint.baseline import baseline_text, is_baseline

    if path.exists() and not is_baseline(path):
        raise OutputError(f"{path} exists and is no baseline", hint="choose another name")
    from mcqa.reports.document import counted

    _end_refused(run)
    write_whole(path, baseline_text(run.files, path.parent))
    say(common, f"{path} holds {counted(len(run.findings), 'finding')} of {counted(len(run.files), 'rubric')}")
    raise typer.Exit(Exit.DONE)


def _form(common: Common, ratings: list[str] | None) -> str:
    """Say which form the findings get: the one that was asked for, or on GitHub's runners the one for its log."""
    if ratings and common.format not in {*DOCUMENTS, LintFormat.FULL, LintFormat.TABLE}:
        message = f"--ratings gives a table, which {common.format} has no place for"
        raise UsageError(message, hint="--format full, json, csv or md")
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    return LintFormat.GITHUB if on_github and not (common.format_said or common.output or ratings) else common.format


def _report(common: Common, form: str, settings: Settings, run: LintRun, ratings: list[str] | None) -> NoReturn:
    """Show the findings in the form that was asked for, and end with the exit code."""
    evidence = _evidence(common, settings, run, ratings) if ratings else None
    color = not common.output and colored(common, sys.stdout)
    if form in DOCUMENTS:
        from mcqa.reports.envelope import RunInfo
        from mcqa.reports.lint.document import lint_document

        info = RunInfo(
            command="lint",
            inputs=tuple((file.file, file.sha256) for file in run.files if not file.refused),
            options={"fail_on": common.fail_on.value, **settings.to_json()},
            seed=common.seed if evidence else None,
        )
        text = render(common, info, lint_document(run.files, known=run.known, evidence=evidence), run.findings)
    else:
        from mcqa.lint.run import fixable
        from mcqa.reports.lint import lint_text

        text = lint_text(
            str(form), run.files, color=color, root=Path.cwd(), fixable=fixable(run), known=run.known, evidence=evidence
        )
    write_out(common, text)
    if run.gone:
        noun = "1 finding of the baseline is" if run.gone == 1 else f"{run.gone} findings of the baseline are"
        say(common, f"{noun} gone; --write-baseline makes it anew")
    _end_refused(run)
    raise typer.Exit(exit_code(run.findings, common.fail_on))


def _evidence(common: Common, settings: Settings, run: LintRun, ratings: list[str]) -> EvidenceReport:
    """Hold what the rules found in a rubric against ratings that were made with it."""
    from mcqa.cli.inputs import rated_with
    from mcqa.diagnostics.rule_evidence import rule_evidence
    from mcqa.lint.engine import every_rule, load_rubric_bytes
    from mcqa.reports.lint_evidence import evidence_report

    if len(run.files) != 1 or run.refused:
        raise UsageError("--ratings goes with one rubric, the one that the ratings were made with")
    (file,) = run.files
    rubric = load_rubric_bytes(file.content, file=file.file, folder=Path(file.file).parent)
    collected = rated_with(ratings, rubric, common)
    found = (*file.findings, *(each.finding for each in file.silenced), *run.known.get(file.file, ()))
    ignored = settings.ignored_in(file.file)
    kinds = {
        code: rule.kind for code, rule in every_rule().items() if settings.wants(code) and not covers(ignored, code)
    }
    tell(common, collected.findings)
    return evidence_report(rule_evidence(found, collected.ratings, kinds=kinds, seed=common.seed))


def _end_refused(run: LintRun) -> None:
    """End with 3 where nothing could be read; one file among others that cannot be is an error like any other."""
    refused = [file for file in run.files if file.refused]
    for file in refused:
        say_stderr(file.findings[0].message)
    if refused and len(refused) == len(run.files):
        raise typer.Exit(Exit.INPUT)

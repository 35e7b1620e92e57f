"""One way to run every command: shared options in, output whole or not at all, messages apart, an exit code."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, get_type_hints

import typer

from mcqa.cli.exits import Exit
from mcqa.cli.options import Common, FailOn, Format, shared_parameters, take_common
from mcqa.errors import InputError, McqaError, OutputError
from mcqa.findings import Finding, Severity
from mcqa.reports.document import Document, Table
from mcqa.reports.envelope import RunInfo, to_json
from mcqa.reports.findings import findings_summary, findings_text

SHOWN_FINDINGS = 20


def command(
    app: typer.Typer, name: str | None = None, **defaults: object
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command whose function takes `common`; the shared options are added to its own.

    `defaults` replaces the defaults of shared options, such as `seed=7`.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        own = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in inspect.signature(function).parameters.values()
            if parameter.name != "common"
        ]
        parameters = [
            *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own),
            *shared_parameters(defaults),
        ]

        def run(**values: Any) -> None:
            common = take_common(values)
            with guarded(common):
                refuse_overwriting(common)
                function(**values, common=common)

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads options from
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        run.__doc__ = function.__doc__
        run.__name__ = function.__name__
        app.command(name)(run)
        return run

    return register


@contextlib.contextmanager
def guarded(common: Common | None = None) -> Iterator[None]:
    """Turn what stops a run into one message and an exit code."""
    try:
        yield
    except InputError as error:
        if error.findings:
            typer.echo(findings_text(error.findings, color=_colored(common, sys.stderr)), err=True)
        _say_stop(error)
        raise typer.Exit(Exit.INPUT) from None
    except McqaError as error:
        _say_stop(error)
        raise typer.Exit(Exit.USAGE) from None
    except KeyboardInterrupt:
        typer.echo("mcqa: interrupted; nothing was written", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None


def _say_stop(error: McqaError) -> None:
    typer.echo(f"mcqa: {error.message}", err=True)
    if error.hint:
        typer.echo(f"  hint: {error.hint}", err=True)


def say(common: Common, message: str) -> None:
    """Tell people something on standard error, unless they asked for quiet."""
    if not common.quiet:
        typer.echo(message, err=True)


def say_stderr(message: str) -> None:
    """Tell people something that quiet does not silence."""
    typer.echo(f"mcqa: {message}", err=True)


def finish(
    common: Common,
    run: RunInfo,
    document: Document,
    findings: Sequence[Finding] = (),
    *,
    listed: bool = False,
    gate_failed: bool = False,
) -> NoReturn:
    """Write the output, tell the findings, and end with the exit code; `listed` when the document shows them itself."""
    write_out(common, render(common, run, document, findings))
    if not listed and findings and common.format is not Format.JSON:
        _tell(common, findings)
    raise typer.Exit(Exit.FINDINGS if gate_failed else exit_code(findings, common.fail_on))


def write_out(common: Common, text: str) -> None:
    """Write the output of a command to the file that was asked for, or to standard output."""
    if common.output:
        write_whole(Path(common.output), text)
        say(common, f"wrote {common.output}")
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def render(common: Common, run: RunInfo, document: Document, findings: Sequence[Finding]) -> str:
    """Lay a document out in the form that was asked for."""
    match common.format:
        case Format.JSON:
            return to_json(run, findings, document.results)
        case Format.CSV:
            from mcqa.reports.delimited import to_csv

            return to_csv(document.tidy)
        case Format.MD:
            from mcqa.reports.markdown import to_markdown

            return to_markdown(document)
        case Format.TABLE:
            if not any(isinstance(part, Table) for part in document.parts):
                from mcqa.reports.findings import to_plain

                return to_plain(document, color=not common.output and _colored(common, sys.stdout))
            from mcqa.reports.terminal import to_terminal

            return to_terminal(document, color=not common.output and _colored(common, sys.stdout))


def exit_code(findings: Sequence[Finding], fail_on: FailOn) -> Exit:
    """Give 1 when a finding weighs as much as `fail_on`, else 0."""
    if fail_on is FailOn.NEVER:
        return Exit.DONE
    bar = Severity(fail_on.value).rank
    return Exit.FINDINGS if any(finding.severity.rank >= bar for finding in findings) else Exit.DONE


def refuse_overwriting(common: Common) -> None:
    """Stop before any work when the output file exists and may not be replaced."""
    if common.output and Path(common.output).exists() and not common.force:
        raise OutputError(f"{common.output} exists", hint="choose another name, or give --force to replace it")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: beside its place first, then moved over it."""
    import tempfile  # it loads half of the standard library, which --help and lint do without

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", hint="does the folder exist?") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def write_folder(folder: Path, write: Callable[[Path], Sequence[Path]], *, force: bool) -> tuple[Path, ...]:
    """Write a folder whole or not at all, and give its files; with `force` one that a run wrote before is replaced."""
    import tempfile

    if folder.exists() and not (force and (folder.is_dir() and _ours(folder))):
        hint = (
            "choose a new folder" if not force else "--force replaces only a folder that mcqa wrote, with _truth in it"
        )
        raise OutputError(f"{folder} exists", hint=hint)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".mcqa-") as temporary:
            made = Path(temporary) / "new"
            made.mkdir()
            files = [path.relative_to(made) for path in write(made)]
            if folder.exists():
                folder.replace(Path(temporary) / "old")
            made.replace(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from None
    return tuple(folder / file for file in files)


def _ours(folder: Path) -> bool:
    return not any(folder.iterdir()) or (folder / "_truth" / "truth.json").is_file()


def _tell(common: Common, findings: Sequence[Finding]) -> None:
    """Show the worst findings on standard error; `mcqa check` shows all of them."""
    worst = sorted(findings, key=lambda finding: -finding.severity.rank)
    if common.quiet:
        worst = [finding for finding in worst if finding.severity is Severity.ERROR]
    shown = [finding for finding in worst if finding.severity is not Severity.INFO][:SHOWN_FINDINGS]
    if shown:
        typer.echo("\n" + findings_text(shown, color=_colored(common, sys.stderr)), err=True, nl=False)
    left = len(worst) - len(shown)
    more = f"; {left} more with `mcqa check` or --format json" if left else ""
    if worst:
        typer.echo(f"{findings_summary(worst)}{more}", err=True)


def _colored(common: Common | None, stream: Any) -> bool:
    off = (common is not None and common.no_color) or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return not off and bool(stream.isatty())

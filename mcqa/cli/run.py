"""One way to run every command: shared options in, output whole or not at all, messages apart, an exit code."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

import typer

from mcqa.cli.deciding import deciding_parameters, take_deciding
from mcqa.cli.exits import Exit
from mcqa.cli.options import Common, FailOn, Format, shared_parameters, take_common
from mcqa.cli.reading import reading_parameters, take_reading
from mcqa.cli.waiting import Bar
from mcqa.cli.writing import write_whole
from mcqa.errors import InputError, McqaError, OutputError
from mcqa.findings import Finding, Severity
from mcqa.progress import listening
from mcqa.rubric.bundled import is_there

if TYPE_CHECKING:
    # a command that writes in a form of its own loads none of these
    from mcqa.reports.document import Document
    from mcqa.reports.envelope import RunInfo

SHOWN_FINDINGS = 20
# where click says that a value was given in this call, not by the configuration
_ASKED = frozenset({"COMMANDLINE", "ENVIRONMENT"})


def command(
    app: typer.Typer, name: str | None = None, *, formats: type[StrEnum] = Format, folder: str = "", **defaults: object
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command whose function takes `common`; the shared options are added to its own.

    Where it takes `reading` or `deciding` too, the options of reading scoresheets or of the rule are added as well.
    `formats` are the forms of its output, `folder` says what is written to the folder of one whose --output is a
    folder, `defaults` replaces the defaults of shared options, such as `seed=7`.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        taken = inspect.signature(function).parameters
        reads, decides = "reading" in taken, "deciding" in taken
        own = [
            parameter.replace(annotation=hints[name])
            for name, parameter in taken.items()
            if name not in {"common", "reading", "deciding"}
        ]
        parameters = [
            inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
            *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own),
            *(reading_parameters(taken) if reads else ()),
            *(deciding_parameters() if decides else ()),
            *shared_parameters(defaults, formats, folder),
        ]

        def run(context: typer.Context, **values: Any) -> None:
            with guarded():
                common = take_common(
                    values,
                    formats=formats,
                    format_asked=_asked(context, "format"),
                    rubric_asked=_asked(context, "rubric"),
                )
                common.sources.add(common.rubric)
                if reads:
                    values["reading"] = reading = take_reading(values)
                    common.sources.add(reading.roster, reading.map_file, *reading.profile)
                if decides:
                    values["deciding"] = deciding = take_deciding(values)
                    common.sources.add(deciding.rater_weights)
            with guarded(common), _waiting(common):
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
def _waiting(common: Common) -> Iterator[None]:
    """Draw the progress of what takes long."""
    bar = Bar(quiet=common.quiet)
    try:
        with listening(bar):
            yield
    finally:
        bar.close()


def _asked(context: typer.Context, name: str) -> bool:
    """Whether an option stands in the call itself, and is no default of the command or of a configuration."""
    source = context.get_parameter_source(name)
    return source is not None and source.name in _ASKED


@contextlib.contextmanager
def guarded(common: Common | None = None) -> Iterator[None]:
    """Turn what stops a run into one message and an exit code."""
    try:
        yield
    except InputError as error:
        tell(common, error.findings)
        _say_stop(error)
        raise typer.Exit(Exit.INPUT) from None
    except McqaError as error:
        _say_stop(error)
        raise typer.Exit(Exit.USAGE) from None
    except MemoryError:
        _say_stop(McqaError("there is not enough memory for this", hint="take fewer files or levels, or --ci delta"))
        raise typer.Exit(Exit.INPUT) from None
    except OSError as error:
        # what no stage foresaw, such as a working folder that is gone
        _say_stop(McqaError(": ".join(str(part) for part in (error.filename, error.strerror or error) if part)))
        raise typer.Exit(Exit.INPUT) from None
    except KeyboardInterrupt:
        typer.echo("mcqa: interrupted; nothing was written", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None


def _say_stop(error: McqaError) -> None:
    first, *more = error.lines
    _echo(f"mcqa: {first}")
    for line in more:
        _echo(line)
    if error.hint:
        _echo(f"  hint: {error.hint}")


def say(common: Common, message: str) -> None:
    """Tell people something on standard error, unless they asked for quiet."""
    if not common.quiet:
        _echo(message)


def say_stderr(message: str) -> None:
    """Tell people something that quiet does not silence."""
    _echo(f"mcqa: {message}")


def _echo(message: str) -> None:
    """Write a line to standard error; the name of a file in it moves no cursor and begins no line of its own."""
    from mcqa.findings import visible

    typer.echo(visible(message).replace("\n", "\\n"), err=True)


def finish(
    common: Common,
    run: RunInfo,
    document: Document,
    findings: Sequence[Finding] = (),
    *,
    listed: bool = False,
    gate_failed: bool = False,
    usable: bool = True,
) -> NoReturn:
    """Write the output, tell the findings, and end with the exit code; `listed` when the document shows them itself.

    Where the input holds nothing `usable`, the document says why.
    """
    common.sources.add(*(path for path, _ in run.inputs), run.rubric.path if run.rubric else None)
    write_pieces_out(common, pieces(common, run, document, findings))
    if not listed and findings and common.format is not Format.JSON:
        tell(common, findings)
    if not usable:
        raise typer.Exit(Exit.INPUT)
    raise typer.Exit(Exit.FINDINGS if gate_failed else exit_code(findings, common.fail_on))


def write_out(common: Common, text: str) -> None:
    """Write the output of a command to the file that was asked for, or to standard output."""
    if common.output:
        common.sources.refuse(Path(common.output))
        write_whole(Path(common.output), text)
        say(common, f"wrote {common.output}")
        return
    _to_stdout(lambda: sys.stdout.write(text))


def write_pieces_out(common: Common, text: Iterable[str]) -> None:
    """Write output that comes in pieces, as `write_out` does."""
    if common.output:
        common.sources.refuse(Path(common.output))
        write_whole(Path(common.output), (piece.encode("utf-8", errors="backslashreplace") for piece in text))
        say(common, f"wrote {common.output}")
        return
    _to_stdout(lambda: sys.stdout.writelines(text))


def write_bytes_out(common: Common, content: bytes | Iterable[bytes]) -> None:
    """Write output whose line ends and encoding are its own, whole or in pieces, as `write_out` does."""
    if common.output:
        common.sources.refuse(Path(common.output))
        write_whole(Path(common.output), content)
        say(common, f"wrote {common.output}")
        return
    _to_stdout(lambda: sys.stdout.buffer.writelines([content] if isinstance(content, bytes) else content))


def _to_stdout(write: Callable[[], object]) -> None:
    try:
        write()
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader has seen enough, as `head` has; what is left goes nowhere
        _drop_stdout()
    except OSError as error:
        _drop_stdout()
        raise OutputError(f"the output cannot be written: {error.strerror}") from None


def _drop_stdout() -> None:
    """Send the rest of standard output nowhere, so that the interpreter does not stumble over it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def render(common: Common, run: RunInfo, document: Document, findings: Sequence[Finding]) -> str:
    """Lay a document out in the form that was asked for."""
    return "".join(pieces(common, run, document, findings))


def pieces(common: Common, run: RunInfo, document: Document, findings: Sequence[Finding]) -> Iterable[str]:
    """Lay a document out in the form that was asked for; what other programs read comes in pieces."""
    match str(common.format):
        case Format.JSON:
            from mcqa.reports.envelope import json_pieces

            return json_pieces(run, findings, document.answer)
        case Format.CSV:
            from mcqa.reports.delimited import csv_lines

            return csv_lines(document.tidied)
        case _:
            return (_laid_out(common, document),)


def _laid_out(common: Common, document: Document) -> str:
    """Lay a document out for people."""
    match str(common.format):
        case Format.MD:
            from mcqa.reports.markdown import to_markdown

            return to_markdown(document)
        case _:
            from mcqa.reports.document import Table

            if not any(isinstance(part, Table) for part in document.parts):
                from mcqa.reports.findings import to_plain

                return to_plain(document, color=not common.output and colored(common, sys.stdout))
            from mcqa.reports.terminal import to_terminal

            return to_terminal(document, color=not common.output and colored(common, sys.stdout))


def exit_code(findings: Sequence[Finding], fail_on: FailOn) -> Exit:
    """Give 1 when a finding weighs as much as `fail_on`, else 0."""
    if fail_on is FailOn.NEVER:
        return Exit.DONE
    bar = Severity(fail_on.value).rank
    return Exit.FINDINGS if any(finding.severity.rank >= bar for finding in findings) else Exit.DONE


def refuse_overwriting(common: Common) -> None:
    """Stop before any work when the output file exists and may not be replaced; a command judges its own folder."""
    output = Path(common.output) if common.output else None
    if output and is_there(output) and not output.is_dir() and not common.force:
        raise OutputError(f"{common.output} exists", hint="choose another name, or give --force to replace it")


def refuse_input(common: Common, paths: Iterable[str]) -> None:
    """Note what this run reads; stop where the output would take the place of anything noted, --force or not."""
    common.sources.add(*paths)
    if common.output:
        common.sources.refuse(Path(common.output))


def tell(common: Common | None, findings: Sequence[Finding]) -> None:
    """Show the worst findings on standard error; the JSON output holds all of them."""
    from mcqa.reports.findings import findings_summary, findings_text

    worst = sorted(findings, key=lambda finding: -finding.severity.rank)
    if common is not None and common.quiet:
        worst = [finding for finding in worst if finding.severity is Severity.ERROR]
    shown = [finding for finding in worst if finding.severity is not Severity.INFO][:SHOWN_FINDINGS]
    if shown:
        typer.echo("\n" + findings_text(shown, color=colored(common, sys.stderr)), err=True, nl=False)
    left = len(worst) - len(shown)
    more = f"; {left} more with --format json" if left else ""
    if worst:
        typer.echo(f"{findings_summary(worst)}{more}", err=True)


def colored(common: Common | None, stream: Any) -> bool:
    """Whether what goes to a stream is to be in colour."""
    if common is not None and common.no_color:
        return False
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not off and bool(stream.isatty())

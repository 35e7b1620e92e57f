"""`mcqa`: the list of commands, grouped by who uses them, each loaded only when it is called."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from mcqa import __version__
from mcqa.cli.config import check_keys, find_defaults
from mcqa.cli.options import SHARED_NAMES
from mcqa.cli.run import guarded


class Entry(NamedTuple):
    """One command: who uses it, and what it does in one sentence."""

    users: str
    help: str


AUTHORS, COORDINATORS, RESEARCHERS, ALL = "Rubric authors", "Pilot coordinators", "Researchers", "Everybody"

COMMANDS = {
    "lint": Entry(AUTHORS, "Find faults in rubric files, and wording that will make reviewers disagree."),
    "explain": Entry(AUTHORS, "Explain a coefficient, a reason or the code of a finding."),
    "rubric": Entry(AUTHORS, "List, show and compare rubrics; print the schema of the format."),
    "template": Entry(COORDINATORS, "Make the workbooks that reviewers fill in."),
    "anonymize": Entry(COORDINATORS, "Rebuild scoresheets with pseudonyms, or scan them for identities."),
    "check": Entry(COORDINATORS, "Read scoresheets and report every fault and every cell's fate."),
    "score": Entry(COORDINATORS, "Tell which micro-credentials met the rubric, and where reviewers split."),
    "adjudicate": Entry(COORDINATORS, "List the cells where reviewers split, in a workbook to decide in."),
    "calibrate": Entry(COORDINATORS, "Compare reviewers with a reference: who passes, who must train again."),
    "norm": Entry(COORDINATORS, "Freeze a baseline, and place new micro-credentials against it."),
    "reliability": Entry(RESEARCHERS, "Measure how far reviewers agree, component by component."),
    "export": Entry(RESEARCHERS, "Write every cell read as tidy data: CSV, JSON or Parquet."),
    "simulate": Entry(RESEARCHERS, "Make a synthetic pilot with known truth and planted faults."),
    "recommend": Entry(ALL, "Say for each component and standard what to do, and why."),
    "verify": Entry(ALL, "Recompute published and reference values with this installation."),
}


class Commands(TyperGroup):
    """Loads the module of a command when it is asked for, and lists all of them without loading any."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Give the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one command, with its defaults from the configuration; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"mcqa.cli.commands.{cmd_name}").app)
        command.name = cmd_name
        if ctx.default_map:
            with guarded():
                ctx.default_map[cmd_name] = _fitted(command, ctx.default_map.get(cmd_name, {}))
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments begin with; its name may nearly be right, and then it is suggested."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, n=1)
            ctx.fail(f"No such command '{name}'." + (f" Did you mean '{close[0]}'?" if close else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Read the configuration before the command is looked up."""
        with guarded():
            ctx.default_map = find_defaults(Path.cwd(), COMMANDS, SHARED_NAMES)
        return super().invoke(ctx)

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """List the commands under the people who use them."""
        width = max(len(name) for name in COMMANDS)
        for users in dict.fromkeys(entry.users for entry in COMMANDS.values()):
            rows = [(name.ljust(width), entry.help) for name, entry in COMMANDS.items() if entry.users == users]
            with formatter.section(users):
                formatter.write_dl(rows)


def _fitted(command: Any, given: dict[str, object]) -> dict[str, object]:
    """Fit the defaults of a command to its options; UsageError for a key that is none of them.

    One value does where an option is repeatable. The commands of a group all get the defaults of the group.
    """
    members = getattr(command, "commands", None)
    if members is not None:
        general = {key: value for key, value in given.items() if not isinstance(value, dict)}
        own = {key: value for key, value in given.items() if isinstance(value, dict)}
        check_keys(command.name, own, members)
        return {name: _fitted(member, {**general, **own.get(name, {})}) for name, member in members.items()}
    options = {parameter.name: parameter for parameter in command.params if parameter.name}
    # an option may have a second name, such as the one it had before
    names = {word[2:].replace("-", "_"): name for name, one in options.items() for word in one.opts if word[:2] == "--"}
    keys = {key: key.replace("-", "_") for key in given}
    defaults = {names.get(keys[key], keys[key]): value for key, value in given.items()}
    check_keys(command.name, [key for key in defaults if key not in SHARED_NAMES], options)
    for key, value in defaults.items():
        if getattr(options.get(key), "multiple", False):
            defaults[key] = _repeated(value)
    return defaults


def _repeated(value: object) -> list[object]:
    """Give the values of a repeatable option; a table stands for NAME=VALUE, one for each value."""
    if isinstance(value, dict):
        return [f"{name}={each}" for name, given in value.items() for each in _repeated(given)]
    return value if isinstance(value, list) else [value]


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mcqa {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From a rubric and reviewers' spreadsheets to verdicts, agreement, and what to revise.

    Example: mcqa score samples/round-1
    """


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # a console that cannot show a character gets a substitute, never a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty() and "PYTHONIOENCODING" not in os.environ:
        # what another program reads is UTF-8 everywhere, as in a file that --output names; names may be no text
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="mcqa")
    finally:
        # what is left is given back with the process: looking through it once more would cost another tenth
        gc.freeze()

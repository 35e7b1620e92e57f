"""`mcqa`: the list of commands, grouped by who uses them, each loaded only when it is called."""

from __future__ import annotations

import gc
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
    "lint": Entry(AUTHORS, "Find faults in rubric files."),
    "rubric": Entry(AUTHORS, "List and show rubrics; print the schema of the format."),
    "check": Entry(COORDINATORS, "Read scoresheets and report every fault and every cell's fate."),
    "score": Entry(COORDINATORS, "Tell which micro-credentials met the rubric, and where reviewers split."),
    "reliability": Entry(RESEARCHERS, "Measure how far reviewers agree, component by component."),
    "simulate": Entry(RESEARCHERS, "Make a synthetic pilot with known truth and planted faults."),
    "recommend": Entry(ALL, "Say for each component and standard what to do, and why."),
}


class Commands(TyperGroup):
    """Loads the module of a command when it is asked for, and lists all of them without loading any."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"mcqa.cli.commands.{cmd_name}").app)
        command.name = cmd_name
        if ctx.default_map:
            known = {parameter.name for parameter in command.params if parameter.name}
            given = dict(ctx.default_map.get(cmd_name, {}))
            with guarded():
                check_keys(cmd_name, given.keys() - SHARED_NAMES, known)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands under the people who use them."""
        width = max(len(name) for name in COMMANDS)
        for users in dict.fromkeys(entry.users for entry in COMMANDS.values()):
            rows = [(name.ljust(width), entry.help) for name, entry in COMMANDS.items() if entry.users == users]
            with formatter.section(users):
                formatter.write_dl(rows)


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
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From a rubric and reviewers' spreadsheets to verdicts, agreement, and what to revise.

    Example: mcqa score samples/round-1
    """
    with guarded():
        context.default_map = find_defaults(Path.cwd(), COMMANDS, SHARED_NAMES)


def main() -> None:
    """Run the command line."""
    # a short run makes many objects and little rubbish: collecting it over and over costs a tenth of the time
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        # a console that cannot show a character gets a substitute, never a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="mcqa")
    finally:
        # what is left is given back with the process: looking through it once more would cost another tenth
        gc.freeze()

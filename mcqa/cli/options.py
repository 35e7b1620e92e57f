"""The options that every command shares, written down once."""

from __future__ import annotations

import inspect
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

from mcqa.cli.sources import Sources
from mcqa.errors import UsageError


class Format(StrEnum):
    """What the output looks like."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class FailOn(StrEnum):
    """From which severity on findings make the command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class Common(NamedTuple):
    """The values of the shared options in one call, and the files that it reads as far as they are known yet."""

    rubric: str | None
    format: StrEnum
    output: str | None
    force: bool
    seed: int
    round: str | None
    fail_on: FailOn
    quiet: bool
    no_color: bool
    sources: Sources
    rubric_asked: bool = False
    format_said: bool = False


# endings of output files that mean a form under another name
ENDINGS = {"markdown": "md", "htm": "html", "xml": "junit"}
# files that people open in a program that would refuse a text table
FOREIGN = frozenset({"xlsx", "xlsm", "xls", "ods", "docx", "odt", "pdf", "html", "htm", "parquet"})

_TYPES: dict[str, object] = {
    "rubric": Annotated[
        str | None,
        typer.Option("--rubric", metavar="NAME|PATH", help="Shipped rubric or file; default: what the sheets name."),
    ],
    "format": Annotated[
        Format | None, typer.Option("--format", help="Form of the output; default: table, or the ending of --output.")
    ],
    "output": Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ],
    "force": Annotated[bool, typer.Option("--force", help="Overwrite the file that --output names.")],
    "seed": Annotated[int, typer.Option("--seed", metavar="INT", min=0, help="Seed of everything random.")],
    "round": Annotated[
        str | None,
        typer.Option("--round", metavar="ID", help="Only this review round; sheets without one belong to it."),
    ],
    "fail_on": Annotated[FailOn, typer.Option("--fail-on", help="End with 1 at findings of this severity or above.")],
    "quiet": Annotated[bool, typer.Option("--quiet", help="No messages on standard error but errors.")],
    "no_color": Annotated[bool, typer.Option("--no-color", help="No colour (also NO_COLOR, TERM=dumb, a pipe).")],
}

_DEFAULTS: dict[str, object] = {
    "rubric": None,
    "format": None,
    "output": None,
    "force": False,
    "seed": 0,
    "round": None,
    "fail_on": FailOn.ERROR,
    "quiet": False,
    "no_color": False,
}


SHARED_NAMES = frozenset(_TYPES)


def shared_parameters(
    defaults: dict[str, object], formats: type[StrEnum] = Format, folder: str = ""
) -> list[inspect.Parameter]:
    """Give the shared options as parameters of a command; `defaults` replaces some of their defaults.

    `formats` are the forms that the output of the command can have, the default first. Of a command whose --output is a
    folder, `folder` says what for.
    """
    usual = next(iter(formats))
    said = f"Form of the output; default: {usual}, or the ending of --output."
    if folder:
        # what goes to the screen has no file whose ending could say its form
        said = f"Form of what is shown; default: {usual}."
    types = _TYPES | {"format": Annotated[formats | None, typer.Option("--format", help=said)]}
    if folder:
        types["output"] = Annotated[str | None, typer.Option("--output", "-o", metavar="DIR", help=folder)]
        types["force"] = Annotated[bool, typer.Option("--force", help="Replace what the folder holds already.")]
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name, _DEFAULTS[name]), annotation=annotation
        )
        for name, annotation in types.items()
    ]


def take_common(
    values: dict[str, object], *, formats: type[StrEnum], format_asked: bool, rubric_asked: bool = False
) -> Common:
    """Take the shared options out of all values of a call.

    The ending of the output file says its form unless `format_asked`: the call itself says it.
    """
    taken = {name: values.pop(name) for name in _TYPES}
    chosen = taken.pop("format")
    if taken["output"] == "":
        raise UsageError("--output names no file", hint="give a name, or - for standard output")
    if taken["output"] == "-":
        taken["output"] = None
    if not format_asked:
        chosen = _form_of(str(taken["output"] or ""), formats) or chosen
    taken |= {"format_said": chosen is not None, "sources": Sources()}
    return Common(format=chosen or next(iter(formats)), rubric_asked=rubric_asked, **taken)  # type: ignore[arg-type]  # Typer has checked the type of each


def _form_of(output: str, formats: type[StrEnum]) -> StrEnum | None:
    """Say which form the ending of a file means; UsageError for one that the command does not write."""
    suffix = output.rpartition(".")[2].lower() if "." in output else ""
    form = ENDINGS.get(suffix, suffix)
    if form in list(formats):
        return formats(form)
    if suffix in FOREIGN:
        known = ", ".join(f".{ending}" for ending in formats)
        raise UsageError(f"{output}: .{suffix} is no form of output of this command", hint=f"end it with {known}")
    return None


Sheets = Annotated[
    list[str], typer.Argument(metavar="SHEETS...", help="Scoresheets: files, folders (with all below) and patterns.")
]

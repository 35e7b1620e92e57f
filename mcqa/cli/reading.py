"""The options of every command that reads scoresheets: what their words mean, and where names come from."""

from __future__ import annotations

import inspect
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from mcqa.errors import UsageError

_TYPES: dict[str, object] = {
    "rater_from": Annotated[
        str | None,
        typer.Option(
            "--rater-from", metavar="filename", help="Name the reviewer after the file where a sheet does not."
        ),
    ],
    "map": Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=MEANING", help='What a heading means: --map "Rating (1-4)=level".'),
    ],
    "map_file": Annotated[
        Path | None, typer.Option("--map-file", metavar="FILE", help="Read meanings of words from a file.")
    ],
    "save_map": Annotated[
        Path | None, typer.Option("--save-map", metavar="FILE", help="Save the meanings given, for --map-file.")
    ],
    "form_profile": Annotated[
        list[str] | None,
        typer.Option(
            "--form-profile", "--profile", metavar="NAME|FILE", help="Form export profile, beside those shipped."
        ),
    ],
    "roster": Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="Reviewers who may appear; others are reported.")
    ],
}
# for a command whose --profile is something else
_WITHOUT_SECOND_NAMES: dict[str, object] = {
    "form_profile": Annotated[
        list[str] | None,
        typer.Option("--form-profile", metavar="NAME|FILE", help="Form export profile, beside those shipped."),
    ],
}


class Reading(NamedTuple):
    """The values of the reading options in one call."""

    rater_from: str | None = None
    mapped: tuple[str, ...] = ()
    map_file: Path | None = None
    save_map: Path | None = None
    profile: tuple[str, ...] = ()
    roster: Path | None = None

    def to_json(self) -> dict[str, object]:
        """Give the options as the envelope records them."""
        return {
            "rater_from": self.rater_from,
            "map": list(self.mapped),
            "map_file": str(self.map_file) if self.map_file else None,
            "form_profile": list(self.profile),
            "roster": str(self.roster) if self.roster else None,
        }


def reading_parameters(taken: Collection[str] = ()) -> list[inspect.Parameter]:
    """Give the reading options as parameters of a command; their second names are left out where it has one itself.

    `taken` are the names of the command's own parameters.
    """
    types = _TYPES | (_WITHOUT_SECOND_NAMES if "profile" in taken else {})
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in types.items()
    ]


def take_reading(values: dict[str, Any]) -> Reading:
    """Take the reading options out of all values of a call."""
    taken = {name: values.pop(name) for name in _TYPES}
    if taken["rater_from"] not in {None, "filename"}:
        raise UsageError(f'--rater-from takes only "filename", not "{taken["rater_from"]}"')
    return Reading(
        rater_from=taken["rater_from"],
        mapped=tuple(taken["map"] or ()),
        map_file=taken["map_file"],
        save_map=taken["save_map"],
        profile=tuple(taken["form_profile"] or ()),
        roster=taken["roster"],
    )

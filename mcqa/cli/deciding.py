"""The options of every command that brings reviewers to a verdict: the consensus, the rule, and who weighs how much."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from mcqa.scores.policy import Asked

_TYPES: dict[str, object] = {
    "consensus": Annotated[
        str | None,
        typer.Option(
            "--consensus",
            metavar="NAME",
            help="majority, median, mean, unanimous, most_lenient, strictest or weighted; default: the rubric's.",
        ),
    ],
    "ties": Annotated[
        str | None,
        typer.Option("--ties", metavar="lower|higher|undecided", help="What a mix without a winner becomes."),
    ],
    "min_ratings": Annotated[
        int | None, typer.Option("--min-ratings", min=1, help="With fewer ratings a component is undecided.")
    ],
    "cut": Annotated[str | None, typer.Option("--cut", metavar="LEVEL", help="The lowest level that counts as met.")],
    "rule": Annotated[
        str | None,
        typer.Option("--rule", metavar="NAME", help="conjunctive, compensatory or quality-matters."),
    ],
    "pass_share": Annotated[
        float | None,
        typer.Option("--pass-share", min=0.0, max=1.0, help="Compensatory: the share of the points that is enough."),
    ],
    "rater_weights": Annotated[
        Path | None,
        typer.Option(
            "--rater-weights", metavar="FILE", help="Weights of reviewers: output of mcqa calibrate, or a list."
        ),
    ],
}


class Deciding(NamedTuple):
    """The values of the deciding options in one call."""

    consensus: str | None = None
    ties: str | None = None
    min_ratings: int | None = None
    cut: str | None = None
    rule: str | None = None
    pass_share: float | None = None
    rater_weights: Path | None = None

    @property
    def asked(self) -> Asked:
        """What the call asks of the rule."""
        from mcqa.scores.policy import Asked

        return Asked(*self[:-1], weighted=self.rater_weights is not None)

    def to_json(self) -> dict[str, object]:
        """Give the options as the envelope records them."""
        return self._asdict() | {"rater_weights": str(self.rater_weights) if self.rater_weights else None}


def deciding_parameters() -> list[inspect.Parameter]:
    """Give the deciding options as parameters of a command."""
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _TYPES.items()
    ]


def take_deciding(values: dict[str, Any]) -> Deciding:
    """Take the deciding options out of all values of a call."""
    return Deciding(**{name: values.pop(name) for name in _TYPES})

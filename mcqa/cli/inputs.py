"""From the arguments of a command to a rubric and a table of ratings: the stages every analysis begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mcqa.cli.options import Common
from mcqa.cli.run import say
from mcqa.errors import InputError, UsageError
from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import Collected, build_ratings
from mcqa.reports.envelope import RunInfo
from mcqa.rubric.bundled import shipped
from mcqa.rubric.model import Rubric
from mcqa.scoresheets.opened import Opened, open_sheets
from mcqa.scoresheets.read import read_sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run rests on: the files, the rubric, and everything that was collected from them."""

    opened: Opened
    rubric: Rubric
    collected: Collected

    def run_info(self, command: str, common: Common, **options: object) -> RunInfo:
        """Describe the run for the envelope."""
        return RunInfo(
            command=command,
            inputs=tuple((file.path, file.sha256) for file in self.opened.files),
            rubric=self.rubric,
            options={"round": common.round, **options},
            seed=common.seed,
        )


def collect(sheets: Sequence[str], common: Common, rater_from: str | None) -> Inputs:
    """Open the sheets, find the rubric, and build the table of ratings.

    The rubric is the one asked for, or the one that most sheets name. InputError when nothing usable was read.
    """
    if rater_from not in {None, "filename"}:
        raise UsageError(f'--rater-from takes only "filename", not "{rater_from}"')
    opened = open_sheets(sheets)
    if not opened.files:
        raise InputError("no scoresheet could be read", findings=opened.findings)
    rubric = load_rubric(common.rubric or _claimed(opened))
    reading = read_sheets(opened, rubric, rater_from=rater_from)
    collected = build_ratings(reading, rubric)
    if common.round is not None:
        collected = only_round(collected, common.round)
    rounds = [name for name in collected.ratings.rounds if name]
    if len(rounds) > 1:
        say(common, f"note: ratings of {len(rounds)} rounds are taken together ({', '.join(rounds)}); see --round")
    return Inputs(opened=opened, rubric=rubric, collected=collected)


def usable(sheets: Sequence[str], common: Common, rater_from: str | None) -> Inputs:
    """Collect, and refuse to go on where not one rating is left to compute with."""
    inputs = collect(sheets, common, rater_from)
    if not inputs.collected.n_ratings:
        cells = inputs.collected.cells
        raise InputError(
            f"the scoresheets hold no usable rating ({cells.read} cells read, {cells.missing} of them blank)",
            hint="`mcqa check` tells the fate of every cell",
            findings=inputs.collected.findings,
        )
    return inputs


def _claimed(opened: Opened) -> str:
    name = opened.claimed_rubric
    if name is None:
        raise UsageError(
            "no rubric was given, and no sheet names one",
            hint=f"give --rubric with a file or one of: {', '.join(shipped())}",
        )
    if name not in shipped():
        raise UsageError(
            f'the sheets were made for the rubric "{name}", which is not shipped with mcqa',
            hint="give its file with --rubric",
        )
    return name


def only_round(collected: Collected, name: str) -> Collected:
    """Keep the ratings of one round; sheets that name no round belong to it."""
    ratings = collected.ratings
    if name not in ratings.rounds and "" not in ratings.rounds:
        raise UsageError(f'no sheet is of the round "{name}"', hint=f"rounds read: {', '.join(ratings.rounds)}")
    kept = ratings.of_round(name)
    return replace(collected, ratings=kept, n_ratings=int(kept.rated.sum()))

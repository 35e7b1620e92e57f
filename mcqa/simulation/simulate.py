"""Make a synthetic pilot with known truth, and plant faults in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcqa.errors import UsageError
from mcqa.simulation.behaviour import BEHAVIOURS, Targets
from mcqa.simulation.comments import draw_comments
from mcqa.simulation.draft import draw
from mcqa.simulation.faults import FAULTS
from mcqa.simulation.folder import lay_out
from mcqa.simulation.lookup import known
from mcqa.simulation.pilot import Parameters, SimulatedPilot, SimulatedRater
from mcqa.simulation.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcqa.rubric.model import Rubric
    from mcqa.simulation.draft import Draft
    from mcqa.simulation.folder import Folder
    from mcqa.simulation.pilot import Plant

PLANT_NAMES = (*BEHAVIOURS, *FAULTS)


def simulate(
    rubric: Rubric,
    *,
    units: int = 8,
    raters: int = 12,
    seed: int = 7,
    round_id: str = "round-1",
    ratings_per_unit: int = 5,
    accuracy: float = 0.9,
    prevalence: float = 0.75,
    cannot_tell: float = 0.02,
    missing: float = 0.01,
    not_applicable: float = 0.005,
    accuracy_spread: float = 0.03,
    plants: Sequence[str] = (),
) -> SimulatedPilot:
    """Simulate a pilot: units with true levels, raters who report them with errors, and the sheets they send.

    Each unit has a quality, and with it a share of criteria that it truly meets at the top level; below the top each
    level is half as likely as the one above it. A rater reports the true level with a probability of their own, within
    0.03 of `accuracy`, and otherwise a neighbouring level, more often the lower one the more severe they are.

    Parameters
    ----------
    rubric
        Any rubric with at least one criterion.
    units, raters
        How many there are; units are MC-01 …, raters R01 …, the reviewer groups taking turns.
    seed
        Not negative. Units, truth, raters and assignment depend on it alone: another round with the same seed is the
        same pilot rated afresh.
    round_id
        Name of the round.
    ratings_per_unit
        Raters of each unit; all of them where there are fewer.
    accuracy, prevalence
        Mean probability of reporting the true level, and mean share of true levels at the top, both in [0, 1].
    accuracy_spread
        How far the accuracies of raters lie from the mean at most, either way; 0 for raters who are alike in it.
    cannot_tell, missing, not_applicable
        Shares of cells left without a rating; the first and the last only where the scale declares them.
    plants
        Faults as `NAME` or `NAME=ARGUMENT`, of `PLANT_NAMES`; planted in the order of that list.

    Returns
    -------
    SimulatedPilot
        The truth, the raters, every cell as typed, the workbooks, and each plant with its right answer.

    Raises
    ------
    UsageError
        A number is out of its range, a plant or its argument is unknown, or the pilot has no place for it.
    """
    parameters = Parameters(
        seed=seed,
        units=units,
        raters=raters,
        round_id=round_id,
        ratings_per_unit=min(ratings_per_unit, raters),
        accuracy=accuracy,
        accuracy_spread=accuracy_spread,
        prevalence=prevalence,
        cannot_tell=cannot_tell,
        missing=missing,
        not_applicable=not_applicable,
    )
    _check_parameters(rubric, parameters)
    wanted = _parse(plants)
    draft = draw(rubric, parameters)
    done = _plant_behaviour(draft, wanted, parameters)
    folder = lay_out(draft, draw_comments(draft, seed, round_id), round_id)
    done += _plant_faults(folder, wanted, parameters)
    return _freeze(draft, folder, parameters, tuple(done))


def _check_parameters(rubric: Rubric, parameters: Parameters) -> None:
    if not rubric.criteria:
        raise UsageError(f"rubric {rubric.id} has no components to rate")
    counts = {
        "micro-credentials": parameters.units,
        "reviewers": parameters.raters,
        "ratings per micro-credential": parameters.ratings_per_unit,
    }
    for what, count in counts.items():
        if count < 1:
            raise UsageError(f"a pilot needs at least one of {what}, not {count}")
    if parameters.seed < 0:
        raise UsageError(f"the seed is a whole number from 0 on, not {parameters.seed}")
    gaps = parameters.cannot_tell, parameters.missing, parameters.not_applicable
    for what, share in {
        "accuracy": parameters.accuracy,
        "spread of accuracy": parameters.accuracy_spread,
        "prevalence": parameters.prevalence,
        "cannot tell, missing and not applicable together": sum(gaps),
        "the smallest of cannot tell, missing and not applicable": min(gaps),
    }.items():
        if not 0 <= share <= 1:
            raise UsageError(f"{what}: a share lies between 0 and 1, not at {share:g}")


def _parse(plants: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Split `NAME=ARGUMENT`, check the names, and put the plants into the order of planting."""
    pairs = [(name.strip(), argument.strip()) for name, _, argument in (text.partition("=") for text in plants)]
    for name, _ in pairs:
        known(name, PLANT_NAMES, "fault")
    return tuple(sorted(pairs, key=lambda pair: (PLANT_NAMES.index(pair[0]), not pair[1], pair[1])))


def _plant_behaviour(draft: Draft, wanted: tuple[tuple[str, str], ...], parameters: Parameters) -> list[Plant]:
    done, taken = [], set[str]()
    named = frozenset(part for name, argument in wanted if name in BEHAVIOURS for part in argument.split(":"))
    for number, (name, argument) in enumerate(wanted):
        if name in BEHAVIOURS:
            key = ("plant", name, argument, str(_repeats(wanted, number)))
            targets = Targets(named=named, taken=taken, stream=Stream(parameters.seed, *key))
            noise = Stream(parameters.seed, *key, parameters.round_id)
            done.append(BEHAVIOURS[name](draft, targets, argument, noise))
    return done


def _plant_faults(folder: Folder, wanted: tuple[tuple[str, str], ...], parameters: Parameters) -> list[Plant]:
    done = []
    for number, (name, argument) in enumerate(wanted):
        if name in FAULTS:
            key = ("plant", name, argument, str(_repeats(wanted, number)), parameters.round_id)
            done.append(FAULTS[name](folder, argument, Stream(parameters.seed, *key)))
    return done


def _repeats(wanted: tuple[tuple[str, str], ...], number: int) -> int:
    """Say how many times the same plant was asked for before."""
    return wanted[:number].count(wanted[number])


def _freeze(draft: Draft, folder: Folder, parameters: Parameters, plants: tuple[Plant, ...]) -> SimulatedPilot:
    reviews = list(zip(draft.review_unit.tolist(), draft.review_rater.tolist(), strict=True))
    criteria = draft.rubric.criteria
    raters = tuple(
        SimulatedRater(
            id=name,
            group=draft.groups[index],
            accuracy=float(draft.accuracy[index]),
            severity=float(draft.severity[index]),
            units=tuple(draft.units[unit] for unit, rater in reviews if rater == index),
        )
        for index, name in enumerate(draft.raters)
    )
    truth = {
        unit: {
            criterion.id: criterion.scale.levels[level].id
            for criterion, level in zip(criteria, draft.true[index].tolist(), strict=True)
        }
        for index, unit in enumerate(draft.units)
    }
    return SimulatedPilot(
        rubric=draft.rubric,
        parameters=parameters,
        raters=raters,
        quality=dict(zip(draft.units, draft.quality.tolist(), strict=True)),
        truth=truth,
        assignment=tuple((draft.units[unit], draft.raters[rater]) for unit, rater in reviews),
        cells=tuple(cell for page in folder.pages() for cell in page.cells),
        workbooks=folder.workbooks(),
        plants=plants,
    )

"""The truth that every way tells: three micro-credentials, three reviewers, the first eight components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle, islice
from typing import NamedTuple

from mcqa.lint.engine import load_rubric

RUBRIC = load_rubric("mpos-qas-reconstruction")
COMPONENTS = tuple(criterion.id for criterion in RUBRIC.criteria)
TITLES = {criterion.id: criterion.title for criterion in RUBRIC.criteria}
STANDARDS = {standard.id: standard.title for standard in RUBRIC.standards}
STANDARD_OF = {criterion.id: criterion.standard for criterion in RUBRIC.criteria}

UNITS = ("MC-01", "MC-02", "MC-03")
RATERS = ("R01", "R02", "R03")
EIGHT = COMPONENTS[:8]

# a character for each component: a score, ? cannot tell, - not applicable, . blank
MARKS = {
    ("MC-01", "R01"): "2120.2?-",
    ("MC-01", "R02"): "212112?-",
    ("MC-01", "R03"): "21.0121-",
    ("MC-02", "R01"): "1202?12.",
    ("MC-02", "R02"): "120211?2",
    ("MC-02", "R03"): "1-022120",
    ("MC-03", "R01"): "222-1120",
    ("MC-03", "R02"): "22?.1021",
    ("MC-03", "R03"): "02221-12",
}
COMMENTS = {
    ("MC-01", "R01", "C01.2"): "The setting is left open.",
    ("MC-01", "R01", "C02.2"): "I will come back to this.",
    ("MC-01", "R01", "C03.2"): "No dossier, cannot tell",
    ("MC-01", "R02", "C02.2"): "Ask Zoë: does the café example count?",
    ("MC-02", "R02", "C01.3"): 'Only a quiz;\nsee p. 4, "Assessment"',
    ("MC-03", "R01", "C02.1"): "N/A for this one",
    ("MC-03", "R03", "C02.2"): "- three parts, one source",
}
LEVELS = {"2": "met", "1": "partly_met", "0": "not_met"}
STATUSES = {"?": "cannot_tell", "-": "not_applicable", ".": "missing"}


class Row(NamedTuple):
    """One row that must come out."""

    unit: str
    rater: str
    criterion: str
    status: str
    level: str | None
    comment: str


def marks(unit: str, rater: str, components: Sequence[str] = EIGHT) -> dict[str, str]:
    """Give the mark of each component; beyond the eighth the eight begin again."""
    return dict(zip(components, islice(cycle(MARKS[unit, rater]), len(components)), strict=True))


def comment(unit: str, rater: str, criterion: str) -> str:
    return COMMENTS.get((unit, rater, criterion), "")


def told(
    units: Iterable[str] | Mapping[str, str] = UNITS,
    raters: Iterable[str] | Mapping[str, str] = RATERS,
    *,
    components: Sequence[str] = EIGHT,
    comments: bool = True,
    without: Iterable[tuple[str, str, str]] = (),
) -> tuple[Row, ...]:
    """Give the rows that must come out; a mapping gives the names under which a way knows the units or raters."""
    unit_names = units if isinstance(units, Mapping) else {unit: unit for unit in units}
    rater_names = raters if isinstance(raters, Mapping) else {rater: rater for rater in raters}
    left_out = set(without)
    return tuple(
        Row(
            unit=unit_name,
            rater=rater_name,
            criterion=criterion,
            status=STATUSES.get(mark, "rated"),
            level=LEVELS.get(mark),
            comment=comment(unit, rater, criterion) if comments else "",
        )
        for unit, unit_name in unit_names.items()
        for rater, rater_name in rater_names.items()
        for criterion, mark in marks(unit, rater, components).items()
        if (unit, rater, criterion) not in left_out
    )


class Say:
    """Writes marks as people do; several ways of writing one mark take turns."""

    def __init__(self, **ways: Sequence[object]) -> None:
        words: dict[str, Sequence[object]] = {
            "2": ("Met",),
            "1": ("Partly met",),
            "0": ("Not met",),
            "?": ("Cannot tell",),
            "-": ("N/A",),
            ".": (None,),
        }
        named = {"met": "2", "partly": "1", "not_met": "0", "cannot": "?", "na": "-", "blank": "."}
        words.update({named[name]: ways for name, ways in ways.items()})
        self.turns = {mark: cycle(ways) for mark, ways in words.items()}

    def __call__(self, mark: str) -> object:
        return next(self.turns[mark])


def scores() -> Say:
    """Write scores as numbers."""
    return Say(met=(2,), partly=(1,), not_met=(0,))


def many_words() -> Say:
    """Write the same level in every way that leaves no doubt."""
    return Say(
        met=("2 - Met", "met ", "MET", "Met (2)", "2=Met", 2, "2", "(2) Met", " Met", "2: Met", "Met – 2", 2.0),
        partly=("Partly met", "partly_met", "1 - Partly met", "PARTLY MET", "Partly  Met", 1, "Partly met (1)", "1 "),
        not_met=("Not met", "0 - Not met", 0, "not met", "Not Met (0)", "0=Not met", "NOT_MET"),
        cannot=("can\u2019t tell", "Cannot tell", "CAN'T TELL", "Unable to rate", "Insufficient evidence"),
        na=("n/a", "N.A.", "Not applicable", "NA", "na", "not_applicable"),
        blank=(None, " ", ""),
    )


def blank(unit: str, rater: str, components: Sequence[str]) -> tuple[Row, ...]:
    """Give the rows of cells that a way leaves blank, with the comments beside them."""
    return tuple(Row(unit, rater, name, "missing", None, comment(unit, rater, name)) for name in components)

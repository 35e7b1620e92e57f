"""Sheets that are the same beyond chance: of two reviewers for one unit, or of one reviewer for two units.

Reviewers who work apart agree nearly everywhere when most ratings are the same level, so equal ratings prove little.
What tells is agreement where there was no reason for it: both differ from everybody else in the same way, or both
write the same remark that nobody else writes. For each pair of sheets the probability of what stands in them is
computed under two stories. *Apart*: each rating is what the others suggest is true, or an error of the usual kind, more
often where the component or the reviewer is one with many errors. *Copied*: the second sheet repeats the first but for
one cell in seven. Among sheets made apart, the ratio of the two reaches R by chance in at most one pair of R.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.ratings.apart import NOTHING, Model, Sheets
from mcqa.ratings.kinds import COPIED_SHEET
from mcqa.ratings.table import Ratings, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

# a match must be this much more likely for copies, times the number of pairs that were compared
RATIO = 50.0
# sheets with fewer cells in common than this, or a smaller share of equal ones, are not compared
LEAST_COMMON = 10
LEAST_SAME = 0.8
# the chance that two people, or one person for two units, write the same remark when nobody else does
SAME_REMARK, SAME_SHORT_REMARK, OWN_REMARK = 0.05, 0.3, 1 / 3
SHORT_REMARK = 6
OTHER_REMARK = 0.5
# beyond these the comparison would take seconds and is left out
MAX_ROWS = 500_000
MAX_PAIRS = 100_000


def copied_sheets(ratings: Ratings) -> Iterator[Finding]:
    """Find pairs of sheets that are the same beyond chance; nothing is said where people are not known."""
    if not ratings.raters_known or not 0 < len(ratings) <= MAX_ROWS or len(ratings.criteria) < LEAST_COMMON:
        return
    sheets = _sheets(ratings)
    by_item, by_rater = _pairs(sheets.item), _pairs(sheets.rater)
    same_round = ratings.round[sheets.first[by_rater[:, 0]]] == ratings.round[sheets.first[by_rater[:, 1]]]
    by_rater = by_rater[same_round & (sheets.unit[by_rater[:, 0]] != sheets.unit[by_rater[:, 1]])]
    compared = len(by_item) + len(by_rater)
    alike, own = _alike(sheets, by_item), _alike(sheets, by_rater)
    if not (len(alike) or len(own)):
        return
    bar = math.log(RATIO * compared)
    scores = np.zeros(len(alike)), np.zeros(len(own))
    for scale in ratings.scales(range(len(ratings.criteria))):
        columns = np.asarray([at for at, each in enumerate(ratings.criteria) if each.scale == scale])
        model = Model(sheets, columns, len(scale.levels) + 2)
        scores[0][:] += model.two_reviewers(alike)
        scores[1][:] += model.one_reviewer(own)
    for pairs, score, two in ((alike, scores[0], True), (own, scores[1], False)):
        for at, (one, other) in enumerate(pairs.tolist()):
            if score[at] + _remarks(sheets, one, other, two=two) >= bar:
                yield _told(ratings, sheets, one, other, two=two)


def _sheets(ratings: Ratings) -> Sheets:
    """Lay the table out by sheets."""
    key = (ratings.unit.astype(np.int64) * len(ratings.rounds) + ratings.round) * len(ratings.raters) + ratings.rater
    _, first, sheet = np.unique(key, return_index=True, return_inverse=True)
    levels = np.asarray([len(criterion.scale.levels) for criterion in ratings.criteria])[ratings.criterion]
    state = np.select(
        [ratings.rated, ratings.status == Status.NOT_APPLICABLE, ratings.status == Status.CANNOT_TELL],
        [ratings.level, levels, levels + 1],
        NOTHING,
    )
    shape = len(first), len(ratings.criteria)
    states, remarks = np.full(shape, NOTHING, dtype=np.int64), np.full(shape, NOTHING, dtype=np.int64)
    states[sheet, ratings.criterion] = state
    known: dict[str, int] = {}
    for row, text in enumerate(ratings.comment):
        if text and (words := " ".join(text.casefold().split())):
            remarks[sheet[row], ratings.criterion[row]] = known.setdefault(words, len(known))
    _, item = np.unique(key[first] // len(ratings.raters), return_inverse=True)
    at, criterion = np.nonzero(remarks != NOTHING)
    said = remarks[at, criterion]
    # a remark on one cell, however many people make it there, stands in one place
    placed = np.unique(np.stack([said, item[at] * len(ratings.criteria) + criterion]), axis=1)
    places = np.bincount(placed[0], minlength=len(known))
    return Sheets(
        item=item.astype(np.int64),
        unit=ratings.unit[first].astype(np.int64),
        rater=ratings.rater[first].astype(np.int64),
        first=first.astype(np.int64),
        state=states,
        remark=remarks,
        texts=tuple(known),
        places=places,
        uses=np.bincount(said, minlength=len(known)),
        stock=float((int((places[said] > 1).sum()) + 1) / (len(said) + 1)),
    )


def _pairs(kind: Ints) -> Ints:
    """Give every two sheets of one kind, (n_pairs, 2); none at all where there are more than can be compared."""
    sizes = np.bincount(kind)
    if int((sizes * (sizes - 1) // 2).sum()) > MAX_PAIRS:
        return np.empty((0, 2), dtype=np.int64)
    groups: dict[int, list[int]] = {}
    for sheet, each in enumerate(kind.tolist()):
        groups.setdefault(each, []).append(sheet)
    found = [pair for members in groups.values() for pair in combinations(members, 2)]
    return np.asarray(found, dtype=np.int64).reshape(-1, 2)


def _alike(sheets: Sheets, pairs: Ints) -> Ints:
    """Keep the pairs with enough in common: most cells equal, and not all of them one and the same answer."""
    if not len(pairs):
        return pairs
    one, other = sheets.state[pairs[:, 0]], sheets.state[pairs[:, 1]]
    both = (one != NOTHING) & (other != NOTHING)
    same = both & (one == other)
    high = np.where(same, one, NOTHING).max(axis=1)
    low = np.where(same, one, np.iinfo(np.int64).max).min(axis=1)
    common = both.sum(axis=1)
    kept: Ints = pairs[(common >= LEAST_COMMON) & (same.sum(axis=1) >= LEAST_SAME * common) & (high > low)]
    return kept


def _remarks(sheets: Sheets, one: int, other: int, *, two: bool) -> float:
    """Give the logarithm of the ratio for the remarks: the same words that stand nowhere else tell most."""
    total = 0.0
    cells = zip(sheets.remark[one].tolist(), sheets.remark[other].tolist(), strict=True)
    for mine, theirs in ((mine, theirs) for mine, theirs in cells if NOTHING not in {mine, theirs}):
        if mine != theirs:
            total += math.log(OTHER_REMARK)
        elif not two:
            total -= math.log(OWN_REMARK) if sheets.uses[mine] == len((one, other)) else 0.0
        elif sheets.places[mine] == 1:
            least = SAME_REMARK if len(sheets.texts[mine].split()) >= SHORT_REMARK else SAME_SHORT_REMARK
            # where many remarks are made in several places, they come from a common stock
            total -= math.log(max(least, sheets.stock))
    return total


def _told(ratings: Ratings, sheets: Sheets, one: int, other: int, *, two: bool) -> Finding:
    """Say in what two sheets are the same, at the place of the second."""
    mine, theirs = sheets.state[one], sheets.state[other]
    common = (mine != NOTHING) & (theirs != NOTHING)
    same = int((common & (mine == theirs)).sum())
    remarks = int(((sheets.remark[one] == sheets.remark[other]) & (sheets.remark[one] != NOTHING)).sum())
    names = [ratings.raters[int(sheets.rater[sheet])] for sheet in (one, other)]
    units = [ratings.units[int(sheets.unit[sheet])] for sheet in (one, other)]
    what = f"the sheets of {names[0]} and {names[1]} for {units[0]}" if two else _two_units(names[0], units)
    others = np.flatnonzero((sheets.item == sheets.item[other]) & ~np.isin(np.arange(len(sheets.item)), (one, other)))
    alone = int((common & (mine == theirs) & _unlike(sheets.state[others], theirs)).sum())
    told = [
        f"the same in {same} of {int(common.sum())} components",
        *([f"in {alone} of which nobody else chose the same"] if alone else []),
        *([f"with {remarks} remarks word for word"] if remarks > 1 else []),
    ]
    message = f"{what} are {', '.join(told)}; {_beyond(two=two)}"
    hint = (
        "ask both whether one sheet was sent under two names, or whether they rated together"
        if two
        else f"ask {names[0]} whether one sheet was sent for both, or the wrong one attached"
    )
    place = ratings.source[int(sheets.first[other])]
    subject = f"{names[0]}, {names[1]}" if two else names[0]
    return COPIED_SHEET.at(
        Location(file=place.file, sheet=place.sheet),
        message,
        hint=hint,
        subject=subject,
        value=", ".join(dict.fromkeys(units)),
    )


def _unlike(others: Ints, state: Ints) -> NDArray[np.bool_]:
    """Say for which criteria others gave a rating, and none of them this one."""
    unlike: NDArray[np.bool_] = (others != NOTHING).any(axis=0) & ~(others == state).any(axis=0)
    return unlike


def _two_units(rater: str, units: list[str]) -> str:
    return f"the sheets of {rater} for {units[0]} and {units[1]}"


def _beyond(*, two: bool) -> str:
    return "two who work apart rarely match so" if two else "the others rated the two differently"

"""Sheets that are the same beyond chance: of two reviewers for one unit, or of one reviewer for two units.

Reviewers who work apart agree nearly everywhere when most ratings are the same level, so equal ratings prove little.
What tells is agreement where there was no reason for it: both differ from everybody else in the same way, or both
write the same remark that nobody else writes. For each pair of sheets the probability of what stands in them is
computed under two stories. *Apart*: each rating is what the others suggest is true, or an error of the usual kind, more
often where the component or the reviewer is one with many errors. *Copied*: the second sheet repeats the first but for
one cell in seven. Among sheets made apart, the ratio of the two reaches R by chance in at most one pair of R. What two
reviewers share is judged unit by unit, and all units together: many small sheets may tell what one does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.ratings.apart import NOTHING, Model, Sheets
from mcqa.ratings.kinds import COPIED_SHEET
from mcqa.ratings.remarks import Remarks
from mcqa.ratings.table import Ratings, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# a match must be this much more likely for copies, times the number of pairs that were compared
RATIO = 50.0
# sheets with fewer cells in common than this, over all units, or a smaller share of equal ones, are not compared
LEAST_COMMON = 10
LEAST_SAME = 0.8
# the chance that one person writes the same remark for two units when nobody else does, and that a copy has another
OWN_REMARK, OTHER_REMARK = 1 / 3, 0.5
# a finding names so many micro-credentials
NAMED = 3
# beyond these the comparison would take seconds and is left out
MAX_ROWS = 500_000
MAX_PAIRS = 100_000
# of each kind so many are told one by one
MOST_TOLD = 50


def copied_sheets(ratings: Ratings) -> Iterator[Finding]:
    """Find pairs of sheets that are the same beyond chance; nothing is said where people are not known."""
    if not ratings.raters_known or not 0 < len(ratings) <= MAX_ROWS:
        return
    sheets = _sheets(ratings)
    by_item, by_rater = _pairs(sheets.item), _pairs(sheets.rater)
    same_round = ratings.round[sheets.first[by_rater[:, 0]]] == ratings.round[sheets.first[by_rater[:, 1]]]
    by_rater = by_rater[same_round & (sheets.unit[by_rater[:, 0]] != sheets.unit[by_rater[:, 1]])]
    remarks = Remarks(sheets, by_item)
    single = _Compared.of(sheets, by_item, np.arange(len(by_item)), remarks.alike(by_item))
    shared = _Compared.of(sheets, by_item, _people(sheets, by_item), remarks.alike(by_item), least=2)
    own = _Compared.of(sheets, by_rater, np.arange(len(by_rater)), np.zeros(len(by_rater), dtype=np.int64))
    if not (len(single.pairs) or len(shared.pairs) or len(own.pairs)):
        return
    bar = math.log(RATIO * (len(by_item) + shared.n_sets + len(by_rater)))
    for scale in ratings.scales(range(len(ratings.criteria))):
        columns = np.asarray([at for at, each in enumerate(ratings.criteria) if each.scale == scale])
        model = Model(sheets, columns, len(scale.levels) + 2)
        single.add(model.two_reviewers(single.pairs))
        shared.add(model.two_reviewers(shared.pairs, habits=True))
        own.add(model.one_reviewer(own.pairs))
    for compared in (single, shared):
        compared.score += remarks.two_reviewers(compared.pairs, compared.of_set)
    own.score += np.asarray([_own_remarks(sheets, one, other) for one, other in own.pairs.tolist()])
    # one unit alone may tell more than all of them: then one sheet was copied and not the whole work
    one = _by_people(sheets, single.over(bar))
    for both, ((score, pairs),) in _by_people(sheets, shared.over(bar)).items():
        if score > max((other for other, _ in one.get(both, ())), default=0.0):
            one[both] = [(score, pairs)]
    for found in one.values():
        for _, pairs in found:
            yield _told(ratings, sheets, pairs, two=True)
    for _, pairs in own.over(bar):
        yield _told(ratings, sheets, pairs, two=False)
    yield from _left(single.left(bar) + shared.left(bar) + own.left(bar))


def _left(left: int) -> Iterator[Finding]:
    """Say how many pairs were found beside those that are told one by one."""
    if left:
        message = f"more sheets are the same beyond chance: {left:,} further pairs"
        hint = "so many speak for answers that were filled in by a rule; ask how the sheets came about"
        yield COPIED_SHEET.at(Location(), message, hint=hint, value=str(left))


def _people(sheets: Sheets, pairs: Ints) -> Ints:
    """Give each pair of sheets the number of its two reviewers, (n_pairs,)."""
    raters = sheets.rater[pairs]
    _, people = np.unique(raters[:, 0] * (int(sheets.rater.max()) + 1) + raters[:, 1], return_inverse=True)
    numbers: Ints = people.astype(np.int64)
    return numbers


@dataclass
class _Compared:
    """Pairs of sheets with enough in common, in sets that are judged together: `score` (n_sets,) is how they fare.

    `pairs` is (n_pairs, 2) and `of_set` (n_pairs,) numbers the set of each; `uniform` (n_sets,) are sets that are the
    same in one answer throughout, of which only the remarks can tell anything.
    """

    pairs: Ints
    of_set: Ints
    score: Floats
    uniform: Bools
    n_sets: int

    @classmethod
    def of(cls, sheets: Sheets, pairs: Ints, of_set: Ints, remarks: Ints, least: int = 1) -> _Compared:
        """Keep the sets of `least` pairs or more with most cells equal; one answer throughout needs equal remarks."""
        n_sets = int(of_set.max()) + 1 if len(of_set) else 0
        one, other = sheets.state[pairs[:, 0]], sheets.state[pairs[:, 1]]
        both = (one != NOTHING) & (other != NOTHING)
        same = both & (one == other)
        high, low = np.full(n_sets, NOTHING, dtype=np.int64), np.full(n_sets, np.iinfo(np.int64).max, dtype=np.int64)
        np.maximum.at(high, of_set, np.where(same, one, NOTHING).max(axis=1, initial=NOTHING))
        np.minimum.at(low, of_set, np.where(same, one, low.max(initial=0)).min(axis=1, initial=np.iinfo(np.int64).max))
        common, equal, said = (
            np.bincount(of_set, weights=each, minlength=n_sets)
            for each in (both.sum(axis=1), same.sum(axis=1), remarks)
        )
        enough = (common >= LEAST_COMMON) & (equal >= LEAST_SAME * common) & ((high > low) | (said > 0))
        enough &= np.bincount(of_set, minlength=n_sets) >= least
        kept = enough[of_set]
        number = np.cumsum(enough) - 1
        return cls(pairs[kept], number[of_set[kept]], np.zeros(int(enough.sum())), (high <= low)[enough], len(enough))

    def add(self, scores: Floats) -> None:
        """Add what the ratings of each pair tell."""
        self.score += np.bincount(self.of_set, weights=scores, minlength=len(self.score)) * ~self.uniform

    def over(self, bar: float) -> Iterator[tuple[float, Ints]]:
        """Give the score and the pairs of each set at the bar or over it; the highest ones where there are many."""
        told = np.flatnonzero(self.score >= bar)
        if len(told) > MOST_TOLD:
            told = np.sort(told[np.argsort(-self.score[told], kind="stable")[:MOST_TOLD]])
        for at in told.tolist():
            yield float(self.score[at]), self.pairs[self.of_set == at]

    def left(self, bar: float) -> int:
        """Count the sets over the bar that are not told."""
        return max(0, int((self.score >= bar).sum()) - MOST_TOLD)


def _by_people(sheets: Sheets, found: Iterator[tuple[float, Ints]]) -> dict[tuple[int, ...], list[tuple[float, Ints]]]:
    """Gather what was found by the two reviewers whose sheets they are."""
    gathered: dict[tuple[int, ...], list[tuple[float, Ints]]] = {}
    for score, pairs in found:
        gathered.setdefault((*sheets.rater[pairs[0]].tolist(),), []).append((score, pairs))
    return gathered


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
    return Sheets(
        item=item.astype(np.int64),
        unit=ratings.unit[first].astype(np.int64),
        rater=ratings.rater[first].astype(np.int64),
        first=first.astype(np.int64),
        state=states,
        remark=remarks,
        texts=tuple(known),
        uses=np.bincount(remarks[remarks != NOTHING], minlength=len(known)),
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


def _own_remarks(sheets: Sheets, one: int, other: int) -> float:
    """Give the logarithm of the ratio for the remarks of one reviewer on two units."""
    total = 0.0
    cells = zip(sheets.remark[one].tolist(), sheets.remark[other].tolist(), strict=True)
    for mine, theirs in ((mine, theirs) for mine, theirs in cells if NOTHING not in {mine, theirs}):
        if mine != theirs:
            total += math.log(OTHER_REMARK)
        elif sheets.uses[mine] == len((one, other)):
            total -= math.log(OWN_REMARK)
    return total


def _told(ratings: Ratings, sheets: Sheets, pairs: Ints, *, two: bool) -> Finding:
    """Say in what sheets are the same, at the place of the second: one pair, or all that two reviewers share."""
    mine, theirs = sheets.state[pairs[:, 0]], sheets.state[pairs[:, 1]]
    common = (mine != NOTHING) & (theirs != NOTHING)
    equal = common & (mine == theirs)
    said = sheets.remark[pairs[:, 0]]
    remarks = int(((said == sheets.remark[pairs[:, 1]]) & (said != NOTHING)).sum())
    names = [ratings.raters[at] for at in sheets.rater[pairs[0]].tolist()]
    units = list(dict.fromkeys(ratings.units[at] for at in sheets.unit[pairs if not two else pairs[:, 0]].ravel()))
    what = f"the sheets of {names[0]} and {names[1]} for {_listed(units)}" if two else _two_units(names[0], units)
    alone = sum(_alone(sheets, pair, same) for pair, same in zip(pairs.tolist(), equal, strict=True))
    told = [
        f"the same in {int(equal.sum())} of {int(common.sum())} components",
        *([f"in {alone} of which nobody else chose the same"] if alone else []),
        *([f"with {remarks} remarks word for word"] if remarks > 1 else []),
    ]
    message = f"{what} are {', '.join(told)}; {_beyond(two=two)}"
    hint = (
        "ask both whether one sheet was sent under two names, or whether they rated together"
        if two
        else f"ask {names[0]} whether one sheet was sent for both, or the wrong one attached"
    )
    places = [ratings.source[at] for at in sheets.first[pairs[:, 1]].tolist()]
    sheet = places[0].sheet if len(places) == 1 else None
    subject = f"{names[0]}, {names[1]}" if two else names[0]
    return COPIED_SHEET.at(
        Location(file=places[0].file, sheet=sheet), message, hint=hint, subject=subject, value=", ".join(units)
    )


def _alone(sheets: Sheets, pair: list[int], equal: Bools) -> int:
    """Count the equal cells of a pair for which others gave a rating, and none of them the same."""
    one, other = pair
    others = np.flatnonzero((sheets.item == sheets.item[other]) & ~np.isin(np.arange(len(sheets.item)), pair))
    return int((equal & _unlike(sheets.state[others], sheets.state[one])).sum())


def _listed(names: list[str]) -> str:
    """Name the first few, and say how many more there are."""
    if len(names) > NAMED:
        return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _unlike(others: Ints, state: Ints) -> NDArray[np.bool_]:
    """Say for which criteria others gave a rating, and none of them this one."""
    unlike: NDArray[np.bool_] = (others != NOTHING).any(axis=0) & ~(others == state).any(axis=0)
    return unlike


def _two_units(rater: str, units: list[str]) -> str:
    return f"the sheets of {rater} for {units[0]} and {units[1]}"


def _beyond(*, two: bool) -> str:
    return "two who work apart rarely match so" if two else "the others rated the two differently"

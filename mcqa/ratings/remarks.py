"""How much the remarks beside equal ratings say for a copy: the same words, in the same places, that few others use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.apart import NOTHING, Sheets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# the chance that two people write the same remark on one cell when nobody else does; few words come together sooner
SAME_REMARK, SAME_SHORT_REMARK = 0.05, 0.3
SHORT_REMARK = 6
# a place that moves one reviewer to a remark moves another at least this often
SAME_PLACE = 0.25
# what becomes of a remark in a copy: it is repeated, left out or added, or put in other words
REPEATED, LEFT_OUT, OTHERWISE = 0.85, 0.1, 0.05
# how many pairs of remarks on one cell the usual chance weighs against those that were seen
STEADY = 10.0


class Remarks:
    """What remarks reviewers who work apart make, learnt from all sheets."""

    def __init__(self, sheets: Sheets, pairs: Ints) -> None:
        """Count how often each remark is made, each reviewer makes one, and two on one cell are the same.

        `pairs` (n_pairs, 2) are every two sheets on one unit.
        """
        self.sheets = sheets
        made = sheets.remark != NOTHING
        self.n_made = int(made.sum())
        n_raters = int(sheets.rater.max()) + 1
        cells = np.bincount(sheets.rater, weights=(sheets.state != NOTHING).sum(axis=1), minlength=n_raters)
        self.rate = np.bincount(sheets.rater, weights=made.sum(axis=1), minlength=n_raters) / np.maximum(cells, 1.0)
        self.least = np.asarray(
            [SAME_REMARK if len(text.split()) >= SHORT_REMARK else SAME_SHORT_REMARK for text in sheets.texts] or [1.0]
        )
        self.uses = sheets.uses if len(sheets.uses) else np.zeros(1, dtype=np.int64)
        same, two = self._met(pairs)
        self.n_same, self.n_two = int(same.sum()), int(two.sum())

    def _met(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Count for each pair the cells of one rating on which both remark, and those where the words are the same."""
        if not self.n_made:
            nothing = np.zeros(len(pairs), dtype=np.int64)
            return nothing, nothing
        one, other = self.sheets.remark[pairs[:, 0]], self.sheets.remark[pairs[:, 1]]
        equal = self.sheets.state[pairs[:, 0]] == self.sheets.state[pairs[:, 1]]
        two = (one != NOTHING) & (other != NOTHING) & equal
        return (two & (one == other)).sum(axis=1), two.sum(axis=1)

    def alike(self, pairs: Ints) -> Ints:
        """Count for each pair of sheets the remarks that are the same, beside the same rating."""
        return self._met(pairs)[0]

    def two_reviewers(self, pairs: Ints, together: Ints) -> Floats:
        """Give the logarithm of the ratio of a copy to chance for each set of pairs; `together` numbers the sets.

        Who copies the ratings may write remarks of their own; then the remarks tell nothing, and take little away.
        """
        n = int(together.max()) + 1 if len(together) else 0
        if not self.n_made or not n:
            return np.zeros(n)
        same, two = self._met(pairs)
        n_same, n_two = (np.bincount(together, weights=each, minlength=n)[together] for each in (same, two))
        # how often the remarks of all others on one cell are the same
        usual = (self.n_same - n_same + STEADY * SAME_REMARK) / (self.n_two - n_two + STEADY)
        total = np.bincount(together, weights=self._told(pairs, together, usual), minlength=n)
        found: Floats = np.logaddexp(total, 0.0) - math.log(2.0)
        return found

    def _told(self, pairs: Ints, together: Ints, usual: Floats) -> Floats:
        """Sum what each cell of one rating tells, where at least one of the two sheets of a pair has a remark.

        The same words in several cells of a set tell as much as in one: who has a stock phrase uses it again.
        """
        sheets = self.sheets
        one, other = sheets.remark[pairs[:, 0]], sheets.remark[pairs[:, 1]]
        equal = (sheets.state[pairs[:, 0]] == sheets.state[pairs[:, 1]]) & (sheets.state[pairs[:, 0]] != NOTHING)
        has_one, has_other = equal & (one != NOTHING), equal & (other != NOTHING)
        same = has_one & has_other & (one == other)
        rate = np.maximum(self.rate[sheets.rater[pairs]].max(axis=1), SAME_PLACE)
        told = np.where(has_one != has_other, math.log(LEFT_OUT / (1.0 - SAME_PLACE)), 0.0)
        told += np.where(has_one & has_other & ~same, np.log(OTHERWISE / rate)[:, None], 0.0)
        pair, cell = np.nonzero(same)
        text = one[pair, cell]
        frequent = (np.maximum(self.uses[text] - 2, 0) + 1) / (self.n_made + 1 / self.least[text])
        chance = np.maximum(np.maximum(self.least[text], usual[pair]), frequent)
        _, again, times = np.unique(together[pair] * len(self.uses) + text, return_inverse=True, return_counts=True)
        told[pair, cell] = np.log(REPEATED / (rate[pair] * chance)) / times[again]
        total: Floats = told.sum(axis=1)
        return total

"""What reviewers who work apart write: ratings that follow what is true, with the usual errors.

Each rating is the true state of its cell or an error; errors are more frequent where the component or the reviewer is
one with many. What is true is not known: it is guessed, with its probabilities, from the ratings of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# the share of cells that somebody who copies a sheet edits
EDITED = 0.15
# an error of any kind has at least this probability: two people may stumble over the same unclear passage
FLOOR = 0.05
# how many ratings the general rate of errors weighs against what is known of one reviewer or component
STEADY = 3.0
PRIOR_ERRORS = 0.05
PRIOR_WEIGHT = 20.0
# a reviewer may hold one view of a component everywhere; with nothing known of the reviewer, at least this often
HABIT = 0.1
CHUNK = 2_000
NOTHING = -1


class Sheets(NamedTuple):
    """Every sheet as a row of states: positions of levels, behind them not applicable and cannot tell, -1 for a blank.

    `item` numbers the unit and round of each sheet (n_sheets,); `state` and `remark` are (n_sheets, n_criteria).
    Of each remark in `texts`, `uses` counts how often it is made.
    """

    item: Ints
    unit: Ints
    rater: Ints
    first: Ints
    state: Ints
    remark: Ints
    texts: tuple[str, ...]
    uses: Ints


class _Errors(NamedTuple):
    """How ratings come about where the truth is t: (n_states, n_states), and how error-prone each one is."""

    usual: Floats
    of_rater: Floats
    of_criterion: Floats
    prior: Floats

    def given(self, raters: Ints) -> Floats:
        """Give P(state | truth) for some raters on every criterion: (n, n_criteria, truth, state)."""
        n = self.usual.shape[0]
        factor = self.of_rater[raters][:, None] * self.of_criterion[None, :]
        errors = self.usual[None, None] * factor[:, :, None, None]
        errors = np.clip(errors, FLOOR / max(1, n - 1), 0.8 / max(1, n - 1))
        errors[:, :, np.arange(n), np.arange(n)] = 0.0
        errors[:, :, np.arange(n), np.arange(n)] = 1.0 - errors.sum(axis=3)
        return errors


class Model:
    """What reviewers who work apart would write, for the criteria of one scale."""

    def __init__(self, sheets: Sheets, columns: Ints, n_states: int) -> None:
        """Learn from all sheets how ratings of these criteria come about."""
        self.sheets, self.n = sheets, n_states
        self.state = sheets.state[:, columns]
        self.seen = self.state != NOTHING
        self.marks = np.eye(n_states)[np.where(self.seen, self.state, 0)] * self.seen[:, :, None]
        self.total = np.zeros((int(sheets.item.max()) + 1, len(columns), n_states))
        np.add.at(self.total, sheets.item, self.marks)
        self.errors = self._errors()

    def _errors(self) -> _Errors:
        """Learn how often ratings differ from those of the others on the same cell, in all, by rater, by criterion."""
        others = self.total[self.sheets.item] - self.marks
        most = others.max(axis=2)
        mode = others.argmax(axis=2)
        clear = self.seen & (most > 0) & ((others == most[:, :, None]).sum(axis=2) == 1)
        counts = np.zeros((self.n, self.n))
        np.add.at(counts, (mode[clear], self.state[clear]), 1.0)
        start = np.full((self.n, self.n), PRIOR_ERRORS / (self.n - 1))
        np.fill_diagonal(start, 1.0 - PRIOR_ERRORS)
        usual = counts + PRIOR_WEIGHT * start
        usual /= usual.sum(axis=1, keepdims=True)
        wrong = clear & (mode != self.state)
        expected = np.where(clear, (1.0 - np.diag(usual))[mode], 0.0)
        n_raters = int(self.sheets.rater.max()) + 1
        rater_wrong = np.bincount(self.sheets.rater, weights=wrong.sum(axis=1), minlength=n_raters)
        rater_expected = np.bincount(self.sheets.rater, weights=expected.sum(axis=1), minlength=n_raters)
        marginal = self.marks.sum(axis=0)
        base = (marginal.sum(axis=0) + 1.0) / (marginal.sum() + self.n)
        return _Errors(
            usual=usual,
            of_rater=(rater_wrong + STEADY) / (rater_expected + STEADY),
            of_criterion=(wrong.sum(axis=0) + STEADY) / (expected.sum(axis=0) + STEADY),
            prior=(marginal + STEADY * base) / (marginal.sum(axis=1, keepdims=True) + STEADY),
        )

    def _truth(self, counts: Floats) -> Floats:
        """Say how likely each state is the true one where some others gave these ratings: (n, n_criteria, truth)."""
        likely = np.log(self.errors.prior)[None] + np.einsum("pcs,ts->pct", counts, np.log(self.errors.usual))
        weights = np.exp(likely - likely.max(axis=2, keepdims=True))
        truth: Floats = weights / weights.sum(axis=2, keepdims=True)
        return truth

    def two_reviewers(self, pairs: Ints, *, habits: bool = False) -> Floats:
        """Give the logarithm of the ratio for each pair of sheets on one unit.

        With `habits` a rating that its writer also gives elsewhere on the same criterion is expected to that degree, so
        that ratios of several units may be added: two may share a view of a criterion without having shared a sheet.
        """
        return _in_chunks(pairs, partial(self._two_reviewers, habits=habits))

    def _two_reviewers(self, one: Ints, other: Ints, *, habits: bool) -> Floats:
        truth = self._truth(self.total[self.sheets.item[one]] - self.marks[one] - self.marks[other])
        by_one, by_other = self._given(one), self._given(other)
        together = (truth * by_one * by_other).sum(axis=2)
        alone = (truth * by_one).sum(axis=2), (truth * by_other).sum(axis=2)
        # what the one would write, by itself, where the other is known
        then = together / alone[1], together / alone[0]
        if habits:
            then = np.maximum(then[0], self._habit(one)), np.maximum(then[1], self._habit(other))
        return self._either(one, other, (alone[1], 1.0 / then[1]), (alone[0], 1.0 / then[0]))

    @cached_property
    def _own(self) -> Floats:
        """What each rater gave on each criterion, over all units: (n_raters, n_criteria, n_states)."""
        own = np.zeros((int(self.sheets.rater.max()) + 1, *self.total.shape[1:]))
        np.add.at(own, self.sheets.rater, self.marks)
        return own

    def _habit(self, sheets: Ints) -> Floats:
        """Say how often the writer of each sheet gives the same on the same criterion of other units."""
        elsewhere = self._own[self.sheets.rater[sheets]] - self.marks[sheets]
        habit: Floats = ((elsewhere * self.marks[sheets]).sum(axis=2) + HABIT) / (elsewhere.sum(axis=2) + 1.0)
        return habit

    def one_reviewer(self, pairs: Ints) -> Floats:
        """Give the logarithm of the ratio for each pair of sheets of one reviewer."""
        return _in_chunks(pairs, self._one_reviewer)

    def _one_reviewer(self, one: Ints, other: Ints) -> Floats:
        expected: list[Floats] = []
        habits = self._own[self.sheets.rater[one]] - self.marks[one] - self.marks[other]
        for sheets in (one, other):
            truth = self._truth(self.total[self.sheets.item[sheets]] - self.marks[sheets])
            habit = (habits * self.marks[sheets]).sum(axis=2) + HABIT
            expected.append(np.maximum((truth * self._given(sheets)).sum(axis=2), habit / (habits.sum(axis=2) + 1.0)))
        return self._either(one, other, (expected[1], 1.0 / expected[1]), (expected[0], 1.0 / expected[0]))

    def _given(self, sheets: Ints) -> Floats:
        """Give the probability of what stands in each cell of some sheets, for each possible truth."""
        given = self.errors.given(self.sheets.rater[sheets])
        state = np.where(self.seen, self.state, 0)[sheets]
        found: Floats = np.take_along_axis(given, state[:, :, None, None], axis=3)[:, :, :, 0]
        return found

    def _either(self, one: Ints, other: Ints, first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
        """Take either sheet for the copy of the other, with the same chance.

        Each story has what the copy would hold by itself, and what the original gains by being repeated.
        """
        both = self.seen[one] & self.seen[other]
        same = self.state[one] == self.state[other]
        logs = []
        for alone, gain in (first, second):
            # what is edited becomes what its writer thinks, or anything at all
            edited = EDITED * (alone + 1.0 / self.n) / 2.0
            logs.append(np.where(both, np.log(((1.0 - EDITED) * same + edited) * gain), 0.0).sum(axis=1))
        total: Floats = np.logaddexp(*logs) - np.log(2.0)
        return total


def _in_chunks(pairs: Ints, score: Callable[[Ints, Ints], Floats]) -> Floats:
    parts = [score(pairs[at : at + CHUNK, 0], pairs[at : at + CHUNK, 1]) for at in range(0, len(pairs), CHUNK)]
    return np.concatenate(parts) if parts else np.zeros(0)

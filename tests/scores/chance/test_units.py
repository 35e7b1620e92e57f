"""Cells put together into verdicts: against products by hand, and against all results one by one."""

from itertools import product

import numpy as np
import pytest

from mcqa.scores.cells import tally
from mcqa.scores.chance.combos import combos_of
from mcqa.scores.chance.estimate import points_on_steps
from mcqa.scores.chance.fit import fit
from mcqa.scores.chance.fresh import prepare
from mcqa.scores.chance.pool import Pool, typical
from mcqa.scores.chance.replay import draw_results, draw_states, drawn_chances, verdicts_of
from mcqa.scores.chance.units import chances_of_cells, compensatory, conjunctive, sides_of


def fresh_of(ratings, rubric, pool=typical, **more):
    cells = tally(ratings, rubric)
    combos = combos_of(cells, rubric.decision)
    fitted = fit(combos, np.arange(len(cells.units)))
    settings = {"seed": 1, "fixed": None, "room": 10**9, **more}
    return prepare(cells, rubric.decision, combos, fitted, pool(fitted), **settings)


def every_result(fresh):
    """The chances of each result of each cell and kind of unit: (n_places, n_kinds, n_results)."""
    ones = np.eye(fresh.n_results)
    return np.stack([fresh.table(np.tile(row, (len(fresh.criteria), 1)))[:, :, 0] for row in ones], axis=-1)


def one_by_one(fresh):
    """Chances of verdicts by listing all results of all criteria."""
    table = every_result(fresh)
    every = np.array(list(product(range(fresh.n_results), repeat=len(fresh.criteria))))
    verdicts = verdicts_of(fresh, every)
    found = np.zeros((len(fresh.of), 3))
    for unit, of in enumerate(fresh.of):
        for kind, weight in enumerate(fresh.kinds[unit]):
            chance = np.prod([table[of[place], kind][every[:, place]] for place in range(len(of))], axis=0)
            found[unit] += weight * np.bincount(verdicts, chance, minlength=3)
    return found


@pytest.fixture
def small(rubric_of, criterion_of, scale_of, ratings_of):
    def make(essential=False, **decision):
        criteria = [
            criterion_of("C01.1", scale_of(3), weight=2.0, essential=essential),
            criterion_of("C01.2", scale_of(3)),
            criterion_of("C02.1", scale_of(3)),
        ]
        rubric = rubric_of(criteria, **decision)
        units = {
            "a": {"C01.1": "2 2 2", "C01.2": "2 2 1", "C02.1": "2 1 ?"},
            "b": {"C01.1": "2 1 1", "C01.2": "2 2 n", "C02.1": "0 1"},
            "c": {"C01.1": "2 2 2", "C01.2": "n n n", "C02.1": "2 2 2"},
        }
        return rubric, ratings_of(rubric, units)

    return make


@pytest.mark.parametrize("ties", ["lower", "undecided"])
def test_conjunctive_against_all_results_one_by_one(small, ties):
    rubric, ratings = small(ties=ties)
    fresh = fresh_of(ratings, rubric)
    # kinds with a chance below 0.001 are left out
    assert conjunctive(fresh, sides_of(fresh)) == pytest.approx(one_by_one(fresh), abs=3e-3)


@pytest.mark.parametrize("essential", [False, True])
@pytest.mark.parametrize("ties", ["lower", "undecided"])
@pytest.mark.parametrize("share", [0.85, 0.5])
def test_compensatory_against_all_results_one_by_one(small, essential, ties, share):
    rubric, ratings = small(essential, ties=ties, rule="compensatory", pass_share=share)
    fresh = fresh_of(ratings, rubric)
    points = points_on_steps(fresh)
    assert compensatory(fresh, sides_of(fresh), points) == pytest.approx(one_by_one(fresh), abs=3e-3)


def test_drawn_verdicts_agree_with_the_convolution(small):
    rubric, ratings = small(rule="compensatory", pass_share=0.7)
    fresh = fresh_of(ratings, rubric)
    exact = compensatory(fresh, sides_of(fresh), points_on_steps(fresh))
    # 4,000 draws: standard error 0.008 at most
    assert np.abs(drawn_chances(fresh) - exact).max() < 0.035


def four_who_differ(fitted):
    """Four raters, of whom one goes down a level in half of the cells."""
    pools = []
    for own in fitted.parameters:
        harsh = (own.reports + np.vstack([own.reports[:1], own.reports[:-1]])) / 2
        pools.append(np.stack([own.reports, own.reports, own.reports, harsh]))
    return Pool(reports=tuple(pools), weights=np.ones(4), n_raters=4)


@pytest.mark.parametrize("pool", [typical, four_who_differ])
def test_the_error_of_the_share_met_is_that_of_two_reviews_of_the_same_states(small, pool):
    """Two reviews of a unit that stays as it is: half the mean square of their difference is the variance of one."""
    rubric, ratings = small()
    fresh = fresh_of(ratings, rubric, pool)
    rows, rng = np.repeat([0, 1], 40_000), np.random.default_rng(2)
    numbers = np.zeros(fresh.combos.n, dtype=np.intp)
    for part in fresh.combos.parts:
        numbers[part.combos] = part.n_answers
    review = draw_states(fresh, rows, rng)
    given = (fresh, review, numbers[fresh.of[rows]], fresh.own_results, rng)
    one, other = ((draw_results(*given) == 2).sum(axis=1).astype(float) for _ in range(2))
    variance = ((one - other) ** 2 / 2).reshape(2, -1).mean(axis=1)
    _, error = chances_of_cells(fresh, sides_of(fresh))
    outside = fresh.table(sides_of(fresh).outside.astype(float)).mean(axis=2)
    applying = [sum(float(fresh.kinds[unit] @ (1 - outside[place])) for place in fresh.of[unit]) for unit in range(2)]
    assert error[:2] * applying == pytest.approx(np.sqrt(variance), rel=0.02)


def test_points_on_no_common_step_are_drawn(rubric_of, criterion_of, scale_of, ratings_of, chances_of):
    criteria = [criterion_of("C01.1", scale_of(3), weight=np.pi), criterion_of("C01.2", scale_of(3), weight=np.e)]
    rubric = rubric_of(criteria, rule="compensatory", pass_share=0.8)
    ratings = ratings_of(rubric, {"a": {"C01.1": "2 2 2", "C01.2": "2 1 2"}, "b": {"C01.1": "2 2 1", "C01.2": "1 1 2"}})
    _, found = chances_of(ratings, rubric)
    assert found.method == "simulated"
    assert found.verdicts.sum(axis=1) == pytest.approx(1)


def test_what_a_person_decided_no_panel_changes(small, chances_of):
    rubric, ratings = small()
    fixed = np.full((3, 3), -1, dtype=np.int32)
    fixed[0] = 2
    fixed[1, 0] = 0
    _, found = chances_of(ratings, rubric, fixed=fixed)
    assert found.verdicts[0] == pytest.approx([1, 0, 0])
    assert found.verdicts[1] == pytest.approx([0, 1, 0])
    assert found.met[0] == pytest.approx([1, 1, 1])
    assert found.share_met_se[0] == pytest.approx(0)

"""Flip probabilities: invariants, degenerate tables, the set, and calibration in simulated pilots."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcqa.scores.cells import tally
from mcqa.scores.chance.estimate import estimate_chances
from mcqa.scores.chance.pool import shrunk
from mcqa.scores.judgement import judge
from mcqa.scores.rules import IS_NOT_MET, IS_UNDECIDED, decide


def sound(found):
    """Nothing but chances, and finite numbers."""
    assert np.isfinite(found.verdicts).all()
    assert found.verdicts[found.known].sum(axis=1) == pytest.approx(1)
    for values in (found.verdicts, found.flip, found.met, found.share_met_se):
        assert values.min() >= 0
        assert values.max() <= 1 + 1e-12


def same_ratings(ratings, order):
    """The same rows in another order."""
    names = ("unit", "rater", "criterion", "level", "status", "round", "group")
    return replace(ratings, **{name: getattr(ratings, name)[order] for name in names})


def test_three_unanimous_raters_are_no_certainty(rubric_of, criterion_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of(f"C{place:02}.1") for place in range(29)])
    ratings = ratings_of(rubric, {"a": {criterion.id: "2 2 2" for criterion in rubric.criteria}})
    verdict, found = chances_of(ratings, rubric)
    assert verdict[0] == 0
    assert 0.002 < found.flip[0] < 0.2
    sound(found)


def test_a_split_makes_a_verdict_less_sure(rubric_of, criterion_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of(f"C{place:02}.1") for place in range(10)])
    agreed = {criterion.id: "2 2 2" for criterion in rubric.criteria}
    units = {"sure": agreed, "split": {**agreed, "C00.1": "2 2 1"}, "fails": {**agreed, "C00.1": "2 1 1"}}
    units["fails surely"] = {**agreed, "C00.1": "0 0 0", "C01.1": "0 0 0"}
    _, found = chances_of(ratings_of(rubric, units), rubric)
    sure, split, fails, surely = found.flip
    assert sure < split < fails
    assert surely < fails


@pytest.mark.parametrize("rule", [{}, {"rule": "compensatory", "pass_share": 0.85}])
def test_the_order_of_rows_and_of_raters_does_not_matter(drawn, chances_of, rule):
    rubric, ratings = drawn(12, cannot=0.03, **rule)
    _, found = chances_of(ratings, rubric)
    order = np.random.default_rng(3).permutation(len(ratings))
    _, shuffled = chances_of(same_ratings(ratings, order), rubric)
    assert shuffled.flip == pytest.approx(found.flip, abs=1e-9)
    renamed = replace(ratings, rater=(7 - ratings.rater).astype(np.int32))
    _, other = chances_of(renamed, rubric)
    assert other.flip == pytest.approx(found.flip, abs=1e-6)


def test_the_order_of_units_does_not_matter(drawn, chances_of):
    rubric, ratings = drawn(12)
    _, found = chances_of(ratings, rubric)
    turned = replace(ratings, unit=(11 - ratings.unit).astype(np.int32))
    _, other = chances_of(turned, rubric)
    assert other.flip[::-1] == pytest.approx(found.flip, abs=1e-6)


def test_the_same_seed_gives_the_same_and_another_nearly_so(drawn, chances_of):
    rubric, ratings = drawn(10, n_raters=30, accuracy=0.8)
    _, found = chances_of(ratings, rubric, whole=True)
    _, again = chances_of(ratings, rubric, whole=True)
    assert (found.flip == again.flip).all()
    assert found.whole == again.whole
    _, other = chances_of(ratings, rubric, seed=2)
    assert np.abs(found.flip - other.flip).max() < 0.05


DEGENERATE = {
    "all at the top": {"a": {"C01.1": "2 2 2", "C01.2": "2 2 2"}, "b": {"C01.1": "2 2", "C01.2": "2 2 2"}},
    "all at the bottom": {"a": {"C01.1": "0 0", "C01.2": "0 0"}},
    "a component rated by nobody": {"a": {"C01.1": "2 2 2"}, "b": {"C01.1": "2 1 2"}},
    "a unit rated by nobody": {"a": {"C01.1": "2 2 2", "C01.2": "2 2 1"}, "b": {"C01.1": "-"}},
    "nobody could tell": {"a": {"C01.1": "2 2", "C01.2": "? ?"}, "b": {"C01.1": "? ?", "C01.2": "? ?"}},
    "nothing applies": {"a": {"C01.1": "n n", "C01.2": "n n n"}, "b": {"C01.1": "2 2", "C01.2": "1 2"}},
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("kind", ["ordinal", "nominal"])
@pytest.mark.parametrize("rule", [{}, {"rule": "compensatory", "pass_share": 0.85}])
def test_degenerate_tables_give_chances(name, kind, rule, rubric_of, criterion_of, scale_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of(name, scale_of(3, kind=kind)) for name in ("C01.1", "C01.2")], **rule)
    verdicts, found = chances_of(ratings_of(rubric, DEGENERATE[name]), rubric, whole=True)
    sound(found)
    assert len(found.flip) == len(verdicts)
    assert 0 <= found.whole.consistency <= 1


def test_a_unit_without_ratings_says_so(rubric_of, criterion_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of()])
    _, found = chances_of(ratings_of(rubric, {"a": {"C01.1": "2 2 2"}, "b": {"C01.1": "-"}}), rubric)
    assert found.reasons == (None, "no_ratings")
    assert found.known.tolist() == [True, False]


def test_one_rater_says_nothing_of_how_far_raters_differ(rubric_of, criterion_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of()])
    ratings = ratings_of(rubric, {"a": {"C01.1": "2"}, "b": {"C01.1": "1"}, "c": {"C01.1": "-"}})
    _, found = chances_of(ratings, rubric, whole=True)
    assert found.reasons == ("one_rater", "one_rater", "no_ratings")
    assert not found.known.any()
    assert found.whole is None


def test_a_component_that_nobody_rated_stays_open(rubric_of, criterion_of, ratings_of, chances_of):
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C01.2")])
    verdicts, found = chances_of(ratings_of(rubric, {"a": {"C01.1": "2 2 2"}}), rubric)
    assert verdicts[0] == IS_UNDECIDED
    assert found.verdicts[0, 0] == 0
    assert found.met[0, 1] == 0


@given(seed=st.integers(0, 10_000), n_units=st.integers(1, 6), cannot=st.sampled_from([0.0, 0.2]))
@settings(max_examples=15, deadline=None)
def test_chances_are_chances_whatever_was_said(seed, n_units, cannot, rubric_of, criterion_of, scale_of, table_of):
    rng = np.random.default_rng(seed)
    rubric = rubric_of([criterion_of("C01.1"), criterion_of("C01.2", scale_of(4))])
    shape = (n_units, 3, 2)
    unit, rater, criterion = np.indices(shape).reshape(3, -1)
    status = rng.choice([0, 1, 2, 3], size=unit.size, p=[0.9 - cannot, 0.1, cannot / 2, cannot / 2])
    level = np.where(status == 0, rng.integers(0, 3, size=unit.size), -1)
    ratings = table_of(rubric, tuple(map(str, range(n_units))), 3, np.stack([unit, rater, criterion, level, status]))
    cells = tally(ratings, rubric)
    verdicts = decide(judge(cells, rubric.decision), rubric.criteria, rubric.decision).verdict
    sound(estimate_chances(cells, rubric.decision, verdicts, seed=1, ratings=ratings, whole=False))


def test_raters_who_are_alike_are_not_told_apart():
    common = np.array([[0.9, 0.1], [0.05, 0.95]])
    seen = np.tile(100 * common, (6, 1, 1))
    assert shrunk(seen, common) == pytest.approx(np.tile(common, (6, 1, 1)))


def test_a_harsh_rater_is_told_apart():
    common = np.array([[0.9, 0.1], [0.15, 0.85]])
    seen = np.tile(100 * np.array([[0.9, 0.1], [0.05, 0.95]]), (6, 1, 1))
    seen[2, 1] = [65, 35]
    found = shrunk(seen, common)
    assert found[2, 1, 1] < 0.45
    assert found[0, 1, 1] > 0.9


def test_more_raters_make_verdicts_more_consistent_and_right(drawn, chances_of):
    rubric, ratings = drawn(40, n_criteria=10, accuracy=0.9)
    _, found = chances_of(ratings, rubric, whole=True)
    whole = found.whole
    by = {point.n_raters: point for point in whole.by_raters}
    assert by[21].consistency > by[3].consistency
    assert by[21].accuracy > by[3].accuracy > by[1].accuracy
    assert whole.raters_needed in by
    assert all(point.consistency >= 0.9 for n, point in by.items() if n >= whole.raters_needed)
    assert whole.reviewer_accuracy == pytest.approx(0.9, abs=0.03)
    assert whole.reviewer_accuracy_at_cut >= whole.reviewer_accuracy
    assert whole.false_pass + whole.false_fail <= 1 - whole.accuracy + 1e-9
    assert whole.consistency == pytest.approx(by[3].consistency, abs=0.05)


def test_agreement_on_verdicts_is_not_monotone_in_the_number_of_raters(drawn, chances_of):
    """One rater fails nearly everything, and agrees with the next who does: consistent and wrong."""
    rubric, ratings = drawn(40, n_criteria=29, accuracy=0.9)
    _, found = chances_of(ratings, rubric, whole=True)
    by = {point.n_raters: point for point in found.whole.by_raters}
    assert by[1].consistency > by[3].consistency


def test_flip_probabilities_are_calibrated(drawn, chances_of):
    """Of verdicts with a flip probability near p a share p differ under fresh raters who err as the first did."""
    expected, seen = [], []
    for seed in range(40):
        rng = np.random.default_rng(1000 + seed)
        rubric, ratings = drawn(15, n_criteria=15, accuracy=0.93, seed=seed)
        verdict, found = chances_of(ratings, rubric)
        expected.append(found.flip)
        true = np.where(np.random.default_rng(seed).random((15, 1, 15)) < 0.93, 2, 0)[:, 0]
        differ = np.zeros(15)
        for _ in range(4):
            level = np.where(rng.random((3, 15, 15)) < 0.93, true, np.abs(true - 1))
            fails = (np.median(level, axis=0) < 2).any(axis=1)
            differ += fails != (verdict == IS_NOT_MET)
        seen.append(differ / 4)
    flips, shares = np.concatenate(expected), np.concatenate(seen)
    place = np.minimum((flips * 5).astype(int), 4)
    gaps = [abs(flips[place == one].mean() - shares[place == one].mean()) for one in np.unique(place)]
    assert np.average(gaps, weights=np.bincount(place)[np.unique(place)]) < 0.05

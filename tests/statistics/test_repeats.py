"""What holds for every coefficient alike: repeated rows, rows left out, rows weighed, raters weighed."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.statistics.intervals import jackknife_spread, leave_one_out, linearised_spread
from mcqa.statistics.sampling import Sampling, each_once

SCORES = (1.0, 2.0, 4.0)
TABLE = np.array([[0, 0, 1], [1, 2, 1], [2, 1, 2], [2, 1, 1], [0, 1, 0], [2, 2, 1], [1, 2, 2], [1, 1, 2]])
HOLES = np.array([[0, 0, 1], [1, 2, 1], [2, -1, 2], [2, 1, 2], [0, 1, -1], [-1, 2, 1], [1, 2, 2], [1, 1, 2]])
UNEQUAL = np.array(
    [[0, 0, 1, -1], [2, 2, -1, 2], [1, 0, -1, -1], [-1, 1, 1, 1], [2, -1, 1, 2], [0, 2, 0, 0], [-1, -1, 1, -1]]
)
FAMILY = ("percent_agreement", "gwet_ac", "brennan_prediger", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
METRICS = ["nominal", "ordinal", "interval", "ratio"]
WEIGHTS = ["identity", "ordinal", "quadratic"]
ANY = (
    *FAMILY,
    *("light_kappa", "percent_agreement_all_raters", "mean_pearson", "mean_pearson:fisher_z", "mean_spearman"),
    *("finn:oneway", "rwg", "awg", "ad_mean"),
)
COMPLETE = ("icc", "kendall_w", "kendall_w:no_ties_correction", "robinson_a", "finn:twoway", "iota", "lin_ccc")


def everything(repeated, codes, times=None):
    codes = np.asarray(codes)
    names = [*ANY, *(COMPLETE if (codes >= 0).all() else ())]
    found = repeated(codes, SCORES, names, weights=WEIGHTS, metrics=METRICS, times=times)
    pair = codes[:, :2]
    both = (pair >= 0).all(axis=1)
    often = None if times is None else np.asarray(times)[both]
    return found + repeated(pair[both], SCORES, ["bangdiwala_b"], times=often)


def name_of(each):
    request = each.request
    return f"{request.coefficient} {request.weights_name} {request.metric} {request.form}"


@pytest.mark.parametrize("codes", [TABLE, HOLES, UNEQUAL], ids=["complete", "holes", "unequal"])
def test_everything_once_is_the_estimate(codes, repeated):
    for each in everything(repeated, codes):
        if each.found.estimate is not None:
            n = len(each.found.rows)
            assert each.again(np.ones((1, n)))[0] == pytest.approx(each.found.estimate, rel=1e-9), name_of(each)


@pytest.mark.parametrize("codes", [TABLE, HOLES, UNEQUAL], ids=["complete", "holes", "unequal"])
def test_how_often_a_row_occurs_is_the_table_with_its_rows_repeated(codes, repeated):
    """The value, its parts, its standard error and the resample with these numbers."""
    times = np.array([2, 1, 1, 3, 1, 2, 4, 2])[: len(codes)]
    pairs = zip(
        everything(repeated, codes, times=times),
        everything(repeated, np.repeat(codes, times, axis=0)),
        strict=True,
    )
    compared = 0
    for weighed, long in pairs:
        assert weighed.found.reason == long.found.reason, name_of(weighed)
        if long.found.estimate is None:
            continue
        compared += 1
        for part in ("estimate", "observed", "expected"):
            ours, theirs = getattr(weighed.found, part), getattr(long.found, part)
            assert (ours is None) == (theirs is None)
            assert theirs is None or ours == pytest.approx(theirs, rel=1e-9), name_of(weighed)
        n = len(weighed.found.rows)
        often = times[-n:] if n == len(codes) else times[(codes[:, :2] >= 0).all(axis=1)]
        assert weighed.again(often[None].astype(float))[0] == pytest.approx(long.found.estimate, rel=1e-9)
        ours = linearised_spread(weighed.found.linearised, Sampling(often.astype(float)).kept(weighed.found.rows))
        theirs = linearised_spread(long.found.linearised, each_once(int(long.found.rows.sum())))
        assert ours == pytest.approx(theirs, rel=1e-7), name_of(weighed)
        if weighed.found.significance is not None:
            numbers = zip(weighed.found.significance, long.found.significance, strict=True)
            assert all(a is b is None or a == pytest.approx(b, rel=1e-7) for a, b in numbers)
        if weighed.found.limits is not None:
            assert weighed.found.limits(0.9) == pytest.approx(long.found.limits(0.9), rel=1e-7)
    assert compared >= 25


@pytest.mark.parametrize("codes", [TABLE, HOLES], ids=["complete", "holes"])
def test_leaving_a_unit_out_is_the_table_without_its_row(codes, repeated):
    without = [everything(repeated, np.delete(codes, row, axis=0)) for row in range(len(codes))]
    for position, each in enumerate(everything(repeated, codes)):
        n = len(each.found.rows)
        if n < len(codes) or each.found.estimate is None:
            continue
        left_out = leave_one_out(each.repeat, each_once(n)).estimates
        for value, other in zip(left_out, without, strict=True):
            again = other[position].found.estimate
            # awg gives its rows their values by the rows alone, and so do all means over units
            assert (value == pytest.approx(again, rel=1e-8)) if again is not None else np.isnan(value), name_of(each)


def test_linearised_values_are_derivatives_by_the_weight_of_a_row_against_theory(repeated):
    """Gwet's kappa*_i is the coefficient plus n times its derivative by how often row i counts."""
    # without the unit rated once: there irrCAC, which is followed, takes the number of paired units as fixed
    for codes in (TABLE, HOLES, UNEQUAL[:-1]):
        many, step = np.repeat(codes, 50, axis=0), 1e-5
        for each in everything(repeated, many):
            if each.found.estimate is None or not each.found.linear:
                continue
            used = np.flatnonzero(each.found.rows)
            for place in used[:: len(used) // 7]:
                times = np.ones((2, len(each.found.rows)))
                times[:, place] += (step, -step)
                up, down = each.again(times)
                slope = len(used) * (up - down) / (2 * step)
                deviation = each.found.linearised[np.searchsorted(used, place)] - each.found.linearised.mean()
                # alpha's small-sample term and W's are no part of the linearisation: they move the value by 1 / n
                assert deviation == pytest.approx(slope, abs=0.03), name_of(each)


tables = st.tuples(st.integers(2, 7), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(-1, 2))
)


@given(codes=tables)
@settings(deadline=None, max_examples=60)
def test_leaving_out_gives_a_value_or_none_as_the_smaller_table_does(codes, repeated):
    """Sums that have lost everything are zero, not a hair beside it: 0/0 is never a number."""
    for each in repeated(codes, SCORES, FAMILY, weights=WEIGHTS, metrics=METRICS):
        left_out = leave_one_out(each.repeat, each_once(len(codes))).estimates
        for row, value in enumerate(left_out):
            (other,) = repeated(
                np.delete(codes, row, axis=0),
                SCORES,
                [each.request.coefficient],
                weights=None if each.request.metric else [each.request.weights],
                metrics=[each.request.metric] if each.request.metric else None,
            )
            if other.found.estimate is None:
                # with one unit left Gwet's alpha is 0 by its formula, and is told as no value
                assert np.isnan(value) or (other.found.reason == "too_few_units" and value == pytest.approx(0))
            else:
                assert value == pytest.approx(other.found.estimate, rel=1e-7, abs=1e-9)


def test_a_rater_who_counts_twice_is_never_compared_with_themself(repeated):
    """By brute force: every ordered pair of different raters, as often as the product of their numbers."""
    raters = np.array([2.0, 1.0, 0.0, 3.0])
    (percent, fleiss) = repeated(UNEQUAL, SCORES, ["percent_agreement", "fleiss_kappa"], weights=["quadratic"])
    weights = 1 - np.subtract.outer(SCORES, SCORES) ** 2 / 9
    agreed, shares = [], []
    for row in UNEQUAL:
        given = [(rater, level) for rater, level in enumerate(row) if level >= 0 and raters[rater] > 0]
        pairs = [(raters[a] * raters[b], weights[la, lb]) for (a, la), (b, lb) in permutations(given, 2)]
        if pairs:
            agreed.append(sum(n * w for n, w in pairs) / sum(n for n, _ in pairs))
        total = sum(raters[rater] for rater, _ in given)
        if total:
            shares.append([sum(raters[r] for r, level in given if level == at) / total for at in range(3)])
    observed, pooled = np.mean(agreed), np.mean(shares, axis=0)
    for each, expected in ((percent, 0.0), (fleiss, pooled @ weights @ pooled)):
        repeat = each.evaluation.reweighed(raters)
        value = repeat.again(repeat.features.sum(axis=0)[None])[0]
        assert value == pytest.approx((observed - expected) / (1 - expected), rel=1e-12)


def test_raters_who_all_count_once_give_the_estimate(repeated):
    for each in repeated(UNEQUAL, SCORES, FAMILY, weights=WEIGHTS, metrics=METRICS):
        repeat = each.evaluation.reweighed(np.ones(4))
        assert repeat.again(repeat.features.sum(axis=0)[None])[0] == pytest.approx(each.found.estimate, rel=1e-12)


def test_jackknife_and_linearisation_tell_the_same_of_many_units(repeated):
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 3, 400)
    codes = np.where(rng.random((400, 4)) < 0.3, rng.integers(0, 3, (400, 4)), truth[:, None])
    for each in everything(repeated, codes):
        if not each.found.linear:
            continue
        jackknife = jackknife_spread(leave_one_out(each.repeat, each_once(400)))
        delta = linearised_spread(each.found.linearised, each_once(400).kept(each.found.rows))
        assert jackknife.standard_error == pytest.approx(delta.standard_error, rel=0.05), name_of(each)

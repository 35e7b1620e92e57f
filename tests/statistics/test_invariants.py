import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mcqa.statistics import alpha, coefficients, conger
from mcqa.statistics.weights import METRICS, WEIGHTS, agreement_weights

SCORES = np.array([0.0, 1.0, 2.0])
COUNTED = (
    coefficients.percent_agreement,
    coefficients.fleiss_kappa,
    coefficients.gwet_ac,
    coefficients.brennan_prediger,
    alpha.krippendorff_alpha_weighted,
)
tables = st.tuples(st.integers(1, 8), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(-1, 2))
)
weight_names = st.sampled_from(WEIGHTS)


def counts_of(codes):
    return np.stack([(codes == level).sum(axis=1) for level in range(3)], axis=1)


def everything(codes, name):
    weights = agreement_weights(name, SCORES)
    found = [function(counts_of(codes), weights) for function in COUNTED]
    found.append(conger.conger_kappa(codes, weights))
    return found + [alpha.krippendorff_alpha(counts_of(codes), metric, SCORES) for metric in METRICS]


def values(found):
    return [np.nan if each.estimate is None else each.estimate for each in found]


@given(codes=tables, name=weight_names, data=st.data())
def test_the_order_of_units_and_of_raters_does_not_matter(codes, name, data):
    rows = data.draw(st.permutations(range(codes.shape[0])))
    columns = data.draw(st.permutations(range(codes.shape[1])))
    before, after = everything(codes, name), everything(codes[rows][:, columns], name)
    assert values(after) == pytest.approx(values(before), rel=1e-9, abs=1e-9, nan_ok=True)
    assert [each.reason for each in after] == [each.reason for each in before]


@given(codes=tables, order=st.permutations([0, 1, 2]))
def test_relabelling_levels_does_not_matter_without_weights(codes, order):
    relabelled = np.where(codes >= 0, np.array(order)[codes], -1)
    before, after = (everything(table, "identity")[:6] for table in (codes, relabelled))
    assert values(after) == pytest.approx(values(before), rel=1e-9, abs=1e-9, nan_ok=True)


@given(codes=tables, name=weight_names)
def test_reversing_the_scale_does_not_matter_for_symmetric_weights(codes, name):
    assume(name != "ratio")
    before, after = (everything(table, name)[:6] for table in (codes, np.where(codes >= 0, 2 - codes, -1)))
    assert values(after) == pytest.approx(values(before), rel=1e-9, abs=1e-9, nan_ok=True)


@given(levels=st.lists(st.integers(0, 2), min_size=2, max_size=8), n_raters=st.integers(2, 5), name=weight_names)
def test_perfect_agreement_is_one_when_levels_vary(levels, n_raters, name):
    assume(len(set(levels)) > 1)
    codes = np.repeat(np.array(levels)[:, None], n_raters, axis=1)
    assert values(everything(codes, name)) == pytest.approx([1.0] * 10, rel=1e-12)


@given(codes=tables, name=weight_names)
def test_values_are_finite_in_range_or_absent_with_a_reason(codes, name):
    for found in everything(codes, name):
        if found.estimate is None:
            assert found.reason in {"one_rater", "no_pairs", "no_variation", "too_few_units"}
        else:
            assert np.isfinite(found.estimate)
            assert found.estimate <= 1 + 1e-12
            assert found.reason is None
            assert np.isfinite(found.linearised).all()
            assert len(found.linearised) == found.rows.sum()


@given(codes=tables, name=weight_names)
def test_linearised_values_average_to_the_coefficient(codes, name):
    for found in everything(codes, name)[:4]:
        if found.estimate is not None:
            assert found.linearised.mean() == pytest.approx(found.estimate, rel=1e-9, abs=1e-9)


@given(codes=tables)
def test_two_raters_as_codes_and_as_counts(codes):
    two = codes[:, :2]
    two = two[(two >= 0).all(axis=1)]
    assume(len(two) > 0)
    found = conger.conger_kappa(two, np.eye(3))
    agreed = coefficients.percent_agreement(counts_of(two), np.eye(3))
    assert found.observed == pytest.approx(agreed.estimate)
    assert agreed.estimate == pytest.approx((two[:, 0] == two[:, 1]).mean())


@given(codes=tables)
def test_quadratic_weights_are_the_interval_metric(codes):
    gwet = alpha.krippendorff_alpha_weighted(counts_of(codes), agreement_weights("quadratic", SCORES))
    own = alpha.krippendorff_alpha(counts_of(codes), "interval", SCORES)
    assume(gwet.reason != "too_few_units")
    assert values([gwet]) == pytest.approx(values([own]), rel=1e-9, abs=1e-9, nan_ok=True)


@given(codes=tables, metric=st.sampled_from(METRICS))
def test_alpha_against_the_krippendorff_package(codes, metric):
    ours = alpha.krippendorff_alpha(counts_of(codes), metric, SCORES)
    assume(ours.estimate is not None)
    # over there raters are rows and units are columns
    table = np.where(codes.T >= 0, SCORES[codes.T], np.nan)
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=metric, value_domain=SCORES)
    assert ours.estimate == pytest.approx(theirs, rel=1e-9, abs=1e-9)

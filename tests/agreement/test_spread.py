"""Prevalence, tables of level pairs and agreement specific to each level, against hand-worked counts."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.agreement.analysis import analyse
from mcqa.agreement.scopes import pair_scopes, scopes
from mcqa.agreement.spread import contingency, specific_agreement

TWO = {"scores": (0.0, 1.0)}


@pytest.fixture
def result(ratings_of):
    # unit 1: a a b   unit 2: b c -   unit 3: c - -
    return analyse(
        ratings_of([[[0, 0, 1], [1, 2, -1], [2, -1, -1]]]), by=("rubric",), coefficients=["percent_agreement"]
    )


@pytest.fixture(scope="session")
def scope_of(ratings_of, scale_of):
    def make(table, kind="rubric", **scale):
        (scope,) = scopes(ratings_of([table], scale_of(**scale) if scale else None), [kind], listwise=False)
        return scope

    return make


def two_by_two(both_no, only_second, only_first, both_yes):
    """Ratings of two raters from the four cells of their table, level 1 is yes."""
    return [[0, 0]] * both_no + [[0, 1]] * only_second + [[1, 0]] * only_first + [[1, 1]] * both_yes


def test_prevalence_is_the_share_of_all_ratings_against_theory(result):
    (prevalence,) = result.prevalence
    assert prevalence.n_ratings == 6
    assert [share for _, share in prevalence.shares][:3] == pytest.approx([2 / 6, 2 / 6, 2 / 6])


def test_contingency_counts_pairs_of_ratings_of_one_unit_against_theory(result):
    (table,) = result.contingency
    # unit 1 gives one pair a-a and two pairs a-b; unit 2 gives b-c; unit 3 gives none
    assert np.array(table.pairs)[:3, :3].tolist() == [[1, 2, 0], [2, 0, 1], [0, 1, 0]]
    assert table.raters is None


def test_contingency_stands_in_the_json(result):
    (table,) = result.to_json()["contingency"]
    assert table["scope"] == "rubric"
    assert table["raters"] is None
    assert len(table["levels"]) == len(table["pairs"])


def test_contingency_of_a_pair_has_the_first_reviewer_in_rows_against_theory(ratings_of):
    # r0 and r1 share three units, r0 and r2 one, r1 and r2 none
    ratings = ratings_of([[[0, 1, -1], [0, 1, -1], [2, 2, -1], [1, -1, 0], [-1, 0, -1]]])
    tables = [contingency(scope) for scope in pair_scopes(ratings)]
    assert [table.raters for table in tables] == [("r0", "r1"), ("r0", "r2"), ("r1", "r2")]
    assert [table.scope for table in tables] == ["pair"] * 3
    assert tables[0].pairs == ((0, 2, 0), (0, 0, 0), (0, 0, 1))
    assert tables[1].pairs == ((0, 0, 0), (1, 0, 0), (0, 0, 0))
    assert tables[2].pairs == ((0, 0, 0),) * 3
    assert tables[0].to_json()["raters"] == ["r0", "r1"]


def test_there_is_no_table_where_scales_differ(ratings_of, scale_of):
    ratings = ratings_of([[[0, 1]], [[0, 1]]], [scale_of(), scale_of(**TWO)])
    (scope,) = scopes(ratings, ["rubric"], listwise=False)
    assert contingency(scope) is None
    assert specific_agreement(scope) == ()


@pytest.mark.parametrize(
    ("table", "p_neg", "p_pos"),
    [
        # Cicchetti & Feinstein (1990): both tables have 85 % agreement, kappa is 0.70 and 0.32
        ((45, 9, 6, 40), 90 / 105, 80 / 95),
        ((5, 5, 10, 80), 10 / 25, 160 / 175),
    ],
    ids=["balanced", "one-sided"],
)
def test_two_raters_and_two_levels_give_p_neg_and_p_pos_against_theory(table, p_neg, p_pos, scope_of):
    negative, positive = specific_agreement(scope_of(two_by_two(*table), **TWO))
    assert (negative.level, positive.level) == ("l0", "l1")
    assert negative.estimate == pytest.approx(p_neg, rel=1e-12)
    assert positive.estimate == pytest.approx(p_pos, rel=1e-12)
    assert negative.n_pairs + positive.n_pairs == 2 * sum(table)
    assert positive.n_ratings == positive.n_pairs


@pytest.mark.parametrize("name", ["a", "b"])
def test_published_tables_of_feinstein_and_cicchetti(name, reference_data, scope_of):
    dataset, _, _, rows = reference_data.read(f"pub_feinstein_cicchetti_{name}")
    codes, levels = reference_data.level_codes(dataset, rows, "declared", ["no", "yes"])
    assert levels == ["no", "yes"]
    negative, positive = specific_agreement(scope_of(codes, **TWO))
    expected = {"a": (0.857, 0.842), "b": (0.400, 0.914)}[name]
    assert (round(negative.estimate, 3), round(positive.estimate, 3)) == expected


def test_more_raters_and_missing_ratings_against_theory(scope_of):
    # level 0: row 1 has 2 of 3, row 2 has 1 of 2, row 3 a rating without a partner
    found = specific_agreement(scope_of([[0, 0, 1], [0, 1, -1], [0, -1, -1], [1, 1, 1]]))
    assert found[0].estimate == pytest.approx((2 * 1) / (2 * 2 + 1 * 1), rel=1e-12)
    assert (found[0].n_ratings, found[0].n_pairs, found[0].n_units_used, found[0].n_units) == (4, 5, 2, 4)
    # level 1: none of row 1's one, none of row 2's one, all of row 4's three
    assert found[1].estimate == pytest.approx((3 * 2) / (1 * 2 + 1 * 1 + 3 * 2), rel=1e-12)
    assert found[2].estimate is None


def test_standard_error_and_interval_against_theory(scope_of):
    # without each unit in turn level 0 has 2/3, 2/3, 4/4 of its ratings met by one at it
    found = specific_agreement(scope_of([[0, 0], [0, 0], [0, 1], [1, 1]], **TWO), confidence=0.9)[0]
    assert found.estimate == pytest.approx(4 / 5, rel=1e-12)
    values = (2 / 3, 2 / 3, 1.0)
    mean = sum(values) / 3
    error = math.sqrt(2 / 3 * sum((value - mean) ** 2 for value in values))
    assert found.standard_error == pytest.approx(error, rel=1e-12)
    # the 95 % point of t with 2 degrees of freedom is 2.919986
    assert found.ci.low == pytest.approx(4 / 5 - 2.919985580 * error, rel=1e-8)
    assert (found.ci.high, found.ci.level, found.ci.method) == (1.0, 0.9, "jackknife")
    assert (found.status, found.reason, found.text) == ("ok", None, None)


def test_rows_of_one_unit_are_left_out_together_against_theory(ratings_of, scale_of):
    tables = [[[0, 0], [0, 1], [0, 0]], [[0, 0], [0, 1], [0, 1]]]
    (scope,) = scopes(ratings_of(tables, scale_of(**TWO)), ["rubric"], listwise=False)
    found = specific_agreement(scope)[0]
    assert found.estimate == pytest.approx(6 / 9, rel=1e-12)
    assert found.n_units_used == 3
    # without unit 1: 2/5, without unit 2: 6/7, without unit 3: 4/6
    values = np.array([2 / 5, 6 / 7, 4 / 6])
    assert found.standard_error == pytest.approx(math.sqrt(2 / 3 * ((values - values.mean()) ** 2).sum()), rel=1e-12)


def test_a_level_nobody_used_is_undefined_with_a_text(scope_of):
    found = specific_agreement(scope_of([[0, 0], [0, 1], [1, 1]]))[2]
    assert (found.estimate, found.standard_error, found.ci) == (None, None, None)
    assert (found.status, found.reason) == ("undefined", "no_pairs")
    assert found.text == 'nobody used "Level 2": agreement at it was not tried'


def test_a_level_without_a_partner_is_undefined(scope_of):
    found = specific_agreement(scope_of([[0, 0], [1, 1], [2, -1]]))[2]
    assert (found.status, found.reason, found.n_ratings, found.n_pairs) == ("undefined", "no_pairs", 1, 0)
    assert "second rating" in found.text


@pytest.mark.parametrize(
    ("table", "reason"), [([[0, -1], [1, -1]], "one_rater"), ([[0, -1], [-1, 1]], "no_pairs"), ([], "no_pairs")]
)
def test_without_a_pair_every_level_is_undefined(table, reason, scope_of):
    for found in specific_agreement(scope_of(table)):
        assert (found.status, found.reason, found.estimate) == ("undefined", reason, None)
        assert found.text


def test_only_one_level_used_is_no_praise(scope_of):
    used, unused = specific_agreement(scope_of([[0, 0], [0, 0], [0, 0]], **TWO))
    assert (used.estimate, used.ci, used.status, used.reason) == (1.0, None, "unstable", "no_variation")
    assert "not exercised" in used.text
    assert (unused.status, unused.reason) == ("undefined", "no_pairs")


def test_one_unit_has_no_interval(scope_of):
    found = specific_agreement(scope_of([[0, 0, 1], [1, 1, 1]], **TWO))[0]
    assert found.estimate == pytest.approx(1 / 2)
    assert (found.standard_error, found.ci, found.status, found.reason) == (None, None, "unstable", "too_few_units")


@pytest.mark.parametrize(
    ("table", "estimate", "said"),
    [
        ([[0, 0], [1, 1], [0, 0], [1, 1]], 1.0, "nobody differed"),
        ([[0, 1], [1, 0], [0, 1]], 0.0, "no two reviewers agreed"),
        ([[0, 0, 1], [0, 0, 1]], 0.5, "the same on every micro-credential"),
    ],
    ids=["perfect", "total disagreement", "all alike"],
)
def test_no_spread_is_no_certainty(table, estimate, said, scope_of):
    found = specific_agreement(scope_of(table, **TWO))[0]
    assert found.estimate == estimate
    assert (found.standard_error, found.ci, found.status) == (0.0, None, "ok")
    assert said in found.text


def test_degenerate_tables_give_no_impossible_number(degenerate_codes, scope_of):
    for found in specific_agreement(scope_of(degenerate_codes)):
        assert json.dumps(found.to_json(), allow_nan=False)
        assert found.estimate is None or 0 <= found.estimate <= 1
        assert (found.estimate is None) == (found.status == "undefined")
        assert (found.reason is None) == (found.status == "ok")
        if found.ci is not None:
            assert 0 <= found.ci.low <= found.estimate <= found.ci.high <= 1


def test_distinct_rows_counted_once_give_the_same_against_theory(scope_of):
    table = [[0, 0, 1], [0, 1, -1], [1, 1, 1], [0, 0, 0], [2, -1, 1]]
    found = specific_agreement(scope_of(table * 150))
    # by hand: ratings at level 0 meet one at it 2, 0, 0, 6, 0 times, and any 4, 1, 0, 6, 0 times
    agreeing, met = np.array([2, 0, 6] * 150), np.array([4, 1, 6] * 150)
    left = (agreeing.sum() - agreeing) / (met.sum() - met)
    n = len(left)
    assert found[0].estimate == pytest.approx(8 / 11, rel=1e-12)
    assert (found[0].n_pairs, found[0].n_units_used, found[0].n_ratings) == (150 * 11, 450, 150 * 6)
    assert found[0].standard_error == pytest.approx(np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum()), rel=1e-9)
    (once,), (often,) = ([contingency(scope_of(each))] for each in (table, table * 150))
    assert (np.array(often.pairs) == 150 * np.array(once.pairs)).all()


tables = st.integers(2, 4).flatmap(
    lambda raters: st.lists(st.lists(st.integers(-1, 2), min_size=raters, max_size=raters), min_size=1, max_size=8)
)


@given(table=tables)
def test_mean_over_levels_weighted_by_pairs_is_the_share_of_agreeing_pairs(table, scope_of):
    found = specific_agreement(scope_of(table))
    pairs = [(row[i], row[j]) for row in table for i in range(len(row)) for j in range(i)]
    pairs = [pair for pair in pairs if -1 not in pair]
    total = sum(each.n_pairs for each in found)
    assert total == 2 * len(pairs)
    agreed = sum(each.estimate * each.n_pairs for each in found if each.estimate is not None)
    assert agreed == pytest.approx(2 * sum(one == other for one, other in pairs))


@given(table=tables, data=st.data())
def test_order_of_units_and_raters_does_not_matter(table, data, scope_of):
    rows = data.draw(st.permutations(table))
    order = data.draw(st.permutations(range(len(table[0]))))
    shuffled = [[row[index] for index in order] for row in rows]
    for one, other in zip(specific_agreement(scope_of(table)), specific_agreement(scope_of(shuffled)), strict=True):
        assert one.estimate == other.estimate or one.estimate == pytest.approx(other.estimate)
        assert one.standard_error == pytest.approx(other.standard_error, abs=1e-12)
        assert (one.status, one.reason, one.n_pairs) == (other.status, other.reason, other.n_pairs)

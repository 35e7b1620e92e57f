"""The cross-check with the krippendorff package: what is compared, what is told, and that it can fail."""

import sys

import numpy as np
import pytest

from mcqa.agreement import cross_check as module
from mcqa.agreement.analysis import analyse
from mcqa.agreement.cross_check import Compared, CrossCheck, cross_check, load_package, recomputed
from mcqa.errors import UsageError
from mcqa.statistics.weights import METRICS

# the reliability data of Krippendorff (2011), four observers in columns: nominal .743, ordinal .815, interval .849,
# ratio .797
PUBLISHED = np.array(
    [
        [1, 1, 0, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [0, 5, 5, 5],
        [0, 0, 1, 1],
        [0, 3, 0, 0],
    ]
)
VALUES = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@pytest.fixture
def published(ratings_of, scale_of):
    return ratings_of([PUBLISHED - 1], scale_of("interval", (1.0, 2.0, 3.0, 4.0, 5.0)))


def alphas(ratings, metrics=METRICS, **options):
    return analyse(ratings, coefficients=["krippendorff_alpha"], metrics=metrics, ci="none", **options)


@pytest.mark.parametrize("metric", METRICS)
def test_the_package_gets_raters_in_rows_against_the_paper(metric, published):
    assert round(recomputed(load_package(), published.matrix(), metric), 3) == VALUES[metric]


def test_the_matrix_is_turned_and_the_declared_levels_are_the_domain(published):
    given = {}

    def alpha(**options):
        given.update(options)
        return 0.5

    assert recomputed(alpha, published.matrix(), "ratio") == 0.5
    assert given["reliability_data"].shape == (4, 12)
    assert given["reliability_data"][:, 1].tolist() == [2, 2, 3, 2]
    assert np.isnan(given["reliability_data"][:3, 11]).tolist() == [True, False, True]
    assert given["value_domain"].tolist() == [1, 2, 3, 4, 5]
    assert given["level_of_measurement"] == "ratio"


def test_levels_without_rising_scores_go_by_their_rank(ratings_of, scale_of):
    given = {}

    def alpha(**options):
        given.update(options)
        return 0.5

    for scores in ((None, None, None), (2.0, 2.0, 2.0)):
        matrix = ratings_of([np.array([[0, 1], [2, 2]])], scale_of("nominal", scores)).matrix()
        recomputed(alpha, matrix, "nominal")
        assert len(set(given["value_domain"].tolist())) == 3
        assert given["reliability_data"].T.tolist() == [
            [given["value_domain"][code] for code in row] for row in matrix.codes
        ]


def test_every_alpha_with_a_metric_is_compared_in_every_scope(ratings_of):
    codes = PUBLISHED[:, :4] % 3 - (PUBLISHED == 0)
    ratings = ratings_of(
        [codes, codes[::-1]], groups=["x", "x", "y", "y"], rounds=("1", "2"), round_of=lambda unit, *_: unit % 2
    )
    result = alphas(
        ratings,
        ("nominal", "ordinal", "interval"),
        by=["criterion", "standard", "rubric", "group", "round"],
        pairs=True,
    )
    found = cross_check(result, ratings)
    # between two groups alpha is not what another program computes
    estimates = [one for one in (*result.estimates, *result.pairs) if one.other_group is None]
    assert len(estimates) == 3 * (2 + 1 + 1 + 2 + 2 + 6)
    assert len(found.entries) == len(estimates)
    assert (found.left_out, found.failures) == (0, ())
    assert [one.ours for one in found.entries] == [one.estimate for one in estimates]
    assert found.n_compared + found.n_undefined == len(estimates)
    assert found.worst.difference < 1e-12
    assert {"C0", "S01", "all", "x", "1", "r0 + r1"} <= {one.scope for one in found.entries}


def test_other_coefficients_and_weighted_alpha_are_none_of_its_business(published):
    result = analyse(published, coefficients=["krippendorff_alpha", "gwet_ac"], weights=["linear"], metrics=["nominal"])
    found = cross_check(result, published)
    assert {one.metric for one in found.entries} == {"nominal"}
    assert len(found.entries) == len([one for one in result.estimates if one.metric])


def test_listwise_is_compared_on_the_rows_that_it_used(published):
    available, listwise = (
        cross_check(alphas(published, missing=way), published, missing=way) for way in ("available", "listwise")
    )
    assert listwise.failures == available.failures == ()
    assert [one.theirs for one in listwise.entries] != [one.theirs for one in available.entries]


def test_counts_of_raters_are_compared_too(published):
    from dataclasses import replace

    counted = replace(published, raters_known=False)
    assert cross_check(alphas(counted), counted).failures == ()


def test_degenerate_ratings_are_undefined_in_both_or_the_same(degenerate_codes, ratings_of, scale_of):
    ratings = ratings_of([np.asarray(degenerate_codes)], scale_of())
    found = cross_check(alphas(ratings), ratings)
    assert len(found.entries) == len(METRICS) * 3
    assert found.failures == ()


def test_a_single_level_is_undefined_in_both(ratings_of, scale_of):
    ratings = ratings_of([np.zeros((3, 2), dtype=int)], scale_of(scores=(0.0,)))
    found = cross_check(alphas(ratings, by=["rubric"]), ratings)
    assert (found.n_undefined, found.failures) == (len(METRICS), ())


def test_what_does_not_fit_its_scale_is_left_out_and_counted(ratings_of, scale_of):
    nominal = scale_of("nominal", (None, None, None), ["x", "y", "z"])
    ratings = ratings_of([np.array([[0, 1], [2, 2], [1, 1]])], nominal)
    found = cross_check(alphas(ratings, by=["rubric"]), ratings)
    assert ([one.metric for one in found.entries], found.left_out) == (["nominal"], 3)
    assert found.line.endswith("3 left out, which do not fit their scale")
    two = ratings_of([np.array([[0, 1], [1, 1]])] * 2, [scale_of(), scale_of(scores=(1.0, 2.0))])
    found = cross_check(alphas(two, ("nominal",), by=["criterion", "rubric"]), two)
    assert (len(found.entries), found.left_out) == (2, 1)


def test_a_value_that_differs_fails_and_is_named(published, monkeypatch):
    right = load_package()
    monkeypatch.setattr(module, "load_package", lambda: lambda **options: right(**options) + 1e-6)
    found = cross_check(alphas(published, ("nominal",), by=["criterion"]), published)
    assert not found.entries[0].agrees
    assert found.worst.difference == pytest.approx(1e-6, rel=1e-6)
    (said,) = found.told
    assert said.startswith("cross-check of C0, nominal metric: 0.743421")
    assert found.to_json()["agrees"] is False


@pytest.mark.parametrize("ours", [None, 0.5])
def test_defined_by_one_only_fails(ours):
    theirs = 0.5 if ours is None else None
    entry = Compared(scope="C01.1", metric="ordinal", ours=ours, theirs=theirs)
    found = CrossCheck(version="1", entries=(entry,))
    assert (entry.agrees, entry.difference) == (False, None)
    assert "undefined" in found.told[0]
    assert (found.n_compared, found.n_undefined) == (0, 0)


def test_the_line_names_how_many_the_version_and_where():
    entries = tuple(
        Compared(scope=scope, metric="ordinal", ours=ours, theirs=theirs)
        for scope, ours, theirs in (("C01.1", 0.5, 0.5 + 2**-52), ("C01.2", 0.25, 0.25), ("C01.3", None, None))
    )
    found = CrossCheck(version="0.9.0", entries=entries)
    assert found.line == (
        "Cross-check: 2 values of Krippendorff's alpha recomputed with krippendorff 0.9.0:"
        " largest difference 2.2e-16 (C01.1); 1 undefined in both"
    )
    assert CrossCheck(version="1", entries=entries[1:2]).line.endswith("krippendorff 1: no difference")
    assert found.to_json() | {"values": None} == {
        "package": "krippendorff",
        "version": "0.9.0",
        "compared": 2,
        "undefined": 1,
        "left_out": 0,
        "largest_difference": 2**-52,
        "where": "C01.1",
        "tolerance": 1e-9,
        "agrees": True,
        "values": None,
    }


def test_without_the_package_one_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    with pytest.raises(UsageError, match="not installed") as caught:
        load_package()
    assert caught.value.hint == 'pip install "mcqa[cross-check]"'

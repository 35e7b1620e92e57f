"""The functions of a notebook: the same numbers as the analysis of files, published values, and what they refuse."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import mcqa
from mcqa.agreement.analysis import analyse
from mcqa.agreement.request import COEFFICIENTS

WITH_WEIGHTS = ("percent_agreement", "cohen_kappa", "scott_pi", "conger_kappa", "fleiss_kappa", "light_kappa")
WITH_WEIGHTS += ("brennan_prediger", "gwet_ac")
# form of the command line, and how its function is asked for it
FORMS = {
    "icc": [(form, {"form": form}) for form in ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")],
    "finn": [(form, {"form": form}) for form in ("oneway", "twoway")],
    "kendall_w": [(None, {}), ("no_ties_correction", {"ties": False})],
    "mean_spearman": [(None, {}), ("fisher_z", {"fisher_z": True})],
    "mean_pearson": [(None, {}), ("fisher_z", {"fisher_z": True})],
}
CALLS = [
    pytest.param(name, form, asked, id=f"{name}:{form}" if form else name)
    for name in COEFFICIENTS
    for form, asked in FORMS.get(name, [(None, {})])
]
MISSING = [
    [0, 0, 1, -1],
    [1, 1, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, -1],
    [0, 1, -1, 1],
    [2, 0, 1, 2],
    [1, 1, -1, 2],
    [0, 0, 0, 1],
]
COMPLETE = [[0, 1], [1, 1], [2, 2], [2, 1], [0, 0], [1, 2], [0, 0], [1, 0], [2, 2]]
BY_HAND = [[0, 0, 1], [1, 1, 1], [2, 2, 2], [2, 1, 2], [0, 1, 1]]


def wide(codes):
    """A data frame with the names that the tables of `ratings_of` have."""
    table = np.array(codes, dtype=float).reshape(len(codes), -1)
    table[table < 0] = np.nan
    units, raters = (
        tuple(f"{letter}{index}" for index in range(size)) for letter, size in zip("ur", table.shape, strict=True)
    )
    return pd.DataFrame(table, index=pd.Index(units, name="unit"), columns=raters)


def of_files(ratings_of, scale_of, codes, name, form, **options):
    scale = scale_of(kind="interval", labels=["0", "1", "2"])
    asked = f"{name}:{form}" if form else name
    weights = ["identity"] if name in WITH_WEIGHTS else None
    (found,) = analyse(
        ratings_of([codes], scale), coefficients=[asked], weights=weights, by=["rubric"], **options
    ).estimates
    return found


def of_notebook(codes, name, asked, **options):
    return getattr(mcqa, name)(wide(codes), levels=[0, 1, 2], **asked, **options).full


def test_every_coefficient_is_a_function_of_its_name():
    assert set(COEFFICIENTS) <= set(mcqa.__all__)
    for name in COEFFICIENTS:
        assert getattr(mcqa, name).__name__ == name


@pytest.mark.parametrize("name", [*COEFFICIENTS, "family", "pairwise", "leave_one_rater_out"])
def test_docstrings_give_shapes_and_an_example_and_those_of_coefficients_formula_and_source(name):
    text = getattr(mcqa, name).__doc__
    assert "shape (n_units," in text
    assert f"mcqa.{name}(" in text.partition("Examples\n")[2]
    if name in COEFFICIENTS:
        assert all(
            f"{head}\n    {'-' * len(head)}\n" in text for head in ("Parameters", "Returns", "Notes", "References")
        )


@pytest.mark.parametrize(("name", "form", "asked"), CALLS)
@pytest.mark.parametrize("codes", [MISSING, COMPLETE], ids=["missing", "complete"])
@pytest.mark.parametrize(
    "options", [{}, {"ci": "jackknife", "confidence": 0.9}, {"missing": "listwise", "ci": "delta"}]
)
def test_functions_give_what_the_analysis_of_files_gives(ratings_of, scale_of, codes, name, form, asked, options):
    expected = of_files(ratings_of, scale_of, codes, name, form, **options)
    assert of_notebook(codes, name, asked, **options) == expected


@pytest.mark.parametrize(("name", "form", "asked"), CALLS)
def test_degenerate_tables_end_as_in_the_analysis_of_files(ratings_of, scale_of, degenerate_codes, name, form, asked):
    if not degenerate_codes:
        found = getattr(mcqa, name)(np.empty((0, 2)), levels=[0, 1, 2], **asked)
        assert (found.estimate, found.status) == (None, "not_applicable" if name == "maxwell_re" else "undefined")
        return
    found = of_notebook(degenerate_codes, name, asked)
    expected = of_files(ratings_of, scale_of, degenerate_codes, name, form)
    assert found == expected
    assert getattr(mcqa, name)(wide(degenerate_codes), levels=[0, 1, 2], **asked).estimate == expected.estimate


@pytest.mark.parametrize("resample", ["units", "raters", "both"])
def test_bootstraps_repeat_with_their_seed_and_are_those_of_files(ratings_of, scale_of, resample):
    options = {"ci": "bootstrap", "replicates": 200, "seed": 7, "resample": resample}
    found = of_notebook(MISSING, "gwet_ac", {}, **options)
    assert found == of_files(ratings_of, scale_of, MISSING, "gwet_ac", None, **options)
    assert found == of_notebook(MISSING, "gwet_ac", {}, **options)
    assert found.ci != of_notebook(MISSING, "gwet_ac", {}, **options | {"seed": 8}).ci


@pytest.mark.parametrize(
    ("name", "form"), [("krippendorff_alpha", None), ("conger_kappa", None), ("icc", "ICC2"), ("rwg", None)]
)
def test_large_tables_give_what_the_analysis_of_files_gives(ratings_of, scale_of, name, form):
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, size=(1500, 1))
    codes = np.clip(truth + rng.integers(-1, 2, size=(1500, 4)), 0, 2)
    if name != "icc":
        codes[rng.random(codes.shape) < 0.2] = -1
    found = of_notebook(codes, name, {"form": form} if form else {}, ci="delta")
    expected = of_files(ratings_of, scale_of, codes, name, form, ci="delta")
    assert found.estimate == pytest.approx(expected.estimate, rel=1e-12)
    assert found.standard_error == (expected.standard_error and pytest.approx(expected.standard_error, rel=1e-9))
    assert (found.ci.low, found.ci.high) == pytest.approx((expected.ci.low, expected.ci.high), rel=1e-9)
    for count in ("n_units", "n_raters", "n_ratings", "n_units_used", "units_dropped", "levels_used", "status"):
        assert getattr(found, count) == getattr(expected, count)
    assert (found.per_unit is None) == (expected.per_unit is None)
    if found.per_unit is not None:
        assert [unit for unit, _ in found.per_unit] == [unit for unit, _ in expected.per_unit]
        assert [value for _, value in found.per_unit] == [value for _, value in expected.per_unit]


def test_icc_against_r_and_shrout_and_fleiss(reference_data, reference):
    _, records, _, _ = reference_data.read("pub_shrout_fleiss1979")
    frame = pd.read_csv(reference / "data" / "pub_shrout_fleiss1979.csv")
    asked = [each for each in records if each["coefficient"] == "icc" and each["status"] == "ok"]
    assert len(asked) >= 6
    for record in asked:
        found = mcqa.icc(frame, form=record["options"]["form"])
        assert found.estimate == pytest.approx(record["values"]["estimate"], abs=record["tolerance"]["abs"] + 1e-7)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_against_krippendorff_2011(reference_data, reference, metric):
    _, records, _, _ = reference_data.read("pub_krippendorff2011")
    frame = pd.read_csv(reference / "data" / "pub_krippendorff2011.csv")
    wanted = [
        record
        for record in records
        if record["coefficient"] == "krippendorff_alpha" and record["options"].get("metric") == metric
    ]
    assert wanted
    for record in wanted:
        found = mcqa.krippendorff_alpha(frame, metric=metric).estimate
        assert found == pytest.approx(record["values"]["estimate"], abs=record["tolerance"]["abs"] + 1e-7)


def test_kappas_have_identity_weights_and_alpha_what_fits_the_scale():
    for name in WITH_WEIGHTS:
        ratings = COMPLETE if name in {"cohen_kappa", "scott_pi"} else BY_HAND
        plain = getattr(mcqa, name)(ratings)
        assert plain.full.weights == "identity"
        assert plain.estimate != getattr(mcqa, name)(ratings, weights="linear").estimate
    assert mcqa.krippendorff_alpha(BY_HAND).full.metric == "ordinal"
    assert mcqa.krippendorff_alpha([["a", "b"], ["b", "b"]]).full.metric == "nominal"
    assert mcqa.krippendorff_alpha(BY_HAND, weights="ordinal").full.weights == "ordinal"


def test_own_weights_against_named_ones():
    own = mcqa.WeightMatrix(
        name="own", levels=("0", "1", "2"), values=np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])
    )
    found = mcqa.conger_kappa(BY_HAND, weights=own)
    assert found.estimate == pytest.approx(mcqa.conger_kappa(BY_HAND, weights="linear").estimate, rel=1e-12)
    assert found.name == "conger_kappa (own weights)"


@pytest.mark.parametrize("form", ["ICC2", "ICC(A,1)", "A,1", "A-1", "ICC(A, 1)"])
def test_icc_forms_have_both_names(form):
    assert mcqa.icc(BY_HAND, form=form).estimate == mcqa.icc(BY_HAND).estimate


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: mcqa.gwet_ac(BY_HAND, weights="quadratc"), 'no weights "quadratc"'),
        (lambda: mcqa.gwet_ac(BY_HAND, weights=np.eye(3)), "weights are a name"),
        (lambda: mcqa.krippendorff_alpha(BY_HAND, metric="ordnal"), 'no metric "ordnal"'),
        (lambda: mcqa.krippendorff_alpha(BY_HAND, metric="nominal", weights="linear"), "not both"),
        (lambda: mcqa.icc(BY_HAND, form="ICC4"), 'no form of icc "ICC4"'),
        (lambda: mcqa.finn(BY_HAND, form="two"), 'no form of finn "two"'),
        (lambda: mcqa.percent_agreement(BY_HAND, tolerance=-1), "no distance"),
        (lambda: mcqa.percent_agreement_all_raters(BY_HAND, tolerance=float("nan")), "no distance"),
        (lambda: mcqa.gwet_ac(BY_HAND, confidense=0.9), 'no option "confidense"'),
        (lambda: mcqa.gwet_ac(BY_HAND, confidence=95), "not between"),
        (lambda: mcqa.gwet_ac(BY_HAND, missing="drop"), "missing ratings"),
        (lambda: mcqa.gwet_ac(BY_HAND, replicates=2.5), "cannot be drawn"),
        (lambda: mcqa.gwet_ac(BY_HAND, seed=1.5), "a seed of 1.5"),
        (lambda: mcqa.pairwise(BY_HAND, "kohen_kappa"), 'no coefficient "kohen_kappa"'),
        (lambda: mcqa.pairwise([["a", "b"], ["b", "b"]], weights="linear"), "levels in an order"),
        (lambda: mcqa.pairwise(BY_HAND, "maxwell_re"), "for two levels"),
        (lambda: mcqa.leave_one_rater_out(BY_HAND, "rwg:what"), "no forms"),
        (lambda: mcqa.leave_one_rater_out(BY_HAND, missing="drop"), "missing ratings"),
        (lambda: mcqa.family(BY_HAND, weights="quadratc"), 'no weights "quadratc"'),
    ],
)
def test_what_nobody_knows_is_one_clear_error(call, said):
    with pytest.raises(mcqa.UsageError, match=said):
        call()


def test_whole_numbers_of_numpy_are_numbers():
    found = mcqa.gwet_ac(BY_HAND, ci="bootstrap", seed=np.int64(3), replicates=np.int32(50), confidence=np.float64(0.9))
    assert found.ci == mcqa.gwet_ac(BY_HAND, ci="bootstrap", seed=3, replicates=50, confidence=0.9).ci


def test_family_is_every_function_that_makes_sense():
    found = mcqa.family(BY_HAND)
    assert len(found) == len(list(found)) == len(found.to_frame()) == 25
    names = {each.request.coefficient for each in found}
    assert names == set(COEFFICIENTS) - {"cohen_kappa", "scott_pi", "maxwell_re", "bangdiwala_b"}
    for each in found:
        function = getattr(mcqa, each.request.coefficient)
        asked = {"form": each.request.form} if each.request.form else {}
        assert each.full == function(BY_HAND, **asked).full
    assert found["icc:ICC3"].estimate == mcqa.icc(BY_HAND, form="ICC3").estimate
    assert found["icc"].request.form == "ICC1"
    assert found[0] is found["percent_agreement"]
    with pytest.raises(KeyError):
        found["cohen_kappa"]


def test_family_of_two_raters_on_labels_keeps_what_needs_no_order():
    found = mcqa.family([["a", "b"], ["b", "b"], ["a", "a"]], weights="identity")
    names = {each.request.coefficient for each in found}
    assert {"cohen_kappa", "scott_pi", "bangdiwala_b", "maxwell_re", "krippendorff_alpha"} <= names
    assert not {"icc", "kendall_w", "mean_pearson", "rwg"} & names
    assert {each.full.metric for each in found if each.request.metric} == {"nominal"}


def test_family_of_a_large_table_gives_the_values_of_its_functions():
    rng = np.random.default_rng(8)
    table = rng.integers(0, 3, size=(1200, 3)).astype(float)
    table[rng.random(table.shape) < 0.1] = np.nan
    found = mcqa.family(table, ci="none")
    for name in ("rwg", "awg", "ad_mean"):
        alone = getattr(mcqa, name)(table, ci="none")
        assert found[name].estimate == pytest.approx(alone.estimate, rel=1e-12)
        assert found[name].full.n_units_used == alone.full.n_units_used
        assert found[name].full.units_dropped == alone.full.units_dropped
        # the distinct rows have no names, those of the function do
        assert found[name].per_unit is None
        assert len(alone.per_unit) == alone.n_units


@pytest.mark.parametrize(
    "name", ["cohen_kappa", "light_kappa", "gwet_ac", "krippendorff_alpha", "icc:ICC3", "mean_pearson", "rwg"]
)
def test_pairwise_against_the_function_on_two_columns(name):
    frame = wide(MISSING)
    found = mcqa.pairwise(frame, name, levels=[0, 1, 2])
    base, _, form = name.partition(":")
    for one, two in combinations(frame.columns, 2):
        both = frame[[one, two]].dropna()
        asked = {"form": form} if form else {}
        expected = getattr(mcqa, base)(both, levels=[0, 1, 2], **asked).estimate
        assert found.loc[one, two] == found.loc[two, one] == pytest.approx(expected, rel=1e-12)
    assert np.isnan(np.diag(found)).all()
    assert list(found.index) == list(found.columns) == list(frame.columns)


def test_pairwise_has_no_value_where_a_pair_shares_one_unit():
    table = [[0, 0, None], [1, 2, 1], [2, None, 2], [0, 0, None]]
    for name in ("cohen_kappa", "gwet_ac"):
        found = mcqa.pairwise(table, name, levels=[0, 1, 2])
        assert np.isnan(found.loc["2", "3"])
        assert found.loc["1", "3"] == 1.0


@pytest.mark.parametrize(
    "name", ["cohen_kappa", "krippendorff_alpha", "icc:ICC2", "percent_agreement_all_raters", "finn"]
)
@pytest.mark.parametrize("missing", ["available", "listwise"])
def test_leave_one_rater_out_against_the_function_without_the_column(name, missing):
    frame = wide(MISSING)[["r0", "r1", "r3"]] if name == "cohen_kappa" else wide(MISSING)
    found = mcqa.leave_one_rater_out(frame, [name], levels=[0, 1, 2], missing=missing)
    base, _, form = name.partition(":")
    for rater in frame.columns:
        asked = {"form": form} if form else {}
        alone = getattr(mcqa, base)(frame.drop(columns=rater), levels=[0, 1, 2], missing=missing, **asked)
        assert found.loc[rater, name] == pytest.approx(alone.estimate, rel=1e-12)


def test_leave_one_rater_out_of_two_leaves_nothing_to_compare():
    found = mcqa.leave_one_rater_out(COMPLETE, "gwet_ac")
    assert found["gwet_ac"].isna().all()
    assert list(found.index) == ["1", "2"]


def test_tables_without_a_rating_give_empty_frames():
    assert mcqa.pairwise([[None, None]]).empty
    assert len(mcqa.leave_one_rater_out([[None, None]])) == 0
    assert {each.status for each in mcqa.family([[None, None]])} == {"undefined"}


def test_the_own_test_of_a_coefficient_is_of_the_null_value_that_was_asked_for():
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    of_zero, of_half = mcqa.icc(table, form="ICC3"), mcqa.icc(table, form="ICC3", null_value=0.5)
    assert (of_zero.full.null_value, of_half.full.null_value) == (0.0, 0.5)
    assert of_zero.p_value < of_half.p_value
    of_zero, of_half = mcqa.kendall_w(table), mcqa.kendall_w(table, null_value=0.5)
    assert (of_zero.full.null_value, of_half.full.null_value) == (0.0, None)
    assert of_zero.p_value is not None
    assert of_half.p_value is None

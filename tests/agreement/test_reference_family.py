"""Every reference record of the coefficients beside Gwet's, through the whole analysis and within its tolerance."""

import re
from pathlib import Path

import numpy as np
import pytest

from mcqa.agreement.analysis import analyse
from mcqa.agreement.icc import icc
from mcqa.agreement.pairwise import pairwise_kappas
from mcqa.agreement.weights import agreement_weights

SETS = sorted(path.stem for path in (Path(__file__).parents[1] / "reference" / "expected").glob("*.json"))
TESTS = {"friedman_rater_bias": "friedman", "stuart_maxwell_test": "stuart_maxwell", "bhapkar_test": "bhapkar"}
FORMS = {"icc": "form", "finn": "model"}
ASKED = {"fisher_z": (True, "fisher_z"), "ties_corrected": (False, "no_ties_correction")}
NAMES = {
    *("percent_agreement_all_raters", "light_kappa", "iota", "icc", "kendall_w", "mean_pearson", "mean_spearman"),
    *("robinson_a", "finn", "rwg", "awg", "ad_mean", *TESTS),
}

# the package gives 6 here: no correlation can be that, and the analysis says so instead
ABOVE_ONE = ("pub_d07_total_disagreement", "ICC2k")
REASONS = {
    "refuse": {"one_rater", "no_pairs"},
    "undefined": {"no_variation", "too_few_units", "zero_unit_variance"},
}
WHERE = {"F": "statistic", "df": "df1", "se": "standard_error", "mean": "estimate"}


class Analysed:
    """One data set, analysed as a user would have it analysed."""

    def __init__(self, data, name, ratings_of, scale_of):
        self.dataset, records, _, self.rows = data.read(name)
        self.records = [each for each in records if each["coefficient"].removeprefix("published:") in NAMES]
        self.data, self.ratings_of, self.scale_of = data, ratings_of, scale_of

    def ratings(self, option):
        codes, levels = self.data.level_codes(self.dataset, self.rows, option, None)
        words = isinstance(levels[0], str)
        scores = range(len(levels)) if words else levels
        scale = self.scale_of("ordinal" if words else "interval", scores=tuple(map(float, scores)))
        return self.ratings_of([codes], scale)

    def result(self, record):
        name, options = record["coefficient"].removeprefix("published:"), record["options"]
        form = options.get(FORMS.get(name, ""))
        for option, (value, called) in ASKED.items():
            form = called if options.get(option) is value else form
        weights = options.get("weights", "unweighted").replace("unweighted", "identity")
        missing = options.get("missing", "available")
        return analyse(
            self.ratings("observed" if options.get("levels", "") != "" and name == "light_kappa" else None),
            coefficients=[f"{name}:{form}" if form else name] if name not in TESTS else [],
            weights=[weights] if name == "light_kappa" else None,
            by=["rubric"],
            missing="listwise" if missing == "listwise" else "available",
            confidence=options.get("conf_level", 0.95),
            tolerance=options.get("tolerance", 0),
        )


def of_estimate(estimate, scale):
    """What a record may ask of an estimate."""
    got = {
        name: getattr(estimate, name) for name in ("estimate", "standard_error", "statistic", "df1", "df2", "p_value")
    }
    got |= {"ci_low": None, "ci_high": None}
    if estimate.ci is not None:
        got |= {"ci_low": estimate.ci.low, "ci_high": estimate.ci.high}
    got["estimate"] = None if estimate.estimate is None else estimate.estimate * scale
    if estimate.per_unit is not None:
        units = [value for _, value in estimate.per_unit]
        got |= {f"u{index:03d}": value for index, value in enumerate(units, start=1)}
        got["median"] = float(np.median([value for value in units if value is not None]))
    return got


def compare(record, got):
    """Differences beyond the tolerance, as sentences."""
    wrong, tolerance = [], record["tolerance"]
    for name, value in record["values"].items():
        expected = max(value, min(-1, record["values"].get("estimate", -1))) if name == "ci_low" else value
        found = got[WHERE.get(name, name)]
        if found is None or abs(found - expected) > tolerance["abs"] + tolerance["rel"] * abs(expected):
            wrong.append(f"{record['coefficient']} {record['options']} {name}: {found} is not {expected}")
    there = [name for name in record.get("undefined", ()) if got[WHERE.get(name, name)] is not None]
    return wrong + [f"{record['coefficient']} {record['options']}: {name} exists" for name in there]


def check_estimate(analysed, record):
    (estimate,) = analysed.result(record).estimates
    said = f"{record['coefficient']} {record['options']}: {estimate}"
    if record["status"] in REASONS:
        right = estimate.status == "undefined" and estimate.reason in REASONS[record["status"]] and estimate.text
        return [] if right else [said]
    if (analysed.dataset["id"], record["options"].get("form")) == ABOVE_ONE:
        assert (estimate.status, estimate.reason) == ("undefined", "negative_component")
        return []
    if record["status"] == "warn_single_unit" and estimate.status != "unstable":
        return [said]
    got = of_estimate(estimate, 100 if record["options"].get("unit") == "percent" else 1)
    if record["coefficient"] == "light_kappa":
        got |= pair_range(analysed, record["options"])
    if record["coefficient"].startswith("published:"):
        record = record | {"tolerance": {"abs": 0.0051, "rel": 0}}
    return compare(record, got)


def pair_range(analysed, options):
    ratings = analysed.ratings("observed")
    matrix = ratings.matrix()
    codes = matrix.codes[(matrix.codes >= 0).all(axis=1)] if options["missing"] == "listwise" else matrix.codes
    scores = np.array([level.score for level in matrix.scale.levels])
    kappas = pairwise_kappas(codes, agreement_weights(options["weights"].replace("unweighted", "identity"), scores))
    return {"pair_min": np.nanmin(kappas), "pair_max": np.nanmax(kappas)}


def check_test(analysed, record):
    name = TESTS[record["coefficient"]]
    (test,) = (each for each in analysed.result(record).tests if each.test == name)
    if record["status"] == "undefined":
        return [] if (test.status, test.reason) == ("undefined", "no_variation") else [str(test)]
    if name == "stuart_maxwell":
        return []
    return compare(record, {"statistic": test.statistic, "df1": test.df, "p_value": test.p_value})


@pytest.mark.parametrize("name", SETS)
def test_the_family_against_r(name, reference_data, ratings_of, scale_of):
    analysed = Analysed(reference_data, name, ratings_of, scale_of)
    wrong = []
    for record in analysed.records:
        wrong += (check_test if record["coefficient"] in TESTS else check_estimate)(analysed, record)
    assert not wrong, "\n".join(wrong)


def test_no_record_of_the_family_is_passed_over(reference_data):
    records = [record for name in SETS for record in reference_data.read(name)[1]]
    family = [record for record in records if record["coefficient"].removeprefix("published:") in NAMES]
    assert len(family) == 757
    assert len(records) == 757 + 2685
    # the package hands back no number for this test of any data set, not even where it does for Bhapkar's
    assert sum(record["coefficient"] == "stuart_maxwell_test" for record in family) == 10


@pytest.mark.parametrize("name", SETS)
def test_stuart_maxwell_against_theory(name, reference_data, ratings_of, scale_of):
    """Keefe (1982): with n units and Bhapkar's statistic B the statistic of Stuart and Maxwell is n B / (n + B)."""
    analysed = Analysed(reference_data, name, ratings_of, scale_of)
    for record in analysed.records:
        if record["coefficient"] == "bhapkar_test":
            (test,) = (each for each in analysed.result(record).tests if each.test == "stuart_maxwell")
            bhapkar, n = record["values"]["statistic"], test.n_units_used
            assert test.statistic == pytest.approx(n * bhapkar / (n + bhapkar), rel=1e-7, abs=1e-9)
            assert test.df >= 1


def test_above_one_the_function_gives_what_the_formula_gives():
    table = np.array([[0.0, 1.0], [1.0, 0.0]] * 3)
    assert icc(table, "ICC2k").estimate == pytest.approx(6, rel=1e-12)
    assert icc(table, "ICC2").estimate == pytest.approx(-1.5, rel=1e-12)


def test_known_errors_of_other_packages_in_the_family_are_not_reproduced(reference_data, ratings_of, scale_of):
    records = reference_data.discrepancies("icc") + reference_data.discrepancies("light_kappa")
    assert len(records) == 54 + 19
    known = 0
    for record in records:
        analysed = Analysed(reference_data, record["dataset"], ratings_of, scale_of)
        (ours,) = analysed.result(record).estimates
        got = of_estimate(ours, 1)
        theirs = record["values"]
        if (
            record["coefficient"] == "icc"
            and ours.ci is not None
            and re.fullmatch(r"-?[\d.e-]+", str(theirs["ci_low"]))
        ):
            cut = max(theirs["ci_low"], -1)
            known += abs(cut - got["ci_low"]) > 1e-6 or cut == got["ci_low"] == -1
        elif record["coefficient"] == "light_kappa":
            known += isinstance(theirs["p_value"], str) or got["p_value"] != pytest.approx(theirs["p_value"], rel=1e-6)
        else:
            known += 1
    assert known == len(records)

"""Every reference record of this family of coefficients, through the whole analysis and within its tolerance."""

import math
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from mcqa.agreement.alpha import krippendorff_alpha, krippendorff_alpha_weighted
from mcqa.agreement.analysis import analyse
from mcqa.agreement.benchmarks import reached_probabilities
from mcqa.agreement.coefficients import brennan_prediger, fleiss_kappa, gwet_ac, percent_agreement
from mcqa.agreement.intervals import Spread, linearised_spread, p_value, t_interval
from mcqa.agreement.weights import WeightMatrix

REFERENCE = Path(__file__).parents[1] / "reference"
SETS = sorted(path.stem for path in (REFERENCE / "expected").glob("*.json"))
OURS = {"krippendorff_alpha_gwet": "krippendorff_alpha"}
FAMILY = {
    *("percent_agreement", "gwet_ac", "fleiss_kappa", "conger_kappa", "brennan_prediger", "krippendorff_alpha"),
    *("krippendorff_alpha_gwet", "cohen_kappa", "scott_pi", "published:cohen_kappa", "published:fleiss_kappa"),
    *("published:krippendorff_alpha", "benchmark_landis.koch", "benchmark_altman", "benchmark_fleiss"),
}
BANDS = {"benchmark_landis.koch": "landis_koch", "benchmark_altman": "altman", "benchmark_fleiss": "fleiss"}
PUBLISHED = {"krippendorff_alpha", "cohen_kappa", "fleiss_kappa"}

# a test under independence is no standard error; krippen.alpha.dist contradicts krippen.alpha.raw of the same package
NOT_MEANT = {
    "irr 0.84.1 kappa2": {"statistic", "p_value"},
    "irr 0.84.1 kappam.fleiss": {"statistic", "p_value"},
    "irrCAC 1.0 krippen.alpha.dist": {"se", "ci_low", "ci_high", "p_value"},
}
ROUNDING_NOISE_COUNT = 23


class Wide:
    """A units x raters data set, analysed as a user would have it analysed; each analysis is made once."""

    def __init__(self, dataset, rows, level_codes, ratings_of, scale_of):
        self.dataset, self.rows, self.level_codes = dataset, rows, level_codes
        self.ratings_of, self.scale_of = ratings_of, scale_of
        self.tables, self.done = {}, {}

    def table(self, options):
        family = options.get("weights", "")
        key = (options.get("levels"), tuple(options.get("category_order", ())), family.endswith("_rank"))
        if key not in self.tables:
            codes, levels = self.level_codes(self.dataset, self.rows, key[0], list(key[1]))
            scores = [
                None if key[2] else index if isinstance(level, str) else level for index, level in enumerate(levels)
            ]
            self.tables[key] = self.ratings_of([codes], self.scale_of(scores=scores))
        return key, self.tables[key]

    def estimate(self, coefficient, options):
        key, ratings = self.table(options)
        weights = options.get("weights", "unweighted").removesuffix("_rank").replace("unweighted", "identity")
        call = (coefficient, key, weights, options.get("metric"), options.get("missing"))
        if call not in self.done:
            if weights == "custom":
                values = np.array(options["weight_matrix"], dtype=float)
                ids = ratings.criteria[0].scale.level_ids
                weights = WeightMatrix(name="custom", levels=ids, values=values)
            found = analyse(
                ratings,
                coefficients=[OURS.get(coefficient, coefficient)],
                weights=None if "metric" in options else [weights],
                metrics=[options["metric"]] if "metric" in options else None,
                by=["rubric"],
                missing=options.get("missing", "available"),
            )
            (self.done[call],) = found.estimates
        return self.done[call]


def statistics_of(estimate, se_kind, lowest):
    """What a record may ask of an estimate; the large-sample forms are ours times sqrt((n - 1) / n)."""
    got = {"estimate": estimate.estimate, "pa": estimate.observed, "pe": estimate.expected}
    if estimate.standard_error is None:
        return got | {"se": None, "ci_low": None, "ci_high": None, "p_value": None}
    if se_kind in {None, "delta_n-1"}:
        limits = {"ci_low": None, "ci_high": None}
        if estimate.ci is not None:
            limits = {"ci_low": estimate.ci.low, "ci_high": estimate.ci.high}
        return got | {"se": estimate.standard_error, "p_value": estimate.p_value} | limits
    n = estimate.n_units_used
    error = estimate.standard_error * math.sqrt((n - 1) / n)
    if se_kind == "delta_n":
        low, high = t_interval(estimate.estimate, Spread(error, n - 1), 0.95, (lowest, 1.0))
    else:
        reach = NormalDist().inv_cdf(0.975) * error
        low, high = estimate.estimate - reach, min(estimate.estimate + reach, 1.0)
    return got | {"se": error, "ci_low": low, "ci_high": high}


def left_out(record):
    """The statistics of a record that are not compared."""
    return NOT_MEANT.get(record["source"], set()) & set(record["values"])


def is_rounding_noise(values):
    """Whether the package divided one rounding error by another: the estimate and its standard error are 0."""
    return abs(values.get("estimate", 1)) < 1e-12 and 0 < values.get("se", 1) < 1e-7


def compare(record, got, lowest):
    """Differences beyond the tolerance, as sentences."""
    values, tolerance = record["values"], record["tolerance"]
    skipped = left_out(record)
    if is_rounding_noise(values):
        assert got["se"] == 0
        assert got.get("p_value") is None
        assert max(abs(got[name]) for name in ("estimate", "ci_low", "ci_high")) < 1e-12
        return []
    wrong = []
    for name in set(values) - skipped:
        # we cut the lower limit to the range of the coefficient, as the upper one; irrCAC does not
        expected = max(values[name], lowest) if name == "ci_low" else values[name]
        if got[name] is None or abs(got[name] - expected) > tolerance["abs"] + tolerance["rel"] * abs(expected):
            wrong.append(f"{record['coefficient']} {record['options']} {name}: {got[name]} is not {expected}")
    return wrong


def check_status(record, estimate):
    """What is wrong with the status, as sentences."""
    wrong = []
    if record["status"] in {"undefined", "refuse"}:
        reasons = {"one_rater", "no_pairs"} if record["status"] == "refuse" else {"no_variation", "too_few_units"}
        if estimate.status != "undefined" or estimate.estimate is not None or estimate.reason not in reasons:
            wrong.append(f"{record['coefficient']} {record['options']}: {estimate}")
    elif record["status"].startswith("warn_single"):
        if estimate.status != "unstable" or estimate.standard_error is not None or estimate.ci is not None:
            wrong.append(f"{record['coefficient']} {record['options']}: {estimate}")
    elif estimate.status not in {"ok", "unstable"}:
        wrong.append(f"{record['coefficient']} {record['options']}: {estimate}")
    absent = {"se": estimate.standard_error, "p_value": estimate.p_value}
    absent |= {"ci_low": estimate.ci, "ci_high": estimate.ci}
    wrong += [
        f"{record['coefficient']} {record['options']}: {name} exists"
        for name in record.get("undefined", ())
        if absent[name] is not None
    ]
    return wrong


def check_wide(wide, records):
    wrong = []
    for record in records:
        name, options = record["coefficient"].removeprefix("published:"), record["options"]
        if name in BANDS:
            estimate = wide.estimate(options["of"], options | {"levels": "observed"})
            reached = reached_probabilities(BANDS[name], estimate.estimate, estimate.standard_error)
            got = {f"cum_{label.replace(' ', '_')}": value for label, value in reached.items()}
            wrong += compare(record, got, 0)
            continue
        if record["coefficient"].startswith("published:"):
            assert name in PUBLISHED
            options = options or {"weights": "unweighted"}
        estimate = wide.estimate(name, options)
        wrong += check_status(record, estimate)
        lowest = 0 if name == "percent_agreement" else -1
        wrong += compare(record, statistics_of(estimate, options.get("se"), lowest), lowest)
    return wrong


def check_counts(records, rows):
    """The `dist` layout: no rater is known, so the functions of counts are asked themselves."""
    functions = {
        "percent_agreement": percent_agreement,
        "fleiss_kappa": fleiss_kappa,
        "gwet_ac": gwet_ac,
        "brennan_prediger": brennan_prediger,
        "krippendorff_alpha_gwet": krippendorff_alpha_weighted,
    }
    table = np.array([[int(cell) for cell in row] for row in rows])
    wrong = []
    for record in records:
        assert record["options"]["weights"] == "unweighted"
        found = functions[record["coefficient"]](table, np.eye(table.shape[1]))
        spread = linearised_spread(found.linearised, np.arange(len(found.linearised)))
        low, high = t_interval(found.estimate, spread, 0.95, (-1.0, 1.0))
        got = {"estimate": found.estimate, "pa": found.observed, "pe": found.expected, "se": spread.standard_error}
        got |= {"ci_low": low, "ci_high": high, "p_value": p_value(found.estimate, spread, 0.0)}
        wrong += compare(record, got, -1)
    return wrong


@pytest.mark.parametrize("name", SETS)
def test_agreement_against_r(name, reference_data, ratings_of, scale_of):
    dataset, records, _, rows = reference_data.read(name)
    records = [record for record in records if record["coefficient"] in FAMILY]
    if dataset["layout"] == "dist":
        wrong = check_counts(records, rows)
    else:
        wrong = check_wide(Wide(dataset, rows, reference_data.level_codes, ratings_of, scale_of), records)
    assert not wrong, "\n".join(wrong)


def test_what_is_left_out_of_the_comparison_is_known(reference_data):
    records = [record for name in SETS for record in reference_data.read(name)[1] if record["coefficient"] in FAMILY]
    assert len(records) == 2685
    assert sum(len(left_out(record)) for record in records) == 99
    assert sum(is_rounding_noise(record["values"]) for record in records) == ROUNDING_NOISE_COUNT


def test_known_errors_of_other_packages_are_not_reproduced(reference_data):
    records = reference_data.discrepancies("krippendorff_alpha")
    assert len(records) == 59
    for record in records:
        dataset, _, _, rows = reference_data.read(record["dataset"])
        codes, levels = reference_data.level_codes(dataset, rows, None, None)
        counts = np.array([[row.count(level) for level in range(len(levels))] for row in codes])
        scores = np.array(
            [index if isinstance(level, str) else level for index, level in enumerate(levels)], dtype=float
        )
        alpha = krippendorff_alpha(counts, record["options"]["metric"], scores).estimate
        assert alpha != pytest.approx(record["values"]["irr"], abs=1e-6)
        if "correct" in record["values"]:
            assert alpha == pytest.approx(record["values"]["correct"], rel=1e-9)

"""`mcqa reliability`: its options, its layouts, its gates, and reference numbers through the command line."""

import csv
import json
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[1] / "reference"
COEFFICIENTS = {
    *("percent_agreement", "gwet_ac", "brennan_prediger", "fleiss_kappa", "conger_kappa", "krippendorff_alpha"),
}
DEFAULTS = COEFFICIENTS - {"brennan_prediger"}


@pytest.fixture
def estimates(mcqa):
    def give(*words):
        done = mcqa("reliability", *words, "--format", "json")
        assert done.code == 0, done.err
        return done.json["results"]["estimates"]

    return give


def records(name, **options):
    """Reference values of a data set by coefficient, for the given options."""
    document = json.loads((REFERENCE / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    return {
        record["coefficient"]: record["values"]
        for record in document["expected"]
        if options.items() <= record["options"].items() and "se" in record["values"]
    }


WIDE_SETS = ["pub_cac_raw4raters", "pub_krippendorff2011", "pub_fleiss1971_diagnoses"]


@pytest.mark.parametrize("name", WIDE_SETS)
def test_a_wide_file_gives_the_reference_numbers_against_r(name, estimates):
    expected = records(name, weights="unweighted", levels="observed", missing="available")
    words = ("--weights", "identity", "--coefficient", "all", "--ci", "delta")
    found = {one["coefficient"]: one for one in estimates(REFERENCE / "data" / f"{name}.csv", *words)}
    assert set(found) >= COEFFICIENTS
    theirs = {"krippendorff_alpha": "krippendorff_alpha_gwet"}
    for coefficient in COEFFICIENTS:
        one = found[coefficient]
        values = expected[theirs.get(coefficient, coefficient)]
        assert one["estimate"] == pytest.approx(values["estimate"], abs=1e-8)
        assert one["standard_error"] == pytest.approx(values["se"], abs=1e-8)
        assert one["ci"]["high"] == pytest.approx(min(values["ci_high"], 1.0), abs=1e-8)
        assert one["observed"] == pytest.approx(values["pa"], abs=1e-8)


def test_a_published_alpha_for_each_metric_against_krippendorff(estimates):
    # the reliability data of the paper: nominal .743, ordinal .815, interval .849, ratio .797
    words = (
        "--coefficient",
        "krippendorff_alpha",
        *(word for m in ("nominal", "ordinal", "interval", "ratio") for word in ("--metric", m)),
    )
    found = estimates(REFERENCE / "data" / "pub_krippendorff2011.csv", *words)
    assert {one["metric"]: round(one["estimate"], 3) for one in found} == {
        "nominal": 0.743,
        "ordinal": 0.815,
        "interval": 0.849,
        "ratio": 0.797,
    }


def test_counts_give_the_reference_numbers_against_r(estimates):
    path = REFERENCE / "data" / "pub_cac_dist4cat.csv"
    expected = records("pub_cac_dist4cat", weights="unweighted")
    found = {one["coefficient"]: one for one in estimates(path, "--layout", "counts", "--weights", "identity")}
    for coefficient in ("percent_agreement", "gwet_ac", "fleiss_kappa"):
        assert found[coefficient]["estimate"] == pytest.approx(expected[coefficient]["estimate"], abs=1e-8)
    # who chose what is not known, so what needs the raters is not there
    assert found["conger_kappa"]["estimate"] is None
    assert found["conger_kappa"]["status"] == "not_applicable"


def test_the_same_ratings_long_and_wide_give_the_same(estimates, tmp_path):
    wide = REFERENCE / "data" / "pub_cac_raw4raters.csv"
    header, *rows = csv.reader(wide.read_text(encoding="utf-8").splitlines())
    with (tmp_path / "long.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit", "rater", "rating"))
        writer.writerows((row[0], rater, cell) for row in rows for rater, cell in zip(header[1:], row[1:], strict=True))
    for layout in ("auto", "long"):
        assert estimates(tmp_path / "long.csv", "--layout", layout) == estimates(wide, "--layout", "wide")


def test_undeclared_numbers_are_taken_as_observed_and_it_is_said(mcqa):
    path = REFERENCE / "data" / "pub_krippendorff2011.csv"
    for form in ("table", "md"):
        assert "in numeric order (1, 2, 3, 4, 5)" in " ".join(mcqa("reliability", path, "--format", form).out.split())
    for form in ("csv", "json"):
        assert "in numeric order (1, 2, 3, 4, 5)" in mcqa("reliability", path, "--format", form).err
    declared = mcqa("reliability", path, "--levels", "1,2,3,4,5", "--format", "json")
    assert "in numeric order" not in declared.err + declared.out


def test_declared_levels_count_though_nobody_chose_them(estimates, tmp_path):
    (tmp_path / "two.csv").write_text("unit,A,B\n1,1,1\n2,2,2\n3,1,2\n4,1,1\n", encoding="utf-8")
    words = ("--coefficient", "brennan_prediger", "--weights", "identity", "--levels")
    (two,) = estimates(tmp_path / "two.csv", *words, "1,2")
    (four,) = estimates(tmp_path / "two.csv", *words, "1,2,3,4")
    # 3 of 4 agree: (0.75 - 1/2) / (1 - 1/2), and with four levels (0.75 - 1/4) / (1 - 1/4)
    assert two["estimate"] == pytest.approx(0.5)
    assert four["estimate"] == pytest.approx(2 / 3)
    assert (four["levels_declared"], four["levels_used"]) == (4, 2)


def test_words_without_declared_levels_have_no_order(estimates, mcqa, tmp_path):
    (tmp_path / "words.csv").write_text("unit,A,B\n1,low,low\n2,high,low\n3,high,high\n", encoding="utf-8")
    found = {one["coefficient"]: one for one in estimates(tmp_path / "words.csv")}
    assert found["krippendorff_alpha"]["metric"] == "nominal"
    assert found["gwet_ac"]["weights"] == "identity"
    (one,) = estimates(tmp_path / "words.csv", "--coefficient", "gwet_ac", "--weights", "linear")
    assert (one["estimate"], one["status"], one["reason"]) == (None, "not_applicable", "not_ordered")
    (one,) = estimates(
        tmp_path / "words.csv", "--coefficient", "gwet_ac", "--weights", "linear", "--levels", "low,high"
    )
    assert one["status"] == "ok"
    assert mcqa("reliability", tmp_path / "words.csv").code == 0


def test_five_coefficients_side_by_side_unless_others_are_asked_for(estimates, pilot):
    found = estimates(pilot)
    assert {one["coefficient"] for one in found} == DEFAULTS
    assert {one["scope"] for one in found} == {"criterion", "standard", "rubric"}
    assert len(found) == 5 * (29 + 13 + 1)
    assert {one["coefficient"] for one in estimates(pilot, "--coefficient", "all", "--by", "rubric")} >= COEFFICIENTS


def test_every_combination_of_repeated_options_in_one_run(estimates, pilot):
    words = (
        "--coefficient",
        "gwet_ac",
        "--coefficient",
        "fleiss_kappa",
        "--weights",
        "identity",
        "--weights",
        "linear",
    )
    found = estimates(pilot, *words, "--by", "rubric")
    assert [(one["coefficient"], one["weights"]) for one in found] == [
        ("gwet_ac", "identity"),
        ("gwet_ac", "linear"),
        ("fleiss_kappa", "identity"),
        ("fleiss_kappa", "linear"),
    ]


def test_scopes(estimates, pilot):
    words = ("--coefficient", "percent_agreement")
    by_group = estimates(pilot, *words, "--by", "group")
    assert {one["scope"] for one in by_group} == {"group", "between_groups"}
    assert all(one["group"] for one in by_group)
    by_round = estimates(pilot, *words, "--by", "round", "--by", "rubric")
    assert [(one["scope"], one.get("round")) for one in by_round] in (
        [("round", "round-1"), ("rubric", None)],
        [("rubric", None), ("round", "round-1")],
    )


def test_pairs_compare_every_two_reviewers_who_share_a_unit(mcqa, pilot):
    done = mcqa(
        "reliability", pilot, "--pairs", "--by", "rubric", "--coefficient", "percent_agreement", "--format", "json"
    )
    pairs = done.json["results"]["pairs"]
    names = [tuple(pair["raters"]) for pair in pairs]
    assert len(set(names)) == len(names) == 6
    assert all(0 <= pair["observed"] <= 1 for pair in pairs)
    assert mcqa("reliability", pilot, "--by", "rubric", "--format", "json").json["results"]["pairs"] == []


def test_listwise_leaves_out_what_not_everybody_rated(estimates, tmp_path):
    (tmp_path / "gap.csv").write_text("unit,A,B,C\n1,1,1,1\n2,2,2,2\n3,1,2,\n4,2,1,1\n", encoding="utf-8")
    words = (tmp_path / "gap.csv", "--coefficient", "percent_agreement")
    # pairs of each unit: 1, 1, 0 and 1/3; without unit 3 the mean is 7/9
    assert estimates(*words)[0]["estimate"] == pytest.approx(7 / 12)
    assert estimates(*words, "--missing", "listwise")[0]["estimate"] == pytest.approx(7 / 9)


@pytest.mark.parametrize("method", ["delta", "bootstrap", "jackknife"])
def test_intervals_name_their_method(method, estimates, pilot):
    words = ("--by", "rubric", "--coefficient", "gwet_ac", "--replicates", "200", "--ci", method)
    (one,) = estimates(pilot, *words)
    assert (one["ci"]["method"], one["ci"]["level"]) == (method, 0.95)
    assert one["ci"]["low"] <= one["estimate"] <= one["ci"]["high"]


def test_no_interval_on_request_and_a_wider_one_for_more_confidence(estimates, pilot):
    words = ("--by", "rubric", "--coefficient", "gwet_ac", "--ci")
    assert estimates(pilot, *words, "none")[0]["ci"] is None
    widths = []
    for confidence in ("0.8", "0.95"):
        ci = estimates(pilot, *words, "delta", "--confidence", confidence)[0]["ci"]
        assert ci["level"] == float(confidence)
        widths.append(ci["high"] - ci["low"])
    assert widths[0] < widths[1]


def test_the_seed_fixes_the_bootstrap(estimates, pilot):
    words = ("--by", "rubric", "--coefficient", "gwet_ac", "--ci", "bootstrap", "--replicates", "100")
    assert estimates(pilot, *words, "--seed", "5") == estimates(pilot, *words, "--seed", "5")
    assert estimates(pilot, *words, "--seed", "5") != estimates(pilot, *words, "--seed", "6")


def test_the_null_value_moves_the_p_value_only(estimates, pilot):
    words = ("--by", "rubric", "--coefficient", "gwet_ac")
    (zero,), (half,) = estimates(pilot, *words), estimates(pilot, *words, "--null", "0.5")
    assert (zero["null_value"], half["null_value"]) == (0.0, 0.5)
    assert zero["estimate"] == half["estimate"]
    assert zero["p_value"] < half["p_value"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--coefficient", "gwet"), "gwet_ac"),
        (("--coefficient", "xyz"), "there are:"),
        (("--weights", "quadratc"), "quadratic"),
        (("--metric", "nominl"), "nominal"),
        (("--by", "criterium"), "criterion"),
        (("--missing", "listwize"), "listwise"),
        (("--ci", "bootstap"), "bootstrap"),
        (("--benchmark", "landis"), "landis_koch"),
        (("--confidence", "1.5"), "--confidence"),
        (("--null", "2"), "--null"),
        (("--replicates", "0"), "--replicates"),
        (("--layout", "tall"), "auto, long, wide, counts"),
        (("--fail-under", "gwet_ac"), "krippendorff_alpha=0.667"),
        (("--fail-under", "gwet_ac=nan"), "from -1 to 1"),
        (("--rater-from", "sheet"), "filename"),
    ],
)
def test_an_unknown_word_is_wrong_usage_and_says_what_there_is(words, said, mcqa, pilot):
    done = mcqa("reliability", pilot, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("levels", ["", "a", "1,1", "a, A", "3,2,1"])
def test_levels_that_declare_nothing_are_wrong_usage(levels, mcqa):
    assert mcqa("reliability", REFERENCE / "data" / "pub_krippendorff2011.csv", "--levels", levels).code == 2


def test_a_gate_that_is_met_passes_and_one_that_is_not_ends_with_one(mcqa, pilot):
    assert mcqa("reliability", pilot, "--fail-under", "gwet_ac=0.1").code == 0
    done = mcqa("reliability", pilot, "--fail-under", "gwet_ac=1", "--quiet")
    assert done.code == 1
    assert "below 1" in done.err
    assert done.out
    done = mcqa(
        "reliability", pilot, "--fail-under", "gwet_ac=0.1", "--fail-under", "fleiss_kappa=1", "--format", "json"
    )
    assert done.code == 1
    assert done.json["results"]["estimates"]


def test_a_gate_has_its_value_computed_whatever_else_was_asked_for(mcqa, pilot):
    done = mcqa(
        "reliability", pilot, "--coefficient", "fleiss_kappa", "--by", "criterion", "--fail-under", "gwet_ac=0.1"
    )
    assert done.code == 0, done.err


def test_an_undefined_value_meets_no_gate(mcqa, long_file):
    path = long_file("same.csv", ["A", "B"], ["R1", "R2"], lambda *_: "met")
    words = ("reliability", path, "--rubric", "mpos-qas-reconstruction", "--fail-under", "krippendorff_alpha=0")
    done = mcqa(*words)
    assert done.code == 1
    assert "undefined" in done.err


def test_without_a_rubric_one_file_is_read_at_a_time(mcqa, pilot):
    done = mcqa("reliability", pilot, "--layout", "wide")
    assert done.code == 2
    assert "--rubric" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rater,1,2,3\nA,1,2,2\nB,1,2,1\n", 'no column "unit"'),
        ("unit,A,B\n1,1,1\n1,2,2\n", "rows 2 and 3"),
        ("unit,A,A\n1,1,1\n", "same name"),
        ("unit,A,B\n,1,1\n", "names no unit"),
        ("unit,A,B\n1,,\n2,,\n", "no usable rating"),
    ],
)
def test_a_plain_file_that_cannot_be_meant_is_refused(text, said, mcqa, tmp_path):
    (tmp_path / "plain.csv").write_text(text, encoding="utf-8")
    done = mcqa("reliability", tmp_path / "plain.csv")
    assert (done.code, done.out) == (3, "")
    assert said in done.err


def test_benchmark_and_null_stand_in_the_table(mcqa, samples):
    shown = mcqa("reliability", str(samples / "round-1"), "--by", "rubric", "--benchmark", "naep", "--null", "0.4").out
    assert "Held against a benchmark and a null value" in shown
    assert "Not shown to meet" in shown
    assert " 0.4 " in shown


def test_counts_that_were_read_as_ratings_are_asked_about(mcqa, tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("unit,a,b,c\nu1,3,0,0\nu2,2,1,0\nu3,0,3,0\nu4,0,1,2\n", encoding="utf-8")
    assert "Every row sums to 3" in mcqa("reliability", str(file)).out
    assert "Every row sums to 3" in mcqa("reliability", str(file), "--format", "csv").err
    assert "Every row sums" not in mcqa("reliability", str(file), "--layout", "counts").out
    file.write_text("unit,a,b,c\nu1,3,0,0\nu2,2,1,0\nu3,0,3,1\nu4,0,1,2\n", encoding="utf-8")
    assert "Every row sums" not in mcqa("reliability", str(file)).out


def test_the_seed_of_what_is_drawn_is_printed(mcqa, samples):
    words = ("reliability", str(samples / "round-1"), "--by", "rubric")
    drawn = mcqa(*words, "--ci", "bootstrap", "--replicates", "100", "--seed", "7").out
    assert "Drawn 100 times with the seed 7." in " ".join(drawn.split())
    assert "seed" not in mcqa(*words).out

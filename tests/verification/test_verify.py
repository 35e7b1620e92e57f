"""Every reference value holds, every record is there, and nothing wrong slips through."""

import math
from collections import Counter

import pytest

from mcqa.progress import listening
from mcqa.verification import calls
from mcqa.verification.departures import DEPARTURES
from mcqa.verification.verify import verify

# all records that are no generalizability theory and no Rasch model
RECORDS = {
    "gwet_ac": 367,
    "brennan_prediger": 367,
    "percent_agreement": 366,
    "krippendorff_alpha_gwet": 366,
    "icc": 348,
    "fleiss_kappa": 321,
    "conger_kappa": 317,
    "krippendorff_alpha": 152,
    "cohen_kappa": 143,
    "benchmark_landis.koch": 72,
    "benchmark_altman": 72,
    "benchmark_fleiss": 72,
    "scott_pi": 70,
    "percent_agreement_all_raters": 65,
    "light_kappa": 63,
    "kendall_w": 54,
    "mean_pearson": 54,
    "mean_spearman": 54,
    "robinson_a": 27,
    "iota": 24,
    "friedman_rater_bias": 24,
    "bhapkar_test": 11,
    "stuart_maxwell_test": 10,
    "finn": 8,
    "kendall_tau_b": 6,
    "awg": 6,
    "rwg": 5,
    "ad_mean": 5,
    "rwg_j": 1,
    "z": 1,
}
VALUES = 15748


def test_every_reference_value_against_r(result):
    wrong = [
        (each.record.dataset, each.record.coefficient, each.record.options, each.problem, check)
        for each in result.off
        for check in [check for check in each.checks if check.off] or [None]
    ]
    assert wrong == []
    assert result.held


def test_no_record_and_no_value_is_passed_over(result):
    assert Counter(each.record.coefficient for each in result.records) == RECORDS
    assert sum(RECORDS.values()) == 3451
    assert result.n_datasets == 49
    assert all(each.checks for each in result.records)
    assert sum(len(each.record.values) for each in result.records) == VALUES
    for each in result.records:
        assert {check.statistic for check in each.checks} >= {*each.record.values, *each.record.undefined}


def test_what_is_held_is_within_its_tolerance(result):
    for each in result.records:
        for check in each.checks:
            if check.held and check.reference is not None:
                assert math.isfinite(check.ours)
                expected = each.record.values.get(check.statistic, check.reference)
                room = each.record.absolute + each.record.relative * abs(expected)
                assert abs(check.ours - expected) <= room
            elif check.held:
                assert check.ours is None


def test_every_departure_is_named_and_counted(result):
    assert {name: len(cases) for name, cases in result.departures.items()} == {
        "above-one": 10,
        "stuart-maxwell": 20,
        "alpha-from-counts": 9,
        "one-unit": 2,
        "limit-cut": 90,
        "rounding-noise": 43,
    }
    assert set(result.departures) == set(DEPARTURES)


def test_records_without_a_value_are_undefined_with_a_reason(result):
    absent = [each for each in result.records if each.record.status in {"undefined", "refuse"}]
    assert len(absent) > 200
    for each in absent:
        assert each.status == "undefined"
        assert each.reason in {"no_variation", "too_few_units", "zero_unit_variance", "one_rater", "no_pairs"}


def test_known_errors_of_other_packages_are_not_reproduced(result):
    assert Counter(each.known.source for each in result.deviations) == {
        "irr 0.84.1 kripp.alpha": 59,
        "irr 0.84.1 icc": 54,
        "irr 0.84.1 kappam.light": 19,
    }
    assert result.off_deviations == ()
    for each in result.deviations:
        ours = dict(each.ours)
        shared = {name: theirs for name, theirs in each.known.theirs.items() if name in ours}
        apart = [
            name
            for name, theirs in shared.items()
            if isinstance(theirs, str) or ours[name] is None or ours[name] != pytest.approx(theirs, abs=1e-6)
        ]
        assert apart, each
        if each.known.correct is not None:
            assert ours["estimate"] == pytest.approx(each.known.correct, rel=1e-7, abs=1e-8)


def test_a_verification_repeats_exactly_against_itself(copy):
    assert verify(copy.folder) == verify(copy.folder)


def test_progress_tells_how_many_data_sets_are_done(copy, monkeypatch):
    monkeypatch.setattr("mcqa.progress.SILENT_SECONDS", -1)
    seen = []
    with listening(lambda *told: seen.append(told)):
        verify(copy.folder)
    assert seen == [("recomputing data sets", done, 4) for done in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("dataset", "coefficient", "statistic"),
    [
        ("pub_krippendorff2011", "gwet_ac", "estimate"),
        ("pub_krippendorff2011", "gwet_ac", "se"),
        ("pub_krippendorff2011", "fleiss_kappa", "ci_high"),
        ("pub_krippendorff2011", "conger_kappa", "p_value"),
        ("pub_krippendorff2011", "published:krippendorff_alpha", "estimate"),
        ("pub_feinstein_cicchetti_a", "bhapkar_test", "statistic"),
        ("pub_feinstein_cicchetti_a", "benchmark_altman", "cum_Good"),
        ("pub_cac_dist4cat", "krippendorff_alpha_gwet", "estimate"),
        ("pub_d07_total_disagreement", "kendall_tau_b", "p_value"),
    ],
)
def test_a_wrong_reference_value_is_found(dataset, coefficient, statistic, copy):
    def change(record):
        record["values"][statistic] += 5 * record["tolerance"]["abs"] + 1e-5

    copy.change(dataset, change, coefficient=coefficient)
    result = verify(copy.folder)
    off = {(each.record.coefficient, check.statistic) for each in result.off for check in each.checks if check.off}
    expected = {(coefficient.removeprefix("published:"), statistic)}
    if coefficient == "bhapkar_test":
        # what is held against it is off with it
        expected.add(("stuart_maxwell_test", "statistic_by_bhapkar"))
    assert off == expected
    assert not result.held


@pytest.mark.parametrize(
    ("dataset", "status", "change"),
    [
        ("pub_krippendorff2011", "ok", {"status": "undefined", "values": {}}),
        ("pub_krippendorff2011", "ok", {"status": "refuse", "values": {}}),
        ("pub_krippendorff2011", "ok", {"status": "warn_single_unit"}),
        ("pub_d07_total_disagreement", "undefined", {"status": "ok", "values": {"estimate": 1.0}}),
        ("pub_d07_total_disagreement", "undefined", {"status": "refuse"}),
        ("pub_krippendorff2011", "ok", {"undefined": ["se"]}),
    ],
)
def test_a_status_that_is_not_ours_is_found(dataset, status, change, copy):
    copy.change(dataset, lambda record: record.update(change), status=status)
    index = copy.read("index.json")
    for entry in index:
        values = [record["values"] for record in copy.read(f"expected/{entry['id']}.json")["expected"]]
        entry["values"] = sum(map(len, values))
    copy.write("index.json", index)
    result = verify(copy.folder)
    assert len(result.off) == 1
    assert result.off[0].problem is not None or any(check.off for check in result.off[0].checks)


@pytest.mark.parametrize("coefficient", ["gwet_ac", "cohen_kappa", "krippendorff_alpha", "icc"])
def test_a_coefficient_that_is_off_is_found(coefficient, copy, monkeypatch):
    from dataclasses import replace

    analyse = calls.analyse

    def shifted(ratings, **options):
        found = analyse(ratings, **options)
        estimates = tuple(
            replace(each, estimate=each.estimate + 1e-4)
            if each.coefficient == coefficient and each.estimate is not None
            else each
            for each in found.estimates
        )
        return replace(found, estimates=estimates)

    monkeypatch.setattr(calls, "analyse", shifted)
    result = verify(copy.folder)
    names = {each.record.coefficient for each in result.off}
    assert any(coefficient in name for name in names)
    assert not result.held
    if coefficient == "krippendorff_alpha":
        assert result.off_deviations == ()


def test_an_alpha_beside_the_correct_one_is_found_though_a_package_is_wrong_too(copy_of):
    copy = copy_of("pub_s03_3x30_4lev")
    known = copy.read("discrepancies.json")
    known[0]["values"]["correct"] += 1e-5
    copy.write("discrepancies.json", known)
    result = verify(copy.folder)
    assert result.off == ()
    assert len(result.off_deviations) == 1
    assert not result.held

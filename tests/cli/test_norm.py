"""`mcqa norm`: a baseline that may be handed on, units placed against it, and every wrong file refused."""

import json
import re

import pytest

KINDS = {"MC-01": "State", "MC-02": "State", "MC-03": "National"}


@pytest.fixture
def units_file(tmp_path):
    def write(kinds, header="Micro-credential,Provider kind"):
        path = tmp_path / "units.csv"
        path.write_text("\n".join([header, *(f"{unit},{kind}" for unit, kind in kinds.items())]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def baseline(mcqa, samples, tmp_path):
    assert mcqa("norm", "freeze", samples / "round-1", "-o", "baseline.json", "--quiet").code == 0
    return tmp_path / "baseline.json"


def test_a_baseline_is_frozen_and_units_placed_against_it(mcqa, samples, baseline):
    frozen = json.loads(baseline.read_text(encoding="utf-8"))
    assert frozen["schema"] == "mcqa/norm-freeze@1"
    assert frozen["results"]["all"]["n_units"] == 8
    done = mcqa("norm", "place", samples / "round-2", "--baseline", baseline, "--format", "json")
    assert done.code == 0
    assert done.json["schema"] == "mcqa/norm-place@1"
    for unit in done.json["results"]["units"]:
        assert 0 <= unit["ci"]["low"] <= unit["percentile"] <= unit["ci"]["high"] <= 1
        assert len(unit["criteria"]) == 29
        assert unit["met"] == sum(1 for one in unit["criteria"] if one["met"] and one["applies"])


def test_the_shares_of_the_baseline_are_those_of_score(mcqa, samples, baseline):
    units = mcqa("score", samples / "round-1", "--format", "json", "--quiet").json["results"]["units"]
    frozen = json.loads(baseline.read_text(encoding="utf-8"))["results"]["all"]
    told = [unit["verdict"] for unit in units if unit["verdict"] != "undecided"]
    assert (frozen["passing"]["met"], frozen["passing"]["n"]) == (told.count("met"), len(told))
    for at, share in enumerate(frozen["criteria"]):
        met = [unit["criteria"][at]["met"] for unit in units]
        assert (share["met"], share["n"]) == (met.count(True), len(met) - met.count(None))


def test_a_baseline_may_be_handed_on(mcqa, samples, units_file):
    """No unit, no reviewer, no path and no finding stands in it, nor what the list calls them."""
    listed = units_file({f"MC-{at:02}": "State" for at in range(1, 9)})
    done = mcqa("norm", "freeze", samples / "round-1", "--units", listed, "--format", "json")
    assert not re.search(r"MC-\d\d|\bR\d\d\b|\.xlsx|\.csv|round-1", done.out)
    assert done.json["findings"] == []
    assert len(done.json["run"]["inputs"]) == 12


def test_the_same_sheets_give_the_same_file(mcqa, samples, baseline):
    before = baseline.read_bytes()
    assert mcqa("norm", "freeze", samples / "round-1", "-o", baseline, "--force", "--quiet").code == 0
    assert baseline.read_bytes() == before


def test_small_kinds_are_withheld(mcqa, samples, units_file):
    kinds = {f"MC-{at:02}": "State" if at < 5 else "National" if at < 8 else "University" for at in range(1, 9)}
    done = mcqa("norm", "freeze", samples / "round-1", "--units", units_file(kinds), "--format", "json", "--quiet")
    assert {group["kind"]: group["suppressed"] for group in done.json["results"]["kinds"]} == {
        "State": False,
        "National": True,
        "University": True,
    }


@pytest.mark.parametrize("words", [("freeze",), ("place", "--baseline", "baseline.json")])
@pytest.mark.usefixtures("baseline")
def test_what_is_shown_fits_eighty_columns(mcqa, samples, words, units_file):
    kinds = {f"MC-{at:02}": "A state agency with a long name" for at in range(1, 9)}
    done = mcqa("norm", *words, samples / "round-2", "--units", units_file(kinds), "--quiet")
    assert done.code == 0
    assert max(len(line) for line in done.out.splitlines()) <= 80
    for form in ("md", "csv"):
        assert mcqa("norm", *words, samples / "round-2", "--format", form, "--quiet").code == 0


def test_a_wide_interval_is_said_in_words(mcqa, samples, baseline):
    out = mcqa("norm", "place", samples / "round-2", "--baseline", baseline, "--quiet").out
    assert re.search(r"MC-01: its place is uncertain, anywhere from the \d+\w\w to the \d+\w\w percentile", out)
    assert "Do not rank by it." in out


def test_other_forms_of_a_file_say_that_place_cannot_read_them(mcqa, samples):
    done = mcqa("norm", "freeze", samples / "round-1", "-o", "baseline.md")
    assert "`mcqa norm place` reads the JSON form only" in done.err


def test_a_file_that_is_there_is_kept_and_an_input_is_never_written_over(mcqa, samples, baseline, copy_of):
    done = mcqa("norm", "freeze", samples / "round-1", "-o", baseline)
    assert done.code == 2
    folder = copy_of(samples / "round-1")
    sheet = folder / "R01.xlsx"
    before = sheet.read_bytes()
    assert mcqa("norm", "freeze", folder, "-o", sheet, "--format", "json", "--force").code == 2
    assert mcqa("norm", "place", folder, "--baseline", baseline, "-o", baseline, "--force").code == 2
    assert sheet.read_bytes() == before
    assert json.loads(baseline.read_text(encoding="utf-8"))["schema"] == "mcqa/norm-freeze@1"


def test_a_damaged_and_a_missing_baseline_are_told_in_one_message(mcqa, samples, baseline, tmp_path):
    cut = tmp_path / "cut.json"
    cut.write_bytes(baseline.read_bytes()[:2000])
    for path, said in ((cut, "is no baseline of mcqa"), (tmp_path / "none.json", "there is no baseline")):
        done = mcqa("norm", "place", samples / "round-2", "--baseline", path)
        assert done.code == 3
        assert [line[:6] for line in done.err.splitlines()] == ["mcqa: ", "  hint"]
        assert said in done.err


def test_another_rubric_and_another_rule_are_wrong_usage(mcqa, samples, baseline):
    done = mcqa("norm", "place", samples / "round-2", "--baseline", baseline, "--rubric", "mpos-qas-met-not-met")
    assert done.code == 2
    assert "mcqa rubric diff" in done.err
    done = mcqa("norm", "place", samples / "round-2", "--baseline", baseline, "--consensus", "median")
    assert done.code == 2
    assert "consensus median (baseline: majority)" in done.err


def test_the_rule_of_the_call_is_frozen_and_used_when_placing(mcqa, samples, tmp_path):
    assert mcqa("norm", "freeze", samples / "round-1", "--cut", "partly_met", "-o", "low.json", "--quiet").code == 0
    frozen = json.loads((tmp_path / "low.json").read_text(encoding="utf-8"))
    assert frozen["results"]["decision"]["cut"] == "partly_met"
    placed = mcqa("norm", "place", samples / "round-2", "--baseline", "low.json", "--format", "json", "--quiet").json
    at_cut = mcqa("score", samples / "round-2", "--cut", "partly_met", "--format", "json", "--quiet").json
    assert [unit["verdict"] for unit in placed["results"]["units"]] == [
        unit["verdict"] for unit in at_cut["results"]["units"]
    ]


def test_too_few_micro_credentials_and_lists_without_kinds_are_refused(mcqa, samples, units_file):
    done = mcqa("norm", "freeze", samples / "round-1" / "R01.xlsx", "--min-ratings", "1")
    assert done.code == 3
    assert "--smallest-group" in done.err
    done = mcqa("norm", "freeze", samples / "round-1", "--units", units_file(KINDS, "Micro-credential,Provider"))
    assert done.code == 2
    assert "no column of provider kinds" in done.err
    assert mcqa("norm", "freeze", samples / "round-1", "--key", "x").code == 2

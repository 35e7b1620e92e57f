"""Every command in every form: 80 columns, Markdown tables, CSV that reads back, and the envelope of the contract."""

import csv
import json
import math
import re
from functools import cache

import pytest
from rich.cells import cell_len

from mcqa import __version__

SHEETS = ("check", "score", "reliability", "recommend")
FOLDERS = ("round-1", "messy")
OTHERS = {
    "rubric-list": ("rubric", "list"),
    "rubric-show": ("rubric", "show", "compensatory-example"),
    "lint": ("lint", "compensatory-example", "mpos-qas-met-not-met"),
    "simulate": ("simulate", "--plant", "help"),
}
RUNS = [
    *((name, "round-1") for name in SHEETS),
    *((name, "messy") for name in ("check", "score")),
    *((name, None) for name in OTHERS),
]


@pytest.fixture(scope="session")
def run(mcqa, samples):
    @cache
    def once(name, folder, form):
        words = (name, samples / folder) if folder else OTHERS[name]
        return mcqa(*words, "--format", form)

    return once


@pytest.fixture(params=RUNS, ids=lambda param: "-".join(filter(None, param)))
def every(request, run):
    return lambda form: run(*request.param, form), *request.param


def test_the_exit_code_does_not_depend_on_the_form(every):
    give, _, folder = every
    assert {give(form).code for form in ("table", "json", "csv", "md")} == {1 if folder == "messy" else 0}


TABLES = [*((name, folder) for name in SHEETS for folder in (*FOLDERS, "round-2")), *((name, None) for name in OTHERS)]


@pytest.mark.parametrize(("name", "folder"), TABLES, ids=lambda value: value or "alone")
def test_no_line_of_a_table_is_longer_than_80_columns(name, folder, run):
    text = run(name, folder, "table").out
    assert text.endswith("\n")
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_messages_keep_to_80_columns_too(every):
    # a path is never broken, so a line that holds one may be longer
    long = [line for line in every[0]("table").err.splitlines() if len(line) > 80]
    assert all(re.search(r"[/\\]", line) for line in long)


def cells_of(line):
    assert line.startswith("| ")
    assert line.endswith(" |")
    return re.split(r"(?<!\\)\|", line[1:-1])


def test_markdown_tables_parse(every):
    blocks = every[0]("md").out.split("\n\n")
    assert blocks[0].startswith("# ")
    tables = [block.rstrip("\n").split("\n") for block in blocks if block.startswith("|")]
    for header, rule, *rows in tables:
        width = len(cells_of(header))
        assert all(re.fullmatch(r" -+:? ", cell) for cell in cells_of(rule))
        assert rows
        assert {len(cells_of(line)) for line in (header, rule, *rows)} == {width}


def test_csv_is_one_rectangle_with_plain_names_and_inert_text(every):
    text = every[0]("csv").out
    header, *rows = csv.reader(text.splitlines(keepends=True))
    assert len(set(header)) == len(header)
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in header)
    assert {len(row) for row in rows} <= {len(header)}
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "@", "+", "\t", "\r"))
        assert not cell.startswith("-") or math.isfinite(float(cell))
        assert "np." not in cell


def test_the_envelope_is_the_contract_s(every):
    give, name, folder = every
    found = give("json").json
    assert list(found) == ["schema", "mcqa_version", "run", "findings", "results"]
    assert found["schema"] == f"mcqa/{name}@1"
    assert found["mcqa_version"] == __version__
    assert set(found["run"]) == {"command", "inputs", "rubric", "options", "seed"}
    for source in found["run"]["inputs"]:
        assert set(source) == {"path", "sha256"}
        assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"])
    if folder:
        assert found["run"]["rubric"]["id"] == "mpos-qas-reconstruction"
        assert set(found["run"]["rubric"]) == {"id", "version", "sha256"}
        assert found["run"]["seed"] == 0
        assert len(found["run"]["inputs"]) == (9 if folder == "messy" else 12)
    parts = {
        "code",
        "name",
        "severity",
        "message",
        "hint",
        "file",
        "line",
        "column",
        "sheet",
        "cell",
        "subject",
        "value",
    }
    for finding in found["findings"]:
        assert set(finding) == parts
        assert finding["severity"] in {"error", "warning", "info"}
        assert re.fullmatch(r"[LSRD]\d{3}", finding["code"])


def test_data_and_messages_go_apart(every):
    give, name, folder = every
    assert json.loads(give("json").out)
    assert give("json").err == ""
    if folder == "messy" and name != "check":
        assert "error S001 unreadable-file" in give("table").err
        assert "S001" not in give("table").out
        assert "3 files could not be read" in give("table").out


def test_csv_and_json_of_reliability_hold_the_same_numbers_in_full(run):
    estimates = run("reliability", "round-1", "json").json["results"]["estimates"]
    rows = run("reliability", "round-1", "csv").rows
    assert len(rows) == len(estimates) > 100
    for row, estimate in zip(rows, estimates, strict=True):
        for name in ("estimate", "standard_error", "observed", "expected", "p_value"):
            assert (float(row[name]) if row[name] else None) == estimate[name]
        ci = estimate["ci"]
        assert (float(row["ci_low"]) if row["ci_low"] else None) == (ci["low"] if ci else None)
        assert row["reason"] == (estimate["reason"] or "")


def test_every_estimate_has_the_keys_of_the_contract_and_no_absent_value_without_a_reason(run):
    keys = {
        *("coefficient", "weights", "metric", "form", "scope", "criterion", "standard", "group", "raters", "estimate"),
        *("standard_error", "ci", "p_value", "null_value", "observed", "expected", "n_units", "n_raters", "n_ratings"),
        *("n_units_used", "levels_declared", "levels_used", "benchmark", "status", "reason", "text"),
    }
    results = run("reliability", "round-1", "json").json["results"]
    assert {"estimates", "pairs", "contingency"} <= set(results)
    for estimate in results["estimates"]:
        assert keys <= set(estimate)
        assert estimate["status"] in {"ok", "unstable", "undefined", "not_applicable"}
        if estimate["estimate"] is None:
            assert estimate["reason"]
            assert estimate["text"]
        else:
            # what an incomplete design can do to a chance correction is no fault of the form: below -1 is possible
            assert estimate["estimate"] <= 1
            assert estimate["coefficient"] != "percent_agreement" or estimate["estimate"] >= 0
        if estimate["ci"]:
            assert set(estimate["ci"]) == {"level", "low", "high", "method"}
            low = min(-1, estimate["estimate"])
            assert low <= estimate["ci"]["low"] <= estimate["ci"]["high"] <= 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_ledger_of_check_adds_up(run, folder):
    results = run("check", folder, "json").json["results"]
    fates = ("rated", "missing", "not_applicable", "cannot_tell", "invalid")
    assert results["cells"]["read"] == sum(results["cells"][fate] for fate in fates)
    for fate in ("read", *fates):
        assert results["cells"][fate] == sum(file["cells"][fate] for file in results["files"])
    for file in results["files"]:
        assert {"path", "layout", "units", "raters", "cells"} <= set(file)
    assert results["ratings"] <= results["cells"]["rated"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_csv_and_json_of_score_say_the_same(run, folder):
    units = run("score", folder, "json").json["results"]["units"]
    rows = run("score", folder, "csv").rows
    cells = [(unit, criterion) for unit in units for criterion in unit["criteria"]]
    assert len(rows) == len(cells) == 29 * len(units)
    for row, (unit, criterion) in zip(rows, cells, strict=True):
        assert (row["unit"], row["verdict"], row["criterion"]) == (
            unit["unit"],
            unit["verdict"],
            criterion["criterion"],
        )
        assert row["consensus"] == (criterion["consensus"] or "")
        assert row["met"] == {True: "true", False: "false", None: ""}[criterion["met"]]
        assert int(row["n_ratings"]) == criterion["n_ratings"] == sum(criterion["counts"].values())


def test_recommendations_have_the_keys_and_words_of_the_contract(run):
    actions = {
        *("keep", "clarify_wording", "add_anchor", "split_criterion", "merge_levels", "combine_criteria"),
        *("supply_evidence", "retrain_raters", "widen_sample", "collect_more_data"),
    }
    keys = {"action", "also", "priority", "cause", "confidence", "levels", "raters", "groups", "reasons"}
    results = run("recommend", "round-1", "json").json["results"]
    assert (len(results["criteria"]), len(results["standards"])) == (29, 13)
    assert isinstance(results["policy"], dict)
    assert sorted(each["priority"] for each in results["criteria"]) == list(range(1, 30))
    for kind in ("criteria", "standards"):
        for each in results[kind]:
            assert keys | {"criterion" if kind == "criteria" else "standard"} <= set(each)
            assert {each["action"], *each["also"]} <= actions
            assert each["cause"] in {"rubric", "rater", "group", "evidence", "sample", "none"}
            assert each["confidence"] in {"high", "moderate", "low"}
            assert each["reasons"]
            assert all(set(reason) >= {"code", "text", "evidence"} for reason in each["reasons"])


def test_what_a_coordinator_asks_of_score_is_on_the_screen(run):
    text = run("score", "round-1", "table").out
    assert re.search(r"^MC-01 +not met +24/29 +11 +<1% +C01\.1, C02\.1, C03\.2, C05\.1$", text, re.MULTILINE)
    assert re.search(r"^MC-02 +met +29/29 +1 +\d+%$", text, re.MULTILINE)
    assert "8 micro-credentials: 1 met, 6 not met, 1 undecided." in text
    assert "Where reviewers split: 9 cells (* the verdict hangs on it)" in text
    words = " ".join(text.split())
    assert "Read 1,160 cells from 12 files: 1,090 rated, 7 blank, 5 not applicable, 58 cannot tell, 0 invalid." in words

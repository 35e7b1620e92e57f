"""`mcqa export`: the long form in three formats, read back by every command that reads scoresheets."""

import csv
import json

import pytest

FORMS = ("csv", "json", "parquet")


@pytest.fixture(scope="session")
def exported(mcqa, samples, tmp_path_factory):
    """The first round in each form."""
    folder = tmp_path_factory.mktemp("exported")
    files = {form: folder / f"ratings.{form}" for form in FORMS}
    for path in files.values():
        assert mcqa("export", samples / "round-1", "-o", path).code == 0
    return files


def test_csv_is_the_default_and_goes_to_standard_output(mcqa, samples):
    done = mcqa("export", samples / "round-1")
    rows = done.rows
    assert (done.code, len(rows), rows[0]["status"]) == (0, 1160, "rated")
    assert "Read 1,160 cells" in done.err
    assert "1,160 rows written" in done.err
    assert all(row["source"].count("!") == 2 for row in rows)


def test_the_ending_of_the_file_says_the_form(exported):
    assert next(csv.reader(exported["csv"].read_text(encoding="utf-8").splitlines()))[0] == "unit"
    assert json.loads(exported["json"].read_text(encoding="utf-8"))["schema"] == "mcqa/export@1"
    assert exported["parquet"].read_bytes()[:4] == b"PAR1"


def test_the_same_sheets_give_the_same_bytes(mcqa, samples, exported, tmp_path):
    for form, path in exported.items():
        again = tmp_path / path.name
        mcqa("export", samples / "round-1", "-o", again)
        assert again.read_bytes() == path.read_bytes(), form


@pytest.mark.parametrize("form", FORMS)
def test_what_was_exported_exports_to_the_same_again(mcqa, exported, form):
    again = mcqa("export", exported[form], "--rubric", "mpos-qas-reconstruction", "--format", "csv")
    assert again.out.encode() == exported["csv"].read_bytes()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["check", "score", "reliability", "recommend"])
def test_every_command_takes_it_like_any_sheet(mcqa, samples, exported, name, form):
    options = ("--rubric", "mpos-qas-reconstruction", "--format", "json")
    from_sheets = mcqa(name, samples / "round-1", *options)
    from_export = mcqa(name, exported[form], *options)
    assert from_export.code == from_sheets.code
    if name == "check":
        assert from_export.json["results"]["cells"] == from_sheets.json["results"]["cells"]
    else:
        assert from_export.json["results"] == from_sheets.json["results"]


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_it_names_its_rubric_itself(mcqa, exported, form):
    assert mcqa("check", exported[form]).code == 0


def test_invalid_cells_have_no_row_but_are_findings_and_end_with_1(mcqa, samples):
    done = mcqa("export", samples / "messy", "--format", "json")
    results = done.json["results"]
    cells = results["cells"]
    assert done.code == 1
    assert cells["invalid"] > 0
    assert results["rows"] == len(results["ratings"]) == cells["read"] - cells["invalid"] - 1
    assert {"S201", "R102"} <= {finding["code"] for finding in done.json["findings"]}
    assert f"{cells['invalid']} invalid" in done.err
    assert mcqa("export", samples / "messy", "--fail-on", "never", "--quiet").code == 0


def test_parquet_needs_a_file(mcqa, samples):
    done = mcqa("export", samples / "round-1", "--format", "parquet")
    assert (done.code, done.out) == (2, "")
    assert "-o ratings.parquet" in done.err


def test_a_form_for_people_is_not_offered(mcqa, samples):
    assert mcqa("export", samples / "round-1", "--format", "table").code == 2
    assert mcqa("export", samples / "round-1", "-o", "ratings.xlsx").code == 2


def test_an_input_is_never_written_over(mcqa, exported, tmp_path):
    own = tmp_path / "own.parquet"
    own.write_bytes(exported["parquet"].read_bytes())
    assert mcqa("export", own, "-o", own, "--force").code == 2
    assert own.read_bytes() == exported["parquet"].read_bytes()


def test_one_round_may_be_chosen_from_a_table(mcqa, samples, tmp_path):
    both = tmp_path / "both.parquet"
    mcqa("export", samples / "round-1", samples / "round-2", "-o", both)
    alone = mcqa("export", samples / "round-2")
    chosen = mcqa("export", both, "--round", "round-2")
    assert chosen.out == alone.out
    assert "of other rounds left aside" in chosen.err


def test_nothing_that_can_be_read_ends_with_3(mcqa, tmp_path):
    broken = tmp_path / "a.parquet"
    broken.write_bytes(b"PAR1 and no more")
    done = mcqa("export", broken, "--rubric", "mpos-qas-reconstruction")
    assert (done.code, done.out) == (3, "")
    assert "S001" in done.err


def test_agreement_is_measured_on_a_parquet_file_without_a_rubric(tmp_path, mcqa):
    import pandas as pd

    rows = [(f"MC-{unit}", f"R{rater}", (unit + rater // 3) % 3) for unit in range(6) for rater in range(4)]
    pd.DataFrame(rows, columns=["unit", "rater", "level"]).to_parquet(tmp_path / "ratings.parquet")
    pd.DataFrame(rows, columns=["unit", "rater", "level"]).to_csv(tmp_path / "ratings.csv", index=False)
    done = [mcqa("reliability", tmp_path / name, "--format", "json") for name in ("ratings.parquet", "ratings.csv")]
    assert [one.code for one in done] == [0, 0]
    first, second = (one.json["results"]["estimates"] for one in done)
    assert first == second
    assert first[0]["n_units"] == 6

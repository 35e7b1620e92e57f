"""`mcqa verify` on a small copy of the reference: what it prints, in every form, and that it can fail."""

import json
import shutil
from collections import Counter

import pytest

from mcqa.verification import verify as module
from mcqa.verification.shipped import shipped_folder

SETS = (
    *("pub_krippendorff2011", "pub_feinstein_cicchetti_a", "pub_d07_total_disagreement", "pub_cac_dist4cat"),
    "pub_s02_2x40_4lev_miss",
)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A reference of five data sets in the place of the shipped one."""
    folder = tmp_path / "reference"
    for part, ending in (("data", "csv"), ("expected", "json")):
        (folder / part).mkdir(parents=True)
        for name in SETS:
            shutil.copy(shipped_folder() / part / f"{name}.{ending}", folder / part)
    for name, key in (("index.json", "id"), ("discrepancies.json", "dataset")):
        entries = json.loads((shipped_folder() / name).read_text(encoding="utf-8"))
        kept = [entry for entry in entries if entry[key] in SETS]
        (folder / name).write_text(json.dumps(kept), encoding="utf-8")
    monkeypatch.setattr(module, "shipped_folder", lambda: folder)
    return folder


@pytest.fixture
def n_records(small):
    return sum(entry["records"] for entry in json.loads((small / "index.json").read_text(encoding="utf-8")))


def put(folder, name, statistic, value):
    """Put a value in the place of a published one."""
    path = folder / "expected" / f"{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    next(each for each in document["expected"] if each["coefficient"].startswith("published:"))["values"][statistic] = (
        value
    )
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.usefixtures("small")
def test_the_table_shows_all_in_eighty_columns(mcqa, n_records):
    done = mcqa("verify")
    assert (done.code, done.err) == (0, "")
    assert all(len(line) <= 80 for line in done.out.splitlines())
    said = " ".join(done.out.split())
    assert said.startswith(f"Recomputed {n_records} records of 5 data sets, ")
    assert "all as they should be; " in said
    assert "By coefficient" in said
    # the published ones in full: alpha of Krippendorff's data, kappa of Feinstein and Cicchetti's
    assert "krippendorff2011 krippendorff_alpha nominal 0.743 0.7434 0.0004" in said
    assert "feinstein_cicchetti_a cohen_kappa 0.7 0.6995 -0.0005" in said
    # other packages: what they give, what ours is, and why
    assert "Not to be reproduced: irr 0.84.1 kappam.light" in said
    assert "not a usable SE" in said
    for name in ("above-one", "stuart-maxwell", "alpha-from-counts"):
        assert f"Departure {name}: " in said
    assert "numpy" in said.rpartition("Python")[2]


@pytest.mark.usefixtures("small")
def test_every_record_on_request(mcqa, n_records):
    short, long = mcqa("verify", "--format", "md").out, mcqa("verify", "--all", "--format", "md").out
    assert len(long.splitlines()) - len(short.splitlines()) >= n_records
    assert "## Every record" in long
    assert "## Every record" not in short
    assert all(len(line) <= 80 for line in mcqa("verify", "--all").out.splitlines())


@pytest.mark.usefixtures("small")
def test_json_holds_everything(mcqa, n_records):
    document = mcqa("verify", "--format", "json").json
    assert document["schema"] == "mcqa/verify@1"
    results = document["results"]
    assert {"records", "published", "deviations", "summary"} <= set(results)
    assert len(results["records"]) == n_records == results["summary"]["records"]
    assert results["summary"]["off"] == results["summary"]["deviations_off"] == 0
    assert {"mcqa", "python", "numpy", "scipy", "system"} == set(results["summary"]["versions"])
    statistics = [each for record in results["records"] for each in record["statistics"]]
    assert len(statistics) == results["summary"]["values"]
    assert sum(each["held"] for each in statistics) == results["summary"]["held"]
    for each in statistics:
        if each["difference"] is not None:
            assert each["difference"] == each["ours"] - each["reference"]
        assert each["held"] or each["departure"] is not None
    assert [record["coefficient"] for record in results["published"]] == ["krippendorff_alpha"] * 4 + ["cohen_kappa"]
    by_reason = {each["departure"]: each["values"] for each in results["summary"]["departures_by_reason"]}
    assert by_reason == dict(Counter(each["departure"] for each in statistics if each["departure"]))
    for each in results["deviations"]:
        assert each["package"] == "irr 0.84.1"
        assert set(each["theirs"]) == set(each["ours"])
        assert each["why"]


@pytest.mark.usefixtures("small")
def test_csv_has_a_row_for_each_statistic(mcqa):
    rows = mcqa("verify", "--format", "csv").rows
    values = mcqa("verify", "--format", "json").json["results"]["summary"]["values"]
    assert len(rows) == values
    assert {"dataset", "coefficient", "options", "statistic", "ours", "reference", "difference", "held"} <= set(rows[0])
    assert all(json.loads(row["options"]) is not None for row in rows)
    (row,) = (row for row in rows if row["published"] == "true" and json.loads(row["options"]) == {"metric": "ordinal"})
    assert float(row["reference"]) == 0.815
    assert float(row["ours"]) == pytest.approx(0.8154, abs=1e-4)


@pytest.mark.usefixtures("small")
def test_into_a_file_whose_ending_says_the_form(mcqa, tmp_path, no_trace):
    done = mcqa("verify", "-o", tmp_path / "out.json")
    assert (done.code, done.out) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["schema"] == "mcqa/verify@1"
    assert no_trace(tmp_path, "out.json", "reference")
    assert mcqa("verify", "-o", tmp_path / "out.json").code == 2


def test_what_is_off_ends_with_one_and_is_named(mcqa, small):
    put(small, "pub_krippendorff2011", "estimate", 0.745)
    done = mcqa("verify")
    assert done.code == 1
    assert "1 record off" in done.err
    table = done.out.partition("By coefficient")[0]
    assert "1 record off" in " ".join(table.split())
    assert "krippendorff_alpha" in table
    assert "0.745" in table
    assert "0.7434" in table
    document = mcqa("verify", "--format", "json")
    assert document.code == 1
    (off,) = (record for record in document.json["results"]["records"] if record["off"])
    assert (off["dataset"], off["coefficient"], off["options"]) == (
        "pub_krippendorff2011",
        "krippendorff_alpha",
        {"metric": "nominal"},
    )


def test_much_that_is_off_is_cut_short_in_the_table(mcqa, small):
    path = small / "expected" / "pub_krippendorff2011.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for record in document["expected"]:
        record["values"] = {name: value + 0.01 for name, value in record["values"].items()}
    path.write_text(json.dumps(document), encoding="utf-8")
    done = mcqa("verify")
    assert done.code == 1
    assert "more: --format json or csv gives all." in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_a_missing_file_is_one_clear_error(mcqa, small):
    missing = small / "data" / "pub_cac_dist4cat.csv"
    missing.unlink()
    done = mcqa("verify")
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines() == [
        f"mcqa: {missing} is missing",
        "  hint: install mcqa again: its reference values are not as they were shipped",
    ]

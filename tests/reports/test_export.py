"""What is written comes back: odd texts go from a parquet file to each form of the long list, and are read again."""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from mcqa.lint.engine import load_rubric
from mcqa.ratings.collect import read_ratings
from mcqa.reports.envelope import RunInfo
from mcqa.reports.export import export_csv, export_json, export_parquet

RUBRIC = load_rubric("mpos-qas-reconstruction")
CRITERIA = [criterion.id for criterion in RUBRIC.criteria]
LONG = ["unit", "rater", "criterion", "level", "score", "status", "round", "group", "comment", "timestamp", "source"]
ODD = st.text(alphabet="aB1=+-@'\"\t\r\n\0 \u200b\ufeff\x1c\x85\u2028\xa0é;,|{\\~\U0001f600", max_size=12)
LONG_TEXT = st.builds(lambda text, times: (text or "x") * times, ODD, st.just(3000))
TEXT = st.one_of(ODD, st.text(max_size=8), st.none(), st.sampled_from(["'=x", "''=x", "=1+1", "'", "NA", "nan"]))


def write(path: Path, columns: dict[str, list[object]]) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def forms(collected):
    run = RunInfo(command="export", options={}, rubric=RUBRIC)
    return {
        "csv": b"".join(export_csv(collected.ratings)),
        "json": b"".join(export_json(run, collected)),
        "parquet": export_parquet(collected.ratings, RUBRIC),
    }


def table_of(collected):
    rows = collected.ratings.to_frame()
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows.itertuples(index=False)]


@st.composite
def tables(draw):
    """A long list in which each cell stands once; names may be anything, and odd."""
    size = draw(st.integers(1, 6))
    column = st.lists(TEXT, min_size=size, max_size=size)
    names = {
        "unit": [f"u{at} {text or ''}" if at % 2 else f"{text or ''} u{at}" for at, text in enumerate(draw(column))],
        "rater": [f"{text or ''}r" for text in draw(column)],
        "criterion": draw(st.lists(st.sampled_from(CRITERIA), min_size=size, max_size=size)),
        "level": draw(
            st.lists(st.sampled_from(["met", "Not met", None, "N/A", "cannot tell"]), min_size=size, max_size=size)
        ),
        "comment": draw(st.lists(st.one_of(TEXT, LONG_TEXT), min_size=size, max_size=size)),
    }
    for name in ("group", "timestamp", "source", "evidence", "scope"):
        if draw(st.booleans()):
            names[name] = draw(column)
    if draw(st.booleans()):
        names["round"] = [draw(st.sampled_from(["1", "=2", "'=3"]))] * size
    return names


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_each_form_reads_back_to_the_identical_table_and_ledger(columns):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = read_ratings(write(folder / "first.parquet", columns), rubric=RUBRIC)
        assert first.cells.invalid == 0
        assert len(first.ratings) == len(columns["unit"])
        for form, content in forms(first).items():
            path = folder / f"again.{form}"
            path.write_bytes(content)
            again = read_ratings(path, rubric=RUBRIC)
            assert list(again.ratings.to_frame().columns) == list(first.ratings.to_frame().columns), form
            assert table_of(again) == table_of(first), form
            assert again.cells == first.cells, form
            assert forms(again)["csv"] == forms(first)["csv"], form


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ODD, ODD), min_size=1, max_size=5))
def test_no_cell_of_the_csv_begins_like_a_formula(texts):
    columns = {
        "unit": [f"={at}{text}" for at, (text, _) in enumerate(texts)],
        "rater": [f"@{text}" for text, _ in texts],
        "criterion": CRITERIA[:1] * len(texts),
        "level": ["met"] * len(texts),
        "comment": [comment for _, comment in texts],
    }
    with tempfile.TemporaryDirectory() as name:
        collected = read_ratings(write(Path(name) / "a.parquet", columns), rubric=RUBRIC)
    text = b"".join(export_csv(collected.ratings)).decode("utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert sum(cell.startswith("'=") for cell in cells) >= len(texts)


@pytest.fixture
def collected(tmp_path):
    columns = {
        "unit": ["MC-1", "MC-1", "MC-2"],
        "rater": ["R1", "R2", "R1"],
        "criterion": ["C01.1"] * 3,
        "level": ["Met", "N/A", None],
        "comment": ["Clear.", None, "=x"],
        "source": ["a.xlsx!MC-1!C7", None, None],
    }
    return read_ratings(write(tmp_path / "first.parquet", columns), rubric=RUBRIC)


def test_csv_has_the_columns_of_the_long_form_and_blanks_where_nothing_is(collected):
    rows = list(csv.DictReader(io.StringIO(forms(collected)["csv"].decode("utf-8"))))
    assert list(rows[0]) == LONG
    assert [row["level"] for row in rows] == ["met", "", ""]
    assert [row["score"] for row in rows] == ["2", "", ""]
    assert [row["status"] for row in rows] == ["rated", "not_applicable", "missing"]
    assert rows[2]["comment"] == "'=x"
    assert [row["source"].rpartition("/")[2].rpartition("\\")[2] for row in rows] == [
        "a.xlsx!MC-1!C7",
        "first.parquet!2",
        "first.parquet!3",
    ]


def test_json_is_the_envelope_with_counts_and_an_object_for_each_row(collected):
    envelope = json.loads(forms(collected)["json"])
    assert envelope["schema"] == "mcqa/export@1"
    assert envelope["run"]["rubric"]["id"] == RUBRIC.id
    assert envelope["results"]["cells"]["read"] == envelope["results"]["rows"] == 3
    first, second, _ = envelope["results"]["ratings"]
    assert list(first) == LONG
    assert (first["level"], first["score"], first["group"]) == ("met", 2.0, None)
    assert (second["level"], second["score"], second["status"]) == (None, None, "not_applicable")


def test_a_table_without_rows_is_whole_in_every_form(tmp_path):
    columns = {"unit": ["A"], "rater": ["R"], "criterion": ["C01.1"], "level": ["Metish"]}
    collected = read_ratings(write(tmp_path / "first.parquet", columns), rubric=RUBRIC)
    assert (collected.cells.invalid, len(collected.ratings)) == (1, 0)
    made = forms(collected)
    assert made["csv"].decode() == ",".join(LONG) + "\n"
    assert json.loads(made["json"])["results"]["ratings"] == []
    assert parquet.read_table(io.BytesIO(made["parquet"])).num_rows == 0


def test_parquet_has_fixed_types_names_its_rubric_and_is_the_same_for_the_same_ratings(collected, tmp_path):
    content = forms(collected)["parquet"]
    assert content == forms(collected)["parquet"]
    schema = parquet.read_schema(io.BytesIO(content))
    assert schema.names == LONG
    assert schema.field("score").type == pa.float64()
    assert schema.field("unit").type == pa.dictionary(pa.int32(), pa.string())
    assert schema.field("comment").type == pa.string()
    assert schema.metadata[b"mcqa_rubric_id"].decode() == RUBRIC.id
    assert schema.metadata[b"mcqa_rubric_sha256"].decode() == RUBRIC.sha256
    frame = parquet.read_table(io.BytesIO(content)).to_pandas()
    assert frame["level"].isna().tolist() == [False, True, True]
    assert frame["score"][0] == 2.0
    assert math.isnan(frame["score"][1])
    path = tmp_path / "named.parquet"
    path.write_bytes(content)
    # nobody says which rubric: the file does
    assert read_ratings(path).ratings.rubric.id == RUBRIC.id


def test_what_was_asked_beside_the_rating_has_columns_of_its_own_only_where_it_was_asked(tmp_path):
    columns = {"unit": ["A", "B"], "rater": ["R", "R"], "criterion": ["C01.1"] * 2, "level": ["met"] * 2}
    asked = {**columns, "ease_of_use": ["hard", None], "evidence": ["p. 3", None], "scope": [None, None]}
    plain = read_ratings(write(tmp_path / "plain.parquet", columns), rubric=RUBRIC).ratings
    said = read_ratings(write(tmp_path / "asked.parquet", asked), rubric=RUBRIC).ratings
    assert plain.long_columns == tuple(LONG)
    assert said.long_columns == (*LONG, "evidence", "ease_of_use")
    assert said.to_frame()["evidence"].tolist() == ["p. 3", ""]

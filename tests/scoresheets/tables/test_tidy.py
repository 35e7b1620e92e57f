from __future__ import annotations

import datetime as dt
import io
import json
import random
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import build_ratings
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.tables import parquet as limits
from mcqa.scoresheets.tables.columns import MOST_TOLD
from mcqa.scoresheets.tables.tidy import read_export_json, read_parquet, read_tidy
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping

RUBRIC = load_rubric("mpos-qas-reconstruction")
FIRST, SECOND = (criterion.id for criterion in RUBRIC.criteria[:2])
ROW = {"unit": ["MC-1"], "rater": ["R1"], "criterion": [FIRST], "level": ["met"]}


def packed(columns, **options) -> bytes:
    stream = io.BytesIO()
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    parquet.write_table(table, stream, **options)
    return stream.getvalue()


def read(columns, *, name="a.parquet", mapping=None, rater_from=None, **options):
    """Open, read and build a parquet file of some columns."""
    tidy, said = read_parquet(packed(columns, **options), name)
    assert said == ()
    reading = read_tidy(
        tidy, "", CriterionIndex(RUBRIC), SheetOptions(mapping=mapping or Mapping(), rater_from=rater_from)
    )
    return build_ratings(reading, RUBRIC), reading


def codes(collected):
    return [finding.code for finding in collected.findings if finding.code[0] == "S"]


def rows(collected):
    frame = collected.ratings.to_frame()
    return list(zip(frame["unit"], frame["rater"], frame["criterion"], frame["status"], strict=True))


def test_a_long_table_is_read_under_the_words_that_people_use():
    columns = {"Micro-credential": ["MC-1"], "Reviewer": ["R1"], "Component": ["C01.1"], "Rating": [" Met "]}
    collected, reading = read(columns)
    assert rows(collected) == [("MC-1", "R1", "C01.1", "rated")]
    assert (collected.files[0].layout, codes(collected)) == ("tidy", [])
    assert [(column.header, column.meaning, column.how) for column in reading.files[0].columns] == [
        ("Micro-credential", "unit", "alias"),
        ("Reviewer", "rater", "alias"),
        ("Component", "criterion", "alias"),
        ("Rating", "level", "alias"),
    ]
    assert (reading.records, reading.n_cells) == ((), 1)


def test_the_place_of_a_cell_is_the_file_and_the_row_from_1():
    collected, _ = read({name: values * 3 for name, values in ROW.items()} | {"level": ["met", "Metish", None]})
    (finding,) = [found for found in collected.findings if found.code == "S201"]
    assert finding.location[:] == ("a.parquet", 2, None, None, None)
    assert (finding.subject, finding.value) == (FIRST, "Metish")
    assert collected.ratings.source[0].line == 1


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([7]), "7"),
        (pa.array([7.0]), "7"),
        (pa.array(["7 "]), "7"),
        (pa.array(["x"]).dictionary_encode(), "x"),
        (pa.array([b"x"]), "x"),
        (pa.array(["x"], pa.large_string()), "x"),
        (pa.array([Decimal("7.00")]), "7"),
        (pa.array([dt.date(2024, 1, 2)]), "2024-01-02"),
        (pa.array([True]), "True"),
        (pa.array([7], pa.uint8()).dictionary_encode(), "7"),
    ],
    ids=str,
)
def test_ids_may_be_of_any_plain_type(values, text):
    collected, _ = read(pa.table({**ROW, "unit": values}))
    assert collected.ratings.units == (text,)


def test_times_of_any_precision_are_text():
    for unit in ("s", "ms", "us", "ns"):
        stamp = pa.array([dt.datetime.fromisoformat("2024-01-02T03:04:05"), None, None], pa.timestamp(unit))
        table = {name: values * 3 for name, values in ROW.items()} | {"unit": ["A", "B", "C"], "timestamp": stamp}
        assert list(read(table)[0].ratings.timestamp) == ["2024-01-02 03:04:05", "", ""]


def test_scores_levels_and_statuses_stand_together():
    table = {
        "unit": ["A", "B", "C", "D"],
        "rater": ["R"] * 4,
        "criterion": [FIRST] * 4,
        "score": [2.0, float("nan"), None, 7.0],
        "status": ["rated", "cannot_tell", None, None],
    }
    collected, _ = read(table)
    assert [row[3] for row in rows(collected)] == ["rated", "cannot_tell", "missing"]
    assert (collected.cells.invalid, codes(collected)) == (1, ["S202"])


def test_several_parts_with_values_of_their_own_are_one_column():
    n = 1000
    table = {
        "unit": [f"MC-{at % 7}" for at in range(n)],
        "rater": [f"R{at}" for at in range(n)],
        "criterion": [FIRST] * n,
        "level": [("met", "not_met", None)[at % 3] for at in range(n)],
        "comment": [None if at % 5 else f"note {at}" for at in range(n)],
    }
    whole, _ = read(table)
    parts, _ = read(table, row_group_size=64)
    assert parts.ratings.to_frame().equals(whole.ratings.to_frame())
    assert (len(whole.ratings), parts.cells) == (n, whole.cells)


def test_values_that_differ_too_much_to_be_brought_together_stay_as_they_are(monkeypatch):
    table = {name: values * 90 for name, values in ROW.items()} | {"rater": [f"R{at % 30}" for at in range(90)]}
    table["criterion"] = [RUBRIC.criteria[at // 30].id for at in range(90)]
    whole, _ = read(table)
    monkeypatch.setattr(limits, "MAX_UNIFIED", 5)
    apart, _ = read(table, row_group_size=30)
    assert apart.ratings.to_frame().equals(whole.ratings.to_frame())
    assert len(whole.ratings) == 90


@pytest.mark.parametrize(
    ("without", "code", "invalid"),
    [("unit", "S104", 1), ("rater", "S105", 1), ("criterion", "S101", 0), ("level", "S101", 0)],
)
def test_a_column_that_is_missing_is_said(without, code, invalid):
    collected, _ = read({name: values for name, values in ROW.items() if name != without})
    assert (codes(collected), collected.cells.invalid, len(collected.ratings)) == ([code], invalid, 0)


def test_the_reviewer_may_be_named_by_the_file():
    columns = {name: values for name, values in ROW.items() if name != "rater"}
    assert read(columns, name="x/R07.parquet", rater_from="filename")[0].ratings.raters == ("R07",)


def test_rows_that_name_nobody_are_invalid_and_said_one_by_one():
    table = {
        "unit": ["A", None, "C", "\u200b"],
        "rater": ["R", "R", " ", None],
        "criterion": [FIRST] * 4,
        "level": ["met"] * 4,
    }
    collected, _ = read(table)
    assert (collected.cells.rated, collected.cells.invalid) == (1, 3)
    told = [(found.code, found.location.line) for found in collected.findings if found.code[0] == "S"]
    assert sorted(told) == [("S104", 2), ("S104", 4), ("S105", 3), ("S105", 4)]


def test_a_component_that_is_none_is_said_only_where_a_rating_stands():
    standard = RUBRIC.standards[0].id
    table = {
        "unit": ["A"] * 4,
        "rater": ["R"] * 4,
        "criterion": [FIRST, "C01.l", standard, "a note"],
        "level": ["met", "met", "met", None],
    }
    collected, _ = read(table)
    assert (collected.cells.rated, collected.cells.invalid, collected.cells.read) == (1, 2, 3)
    told = [found for found in collected.findings if found.code == "S206"]
    assert [found.location.line for found in told] == [2, 3]
    assert "a standard is not rated itself" in told[1].hint


def test_two_columns_for_one_meaning_are_not_guessed_between():
    collected, _ = read({**ROW, "Rating": ["not met"]})
    assert (codes(collected), collected.cells.invalid, len(collected.ratings)) == (["S103", "S103"], 1, 0)


def test_columns_of_comments_are_put_together():
    collected, _ = read({**ROW, "comment": ["one"], "Notes": ["two"]})
    assert list(collected.ratings.comment) == ["one | two"]


def test_a_column_that_is_not_understood_or_holds_lists_is_said():
    table = pa.table({**ROW, "rubrik": ["x"], "list": [[1, 2]]})
    collected, _ = read(table)
    assert codes(collected) == ["S102", "S102"]
    assert {found.value for found in collected.findings if found.code == "S102"} == {"rubrik", "list"}
    assert collected.cells.rated == 1


def test_a_mapping_gives_headings_and_values_their_meaning():
    table = {"unit": ["A", "B", "C"], "rater": ["R"] * 3, "criterion": [FIRST] * 3, "Stufe (1-3)": ["ok", "?", "-"]}
    mapping = Mapping(
        headers=(("Stufe (1-3)", "level"),), values=(("OK", "met"), ("?", "cannot_tell"), ("-", "missing"))
    )
    collected, reading = read(table, mapping=mapping)
    assert [row[3] for row in rows(collected)] == ["rated", "cannot_tell", "missing"]
    assert (reading.files[0].columns[3].meaning, reading.files[0].columns[3].how) == ("level", "map")
    ignored = Mapping(headers=(("Stufe (1-3)", "ignore"),))
    assert codes(read({**table, "level": ["met"] * 3}, mapping=ignored)[0]) == []


def test_like_faults_of_a_long_table_are_told_up_to_a_number_and_counted_beyond():
    n = 3 * MOST_TOLD
    table = {
        "unit": [f"MC-{at}" for at in range(n)],
        "rater": ["R"] * n,
        "criterion": [FIRST] * n,
        "level": ["Metish"] * n,
    }
    collected, _ = read(table)
    told = [found for found in collected.findings if found.code == "S201"]
    assert (len(told), collected.cells.invalid) == (MOST_TOLD + 1, n)
    (rest,) = [found for found in told if found.location.line is None]
    assert rest.value == str(n - MOST_TOLD)
    nameless, _ = read({**table, "unit": [None] * n})
    assert len([found for found in nameless.findings if found.code == "S104"]) == MOST_TOLD + 1
    assert nameless.cells.invalid == n


def test_a_column_of_ever_different_values_is_no_level(monkeypatch):
    monkeypatch.setattr("mcqa.scoresheets.tables.tidy.MOST_LEVELS", 3)
    n = 9
    table = {
        "unit": ["A"] * n,
        "rater": ["R"] * n,
        "criterion": [FIRST] * n,
        "level": [f"text {at}" for at in range(n)],
    }
    collected, _ = read(table)
    assert (codes(collected), collected.files[0].layout) == (["S101"], "none")


def test_a_table_without_rows_is_an_empty_file():
    columns = {name: pa.array([], pa.string()) for name in ROW}
    assert codes(read(pa.table(columns))[0]) == ["S006"]


def test_the_rubric_stands_in_the_metadata():
    table = pa.table(ROW).replace_schema_metadata({"mcqa_rubric_id": "x", "mcqa_rubric_version": "1.0.0"})
    assert read_parquet(packed(table), "a.parquet")[0].claim[:] == ("x", "1.0.0", "")
    assert read_parquet(packed(ROW), "a.parquet")[0].claim is None


def test_what_is_no_parquet_file_or_is_damaged_is_a_finding_and_nothing_else():
    sound = packed({**ROW, "comment": ["note"], "score": [2.0]})
    for content in (b"PAR1", b"unit,rater\n", sound[:-20], sound[10:], b"PAR1" + b"\0" * 40 + b"PAR1"):
        table, said = read_parquet(content, "a.parquet")
        assert (table, [finding.code for finding in said]) == (None, ["S001"])
    assert read_parquet(b"PARE" + sound[4:], "a.parquet")[1][0].code == "S002"


def test_bytes_changed_anywhere_give_a_table_or_a_finding():
    n = 200
    columns = {
        "unit": [f"MC-{at}" for at in range(n)],
        "rater": ["R1", "R2"] * (n // 2),
        "criterion": [FIRST] * n,
        "level": ["met", None] * (n // 2),
        "score": [2.0, None] * (n // 2),
        "timestamp": pa.array([dt.datetime(2024, 1, 2)] * n),  # noqa: DTZ001  # a sheet knows no zone
    }
    rng = random.Random(5)
    for options in ({}, {"compression": "none", "use_dictionary": False}, {"compression": "zstd"}):
        sound = packed(columns, **options)
        for _ in range(150):
            content = bytearray(sound)
            for _ in range(rng.randrange(1, 6)):
                content[rng.randrange(len(content))] = rng.randrange(256)
            table, said = read_parquet(bytes(content), "a.parquet")
            if table is None:
                assert said[0].code in {"S001", "S002", "S003", "S103"}
                continue
            collected = build_ratings(read_tidy(table, "", CriterionIndex(RUBRIC), SheetOptions()), RUBRIC)
            assert collected.cells.read == sum(collected.cells)


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_ROWS", 50), ("MAX_COLUMNS", 3), ("MAX_CELLS", 100), ("MAX_UNPACKED", 100)]
)
def test_what_would_unpack_to_more_than_a_table_of_ratings_is_refused(monkeypatch, limit, value):
    content = packed({name: values * 100 for name, values in ROW.items()})
    assert read_parquet(content, "a.parquet")[0].n_rows == 100
    monkeypatch.setattr(limits, limit, value)
    table, said = read_parquet(content, "a.parquet")
    assert (table, said[0].code) == (None, "S003")


def test_millions_of_rows_in_a_few_bytes_are_refused():
    content = packed({"unit": pa.array(np.zeros(2_000_000, dtype=np.int8))}, compression="zstd")
    table, said = read_parquet(content, "a.parquet")
    assert (table, said[0].code) == (None, "S003")


def test_a_text_that_no_cell_holds_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT", 5)
    table, said = read_parquet(packed({**ROW, "comment": ["longer"]}), "a.parquet")
    assert (table, said[0].code) == (None, "S001")


def test_columns_of_the_same_name_are_refused():
    table = pa.table([["A"], ["B"]], names=["unit", "unit"])
    tidy, said = read_parquet(packed(table), "a.parquet")
    assert (tidy, said[0].code) == (None, "S103")


ENVELOPE = {"schema": "mcqa/export@1", "run": {"rubric": None}, "results": {"ratings": [{"unit": "A", "score": 2.0}]}}


def test_exported_json_is_a_sheet_with_the_label_of_its_rubric():
    named = ENVELOPE | {"run": {"rubric": {"id": "x", "version": "1.0.0"}}}
    assert read_export_json(json.dumps(named).encode(), "a.json")[0].rows == (
        ("Rubric", "x 1.0.0"),
        ("unit", "score"),
        ("A", 2.0),
    )
    rows_of = [{"unit": " \u200b", "b": "\0\ud800x"}, {"c": None}]
    odd = ENVELOPE | {"results": {"ratings": rows_of}}
    grid = read_export_json(json.dumps(odd).encode(), "a.json")[0]
    assert grid.rows == (("unit", "b", "c"), (None, "\ufffd\ufffdx", None), (None, None, None))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"schema": "mcqa/score@1"}',
        b'{"schema": "mcqa/export@1"}',
        b'{"schema": "mcqa/export@1", "results": {"ratings": [1]}}',
        b'{"schema": "mcqa/export@1", "results": {"ratings": [{"unit": ["A"]}]}}',
        b'{"schema": "mcqa/export@1", "results": {"ratings": [{"score": NaN}]}}',
        b"[" * 200_000,
        b'{"schema": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda content: ascii(content[:50]),
)
def test_any_other_json_is_refused(content):
    grid, said = read_export_json(content, "a.json")
    assert (grid, [finding.code for finding in said]) == (None, ["S001"])

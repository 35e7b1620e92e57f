from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.errors import UsageError
from mcqa.findings import Location
from mcqa.ratings.build import Cells, build_ratings, natural, only_round
from mcqa.scoresheets.kinds import NO_RATER
from mcqa.scoresheets.records import FileRead, Record
from mcqa.scoresheets.tables.columns import MOST_TOLD, columns_of
from mcqa.scoresheets.tables.reading import SheetReading


def codes(collected, first):
    return [finding.code for finding in collected.findings if finding.code.startswith(first)]


def test_levels_are_those_of_each_components_own_scale(build):
    collected = build(
        ("A", "R1", "C1.1", 2),
        ("A", "R1", "C1.2", "Not met"),
        ("A", "R1", "C1.3", 2),
        ("A", "R2", "C1.3", "Best"),
    )
    frame = collected.ratings.to_frame()
    assert list(zip(frame["criterion"], frame["level"], frame["score"], strict=True)) == [
        ("C1.1", "met", 2.0),
        ("C1.2", "not_met", 0.0),
        ("C1.3", "l1", 2.0),
        ("C1.3", "l3", 4.0),
    ]


def test_the_four_fates_stay_apart_and_a_fault_is_no_row(build, table_of):
    collected = build(
        ("A", "R1", "C1.1", "Met"),
        ("A", "R1", "C1.2", None),
        ("A", "R2", "C1.1", "N/A"),
        ("A", "R2", "C1.2", "Cannot tell"),
        ("B", "R1", "C1.1", "Metish"),
    )
    assert table_of(collected) == {
        ("A", "R1", "C1.1"): ("met", "rated"),
        ("A", "R1", "C1.2"): (None, "missing"),
        ("A", "R2", "C1.1"): (None, "not_applicable"),
        ("A", "R2", "C1.2"): (None, "cannot_tell"),
    }
    assert collected.cells == Cells(rated=1, missing=1, not_applicable=1, cannot_tell=1, invalid=1)
    assert collected.cells.to_json() == {
        "read": 5,
        "rated": 1,
        "missing": 1,
        "not_applicable": 1,
        "cannot_tell": 1,
        "invalid": 1,
    }
    assert collected.n_ratings == 1
    (finding,) = [found for found in collected.findings if found.code == "S201"]
    assert (finding.location.cell, finding.subject, finding.value) == ("D6", "C1.1", "Metish")


def test_a_fault_in_a_score_shows_the_score(build):
    collected = build(("A", "R1", "C1.1", None, {"score": 9}))
    assert [(found.code, found.value) for found in collected.findings if found.code == "S202"] == [("S202", "9")]


def test_units_raters_groups_and_rounds_fold_case_space_width_and_what_does_not_show(build):
    collected = build(
        ("MC-01", "Ann Lee", "C1.1", "Met", {"group": "NBCT", "round": "Round 1"}),
        (" mc-01", "ann  LEE ", "C1.2", "Met", {"group": "nbct ", "round": "round 1"}),
        ("\uff2d\uff23-01", "Ann\u200b Lee", "C1.3", "Best", {"group": "nbct", "round": "ROUND  1"}),
        ("MC-01", "Zoe\u0301", "C1.1", "Met", {"group": "nbct", "round": "round 1"}),
        ("MC-01", "Zo\u00e9", "C1.2", "Met", {"group": "nbct", "round": "round 1"}),
    )
    ratings = collected.ratings
    assert (ratings.units, ratings.groups, ratings.rounds) == (("MC-01",), ("NBCT",), ("Round 1",))
    assert ratings.raters == ("Ann Lee", "Zoe\u0301")
    assert (collected.files[0].units, len(collected.files[0].raters)) == (("MC-01",), 2)


def test_names_that_differ_otherwise_stay_different(build):
    collected = build(("MC-1", "R1", "C1.1", "Met"), ("MC-01", "R1", "C1.1", "Met"), ("MC 1", "R1", "C1.1", "Met"))
    assert set(collected.ratings.units) == {"MC-1", "MC-01", "MC 1"}


def test_the_same_cell_twice_counts_once(build, table_of):
    collected = build(("A", "R1", "C1.1", "Met"), ("a", "r1", "C1.1", 2), ("A", "R1", "C1.1", "met "))
    assert table_of(collected) == {("A", "R1", "C1.1"): ("met", "rated")}
    duplicates = [finding for finding in collected.findings if finding.code == "R101"]
    assert [(found.name, found.severity, found.location.cell, found.subject, found.value) for found in duplicates] == [
        ("duplicate-rating", "warning", "D3", "C1.1", "2"),
        ("duplicate-rating", "warning", "D4", "C1.1", "met"),
    ]
    assert "a.csv:2" in duplicates[0].message
    assert (collected.cells.rated, collected.n_ratings) == (3, 1)


@pytest.mark.parametrize(
    "values", [("Met", "Not met"), ("Met", "Met", "Not met"), ("Met", "N/A"), ("N/A", "Cannot tell")]
)
def test_contradicting_cells_are_all_invalid_and_none_is_used(build, table_of, values):
    collected = build(*(("A", "R1", "C1.1", value) for value in values), ("A", "R2", "C1.1", "Met"))
    assert table_of(collected) == {("A", "R2", "C1.1"): ("met", "rated")}
    conflicts = [finding for finding in collected.findings if finding.code == "R102"]
    assert [(found.name, found.severity, found.value) for found in conflicts] == [
        ("conflicting-rating", "error", value) for value in values
    ]
    assert collected.cells == Cells(rated=1, invalid=len(values))


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        (("Met", "Met", "Not met"), (4, 4, 2)),
        (("Met", "Not met", "Met"), (3, 2, 3)),
        (("Not met", "Met", "Met"), (3, 2, 2)),
        ((None, "Met", "Met", "N/A", "Not met"), (5, 5, 3, 3)),
    ],
)
def test_each_contradicting_cell_is_told_beside_one_that_says_something_else(build, values, beside):
    collected = build(*(("A", "R1", "C1.1", value) for value in values))
    told = {found.location.line: found.message for found in collected.findings if found.code == "R102"}
    typed = dict(enumerate(values, start=2))
    lines = [line for line, value in typed.items() if value]
    assert told == {
        line: f'C1.1 of A by R1 is "{typed[line]}" here and "{typed[other]}" at a.csv:{other}; neither is used'
        for line, other in zip(lines, beside, strict=True)
    }


def said(collected):
    frame = collected.ratings.to_frame()
    return list(zip(frame["level"], frame["comment"], strict=True))


def test_what_was_written_beside_a_cell_that_falls_stays_with_the_one_that_stands(build):
    collected = build(
        ("A", "R1", "C1.1", None, {"comment": "asked for the link", "answers": (("evidence", "p. 1"),)}),
        ("A", "R1", "C1.1", "Met", {"comment": "sound", "answers": (("evidence", "p. 2"), ("scope", "wide"))}),
        ("A", "R1", "C1.1", 2, {"comment": "link came", "answers": (("evidence", "p. 2"),)}),
        ("A", "R1", "C1.1", "met", {"comment": "sound"}),
        ("A", "R1", "C1.1", None, {"comment": " "}),
        ("B", "R1", "C1.1", "Met", {"comment": "own"}),
    )
    assert said(collected) == [("met", "sound | asked for the link | link came"), ("met", "own")]
    assert {name: list(texts) for name, texts in collected.ratings.answers.items()} == {
        "evidence": ["p. 2 | p. 1", ""],
        "scope": ["wide", ""],
    }
    assert collected.cells == Cells(rated=4, missing=2)


def test_the_comments_of_blank_cells_stand_once_and_together(build):
    rows = [("A", "R1", "C1.1", None, {"comment": text}) for text in ("one", "two", "one | two", "", "two | three")]
    assert said(build(*rows)) == [(None, "one | two | two | three")]
    assert said(build(*rows[3:], *rows[:1])) == [(None, "two | three | one")]
    assert said(build(rows[0], rows[0])) == [(None, "one")]


def test_cells_of_which_none_is_used_leave_no_comment(build):
    rows = [("A", "R1", "C1.1", value, {"comment": f"because {value}"}) for value in ("Met", "Not met", None)]
    assert said(build(*rows, ("A", "R2", "C1.1", "Met"))) == [("met", "")]


def test_what_tells_of_two_cells_repeats_no_more_of_them_than_anybody_reads(build):
    padded = "Not" + " " * 100_000 + "met"
    collected = build(("A", "R1", "C1.1", padded), ("A", "R1", "C1.1", "Not met"), ("A", "R1", "C1.1", "Met"))
    (first, *_) = [found for found in collected.findings if found.code == "R102"]
    assert (len(first.value), len(first.message) < 300) == (200, True)


def test_a_blank_gives_way_to_what_stands_elsewhere_and_a_fault_is_no_conflict(build, table_of):
    collected = build(
        ("A", "R1", "C1.1", None),
        ("A", "R1", "C1.1", "Met"),
        ("A", "R1", "C1.2", None),
        ("A", "R1", "C1.2", None),
        ("A", "R1", "C1.1", "Metish"),
    )
    assert table_of(collected) == {("A", "R1", "C1.1"): ("met", "rated"), ("A", "R1", "C1.2"): (None, "missing")}
    assert collected.cells == Cells(rated=1, missing=3, invalid=1)
    assert codes(collected, "R102") == codes(collected, "R101") == []


def test_contradictions_across_files_are_on_the_books_of_each(rubric):
    records = [
        Record(unit="A", rater="R1", criterion="C1.1", value=value, location=Location(file=file, sheet="A", cell="C7"))
        for file, value in (("1.xlsx", "Met"), ("2.xlsx", "Not met"))
    ]
    files = tuple(FileRead(path=f"{at}.xlsx", sha256="", layout="wide", sheets=1, invalid=at) for at in (1, 2, 3))
    collected = build_ratings(SheetReading(records=tuple(records), files=files, findings=()), rubric)
    assert [(file.path, file.cells) for file in collected.files] == [
        ("1.xlsx", Cells(invalid=2)),
        ("2.xlsx", Cells(invalid=3)),
        ("3.xlsx", Cells(invalid=3)),
    ]
    assert collected.cells == Cells(invalid=8)


def test_the_same_cell_in_two_rounds_is_two_ratings(build):
    collected = build(("A", "R1", "C1.1", "Met", {"round": "1"}), ("A", "R1", "C1.1", "Not met", {"round": "2"}))
    assert (collected.ratings.rounds, len(collected.ratings), codes(collected, "R102")) == (("1", "2"), 2, [])


def test_sheets_that_name_no_round_belong_to_the_only_one_that_others_name(build):
    collected = build(
        ("A", "R1", "C1.1", "Met", {"round": "round-1"}), ("A", "R2", "C1.1", "Met"), ("A", "R1", "C1.1", "Not met")
    )
    assert collected.ratings.rounds == ("round-1",)
    assert codes(collected, "R102") == ["R102", "R102"]
    agreeing = build(("A", "R1", "C1.1", "Met", {"round": "round-1"}), ("A", "R2", "C1.1", "Met"))
    assert agreeing.ratings.matrix([0]).codes.tolist() == [[2, 2]]


def test_nothing_read_is_an_empty_table(rubric):
    collected = build_ratings(SheetReading(records=(), files=(), findings=(), refused=("a.xlsx",)), rubric)
    assert (len(collected.ratings), collected.n_ratings, collected.cells.read, collected.refused) == (
        0,
        0,
        0,
        ("a.xlsx",),
    )
    assert (collected.ratings.units, collected.ratings.raters, collected.ratings.rounds) == ((), (), ("",))
    assert len(collected.ratings.to_frame()) == 0


def test_findings_come_in_the_order_in_which_people_look_for_them(rubric):
    places = [
        ("R10.xlsx", "MC-2", "C7"),
        ("R2.xlsx", "MC-10", "C7"),
        ("R2.xlsx", "MC-2", "C10"),
        ("R2.xlsx", "MC-2", "C9"),
        ("R2.xlsx", None, None),
    ]
    findings = tuple(NO_RATER.at(Location(file=file, sheet=sheet, cell=cell), "x") for file, sheet, cell in places)
    files = tuple(
        FileRead(path=name, sha256="", layout="wide", sheets=1, invalid=0) for name in ("R10.xlsx", "R2.xlsx")
    )
    collected = build_ratings(SheetReading(records=(), files=files, findings=findings), rubric)
    assert [(f.location.file, f.location.sheet, f.location.cell) for f in collected.findings] == [
        places[at] for at in (4, 3, 2, 1, 0)
    ]


def test_units_and_raters_are_sorted_as_people_count(build):
    names = ("R10", "r2", "R1", "R01", "Ann")
    collected = build(*((f"MC-{at}", name, "C1.1", "Met") for at, name in zip((10, 9, 1, 2, 100), names, strict=True)))
    assert collected.ratings.raters == ("Ann", "R01", "R1", "r2", "R10")
    assert collected.ratings.units == ("MC-1", "MC-2", "MC-9", "MC-10", "MC-100")


def test_a_number_in_a_name_may_be_of_any_length():
    assert sorted(["9" * 5000, "1" + "0" * 5000, "7"], key=natural) == ["7", "9" * 5000, "1" + "0" * 5000]


@given(st.lists(st.text(alphabet="aA0129 -", max_size=6), max_size=8), st.randoms())
def test_the_order_of_names_does_not_depend_on_where_it_began(names, rng):
    shuffled = rng.sample(names, len(names))
    first, second = (sorted(some, key=lambda name: (natural(name), name)) for some in (names, shuffled))
    assert first == second


def test_ledgers_add_up():
    assert Cells(1, 2, 3, 4, 5).plus(Cells(10, 20, 30, 40, 50)) == Cells(11, 22, 33, 44, 55)
    assert Cells(1, 2, 3, 4, 5).read == 15


# cells in columns, as a parquet file gives them


VALUES = ["Met", "met ", 2, "2", 1.0, True, "N/A", None, "", "cannot tell", "Metish", 99, "Not met"]


def record_of(data, place):
    return Record(
        unit=data.draw(st.sampled_from(["MC-1", "mc-1 ", "MC-01", "B"])),
        rater=data.draw(st.sampled_from(["R1", "r1", "R10"])),
        criterion=data.draw(st.sampled_from(["C1.1", "C1.3"])),
        value=data.draw(st.sampled_from(VALUES)),
        location=place,
        comment=data.draw(st.sampled_from(["", "a"])),
        round=data.draw(st.sampled_from(["", "1", "2"])),
        group=data.draw(st.sampled_from(["", "G"])),
        status=data.draw(st.sampled_from(["", "", "rated", "missing"])),
        score=data.draw(st.sampled_from([None, None, 2])),
        origin=data.draw(st.sampled_from(["", "b.xlsx!S!C7"])),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_cells_in_columns_and_the_same_cells_as_records_give_the_same(rubric, data):
    places = [
        Location(file="a.csv", line=line, cell=f"D{line}") for line in range(2, 2 + data.draw(st.integers(0, 12)))
    ]
    records = tuple(record_of(data, place) for place in places)
    cut = data.draw(st.integers(0, len(records)))
    files = (FileRead(path="a.csv", sha256="", layout="long", sheets=1, invalid=0),)
    whole = SheetReading(records=records, files=files, findings=())
    parts = whole._replace(records=records[:cut], tidy=(columns_of(records[cut:]), columns_of(())))
    assert whole.n_cells == parts.n_cells == len(records)
    one, other = build_ratings(whole, rubric), build_ratings(parts, rubric)
    assert one.findings == other.findings
    assert (one.cells, one.files, one.n_ratings) == (other.cells, other.files, other.n_ratings)
    assert one.ratings.to_frame().equals(other.ratings.to_frame())
    for name in ("1", "2"):
        if any(record.round == name for record in records):
            kept, others = only_round(whole, name), only_round(parts, name)
            assert kept.n_cells == others.n_cells
            assert (
                build_ratings(kept, rubric).ratings.to_frame().equals(build_ratings(others, rubric).ratings.to_frame())
            )


def test_a_round_that_no_table_names_is_refused():
    record = Record(
        unit="A", rater="R", criterion="C1.1", value="Met", location=Location(file="a.csv"), round="Round 1"
    )
    reading = SheetReading(records=(), files=(), findings=(), tidy=(columns_of([record]),))
    with pytest.raises(UsageError, match="no sheet is of the round"):
        only_round(reading, "2")
    assert list(only_round(reading, "round 1").tidy[0].round) == ["Round 1"]


def test_a_cell_sent_twice_in_tables_is_told_up_to_a_number_and_counted_beyond(rubric):
    n = MOST_TOLD + 7
    records = [
        Record(unit=f"A{at}", rater="R", criterion="C1.1", value="Met", location=Location(file=file, line=at + 1))
        for file in ("a.parquet", "b.parquet")
        for at in range(n)
    ]
    files = tuple(FileRead(path=f"{name}.parquet", sha256="", layout="tidy", sheets=1, invalid=0) for name in "ab")
    reading = SheetReading(
        records=(), files=files, findings=(), tidy=(columns_of(records[:n]), columns_of(records[n:]))
    )
    collected = build_ratings(reading, rubric)
    told = [finding for finding in collected.findings if finding.code == "R101"]
    assert (len(told), len(collected.ratings), collected.cells.rated) == (MOST_TOLD + 1, n, 2 * n)
    assert {finding.location.file for finding in told} == {"b.parquet"}
    assert [finding.value for finding in told if finding.location.line is None] == ["7"]
    assert "A0 by R was already read at a.parquet:1" in told[1].message
    as_records = build_ratings(reading._replace(records=tuple(records), tidy=()), rubric)
    assert len([finding for finding in as_records.findings if finding.code == "R101"]) == n


def test_what_a_source_column_says_wins_over_the_place_of_the_cell(build):
    collected = build(
        ("A", "R1", "C1.1", "Met", {"origin": "b.xlsx!S!C7"}),
        ("B", "R1", "C1.1", "Met"),
    )
    assert collected.ratings.to_frame()["source"].tolist() == ["b.xlsx!S!C7", "a.csv!D3"]
    assert collected.ratings.origin == ("b.xlsx!S!C7", "")
    assert build(("A", "R1", "C1.1", "Met")).ratings.origin == ()


def test_what_was_asked_beside_the_rating_stands_in_columns_of_its_own(build):
    collected = build(
        ("A", "R1", "C1.1", "Met", {"answers": (("ease_of_use", "easy"), ("evidence", "p. 3"), ("scope", ""))}),
        ("B", "R1", "C1.1", "Met", {"round": "1"}),
    )
    ratings = collected.ratings
    assert {name: list(texts) for name, texts in ratings.answers.items()} == {
        "evidence": ["p. 3", ""],
        "ease_of_use": ["easy", ""],
    }
    assert list(ratings.to_frame().columns)[-3:] == ["source", "evidence", "ease_of_use"]
    assert list(ratings.to_frame()["evidence"]) == ["p. 3", ""]
    assert build(("A", "R1", "C1.1", "Met")).ratings.answers == {}

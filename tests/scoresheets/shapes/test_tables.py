"""Several tables on one sheet, what names the unit of each, and the rows that are no ratings."""

from __future__ import annotations

import pytest

HEAD = ["Component", "Rating"]
ROWS = [["C01.1", "Met"], ["C01.2", "Not met"]]


def taken(reading):
    return [(r.unit, r.rater, r.criterion, r.value) for r in reading.records]


def tables(*titles):
    rows = [["Reviewer", "R1"]]
    for title in titles:
        rows += [[], [title] if title else [], HEAD, *ROWS]
    return rows


def test_each_table_with_a_title_of_its_own_is_about_that_unit(book, read):
    reading = read(book({"Ratings": tables("Data literacy", "Feedback loops")}))
    assert [row[0] for row in taken(reading)] == ["Data literacy"] * 2 + ["Feedback loops"] * 2
    assert (reading.findings, reading.files[0].layout) == ((), "sheet-per-unit+several-tables")


def test_a_title_above_a_single_table_is_no_unit(book, read, said):
    assert said(read(book({"Ratings": tables("Data literacy")}))) == [("S104", "Ratings", "A4")]


def test_titles_that_are_the_same_are_no_units(book, read, said):
    reading = read(book({"Ratings": tables("Our pilot", "Our pilot")}))
    assert {code for code, *_ in said(reading)} == {"S104"}


def test_a_label_above_says_more_than_titles(book, read):
    reading = read(book({"Ratings": [["Micro-credential", "MC-09"], *tables("Part one", "Part two")]}))
    assert {row[0] for row in taken(reading)} == {"MC-09"}


def test_titles_of_the_parts_of_one_table_are_no_units(book, read):
    rows = [["Reviewer", "R1"], [], ["Part one"], HEAD, ["C01.1", "Met"], [], ["Part two"], HEAD, ["C02.1", "Met"]]
    assert [row[0] for row in taken(read(book({"MC-07": rows})))] == ["MC-07", "MC-07"]


def test_a_table_without_a_title_among_others_is_about_no_unit(book, read, said):
    reading = read(book({"Ratings": tables("MC-01", "", "MC-03")}))
    assert [row[0] for row in taken(reading)] == ["MC-01"] * 2 + ["MC-03"] * 2
    assert ([code for code, *_ in said(reading)], reading.files[0].invalid) == (["S104"], 2)


def test_tables_side_by_side_have_labels_of_their_own_and_share_the_reviewer(book, read):
    rows = [
        ["Reviewer", "R1"],
        ["Micro-credential", "MC-01", None, "Micro-credential", "MC-02"],
        [*HEAD, None, *HEAD],
        *([*row, None, *row] for row in ROWS),
    ]
    reading = read(book({"Ratings": rows}))
    assert sorted(taken(reading)) == sorted((unit, "R1", *row) for unit in ("MC-01", "MC-02") for row in ROWS)
    assert (reading.findings, reading.files[0].layout) == ((), "sheet-per-unit+several-tables")


def test_a_table_beside_another_does_not_take_its_unit(book, read, said):
    rows = [
        ["Reviewer", "R1"],
        ["Micro-credential", "MC-01"],
        [*HEAD, None, *HEAD],
        *([*row, None, *row] for row in ROWS),
    ]
    reading = read(book({"Ratings": rows}))
    assert {row[0] for row in taken(reading)} == {"MC-01"}
    assert (said(reading)[0][0], reading.files[0].invalid) == ("S104", 2)


def test_a_blank_column_within_one_table_does_not_part_it(text, read):
    reading = read(text("unit,rater,C01.1,C01.2,,C02.1,C02.10\nA,R1,Met,Met,,Met,Met\n"))
    assert ([r.criterion for r in reading.records], reading.findings) == (["C01.1", "C01.2", "C02.1", "C02.10"], ())


def test_a_key_to_the_levels_beside_a_table_is_no_part_of_it(book, read):
    rows = [
        ["Reviewer", "R1"],
        [*HEAD, None, "Level", "Points"],
        ["C01.1", "Met", None, "Met", 2],
        ["C01.2", "Met", None, "Not met", 0],
    ]
    reading = read(book({"M": rows}))
    assert ([r.value for r in reading.records], reading.findings) == (["Met", "Met"], ())


@pytest.mark.parametrize("word", ["Total", "Average:", "Mean score", "Sum"])
def test_rows_of_totals_are_no_ratings(book, read, word):
    reading = read(book({"M": [["Reviewer", "R1"], HEAD, *ROWS, [word, "=SUM(B3:B4)"]]}))
    assert (len(reading.records), reading.findings, reading.files[0].invalid) == (2, (), 0)
    wide = [["Unit", "Reviewer", "C01.1", "C01.2"], ["A", "R1", 2, 2], [word, None, 2.0, "=AVERAGE(D2:D2)"]]
    reading = read(book({"M": wide}))
    assert (len(reading.records), reading.findings) == (2, ())


def test_totals_without_a_word_are_known_by_their_formula(book, read):
    wide = [["Unit", "Reviewer", "C01.1", "C01.2"], ["A", "R1", 2, 2], [None, None, "=AVERAGE(C2:C2)", "=SUM(D2)"]]
    reading = read(book({"M": wide}))
    assert (len(reading.records), reading.findings) == (2, ())


def test_headings_and_notes_among_reviews_are_no_reviews(book, read):
    rows = [
        ["Unit", "Reviewer", "C01.1", "C01.2"],
        ["Arkansas"],
        ["A", "R1", "Met", "Met"],
        [],
        ["Thank you for your time!"],
    ]
    reading = read(book({"M": rows}, change=lambda b: b["M"].merge_cells("A2:D2")))
    assert (len(reading.records), reading.findings, reading.files[0].invalid) == (2, (), 0)


def test_two_labels_that_contradict_each_other_leave_no_rating(book, read, said):
    reading = read(book({"M": [["Reviewer", "R1"], ["Reviewer", "R2"], HEAD, *ROWS]}))
    assert (said(reading), reading.records, reading.files[0].invalid) == ([("S103", "M", "A2")], (), 2)


def test_a_code_comes_before_a_name(book, read):
    reading = read(book({"M": [["Reviewer name", "Ann Lee"], ["Reviewer code", "R07"], HEAD, *ROWS]}))
    assert ({row[1] for row in taken(reading)}, reading.findings) == ({"R07"}, ())


@pytest.mark.parametrize("rows", [[["Reviewer: R07"]], [["Reviewer", "Group"], ["R07", "nbct"], []]])
def test_a_label_may_hold_its_value_or_stand_above_it(book, read, rows):
    assert {row[1] for row in taken(read(book({"M": [*rows, HEAD, *ROWS]})))} == {"R07"}


def test_the_name_of_a_sheet_may_be_that_of_the_reviewer(book, read, said):
    reading = read(book({"Reviewer 3": [["Micro-credential", "M"], HEAD, *ROWS]}))
    assert ({row[:2] for row in taken(reading)}, reading.findings) == ({("M", "Reviewer 3")}, ())
    assert said(read(book({"Reviewer 3": [["Reviewer", "R3"], HEAD, *ROWS]}))) == [("S104", "Reviewer 3", "A2")]


def test_more_tables_than_any_sheet_has_are_told(text, read):
    head = "unit,rater,criterion,level"
    reading = read(text("".join(f"{head}\nA,R{at},C01.1,Met\n" for at in range(1002))))
    assert len(reading.records) == 1000
    assert [(f.code, f.location.cell) for f in reading.findings] == [("S101", "A2001")]

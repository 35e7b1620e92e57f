"""What is left out of the ratings: nothing that a reviewer wrote, whatever a reviewer is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.read import read_sheets
from mcqa.scoresheets.words.mapping import Mapping

COMPONENTS = ("C01.1", "C01.2", "C02.1", "C02.10")
VALUES = {"words": ("Met", "Not met", "Partly met", "Met"), "numbers": (2, 0, 1, 2)}
STRANGE = ["Max", "Min", "Sum", "Mean", "Count", "Total", "Average", "Standard", "Notes", "Date", "Rubric", "Title"]
TOTALS = {"Max", "Min", "Sum", "Mean", "Count", "Total", "Average"}
WIDE = "Micro-credential,Reviewer,C01.1,C01.2,C02.1,C02.10"


def on_the_books(reading):
    return len(reading.records) + sum(file.invalid for file in reading.files)


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("name", STRANGE)
def test_a_row_that_names_unit_and_reviewer_is_read_whatever_they_are_called(text, read, name, values):
    row = ",".join(map(str, values))
    reading = read(text(f"{WIDE}\nMC-01,{name},{row}\n{name},R1,{row}\nMC-02,R1,{row}\n"))
    assert [(r.unit, r.rater) for r in reading.records[::4]] == [("MC-01", name), (name, "R1"), ("MC-02", "R1")]
    # a label Rubric names the rubric wherever it stands
    told = ["S115"] if name in TOTALS and values[0] == 2 else []
    assert (len(reading.records), [f.code for f in reading.findings if f.code != "S108"]) == (12, told)


@pytest.mark.parametrize("name", ["Max", "Min", "Sum", "Mean", "Count", "Total"])
def test_a_reviewer_among_names_is_one_whatever_the_name(text, read, name, said):
    head = f"Component / Reviewer,{name},Ann,Bob"
    in_words = "\n".join(f"{component},Met,Met,Met" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_words}\n"))
    assert ({r.rater for r in reading.records}, said(reading)) == ({name, "Ann", "Bob"}, [])
    in_numbers = "\n".join(f"{component},2,1,0" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_numbers}\n"))
    assert ({r.rater for r in reading.records}, said(reading)) == ({name, "Ann", "Bob"}, [("S115", None, "B3")])
    options = SheetOptions(mapping=Mapping(headers=((name, "ignore"),)))
    reading = read(text(f"Micro-credential,MC-01\n\n{head}\n{in_numbers}\n"), options=options)
    assert ({r.rater for r in reading.records}, said(reading)) == ({"Ann", "Bob"}, [])


def test_a_reviewer_called_max_has_comments_and_headings_above(book, read):
    rows = [["Micro-credential", "MC-01"], [], ["Component", "Ann", "Ann comment", "Max", "Max comment"]]
    reading = read(book({"S": [*rows, ["C01.1", "Met", "a", "Not met", "m"], ["C01.2", "Met", None, "Met"]]}))
    assert [(r.rater, r.value, r.comment) for r in reading.records[:2]] == [
        ("Ann", "Met", "a"),
        ("Max", "Not met", "m"),
    ]
    assert (len(reading.records), reading.findings) == (4, ())
    rows = [["Micro-credential", "MC-01"], [], ["Component", "Ann", None, "Max", None]]
    rows += [[None, "Rating", "Comment", "Rating", "Comment"], ["C01.1", "Met", "a", "Not met", "m"]]
    reading = read(book({"S": rows}))
    assert [(r.rater, r.value, r.comment) for r in reading.records] == [("Ann", "Met", "a"), ("Max", "Not met", "m")]


def test_a_column_of_averages_among_names_is_none_of_them(text, read):
    rows = "\n".join(f"{component},2,1,1.5" for component in COMPONENTS)
    reading = read(text(f"Micro-credential,MC-01\n\nComponent / Reviewer,Ann,Bob,Average\n{rows}\n"))
    assert ({r.rater for r in reading.records}, reading.findings) == ({"Ann", "Bob"}, ())


@pytest.mark.parametrize(
    ("row", "records", "invalid", "codes"),
    [
        # none of them is a level, or a formula says it
        ("Average,1.5,1.33,0.5,1.25", 4, 0, []),
        ("Total,17,15,11,9", 4, 0, []),
        ("Average,#DIV/0!,1.33,0.5,1.25", 4, 0, []),
        # some are levels: they may be a reviewer's, one of whom typed 1.5
        ("Max,2,1.5,1,2", 4, 4, ["S115"]),
        ("Max,2,1,1,2", 8, 0, ["S115"]),
        ("Max,Met,Met,Met,Met", 8, 0, []),
        ("Total,,,,", 8, 0, []),
    ],
)
def test_a_row_that_may_be_totals_is_never_dropped_in_silence(text, read, row, records, invalid, codes):
    head = "Micro-credential,MC-01\n\nReviewer,C01.1,C01.2,C02.1,C02.10\nAnn,2,2,2,2"
    reading = read(text(f"{head}\n{row}\n"))
    assert (len(reading.records), reading.files[0].invalid) == (records, invalid)
    assert [finding.code for finding in reading.findings] == codes


def test_a_row_of_totals_that_names_no_reviewer_is_told_where_it_may_be_ratings(text, read, said):
    reading = read(text(f"{WIDE}\nMC-01,R1,2,2,2,2\nAverage,,1.5,2,1,0.5\n"))
    assert (len(reading.records), reading.files[0].invalid, said(reading)) == (4, 4, [("S115", None, "C3")])
    reading = read(text(f"{WIDE}\nMC-01,R1,2,2,2,2\nAverage,,2,2,1,1\n"))
    assert (len(reading.records), reading.files[0].invalid, said(reading)) == (4, 4, [("S105", None, "B3")])


@pytest.mark.parametrize("rater", ["Max", "R1"])
def test_a_rating_of_an_unknown_component_is_told_whoever_gave_it(text, read, said, rater):
    head = "Micro-credential,Reviewer,Component,Title,Rating"
    reading = read(text(f"{head}\nMC-01,{rater},C01.1,,Met\nMC-01,{rater},C99.9,Total,Met\nMC-01,{rater},,,2\n"))
    assert (len(reading.records), said(reading)) == (1, [("S206", None, "E3"), ("S206", None, "E4")])


def test_a_total_in_a_list_rates_nothing(text, read, said):
    head = "Micro-credential,Reviewer,Component,Rating"
    reading = read(text(f"{head}\nMC-01,R1,C01.1,Met\nMC-01,R1,Total,2\nMC-01,R1,Total,Met\n"))
    assert (len(reading.records), said(reading)) == (1, [("S206", None, "D4")])


def test_a_blank_review_after_a_blank_row_is_missing_and_not_away(text, read):
    head = "Reviewer,R1\n\nMicro-credential,C01.1,C01.2"
    reading = read(text(f"{head}\nMC-01,2,2\n\nMC-02,,\nMC-03,1,1\n"))
    assert [r.unit for r in reading.records] == ["MC-01", "MC-01", "MC-02", "MC-02", "MC-03", "MC-03"]
    assert [r.value for r in reading.records[2:4]] == [None, None]


def test_a_unit_with_a_long_title_is_no_note(text, read):
    head = "Reviewer,R1\n\nMicro-credential,C01.1,C01.2"
    rows = "Introduction to Data Literacy,2,2\n\nFoundations of Open Science,,\nThank you very much for this!,,\n"
    reading = read(text(f"{head}\n{rows}"))
    assert [r.unit for r in reading.records[::2]] == ["Introduction to Data Literacy", "Foundations of Open Science"]


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize(
    "name", ["Standard", "Group", "Notes", "Date", "Rubric", "Title", "Evidence", "C01.1", "Purpose"]
)
def test_ratings_below_a_heading_that_means_something_else_are_told(text, read, name, values):
    rows = "\n".join(
        f"{component},{value},{value},{value}" for component, value in zip(COMPONENTS, values, strict=True)
    )
    reading = read(text(f"Micro-credential,MC-01\n\nComponent / Reviewer,Ann,{name},Bob\n{rows}\n"))
    told = [f.value for f in reading.findings if f.code == "S102"]
    assert on_the_books(reading) == 12 or told == [name]


def test_marks_beside_a_blank_rating_are_told(book, read, said):
    head = ["Component", "Rating", "Not met", "Partly met", "Met"]
    reading = read(book({"M": [["Reviewer", "R1"], head, ["C01.1", None, None, None, "x"], ["C01.2", None, "x"]]}))
    assert said(reading) == [("S102", "M", "C2"), ("S102", "M", "E2")]


def test_ratings_that_stand_apart_are_no_key(book, read):
    rows = [["Reviewer", "R1"], ["Component", None, "Rating"], ["C01.1", None, "Met"], ["C01.2", None, "Not met"]]
    assert [r.value for r in read(book({"M": rows})).records] == ["Met", "Not met"]


@pytest.mark.parametrize("name", ["Instructions", "Rubric", "Lists", "Key"])
def test_a_sheet_whose_name_says_that_it_explains_may_hold_a_table(book, read, said, name):
    table = [["Reviewer", "R1"], ["Component", "Rating"], ["C01.1", "Met"], ["C01.2", "Not met"]]
    reading = read(book({"MC-01": table, name: table}))
    assert {record.unit for record in reading.records} == {"MC-01", name}
    broken = [["Reviewer", "R1"], ["Compnent", "Ratng"], ["C01.1", "Met"], ["C01.2", "Not met"]]
    assert ("S101", name, None) in said(read(book({"MC-01": table, name: broken})))
    telling = [["Component", "What it asks"], ["C01.1", "whether the purpose is clear"], ["C01.2", "who it is for"]]
    assert said(read(book({"MC-01": table, name: telling}))) == []


def test_a_component_called_like_a_heading_is_a_component_beside_others(rubric, text):
    first, *rest = rubric.standards
    renamed = (first.criteria[0], first.criteria[1]._replace(title="Feedback"))
    other = replace(rubric, standards=(first._replace(criteria=renamed), *rest))
    head = "Micro-credential,Reviewer,Clear purpose,Feedback,Evidence fits"
    for row, value in (("Met,Met,Met", "Met"), ("Met,,Met", None)):
        path = text(f"{head}\nMC-01,R1,{row}\n")
        reading = read_sheets(open_sheets([str(path)]), other)
        assert [(r.criterion, r.value) for r in reading.records][1] == ("C01.2", value)
    path = text(f"{head}\nMC-01,R1,Met,a good start,Met\n")
    assert [r.comment for r in read_sheets(open_sheets([str(path)]), other).records] == ["a good start"] * 2


def test_columns_that_may_be_units_or_reviewers_are_called_ambiguous(text, read):
    reading = read(text("Component,A,B,C\nC01.1,Met,Met,Met\nC01.2,Met,Met,Met\n"))
    assert (reading.files[0].layout, reading.files[0].invalid) == ("ambiguous", 6)


SCORES = [(0, 2, 0), (2, 1, 0), (2, "cannot tell", 1), (0, 0, 1)]
SCORED = [[component, *scores] for component, scores in zip(COMPONENTS, SCORES, strict=True)]


@pytest.mark.parametrize("kind", ["Reviewer", "Micro-credential"])
@pytest.mark.parametrize("names", [("R01", "R02", "Max"), ("Anna", "Bo", "Count"), ("Anna", "Bo", "Max")])
def test_a_heading_over_the_columns_says_that_a_total_is_a_name(book, read, said, names, kind):
    label = ["Micro-credential", "MC-01"] if kind == "Reviewer" else ["Reviewer", "R1"]
    head = [label, [None, kind], ["Component", *names]]
    path = book({"S": [*head, *SCORED]}, change=lambda workbook: workbook["S"].merge_cells("B2:D2"))
    reading = read(path)
    called = {record.rater if kind == "Reviewer" else record.unit for record in reading.records}
    assert (len(reading.records), called, said(reading)) == (12, {*names}, [("S115", "S", "D3")])


def test_columns_under_reviewer_may_all_be_called_like_totals(book, read, said):
    head = [["Micro-credential", "MC-01"], [None, "Reviewer"], ["Component", "Min", "Max", "Sum"]]
    path = book({"S": [*head, *SCORED]}, change=lambda workbook: workbook["S"].merge_cells("B2:D2"))
    reading = read(path)
    assert {record.rater for record in reading.records} == {"Min", "Max", "Sum"}
    # cannot tell is no total
    assert said(reading) == [("S115", "S", "B3"), ("S115", "S", "D3")]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("R01", "R02", "Max"), ("R01", "R02", "Max")),
        (("Anna", "Bo", "Count"), ("Reviewer Anna", "Reviewer Bo", "Reviewer Count")),
    ],
)
def test_the_words_of_a_column_say_that_a_total_is_a_name(book, read, said, names, called):
    head = [["Micro-credential", "MC-01"], ["Component", *(f"Reviewer {name}" for name in names)]]
    reading = read(book({"S": [*head, *SCORED]}))
    assert ({record.rater for record in reading.records}, len(reading.records)) == ({*called}, 12)
    assert said(reading) == [("S115", "S", "D2")]


@pytest.mark.parametrize("name", ["Group", "Round"])
def test_levels_in_a_field_beside_reviewers_are_told(book, read, said, name):
    head = [["Micro-credential", "MC-01"], ["Component", "Anna", "Bo", name]]
    reading = read(book({"S": [*head, *SCORED]}))
    assert (len(reading.records), said(reading)) == (8, [("S102", "S", "D2")])
    same = [[*row[:3], 1] for row in SCORED]
    assert said(read(book({"S": [*head, *same]}))) == []


@pytest.mark.parametrize(("label", "name"), [(("Micro-credential", "MC-01"), "Unit"), (("Reviewer", "R1"), "Reviewer")])
def test_a_column_of_levels_that_contradicts_its_label_is_not_used(book, read, said, label, name):
    head = [label, ["Component", "Anna", "Bo", name]]
    reading = read(book({"S": [*head, *SCORED]}))
    assert {record.unit if name == "Unit" else record.rater for record in reading.records} == {label[1]}
    assert (len(reading.records), said(reading)) == (8, [("S103", "S", "D2")])
    named = [[*row[:3], "MC-02"] for row in SCORED]
    assert said(read(book({"S": [*head, *named]}))) == []


@pytest.mark.parametrize("name", ["Total", "Average", "Max"])
def test_rows_of_numbers_by_somebody_called_like_totals_are_told_once(text, read, said, name):
    wide = f"{WIDE}\nMC-01,R01,0,1,2,0\nMC-01,{name},2,0,1,2\nMC-02,{name},2,0,1,2\n"
    reading = read(text(wide))
    assert (len(reading.records), said(reading)) == (12, [("S115", None, "C3")])
    rows = [f"MC-01,{rater},{component},1" for rater in ("R01", name) for component in COMPONENTS]
    reading = read(text("\n".join(["Micro-credential,Reviewer,Component,Rating", *rows])))
    assert (len(reading.records), said(reading)) == (8, [("S115", None, "D6")])
    assert said(read(text(wide.replace("2,0,1,2", "2,0,Met,2")))) == []

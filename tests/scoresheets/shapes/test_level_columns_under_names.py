"""Columns of levels below names: each name has its own marks, and what cannot be told apart is not read."""

from __future__ import annotations

import pytest

from mcqa.findings import Severity

LEVELS = ["Not met", "Partly met", "Met"]
UNDER_RATERS = [
    ["Micro-credential", "MC-01"],
    ["Reviewer", "R01", None, None, "R02", None, None],
    ["Component", *LEVELS, *LEVELS],
    ["C01.1", None, None, "x", None, "x", None],
    ["C01.2", None, None, None, "x", None, None],
]
UNDER_UNITS = [
    ["Reviewer", "R01"],
    ["Micro-credential", "MC-01", None, None, "MC-02", None, None],
    *UNDER_RATERS[2:],
]
WITH_COMMENTS = [
    ["MC", "MC-01"],
    ["Reviewer", "R01", None, None, None, "R02", None, None, None],
    ["Component", *LEVELS, "Comment", *LEVELS, "Comment"],
    ["C01.1", None, None, "x", "c1", None, "x", None, None],
    ["C01.2", None, None, None, None, "x", None, None, "c2"],
]


def as_csv(rows):
    return "".join(",".join(str(cell or "") for cell in row) + "\n" for row in rows)


def merged(book):
    sheet = book.worksheets[0]
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("E2:G2")


def written(rows, how, text, book):
    if how == "csv":
        return text(as_csv(rows))
    return book({"Sheet1": rows}, change=merged if how == "merged" else None)


@pytest.mark.parametrize("how", ["csv", "plain", "merged"])
def test_each_reviewer_has_the_marks_below_the_own_name(text, book, read, cells, how):
    reading = read(written(UNDER_RATERS, how, text, book))
    assert sorted(cells(reading)) == [
        ("MC-01", "R01", "C01.1", "Met", "D4"),
        ("MC-01", "R01", "C01.2", None, "B5"),
        ("MC-01", "R02", "C01.1", "Partly met", "F4"),
        ("MC-01", "R02", "C01.2", "Not met", "E5"),
    ]
    assert (reading.findings, reading.files[0].invalid) == ((), 0)


@pytest.mark.parametrize("how", ["csv", "plain", "merged"])
def test_each_micro_credential_has_the_marks_below_the_own_name(text, book, read, cells, how):
    reading = read(written(UNDER_UNITS, how, text, book))
    assert sorted(cells(reading)) == [
        ("MC-01", "R01", "C01.1", "Met", "D4"),
        ("MC-01", "R01", "C01.2", None, "B5"),
        ("MC-02", "R01", "C01.1", "Partly met", "F4"),
        ("MC-02", "R01", "C01.2", "Not met", "E5"),
    ]
    assert (reading.findings, reading.files[0].invalid) == ((), 0)


@pytest.mark.parametrize("how", ["csv", "plain"])
def test_comments_in_each_block_belong_to_the_name_above(text, book, read, how):
    reading = read(written(WITH_COMMENTS, how, text, book))
    found = sorted((r.rater, r.criterion, r.value, r.comment) for r in reading.records if r.value)
    assert found == [
        ("R01", "C01.1", "Met", "c1"),
        ("R02", "C01.1", "Partly met", ""),
        ("R02", "C01.2", "Not met", "c2"),
    ]
    assert (len(reading.records), reading.findings) == (4, ())


def test_names_that_are_no_codes_and_two_levels_are_read_too(text, read, cells):
    head = "Micro-credential,MC-01,,,\nReviewer,Anna,,Bo,\nComponent,Met,Not met,Met,Not met\n"
    reading = read(text(f"{head}C01.1,x,,,\nC01.2,,,,x\n"))
    assert sorted(cells(reading)) == [
        ("MC-01", "Anna", "C01.1", "Met", "B4"),
        ("MC-01", "Anna", "C01.2", None, "B5"),
        ("MC-01", "Bo", "C01.1", None, "D4"),
        ("MC-01", "Bo", "C01.2", "Not met", "E5"),
    ]


def test_a_label_above_one_block_of_levels_is_a_label(text, read, cells):
    reading = read(text("Micro-credential,MC-01,,\nReviewer,R01,,\nComponent,Met,Not met,Comment\nC01.1,x,,why\n"))
    assert (cells(reading), reading.findings) == ([("MC-01", "R01", "C01.1", "Met", "B4")], ())


@pytest.mark.parametrize("head", ["Met,Not met,Met,Not met", "Met,Not met,Met"])
def test_the_same_level_twice_is_two_claims_and_none_is_read(text, read, said, head):
    reading = read(text(f"Micro-credential,MC-01\nReviewer,R01\n\nComponent,{head}\nC01.1,x,,,\nC01.2,,x,,\n"))
    assert (reading.records, reading.files[0].invalid) == ((), 4)
    assert {code for code, _, _ in said(reading)} == {"S103"}


def test_the_same_level_twice_below_one_of_two_names_leaves_the_other(text, read, cells, said):
    head = "Micro-credential,MC-01\n\n,Reviewer 1,,,Reviewer 2,,\nComponent,Met,Not met,Met,Met,Not met,\n"
    reading = read(text(f"{head}C01.1,x,,,x,,\n"))
    assert [row[1:4] for row in cells(reading)] == [("Reviewer 2", "C01.1", "Met")]
    assert said(reading) == [("S103", None, "B4"), ("S103", None, "D4")]
    assert reading.files[0].invalid == 2


PAIRS = "Component,Rating,Comment,Rating,Comment\nC01.1,Met,a,Not met,b\n"
MARKS = "Component,Met,Not met,Met,Not met\nC01.1,x,,,x\n"


@pytest.mark.parametrize(
    "content",
    [
        f"{above}{names}{body}"
        for above in ("", "Micro-credential,MC-01\n", "Reviewer,R01\n")
        for names in (
            ",R01,,R02,\n",
            ",Anna,,Bo,\n",
            "Reviewer,R01,,R02,\n",
            "Micro-credential,MC-01,,MC-02,\n",
            "Name,Anna,,Bo,\n",
            "Group,A,,B,\n",
            "",
        )
        for body in (PAIRS, MARKS)
    ]
    + [as_csv(rows) for full in (UNDER_RATERS, UNDER_UNITS, WITH_COMMENTS) for rows in (full, full[1:], full[2:])],
)
def test_no_cell_is_invalid_without_an_error_and_no_mark_is_given_to_another(text, read, content):
    reading = read(text(content))
    errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    assert reading.records or reading.files[0].invalid
    assert bool(errors) == bool(reading.files[0].invalid)
    heads = content.splitlines()
    row = next(number for number, line in enumerate(heads) if line.startswith("Component"))
    for record in reading.records:
        named = heads[row - 1].split(",") if row else [""]
        column = ord(record.location.cell[0]) - ord("A")
        own = [name for name in named[1 : column + 1] if name]
        assert own[-1] in {record.unit, record.rater}


def test_marks_below_names_of_an_unknown_kind_are_told(text, read, said):
    reading = read(text(f",R01,,R02,\n{MARKS}"))
    assert (reading.records, reading.files[0].invalid) == ((), 2)
    assert [code for code, _, _ in said(reading)] == ["S103"]
    assert {column.meaning for column in reading.files[0].columns} == {"criterion", "not read"}

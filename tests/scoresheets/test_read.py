from __future__ import annotations

import pytest
from openpyxl.packaging.custom import StringProperty

from mcqa.errors import UsageError
from mcqa.ratings.collect import read_ratings
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.words.mapping import Mapping

TABLE = [["Reviewer", "R01"], ["Component", "Rating"], ["C01.1", "Met"]]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["hello"]],
        [["Component", "Title"], ["C01.1", "Clear purpose"]],
        [["Reviewer", "R01"], ["C01.1", "Met"]],
        [["Rating"], ["Met"]],
        [["x"]] * 60 + TABLE,
    ],
)
def test_a_file_without_a_table_is_one_finding_about_the_file(book, read, said, rows):
    reading = read(book({"MC-01": rows or [[]], "MC-02": [["notes"]]}))
    (finding,) = reading.findings
    assert (finding.code, finding.name, finding.severity) == ("S101", "no-table-found", "error")
    assert said(reading) == [("S101", None, None)]
    assert (reading.records, reading.files[0].layout, reading.files[0].sheets) == ((), "none", 0)


def test_beside_a_table_only_sheets_that_name_components_need_one(book, read, said):
    sheets = {
        "Instructions": [["Please rate every component."], ["Level", "Meaning"], ["Met", "All of it"]],
        "MC-01": TABLE,
        "Lists": [["Met"], ["Not met"]],
        "Forgotten": [["C01.1", "Met"], ["C01.2", "Not met"]],
        "Empty": [[]],
    }
    reading = read(book(sheets))
    assert said(reading) == [("S101", "Forgotten", None)]
    assert len(reading.records) == 1


def test_the_header_may_stand_in_any_of_the_first_sixty_rows(book, read):
    assert len(read(book({"MC-01": [["x"]] * 57 + [["Reviewer", "R01"], *TABLE[1:]]})).records) == 1


def test_a_file_may_hold_several_shapes(book, read):
    sheets = {"MC-01": TABLE, "Ratings": [["unit", "rater", "C01.1"], ["B", "R1", "Met"]]}
    (file,) = read(book(sheets)).files
    assert (file.layout, file.sheets) == ("sheet-per-unit, wide", 2)


def hide(**what):
    def change(workbook):
        page = workbook["MC-01"]
        if "sheet" in what:
            page.sheet_state = what["sheet"]
            workbook.create_sheet("Front")
        for row in what.get("rows", ()):
            page.row_dimensions[row].hidden = True
        for column in what.get("columns", ()):
            page.column_dimensions[column].hidden = True

    return change


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (hide(sheet="hidden"), ("MC-01", None), 'the sheet "MC-01" is hidden'),
        (hide(sheet="veryHidden"), ("MC-01", None), 'the sheet "MC-01" is hidden'),
        (hide(rows=[3]), ("MC-01", "A3"), "row 3 of the table is hidden"),
        (hide(rows=[4, 3]), ("MC-01", "A3"), "2 rows of the table are hidden, the first is row 3"),
        (hide(columns="B"), ("MC-01", "B2"), "the column of the table at B2 is hidden"),
    ],
)
def test_hidden_content_is_read_and_told(book, read, change, place, message):
    reading = read(book({"MC-01": [*TABLE, ["C01.2", "Met"]]}, change=change))
    (finding,) = reading.findings
    assert (finding.code, finding.name, finding.severity, finding.message) == (
        "S107",
        "hidden-content",
        "warning",
        message,
    )
    assert (finding.location.sheet, finding.location.cell) == place
    assert len(reading.records) == 2


@pytest.mark.parametrize("change", [hide(rows=[1, 2]), hide(rows=[9]), hide(columns="Z")])
def test_what_is_hidden_beside_the_table_is_nobodys_business(book, read, change):
    assert read(book({"MC-01": TABLE}, change=change)).findings == ()


def test_a_hidden_sheet_without_a_table_passes_in_silence(book, read):
    def change(workbook):
        workbook["Lists"].sheet_state = "hidden"

    assert read(book({"MC-01": TABLE, "Lists": [["Met"]]}, change=change)).findings == ()


def claims(**properties):
    def change(workbook):
        for name, value in properties.items():
            workbook.custom_doc_props.append(StringProperty(name=f"mcqa_rubric_{name}", value=value))

    return change


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (claims(id="try-out", version="1.0.0", sha256="ab" * 32), None),
        (claims(id="try-out"), None),
        (claims(version="9"), None),
        (claims(id="other", version="1.0.0", sha256="ab" * 32), "other 1.0.0"),
        (claims(id="try-out", version="1.0.1"), "try-out 1.0.1"),
        (claims(id="try-out", version="1.0.0", sha256="cd" * 32), "cd" * 32),
    ],
)
def test_a_sheet_made_for_another_rubric_or_version_is_told_and_read(book, read, change, value):
    reading = read(book({"MC-01": TABLE}, change=change))
    assert [finding.value for finding in reading.findings] == ([] if value is None else [value])
    assert {(f.code, f.name, f.severity, f.location.sheet) for f in reading.findings} <= {
        ("S108", "rubric-mismatch", "warning", None)
    }
    assert len(reading.records) == 1


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("try-out 1.0.0", None),
        ("try-out v1.0.0", None),
        ("try-out", None),
        ("A rubric to try", None),
        ("A Rubric to try 1.0.0", None),
        ("try-out 0.9", "try-out 0.9"),
        ("other", "other"),
        ("Another rubric to try", "Another rubric to try"),
    ],
)
def test_a_label_cell_counts_like_a_property(book, read, label, value):
    reading = read(book({"MC-01": [["Rubric", label], *TABLE]}))
    assert [finding.value for finding in reading.findings] == ([] if value is None else [value])


def test_properties_weigh_more_than_a_label(book, read):
    reading = read(book({"MC-01": [["Rubric", "other"], *TABLE]}, change=claims(id="try-out")))
    assert reading.findings == ()


def test_findings_of_opening_come_along_and_refused_files_are_named(book, text, read):
    good, bad = book({"MC-01": TABLE}), text("no workbook", "bad.xlsx")
    reading = read(good, bad)
    assert [finding.code for finding in reading.findings] == ["S001"]
    assert (reading.refused, [file.path for file in reading.files]) == ((str(bad),), [str(good)])


def test_a_heading_given_by_hand_means_what_it_says(text, read):
    mapping = Mapping(headers=(("Rating (1-4)", "level"), ("First", "C01.1"), ("Colour", "ignore")))
    options = SheetOptions(mapping=mapping)
    listed = text("unit,rater,criterion,Rating (1-4),Colour\nA,R1,C01.1,Met,red\n", "1.csv")
    wide = text("unit,rater,first\nA,R2,Met\n", "2.csv")
    reading = read(listed, wide, options=options)
    assert [(r.rater, r.criterion, r.value) for r in reading.records] == [
        ("R1", "C01.1", "Met"),
        ("R2", "C01.1", "Met"),
    ]
    assert reading.findings == ()


def test_a_heading_given_by_hand_that_stands_nowhere_is_told_with_the_closest(text, read):
    options = SheetOptions(mapping=Mapping(headers=(("Ratng (1-4)", "level"),)))
    reading = read(text("unit,rater,criterion,Rating (1-4)\nA,R1,C01.1,Met\n"), options=options)
    (finding,) = [finding for finding in reading.findings if finding.code == "S109"]
    assert (finding.name, finding.severity, finding.value) == ("unused-mapping", "warning", "Ratng (1-4)")
    assert finding.hint == 'did you mean "Rating (1-4)"?'


def test_a_mapping_to_what_the_rubric_does_not_have_is_refused(text, read):
    with pytest.raises(UsageError, match="C99"):
        read(text("unit\n"), options=SheetOptions(mapping=Mapping(headers=(("First", "C99"),))))


def test_the_workbook_that_is_sent_out_is_named(book, read):
    rows = [["Micro-credential", "M"], ["Reviewer", "R1"], ["Component", "Title", "Rating", "Comment", "Evidence"]]
    rows += [[name, None, "Met", "why", "p. 4"] for name in ("C01.1", "C01.2", "C02.1", "C02.10")]
    sheets = {
        "Instructions": [["Rate each component"]],
        "M": rows,
        "Rubric": [["Component", "Met"], ["C01.1", "All of it."]],
    }
    reading = read(book(sheets, change=claims(id="try-out", version="1.0.0", sha256="ab" * 32)))
    assert (reading.files[0].layout, reading.findings) == ("template", ())
    assert read(book(sheets)).files[0].layout == "sheet-per-unit"


SENT = ["Component", "Title", "Rating", "Comment", "Evidence"]


def sent(unit, *names):
    return [["Micro-credential", unit], ["Reviewer", "R1"], SENT, *([name, None, "Met"] for name in names)]


def test_a_sent_workbook_whose_micro_credential_was_cleared_names_none(book, read):
    rows = sent(None, "C01.1", "C01.2", "C02.1", "C02.10")
    reading = read(book({"MC-01": rows}, change=claims(id="try-out", version="1.0.0", sha256="ab" * 32)))
    (finding,) = [each for each in reading.findings if each.code != "S108"]
    assert (finding.code, finding.location.cell, reading.records, reading.files[0].invalid) == ("S104", "B1", (), 4)
    assert finding.hint == "type its id in this cell, as it is on the list of those to review"


def test_a_deleted_row_of_a_sent_workbook_is_told_once_for_each_sheet(book, read):
    sheets = {"A": sent("A", "C01.1"), "B": sent("B", "C01.1", "C01.2", "C02.1", "C02.10"), "C": sent("C", "C01.1")}
    reading = read(book(sheets, change=claims(id="try-out", version="1.0.0", sha256="ab" * 32)))
    found = [(each.location.sheet, each.value) for each in reading.findings if each.code == "S208"]
    assert found == [("A", "C01.2, C02.1, C02.10"), ("C", "C01.2, C02.1, C02.10")]
    assert len(reading.records) == 6


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["C01.1", "C01.2", "C02.1"], ["C02.10"]),
        (["C01.1", "C01.2", "C02.1", "C02.10"], []),
        # half of the components may be all that was asked for
        (["C01.1", "C01.2"], []),
    ],
)
def test_a_table_with_most_components_is_meant_to_have_all(book, read, names, told):
    down = {"A": [["Reviewer", "R1"], ["Component", "Rating"], *([name, "Met"] for name in names)]}
    across = {"All": [["Micro-credential", "Reviewer", *names], ["A", "R1", *["Met"] * len(names)]]}
    for sheets in (down, across):
        assert [(each.code, each.value) for each in read(book(sheets)).findings] == [("S208", name) for name in told]


def test_a_component_on_another_sheet_or_nearly_named_is_not_missing(book, read):
    def part(*names):
        labels = [["Reviewer", "R1"], ["Micro-credential", "A"]]
        return [*labels, ["Component", "Rating"], *([name, "Met"] for name in names)]

    apart = read(book({"One": part("C01.1", "C01.2", "C02.1"), "Two": part("C02.10")}))
    misspelt = read(book({"One": part("Clear purpos", "C01.2", "C02.1", "C02.10")}))
    assert apart.findings == ()
    assert [each.code for each in misspelt.findings] == ["S206"]


def test_a_form_export_takes_the_reviewer_from_its_file_where_that_is_asked_for(tmp_path):
    path = tmp_path / "R07.csv"
    path.write_text(
        "Timestamp,Micro-credential,Rate [C01.1],Rate [C01.2]\n3/4/2024 9:00:00,MC-01,Met,Not met\n", "utf-8"
    )
    rubric = "mpos-qas-reconstruction"
    named = read_ratings(path, rubric=rubric, rater_from="filename")
    assert named.files[0].layout == "form:google-forms"
    assert named.ratings.raters == ("R07",)
    assert (named.cells.rated, named.cells.invalid) == (2, 0)
    unnamed = read_ratings(path, rubric=rubric)
    assert (unnamed.cells.rated, unnamed.cells.invalid) == (0, 2)
    assert "S105" in {finding.code for finding in unnamed.findings}

"""What stands in a workbook: always the same bytes, nobody named, drop-downs, locks, and counters as only formulas."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.template.pen import lines_of


def test_the_same_lists_give_the_same_bytes(rubric, kit):
    first, again = (kit.made(rubric, questions=True, round_id="round-1") for _ in range(2))
    assert [book.content for book in first] == [book.content for book in again]
    with zipfile.ZipFile(io.BytesIO(first[0].content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {3}


def test_nobody_is_named_but_by_code_and_the_rubric_stands_in_custom_properties(rubric, kit):
    content = kit.made(rubric)[0].content
    whole = "\n".join(kit.members(content).values())
    assert "Ann" not in whole
    assert "example.org" not in whole
    book = kit.opened(content)
    assert (book.properties.creator, book.properties.lastModifiedBy) == (None, None)
    assert book.properties.created.isoformat() == "2000-01-01T00:00:00"
    assert {each.name: each.value for each in book.custom_doc_props.props} == {
        "mcqa_template": "1",
        "mcqa_rubric_id": "try-out",
        "mcqa_rubric_version": "1.0.0",
        "mcqa_rubric_sha256": "ab" * 32,
    }


def test_answers_are_chosen_from_named_ranges_and_only_they_can_be_typed(rubric, kit):
    rubric = kit.with_own_scale(rubric)
    book = kit.opened(kit.made(rubric, questions=True)[0].content)
    ranges = {name: defined.attr_text for name, defined in book.defined_names.items()}
    assert set(ranges) == {"Ratings", "Ratings_2", "Agreement"}

    def listed(name):
        sheet, cells = ranges[name].split("!")
        return [row[0].value for row in book[sheet][cells.replace("$", "")]]

    assert listed("Ratings") == ["Not met", "Partly met", "Met", "Cannot tell", "N/A"]
    assert listed("Ratings_2") == ["Yes", "No", "Cannot tell"]
    assert listed("Agreement") == ["Agree", "Partly agree", "Disagree"]
    sheet = book["MC-01"]
    columns, rows = kit.rating_cells(sheet)
    sources = {}
    for rule in sheet.data_validations.dataValidation:
        assert (rule.type, rule.errorStyle or "stop", rule.showErrorMessage) == ("list", "stop", True)
        assert "choose an answer" in rule.error
        for block in rule.sqref.ranges:
            for row, column in block.cells:
                sources[row, column] = rule.formula1
    for criterion in rubric.criteria:
        own = "Ratings_2" if criterion.scale is kit.yes_no else "Ratings"
        assert sources[rows[criterion.id], columns["Rating"]] == own
        assert {sources[rows[criterion.id], columns[word]] for word in ("Scope", "Clarity", "Ease of use")} == {
            "Agreement"
        }


def test_only_the_cells_to_fill_in_are_unlocked_and_headings_stay_in_sight(rubric, kit):
    book = kit.opened(kit.made(rubric)[0].content)
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        if sheet.title in {"Instructions", "Rubric"}:
            assert not unlocked
            continue
        columns, rows = kit.rating_cells(sheet)
        wanted = [columns[word] for word in ("Rating", "Comment", "Evidence")]
        components = [rows[criterion.id] for criterion in rubric.criteria]
        assert unlocked == {sheet.cell(row, column).coordinate for row in components for column in wanted}
        assert {sheet[name].number_format for name in unlocked} == {"@"}
        assert sheet.freeze_panes == f"B{rows['S01 Purpose']}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == f"${rows['S01 Purpose'] - 1}:${rows['S01 Purpose'] - 1}"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_all_descriptors_stand_beside_the_rating_and_in_the_rubric(kit):
    rubric = load_rubric("mpos-qas-reconstruction")
    book = kit.opened(kit.made(rubric)[0].content)
    for name in ("MC-01", "Rubric"):
        texts = {text_of(cell.value) for row in book[name].iter_rows() for cell in row}
        for criterion in rubric.criteria:
            assert set(criterion.descriptors.values()) <= texts
        assert {"Descriptor: Not met", "Descriptor: Partly met", "Descriptor: Met"} <= texts


def test_a_component_with_levels_of_its_own_names_them_in_one_text(rubric, kit):
    book = kit.opened(kit.made(kit.with_own_scale(rubric))[0].content)
    sheet = book["MC-01"]
    _, rows = kit.rating_cells(sheet)
    row = rows[rubric.criteria[0].id]
    assert sheet.cell(row, 3).value == "Yes: A deed is named.\n\nNo: No deed is named."
    assert f"C{row}:E{row}" in {str(block) for block in sheet.merged_cells.ranges}


def test_the_counters_are_the_only_formulas_and_show_a_value_before_anything_is_calculated(rubric, kit):
    content = kit.made(rubric)[0].content
    parts = {name: re.findall("<f>(.*?)</f><v>(.*?)</v>", text) for name, text in kit.members(content).items()}
    book = kit.opened(content)
    first = next(row[0].row for row in book["Instructions"].iter_rows() if row[0].value == "MC-01")
    assert parts["xl/worksheets/sheet1.xml"] == [
        ("'MC-01'!E2", "0"),
        ("'MC-02'!E2", "0"),
        (f"SUM(C{first}:C{first + 1})", "0"),
    ]
    assert [value for found in parts.values() for _, value in found] == ["0"] * 5
    columns, rows = kit.rating_cells(book["MC-01"])
    letter = "ABCDEFGHIJ"[columns["Rating"] - 1]
    first, last = rows["S01 Purpose"], max(rows.values())
    assert parts["xl/worksheets/sheet3.xml"] == [(f"COUNTA({letter}{first}:{letter}{last})", "0")]


def test_a_rubric_read_from_right_to_left_gives_sheets_that_are(kit):
    rubric = load_rubric("mpos-qas-reconstruction")
    arabic = replace(rubric, language="ar-EG")
    assert kit.opened(kit.made(arabic)[0].content)["MC-01"].sheet_view.rightToLeft
    assert not kit.opened(kit.made(rubric)[0].content)["MC-01"].sheet_view.rightToLeft


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("one", 10, 1),
        ("one two three", 8, 2),
        ("a\nb\n", 10, 3),
        ("x" * 100, 10, 10),
        ("汉字" * 10, 10, 4),
    ],
)
def test_lines_are_counted_between_words(text, width, lines):
    assert lines_of(text, width) == lines

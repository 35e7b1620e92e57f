from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from mcqa.errors import UsageError
from mcqa.scoresheets.write import ErrorValue, Formula
from mcqa.simulation.faults import FAULTS
from mcqa.simulation.simulate import simulate
from mcqa.simulation.write import write_pilot

ONE_CELL = {
    "unknown-level": ("S201", "Metish"),
    "out-of-range": ("S202", 10),
    "not-a-rating=date": ("S203", date(2024, 1, 2)),
    "error-cell": ("S204", ErrorValue("#REF!")),
    "formula-cell": ("S205", Formula("=B2")),
}


def planted(rubric, fault, **changes):
    pilot = simulate(rubric, plants=[fault], **changes)
    (plant,) = pilot.plants
    return pilot, plant.expected[0]


def content(pilot):
    """What counts in the end: the cells that a right reader keeps."""
    return {(c.unit, c.rater, c.criterion): (c.level, c.status, c.comment) for c in pilot.cells if c.counted}


def at(pilot, place):
    (cell,) = [c for c in pilot.cells if (c.source.file, c.source.sheet, c.source.cell) == place]
    return cell


@pytest.mark.parametrize("fault", ONE_CELL)
def test_a_fault_in_a_cell_takes_that_cell_out_and_no_other(full, fault):
    pilot, finding = planted(full, fault)
    code, typed = ONE_CELL[fault]
    cell = at(pilot, (finding.file, finding.sheet, finding.cell))
    assert (finding.code, cell.typed, cell.status) == (code, typed, "invalid")
    before = content(simulate(full))
    del before[cell.unit, cell.rater, cell.criterion]
    assert content(pilot) == before


def test_a_sentence_in_a_rating_cell(full):
    pilot, finding = planted(full, "not-a-rating")
    cell = at(pilot, (finding.file, finding.sheet, finding.cell))
    assert cell.typed == finding.value
    assert len(finding.value.split()) > 5


@pytest.mark.parametrize(
    ("fault", "code"), [("encrypted-file", "S002"), ("broken-file", "S001"), ("blank-sheet", "S006")]
)
def test_a_lost_file_takes_its_own_cells_out(full, fault, code):
    pilot, finding = planted(full, f"{fault}=R03")
    assert (finding.code, finding.file, finding.sheet) == (code, "R03.xlsx", None)
    assert content(pilot) == {place: cell for place, cell in content(simulate(full)).items() if place[1] != "R03"}


def test_a_sheet_without_reviewer_takes_its_own_cells_out(full, tmp_path):
    pilot, finding = planted(full, "no-reviewer")
    assert finding.code == "S105"
    rater = finding.file.removesuffix(".xlsx")
    before = content(simulate(full))
    assert content(pilot) == {p: c for p, c in before.items() if p[:2] != (finding.sheet, rater)}
    write_pilot(pilot, tmp_path)
    book = load_workbook(tmp_path / finding.file)
    assert [book[sheet]["B2"].value for sheet in book.sheetnames if sheet != finding.sheet].count(rater) == len(
        book.sheetnames
    ) - 1
    assert book[finding.sheet]["A2"].value == "Reviewer"
    assert book[finding.sheet]["B2"].value is None


def test_a_row_for_a_component_that_the_rubric_does_not_have_changes_no_rating(full, tmp_path):
    pilot, finding = planted(full, "unknown-criterion")
    assert (finding.code, finding.value) == ("S206", "C99.9")
    assert content(pilot) == content(simulate(full))
    write_pilot(pilot, tmp_path)
    sheet = load_workbook(tmp_path / finding.file)[finding.sheet]
    assert sheet[finding.cell].value == "Met"
    assert sheet.cell(row=sheet[finding.cell].row, column=1).value == "C99.9"


def test_a_merged_rating_cell_takes_the_lower_component_out(full, tmp_path):
    pilot, finding = planted(full, "merged-cell")
    lost = at(pilot, (finding.file, finding.sheet, finding.cell))
    before = content(simulate(full))
    del before[lost.unit, lost.rater, lost.criterion]
    assert content(pilot) == before
    write_pilot(pilot, tmp_path)
    sheet = load_workbook(tmp_path / finding.file)[finding.sheet]
    (area,) = sheet.merged_cells.ranges
    assert area.coord == f"C{int(finding.cell[1:]) - 1}:{finding.cell}"
    assert sheet[area.coord.split(":")[0]].value == finding.value


def test_a_repeated_rating_stands_in_two_files_and_counts_once(full):
    pilot, finding = planted(full, "duplicate-cell=R02")
    assert (finding.code, finding.file) == ("R101", "R02_again.xlsx")
    assert content(pilot) == content(simulate(full))
    again = at(pilot, (finding.file, finding.sheet, finding.cell))
    twins = [c for c in pilot.cells if (c.unit, c.rater, c.criterion) == (again.unit, again.rater, again.criterion)]
    assert [cell.status for cell in twins] == ["rated", "repeated"]
    assert len({cell.typed for cell in twins}) == 1


def test_conflicting_ratings_stand_in_two_files_and_neither_counts(full):
    pilot, finding = planted(full, "conflicting-cell=R02")
    assert [answer.file for answer in pilot.plants[0].expected] == ["R02.xlsx", "R02_again.xlsx"]
    first = at(pilot, (finding.file, finding.sheet, finding.cell))
    before = content(simulate(full))
    del before[first.unit, first.rater, first.criterion]
    assert content(pilot) == before
    assert len({answer.value for answer in pilot.plants[0].expected}) == 2


def test_a_sheet_for_another_version_says_so_and_keeps_its_ratings(full, tmp_path):
    pilot, finding = planted(full, "wrong-rubric=R02")
    assert (finding.code, finding.value) == ("S108", "try-out 1.2.0-draft")
    assert content(pilot) == content(simulate(full))
    write_pilot(pilot, tmp_path)
    book = load_workbook(tmp_path / "R02.xlsx")
    said = {item.name: item.value for item in book.custom_doc_props.props}
    assert said == {
        "mcqa_rubric_id": "try-out",
        "mcqa_rubric_version": "1.2.0-draft",
        "mcqa_rubric_sha256": "0" * 64,
    }


def test_files_that_no_plant_touches_are_the_same_bytes(full, tmp_path, tree):
    plain, spoilt = simulate(full, raters=20), simulate(full, raters=20, plants=tuple(FAULTS))
    write_pilot(plain, tmp_path / "a")
    write_pilot(spoilt, tmp_path / "b")
    before, after = tree(tmp_path / "a"), tree(tmp_path / "b")
    # a contradiction is found in two files, and only the last of them is another one than before
    named = {plant.expected[-1].file for plant in spoilt.plants}
    differ = {name for name in after if before.get(name) != after[name]}
    assert differ == named | {"_truth/ratings.csv", "_truth/truth.json"}


def test_an_encrypted_workbook_is_a_compound_file_with_an_encrypted_package(full, tmp_path):
    pilot, finding = planted(full, "encrypted-file")
    write_pilot(pilot, tmp_path)
    data = (tmp_path / finding.file).read_bytes()
    assert data.startswith(bytes.fromhex("D0CF11E0A1B11AE1"))
    assert len(data) == 512 * (1 + 1 + 1 + 16)
    directory = data[1024:1536]
    assert [directory[n : n + 64].decode("utf-16-le").rstrip("\0") for n in (0, 128, 256)] == [
        "Root Entry",
        "EncryptionInfo",
        "EncryptedPackage",
    ]


def test_a_broken_workbook_cannot_be_opened(full, tmp_path):
    pilot, finding = planted(full, "broken-file")
    write_pilot(pilot, tmp_path)
    data = (tmp_path / finding.file).read_bytes()
    assert data.startswith(b"PK")
    with pytest.raises(Exception, match="zip"):
        load_workbook(io.BytesIO(data))


def test_the_same_fault_twice_goes_to_two_places(full):
    first, second = simulate(full, plants=["unknown-level", "unknown-level"]).plants
    assert first.expected != second.expected


def test_too_many_faults_for_a_small_pilot_are_refused(full):
    with pytest.raises(UsageError, match="is left for another plant"):
        simulate(full, units=1, raters=1, plants=["error-cell", "error-cell"])

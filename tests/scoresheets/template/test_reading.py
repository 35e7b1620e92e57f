"""What is filled in comes back as it was typed, from Excel files as they were sent and as LibreOffice saves them."""

import shutil
import subprocess

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.scoresheets.lists.roster import Person
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.template.plan import Packet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def test_an_untouched_workbook_is_all_missing_cells(rubric, tmp_path, kit):
    path = tmp_path / "R01.xlsx"
    path.write_bytes(kit.made(rubric, questions=True, round_id="round-1")[0].content)
    reading = kit.back(path, rubric)
    assert {record.value for record in reading.records} == {None}
    assert [(record.unit, record.rater, record.group, record.round) for record in reading.records] == [
        (unit.unit, "R01", "teacher", "round-1") for unit in kit.units for _ in rubric.criteria
    ]
    assert [record.criterion for record in reading.records] == [each.id for each in rubric.criteria] * 2
    assert reading.files[0].layout.split("+")[0] == "template"
    assert reading.findings == ()


@pytest.mark.parametrize("own", [False, True])
def test_what_is_filled_in_is_read_as_typed(rubric, tmp_path, own, kit):
    rubric = kit.with_own_scale(rubric) if own else rubric
    typed = kit.fill(kit.made(rubric, questions=True)[0].content, tmp_path / "R01.xlsx", rubric)
    reading = kit.back(tmp_path / "R01.xlsx", rubric)
    assert kit.read_as_typed(reading) == typed
    assert {dict(record.answers).get("scope") for record in reading.records} == {"Partly agree"}
    assert reading.findings == ()


@pytest.mark.parametrize("name", ["mpos-qas-reconstruction", "compensatory-example", "mpos-qas-met-not-met"])
def test_every_shipped_rubric_comes_back(name, tmp_path, kit):
    rubric = load_rubric(name)
    typed = kit.fill(kit.made(rubric)[0].content, tmp_path / "R01.xlsx", rubric)
    reading = kit.back(tmp_path / "R01.xlsx", rubric)
    assert kit.read_as_typed(reading) == typed
    assert reading.findings == ()


def test_odd_ids_titles_and_groups_come_back(rubric, tmp_path, kit):
    units = (
        UnitEntry("=1+1", "x" * 300),
        UnitEntry("Reviewer", "Group"),
        UnitEntry("Ж-7", "تقييم الأقران في الصف"),
        UnitEntry("Rubric", "'quoted' [brackets]: all?"),
        UnitEntry("it's", ""),
        UnitEntry("an id that is far longer than the name of a sheet may be", "-"),
    )
    person = Person("@code", group="Panel")
    path = tmp_path / "odd.xlsx"
    path.write_bytes(kit.made(rubric, Packet(person, units), round_id="round-1")[0].content)
    reading = kit.back(path, rubric)
    assert list(dict.fromkeys(record.unit for record in reading.records)) == [unit.unit for unit in units]
    assert {(record.rater, record.group, record.round) for record in reading.records} == {("@code", "Panel", "round-1")}
    assert len(reading.records) == len(units) * len(rubric.criteria)


def convert(path, form, folder):
    subprocess.run(
        [
            OFFICE,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            form,
            "--outdir",
            str(folder / form),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / form / f"{path.stem}.{form}"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_saves_and_keeps_everything(rubric, tmp_path, kit):
    rubric = kit.with_own_scale(rubric)
    typed = kit.fill(kit.made(rubric, questions=True)[0].content, tmp_path / "R01.xlsx", rubric)
    # to its own form and back: whatever it does not understand is lost on the way
    saved = convert(convert(tmp_path / "R01.xlsx", "ods", tmp_path), "xlsx", tmp_path)
    reading, before = kit.back(saved, rubric), kit.back(tmp_path / "R01.xlsx", rubric)
    assert kit.read_as_typed(reading) == typed
    assert [record._replace(location=None) for record in reading.records] == [
        record._replace(location=None) for record in before.records
    ]
    assert reading.findings == ()
    book, counted = kit.opened(saved.read_bytes()), kit.opened(saved.read_bytes(), data_only=True)
    assert {"Ratings", "Ratings_2", "Agreement"} <= set(book.defined_names)
    for unit in kit.units:
        sheet = book[unit.unit]
        assert sheet.protection.sheet
        columns, rows = kit.rating_cells(sheet)
        rated = {name for name, values in typed.items() if name[0] == unit.unit and values[0] is not None}
        assert counted[unit.unit]["E2"].value == len(rated)
        sources = {
            (row, column): rule.formula1
            for rule in sheet.data_validations.dataValidation
            for block in rule.sqref.ranges
            for row, column in block.cells
        }
        for criterion in rubric.criteria:
            own = "Ratings_2" if criterion.scale is kit.yes_no else "Ratings"
            assert sources[rows[criterion.id], columns["Rating"]] == own
            assert not sheet.cell(rows[criterion.id], columns["Rating"]).protection.locked
    assert {each.name for each in book.custom_doc_props.props} >= {"mcqa_template", "mcqa_rubric_sha256"}

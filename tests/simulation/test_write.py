from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from mcqa.rubric.model import Rubric
from mcqa.scoresheets.words.aliases import LONG_COLUMNS
from mcqa.simulation.faults import FAULTS
from mcqa.simulation.simulate import PLANT_NAMES, simulate
from mcqa.simulation.write import ratings_csv, truth_json, write_pilot

ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def shifty(rubric: Rubric) -> Rubric:
    """The rubric with ids, titles and labels that a spreadsheet would take for formulas."""
    marks = iter("=+-@=+-@" * 20)
    levels = tuple(level._replace(label=f"{next(marks)}{level.label}") for level in rubric.scale.levels)
    scale = rubric.scale._replace(levels=levels)
    standards = tuple(
        standard._replace(
            criteria=tuple(
                item._replace(id=f"{next(marks)}{item.id}", title=f"{next(marks)}1+1", scale=scale)
                for item in standard.criteria
            ),
        )
        for standard in rubric.standards
    )
    return replace(rubric, standards=standards, scale=scale)


def test_the_same_seed_gives_identical_bytes_and_another_seed_other_files(full, tmp_path, tree):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_pilot(simulate(full, seed=seed, raters=20, plants=PLANT_NAMES), tmp_path / name)
    first, second, other = (tree(tmp_path / name) for name in "abc")
    assert first == second
    assert len(first) == 20 + 2 + 2
    assert first["_truth/ratings.csv"] != other["_truth/ratings.csv"]
    assert first["R10.xlsx"] != other["R10.xlsx"]


def test_ratings_and_truth_do_not_drift_against_itself(mixed):
    pilot = simulate(mixed, plants=["vague-level", "harsh-rater", "unknown-level"])
    digests = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in (ratings_csv(pilot), truth_json(pilot))]
    assert digests == ["a47e3712c03cebbc", "75a7f69813f4d3b0"]


def test_it_says_which_files_it_wrote(full, tmp_path, tree):
    files = write_pilot(simulate(full), tmp_path / "pilot")
    assert {file.relative_to(tmp_path / "pilot").as_posix() for file in files} == set(tree(tmp_path / "pilot"))
    assert files[0].name == "R01.xlsx"


def test_workbooks_of_a_pilot_are_small(full, tmp_path):
    for path in write_pilot(simulate(full), tmp_path):
        if path.suffix == ".xlsx":
            assert path.stat().st_size < 25_000


def test_the_csv_parses_back_to_the_cells_that_count(mixed):
    pilot = simulate(mixed, raters=20, plants=tuple(FAULTS), cannot_tell=0.1, missing=0.1, not_applicable=0.1)
    rows = list(csv.DictReader(io.StringIO(ratings_csv(pilot))))
    group = {rater.id: rater.group for rater in pilot.raters}
    scores = {
        (criterion.id, level.id): "" if level.score is None else f"{level.score:g}"
        for criterion in mixed.criteria
        for level in criterion.scale.levels
    }
    expected = [
        {
            "unit": cell.unit,
            "rater": cell.rater,
            "criterion": cell.criterion,
            "level": cell.level or "",
            "score": scores[cell.criterion, cell.level] if cell.level else "",
            "status": cell.status,
            "round": "round-1",
            "group": group[cell.rater],
            "comment": cell.comment,
            "timestamp": "",
            "source": f"{cell.source.file}!{cell.source.sheet}!{cell.source.cell}",
        }
        for cell in pilot.cells
        if cell.counted
    ]
    assert tuple(rows[0]) == LONG_COLUMNS
    assert rows == expected
    assert {row["status"] for row in rows} == {"rated", "missing", "cannot_tell", "not_applicable"}


def test_a_row_stands_for_every_cell_of_a_pilot_without_faults(full):
    pilot = simulate(full)
    assert ratings_csv(pilot).count("\n") == 1 + len(pilot.cells)


def test_the_workbooks_hold_what_the_truth_file_says(full, tmp_path):
    pilot = simulate(full)
    write_pilot(pilot, tmp_path)
    books = {rater.id: load_workbook(tmp_path / f"{rater.id}.xlsx") for rater in pilot.raters}
    for cell in pilot.cells:
        page = books[cell.rater][cell.unit]
        row = page[cell.source.cell].row
        assert page[cell.source.cell].value == cell.typed
        assert page.cell(row=row, column=1).value == cell.criterion
        assert page.cell(row=row, column=4).value == (cell.comment or None)
    for rater in pilot.raters:
        assert tuple(books[rater.id].sheetnames) == rater.units
        page = books[rater.id][rater.units[0]]
        assert [page.cell(row=row, column=2).value for row in range(1, 6)] == [
            rater.units[0],
            rater.id,
            rater.group,
            "round-1",
            "try-out 1.2.0",
        ]


def test_the_truth_file_holds_parameters_truth_raters_and_right_answers(full, tmp_path):
    pilot = simulate(full, raters=20, plants=PLANT_NAMES)
    write_pilot(pilot, tmp_path)
    document = json.loads((tmp_path / "_truth" / "truth.json").read_text(encoding="utf-8"))
    assert document["parameters"]["seed"] == 7
    assert document["truth"] == pilot.truth
    assert [rater["id"] for rater in document["raters"]] == [rater.id for rater in pilot.raters]
    assert sum(document["cells"].values()) == len(pilot.cells)
    assert [plant["fault"] for plant in document["plants"]] == list(PLANT_NAMES)
    answers = [answer for plant in document["plants"] for answer in plant["expected"]]
    assert {"criterion", "action", "cause", "levels", "raters", "groups"} <= answers[0].keys()
    assert {"code", "name", "file", "sheet", "cell", "value"} <= answers[-1].keys()


def test_no_text_can_run_in_a_spreadsheet(full, tmp_path):
    pilot = simulate(shifty(full))
    write_pilot(pilot, tmp_path)
    seen = 0
    for rater in pilot.raters:
        for page in load_workbook(tmp_path / f"{rater.id}.xlsx"):
            for row in page.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert not str(cell.value).startswith(ACTIVE)
                    seen += str(cell.value).startswith("'")
    assert seen > 1000
    rows = list(csv.reader(io.StringIO(ratings_csv(pilot))))
    assert not any(part.startswith(ACTIVE) for row in rows for part in row)
    assert all(row[2].startswith("'") for row in rows[1:])


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_written_text_has_one_kind_of_line_end_on_every_system(full, tmp_path, ending):
    write_pilot(simulate(full), tmp_path)
    for name in ("ratings.csv", "truth.json"):
        assert ending.encode() not in (tmp_path / "_truth" / name).read_bytes()

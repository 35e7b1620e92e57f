"""A simulated pilot, written as workbooks, is read back to exactly its own table; each planted fault to its finding."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.simulation.faults import FAULTS
from mcqa.simulation.simulate import simulate
from mcqa.simulation.write import write_pilot

PLANTS = [*FAULTS, "all-met", "harsh-rater", "straight-liner", "vague-level"]
GAPS = {"cannot_tell": 0.1, "missing": 0.1, "not_applicable": 0.1}
LONG = ["unit", "rater", "criterion", "level", "score", "status", "round", "group", "comment", "timestamp", "source"]
CELLS = "rated", "missing", "not_applicable", "cannot_tell", "invalid"


@pytest.fixture
def pilot_rubric(rubric):
    """The rubric of these tests, on scales that know every word for no rating."""
    (standard,) = rubric.standards
    words = ("cannot_tell", "not_applicable")
    criteria = tuple(item._replace(scale=item.scale._replace(non_scores=words)) for item in standard.criteria)
    return type(rubric)(
        **{**vars_of(rubric), "scale": criteria[0].scale, "standards": (standard._replace(criteria=criteria),)}
    )


def vars_of(rubric):
    return {name: getattr(rubric, name) for name in rubric.__dataclass_fields__}


@pytest.fixture
def back(collect, pilot_rubric):
    """Simulate, write, read: the pilot, what was collected, and the truth files."""

    def run(**options):
        pilot = simulate(pilot_rubric, **options)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_pilot(pilot, folder)
            collected = collect(folder, using=pilot_rubric)
            truth = json.loads((folder / "_truth" / "truth.json").read_text(encoding="utf-8"))
            listed = collect(folder / "_truth" / "ratings.csv", using=pilot_rubric)
        return pilot, collected, listed, truth, f"{name}/"

    return run


def rows_of(collected, folder=""):
    frame = collected.ratings.to_frame()
    frame["source"] = [source.replace("\\", "/").removeprefix(folder) for source in frame["source"]]
    return {tuple(None if pd.isna(value) else value for value in row) for row in frame[LONG].itertuples(index=False)}


def true_rows(pilot):
    """What a right reader makes of the cells, from the pilot itself."""
    groups = {rater.id: rater.group for rater in pilot.raters}
    rows = set()
    for cell in pilot.cells:
        if cell.counted:
            scale = pilot.rubric.criterion(cell.criterion).scale
            score = scale.levels[scale.level_ids.index(cell.level)].score if cell.level else None
            source = f"{cell.source.file}!{cell.source.sheet}!{cell.source.cell}"
            context = (pilot.parameters.round_id, groups[cell.rater], cell.comment, "", source)
            rows.add((cell.unit, cell.rater, cell.criterion, cell.level, score, cell.status, *context))
    return rows


def check(pilot, collected, listed, truth, folder):
    rows = true_rows(pilot)
    assert rows_of(collected, folder) == rows
    assert {row[:-1] for row in rows_of(listed)} == {row[:-1] for row in rows}
    fates = truth["cells"]
    expected = {name: fates[name] for name in CELLS}
    expected["rated"] += fates["repeated"]
    assert collected.cells._asdict() == expected
    assert listed.cells.invalid == 0


def findings_of(collected, folder):
    shown = []
    for found in collected.findings:
        place = found.location
        if found.code[0] == "S" or found.code in ("R101", "R102"):
            shown.append(
                (
                    found.code,
                    found.name,
                    (place.file or "").replace("\\", "/").removeprefix(folder),
                    place.sheet,
                    place.cell,
                    found.value,
                )
            )
    return shown


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    units=st.integers(1, 5),
    raters=st.integers(1, 6),
)
def test_a_pilot_reads_back_to_exactly_its_own_table(back, seed, units, raters):
    pilot, collected, listed, truth, folder = back(seed=seed, units=units, raters=raters, **GAPS)
    check(pilot, collected, listed, truth, folder)
    assert findings_of(collected, folder) == []
    assert collected.cells.read == len(pilot.cells)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), plants=st.lists(st.sampled_from(PLANTS), min_size=1, max_size=4, unique=True))
def test_a_pilot_with_faults_reads_back_to_what_is_left_of_it(back, seed, plants):
    check(*back(seed=seed, units=4, raters=8, plants=plants, **GAPS))


@pytest.mark.parametrize("plant", [*FAULTS, "not-a-rating=date"])
def test_each_planted_fault_gives_exactly_its_finding_at_its_place(back, plant):
    pilot, collected, listed, truth, folder = back(seed=11, units=4, raters=8, plants=[plant])
    check(pilot, collected, listed, truth, folder)
    (planted,) = truth["plants"]
    found = findings_of(collected, folder)
    assert len(found) == len(planted["expected"])
    for got, answer in zip(sorted(found), sorted(planted["expected"], key=lambda answer: answer["file"]), strict=True):
        code, name, file, sheet, cell, value = got
        assert (code, name, file, sheet) == (answer["code"], answer["name"], answer["file"], answer["sheet"])
        assert answer["cell"] in (cell, None)
        assert answer["value"] in (value, None)


def test_all_faults_at_once_give_all_their_findings_and_no_other(back):
    pilot, collected, listed, truth, folder = back(seed=3, units=6, raters=24, plants=tuple(FAULTS), **GAPS)
    check(pilot, collected, listed, truth, folder)
    expected = {(a["code"], a["file"], a["sheet"]) for plant in truth["plants"] for a in plant["expected"]}
    found = findings_of(collected, folder)
    assert {(code, file, sheet) for code, _, file, sheet, _, _ in found} == expected
    assert len(found) == len(expected) == len(FAULTS) + 1
    assert {Path(path).name for path in collected.refused} == {
        a["file"] for plant in truth["plants"] for a in plant["expected"] if a["code"] in ("S001", "S002", "S006")
    }

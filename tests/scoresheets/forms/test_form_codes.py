from __future__ import annotations

import pytest

from mcqa.errors import UsageError
from mcqa.scoresheets.forms.profiles import load_profiles, profiled
from mcqa.scoresheets.grid import Grid
from mcqa.scoresheets.shapes.table import RATING
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping


@pytest.fixture
def table_of(rubric):
    def make(rows, profiles=None, mapping=None):
        grid = Grid(file="export", sheet=None, rows=tuple(map(tuple, rows)))
        return profiled(grid, profiles or load_profiles([]), CriterionIndex(rubric), mapping or Mapping())

    return make


def own(tmp_path, text, name="ours.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def coded(codes):
    """A raw export of one component, with these codes."""
    rows = [["record_id", "unit", "rater", "c01_1", "review_complete"]]
    rows += [[str(at), f"MC-{at}", "R1", code, "2"] for at, code in enumerate(codes)]
    return rows


def test_codes_that_may_be_scores_are_taken_as_scores_with_a_warning(table_of):
    table = table_of(coded(["0", "2", "", "1"]))
    assert [(f.code, f.location.cell, f.value) for f in table.findings] == [("S114", "D2", "0")]
    assert "0 = Not met" in table.findings[0].message
    assert table.rejected == frozenset()


@pytest.mark.parametrize(("said", "expected"), [("1..n", ["not_met", "met"]), ("0..n", ["partly_met", "3"])])
def test_codes_may_count_the_levels(said, expected, tmp_path, table_of):
    path = own(tmp_path, f"format: mcqa-form/1\nname: ours\nbased_on: redcap-raw\nvalues: {said}\n")
    rows = coded(["1", "3"])
    table = table_of(rows, load_profiles([str(path)]))
    (column,) = (column for column in table.columns if column.role == RATING)
    assert [table.meant(column, row[3]) for row in rows[1:]] == expected
    assert [f.value for f in table.findings] == ([] if said == "1..n" else ["3"])


def test_a_number_that_the_profile_does_not_declare_is_no_rating_though_it_is_a_score(tmp_path, table_of):
    path = own(tmp_path, "format: mcqa-form/1\nname: ours\nbased_on: redcap-raw\nvalues: 1..n\n")
    table = table_of(coded(["1", "0", "-1", "1.0", "2"]), load_profiles([str(path)]))
    assert table.rejected == {(2, 3), (3, 3)}
    assert [(f.code, f.value) for f in table.findings] == [("S202", "0"), ("S202", "-1")]


def test_a_code_that_the_mapping_knows_is_left_to_it(table_of):
    table = table_of(coded(["0", "1", "9"]), mapping=Mapping(values=(("9", "cannot_tell"),)))
    assert [f.code for f in table.findings] == ["S114"]


def test_a_level_that_the_rubric_has_not_is_wrong_usage(tmp_path, table_of):
    path = own(tmp_path, "format: mcqa-form/1\nname: ours\nbased_on: redcap-raw\nvalues: {1: not_mett, 2: Met}\n")
    with pytest.raises(UsageError, match=r'form profile ours .* "not_mett" is no level; did you mean not_met\?'):
        table_of(coded(["1"]), load_profiles([str(path)]))


def test_rows_that_hold_no_review_are_passed_over(table_of):
    rows = coded(["1", "2"])
    rows.insert(2, ["7", None, None, None, "0"])
    assert table_of(rows).body == (1, 3)

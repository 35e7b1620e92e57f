from __future__ import annotations

import pytest

from mcqa.errors import UsageError
from mcqa.ratings.plain import build_plain, declared_scale
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.plain import read_plain


@pytest.fixture
def plain(tmp_path):
    """Build the table of a text without a rubric."""

    def run(content, *, levels=None, layout="auto"):
        path = tmp_path / "plain.csv"
        path.write_bytes(content.encode())
        return build_plain(read_plain(open_sheets([str(path)]), layout, levels), levels)

    return run


def names(built):
    return [level.label for level in built.scale.levels]


def found(built):
    return [
        (finding.code, finding.location.cell) for finding in built.collected.findings if finding.code.startswith("S")
    ]


def test_numbers_that_nobody_declared_are_taken_in_numeric_order(plain):
    built = plain("unit,R1,R2\nA,10,2\nB,9,\nC,2,N/A\n")
    assert (names(built), built.scale.type, built.declared, built.with_criteria) == (
        ["2", "9", "10"],
        "interval",
        False,
        False,
    )
    assert [level.score for level in built.scale.levels] == [2.0, 9.0, 10.0]
    assert built.collected.ratings.matrix().codes.tolist() == [[2, 0], [1, -1], [0, -1]]
    assert built.collected.ratings.rubric is None
    assert built.collected.cells == (4, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "expected", "codes"),
    [
        ("unit;R1;R2\nA;1,5;2\nB;-1;1,5\n", ["-1", "1.5", "2"], [[1, 2], [0, 1]]),
        ("unit,R1,R2\nA,1,1.0\nB,-1,0\n", ["-1", "0", "1"], [[2, 2], [0, 1]]),
        ("unit,R1,R2\nA,1234567,1234568\n", ["1234567", "1234568"], [[0, 1]]),
        ("unit,R1,R2\nA,0.1,0.10\nB,007,7\n", ["0.1", "7"], [[0, 0], [1, 1]]),
        ("unit,R1,R2\nA,.5,0.5\nB,1e3,1000\n", ["0.5", "1000"], [[0, 0], [1, 1]]),
        ("unit;R1;R2\nA;0,500;,5\nB;1E0;-1e-1\n", ["-0.1", "0.5", "1"], [[1, 1], [2, 0]]),
    ],
)
def test_numbers_are_their_own_levels_however_they_are_written(plain, content, expected, codes):
    built = plain(content)
    assert names(built) == expected
    assert built.collected.ratings.matrix().codes.tolist() == codes
    assert found(built) == []


def test_words_that_nobody_declared_are_nominal(plain):
    built = plain("unit,R1,R2\nA,yes,No\nB,no,YES\nC,None,maybe\n")
    assert built.scale.type == "nominal"
    assert not built.scale.ordered
    assert {name.casefold() for name in names(built)} == {"yes", "no", "none", "maybe"}


def test_words_in_another_case_are_the_same_level(plain):
    built = plain("unit,R1,R2\nA,yes,Yes\nB,no,yes \n")
    assert len(built.scale.levels) == 2
    matrix = built.collected.ratings.matrix()
    assert matrix.codes[0, 0] == matrix.codes[0, 1]
    assert found(built) == []


def test_grades_that_differ_by_a_sign_stay_apart(plain):
    built = plain("unit,R1,R2\nA,A+,A\nB,A-,A+\n")
    assert sorted(names(built)) == ["A", "A+", "A-"]
    codes = built.collected.ratings.matrix().codes
    assert codes[0, 0] == codes[1, 1]
    assert len({codes[0, 0], codes[0, 1], codes[1, 0]}) == 3


@pytest.mark.parametrize("word", ["#REF!", "#N/A", "nan", "NaN", "inf", "-", "1e999", "9" * 400])
def test_what_can_be_no_level_does_not_turn_numbers_into_words(plain, word):
    built = plain(f"unit,R1,R2\nA,1,2\nB,{word},3\n")
    assert (names(built), built.scale.type) == (["1", "2", "3"], "interval")
    assert [cell for _, cell in found(built)] == ["B3"]
    assert built.collected.cells.invalid == 1


def test_declared_levels_have_their_order_and_everything_else_is_a_fault(plain):
    built = plain("unit,R1,R2\nA,high,low\nB,mid,Low\nC,top,\n", levels=["low", "mid", "high"])
    assert (built.declared, built.scale.type, names(built)) == (True, "ordinal", ["low", "mid", "high"])
    assert built.collected.ratings.matrix().codes.tolist() == [[2, 0], [1, 0]]
    assert found(built) == [("S201", "B4")]


def test_declared_numbers_are_their_own_scores(plain):
    built = plain("unit,R1,R2\nA,1,3\nB,3,4\n", levels=["-1", "1", "2", "3"])
    assert [level.score for level in built.scale.levels] == [-1.0, 1.0, 2.0, 3.0]
    assert found(built) == [("S202", "C3")]


@pytest.mark.parametrize(
    "levels",
    [[], ["a"], ["a", "A"], ["a", " a "], ["", " "], ["1", "1"], ["3", "2", "1"], ["1", "1.0"], ["1,000", "2,000"]],
)
def test_levels_that_are_none_or_not_in_order_are_wrong_usage(levels):
    with pytest.raises(UsageError):
        declared_scale(levels)


@pytest.mark.parametrize("levels", [["-1", "0", "1"], ["A-", "A", "A+"], ["1,5", "2"], [" low ", "high"]])
def test_levels_that_differ_by_a_sign_may_be_declared(levels):
    assert [level.label for level in declared_scale(levels).levels] == [level.strip() for level in levels]


def test_counts_are_read_as_raters_that_nobody_knows(plain):
    built = plain("unit,low,high\nA,2,1\nB,0,3\n", levels=["low", "high"])
    ratings = built.collected.ratings
    assert not ratings.raters_known
    assert not ratings.matrix().raters_known
    assert ratings.matrix().counts.tolist() == [[2, 1], [0, 3]]
    assert (built.declared, built.collected.n_ratings) == (True, 6)


def test_columns_of_counts_declare_the_levels(plain):
    built = plain("unit,high,low\nA,2,0\n", layout="counts")
    assert (names(built), built.declared) == (["high", "low"], True)


def test_counts_accuse_no_rater_of_straight_lining(plain):
    rows = "".join(f"U{at},1,1\n" for at in range(30))
    built = plain(f"unit,low,high\n{rows}", layout="counts")
    assert [finding.code for finding in built.collected.findings] == []


def test_a_list_with_components_keeps_them_and_rounds_apart(plain):
    built = plain("unit,rater,criterion,level,round\nA,R1,C2,1,1\nA,R1,C1,2,1\nA,R1,C1,1,2\nA,R2,C1,2,2\n")
    ratings = built.collected.ratings
    assert (built.with_criteria, [criterion.id for criterion in ratings.criteria]) == (True, ["C2", "C1"])
    assert (ratings.rounds, found(built), len(ratings)) == (("1", "2"), [], 4)


def test_a_list_that_was_exported_reads_its_status(plain):
    built = plain(
        "unit,rater,level,status\nA,R1,,cannot_tell\nA,R2,,not_applicable\nA,R3,,missing\nA,R4,2,rated\nA,R5,1,rated\n"
    )
    assert built.collected.cells == (2, 1, 1, 1, 0)


def test_the_same_rating_twice_in_a_list_is_found(plain):
    built = plain("unit,rater,level\nA,R1,1\na,r1,1\nB,R1,1\nB,R1,2\n")
    codes = [finding.code for finding in built.collected.findings]
    assert (codes.count("R101"), codes.count("R102")) == (1, 2)


def test_a_file_without_any_rating_is_an_empty_table(plain):
    built = plain("unit,R1,R2\nA,,N/A\n")
    assert (built.collected.n_ratings, built.scale.levels, built.collected.cells.read) == (0, (), 2)


def test_a_number_with_a_comma_of_two_meanings_is_a_fault_and_no_level(plain):
    built = plain("unit;R1;R2\nA;1,000;1\nB;2;1,000,000\n")
    assert (names(built), built.scale.type) == (["1", "2"], "interval")
    assert found(built) == [("S202", "B2"), ("S202", "C3")]
    assert built.collected.cells == (2, 0, 0, 0, 2)


def test_columns_that_two_headings_claim_are_invalid_in_the_ledger(plain):
    built = plain("rater,unit,level,level\nR1,A,1,2\nR2,A,2,2\n")
    assert found(built) == [("S103", "C1"), ("S103", "D1")]
    assert built.collected.cells == (0, 0, 0, 0, 4)


def test_a_first_line_that_names_the_separator_is_read_past(plain):
    built = plain("sep=;\r\nunit;R1;R2\r\nA;1,5;2\r\n")
    assert (names(built), found(built), built.collected.cells.rated) == (["1.5", "2"], [], 2)

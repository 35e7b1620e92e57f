"""A file sent twice is told once; what is no repetition stays as it is."""

from mcqa.findings import Location
from mcqa.ratings.kinds import CONFLICTING_RATING, DUPLICATE_RATING
from mcqa.reports.repeats import gathered


def repeated(n, file="b.xlsx", first="a.xlsx  MC-01!C{}", sheet="MC-01"):
    return [
        DUPLICATE_RATING.at(
            Location(file=file, sheet=sheet, cell=f"C{at}"),
            f"C1 of A by R1 was already read at {first.format(at)}, with the same rating; it counts once",
        )
        for at in range(n)
    ]


def test_many_repetitions_of_one_file_become_one_finding_at_the_place_of_the_first():
    other = CONFLICTING_RATING.at(Location(file="b.xlsx"), "something else")
    found = gathered([other, *repeated(5), other, *repeated(3, sheet="MC-02")])
    assert [each.code for each in found] == ["R102", "R101", "R102"]
    assert found[1].message == "8 ratings of this file (MC-01, MC-02) were already read in a.xlsx; each counts once"
    assert found[1].location == Location(file="b.xlsx")


def test_a_single_sheet_is_named_as_the_place():
    (finding,) = gathered(repeated(5))
    assert finding.location == Location(file="b.xlsx", sheet="MC-01")


def test_a_few_repetitions_are_told_one_by_one():
    assert gathered(repeated(4)) == tuple(repeated(4))


def test_repetitions_of_different_files_are_kept_apart():
    found = gathered([*repeated(5), *repeated(5, first="c.xlsx  MC-01!C{}"), *repeated(4, first="d.csv:{}")])
    assert [each.message.partition(" in ")[2].partition(";")[0] for each in found[:2]] == ["a.xlsx", "c.xlsx"]
    assert len(found) == 6


def test_text_files_and_a_repetition_within_one_file_have_words_of_their_own():
    (within,) = gathered(repeated(5, file="a.csv", first="a.csv:{}", sheet=None))
    assert within.message == "5 ratings of this file were already read elsewhere in this file; each counts once"
    (text,) = gathered(repeated(6, file="b.csv", first="a.csv:{}", sheet=None))
    assert " in a.csv;" in text.message


def test_many_sheets_are_counted():
    found = gathered([each for at in range(5) for each in repeated(2, sheet=f"MC-0{at}")])
    assert "(MC-00, MC-01, MC-02 and 2 more)" in found[0].message

"""Reviewers of the sheets held against the roster."""

import pytest

from mcqa.findings import Location
from mcqa.ratings.roster import unknown_raters
from mcqa.scoresheets.lists.roster import Person, Roster

PEOPLE = (
    Person("R01", "teacher", "Ann Lee", "ann@school.example", ("A. Lee",), 2),
    Person("R02", "state_lead", "Bo Chan", "bo@state.example", (), 3),
    Person("R03", "", "", "", (), 4),
)


@pytest.fixture
def hold(build):
    """Findings about the reviewers that rated, each with one rating."""

    def run(*raters, group="", people=PEOPLE):
        collected = build(*(("A", rater, "C1.1", "Met", {"group": group}) for rater in raters))
        return unknown_raters(collected.ratings, Roster(people, "roster.csv"))

    return run


def codes(findings):
    return [(finding.code, finding.subject) for finding in findings]


@pytest.mark.parametrize("name", ["R01", "r01 ", "Ann Lee", "ann  LEE", "ANN@school.example", "A. Lee"])
def test_a_reviewer_is_known_by_code_name_address_or_alias(hold, name):
    assert codes(hold(name, "R02", "R03")) == []


def test_a_stranger_is_told_at_the_sheet_with_the_closest_code(hold):
    (finding,) = hold("R01", "R02", "R03", "Anne Lee")
    assert (finding.code, finding.name, finding.severity) == ("R103", "unknown-rater", "warning")
    assert (finding.subject, finding.value, finding.location) == ("Anne Lee", "Anne Lee", Location(file="a.csv"))
    assert finding.message == "Anne Lee is not on the roster roster.csv"
    assert finding.hint.startswith("did you mean R01?")


def test_nobody_is_suggested_where_two_are_as_close_or_all_are_far(hold):
    assert [f.hint for f in hold("R04", "R01", "R02", "R03")] == [
        "add the reviewer to the roster, or leave the sheet out"
    ]
    assert [f.hint for f in hold("Zebedee", "R01", "R02", "R03")] == [
        "add the reviewer to the roster, or leave the sheet out"
    ]


def test_nobody_is_suggested_where_the_next_person_is_nearly_as_like(hold):
    # 94 of 100 alike and 88, then 94 and 82
    near, far = ((Person("Anne Lee"), Person(other)) for other in ("Ann Lee", "Anna Lee"))
    (finding,) = [found for found in hold("Annee Lee", people=near) if found.code == "R103"]
    assert finding.hint == "add the reviewer to the roster, or leave the sheet out"
    (finding,) = [found for found in hold("Annee Lee", people=far) if found.code == "R103"]
    assert finding.hint.startswith("did you mean Anne Lee?")


def test_who_sent_nothing_is_told_at_the_line_of_the_roster(hold):
    (finding,) = hold("R01", "Bo Chan")
    assert (finding.code, finding.severity, finding.subject) == ("R111", "info", "R03")
    assert finding.location == Location(file="roster.csv", line=4)


def test_one_person_under_two_names_is_told(hold):
    (finding,) = hold("Ann Lee", "R01", "R02", "R03")
    assert (finding.code, finding.subject) == ("R113", "R01")
    assert finding.message == '"Ann Lee" and "R01" are one person on the roster, and are counted as two reviewers'


def test_a_group_that_the_roster_does_not_say_is_told(hold):
    assert codes(hold("R01", "R02", "R03", group="Teacher")) == [("R112", "R02")]


def test_a_code_comes_before_a_name_that_somebody_else_bears(hold):
    people = (Person("R01", name="Lee"), Person("Lee", name="R9"))
    assert codes(hold("Lee", people=people)) == [("R111", "R01")]


def test_an_empty_roster_knows_nobody(hold):
    assert codes(hold("R01", people=())) == [("R103", "R01")]


def test_where_only_counts_are_known_nobody_is_held_against_anything(build):
    collected = build(("A", "1", "C1.1", "Met"), raters_known=False)
    assert unknown_raters(collected.ratings, Roster(PEOPLE, "roster.csv")) == ()

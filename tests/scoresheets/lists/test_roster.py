"""Rosters: whoever is on them is read, and every fault is told at once, with its line."""

import pytest
from openpyxl import Workbook

from mcqa.errors import InputError
from mcqa.scoresheets.lists.roster import Person, read_roster


def faults(path):
    with pytest.raises(InputError) as stopped:
        read_roster(path)
    return [(found.code, found.location.line, found.location.cell) for found in stopped.value.findings]


def test_codes_groups_names_addresses_and_other_names_are_read(text):
    path = text('Reviewer,Group,Name,E-mail,Also known as\nR01,teacher,Ann Lee,ann@example.org,"Lee, Ann; A. Lee"\n')
    assert read_roster(path).people == (
        Person(
            rater="R01",
            group="teacher",
            name="Ann Lee",
            email="ann@example.org",
            aliases=("Lee, Ann", "A. Lee"),
            line=2,
        ),
    )


@pytest.mark.parametrize(
    ("header", "row", "code", "name"),
    [
        ("Reviewer code,Name", "R01,Ann", "R01", "Ann"),
        ("Code,Reviewer", "R01,Ann", "R01", "Ann"),
        ("Reviewer,Name", "R01,Ann", "R01", "Ann"),
        ("Name,Group", "Ann,teacher", "Ann", ""),
        ("REVIEWER  ID;full name", "R01;Ann", "R01", "Ann"),
        ("Code,First name,Last name", "R01,Ann,Lee", "R01", "Ann Lee"),
    ],
)
def test_the_code_stands_in_sheets_and_the_name_takes_its_place_where_there_is_none(text, header, row, code, name):
    person = read_roster(text(f"{header}\n{row}\n")).people[0]
    assert (person.rater, person.name) == (code, name)


def test_further_columns_are_left_aside_with_a_note(text):
    roster = read_roster(text("Reviewer,Phone,Group\nR01,555,teacher\n"))
    assert [(found.code, found.location.cell, found.value) for found in roster.findings] == [("S407", "B1", "Phone")]


def test_a_workbook_is_read_on_every_sheet_that_names_reviewers(tmp_path):
    book = Workbook()
    book.active.title = "Teachers"
    for row in (["Pilot reviewers"], [], ["Reviewer", "Group"], [1, "teacher"], ["R02", "teacher"]):
        book.active.append(row)
    more = book.create_sheet("State leads")
    for row in (["Reviewer", "Group"], ["R03", "state_lead"]):
        more.append(row)
    book.create_sheet("Notes").append(["call them in May"])
    book.save(tmp_path / "roster.xlsx")
    roster = read_roster(tmp_path / "roster.xlsx")
    assert [(each.rater, each.group, each.line) for each in roster.people] == [
        ("1", "teacher", 4),
        ("R02", "teacher", 5),
        ("R03", "state_lead", 2),
    ]
    assert [(found.code, found.location.sheet) for found in roster.findings] == [("S407", "Notes")]


def test_all_faults_are_told_at_once_with_their_lines(text):
    path = text("Reviewer,Group,Aliases\nR01,teacher,\nr01 ,nbct,\n,teacher,\nR02,nbct,R01\nR03,,R9\nR04,,R9\n")
    assert faults(path) == [("S403", 4, "A4"), ("S402", 3, "A3"), ("S402", 5, "A5"), ("S402", 7, "A7")]


def test_codes_that_differ_only_in_case_are_said_to(text):
    with pytest.raises(InputError) as stopped:
        read_roster(text("Reviewer\nR01\nr01\n"))
    assert "differ only in case" in stopped.value.findings[0].message


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("Revewer,Group\nR01,teacher\n", ["S401"]),
        ("R01,teacher\nR02,nbct\n", ["S401"]),
        ("Reviewer,Rater\nR01,R02\n", ["S103", "S103"]),
        ("Reviewer,Group\n", ["S006"]),
        ("", ["S006"]),
    ],
)
def test_what_is_no_roster_is_refused(text, content, codes):
    found = faults(text(content))
    assert [code for code, *_ in found][: len(codes)] == codes


def test_a_heading_that_is_nearly_right_is_asked_about(text):
    with pytest.raises(InputError) as stopped:
        read_roster(text("Reviewr,Group\nR01,teacher\n"))
    assert 'did you mean "Reviewer"' in stopped.value.findings[0].hint


def test_a_folder_or_nothing_at_all_is_one_message(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InputError):
            read_roster(path)


def test_the_units_of_a_reviewer_are_parted_by_semicolons_or_by_commas(text):
    path = text('Reviewer,Micro-credentials\nR01,"MC-01, MC-02"\nR02,MC-01;MC-02 ; MC-01\nR03,\n')
    roster = read_roster(path)
    assert [each.units for each in roster.people] == [("MC-01", "MC-02"), ("MC-01", "MC-02"), ()]
    assert roster.assigns

"""Lists of micro-credentials: read with what stands beside each, or refused with every fault at once."""

import pytest

from mcqa.errors import InputError
from mcqa.scoresheets.lists.units import UnitEntry, scan_units


def test_ids_titles_providers_states_and_reviewers_are_read(text):
    path = text('Micro-credential,Title,Provider,State,Reviewers\nMC-01,"Reading, together",P,NC,R01; R02\nMC-02,,,,\n')
    _, units = scan_units(path)
    assert units.units == (
        UnitEntry("MC-01", "Reading, together", "P", "NC", ("R01", "R02"), 2),
        UnitEntry("MC-02", line=3),
    )
    assert units.assigns


@pytest.mark.parametrize(
    ("header", "row", "unit", "title"),
    [
        ("id,title", "MC-01,T", "MC-01", "T"),
        ("unit", "MC-01", "MC-01", ""),
        ("Micro-credential ID,Micro-credential", "MC-01,T", "MC-01", "T"),
        ("Micro-credential ID,Micro-credential name", "MC-01,T", "MC-01", "T"),
        ("Title", "Leading a debrief", "Leading a debrief", ""),
    ],
)
def test_the_id_is_what_is_called_so_and_a_title_alone_is_the_id(text, header, row, unit, title):
    entry = scan_units(text(f"{header}\n{row}\n"))[1].units[0]
    assert (entry.unit, entry.title) == (unit, title)


def test_all_faults_are_told_at_once(text):
    listing, _ = scan_units(text("Micro-credential,Title\nMC-01,a\nmc-01,b\n,c\nMC-01,d\n"))
    with pytest.raises(InputError) as stopped:
        listing.refuse()
    assert [(each.code, each.location.line) for each in stopped.value.findings] == [
        ("S403", 4),
        ("S402", 3),
        ("S402", 5),
    ]
    assert all(each.hint and each.location.file for each in stopped.value.findings)


def test_odd_letters_stay_and_what_no_workbook_holds_goes(text):
    entry = scan_units(text("Micro-credential,Title\nЖ-1\x07,می‌خواهم  عنوان\n"))[1].units[0]
    assert (entry.unit, entry.title) == ("Ж-1", "می‌خواهم عنوان")

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


@pytest.mark.parametrize("header", ["Provider kind", "provider type", "Kind", "Kind of provider"])
def test_the_kind_of_provider_is_read_beside_the_provider(text, header):
    _, units = scan_units(text(f"Micro-credential,Provider,{header}\nMC-01,Ozark College, State  college \nMC-02,P,\n"))
    assert [(entry.provider, entry.kind) for entry in units.units] == [("Ozark College", "State college"), ("P", "")]
    assert units.has_kinds
    assert not scan_units(text("Micro-credential,Provider\nMC-01,P\n"))[1].has_kinds


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

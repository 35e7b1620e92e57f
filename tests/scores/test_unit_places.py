"""Micro-credentials found on their list: by id, by title, and through what `mcqa anonymize` sealed."""

import pytest

from mcqa.errors import InputError
from mcqa.scores.unit_places import places_of_units
from mcqa.scoresheets.identity.pseudonyms import UNIT, CrosswalkRow, crosswalk_text, key_text, keyed
from mcqa.scoresheets.lists.units import UnitEntry, UnitList
from mcqa.scoresheets.words.spelling import spelled

KEY = bytes(range(32))
LISTED = UnitList(
    units=(
        UnitEntry(unit="MC-01", title="Teaching Fractions", provider="Acme", state="WY"),
        UnitEntry(unit="MC-02", title="Peer Debriefs", provider="Beta", state="AR"),
        UnitEntry(unit="MC-03", title="Shared title", provider="Acme", state="NC"),
        UnitEntry(unit="MC-04", title="Shared title", provider="Beta", state="SC"),
    ),
    path="units.csv",
)


def crosswalk(tmp_path, *rows):
    path = tmp_path / "crosswalk.csv"
    text = crosswalk_text(CrosswalkRow(UNIT, code, original) for code, original in rows)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_units_are_found_by_id_and_by_title_whatever_their_case():
    found = places_of_units(("mc-02", "Teaching  fractions"), LISTED)
    assert found.providers == ("Beta", "Acme")
    assert found.states == ("AR", "WY")
    assert found.titles == ("Peer Debriefs", "Teaching Fractions")
    assert found.findings == ()


def test_all_units_that_are_not_listed_are_told_at_once():
    found = places_of_units(("MC-01", "MC-08", "MC-09", "Shared title"), LISTED)
    assert found.providers == ("Acme", "", "", "")
    assert [(one.code, one.subject, one.location.file) for one in found.findings] == [
        ("R125", "MC-08", "units.csv"),
        ("R125", "MC-09", "units.csv"),
        # two entries have the title: it means neither
        ("R125", "Shared title", "units.csv"),
    ]


def test_a_list_of_other_micro_credentials_stops_the_run():
    with pytest.raises(InputError, match=r"units\.csv lists none .* by id or title \(X-1, X-2, X-3 and 1 more\)"):
        places_of_units(("X-1", "X-2", "X-3", "X-4"), LISTED)


def test_no_units_are_no_fault():
    assert places_of_units((), LISTED).entries == ()


def test_a_crosswalk_leads_from_pseudonyms_to_originals(tmp_path):
    key = crosswalk(tmp_path, ("MC-7A", "MC-02"), ("MC-7A", "Peer Debriefs"), ("MC-9B", "Teaching Fractions"))
    found = places_of_units(("MC-9B", "mc-7a"), LISTED, key)
    assert found.providers == ("Acme", "Beta")


def test_a_drawn_pseudonym_is_never_taken_for_the_id_that_it_looks_like(tmp_path):
    # MC-01 was drawn for MC-02, and MC-02 is a pseudonym that this crosswalk does not know
    key = crosswalk(tmp_path, ("MC-01", "MC-02"))
    found = places_of_units(("MC-01", "MC-02"), LISTED, key)
    assert found.providers == ("Beta", "")
    assert [one.subject for one in found.findings] == ["MC-02"]


def test_a_pseudonym_of_two_entries_means_neither(tmp_path):
    key = crosswalk(tmp_path, ("MC-50", "MC-01"), ("MC-50", "MC-02"), ("MC-51", "MC-03"))
    assert places_of_units(("MC-50", "MC-51"), LISTED, key).providers == ("", "Acme")


@pytest.mark.parametrize("digits", [6, 8])
def test_a_key_makes_the_pseudonyms_of_the_list_again(tmp_path, digits):
    path = tmp_path / "mcqa.key"
    path.write_text(key_text(KEY), encoding="ascii")
    codes = tuple(
        keyed(KEY, (UNIT, spelled(name)), digits) for name in ("MC-02", "Teaching Fractions", "not on the list")
    )
    found = places_of_units(codes, LISTED, path)
    assert found.providers == ("Beta", "Acme", "")
    assert [one.subject for one in found.findings] == [codes[2]]


def test_the_sealed_folder_may_be_named_itself(tmp_path):
    crosswalk(tmp_path, ("MC-7A", "MC-02"))
    assert places_of_units(("MC-7A",), LISTED, tmp_path).providers == ("Beta",)


def test_the_key_of_other_sheets_is_told_with_what_was_tried(tmp_path):
    key = crosswalk(tmp_path, ("MC-7A", "MC-02"))
    with pytest.raises(
        InputError, match=r"crosswalk\.csv leads from none .* \(MC-01\) to an id or title of units\.csv"
    ):
        places_of_units(("MC-01",), LISTED, key)
    path = tmp_path / "mcqa.key"
    path.write_text(key_text(KEY), encoding="ascii")
    with pytest.raises(InputError, match=r"mcqa\.key leads from none"):
        places_of_units(("MC-01",), LISTED, path)


def test_a_list_without_the_originals_is_told_without_naming_them(tmp_path):
    key = crosswalk(tmp_path, ("MC-7A", "Secret title"))
    with pytest.raises(InputError, match="knows 1 of the micro-credentials") as stopped:
        places_of_units(("MC-7A",), LISTED, key)
    assert "Secret" not in f"{stopped.value} {stopped.value.hint}"


def test_a_file_that_is_no_key_is_told(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match="neither a crosswalk nor a key file"):
        places_of_units(("MC-01",), LISTED, path)
    with pytest.raises(InputError, match="cannot be read"):
        places_of_units(("MC-01",), LISTED, tmp_path / "missing.key")

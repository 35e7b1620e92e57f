"""The shipped files: read in full, or one clear error that names the file."""

import pytest

from mcqa.errors import InputError
from mcqa.verification.shipped import read_reference, shipped_folder


def test_the_reference_of_the_checkout_is_found():
    assert (shipped_folder() / "index.json").is_file()


def test_small_enough_to_ship():
    assert sum(path.stat().st_size for path in shipped_folder().rglob("*") if path.is_file()) < 2_000_000


def test_every_file_is_in_the_index():
    names = {data.id for data in read_reference(shipped_folder()).datasets}
    assert {path.stem for path in (shipped_folder() / "data").iterdir()} == names
    assert {path.stem for path in (shipped_folder() / "expected").iterdir()} == names


@pytest.mark.parametrize(
    "name", ["index.json", "discrepancies.json", "data/pub_cac_dist4cat.csv", "expected/pub_cac_dist4cat.json"]
)
def test_a_missing_file_is_named(name, copy):
    (copy.folder / name).unlink()
    with pytest.raises(InputError) as raised:
        read_reference(copy.folder)
    assert raised.value.message == f"{copy.folder / name} is missing"
    assert "install mcqa again" in raised.value.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("index.json", b"[{"),
        ("index.json", b"\xff\xfe"),
        ("index.json", b'[{"name": "pub_cac_dist4cat"}]'),
        ("discrepancies.json", b'[{"dataset": "x"}]'),
        ("expected/pub_cac_dist4cat.json", b"{}"),
        ("expected/pub_cac_dist4cat.json", b'{"dataset": {"layout": "dist"}, "expected": [{"coefficient": "x"}]}'),
        ("data/pub_cac_dist4cat.csv", b"unit,a,b,c\nu001,3,x,1\n"),
        ("data/pub_cac_dist4cat.csv", b""),
        ("data/pub_krippendorff2011.csv", b"unit,A,B\nu001,1,9\n"),
    ],
)
def test_a_damaged_file_is_named(name, content, copy):
    (copy.folder / name).write_bytes(content)
    with pytest.raises(InputError, match="cannot be used") as raised:
        read_reference(copy.folder)
    assert str(copy.folder / name) in raised.value.message


def test_a_record_less_is_missed(copy):
    document = copy.read("expected/pub_cac_dist4cat.json")
    del document["expected"][3]
    copy.write("expected/pub_cac_dist4cat.json", document)
    with pytest.raises(InputError, match=r"pub_cac_dist4cat: 5 records .* were shipped, 4 with"):
        read_reference(copy.folder)


def test_a_discrepancy_of_unknown_ratings_is_refused(copy):
    known = copy.read("discrepancies.json")
    known[0]["dataset"] = "pub_nowhere"
    copy.write("discrepancies.json", known)
    from mcqa.verification.verify import verify

    with pytest.raises(InputError, match="no ratings of pub_nowhere"):
        verify(copy.folder)

"""No byte of an output holds a name that was to be replaced."""

import io
import struct
import unicodedata
import zipfile

import pytest

from mcqa.scoresheets.identity.leaks import leaks
from mcqa.scoresheets.identity.names import Identities

NAME = "Zoë Müller"


@pytest.fixture
def identities():
    made = Identities()
    made.add_person(NAME, ("rater", "t01"))
    return made


def archive(where, text):
    """A zip archive in which a text stands in one place."""
    out, data = io.BytesIO(), text.encode("utf-8")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        member = zipfile.ZipInfo(text if where == "name" else "a.xml")
        if where == "comment of the archive":
            made.comment = data
        elif where == "comment":
            member.comment = data
        elif where == "extra":
            member.extra = struct.pack("<HH", 0xCAFE, len(data)) + data
        made.writestr(member, data if where == "data" else b"x")
    return out.getvalue()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("where", ["name", "data", "comment of the archive", "comment", "extra"])
def test_a_name_is_found_in_every_place_of_an_archive(where, form, identities):
    text = unicodedata.normalize(form, NAME)
    assert leaks("a.xlsx", archive(where, text), identities) == (text,)
    assert leaks("a.xlsx", archive(where, "nobody"), identities) == ()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_a_name_is_found_in_every_encoding(form, encoding, identities):
    text = unicodedata.normalize(form, NAME)
    assert leaks("a.csv", f"by {text}.".encode(encoding), identities) == (text,)


def test_a_name_is_found_in_the_name_of_the_file_and_as_entities(identities):
    assert leaks(f"{unicodedata.normalize('NFD', NAME)}.csv", b"", identities)
    assert leaks("a.csv", b"by Zo&euml; M&#252;ller", identities)

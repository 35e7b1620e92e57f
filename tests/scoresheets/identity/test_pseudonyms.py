"""Pseudonyms: the same with the same key, unrelated without, never twice, and back through the crosswalk alone."""

import hashlib
import hmac
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.errors import InputError, OutputError
from mcqa.scoresheets.identity.pseudonyms import (
    CrosswalkRow,
    assign,
    crosswalk_text,
    key_text,
    keyed,
    made_by,
    new_key,
    read_crosswalk,
    read_key,
)
from mcqa.scoresheets.identity.seal import refuse_new_key, refuse_places, seal
from mcqa.scoresheets.words.spelling import spelled

KEY = bytes(range(32))
NAMES = [("rater", f"person {number}") for number in range(30)] + [("unit", f"unit {number}") for number in range(30)]
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")


def nothing(_code):
    return False


def test_a_keyed_pseudonym_is_the_beginning_of_an_hmac_with_its_role():
    message = b"mcqa pseudonym 1\0rater\0ann lee"
    digest = hmac.new(KEY, message, hashlib.sha256).hexdigest().upper()
    expected = str(int(digest[:16], 16) % 10) + digest[16:21]
    assert keyed(KEY, ("rater", "ann lee")) == f"R-{expected}"
    assert keyed(KEY, ("unit", "ann lee")) != f"MC-{expected}"
    assert keyed(bytes(32), ("rater", "ann lee")) != f"R-{expected}"


def test_the_same_key_gives_the_same_whatever_else_is_named():
    one = assign(NAMES, key=KEY, before={}, avoid=nothing)
    other = assign([*reversed(NAMES), ("rater", "late comer")], key=KEY, before={}, avoid=nothing)
    assert one.items() <= other.items()
    assert len(set(one.values())) == len(NAMES)


def test_a_code_that_is_somebodys_name_or_clashes_grows():
    taken = keyed(KEY, NAMES[0])
    given = assign(NAMES, key=KEY, before={}, avoid=lambda code: code == taken)
    assert given[NAMES[0]] == keyed(KEY, NAMES[0], 8)
    clashing = {("rater", "earlier"): keyed(KEY, NAMES[1])}
    assert assign(NAMES, key=KEY, before=clashing, avoid=nothing)[NAMES[1]] == keyed(KEY, NAMES[1], 8)


def test_drawn_codes_are_short_in_random_order_and_no_old_names():
    given = assign(NAMES, key=None, before={}, avoid=lambda code: code in {"R01", "MC-02"})
    assert sorted(code for code in given.values() if code[0] == "R") == [f"R{number:02}" for number in range(2, 32)]
    assert {"MC-01", "MC-03", "MC-31"} <= set(given.values())
    orders = {tuple(assign(NAMES, key=None, before={}, avoid=nothing).values()) for _ in range(3)}
    assert len(orders) > 1
    more = assign([*NAMES, ("rater", "new")], key=None, before=given, avoid=lambda code: code == "R01")
    assert given.items() <= more.items()
    assert more["rater", "new"] == "R32"


@given(st.lists(st.tuples(st.sampled_from(["rater", "unit"]), st.text(max_size=20)), max_size=20))
def test_a_crosswalk_is_read_back_as_written_and_holds_no_formula(tmp_path_factory, pairs):
    rows = [CrosswalkRow(kind, f"R-{number}", name.strip("'")) for number, (kind, name) in enumerate(pairs)]
    rows = [row for row in rows if row.original.strip() and spelled(row.original)]
    path = tmp_path_factory.mktemp("walk") / "crosswalk.csv"
    path.write_bytes(crosswalk_text(rows).encode("utf-8", errors="backslashreplace"))
    assert sorted(read_crosswalk(path)) == sorted(rows)
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in csv.reader(file) for cell in row)


def test_a_crosswalk_knows_the_key_it_was_made_with():
    rows = [CrosswalkRow("rater", keyed(KEY, ("rater", "ann lee")), name) for name in ("T01", "Ann  LEE")]
    assert made_by(KEY, rows)
    assert not made_by(bytes(32), rows)
    assert not made_by(None, rows)
    assert made_by(None, [CrosswalkRow("rater", "R07", "Ann"), CrosswalkRow("unit", "MC-123", "x")])
    assert not made_by(KEY, [CrosswalkRow("rater", "R07", "Ann")])


@pytest.mark.parametrize("content", [b"", b"kind,name\n", b"kind,pseudonym,original\nperson,R1,x\n", b"\xff\xfe\x00"])
def test_what_is_no_crosswalk_is_refused(tmp_path, content):
    (tmp_path / "c.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"crosswalk|kind"):
        read_crosswalk(tmp_path / "c.csv")


def test_a_key_is_thirty_two_random_bytes_and_read_back(tmp_path):
    key = new_key()
    assert len(key) == 32
    assert key != new_key()
    (tmp_path / "k").write_text(key_text(key), encoding="utf-8")
    assert read_key(tmp_path / "k") == key


@pytest.mark.parametrize("content", [b"", b"0" * 63, b"g" * 64, b"0" * 65, b"\x00" * 32])
def test_what_is_no_key_is_refused_without_being_shown(tmp_path, content):
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_key(tmp_path / "k")
    assert "000" not in raised.value.message.replace(str(tmp_path), "")
    with pytest.raises(InputError):
        read_key(tmp_path / "none")


@POSIX
def test_sealed_files_are_their_owners_alone_from_the_start(tmp_path, monkeypatch):
    seen = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, flags, mode=0o777: seen.append(mode) or real(path, flags, mode))
    before = os.umask(0)
    try:
        seal(tmp_path / "deep" / "key", {"mcqa.key": "secret\n"})
    finally:
        os.umask(before)
    assert seen == [0o600]
    assert stat.S_IMODE((tmp_path / "deep" / "key").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "key" / "mcqa.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "deep" / "key").iterdir()] == ["mcqa.key"]


@POSIX
def test_a_folder_that_others_may_open_is_refused(tmp_path):
    (tmp_path / "key").mkdir()
    (tmp_path / "key").chmod(0o755)
    with pytest.raises(OutputError, match="others may open"):
        seal(tmp_path / "key", {"mcqa.key": "x"})
    assert list((tmp_path / "key").iterdir()) == []


def test_a_key_is_never_overwritten_and_a_seal_can_be_taken_back(tmp_path):
    folder = tmp_path / "key"
    take_back = seal(folder, {"mcqa.key": "one", "crosswalk.csv": "a"})
    with pytest.raises(OutputError, match="exists"):
        seal(folder, {"crosswalk.csv": "b", "mcqa.key": "two"}, replace=frozenset({"crosswalk.csv"}))
    with pytest.raises(OutputError, match="never overwritten"):
        refuse_new_key(folder)
    assert (folder / "crosswalk.csv").read_text() == "a"
    undo = seal(folder, {"crosswalk.csv": "b"}, replace=frozenset({"crosswalk.csv"}))
    assert (folder / "crosswalk.csv").read_text() == "b"
    undo()
    assert (folder / "crosswalk.csv").read_text() == "a"
    take_back()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("out", "sealed", "inputs", "key"),
    [
        ("out", "out/key", [], None),
        ("out", "out", [], None),
        ("out/sheets", "out", [], None),
        ("out", "in/key", ["in"], None),
        ("in/out", "key", ["in"], None),
        ("out", "key", [], "out/mcqa.key"),
    ],
)
def test_what_is_to_stay_apart_is_not_put_together(tmp_path, monkeypatch, out, sealed, inputs, key):
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in", "a.csv").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError):
        refuse_places(Path(out), Path(sealed), inputs, Path(key) if key else None)
    refuse_places(Path("out"), Path("out-key"), ["in"], Path("elsewhere/k"))


def test_the_sample_with_names_is_what_its_script_makes(tmp_path):
    import importlib.util
    import io
    import zipfile

    path = Path(__file__).with_name("samples.py")
    spec = importlib.util.spec_from_file_location("identity_samples", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path)

    def parts(folder):
        found = {}
        for file in folder.rglob("*"):
            content = file.read_bytes() if file.is_file() and file.suffix != ".md" else b""
            name = file.relative_to(folder).as_posix()
            if content.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    found |= {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
            elif content:
                found[name] = content.replace(b"\r\n", b"\n")
        return found

    assert parts(tmp_path) == parts(script.FOLDER)

"""`mcqa anonymize`: sheets without names in one folder, the key in another, and nothing at all where anything fails."""

import json
import os
import stat
import unicodedata
import zipfile

import pytest

FOLDER, ROSTER = "identities", "identities/_private/roster.csv"
NAMES = ("ann", "lee", "ortega", "bob", "robert", "priya", "raman", "lakeside", "fractions", "surveys", "219", "0147")


@pytest.fixture
def sheets(samples):
    return samples / FOLDER


@pytest.fixture
def roster(samples):
    return samples / ROSTER


def names_in(text):
    import re

    words = set(re.findall(r"[^\W_]+", text.casefold()))
    return sorted(words & set(NAMES))


def test_sheets_and_key_go_to_two_folders(mcqa, sheets, roster, tmp_path):
    done = mcqa("anonymize", sheets, "--roster", roster, "-o", "out", "--format", "json")
    assert done.code == 0
    assert done.json["schema"] == "mcqa/anonymize@1"
    results = done.json["results"]
    assert sorted(file["file"] for file in results["files"]) == sorted(
        path.name for path in (tmp_path / "out").iterdir()
    )
    assert results["pseudonyms"] == {"raters": 3, "units": 2}
    assert results["method"] == "hmac-sha256"
    assert sorted(path.name for path in (tmp_path / "out-key").iterdir()) == ["crosswalk.csv", "mcqa.key"]
    crosswalk = (tmp_path / "out-key" / "crosswalk.csv").read_text(encoding="utf-8")
    assert "Ann Lee" in crosswalk
    assert "Teaching Fractions" in crosswalk
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out-key"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "out-key").stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out-key").iterdir()} == {0o600}


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_what_may_be_handed_on_holds_no_name(form, mcqa, sheets, roster):
    done = mcqa("anonymize", sheets, "--roster", roster, "-o", "out", "--format", form, "--quiet")
    assert done.code == 0
    assert names_in(done.out.replace("`mcqa anonymize", "")) == []
    assert done.err == ""


def test_in_shared_findings_not_even_a_first_letter_stands_beside_a_pseudonym(mcqa, sheets, roster):
    found = mcqa("anonymize", sheets, "--roster", roster, "-o", "out", "--format", "json").json["findings"]
    assert all(finding["value"] is None and "**" not in finding["message"] for finding in found)
    files = {finding["file"] for finding in found if finding["code"] == "S301"}
    assert files
    assert all(file.startswith("R-") for file in files)


def test_a_scan_writes_nothing_and_is_a_gate_on_request(mcqa, sheets, roster, tmp_path):
    done = mcqa("anonymize", sheets, "--roster", roster, "--check")
    assert done.code == 0
    assert "S301 identity-leak" in done.out
    assert mcqa("anonymize", sheets, "--roster", roster, "--check", "--fail-on", "warning").code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_scan_masks_people_in_what_may_be_handed_on(mcqa, sheets, roster, tmp_path):
    assert mcqa("anonymize", sheets, "--roster", roster, "--check", "-o", "scan.json").code == 0
    found = json.loads((tmp_path / "scan.json").read_text(encoding="utf-8"))
    assert {"A** L**", "r**@s**.e**", "(**) **-**", "**-**-**"} <= {finding["value"] for finding in found["findings"]}
    left = (tmp_path / "scan.json").read_text(encoding="utf-8").replace(str(sheets.parent), "")
    assert not {"lee", "ortega", "raman", "priya", "bob", "robert"} & set(names_in(left))
    assert [path.name for path in tmp_path.iterdir()] == ["scan.json"]


def test_after_rebuilding_a_scan_finds_nothing(mcqa, sheets, roster):
    assert mcqa("anonymize", sheets, "--roster", roster, "-o", "out", "--keep-comments").code == 0
    found = mcqa("anonymize", "out", "--roster", roster, "--check", "--format", "json").json["findings"]
    assert {finding["message"] for finding in found} <= {
        "a part of the name of a person stands here: P**",
        "a part of the name of a person stands here: A**",
    }
    assert mcqa("anonymize", sheets, "--roster", roster, "-o", "bare", "--key-dir", "k").code == 0
    assert mcqa("anonymize", "bare", "--roster", roster, "--check", "--fail-on", "info").code == 0


def test_an_earlier_key_gives_the_same_pseudonyms_and_is_never_overwritten(mcqa, sheets, tmp_path):
    assert mcqa("anonymize", sheets, "-o", "out").code == 0
    key = (tmp_path / "out-key" / "mcqa.key").read_bytes()
    again = mcqa("anonymize", sheets, "-o", "out", "--force")
    assert again.code == 2
    assert "--key" in again.err
    assert (tmp_path / "out-key" / "mcqa.key").read_bytes() == key
    assert mcqa("anonymize", sheets, "-o", "out", "--force", "--key", "out-key/mcqa.key").code == 0
    assert mcqa("anonymize", sheets, "-o", "other", "--key", "out-key/mcqa.key").code == 0
    assert [path.name for path in (tmp_path / "other-key").iterdir()] == ["crosswalk.csv"]
    for path in (tmp_path / "out").iterdir():
        assert (tmp_path / "other" / path.name).read_bytes() == path.read_bytes()


def test_a_codebook_goes_on_where_it_ended_and_mixes_with_no_key(mcqa, sheets, samples, tmp_path):
    assert mcqa("anonymize", sheets, "-o", "out", "--codebook").code == 0
    before = (tmp_path / "out-key" / "crosswalk.csv").read_text(encoding="utf-8").splitlines()
    assert [path.name for path in (tmp_path / "out-key").iterdir()] == ["crosswalk.csv"]
    assert mcqa("anonymize", sheets, samples / "round-1", "-o", "two", "--codebook", "--key-dir", "out-key").code == 0
    after = (tmp_path / "out-key" / "crosswalk.csv").read_text(encoding="utf-8").splitlines()
    assert set(before) < set(after)
    mixed = mcqa("anonymize", sheets, "-o", "three", "--key-dir", "out-key")
    assert mixed.code == 2
    assert "crosswalk" in mixed.err
    assert not (tmp_path / "three").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--output DIR"),
        (("-o", "out", "--key", "none"), "none"),
        (("-o", "out", "--key", "out/mcqa.key"), "shared"),
        (("-o", "out", "--key-dir", "out/key"), "one within the other"),
        (("-o", "copy/out", "--key-dir", "key"), "--output"),
        (("-o", "out", "--key-dir", "copy/key"), "--key-dir"),
        (("-o", "out", "--codebook", "--key", "k"), "--codebook"),
        (("-o", "out", "--roster", "none.csv"), "none.csv"),
    ],
)
def test_what_cannot_be_done_safely_is_refused_and_leaves_nothing(
    words, said, mcqa, sheets, copy_of, tmp_path, no_trace
):
    copy = copy_of(sheets)
    done = mcqa("anonymize", copy, *words)
    assert done.code in {2, 3}
    assert done.out == ""
    assert said in done.err
    assert no_trace(tmp_path, "copy")


def test_where_the_sheets_cannot_be_written_no_key_stays(mcqa, sheets, tmp_path, no_trace):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = mcqa("anonymize", sheets, "-o", "file/out", "--key-dir", "key")
    assert done.code == 2
    assert no_trace(tmp_path, "file")


def test_inputs_are_left_as_they_are(mcqa, sheets, copy_of):
    copy = copy_of(sheets)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    assert mcqa("anonymize", copy, "-o", "out").code == 0
    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before


def test_a_file_that_cannot_be_opened_is_an_error_and_the_rest_is_rebuilt(mcqa, damaged, tmp_path):
    done = mcqa("anonymize", damaged, "-o", "out", "--format", "json")
    assert done.code == 1
    assert {"S001", "S002"} <= {finding["code"] for finding in done.json["findings"]}
    assert len(list((tmp_path / "out").iterdir())) == len(done.json["results"]["files"])
    assert all(finding["file"] == "a file without an output" for finding in done.json["findings"])


def test_rebuilt_sheets_score_as_the_originals_do(mcqa, samples):
    assert mcqa("anonymize", samples / "round-1", "-o", "out").code == 0
    before, after = (
        mcqa("score", folder, "--format", "json").json["results"]["units"] for folder in (samples / "round-1", "out")
    )
    assert sorted(map(without_name, before)) == sorted(map(without_name, after))


def without_name(unit):
    """A unit as text, without its name; sums over units in another order differ in the last digits of chances."""
    kept = json.loads(json.dumps({**unit, "unit": ""}), parse_float=lambda text: round(float(text), 9))
    return json.dumps(kept, sort_keys=True)


DECOMPOSED = unicodedata.normalize("NFD", "Zoë Müller")


@pytest.fixture
def of_zoe(tmp_path):
    """A sheet whose comment and file name write a name of the roster in another form than the roster does."""
    (tmp_path / "in").mkdir()
    text = f"Reviewer,Micro-credential,Component,Rating,Comment\nR03,Fractions,C01.1,Met,ask {DECOMPOSED} again\n"
    (tmp_path / "in" / f"{DECOMPOSED}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("reviewer,name\nR07,Zoë Müller\nR03,Ann Lee\n", encoding="utf-8")
    return tmp_path / "in"


def test_a_name_in_another_form_than_on_the_roster_is_found_and_replaced(of_zoe, mcqa, rubric, tmp_path):
    words = ("--roster", "roster.csv", "--rubric", rubric.id)
    found = mcqa("anonymize", of_zoe, *words, "--check", "--format", "json").json["findings"]
    assert [(finding["file"], finding["subject"], finding["value"]) for finding in found] == [
        ("file 1", "name of the file", "Z** M**"),
        ("file 1", "cell", "Z** M**"),
    ]
    assert mcqa("anonymize", of_zoe, *words, "-o", "out", "--keep-comments").code == 0
    (made,) = (tmp_path / "out").iterdir()
    text = unicodedata.normalize("NFD", made.read_text(encoding="utf-8"))
    assert "ask R-" in text
    assert "again" in text
    assert "ller" not in text
    assert "Zoe" not in text


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_files_and_sheets_that_nobody_knows_are_numbered_in_what_may_be_handed_on(form, mcqa, rubric, tmp_path):
    from openpyxl import Workbook

    (tmp_path / "in").mkdir()
    book = Workbook()
    book.active.title = "Quirin Brx"
    for row in (("Reviewer", "R03"), ("Micro-credential", "Fractions"), ("Component", "Rating"), ("C01.1", "Met")):
        book.active.append(row)
    book.active["D9"] = "call (502) 555-0147"
    book.save(tmp_path / "in" / "Ann Lee.xlsx")
    (tmp_path / "in" / "Bob Ortega.numbers").write_text("x", encoding="utf-8")
    (tmp_path / "in" / "Priya Raman.csv").write_text("", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "Zed Quux.zip", "w") as out:
        out.write(tmp_path / "in" / "Ann Lee.xlsx", "Xan/Ann Lee.xlsx")
        out.writestr("Yves Quux.docx", "x")
    words = ("in", "--rubric", rubric.id, "--check", "--format", form)
    done = mcqa("anonymize", *words)
    shown = done.out.casefold()
    left = [word for word in ("quirin", "brx", "lee", "ortega", "raman", "quux", "xan", "yves") if word in shown]
    assert left == []
    assert "file 1" in done.out
    assert "sheet 1" in done.out
    table = mcqa("anonymize", "in", "--rubric", rubric.id, "--check").out
    assert "Ann Lee.xlsx" in table
    rebuilt = mcqa("anonymize", "in", "--rubric", rubric.id, "-o", "out", "--format", form).out.casefold()
    assert [
        word for word in ("quirin", "brx", "lee", "ortega", "raman", "quux", "xan", "yves") if word in rebuilt
    ] == []


def test_titles_and_providers_of_a_list_are_found_and_replaced(mcqa, rubric, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(
        "Reviewer,Micro-credential,Component,Rating,Comment\n"
        'R03,MC-01,C01.1,Met,"Data Literacy by Acme Learning, like data  literacy"\n'
        "R04,Data Literacy,C01.1,Met,\n",
        encoding="utf-8",
    )
    (tmp_path / "units.csv").write_text(
        "Micro-credential,Title,Provider\nMC-01,Data Literacy,Acme Learning\nMC-02,Fractions,\n", encoding="utf-8"
    )
    words = ("anonymize", "in", "--rubric", rubric.id)
    assert mcqa(*words, "--check", "--format", "json").json["findings"] == []
    found = mcqa(*words, "--units", "units.csv", "--check", "--format", "json").json["findings"]
    assert {finding["message"].partition(" stands")[0] for finding in found} == {
        "the title of a micro-credential",
        "the provider of a micro-credential",
    }
    assert mcqa(*words, "--units", "units.csv", "-o", "out", "--keep-comments").code == 0
    (made,) = (tmp_path / "out").iterdir()
    text = made.read_text(encoding="utf-8")
    unit = text.splitlines()[1].split(",")[1]
    assert unit.startswith("MC-")
    assert f"{unit} by [provider], like {unit}" in text
    assert text.splitlines()[2].split(",")[1] == unit


def test_a_title_of_two_micro_credentials_means_neither(mcqa, rubric, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.csv").write_text(
        "Reviewer,Micro-credential,Component,Rating,Comment\nR03,MC-01,C01.1,Met,see Data Literacy\n", encoding="utf-8"
    )
    (tmp_path / "units.csv").write_text("id,Title\nMC-01,Data Literacy\nMC-02,Data Literacy\n", encoding="utf-8")
    words = ("a", "--rubric", rubric.id, "--units", "units.csv", "-o", "out", "--keep-comments")
    assert mcqa("anonymize", *words).code == 0
    (made,) = (tmp_path / "out").iterdir()
    assert "see [title]" in made.read_text(encoding="utf-8")

"""Nothing that a run reads is ever written over, whatever option names it and however it is spelled, --force or not."""

import os
import shutil
import zipfile

import pytest

RUBRIC = "mpos-qas-reconstruction"
SHEET = "unit,rater,criterion,Rating\nMC-01,R1,C01.1,Met\nMC-01,R2,C01.1,Not met\n"
MAPPED = ("--map", "Rating=level")
OVERLAY = """\
format: mcqa-rubric/1
id: ours
version: "1.0.0"
title: Ours
status: local
language: en
source: Ours.
extends: base.yaml
roles: [Nurse educator]
"""


@pytest.fixture
def folder(tmp_path, samples):
    """Everything that a run can read, in one folder."""
    (tmp_path / "in.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "long.csv").write_text(SHEET.replace("Rating", "level"), encoding="utf-8")
    (tmp_path / "plain.csv").write_text("unit,A,B\nu1,1,2\nu2,2,2\nu3,1,1\n", encoding="utf-8")
    (tmp_path / "ros.csv").write_text("Reviewer\nR1\nR2\n", encoding="utf-8")
    (tmp_path / "units.csv").write_text("Micro-credential\nMC-01\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_bytes(b"\0\1\2")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "map.yaml").write_text("format: mcqa-mapping/1\nheaders: {Rating: level}\n", encoding="utf-8")
    (tmp_path / "weights.csv").write_text("x,1,2\n1,1,0\n2,0,1\n", encoding="utf-8")
    (tmp_path / "form.yaml").write_text("format: mcqa-form/1\nname: ours\nbased_on: qualtrics\n", encoding="utf-8")
    shutil.copy(samples.parent / "rubrics" / f"{RUBRIC}.yaml", tmp_path / "base.yaml")
    (tmp_path / "rub.yaml").write_text(OVERLAY, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "long.csv", "long.csv")
    return tmp_path


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CALLS = {
    "a map over a sheet": ["check", "in.csv", *MAPPED, "--save-map", "in.csv", "--rubric", RUBRIC],
    "a map over a sheet in a pattern": ["check", "i*.csv", *MAPPED, "--save-map", "in.csv", "--rubric", RUBRIC],
    "a map over the rubric": ["check", "in.csv", *MAPPED, "--rubric", "base.yaml", "--save-map", "base.yaml"],
    "a map over what the rubric extends": ["check", "in.csv", *MAPPED, "--rubric", "rub.yaml", "--save-map=base.yaml"],
    "a map over the roster": ["check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--roster=ros.csv", "--save-map=ros.csv"],
    "a map over the map": ["check", "in.csv", "--map-file", "map.yaml", "--save-map", "map.yaml", "--rubric", RUBRIC],
    "a map over the profile": ["check", "in.csv", *MAPPED, "--profile=form.yaml", "--save-map=form.yaml"],
    "a map over a plain file": ["reliability", "plain.csv", "--map", "A=rater", "--save-map", "plain.csv"],
    "a map over weights": ["reliability", "plain.csv", "--weights=weights.csv", "--save-map", "weights.csv"],
    "an export over an archive": ["export", "a.zip", "--rubric", RUBRIC, "--format", "csv", "-o", "a.zip"],
    "a check over an archive": ["check", "a.zip", "--rubric", RUBRIC, "--format", "json", "-o", "a.zip"],
    "an export over a refused file": ["export", "long.csv", "bad.csv", "--rubric", RUBRIC, "-o", "bad.csv"],
    "a check over a file of another kind": ["check", "long.csv", "notes.txt", "--rubric", RUBRIC, "-o", "notes.txt"],
    "a check over the roster": ["check", "long.csv", "--rubric", RUBRIC, "--roster", "ros.csv", "-o", "ros.csv"],
    "a score over the map": ["score", "in.csv", "--rubric", RUBRIC, "--map-file", "map.yaml", "-o", "map.yaml"],
    "a score over the rubric": ["score", "long.csv", "--rubric", "base.yaml", "-o", "base.yaml"],
    "a score over what the rubric extends": ["score", "long.csv", "--rubric", "rub.yaml", "-o", "base.yaml"],
    "weights": ["reliability", "plain.csv", "--weights", "weights.csv", "-o", "weights.csv"],
    "a rubric shown over what it extends": ["rubric", "show", "rub.yaml", "--format", "md", "-o", "base.yaml"],
    "a diff of mending over the rubric": ["lint", "rub.yaml", "--diff", "-o", "rub.yaml"],
    "evidence over the ratings": ["lint", "base.yaml", "--ratings", "long.csv", "--format", "csv", "-o", "long.csv"],
    "a scan over the roster": [
        "anonymize",
        "long.csv",
        "--rubric",
        RUBRIC,
        "--roster=ros.csv",
        "--check",
        "-o",
        "ros.csv",
    ],
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_no_file_that_is_read_is_written_over(call, mcqa, folder):
    before = contents(folder)
    done = mcqa(*call, "--force")
    assert (done.code, done.out) == (2, "")
    assert "is an input of this run" in done.err
    assert contents(folder) == before


@pytest.mark.parametrize("spelled", ["./in.csv", "sub/../in.csv", "LINK"])
def test_another_name_of_the_same_file_is_that_file(spelled, mcqa, folder):
    (folder / "sub").mkdir()
    if spelled == "LINK":
        try:
            os.link(folder / "in.csv", folder / "LINK")
        except OSError:
            pytest.skip("this system makes no links here")
    done = mcqa("check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", spelled, "--force")
    assert (done.code, (folder / "in.csv").read_text(encoding="utf-8")) == (2, SHEET)


def test_a_workbook_of_a_template_never_takes_the_place_of_the_list(mcqa, folder):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Micro-credential"])
    book.active.append(["MC-01"])
    book.save(folder / "R1.xlsx")
    before = contents(folder)
    lists = ("--units", "R1.xlsx", "--reviewers", "ros.csv")
    done = mcqa("template", *lists, "--rubric", RUBRIC, "-o", ".", "--force")
    assert done.code == 2
    assert "R1.xlsx is an input of this run" in done.err
    assert contents(folder) == before


def test_a_pilot_never_takes_the_place_of_its_rubric(mcqa, folder):
    assert mcqa("simulate", "--units", 2, "--raters", 2, "--ratings-per-unit", 2, "-o", "pilot").code == 0
    shutil.move(folder / "base.yaml", folder / "pilot" / "base.yaml")
    given = ("simulate", "--units", 2, "--raters", 2, "--ratings-per-unit", 2, "-o", "pilot", "--force")
    before = contents(folder)
    done = mcqa(*given, "--rubric", "pilot/base.yaml")
    assert done.code == 2
    assert "an input of this run" in done.err
    assert contents(folder) == before
    assert mcqa(*given).code == 0


def test_a_crosswalk_never_takes_the_place_of_the_roster(mcqa, folder):
    sealed = folder / "vault"
    sealed.mkdir(mode=0o700)
    (folder / "sheets").mkdir()
    shutil.move(folder / "long.csv", folder / "sheets")
    given = ("--rubric", RUBRIC, "-o", "out", "--key-dir", "vault", "--codebook")
    assert mcqa("anonymize", "sheets/long.csv", *given).code == 0
    before = contents(sealed)
    done = mcqa("anonymize", "sheets/long.csv", "--roster", "vault/crosswalk.csv", *given, "--force")
    assert done.code == 2
    assert "is an input of this run" in done.err
    assert contents(sealed) == before


# --- the file of meanings


def test_meanings_are_saved_once_everything_was_read_with_them(mcqa, folder):
    done = mcqa("check", "in.csv", "--map", "Rating=C09.9", "--rubric", RUBRIC, "--save-map", "new.yaml")
    assert done.code == 2
    assert "C09.9" in done.err
    assert not (folder / "new.yaml").exists()
    assert mcqa("check", "nowhere.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", "new.yaml").code == 3
    assert not (folder / "new.yaml").exists()
    done = mcqa("check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", "new.yaml")
    assert "wrote new.yaml" in done.err
    again = mcqa("check", "in.csv", "--map-file", "new.yaml", "--rubric", RUBRIC)
    assert again.out == done.out


def test_what_is_saved_can_be_read_when_two_spellings_of_a_heading_meet(mcqa, folder):
    (folder / "map.yaml").write_text('format: mcqa-mapping/1\nheaders: {"rating:": comment}\n', encoding="utf-8")
    given = ("--map-file", "map.yaml", *MAPPED, "--rubric", RUBRIC, "--save-map", "new.yaml")
    assert mcqa("check", "in.csv", *given).code in {0, 1}
    done = mcqa("check", "in.csv", "--map-file", "new.yaml", "--rubric", RUBRIC)
    assert "2 rated" in done.out


def test_an_existing_file_of_meanings_is_left_alone_without_force(mcqa, folder):
    before = contents(folder)
    done = mcqa("check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", "notes.txt")
    assert (done.code, contents(folder)) == (2, before)
    assert mcqa("check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", "notes.txt", "--force").code in {0, 1}


def test_meanings_and_report_do_not_go_to_one_file(mcqa, folder):
    done = mcqa("check", "in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map", "both.md", "-o", "./both.md")
    assert done.code == 2
    assert "--save-map and --output" in done.err
    assert not (folder / "both.md").exists()


def test_an_anonymized_run_saves_its_meanings_too(mcqa, folder):
    (folder / "sheets").mkdir()
    shutil.move(folder / "in.csv", folder / "sheets")
    given = ("sheets/in.csv", *MAPPED, "--rubric", RUBRIC, "--save-map")
    assert mcqa("anonymize", *given, "scan.yaml", "--check", "--fail-on", "never").code == 0
    assert mcqa("anonymize", *given, "made.yaml", "-o", "out").code == 0
    assert (folder / "scan.yaml").read_bytes() == (folder / "made.yaml").read_bytes()

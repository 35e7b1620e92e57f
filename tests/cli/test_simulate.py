"""`mcqa simulate`: the same seed gives the same bytes, and nothing of anybody's is replaced."""

import json

import pytest

SMALL = ("simulate", "--units", "2", "--raters", "3", "--ratings-per-unit", "2")


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_others(mcqa, tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        assert mcqa(*SMALL, "--seed", seed, "-o", name).code == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert tree(tmp_path / "a") != tree(tmp_path / "c")
    assert sorted(tree(tmp_path / "a")) == [
        "R01.xlsx",
        "R02.xlsx",
        "R03.xlsx",
        "_truth/ratings.csv",
        "_truth/truth.json",
    ]


def test_the_seed_is_seven_unless_another_is_given_and_it_is_said(mcqa, tmp_path):
    done = mcqa(*SMALL, "-o", "a")
    assert "seed 7" in done.out
    assert mcqa(*SMALL, "--seed", "7", "-o", "b").code == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_what_it_wrote_is_read_back_by_check(mcqa, tmp_path):
    done = mcqa(*SMALL, "--format", "json", "-o", "a", "--round", "round-9")
    assert done.json["run"]["seed"] == 7
    assert done.json["results"]["folder"] == "a"
    assert len(done.json["results"]["files"]) == 5
    truth = json.loads((tmp_path / "a" / "_truth" / "truth.json").read_text(encoding="utf-8"))
    found = mcqa("check", "a", "--format", "json").json["results"]["cells"]
    assert found["read"] == 2 * 2 * 29
    assert {fate: found[fate] for fate in ("rated", "missing", "cannot_tell")} == {
        fate: truth["cells"][fate] for fate in ("rated", "missing", "cannot_tell")
    }
    assert mcqa("score", "a", "--round", "round-9").code == 0


def test_an_existing_folder_is_refused(mcqa, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = mcqa(*SMALL, "-o", "mine")
    assert (done.code, done.out) == (2, "")
    assert "mine exists" in done.err


def test_force_replaces_only_what_it_wrote_itself(mcqa, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = mcqa(*SMALL, "-o", "mine", "--force")
    assert done.code == 2
    assert "_truth" in done.err
    assert tree(tmp_path / "mine") == {"notes.txt": b"mine"}
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert mcqa(*SMALL, "-o", "file", "--force").code == 2
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert mcqa(*SMALL, "-o", "pilot").code == 0
    before = tree(tmp_path / "pilot")
    assert mcqa(*SMALL, "--seed", "8", "-o", "pilot", "--force").code == 0
    assert tree(tmp_path / "pilot") != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine", "pilot"]


def test_a_folder_is_needed(mcqa):
    done = mcqa(*SMALL)
    assert (done.code, done.out) == (2, "")
    assert "--output DIR" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plant", "vague-levl"), "vague-level"),
        (("--plant", "vague-level=C99.9"), "C99.9"),
        (("--plant", "harsh-rater=R99"), "R99"),
        (("--units", "0"), "--units"),
        (("--accuracy", "1.5"), "--accuracy"),
        (("--rubric", "mpos-qas"), "mpos-qas-reconstruction"),
    ],
)
def test_what_cannot_be_simulated_is_refused_and_leaves_nothing(words, said, mcqa, tmp_path):
    done = mcqa(*SMALL, *words, "-o", "pilot")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_plants_are_listed(mcqa):
    rows = mcqa("simulate", "--plant", "help", "--format", "csv").rows
    assert {"vague-level", "harsh-rater", "encrypted-file", "conflicting-cell"} <= {row["fault"] for row in rows}
    assert all(row["summary"] for row in rows)


def test_a_plant_is_found_again(mcqa):
    assert mcqa(*SMALL, "--plant", "unknown-level", "--plant", "encrypted-file", "-o", "pilot").code == 0
    codes = {finding["code"] for finding in mcqa("check", "pilot", "--format", "json").json["findings"]}
    assert {"S201", "S002"} <= codes


def test_a_place_that_takes_no_folder_is_one_message(mcqa, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = mcqa(*SMALL, "-o", "file/pilot")
    assert (done.code, done.out) == (2, "")
    assert "cannot be written" in done.err

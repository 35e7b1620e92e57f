"""Defaults from mcqa.toml or pyproject.toml, in the working folder or above it."""

import json
import shutil

import pytest

from mcqa.rubric.bundled import shipped


@pytest.fixture
def configured(tmp_path):
    def write(text, name="mcqa.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    return write


def test_a_default_for_every_command(mcqa, pilot, configured):
    configured('format = "json"\nseed = 11\n')
    for words in (("check", pilot), ("score", pilot), ("rubric", "list"), ("lint", "compensatory-example")):
        assert mcqa(*words).json["schema"]
    assert mcqa("score", pilot).json["run"]["seed"] == 11


def test_a_default_for_one_command_beats_the_one_for_all(mcqa, pilot, configured):
    configured('format = "json"\n\n[score]\nformat = "csv"\n')
    assert mcqa("score", pilot).out.startswith("unit,verdict,")
    assert mcqa("check", pilot).json["schema"] == "mcqa/check@1"


def test_the_command_line_beats_both(mcqa, pilot, configured, tmp_path):
    configured('format = "json"\n')
    assert mcqa("score", pilot, "--format", "csv").out.startswith("unit,verdict,")
    # the ending of the file is on the command line too
    assert mcqa("score", pilot, "-o", "out.csv").code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("unit,verdict,")
    assert mcqa("score", pilot, "-o", "out.txt").code == 0
    assert json.loads((tmp_path / "out.txt").read_text(encoding="utf-8"))


def test_options_of_a_command_and_dashes_in_their_names(mcqa, pilot, samples, configured):
    configured(
        'fail-on = "never"\n[reliability]\nci = "none"\nby = ["rubric"]\ncoefficient = "gwet_ac"\nconfidence = 0.9\n'
    )
    assert mcqa("check", samples / "messy").code == 0
    (estimate,) = mcqa("reliability", pilot, "--format", "json").json["results"]["estimates"]
    assert (estimate["coefficient"], estimate["scope"], estimate["ci"]) == ("gwet_ac", "rubric", None)


def test_a_group_passes_its_defaults_to_its_commands(mcqa, configured):
    configured('[rubric]\nformat = "json"\n[rubric.show]\nformat = "csv"\n')
    assert mcqa("rubric", "list").json["schema"] == "mcqa/rubric-list@1"
    assert mcqa("rubric", "show", "compensatory-example").out.startswith("standard,criterion,")


def test_it_is_found_above_the_working_folder_and_the_nearest_counts(mcqa, pilot, configured, tmp_path, monkeypatch):
    configured('format = "json"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert mcqa("score", pilot).json["schema"]
    (tmp_path / "a" / "mcqa.toml").write_text('format = "csv"\n', encoding="utf-8")
    assert mcqa("score", pilot).out.startswith("unit,verdict,")


@pytest.mark.parametrize("text", ['[tool.mcqa]\nformat = "json"\n', '[tool]\nmcqa = {format = "json"}\n'])
def test_pyproject_holds_it_too(text, mcqa, pilot, configured):
    configured(text, "pyproject.toml")
    assert mcqa("score", pilot).json["schema"]


def test_a_pyproject_of_others_is_passed_over(mcqa, pilot, configured, tmp_path, monkeypatch):
    configured('format = "json"\n')
    inner = tmp_path / "project"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    monkeypatch.chdir(inner)
    assert mcqa("score", pilot).json["schema"]
    (inner / "pyproject.toml").write_text("not toml at all", encoding="utf-8")
    assert mcqa("score", pilot).json["schema"]


def test_mcqa_toml_comes_before_pyproject(mcqa, pilot, configured):
    configured('format = "csv"\n')
    configured('[tool.mcqa]\nformat = "json"\n', "pyproject.toml")
    assert mcqa("score", pilot).out.startswith("unit,verdict,")


def test_the_path_of_a_rubric_is_meant_from_where_the_file_stands(mcqa, long_file, configured, tmp_path, monkeypatch):
    (tmp_path / "rubrics").mkdir()
    shutil.copy(shipped()["mpos-qas-reconstruction"], tmp_path / "rubrics" / "ours.yaml")
    configured('rubric = "rubrics/ours.yaml"\n')
    sheets = long_file("sheets.csv", ["A"], ["R1", "R2"], lambda *_: "met")
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    done = mcqa("score", sheets, "--format", "json")
    assert done.code == 0
    assert done.json["run"]["rubric"]["id"] == "mpos-qas-reconstruction"


def test_every_file_that_is_read_is_meant_from_where_the_configuration_stands(
    mcqa, long_file, configured, tmp_path, monkeypatch
):
    sheets = long_file("sheets.csv", ["A", "B", "C"], ["R1", "R2"], lambda *_: "met")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "units.csv").write_text(
        "Micro-credential,Provider,Kind\nA,X,state\nB,X,state\nC,X,state\n", encoding="utf-8"
    )
    (tmp_path / "lists" / "weights.csv").write_text("Reviewer,Weight\nR1,2\nR2,1\n", encoding="utf-8")
    configured(
        'rubric = "mpos-qas-reconstruction"\nformat = "json"\n[score]\nunits = "lists/units.csv"\n'
        'rater-weights = "lists/weights.csv"\n[norm.place]\nbaseline = "lists/base.json"\n'
        '[norm.freeze]\nunits = "lists/units.csv"\n'
    )
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    scored = mcqa("score", sheets)
    assert scored.code == 0
    assert scored.json["results"]["rollups"]["providers"]
    assert scored.json["results"]["rule"]["consensus"] == "weighted"
    assert mcqa("norm", "freeze", sheets, "-o", tmp_path / "lists" / "base.json").code == 0
    assert mcqa("norm", "place", sheets).code == 0
    # a file that is not there is left to the command, which says so
    (tmp_path / "lists" / "base.json").unlink()
    assert "lists" in mcqa("norm", "place", sheets).err


def test_a_shipped_id_is_good_as_a_default(mcqa, long_file, configured):
    configured('rubric = "mpos-qas-reconstruction"\n')
    assert mcqa("score", long_file("sheets.csv", ["A"], ["R1", "R2"], lambda *_: "met")).code == 0


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ('fromat = "json"\n', "`fromat`", "`format`"),
        ("fail_onn = 1\n", "`fail_onn`", "`fail_on`"),
        ("[scroe]\nquiet = true\n", "scroe", "`score`"),
        ("[score]\nfromat = 1\n", "`fromat`", "`format`"),
        ('[score]\nrater-form = "filename"\n', "`rater_form`", "`rater_from`"),
        ("[score]\npairs = true\n", "`pairs`", "known:"),
    ],
)
@pytest.mark.parametrize("place", ["mcqa.toml", "pyproject.toml"])
def test_an_unknown_key_is_refused_with_the_nearest_one(text, said, hint, place, mcqa, pilot, configured):
    if place == "pyproject.toml":
        head, mark, rest = text.partition("]\n")
        text = f"[tool.mcqa.{head[1:]}]\n{rest}" if mark else f"[tool.mcqa]\n{text}"
    configured(text, place)
    done = mcqa("score", pilot)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert hint in done.err


def test_a_wrong_key_of_another_command_does_not_stop_this_one(mcqa, pilot, configured):
    configured("[reliability]\nconfidnce = 0.9\n")
    assert mcqa("score", pilot).code == 0
    done = mcqa("reliability", pilot)
    assert done.code == 2
    assert "`confidence`" in done.err


@pytest.mark.parametrize(
    "text", ['format = "xml"\n', "seed = -1\n", 'seed = "some"\n', "[reliability]\nconfidence = 2\n"]
)
def test_a_value_that_does_not_fit_is_wrong_usage(text, mcqa, pilot, configured):
    configured(text)
    assert mcqa("reliability", pilot).code == 2


def test_a_file_that_is_no_toml_names_itself(mcqa, pilot, configured):
    configured("format: json\n")
    done = mcqa("score", pilot)
    assert done.code == 2
    assert "mcqa.toml cannot be read" in done.err
    assert mcqa("--help").code == 0


def test_a_byte_order_mark_and_windows_line_ends_are_fine(mcqa, pilot, tmp_path):
    (tmp_path / "mcqa.toml").write_bytes(b'\xef\xbb\xbfformat = "json"\r\nquiet = true\r\n')
    assert mcqa("score", pilot).json["schema"]

"""`mcqa lint` as authors and their CI use it: what is looked for, what is silenced, what is mended, how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mcqa.rubric.bundled import shipped

SOUND = shipped()["compensatory-example"].read_text(encoding="utf-8")
VAGUE = "The first page shows a welcome, a topic or a menu"


@pytest.fixture
def rubric_file(tmp_path):
    """Write a rubric with some texts replaced, by default one without a finding, and give its name."""

    def write(*pairs, name="r.yaml"):
        text = SOUND
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
        return name

    return write


CUT = ("cut: nearly", "cut: nearyl")
ID = ("id: C01.2", "id: C07.2")
LABEL = ("score: 3\n", "score: 3  \n")


def codes(done):
    return [finding["code"] for finding in done.json["findings"]]


def found(mcqa, *words):
    return codes(mcqa("lint", *words, "--format", "json"))


def test_a_clean_rubric_says_so(mcqa, rubric_file):
    done = mcqa("lint", rubric_file())
    assert (done.code, done.err) == (0, "")
    assert "no findings" in done.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["L009", "L103", "L107"]),
        (("--select", "L1"), ["L103", "L107"]),
        (("--select", "L103,L009"), ["L009", "L103"]),
        (("--ignore", "L1"), ["L009"]),
        (("--ignore", "L1", "--select", "L107"), ["L107"]),
        (("--select", "id-not-under-standard"), ["L107"]),
        (("--per-file-ignores", "*.yaml=L0,L107"), ["L103"]),
        (("--per-file-ignores", "other.yaml=L0"), ["L009", "L103", "L107"]),
    ],
)
def test_what_is_looked_for_can_be_chosen(mcqa, rubric_file, words, expected):
    assert sorted(found(mcqa, rubric_file(CUT, ID, LABEL), *words)) == expected


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--select", "L9999"), 'there is no rule "L9999"'),
        (("--ignore", "vague-trem"), "did you mean vague-term?"),
        (("--per-file-ignores", "L402"), "PATTERN=CODES"),
        (("--words", "vague-trem=x"), "did you mean vague-term?"),
        (("--words", "vague-term"), "LIST=TERM"),
        (("--baseline", "none.json"), "there is no baseline none.json"),
        (("--format", "yaml"), "yaml"),
    ],
)
def test_a_wrong_option_is_told(mcqa, rubric_file, words, says):
    done = mcqa("lint", rubric_file(), *words)
    assert done.code == 2
    assert says in done.err
    assert done.out == ""


def test_no_name_is_told(mcqa):
    done = mcqa("lint")
    assert done.code == 2
    assert "no rubric is named" in done.err


def test_without_a_name_it_is_the_rubric_of_the_configuration(mcqa, rubric_file, tmp_path):
    (tmp_path / "mcqa.toml").write_text(f'rubric = "{rubric_file(ID)}"\n', encoding="utf-8")
    assert found(mcqa) == ["L107"]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_code_is_of_the_severity_that_was_asked_for(mcqa, rubric_file, fail_on, code):
    assert mcqa("lint", rubric_file(ID), "--fail-on", fail_on).code == code


def test_the_configuration_gives_rules_words_and_files(mcqa, rubric_file, tmp_path):
    (tmp_path / "mcqa.toml").write_text(
        '[lint]\nselect = ["L1", "L201", "L009"]\nignore = "L105"\nfail-on = "info"\n'
        '[lint.per-file-ignores]\n"drafts/*" = ["L107", "L103"]\n'
        '[lint.words]\nvague-term = ["welcome: say which words greet", "-topic"]\n',
        encoding="utf-8",
    )
    (tmp_path / "drafts").mkdir()
    names = [rubric_file(CUT, ID), rubric_file(CUT, ID, LABEL, name="drafts/r.yaml")]
    done = mcqa("lint", *names, "--format", "json")
    by_file = {}
    for finding in done.json["findings"]:
        by_file.setdefault(Path(finding["file"]).parent.name, []).append(finding["code"])
    assert sorted(by_file[""]) == ["L103", "L107", "L201"]
    assert sorted(by_file["drafts"]) == ["L009", "L201"]
    (vague,) = [each for each in done.json["findings"] if each["code"] == "L201" and each["file"] == "r.yaml"]
    assert vague["value"] == "welcome"
    assert "say which words greet" in vague["hint"]
    assert done.json["run"]["options"]["select"] == ["L1", "L201", "L009"]


def test_a_key_of_the_configuration_that_is_none_is_told(mcqa, rubric_file, tmp_path):
    (tmp_path / "mcqa.toml").write_text('[lint]\nselct = ["L1"]\n', encoding="utf-8")
    done = mcqa("lint", rubric_file())
    assert done.code == 2
    assert "did you mean `select`?" in done.err


def test_silenced_findings_are_counted_and_do_not_fail(mcqa, rubric_file):
    name = rubric_file(("id: C01.2", "id: C07.2  # mcqa: ignore[L107] the number is the state's"))
    done = mcqa("lint", name, "--fail-on", "warning")
    assert done.code == 0
    assert "Kept back: 1 by comments" in done.out


def test_a_baseline_holds_what_was_there_and_lets_the_new_through(mcqa, rubric_file, tmp_path):
    name = rubric_file(ID)
    done = mcqa("lint", name, "--write-baseline", "base.json")
    assert done.code == 0
    held = json.loads((tmp_path / "base.json").read_text(encoding="utf-8"))
    assert [(each["file"], each["code"]) for each in held["findings"]] == [("r.yaml", "L107")]
    assert str(tmp_path) not in (tmp_path / "base.json").read_text(encoding="utf-8")
    assert found(mcqa, name, "--baseline", "base.json") == []
    rubric_file(ID, ("title: Self-paced", "# a line more\ntitle: Self-paced"))
    assert found(mcqa, name, "--baseline", "base.json") == [], "a line more is no new finding"
    rubric_file(ID, ("id: C02.1", "id: C07.1"))
    (finding,) = mcqa("lint", name, "--baseline", "base.json", "--format", "json").json["findings"]
    assert finding["subject"] == "C07.1"
    rubric_file()
    assert "1 finding of the baseline is gone" in mcqa("lint", name, "--baseline", "base.json").err
    (tmp_path / "mcqa.toml").write_text('[lint]\nbaseline = "base.json"\n', encoding="utf-8")
    rubric_file(ID)
    assert found(mcqa, name) == []


def test_a_baseline_written_anew_holds_what_the_old_one_held(mcqa, rubric_file, tmp_path):
    (tmp_path / "mcqa.toml").write_text('[lint]\nbaseline = "base.json"\n', encoding="utf-8")
    name = rubric_file(ID)
    for _ in range(2):
        assert mcqa("lint", name, "--write-baseline", "base.json").code == 0
        assert found(mcqa, name) == []


def test_only_a_baseline_is_written_over(mcqa, rubric_file, tmp_path):
    name = rubric_file(ID)
    for _ in range(2):
        assert mcqa("lint", name, "--write-baseline", "base.json").code == 0
    before = (tmp_path / name).read_bytes()
    done = mcqa("lint", name, "--write-baseline", name)
    assert done.code == 2
    assert "is no baseline" in done.err
    assert (tmp_path / name).read_bytes() == before
    (tmp_path / "other.json").write_text('{"schema": "x"}', encoding="utf-8")
    assert "is no baseline of mcqa" in mcqa("lint", name, "--baseline", "other.json").err


def test_standard_input_has_the_name_that_is_given(mcqa_with_input, tmp_path):
    text = SOUND.replace("cut: nearly", "cut: nearyl").encode()
    done = mcqa_with_input(text, "lint", "-", "--stdin-filename", "drafts/r.yaml", "--format", "concise")
    assert done.code == 1
    assert done.out.startswith("drafts/r.yaml:")
    assert "L103" in done.out
    unnamed = mcqa_with_input(SOUND.encode(), "lint", "-", "--format", "json")
    assert (unnamed.code, codes(unnamed)) == (0, [])
    assert unnamed.json["run"]["inputs"][0]["path"] == "<stdin>"
    assert list(tmp_path.iterdir()) == []


def test_a_base_is_looked_for_beside_the_name_of_standard_input(mcqa_with_input, rubric_file):
    rubric_file(name="deep/base.yaml")
    head = 'format: mcqa-rubric/1\nid: s\nversion: "1.0.0"\ntitle: S\nstatus: local\nlanguage: en\n'
    overlay = f"{head}extends: base.yaml\n".encode()
    done = mcqa_with_input(overlay, "lint", "--stdin-filename", "deep/state.yaml", "--select", "L0,L1")
    assert done.code == 0, done.out


def test_diff_shows_and_fix_does(mcqa, rubric_file, tmp_path):
    name = rubric_file(LABEL, ("status: local", "status: Local  # ours"))
    before = (tmp_path / name).read_bytes()
    shown = mcqa("lint", name, "--diff")
    assert shown.code == 1
    assert "-status: Local  # ours\n+status: local  # ours\n" in shown.out
    assert (tmp_path / name).read_bytes() == before
    done = mcqa("lint", name, "--fix")
    assert done.code == 0
    assert "mended" in done.err
    after = (tmp_path / name).read_text(encoding="utf-8")
    assert after == SOUND.replace("status: local", "status: local  # ours")
    again = mcqa("lint", name, "--diff")
    assert (again.code, again.out) == (0, "")


def test_what_standard_input_holds_is_mended_to_standard_output(mcqa_with_input):
    done = mcqa_with_input(SOUND.replace("status: local", "status: Local").encode(), "lint", "-", "--fix")
    assert (done.code, done.out) == (0, SOUND)


def test_a_shipped_rubric_is_not_mended(mcqa, monkeypatch, tmp_path):
    from mcqa.rubric import bundled

    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "ours.yaml").write_text(SOUND.replace("status: local", "status: Local"), encoding="utf-8")
    monkeypatch.setattr(bundled, "shipped_folder", lambda: tmp_path / "shipped")
    done = mcqa("lint", "ours", "--fix")
    assert done.code == 2
    assert "it is not changed" in done.err
    assert "status: Local" in (tmp_path / "shipped" / "ours.yaml").read_text(encoding="utf-8")


def test_github_actions_gets_its_own_form_by_itself(mcqa, rubric_file):
    name = rubric_file(ID)
    assert "::warning file=r.yaml,line=" in mcqa("lint", name, GITHUB_ACTIONS="true").out
    assert "::warning" not in mcqa("lint", name, "--format", "full", GITHUB_ACTIONS="true").out
    assert "::warning" not in mcqa("lint", name, "-o", "out.json", GITHUB_ACTIONS="true").out


def test_what_cannot_be_read_is_a_finding_beside_the_others(mcqa, rubric_file, tmp_path):
    (tmp_path / "folder").mkdir()
    done = mcqa("lint", rubric_file(ID), "folder", "nowhere.yaml", "--format", "json")
    assert done.code == 1
    assert [(each["code"], each["file"], each["line"], each["column"]) for each in done.json["findings"]][1:] == [
        ("L010", "folder", 1, 1),
        ("L010", "nowhere.yaml", 1, 1),
    ]
    assert done.json["findings"][0]["code"] == "L107"
    assert (done.json["results"]["files"], done.json["results"]["refused"]) == (1, 2)
    assert "there is no file nowhere.yaml" in done.err


def test_every_finding_of_one_kind_is_shown(mcqa, tmp_path):
    data = yaml.safe_load(SOUND)
    for standard in data["standards"]:
        for number, component in enumerate(standard["components"]):
            component["id"] = f"C09.{standard['id']}{number}"
    (tmp_path / "many.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    done = mcqa("lint", "many.yaml", "--select", "L107")
    assert done.out.count("L107") >= 8
    assert "more L107" not in done.out


def test_ratings_say_which_rules_they_bear_out(mcqa, samples):
    done = mcqa("lint", "mpos-qas-reconstruction", "--ratings", samples / "round-1", "--format", "json")
    assert done.code == 0
    evidence = {each["code"]: each for each in done.json["results"]["evidence"]}
    assert evidence["L403"]["flagged"] == 8
    assert evidence["L403"]["unflagged"] == 21
    assert evidence["L201"]["reason"] == "nothing_flagged"
    assert evidence["L201"]["difference"] is None
    table = mcqa("lint", "mpos-qas-reconstruction", "--ratings", samples / "round-1")
    assert "Which rules the ratings bear out" in table.out
    assert all(len(line) <= 80 for line in table.out.splitlines())
    again = mcqa("lint", "mpos-qas-reconstruction", "--ratings", samples / "round-1")
    assert again.out == table.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("compensatory-example", "--ratings"), 2, "goes with one rubric"),
        (("--format", "sarif", "--ratings"), 2, "gives a table"),
        (("--ratings", "nowhere.xlsx", "--ratings"), 3, "nowhere.xlsx"),
    ],
)
def test_ratings_that_cannot_be_held_against_the_rules_are_told(mcqa, pilot, words, code, says):
    done = mcqa("lint", "mpos-qas-reconstruction", *words, pilot)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_a_broken_rubric_has_no_evidence(mcqa, rubric_file, pilot):
    done = mcqa("lint", rubric_file(CUT), "--ratings", pilot)
    assert done.code == 3
    assert "L103" in done.err


def test_an_output_never_takes_the_place_of_an_input(mcqa, rubric_file, tmp_path):
    name = rubric_file(ID)
    before = (tmp_path / name).read_bytes()
    for words in (("lint", name), ("lint", name, "--format", "json"), ("rubric", "show", name, "--format", "json")):
        done = mcqa(*words, "-o", name, "--force")
        assert (done.code, done.out) == (2, "")
        assert "is an input of this run" in done.err
    assert (tmp_path / name).read_bytes() == before


def test_only_where_nothing_can_be_read_it_ends_with_three(mcqa, rubric_file):
    assert mcqa("lint", "nowhere.yaml", "neither.yaml").code == 3
    assert mcqa("lint", "nowhere.yaml", rubric_file()).code == 1
    assert mcqa("lint", "nowhere.yaml", rubric_file(), "--fail-on", "never").code == 0


def test_a_write_protected_file_is_not_mended(mcqa, rubric_file, tmp_path):
    names = [rubric_file(LABEL, name="a.yaml"), rubric_file(LABEL, name="b.yaml")]
    before = [(tmp_path / name).read_bytes() for name in names]
    (tmp_path / "b.yaml").chmod(0o444)
    done = mcqa("lint", *names, "--fix")
    assert done.code == 2
    assert "b.yaml is write-protected" in done.err
    assert [(tmp_path / name).read_bytes() for name in names] == before


def test_another_level_is_another_finding_to_a_baseline(mcqa, rubric_file):
    old = "The first page shows a welcome, a topic or a menu"
    name = rubric_file((old, "The first page shows adequate menus"))
    assert mcqa("lint", name, "--select", "L201", "--write-baseline", "base.json").code == 0
    rubric_file(("The first page lists outcomes; at least one", "The first page lists adequate outcomes; at least one"))
    done = mcqa("lint", name, "--select", "L201", "--baseline", "base.json", "--format", "json")
    assert [each["message"].split(":")[0] for each in done.json["findings"]] == ["C01.1, begun"]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names of files are text there")
def test_a_name_that_is_no_text_is_shown_with_escapes(process, tmp_path):
    path = os.fsencode(tmp_path) + b"/lat\xe9.yaml"
    with open(path, "wb") as file:  # noqa: PTH123  # a name in bytes
        file.write(SOUND.replace("status: local", "status: Local").encode())
    for form in ("json", "csv", "md", "sarif", "full"):
        done = process("lint", os.fsdecode(path), "--format", form)
        assert done.code == 1, done.err
        assert "Traceback" not in done.err
    words = [sys.executable, "-m", "mcqa", "lint", path, "--diff"]
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"lat\xe9.yaml" in done.stdout

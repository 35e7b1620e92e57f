"""Files in, findings and rubrics out: paths, patterns, shipped ids, and what cannot be read."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mcqa.errors import InputError
from mcqa.lint.engine import lint_file, lint_files, load_rubric
from mcqa.lint.many import MANY
from mcqa.lint.settings import Settings

HEAVY = ("numpy", "pandas", "scipy", "openpyxl", "rich", "pydantic")


def test_files_patterns_and_shipped_ids_are_taken_in_order_and_once(sound, tmp_path):
    for name in ("b.yaml", "a.yaml", "c.txt"):
        (tmp_path / name).write_text(sound, encoding="utf-8")
    (tmp_path / "d.yaml").mkdir()
    names = [str(tmp_path / "c.txt"), str(tmp_path / "*.yaml"), str(tmp_path / "a.yaml"), "compensatory-example"]
    files = [os.path.basename(each.file) for each in lint_files(names)]  # noqa: PTH119  # either kind of slash
    assert files == ["c.txt", "a.yaml", "b.yaml", "compensatory-example.yaml"]


def test_a_name_with_pattern_signs_is_taken_as_it_stands_where_it_exists(sound, tmp_path):
    path = tmp_path / "log [1].yaml"
    path.write_text(sound, encoding="utf-8")
    assert [each.file for each in lint_files([str(path)])] == [str(path)]


def test_the_hash_is_of_the_bytes(sound, tmp_path):
    path = tmp_path / "r.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + sound.encode())
    assert lint_file(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert lint_file(path).rubric.sha256 == lint_file(path).sha256


def test_a_file_that_is_too_large_is_a_finding_and_keeps_its_hash(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"[" * 5_000_000)
    linted = lint_file(path)
    assert [(each.code, each.location.line, each.location.column) for each in linted.findings] == [("L001", 1, 1)]
    assert "more than 2 MB" in linted.findings[0].message
    assert linted.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.yaml", "there is no file"),
        ("", "is a folder"),
        ("none*.yaml", "no file matches"),
        ("a\0.yaml", "no name"),
    ],
)
def test_what_cannot_be_read_at_all_is_a_finding(tmp_path, name, said):
    (refused,) = lint_files([str(tmp_path / name)])
    assert refused.refused
    (finding,) = refused.findings
    assert (finding.code, finding.location[:3]) == ("L010", (refused.file, 1, 1))
    assert said in finding.message
    assert "\0" not in finding.message


def test_the_findings_of_the_readable_files_are_not_lost(sound, tmp_path):
    (tmp_path / "bad.yaml").write_text(sound.replace("cut: met", "cut: x"), encoding="utf-8")
    names = [str(tmp_path / name) for name in ("none.yaml", "bad.yaml", "neither.yaml")]
    linted = lint_files(names, Settings(select=("L1",)))
    assert [[each.code for each in file.findings] for file in linted] == [["L010"], ["L103"], ["L010"]]
    assert [file.file for file in linted] == names


def test_a_name_that_is_no_path_and_no_rubric_cannot_be_read():
    (refused,) = lint_files(["compensatory-exampel"])
    assert 'no rubric is called "compensatory-exampel"' in refused.findings[0].message
    assert refused.findings[0].hint.startswith("did you mean compensatory-example? ")


def test_many_files_are_linted_like_each_alone(sound, tmp_path, monkeypatch):
    # however many the machine has, so that processes start
    monkeypatch.setattr("mcqa.lint.many._processors", lambda: 3)
    for number in range(MANY + 10):
        text = sound.replace("cut: met", "cut: x") if number % 7 == 0 else sound
        (tmp_path / f"r{number:03}.yaml").write_text(text, encoding="utf-8")
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    together = lint_files([str(tmp_path / "*.yaml")])
    assert [file.file for file in together] == names
    assert [file.findings for file in together] == [lint_file(Path(name)).findings for name in names]


def test_only_a_sound_rubric_is_loaded(sound, tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(sound.replace("id: C02.1", "id: C09.1"), encoding="utf-8")
    assert load_rubric(str(path)).id == "reading-log"
    path.write_text(sound.replace("cut: met", "cut: x").replace("language: en\n", ""), encoding="utf-8")
    with pytest.raises(InputError, match="has 2 errors") as stopped:
        load_rubric(str(path))
    assert [each.code for each in stopped.value.findings] == ["L007", "L103"]
    assert stopped.value.hint == f"mend it first: mcqa lint {path}"
    path.write_text(sound.replace("cut: met", "cut: x"), encoding="utf-8")
    with pytest.raises(InputError, match=r"has 1 error$"):
        load_rubric(str(path))


@pytest.mark.parametrize("format_", ["table", "json"])
def test_the_command_loads_no_heavy_library(format_):
    code = (
        "import sys\nfrom mcqa.cli.main import main\n"
        f"sys.argv = ['mcqa', 'lint', 'mpos-qas-reconstruction', '--format', {format_!r}]\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    status = ended.code\n"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert run.stderr.strip() == "0 []"
    assert run.stdout

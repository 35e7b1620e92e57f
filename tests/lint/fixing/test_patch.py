"""The difference is one that git and patch apply, byte for byte."""

import shutil
import subprocess

import pytest

from mcqa.lint.fixing import diff

NUMBERED = [b"%d\n" % number for number in range(99)]
PAIRS = [
    (b"a\nb\nc\n", b"a\nB\nc\n"),
    (b"a\nb", b"a\nb\n"),
    (b"a\nb\n", b"a\nb"),
    (b"a\nb", b"a\nc"),
    (b"a\r\nb\r\n", b"a\nb\n"),
    (b"a\rb\r", b"a\nb\n"),
    (b"\xef\xbb\xbfa\nb\n", b"a\nb\n"),
    (b"a\n\n\n\n", b"a\n"),
    (b"a\x0bb\nc\xc2\x85d\n", b"a\x0bb\nc\n"),
    ("é\n".encode(), "è\n".encode()),
    (b"".join(NUMBERED), b"".join(line for line in NUMBERED if b"4" not in line)),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PAIRS)
@pytest.mark.parametrize("command", [["git", "apply", "-p1"], ["patch", "-p1", "--binary", "-s"]], ids=["git", "patch"])
@pytest.mark.parametrize("name", ["r.yaml", "a folder/a rubric.yaml"])
def test_other_programs_apply_it(tmp_path, command, before, after, name):
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before)
    text = diff(before, after, name)
    run = subprocess.run(command, input=text.encode(), cwd=tmp_path, capture_output=True, check=False)
    assert (run.returncode, file.read_bytes()) == (0, after), run.stderr


def test_it_names_the_file_as_git_does():
    assert diff(b"a\n", b"b\n", "x/r.yaml") == "--- a/x/r.yaml\n+++ b/x/r.yaml\n@@ -1 +1 @@\n-a\n+b\n"
    assert diff(b"a\n", b"b\n", "/x/r.yaml").startswith("--- a/x/r.yaml\n")
    assert diff(b"a\n", b"b\n", "a b.yaml").startswith("--- a/a b.yaml\t\n")
    assert diff(b"a\n", b"b\n", 'a"\n.yaml').startswith('--- "a/a\\"\\012.yaml"\n')


def test_it_marks_where_the_last_line_has_no_break():
    assert diff(b"a", b"a\n", "r").splitlines()[3:] == ["-a", "\\ No newline at end of file", "+a"]


def test_where_nothing_differs_there_is_nothing():
    assert diff(b"\xff", b"\xff", "r") == ""

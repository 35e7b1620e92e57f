"""One of two versions of a rubric: a shipped one, a file, standard input, or what git keeps as REV:PATH."""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path

from mcqa.errors import InputError, UsageError
from mcqa.lint.engine import MAX_OVERLAYS, load_rubric, load_rubric_bytes
from mcqa.rubric.bundled import is_there
from mcqa.rubric.model import Rubric
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import MAX_BYTES, parse

STDIN = "-"
# so many folders may `extends` climb, all bases together
DEEP = 16
# C:\rubrics\ours.yaml is a path, though a revision might be called C
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def read_versions(old: str, new: str) -> tuple[Rubric, Rubric]:
    """Read the two rubrics that somebody named."""
    if old == new == STDIN:
        raise UsageError("both rubrics are to come from standard input", hint="give one of them by name")
    return read_version(old), read_version(new)


def read_version(name: str) -> Rubric:
    """Give the sound rubric behind a name; InputError or UsageError says why there is none."""
    if name == STDIN:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        return load_rubric_bytes(content, file="standard input", folder=Path.cwd())
    revision, colon, path = name.partition(":")
    if not (colon and revision and path) or _DRIVE.match(name) or is_there(Path(name)):
        return load_rubric(name)
    return _from_git(revision, path)


def _from_git(revision: str, path: str) -> Rubric:
    """Read a rubric as it was; what it extends is read as it was then, too, not as it lies there now."""
    import tempfile

    name = f"{revision}:{path}"
    content = _show(revision, path)
    with tempfile.TemporaryDirectory(prefix="mcqa-") as folder:
        root = Path(folder).resolve()
        # deep enough that `extends: ../../base.yaml` stays below the root, outside of which nothing is ever written
        here = root.joinpath(*["below"] * DEEP)
        here.mkdir(parents=True)
        _keep_bases(revision, path, content, here, root)
        return load_rubric_bytes(content, file=name, folder=here)


def _keep_bases(revision: str, path: str, content: bytes, folder: Path, root: Path, depth: int = 0) -> None:
    """Write what a rubric extends beside it, as far as git has it in this revision; a shipped id is found without."""
    base = read_rubric(parse(content, path)).data.get("extends")
    if not isinstance(base, str) or depth > MAX_OVERLAYS:
        return
    above = posixpath.join(posixpath.dirname(path), base)
    above = above if path.startswith("./") else posixpath.normpath(above)
    try:
        found = _show(revision, above)
    except InputError:
        return
    target = (folder / base).resolve()
    if not target.is_relative_to(root) or target.is_dir():
        raise InputError(f"{revision}:{path} extends {base}, too far above it", hint="compare checked out files")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(found)
    _keep_bases(revision, above, found, target.parent, root, depth + 1)


def _show(revision: str, path: str) -> bytes:
    """Give the bytes of a file as git has them."""
    import shutil
    import subprocess

    git = shutil.which("git")
    if git is None:
        raise InputError(f"{revision}:{path} is to come from git, and git is not installed", hint="name two files")
    if revision.startswith("-"):
        raise UsageError(f'"{revision}" is no revision', hint="name a branch, a tag or a commit before the colon")
    asked = [git, "cat-file", "blob", f"{revision}:{path}"]
    done = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603  # no shell, and no option can be smuggled in
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    said = lines[-1].removeprefix("fatal: ") if lines else "git ended without a word"
    raise InputError(
        f"{revision}:{path} cannot be read from git: {said}",
        hint="a path after the colon starts at the top of the repository; begin it with ./ to start here",
    )

"""What a run reads, in one set: nothing that the run writes ever takes the place of any of it, --force or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mcqa.errors import InputError, OutputError, UsageError
from mcqa.rubric.bundled import is_there

RUBRICS = frozenset({".yaml", ".yml"})
# how a system tells one file from another, whatever it is called
_Place = tuple[int, int]


class Sources:
    """The files of a run, each noted before anything is written; names of no file are no hindrance."""

    def __init__(self) -> None:
        """Begin with none."""
        self._paths: dict[Path, None] = {}

    def add(self, *paths: str | Path | None) -> None:
        """Note files that are read."""
        self._paths.update(dict.fromkeys(Path(path) for path in paths if path))

    def refuse(self, *targets: Path) -> None:
        """Stop where a file to be written is one that is read, by whatever name; OutputError says which."""
        there = [target for target in targets if is_there(target)]
        if not there:
            return
        read = {place for path in self._all() if (place := _place(path))}
        for target in there:
            if _place(target) in read:
                raise OutputError(f"{target} is an input of this run", hint="choose another name for the output")

    def refuse_folder(self, folder: Path) -> None:
        """Stop where a folder to be replaced holds a file that is read."""
        if not is_there(folder):
            return
        whole = folder.resolve()
        for path in self._all():
            if is_there(path) and path.resolve().is_relative_to(whole):
                raise OutputError(f"{folder} holds {path}, an input of this run", hint="choose another folder")

    def _all(self) -> Iterator[Path]:
        """Give every file, and the rubrics that a rubric among them extends."""
        for path in self._paths:
            yield path
            if path.suffix.lower() in RUBRICS and is_there(path) and path.is_file():
                yield from _bases(path)


def _place(path: Path) -> _Place | None:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino


def _bases(path: Path) -> Iterator[Path]:
    """Give the rubrics that a rubric extends, one after the other; another file has none."""
    from mcqa.lint.engine import MAX_OVERLAYS, read_bytes
    from mcqa.rubric.bundled import locate
    from mcqa.rubric.read import read_rubric
    from mcqa.rubric.text import parse

    for _ in range(MAX_OVERLAYS):
        try:
            base = read_rubric(parse(read_bytes(path), str(path))).data.get("extends")
            if not isinstance(base, str):
                return
            path = locate(base, folder=path.parent)
        except (InputError, UsageError):
            return
        yield path

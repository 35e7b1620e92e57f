"""The difference between two states of a file, as `git apply` and `patch` take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

_NO_BREAK = "\\ No newline at end of file\n"


def diff(before: bytes, after: bytes, file: str) -> str:
    """Give a unified difference with `a/` and `b/` before the name, as git writes it; empty where nothing differs.

    Lines end where git says that they do, at line feeds: a carriage return or a byte order mark is part of its line.
    The text has to reach its reader unchanged, in UTF-8 and with its line ends as they are.
    """
    import difflib

    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    # the first two lines name the files, which is done here as git does it
    changed = list(difflib.unified_diff(old, new))[2:]
    return "".join([f"--- {_name('a', file)}\n", f"+++ {_name('b', file)}\n", *_closed(changed)])


def _lines(content: bytes) -> list[str]:
    # what is no UTF-8 keeps its bytes through every line that is not changed
    parts = content.decode("utf-8", "surrogateescape").split("\n")
    return [f"{part}\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _closed(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_BREAK}"


def _name(side: str, file: str) -> str:
    """Write a name as git does: quoted where it holds signs that would end it, with a tab where it holds a blank."""
    path = PurePath(file)
    name = f"{side}/{path.as_posix().lstrip('/')}"
    if any(sign in '"\\' or ord(sign) < ord(" ") for sign in name):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(sign if sign >= " " else f"\\{ord(sign):03o}" for sign in quoted) + '"'
    return f"{name}\t" if " " in name else name

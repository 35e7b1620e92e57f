"""Paths as other programs are told them: from the root of the repository, and nothing about the machine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePath


class Places:
    """Knows the folder that paths start from, and remembers the paths that it was asked for."""

    def __init__(self, root: Path) -> None:
        self._roots = _spellings(root)
        self._known: dict[str, str] = {}
        try:
            self._home: tuple[str, ...] = _spellings(Path.home())
        except RuntimeError:
            self._home = ()

    def path(self, file: str) -> str:
        """Give the path of a file from the root, with forward slashes; of a file that is elsewhere only the name."""
        if file not in self._known:
            self._known[file] = self._relative(file)
        return self._known[file]

    def _relative(self, file: str) -> str:
        for spelling in _spellings(Path(file)):
            for root in self._roots:
                if PurePath(spelling).is_relative_to(root):
                    return PurePath(spelling).relative_to(root).as_posix()
        return PurePath(file).name or file

    def said(self, text: str) -> str:
        """Give a message without the root in paths, and with ~ for the folder of the user."""
        for root in self._roots:
            text = text.replace(f"{root}{os.sep}", "")
        for home in self._home:
            text = text.replace(home, "~")
        return text


def _spellings(path: Path) -> tuple[str, ...]:
    """Give a path from the top of the file system, as it is written and with links followed; not the top itself."""
    found = [os.path.normpath(path.absolute())]
    # there may be links in a circle, or the name may be none that a file can have
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        found.append(str(path.resolve()))
    return tuple(each for each in dict.fromkeys(found) if len(PurePath(each).parts) > 1)

"""Paths as other programs are told them: from the root of the repository, and nothing about the machine or its user."""

from __future__ import annotations

import contextlib
import os
import re
from functools import cached_property
from pathlib import Path, PurePath, PureWindowsPath

# a path from the top of a file system, in a message: behind a space, a quote or a bracket
_STEP = r"""[^\s"'`<>|:;,()\[\]{}\\/]+"""
_FROM_THE_TOP = rf"(?<![\w/\\.~:-])(?:[A-Za-z]:[\\/]+|\\\\+|/){_STEP}([\\/]+{_STEP})*"
_DRIVE = r"[A-Za-z]:[\\/]|\\\\"
# a name that stands for no file: <stdin>
_NO_FILE = r"<[^/\\]*>"


class Places:
    """Knows the folder that paths start from, and remembers the paths that it was asked for."""

    def __init__(self, root: Path) -> None:
        self._roots = _spellings(root)
        self._known: dict[str, str] = {}
        # no pattern finds the end of a path that holds spaces
        self._spaced: dict[str, str] = {}
        try:
            self._homes = _spellings(Path.home())
        except RuntimeError:
            self._homes = ()

    def path(self, file: str) -> str:
        """Give the path of a file from the root, with forward slashes, by way of `..` where it is elsewhere.

        It begins with `~` where only that hides the name of the user, and is the name alone where no way leads there.
        """
        if file not in self._known:
            self._known[file] = file if re.fullmatch(_NO_FILE, file) else self._relative(file)
            if " " in file and Path(file).is_absolute():
                self._spaced[file] = self._known[file]
        return self._known[file]

    def _relative(self, file: str) -> str:
        spellings = _spellings(Path(file))
        for spelling in spellings:
            for root in self._roots:
                if PurePath(spelling).is_relative_to(root):
                    return PurePath(spelling).relative_to(root).as_posix()
        for spelling in spellings:
            for home in self._homes:
                if PurePath(spelling).is_relative_to(home) and not any(_is_in(root, home) for root in self._roots):
                    return (PurePath("~") / PurePath(spelling).relative_to(home)).as_posix()
        return self._elsewhere(file) or PurePath(file).name or file

    def _elsewhere(self, file: str) -> str:
        """Give the way from the root to a file outside of it; "" where there is none, as to another drive."""
        path = Path(os.path.normpath(Path(file).absolute()))
        # there may be links in a circle, or the name may be none that a file can have
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            path = path.parent.resolve() / path.name
        # the last way to write the root has no links in it, so that `..` leads where it seems to
        root = PurePath(self._roots[-1] if self._roots else path.anchor)
        for steps, above in enumerate((root, *root.parents)):
            if path.is_relative_to(above):
                return PurePath(*[".."] * steps, path.relative_to(above)).as_posix()
        return ""

    def said(self, text: str) -> str:
        """Give a message with its paths as `path` gives them, so that none starts at the top of the file system."""
        if "/" not in text and "\\" not in text:
            return text
        for file, path in self._spaced.items():
            text = text.replace(file, path)
        for folder, instead in self._folders:
            text = folder.sub(instead, text)
        return re.sub(_FROM_THE_TOP, self._shortened, text)

    @cached_property
    def _folders(self) -> list[tuple[re.Pattern[str], str]]:
        """The root and the folder of the user as they stand in messages, what is said instead, the deepest first."""
        named = [(root, "") for root in self._roots] + [(home, "~") for home in self._homes]
        named.sort(key=lambda each: -len(each[0]))
        return [(_in_messages(folder, whole=instead != ""), instead) for folder, instead in named]

    def _shortened(self, found: re.Match[str]) -> str:
        path = found[0]
        if found[1] is None and path not in self._known:
            return path  # one step is more likely a word behind a slash
        if os.name != "nt" and re.match(_DRIVE, path):
            return PureWindowsPath(path).name
        return self.path(path) if Path(path).is_absolute() else PurePath(path).name


def _is_in(path: str, folder: str) -> bool:
    return PurePath(path).is_relative_to(folder)


def _in_messages(folder: str, *, whole: bool) -> re.Pattern[str]:
    """Find a folder in a text where a name begins and ends: the folder itself (`whole`), or what leads to things in it.

    Texts that quote a path as a program would may double its backslashes.
    """
    steps = r"[\\/]+".join(re.escape(step) for step in re.split(r"[\\/]+", folder)) if os.name == "nt" else ""
    end = r"(?![\w.-]*\w)" if whole else r"[\\/]+" if os.name == "nt" else "/"
    flags = re.IGNORECASE if os.name == "nt" else re.NOFLAG
    return re.compile(rf"(?<![\w.~-]){steps or re.escape(folder)}{end}", flags)


def _spellings(path: Path) -> tuple[str, ...]:
    """Give a path from the top of the file system, as it is written and with links followed; not the top itself."""
    found = [os.path.normpath(path.absolute())]
    # there may be links in a circle, or the name may be none that a file can have
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        found.append(str(path.resolve()))
    return tuple(each for each in dict.fromkeys(found) if len(PurePath(each).parts) > 1)

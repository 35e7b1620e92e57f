"""The sealed folder: the key and the crosswalk, apart from what is shared, for their owner alone."""

from __future__ import annotations

import contextlib
import glob
import itertools
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from mcqa.errors import OutputError
from mcqa.scoresheets.files.find import find_files

KEY_FILE, CROSSWALK_FILE = "mcqa.key", "crosswalk.csv"
_FOLDER_RIGHTS, _FILE_RIGHTS = 0o700, 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def refuse_places(out: Path, sealed: Path, inputs: Iterable[str], key: Path | None) -> None:
    """Refuse folders that would bring together what is to stay apart; OutputError says which.

    Sheets and key stay out of folders that are read whole, and nothing that is read stands in the folder of the sheets.
    """
    target, vault = out.resolve(), sealed.resolve()
    if vault.is_relative_to(target) or target.is_relative_to(vault):
        message = f"the key folder {sealed} and the folder for the sheets {out} are one within the other"
        raise OutputError(message, hint="choose another --key-dir: whoever gets the sheets must not get the key")
    if key is not None and key.resolve().is_relative_to(target):
        raise OutputError(f"the key file {key} is in {out}, which is to be shared", hint="move it elsewhere")
    inputs = tuple(inputs)
    whole = [folder for name in inputs if (folder := _read_whole(name)) is not None]
    files = find_files(inputs).files
    for place, option in ((vault, "--key-dir"), (target, "--output")):
        for folder in whole:
            if place.is_relative_to(folder.resolve()):
                message = f"{place} is inside {folder}, from which sheets are read"
                raise OutputError(message, hint=f"choose a folder elsewhere with {option}")
    for path in files:
        if any(each.is_relative_to(target) for each in (path.resolve(), path.parent.resolve())):
            message = f"{out}, which is to be shared, holds {path}, from which ratings are read"
            raise OutputError(message, hint="choose a folder elsewhere with --output")


def _read_whole(name: str) -> Path | None:
    """Give the folder that an argument means with all below it; None where it means none."""
    if Path(name).is_dir():
        return Path(name)
    return _fixed_part(name) if "**" in Path(name).parts else None


def _fixed_part(pattern: str) -> Path:
    """Give the folder of a pattern before its first sign that stands for something else."""
    fixed = itertools.takewhile(lambda part: not glob.has_magic(part), Path(pattern).parts[:-1])
    return Path(*fixed)


def refuse_new_key(folder: Path) -> None:
    """Refuse to make a key where there is one, before anything else is done; OutputError says how to use it again."""
    if (folder / KEY_FILE).exists():
        hint = f"give --key {folder / KEY_FILE} for the same pseudonyms again, or another --key-dir for new ones"
        raise OutputError(f"{folder / KEY_FILE} exists, and a key is never overwritten", hint=hint)


def seal(folder: Path, files: Mapping[str, str], *, replace: frozenset[str] = frozenset()) -> Callable[[], None]:
    """Write files that only their owner may open, from their first moment on, and give what takes them back.

    A folder that is there already must be closed to others. A file is replaced only if it is named in `replace`.
    """
    there = [name for name in files if name not in replace and (folder / name).exists()]
    if there:
        hint = f"give --key {folder / KEY_FILE} to use it again, or another --key-dir"
        raise OutputError(f"{folder / there[0]} exists, and is not overwritten", hint=hint)
    undo = contextlib.ExitStack()
    try:
        _make(folder, undo)
        for name, text in files.items():
            _write(folder / name, text, undo)
    except OSError as error:
        undo.close()
        raise OutputError(f"{error.filename or folder} cannot be written: {error.strerror}") from None
    except OutputError:
        undo.close()
        raise
    return undo.close


def _make(folder: Path, undo: contextlib.ExitStack) -> None:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_FOLDER_RIGHTS)
        undo.callback(folder.rmdir)
    elif not folder.is_dir():
        raise OutputError(f"{folder} is no folder", hint="choose another --key-dir")
    elif os.name == "posix" and folder.stat().st_mode & _OTHERS:
        raise OutputError(f"others may open the key folder {folder}", hint=f"close it to them: chmod 700 {folder}")


def _write(path: Path, text: str, undo: contextlib.ExitStack) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _FILE_RIGHTS)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", errors="backslashreplace"))
        before = path.read_bytes() if path.exists() else None
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    if before is None:
        undo.callback(path.unlink, missing_ok=True)
    else:
        undo.callback(path.write_bytes, before)


def warning() -> str | None:
    """Say what this system does not do by itself to keep others out; None where it does."""
    if os.name == "posix":
        return None
    return "on this system a file has the rights of its folder: see to it that only you may open the key folder"

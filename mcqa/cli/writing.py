"""Files written whole or not at all, and never over one that the run reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from mcqa.cli.options import Common
from mcqa.errors import OutputError
from mcqa.rubric.bundled import is_there

SHOWN_FILES = 3


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: beside its place first, then moved over it."""
    import tempfile  # it loads half of the standard library, which --help and lint do without

    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            raise OutputError(f"{path} cannot be written: it is no file", hint="choose another name")
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", hint="does the folder exist?") from None
    temporary = Path(name)
    try:
        # names of files may hold bytes that are no text; they are written as escapes
        pieces = [content.encode("utf-8", errors="backslashreplace")] if isinstance(content, str) else content
        with os.fdopen(handle, "wb") as file:
            file.writelines([pieces] if isinstance(pieces, bytes) else pieces)
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """Give the rights that new files of this user go without."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_files(common: Common, folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write several files into a folder, all or none; names are relative to it, with / between parts.

    The folder and those below it are made where they are missing. Each content is asked for when it is written, and not
    kept: a mapping that makes it then holds one at a time. OutputError with every file that exists already, unless
    --force replaces them, and where one of them is a folder or is read in this run; other files in the folder stay as
    they are.
    """
    import tempfile

    targets = {folder.joinpath(*PurePosixPath(name).parts): name for name in files}
    common.sources.refuse(*targets)
    there = [target for target in targets if is_there(target)]
    if there and not common.force:
        named = ", ".join(str(target) for target in there[:SHOWN_FILES])
        more = f" and {len(there) - SHOWN_FILES} more" if len(there) > SHOWN_FILES else ""
        raise OutputError(f"{named}{more} exist already", hint="choose another folder, or give --force to replace them")
    if folders := [target for target in there if not target.is_file()]:
        raise OutputError(f"{folders[0]} cannot be written: it is no file", hint="choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".mcqa-") as temporary:
            made = {target: Path(temporary) / f"new{at}" for at, target in enumerate(targets)}
            for target, place in made.items():
                place.write_bytes(files[targets[target]])
            _place_all(made, Path(temporary))
    except OSError as error:
        named = f"{error.filename or folder}"
        raise OutputError(f"{named} cannot be written: {error.strerror}", hint="nothing was written") from None
    return tuple(targets)


def _place_all(made: Mapping[Path, Path], temporary: Path) -> None:
    """Move finished files to their places; where one cannot be moved, take all of them back."""
    done: dict[Path, Path | None] = {}
    try:
        for target, place in made.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = temporary / f"old{len(done)}"
            if target.exists():
                target.replace(aside)
                done[target] = aside
            else:
                done[target] = None
            place.replace(target)
    except BaseException:
        # an interrupt in between takes them back too
        for target, before in done.items():
            target.unlink(missing_ok=True)
            if before is not None:
                before.replace(target)
        raise


def write_folder(common: Common, folder: Path, write: Callable[[Path], Sequence[Path]]) -> tuple[Path, ...]:
    """Write a folder whole or not at all, and give its files; with --force one that a run wrote before is replaced."""
    import tempfile

    common.sources.refuse_folder(folder)
    if is_there(folder) and not (common.force and (folder.is_dir() and _ours(folder))):
        hint = (
            "choose a new folder"
            if not common.force
            else "--force replaces only a folder that mcqa wrote, with _truth in it"
        )
        raise OutputError(f"{folder} exists", hint=hint)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".mcqa-") as temporary:
            made = Path(temporary) / "new"
            made.mkdir()
            files = [path.relative_to(made) for path in write(made)]
            _swap(made, folder, Path(temporary) / "old")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from None
    return tuple(folder / file for file in files)


def _swap(made: Path, folder: Path, aside: Path) -> None:
    """Put a folder in the place of another, and the other back where that fails."""
    if not folder.exists():
        made.replace(folder)
        return
    folder.replace(aside)
    try:
        made.replace(folder)
    except OSError:
        aside.replace(folder)
        raise


def _ours(folder: Path) -> bool:
    return not any(folder.iterdir()) or (folder / "_truth" / "truth.json").is_file()

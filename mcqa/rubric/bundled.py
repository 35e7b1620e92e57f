"""Find the rubrics shipped with mcqa, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

from mcqa.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Give the folder of the shipped rubrics: inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped_rubrics"
    return inside if inside.is_dir() else _PACKAGE.parent / "rubrics"


def shipped() -> dict[str, Path]:
    """Give the files of the shipped rubrics by their ids, which are their file names."""
    return {path.stem: path for path in sorted(shipped_folder().glob("*.yaml"))}


def locate(name: str, *, folder: Path | None = None) -> Path:
    """Give the file of a rubric asked for by shipped id or by path, which starts in `folder` or where the run does.

    Raises UsageError when the name is neither; a path that does not exist is left for the reader to report.
    """
    known = shipped()
    path = folder / name if folder else Path(name)
    if folder and is_there(path) and not path.is_dir():
        return path
    if name in known:
        return known[name]
    if is_there(path) or path.suffix.lower() in {".yaml", ".yml"} or len(Path(name).parts) > 1:
        return path
    import difflib

    begun = [each for each in known if name and each.startswith(name.casefold())]
    close = difflib.get_close_matches(name.casefold(), known, n=1) or begun
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError(
        f'no rubric is called "{name}"', hint=f"{hint}shipped rubrics: {', '.join(known)}; or give the path of a file"
    )


def is_there(path: Path) -> bool:
    """Whether there is something at a path; a name that no file can have is not there."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False

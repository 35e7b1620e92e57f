"""`mcqa.toml`, or `[tool.mcqa]` in a pyproject.toml, in the working folder or above: defaults for any option."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from mcqa.errors import UsageError
from mcqa.rubric.bundled import is_there

# options that name a file to read; some also take a name, which is no file
FILES = frozenset({"rubric", "baseline", "units", "roster", "adjudication", "reference", "rater_weights", "map_file"})
FILES |= {"keep", "form_profile", "weights"}
# those that name a folder as well
FOLDERS = frozenset({"key", "against"})


def find_defaults(folder: Path, commands: Collection[str], shared: Collection[str]) -> dict[str, dict[str, object]]:
    """Give the defaults of every command from the nearest configuration; none where there is no file.

    Keys at the top hold for every command that has such an option, keys in a table `[score]` for that command alone.
    """
    for place in (folder, *folder.parents):
        found = _settings(place)
        if found is not None:
            path, settings = found
            return _by_command(settings, path, commands, shared)
    return {}


def check_keys(command: str, given: Collection[str], known: Collection[str]) -> None:
    """Refuse a key in the table of a command that is none of its options."""
    for key in given:
        if key not in known:
            message = f"the configuration gives `{key}`, which is no option of mcqa {command}"
            raise UsageError(message, hint=_near(key, known))


def _settings(folder: Path) -> tuple[Path, dict[str, object]] | None:
    for name in ("mcqa.toml", "pyproject.toml"):
        path = folder / name
        if not path.is_file():
            continue
        data = _toml(path)
        if name == "mcqa.toml":
            return path, data
        tool = data.get("tool")
        if isinstance(tool, dict) and isinstance(tool.get("mcqa"), dict):
            return path, dict(tool["mcqa"])
    return None


def _toml(path: Path) -> dict[str, object]:
    try:
        # Windows' editor begins a file with a mark that TOML does not know
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if path.name != "mcqa.toml" and not re.search(r"tool\W+mcqa", text):
        # most projects have a pyproject.toml that says nothing of mcqa: it is not worth parsing at every call
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="it has to be TOML: key = value") from None


def _by_command(
    settings: dict[str, object], path: Path, commands: Collection[str], shared: Collection[str]
) -> dict[str, dict[str, object]]:
    general: dict[str, object] = {}
    own: dict[str, dict[str, object]] = {}
    for key, value in settings.items():
        name = key.replace("-", "_")
        if isinstance(value, dict):
            if key not in commands:
                raise UsageError(f"{path.name}: there is no command {key}", hint=_near(key, commands))
            own[key] = {option.replace("-", "_"): setting for option, setting in value.items()}
        elif name in shared:
            general[name] = value
        else:
            raise UsageError(f"{path.name}: `{key}` is no option of every command", hint=_near(name, shared))
    found = {command: {**general, **own.get(command, {})} for command in commands}
    return {
        command: {key: _placed(key, value, path.parent) for key, value in own.items()} for command, own in found.items()
    }


def _placed(key: str, value: object, folder: Path) -> object:
    """Take a path as meant from where the configuration stands, not from where the command is given.

    What names nothing there stays as it is; so do values of other options. The tables of a group are gone through.
    """
    if isinstance(value, dict):
        return {name: _placed(name.replace("-", "_"), each, folder) for name, each in value.items()}
    if isinstance(value, list):
        return [_placed(key, each, folder) for each in value]
    if isinstance(value, str) and key in FILES | FOLDERS:
        place = folder / value
        if is_there(place) and (place.is_file() or key in FOLDERS):
            return str(place)
    return value


def _near(word: str, known: Collection[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known: {', '.join(sorted(known))}"

"""The JSON envelope: one form for every command, complete, and valid JSON for every reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mcqa import __version__
from mcqa.findings import Finding

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric


class RunInfo(NamedTuple):
    """What ran on what: the command, its inputs with their hashes, the rubric, the options and the seed."""

    command: str
    options: Mapping[str, object]
    inputs: tuple[tuple[str, str], ...] = ()
    rubric: Rubric | None = None
    seed: int | None = None


def to_json(run: RunInfo, findings: Iterable[Finding], results: object) -> str:
    """Write the envelope; a NaN or an infinity in the results is a defect and raises ValueError."""
    import json

    envelope = {
        "schema": f"mcqa/{run.command.replace(' ', '-')}@1",
        "mcqa_version": __version__,
        "run": {
            "command": run.command,
            "inputs": [{"path": path, "sha256": sha256} for path, sha256 in run.inputs],
            "rubric": None if run.rubric is None else rubric_json(run.rubric),
            "options": dict(run.options),
            "seed": run.seed,
        },
        "findings": [finding.to_json() for finding in findings],
        "results": results,
    }
    return json.dumps(envelope, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def json_pieces(run: RunInfo, findings: Iterable[Finding], results: object) -> Iterator[str]:
    """Write the envelope piece by piece.

    A sequence among the results that is no list or tuple makes its objects when it is gone through; they are written
    one on each line, so that a hundred thousand of them are never held at once.
    """
    if not isinstance(results, Mapping) or not any(map(_made, results.values())):
        yield to_json(run, findings, results)
        return
    import json

    yield to_json(run, findings, {}).removesuffix(_NO_RESULTS) + "{"
    separator = "\n    "
    for key, value in results.items():
        yield f"{separator}{json.dumps(key)}: "
        separator = ",\n    "
        if _made(value):
            yield from _lines(value)
        else:
            yield json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).replace("\n", "\n    ")
    yield "\n  }\n}\n"


# what stands last in an envelope without results
_NO_RESULTS = "{}\n}\n"


def _made(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, list | tuple | str)


def _lines(made: Iterable[object]) -> Iterator[str]:
    from json import JSONEncoder

    write = JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    separator = "["
    for value in made:
        yield f"{separator}\n      {write(value)}"
        separator = ","
    yield "[]" if separator == "[" else "\n    ]"


def rubric_json(rubric: Rubric) -> dict[str, str]:
    """Name a rubric: id, version and hash."""
    return {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256}

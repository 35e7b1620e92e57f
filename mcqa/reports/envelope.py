"""The JSON envelope: one form for every command, complete, and valid JSON for every reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def rubric_json(rubric: Rubric) -> dict[str, str]:
    """Name a rubric: id, version and hash."""
    return {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256}

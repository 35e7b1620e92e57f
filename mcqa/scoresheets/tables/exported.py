"""The JSON that `mcqa export` writes, read back as the sheet of a long list."""

from __future__ import annotations

import json
import re

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import ZERO_WIDTH, Grid, Value
from mcqa.scoresheets.kinds import UNREADABLE_FILE

SCHEMA = "mcqa/export@1"
SHOWN = 60
# what no text file can hold: halves of characters, and the character that ends a text
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_SHOWN_FOR_IT = "\ufffd"


def read_export_json(content: bytes, path: str) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Read what `mcqa export --format json` wrote: a label that names the rubric, a header, and a row for each cell.

    Any other JSON is refused with a finding, as is a damaged file.
    """
    try:
        envelope = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
        rows = _rows(envelope)
    except RecursionError:
        return None, (_refused(path, "the file is nested too deep to be what `mcqa export` wrote"),)
    except ValueError as error:
        said = (str(error).splitlines() or [""])[0][:SHOWN]
        return None, (_refused(path, f"the file is not what `mcqa export --format json` wrote: {said}"),)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    body = tuple(tuple(_value(row.get(heading)) for heading in headings) for row in rows)
    named = _rubric(envelope)
    labels: tuple[tuple[Value, ...], ...] = (("Rubric", named),) if named else ()
    return Grid(file=path, sheet=None, rows=(*labels, tuple(headings), *body)), ()


def _refused(path: str, message: str) -> Finding:
    hint = "export it again, or give a workbook, CSV or parquet file"
    return UNREADABLE_FILE.at(Location(file=path), message, hint=hint)


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _rows(envelope: object) -> list[dict[str, Value]]:
    """Give the objects of `results.ratings`; ValueError where the file has another form."""
    schema = envelope.get("schema") if isinstance(envelope, dict) else None
    if not isinstance(envelope, dict) or schema != SCHEMA:
        raise ValueError(f"its schema is {str(schema)[:SHOWN]}, not {SCHEMA}" if schema else "it names no schema")
    results = envelope.get("results")
    rows = results.get("ratings") if isinstance(results, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("it has no list of ratings")
    if any(isinstance(value, dict | list) for row in rows for value in row.values()):
        raise ValueError("a rating holds a list or an object")
    return rows


def _value(value: Value) -> Value:
    """Give a value as a cell holds it: None where nothing shows."""
    if not isinstance(value, str):
        return value
    if not value.strip().strip(ZERO_WIDTH).strip():
        return None
    return _UNWRITABLE.sub(_SHOWN_FOR_IT, value)


def _rubric(envelope: dict[str, object]) -> str:
    run = envelope.get("run")
    rubric = run.get("rubric") if isinstance(run, dict) else None
    if not isinstance(rubric, dict):
        return ""
    return _UNWRITABLE.sub("", " ".join(str(rubric.get(part) or "") for part in ("id", "version"))).strip()

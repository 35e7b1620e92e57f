"""The long form of the ratings, as CSV, JSON or parquet: a row for every cell read that is not invalid.

Text forms come in pieces, so that millions of rows are written without holding them twice.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mcqa import __version__
from mcqa.ratings.table import Ratings
from mcqa.reports.envelope import to_json
from mcqa.scoresheets.grid import inert

if TYPE_CHECKING:
    import pyarrow as pa

    from mcqa.ratings.build import Collected
    from mcqa.reports.envelope import RunInfo
    from mcqa.rubric.model import Rubric

# rows that are made at a time, and rows of one part of a parquet file
STRETCH = 16_384
ROW_GROUP = 1_048_576
# columns of few different values, which parquet keeps as codes
CODED = ("unit", "rater", "criterion", "level", "status", "round", "group")
SCORE = "score"
# what stands last in the envelope; the rows are written into it
_NO_ROWS = "[]\n  }\n}\n"


def export_csv(ratings: Ratings) -> Iterator[bytes]:
    """Give the long form as CSV; text that a spreadsheet would run as a formula gets a leading '."""
    yield _lines([ratings.long_columns])
    for rows in _stretches(ratings):
        columns = [list(map(_score if name == SCORE else _cell, values)) for name, values in rows.items()]
        yield _lines(zip(*columns, strict=True))


def _cell(text: str | None) -> str:
    return inert(text) if text else ""


def _score(score: float | None) -> float | None:
    """Give a whole score as people write it, without a decimal point."""
    return int(score) if score is not None and score.is_integer() else score


class _Lines:
    """Takes lines as Windows ends them, for which a carriage return in a text is quoted, and ends them as others do."""

    def __init__(self) -> None:
        self.text = io.StringIO(newline="")

    def write(self, line: str) -> None:
        self.text.write(line[:-2])
        self.text.write("\n")


def _lines(rows: Any) -> bytes:
    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.text.getvalue().encode("utf-8")


def export_json(run: RunInfo, collected: Collected) -> Iterator[bytes]:
    """Give the envelope with the fate of all cells, and the long form as a list of objects, one on each line."""
    ratings = collected.ratings
    results = {"cells": collected.cells.to_json(), "rows": len(ratings), "ratings": []}
    head = to_json(run, collected.findings, results).encode("utf-8", errors="backslashreplace")
    if not len(ratings):
        yield head
        return
    tail = _NO_ROWS.encode()
    yield head.removesuffix(tail) + b"["
    separator = "\n      "
    for rows in _stretches(ratings):
        lines = (
            json.dumps(dict(zip(rows, map(_absent, row), strict=True)), ensure_ascii=False, allow_nan=False)
            for row in zip(*rows.values(), strict=True)
        )
        yield (separator + ",\n      ".join(lines)).encode("utf-8")
        separator = ",\n      "
    yield b"\n    ]" + tail[2:]


def _absent(value: str | float | None) -> str | float | None:
    """Give null for what is not there."""
    return None if value == "" else value


def export_parquet(ratings: Ratings, rubric: Rubric) -> bytes:
    """Give the long form as a parquet file that names its rubric; the same ratings give the same bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    stream = io.BytesIO()
    schema = _schema(ratings.long_columns, rubric)
    with parquet.ParquetWriter(stream, schema, compression="zstd", store_schema=True) as writer:
        for start in range(0, len(ratings), ROW_GROUP):
            parts = [
                pa.record_batch(_arrays(rows, schema), schema=schema)
                for rows in _stretches(ratings, start, start + ROW_GROUP)
            ]
            table = pa.Table.from_batches(parts, schema=schema).unify_dictionaries().combine_chunks()
            writer.write_table(table, row_group_size=ROW_GROUP)
    return stream.getvalue()


def _schema(names: Sequence[str], rubric: Rubric) -> pa.Schema:
    import pyarrow as pa

    coded, text, number = pa.dictionary(pa.int32(), pa.string()), pa.string(), pa.float64()
    types = [coded if name in CODED else number if name == SCORE else text for name in names]
    metadata = {
        "mcqa_schema": "mcqa/export@1",
        "mcqa_version": __version__,
        "mcqa_rubric_id": rubric.id,
        "mcqa_rubric_version": rubric.version,
        "mcqa_rubric_sha256": rubric.sha256,
    }
    return pa.schema([pa.field(name, kind) for name, kind in zip(names, types, strict=True)], metadata=metadata)


def _arrays(rows: dict[str, list[Any]], schema: pa.Schema) -> list[pa.Array]:
    import pyarrow as pa

    arrays = []
    for field in schema:
        values = rows[field.name]
        if field.name == SCORE:
            arrays.append(pa.array(values, type=field.type))
            continue
        texts = pa.array([value or None for value in values], type=pa.string())
        arrays.append(texts.dictionary_encode() if field.name in CODED else texts)
    return arrays


def _stretches(ratings: Ratings, start: int = 0, stop: int | None = None) -> Iterator[dict[str, list[Any]]]:
    """Give the rows of the long form, some at a time; the names of files become text that can be written."""
    end = len(ratings) if stop is None else min(stop, len(ratings))
    for first in range(start, end, STRETCH):
        rows: dict[str, list[Any]] = dict(ratings.long(first, min(first + STRETCH, end)))
        rows["source"] = [_writable(text) for text in rows["source"]]
        yield rows


def _writable(text: str) -> str:
    """Write out the bytes of a file name that are no text."""
    return text if text.isascii() else text.encode("utf-8", errors="backslashreplace").decode("utf-8")

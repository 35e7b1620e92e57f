"""A parquet file becomes a table in columns, each of codes into its values; no value is made that nobody asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mcqa.findings import Finding, Location
from mcqa.scoresheets.grid import ZERO_WIDTH, Grid, Value
from mcqa.scoresheets.kinds import AMBIGUOUS_HEADER, ENCRYPTED_FILE, OVERSIZED_ARCHIVE, UNREADABLE_FILE
from mcqa.scoresheets.records import RubricClaim
from mcqa.scoresheets.tables.coded import Chained, Coded, Codes, Lazy

if TYPE_CHECKING:
    import pyarrow as pa

MAX_ROWS = 20_000_000
MAX_COLUMNS = 200
# rows times columns: four bytes are kept of each
MAX_CELLS = 300_000_000
MAX_UNPACKED = 1_500_000_000
MAX_RATIO = 250
RATIO_MATTERS_FROM = 20_000_000
# real tables hold a row in a byte at best; a million rows in a few kilobytes are a trap
MAX_ROWS_PER_BYTE = 100
ROWS_MATTER_FROM = 1_000_000
MAX_TEXT = 1_000_000
# texts that differ between parts of the file are brought together up to this many
MAX_UNIFIED = 2_000_000
# a name in the metadata is not longer than this
MAX_NAME = 200
_ENCRYPTED = b"PARE"
_NUL, _SHOWN_FOR_NUL = "\0", "\ufffd"
# what pandas calls the index of a frame
_INDEX = "__index_level_"
_AGAIN = "write it again, or export it as CSV (UTF-8)"


class TidyColumn(NamedTuple):
    """One column: its heading, and its values, texts without space around them, "" or None where nothing stands."""

    heading: str
    values: Coded[Value]


class TidyTable(NamedTuple):
    """A long table as it stands in a file: its columns, those of a kind that is not read, and the rubric it names."""

    path: str
    n_rows: int
    columns: tuple[TidyColumn, ...]
    unread: tuple[str, ...] = ()
    claim: RubricClaim | None = None

    def grid(self) -> Grid:
        """Give the table as a sheet with its headings in the first row, for readers of files without a rubric."""
        columns = [[None if value == "" else value for value in column.values] for column in self.columns]
        header = tuple(column.heading for column in self.columns)
        return Grid(file=self.path, sheet=None, rows=(header, *zip(*columns, strict=True)))


class _RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class ArrowTexts(Lazy[str]):
    """Texts of an Arrow array without gaps, made into Python's when they are asked for."""

    def __init__(self, array: pa.Array) -> None:
        """Take the array."""
        self.array = array

    def __len__(self) -> int:
        """Give the number of texts."""
        return len(self.array)

    def at(self, place: int) -> str:
        """Give one text."""
        return str(self.array[place].as_py())

    def many(self, places: Codes) -> list[str]:
        """Give the texts at some places."""
        import pyarrow as pa

        texts: list[str] = self.array.take(pa.array(places)).to_pylist()
        return texts


def read_parquet(content: bytes, path: str) -> tuple[TidyTable | None, tuple[Finding, ...]]:
    """Read a parquet file as a long table; a finding where it cannot be read.

    Columns of text, numbers, dates and truth values are read, coded or not; lists and the like are left `unread`.
    """
    import pyarrow as pa

    whole = Location(file=path)
    if _ENCRYPTED in (content[:4], content[-4:]):
        hint = "ask for the file without a password; a table of ratings needs none"
        return None, (ENCRYPTED_FILE.at(whole, "the parquet file is encrypted", hint=hint),)
    try:
        return _read(content, path), ()
    except _RefusedError as refused:
        return None, (refused.finding,)
    except (pa.ArrowException, ArithmeticError, LookupError, MemoryError, OSError, TypeError, ValueError) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        message = f"the file is no parquet file, or is damaged: {said[:MAX_NAME]}"
        return None, (UNREADABLE_FILE.at(whole, message, hint=_AGAIN),)


def _read(content: bytes, path: str) -> TidyTable:
    import pyarrow as pa
    from pyarrow import parquet

    whole = Location(file=path)
    file = parquet.ParquetFile(pa.BufferReader(content))
    _check_size(file.metadata, len(content), whole)
    schema = file.schema_arrow
    twice = next((name for name in schema.names if schema.names.count(name) > 1), None)
    if twice is not None:
        hint = "rename or remove one: mcqa does not guess which holds the ratings"
        message = f'two columns are called "{twice}"'
        raise _RefusedError(AMBIGUOUS_HEADER.at(whole, message, hint=hint, value=twice))
    flat = [field for field in schema if _is_flat(field.type) and not field.name.startswith(_INDEX)]
    names = [field.name for field in flat]
    texts = [field.name for field in flat if _is_text(field.type)]
    # texts stay coded as they are in the file: a long one that stands in every row is unpacked once
    table = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=texts).read(columns=names)
    if table.num_rows != file.metadata.num_rows:
        raise ValueError("it holds another number of rows than it says")
    columns = []
    for name in names:
        column = table.column(name)
        # a damaged file may hold codes without a value, and texts that are none
        column.validate(full=True)
        table = table.drop_columns([name])
        columns.append(TidyColumn(name, _coded(column, whole)))
    return TidyTable(
        path=path,
        n_rows=file.metadata.num_rows,
        columns=tuple(columns),
        unread=tuple(field.name for field in schema if not _is_flat(field.type)),
        claim=_claim({**(file.metadata.metadata or {}), **(schema.metadata or {})}),
    )


def _check_size(metadata: Any, size: int, whole: Location) -> None:
    """Refuse what would unpack to more than a table of ratings can hold, before it is unpacked."""
    rows, columns = metadata.num_rows, metadata.num_columns
    groups = [metadata.row_group(at) for at in range(min(metadata.num_row_groups, MAX_ROWS))]
    unpacked = sum(max(group.total_byte_size, 0) for group in groups)
    said = None
    if rows < 0 or sum(group.num_rows for group in groups) != rows:
        raise ValueError("its parts do not hold the rows that it says")
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        said = f"{rows:,} rows of {columns} columns are more than a table of ratings can hold"
    elif rows > ROWS_MATTER_FROM and rows > MAX_ROWS_PER_BYTE * size:
        said = f"{rows:,} rows in {size:,} bytes are no table of ratings"
    elif unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size):
        said = f"the file would unpack to {unpacked:,} bytes"
    if said:
        hint = "keep the columns that hold ratings, or give several smaller files"
        raise _RefusedError(OVERSIZED_ARCHIVE.at(whole, said, hint=hint))


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind
    return any(test(kind) for test in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary))


def _is_flat(kind: Any) -> bool:
    from pyarrow import types

    kind = kind.value_type if types.is_dictionary(kind) else kind
    tests = (types.is_integer, types.is_floating, types.is_boolean, types.is_temporal, types.is_decimal, types.is_null)
    return _is_text(kind) or (any(test(kind) for test in tests) and not types.is_interval(kind))


def _coded(column: Any, whole: Location) -> Coded[Value]:
    """Code a column: each part of the file has its own values, brought together unless there are too many."""
    from pyarrow import types

    text = _is_text(column.type)
    if not types.is_dictionary(column.type):
        column = column.dictionary_encode()
    if sum(len(chunk.dictionary) for chunk in column.chunks) <= MAX_UNIFIED:
        column = column.unify_dictionaries()
        if column.num_chunks > 1:
            values = _values(column.chunk(0).dictionary, whole, text=text)
            nothing = len(values) - 1
            return Coded(np.concatenate([_codes(chunk, nothing) for chunk in column.chunks]), values)
    parts: list[Coded[Value]] = []
    for chunk in column.chunks:
        values = _values(chunk.dictionary, whole, text=text)
        parts.append(Coded(_codes(chunk, len(values) - 1), values))
    return Coded.joined(parts) if parts else Coded.constant(None, 0)


def _codes(chunk: Any, nothing: int) -> Codes:
    import pyarrow as pa
    import pyarrow.compute as pc

    codes: Codes = pc.fill_null(chunk.indices.cast(pa.int32()), nothing).to_numpy(zero_copy_only=False)
    return codes


def _values(dictionary: Any, whole: Location, *, text: bool) -> Sequence[Value]:
    """Give the values of one part of the file, and behind them what stands for a gap."""
    import pyarrow as pa
    from pyarrow import types

    if text:
        texts = ArrowTexts(_clean(dictionary.cast(pa.large_string()), whole))
        return Chained[Value]([texts, ("",)])
    if types.is_timestamp(dictionary.type) or types.is_duration(dictionary.type) or types.is_time(dictionary.type):
        dictionary = _in_microseconds(dictionary)
    return (*(_plain(value) for value in dictionary.to_pylist()), None)


def _in_microseconds(array: Any) -> Any:
    """Give times as Python can hold them."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_timestamp(array.type):
        return array.cast(pa.timestamp("us", tz=array.type.tz), safe=False)
    if types.is_duration(array.type):
        return array.cast(pa.duration("us"), safe=False)
    return array.cast(pa.time64("us"), safe=False)


def _plain(value: Value) -> Value:
    if isinstance(value, float) and math.isnan(value):
        return None
    return float(value) if isinstance(value, Decimal) else value


def _clean(texts: Any, whole: Location) -> Any:
    """Take the space around texts away, and all of those that show nothing; a gap becomes an empty text."""
    import pyarrow.compute as pc

    texts = pc.fill_null(texts, "")
    if (pc.max(pc.utf8_length(texts)).as_py() or 0) > MAX_TEXT:
        message = f"a cell holds more than {MAX_TEXT:,} characters"
        raise _RefusedError(UNREADABLE_FILE.at(whole, message, hint="shorten it, and write the file again"))
    if pc.any(pc.match_substring(texts, _NUL)).as_py():
        texts = pc.replace_substring(texts, _NUL, _SHOWN_FOR_NUL)
    texts = pc.utf8_trim_whitespace(texts)
    shown = pc.utf8_trim_whitespace(pc.utf8_trim(texts, characters=ZERO_WIDTH))
    return pc.if_else(pc.equal(shown, ""), "", texts)


def _claim(metadata: dict[bytes, bytes]) -> RubricClaim | None:
    """Give the rubric that the metadata of a file names."""
    parts = {}
    for name in ("id", "version", "sha256"):
        text = metadata.get(f"mcqa_rubric_{name}".encode(), b"").decode("utf-8", errors="replace")
        parts[name] = text.strip()[:MAX_NAME]
    return RubricClaim(**parts) if parts["id"] else None

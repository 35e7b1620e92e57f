"""A weight matrix of one's own from a CSV file: level ids as header row and first column, a weight in each cell."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from mcqa.agreement.request import check_name
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import InputError, UsageError
from mcqa.ratings.values import NUMBER, number_of
from mcqa.rubric.model import Scale
from mcqa.scoresheets.files.read_csv import read_csv
from mcqa.scoresheets.grid import Grid, text_of
from mcqa.statistics.sampling import Array
from mcqa.statistics.weights import WEIGHTS

SHOWN_FAULTS = 20
LARGEST = 2_000_000
FORM = (
    "level ids as header row and first column, in the same order; in each cell a number from 0 to 1:"
    " 1 on the diagonal, and the same on both sides of it"
)


def names_file(text: str) -> bool:
    """Whether a value of `--weights` means a file: a path, a name that ends in .csv, or a file that exists.

    The name of a family of weights means the family; a file of that name is meant by `./linear`.
    """
    if text in WEIGHTS:
        return False
    return "/" in text or "\\" in text or text.casefold().endswith(".csv") or _is_file(Path(text))


def weights_of(text: str) -> str | WeightMatrix:
    """Take a value of `--weights`: the name of a family, or the matrix of a file.

    UsageError for a family that nobody knows and for a file that is no weight matrix, InputError for one that is not
    there or cannot be read.
    """
    if names_file(text):
        return read_weights(Path(text))
    try:
        check_name("weights", text, WEIGHTS)
    except UsageError as error:
        raise UsageError(f'there are no weights "{text}"', hint=f"{error.hint} (or a CSV file)") from None
    return text


def read_weights(path: Path) -> WeightMatrix:
    """Read a weight matrix; it is called by the name of its file.

    The separator may be a comma, a semicolon, a tab or a bar; with others than the comma numbers may have a decimal
    comma. What stands in the cell at the top left does not matter.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read.
    UsageError
        It is no weight matrix; the message names every fault with its place.
    """
    grid = _grid(path)
    # a name that a family has would be taken for it
    name = path.name if path.stem in WEIGHTS else path.stem
    cells = _trimmed(grid)
    top = next((row for row, words in enumerate(cells) if any(words)), len(cells))
    header = cells[top][1:] if top < len(cells) else []
    body = [(row, words) for row, words in enumerate(cells) if row > top and any(words)]
    if not header or not body:
        raise UsageError(f"{path} holds no weight matrix", hint=f"write {FORM}")
    values, wrong = _numbers(header, body)
    faults = [*_shape_faults(top, header, body), *wrong, *_weight_faults(header, values, body)]
    if faults:
        raise UsageError(_told(path, sorted(faults)), hint=f"a weight matrix has {FORM}")
    return WeightMatrix(name=name, levels=tuple(header), values=np.nan_to_num(values))


def fitted(matrix: WeightMatrix, scales: Sequence[Scale], *, declared: bool = True) -> WeightMatrix:
    """Give a matrix by the level ids of the scale of the ratings; it stays as it is where there are several scales.

    UsageError when it fits none of them. `declared` is False where the levels are merely those that were observed.
    """
    refused = [matrix.misfit(scale) for scale in scales]
    if scales and all(refused):
        hint = "name exactly the levels of the ratings, by id, by label or by score"
        if not declared:
            hint += f"; or declare the levels: --levels {','.join(matrix.levels)}"
        raise UsageError("; ".join(dict.fromkeys(each[1] for each in refused if each)), hint=hint)
    return matrix.on(scales[0]) if len(scales) == 1 else matrix


# a fault: the row and the column it stands in, counted from 0, and what it is
_Fault = tuple[int, int, str]
_Row = tuple[int, list[str]]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # a name that the system cannot have
        return False


def _grid(path: Path) -> Grid:
    if not _is_file(path):
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a file with weights", hint="name the CSV file")
        raise InputError(f"there is no file {path} with weights", hint=_near(path))
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(
                f"{path} is too large for a weight matrix", hint="name a CSV file with a row for each level"
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="check the rights of the file") from None
    grids, findings = read_csv(content, str(path))
    if not grids:
        said = findings[0].message if findings else "it holds nothing"
        raise InputError(f"{path} is no CSV file: {said}", hint="save the weights as CSV (UTF-8)")
    return grids[0]


def _near(path: Path) -> str:
    """Say which file of the folder, or which family, may have been meant."""
    try:
        there = sorted(each.name for each in path.parent.iterdir() if each.suffix.casefold() == ".csv")
    except OSError:
        return f"there is no folder {path.parent}"
    close = difflib.get_close_matches(path.name, there, n=1)
    family = difflib.get_close_matches(path.stem, WEIGHTS, n=1, cutoff=0.8)
    if close:
        return f"did you mean {path.parent / close[0]}?"
    return f'did you mean "{family[0]}"?' if family else f"the families of weights are: {', '.join(WEIGHTS)}"


def _trimmed(grid: Grid) -> list[list[str]]:
    """Give the texts of the cells, without the blank columns at the end."""
    cells = [[" ".join(text_of(value).split()) for value in row] for row in grid.rows]
    width = max((at + 1 for row in cells for at, word in enumerate(row) if word), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in cells]


def _shape_faults(top: int, header: Sequence[str], body: Sequence[_Row]) -> Iterator[_Fault]:
    """Find levels without a name or named twice, and a first column that is not the header once more."""
    for at, name in enumerate(header):
        if not name:
            yield top, at + 1, "this column names no level; write its id"
    for row, words in body:
        if not words[0]:
            yield row, 0, "this row names no level; write its id"
    for name, times in Counter(filter(None, header)).items():
        if times > 1:
            again = len(header) - 1 - header[::-1].index(name)
            yield top, again + 1, f'the header names the level "{name}" {times} times; name each once'
    column = [words[0] for _, words in body]
    for name, times in Counter(filter(None, column)).items():
        if times > 1:
            again = len(column) - 1 - column[::-1].index(name)
            yield body[again][0], 0, f'the first column names the level "{name}" {times} times; name each once'
    yield from _differing(top, header, body)


def _differing(top: int, header: Sequence[str], body: Sequence[_Row]) -> Iterator[_Fault]:
    column = [words[0] for _, words in body]
    for at, name in enumerate(header):
        if name and name not in column:
            yield top, at + 1, f'the level "{name}" has a column but no row; add its row'
    for row, words in body:
        if words[0] and words[0] not in header:
            yield row, 0, f'the level "{words[0]}" has a row but no column; add its column'
    if len(header) == len(column) and sorted(header) == sorted(column):
        for (row, words), name in zip(body, header, strict=True):
            if words[0] != name:
                yield row, 0, f'found "{words[0]}" where the header has "{name}"; write both in the same order'


def _numbers(header: Sequence[str], body: Sequence[_Row]) -> tuple[Array, list[_Fault]]:
    """Read the weights, NaN where there is none; and say what is no number from 0 to 1."""
    values = np.full((len(body), len(header)), np.nan)
    faults: list[_Fault] = []
    for at, (row, words) in enumerate(body):
        for column, word in enumerate(words[1:]):
            if not NUMBER.fullmatch(word):
                found = f'found "{word}"' if word else "the cell is blank"
                faults.append((row, column + 1, f"{found}; expected a number from 0 to 1, such as 0.5"))
                continue
            values[at, column] = number_of(word)
            if not 0 <= values[at, column] <= 1:
                faults.append((row, column + 1, f"found {word}; expected a number from 0 to 1"))
    return values, faults


def _weight_faults(header: Sequence[str], values: Array, body: Sequence[_Row]) -> Iterator[_Fault]:
    """Find what is not 1 on the diagonal, and the pairs of cells that differ though they mean the same levels."""
    names = [words[0] for _, words in body]
    if len(set(names)) != len(names) or len(set(header)) != len(header):
        return
    both = [name for name in header if name in names]
    row_of = {name: names.index(name) for name in both}
    column_of = {name: header.index(name) for name in both}
    for name in both:
        own = values[row_of[name], column_of[name]]
        if 0 <= own < 1:
            place = body[row_of[name]][0], column_of[name] + 1
            yield *place, f'found {own:g} for "{name}" with itself; expected 1'
    for first, second in combinations(both, 2):
        one, other = values[row_of[first], column_of[second]], values[row_of[second], column_of[first]]
        if one != other and min(one, other) >= 0 and max(one, other) <= 1:
            mirror = body[row_of[second]][0] + 1, column_of[first] + 2
            said = f'found {float(one)} for "{first}" with "{second}", and {float(other)} in line {mirror[0]}'
            said += f", column {mirror[1]}"
            yield body[row_of[first]][0], column_of[second] + 1, f"{said}; write the same in both"


def _told(path: Path, faults: Iterable[_Fault]) -> str:
    lines = [f"{path}:{row + 1}:{column + 1}  {what}" for row, column, what in faults]
    more = [f"... and {len(lines) - SHOWN_FAULTS} more"] if len(lines) > SHOWN_FAULTS else []
    count = f"{len(lines)} faults" if len(lines) > 1 else "1 fault"
    return "\n  ".join([f"{path} is no weight matrix: {count}", *lines[:SHOWN_FAULTS], *more])

"""Several cells for one rating: a blank gives way, the same twice counts once, and of different ones none is used.

What was written beside a cell that gives way or counts once only stays with the one that stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from mcqa.findings import Finding
from mcqa.ratings.kinds import CONFLICTING_RATING, DUPLICATE_RATING
from mcqa.ratings.ledger import to_tell
from mcqa.ratings.names import Spelled
from mcqa.ratings.table import Status
from mcqa.scoresheets.grid import text_of
from mcqa.scoresheets.tables.coded import Coded, Codes, Keys, Mask, Rows, combined
from mcqa.scoresheets.tables.columns import CellColumns
from mcqa.scoresheets.words.spelling import KEPT, short

_LARGEST_KEY = 2**62
_TOLD = (DUPLICATE_RATING, CONFLICTING_RATING)
# between the remarks of several cells
BETWEEN = " | "


class Settled(NamedTuple):
    """The rows that stand in the table, in the order in which their cells were first met; and what fell.

    `conflicts` are rows of which none is used, `repeated` those that say what was read already. For each of both,
    in the order of their cells, `other` is the row they are told beside. `spare` are all rows, blank ones included, in
    whose place another stands: for each, `instead` is that row.
    """

    kept: Rows
    conflicts: Rows
    repeated: Rows
    told: Rows
    other: Rows
    spare: Rows
    instead: Rows


def settle(rows: Rows, keys: Keys, meant: Codes, status: Codes) -> Settled:
    """Choose among the rows for one cell.

    `rows` are the rows without a fault, `keys` says of each which cell it is for, `meant` what it says (equal for equal
    ratings) and `status` its status.
    """
    none = np.empty(0, dtype=np.intp)
    order, starts = _grouped(keys)
    if len(starts) == len(rows):
        return Settled(rows, none, none, none, none, none, none)
    at, said = rows[order], meant[order]
    n_rows = np.diff(starts, append=len(order))
    group = np.repeat(np.arange(len(starts)), n_rows)
    filled = status[order] != Status.MISSING
    n_filled = np.add.reduceat(filled, starts, dtype=np.intp)
    place = np.arange(len(order), dtype=np.intp)
    first = np.minimum.reduceat(np.where(filled, place, len(order)), starts)
    first = np.where(n_filled == 0, starts, first)
    differs = filled & (said != said[first][group])
    second = np.minimum.reduceat(np.where(differs, place, len(order)), starts)
    conflicting = second < len(order)
    fallen, again = filled & conflicting[group], filled & ~conflicting[group] & (place != first[group])
    told = np.flatnonzero(fallen | again)
    other = np.where(differs[told] | ~conflicting[group[told]], first[group[told]], second[group[told]])
    # cells come in the order of their first rows, which the sort by key has lost
    by_cell = np.argsort(at[starts][group[told]], kind="stable")
    kept = at[first[~conflicting]]
    spare = np.flatnonzero(~conflicting[group] & (place != first[group]))
    return Settled(
        kept=kept[np.argsort(at[starts[~conflicting]], kind="stable")],
        conflicts=at[fallen],
        repeated=at[again],
        told=at[told][by_cell],
        other=at[other][by_cell],
        spare=at[spare],
        instead=at[first[group[spare]]],
    )


def with_spare(column: Coded[str], settled: Settled, rows: Rows) -> Coded[str]:
    """Give the texts of some rows, each with the different texts of the cells in whose place it stands."""
    own = column.take(rows)
    texts: dict[int, list[str]] = {}
    for row, instead in _saying_more(column, settled):
        texts.setdefault(instead, []).append(column[row])
    if not texts:
        return own
    at = np.flatnonzero(np.isin(rows, np.fromiter(texts, dtype=np.intp)))
    joined = tuple(_joined((own[place], *texts[int(rows[place])])) for place in at.tolist())
    places = np.arange(len(rows), dtype=np.intp)
    places[at] = len(rows) + np.arange(len(at))
    return Coded.joined([own, Coded.all_of(joined)]).take(places)


def _saying_more(column: Coded[str], settled: Settled) -> Iterator[tuple[int, int]]:
    """Give the spare rows, in order, whose text is not that of the row in their place."""
    order = np.argsort(settled.spare, kind="stable")
    spare, instead = settled.spare[order], settled.instead[order]
    differs = column.codes[spare] != column.codes[instead]
    yield from zip(spare[differs].tolist(), instead[differs].tolist(), strict=True)


def _joined(texts: Iterable[str]) -> str:
    """Join texts; one that says what another says, or a part of it, stands there once."""
    found: dict[str, None] = {}
    for text in texts:
        if text.strip() and text not in found:
            known = {part for one in found for part in one.split(BETWEEN)}
            found.update({} if known.issuperset(text.split(BETWEEN)) else {text: None})
    return BETWEEN.join(found)


def cell_keys(columns: tuple[tuple[Codes, int], ...]) -> Keys:
    """Give one number for each combination of codes."""
    size = 1
    for _, n_codes in columns:
        size *= max(1, n_codes)
    if size > _LARGEST_KEY:
        return combined(columns)[0].astype(np.int64)
    keys = columns[0][0].astype(np.int64)
    for codes, n_codes in columns[1:]:
        keys *= n_codes
        keys += codes
    return keys


def _grouped(keys: Keys) -> tuple[Rows, Rows]:
    """Give the order that brings equal keys together, and where in it each group begins."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.ones(len(keys), dtype=np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    return order, np.flatnonzero(begins)


def settling_findings(
    settled: Settled, cells: CellColumns, units: Spelled, raters: Spelled, n_records: int
) -> Iterator[Finding]:
    """Tell of the rows that count once only, and of those that contradict each other."""
    fell: Mask = np.isin(settled.told, settled.conflicts)
    order = np.argsort(settled.told, kind="stable")
    chosen = to_tell(settled.told[order], _TOLD, fell[order].astype(np.int32), cells.file, n_records)
    shown = np.isin(settled.told, chosen.rows)
    pairs = zip(settled.told[shown].tolist(), settled.other[shown].tolist(), fell[shown].tolist(), strict=True)
    for row, other, conflict in pairs:
        criterion = cells.criterion[row]
        of = f"{criterion} of " if criterion else ""
        what = f"{of}{units.names[units.codes[row]]} by {raters.names[raters.codes[row]]}"
        typed, there = shown_at(cells, row), cells.place[other]
        if conflict:
            message = f'{what} is "{typed}" here and "{shown_at(cells, other)}" at {there}; neither is used'
            hint = "ask the reviewer which is right and clear the other cell"
            yield CONFLICTING_RATING.at(cells.place[row], message, hint=hint, subject=criterion, value=typed)
        else:
            message = f"{what} was already read at {there}, with the same rating; it counts once"
            hint = "remove one of the two if they were not meant to be the same sheet"
            yield DUPLICATE_RATING.at(cells.place[row], message, hint=hint, subject=criterion, value=typed)
    yield from chosen.rest


def shown_at(cells: CellColumns, row: int) -> str:
    """Give what stands in a cell, as text: the rating, or the score where only that was given; cut where it is long."""
    value = cells.value[row]
    return short(text_of(cells.score[row] if value is None else value), KEPT)

"""Ours beside the published and the reference values, and where other packages are known to go wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping

from mcqa import __version__
from mcqa.reports.document import Block, Cell, Column, Document, Note, Table, counted, fixed, tidy
from mcqa.verification.departures import DEPARTURES
from mcqa.verification.result import Check, Deviation, Verification, Verified, said_options

SHOWN_OFF = 20
NEXT_TO_NOTHING = 0.005
Part = Table | Note | Block


def verify_document(result: Verification, *, every: bool = False) -> Document:
    """Lay out a verification; `every` lists each record."""
    parts: list[Part] = [Note(text=verdict(result)), *_off(result), _summary(result)]
    if every:
        parts.append(_every(result.records))
    parts += _published(result.records)
    parts += _deviations(result.deviations)
    parts += _departures(result)
    versions = result.versions
    said = f"mcqa {__version__}, Python {versions.python}, numpy {versions.numpy}, scipy {versions.scipy}"
    parts.append(Note(text=f"{said}; {versions.system}."))
    return Document(title="Verification", parts=tuple(parts), tidy=_tidy(result), results=_json(result))


def verdict(result: Verification) -> str:
    """Say in one sentence how it went."""
    values = sum(len(verified.checks) for verified in result.records)
    departing = sum(len(each) for each in result.departures.values())
    what = f"{counted(len(result.records), 'record')} of {counted(result.n_datasets, 'data set')}"
    said = f"Recomputed {what}, {counted(values, 'value')}"
    off = len(result.off) + len(result.off_deviations)
    if off:
        return f"{said}: {counted(off, 'record')} off."
    return f"{said}: all as they should be; {departing} depart from another package for a reason given below."


def _label(verified: Verified) -> str:
    options = said_options(verified.record.options)
    return f"{verified.record.coefficient} {options}".strip()


def _short(dataset: str) -> str:
    return dataset.removeprefix("pub_")


def _number(value: Cell) -> str:
    """Give a number with four digits that mean something."""
    return f"{value:.4g}" if isinstance(value, int | float) and math.isfinite(value) else str(value)


def _share(value: Cell) -> str:
    """Give a share of a tolerance; what is next to nothing as such."""
    if not isinstance(value, int | float):
        return str(value)
    return "<0.01" if 0 < value < NEXT_TO_NOTHING else f"{value:.2f}"


def _off(result: Verification) -> list[Part]:
    """List what is off, at most so many."""
    rows = [
        (_short(verified.record.dataset), _label(verified), check.statistic, check.ours, check.reference)
        for verified in result.off
        for check in verified.checks
        if check.off
    ]
    rows += [
        (_short(verified.record.dataset), _label(verified), verified.problem, None, None)
        for verified in result.off
        if verified.problem
    ]
    rows += [
        (
            _short(each.known.dataset),
            each.known.coefficient,
            "estimate",
            dict(each.ours)["estimate"],
            each.known.correct,
        )
        for each in result.off_deviations
    ]
    if not rows:
        return []
    columns = (
        Column(title="Data set"),
        Column(title="Coefficient", wide=True, share=2),
        Column(title="Statistic", wide=True),
        Column(title="Ours", right=True, read=_number),
        Column(title="Reference", right=True, read=_number),
    )
    parts: list[Part] = [Table(title="Off", columns=columns, rows=tuple(rows[:SHOWN_OFF]))]
    if len(rows) > SHOWN_OFF:
        parts.append(Note(text=f"{len(rows) - SHOWN_OFF} more: --format json or csv gives all."))
    return parts


def _summary(result: Verification) -> Table:
    """Count by coefficient."""
    by_name: dict[str, list[Verified]] = {}
    for verified in result.records:
        given = "published " if verified.record.published else ""
        by_name.setdefault(f"{given}{verified.record.coefficient}", []).append(verified)
    rows = tuple((name, *_counts(each)) for name, each in by_name.items())
    columns = (
        Column(title="Coefficient"),
        Column(title="Records", right=True),
        Column(title="Values", right=True),
        Column(title="Held", right=True),
        Column(title="Departs", right=True),
        Column(title="Off", right=True),
        Column(title="Largest\ndifference", right=True, read=_share),
    )
    return Table(
        title="By coefficient (largest difference held: 1.00 is the whole tolerance)", columns=columns, rows=rows
    )


def _counts(records: Iterable[Verified]) -> tuple[Cell, ...]:
    whole = tuple(records)
    checks = [check for verified in whole for check in verified.checks]
    held = sum(check.held for check in checks)
    departing = sum(check.departure is not None for check in checks)
    largest = max((check.share for check in checks if check.held and check.share is not None), default=None)
    return len(whole), len(checks), held, departing, sum(verified.off for verified in whole), largest


def _every(records: Iterable[Verified]) -> Table:
    columns = (
        Column(title="Data set"),
        Column(title="Record", wide=True),
        Column(title="Values", right=True),
        Column(title="Held", right=True),
        Column(title="Largest\ndifference", right=True, read=_share),
    )
    rows = []
    for verified in records:
        _, values, held, _, _, largest = _counts([verified])
        rows.append((_short(verified.record.dataset), _label(verified), values, held, largest))
    return Table(title="Every record", columns=columns, rows=tuple(rows))


def _published(records: Iterable[Verified]) -> list[Part]:
    """Show every published value, under its source."""
    by_source: dict[str, list[tuple[Cell, ...]]] = {}
    for verified in records:
        if verified.record.published:
            by_source.setdefault(verified.record.source, []).extend(
                (_short(verified.record.dataset), _label(verified), check.reference, check.ours, check.difference)
                for check in verified.checks
            )
    columns = (
        Column(title="Data set"),
        Column(title="Coefficient"),
        Column(title="Published", right=True),
        Column(title="Ours", right=True, read=fixed(4)),
        Column(title="Difference", right=True, read=fixed(4)),
    )
    return [
        Table(title=f"Published: {source}", columns=columns, rows=tuple(rows)) for source, rows in by_source.items()
    ]


def _deviations(deviations: Iterable[Deviation]) -> list[Part]:
    """Tell the known errors of other packages, those of one kind together, each with an example."""
    groups: dict[tuple[str, str, str], list[Deviation]] = {}
    for deviation in deviations:
        known = deviation.known
        groups.setdefault((known.source, known.coefficient, known.why), []).append(deviation)
    return [
        Block(
            heading=f"Not to be reproduced: {source}, {counted(len(each), 'record')} of {coefficient}",
            items=(f"{why}.", _example(each[0])),
        )
        for (source, coefficient, why), each in groups.items()
    ]


def _example(deviation: Deviation) -> str:
    known = deviation.known
    pairs = [
        f"{name} {_number(known.theirs[name])} there, {'none' if ours is None else _number(ours)} here"
        for name, ours in deviation.ours
    ]
    options = said_options(known.options)
    return f"For example {_short(known.dataset)} ({options}): {'; '.join(pairs)}."


def _departures(result: Verification) -> list[Part]:
    """Tell where ours departs from a reference value, and why it is right to."""
    found: list[Part] = []
    for name, why in DEPARTURES.items():
        cases = result.departures.get(name, ())
        if cases:
            said = f"Departure {name}: {counted(len(cases), 'value')} of {counted(_records(cases), 'record')}"
            found.append(Block(heading=said, items=(f"{why}.", _case(*cases[0]))))
    return found


def _records(cases: Iterable[tuple[Verified, Check]]) -> int:
    return len({id(verified) for verified, _ in cases})


def _case(verified: Verified, check: Check) -> str:
    theirs = "none" if check.reference is None else _number(check.reference)
    ours = "none" if check.ours is None else _number(check.ours)
    where = f"{_short(verified.record.dataset)}, {_label(verified)}"
    return f"For example {where}: {check.statistic} {theirs} in {verified.record.source}, {ours} here."


def _plain(options: Mapping[str, object]) -> str:
    return json.dumps(dict(options), separators=(",", ":"), ensure_ascii=False)


def _tidy(result: Verification) -> Table:
    """Give one row per statistic of every record."""
    names = (
        *("dataset", "coefficient", "published", "options", "expected_status", "status", "reason", "statistic"),
        *("ours", "reference", "difference", "tolerance", "held", "departure", "source"),
    )
    rows = tuple(
        (
            *(verified.record.dataset, verified.record.coefficient, verified.record.published),
            *(_plain(verified.record.options), verified.record.status, verified.status, verified.reason),
            *(check.statistic, check.ours, check.reference, check.difference, check.tolerance, check.held),
            *(check.departure, verified.record.source),
        )
        for verified in result.records
        for check in verified.checks
    )
    return tidy("records", names, rows)


def _json(result: Verification) -> dict[str, object]:
    counts = ("records", "values", "held", "departures", "off", "largest_share_of_tolerance")
    versions = result.versions
    return {
        "records": [_record(verified) for verified in result.records],
        "published": [_record(verified) for verified in result.records if verified.record.published],
        "deviations": [_deviation(each) for each in result.deviations],
        "summary": {
            **dict(zip(counts, _counts(result.records), strict=True)),
            "datasets": result.n_datasets,
            "deviations_off": len(result.off_deviations),
            "departures_by_reason": [
                {"departure": name, "values": len(cases), "why": DEPARTURES[name]}
                for name, cases in result.departures.items()
            ],
            "versions": {
                "mcqa": __version__,
                **{name: getattr(versions, name) for name in ("python", "numpy", "scipy", "system")},
            },
        },
    }


def _record(verified: Verified) -> dict[str, object]:
    record = verified.record
    return {
        "dataset": record.dataset,
        "coefficient": record.coefficient,
        "options": dict(record.options),
        "source": record.source,
        "expected_status": record.status,
        "status": verified.status,
        "reason": verified.reason,
        "off": verified.off,
        "problem": verified.problem,
        "statistics": [
            {
                "statistic": check.statistic,
                "ours": check.ours,
                "reference": check.reference,
                "difference": check.difference,
                "tolerance": check.tolerance,
                "held": check.held,
                "departure": check.departure,
            }
            for check in verified.checks
        ],
    }


def _deviation(deviation: Deviation) -> dict[str, object]:
    known = deviation.known
    return {
        "package": deviation.package,
        "source": known.source,
        "dataset": known.dataset,
        "coefficient": known.coefficient,
        "options": dict(known.options),
        "theirs": {name: known.theirs[name] for name, _ in deviation.ours},
        "ours": dict(deviation.ours),
        "correct": known.correct,
        "held": deviation.held,
        "why": known.why,
    }

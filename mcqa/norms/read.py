"""Read a baseline back from its file, and refuse whatever is none with one message."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mcqa.errors import InputError
from mcqa.norms.baseline import N_BINS, Baseline, NormGroup, Share, Spread
from mcqa.rubric.model import Decision
from mcqa.scores.policy import CONSENSUS, TIES
from mcqa.statistics.shares import ShareInterval

SCHEMA = "mcqa/norm-freeze@1"
# a baseline of a thousand criteria and a hundred kinds is smaller
MOST_BYTES = 64 * 2**20
SHOWN = 60
ROUNDING = 1e-6
HINT = "give the file that `mcqa norm freeze SHEETS... -o baseline.json` wrote, as it was written"


class _FaultError(ValueError):
    """What is wrong in a file."""


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises
    ------
    InputError
        The file cannot be read, is damaged, or is no baseline.
    """
    try:
        return _baseline(_data(path))
    except FileNotFoundError:
        raise InputError(f"there is no baseline {path}", hint=HINT) from None
    except OSError as error:
        raise InputError(f"the baseline {path} cannot be read: {error.strerror}", hint=HINT) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise InputError(f"{path} is no baseline of mcqa: it is no JSON, or was cut off", hint=HINT) from None
    except RecursionError:
        raise InputError(f"{path} is no baseline of mcqa: it is nested too deep", hint=HINT) from None
    except _FaultError as error:
        raise InputError(f"{path} is no baseline of mcqa: {error}", hint=HINT) from None
    except (ValueError, OverflowError):
        raise InputError(f"{path} is no baseline of mcqa: it holds a number that none can be", hint=HINT) from None


def _data(path: Path) -> object:
    if path.stat().st_size > MOST_BYTES:
        raise _FaultError("it is too large")
    # an editor may have put a byte order mark
    return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)


def _no_number(constant: str) -> None:
    raise _FaultError(f"{constant} is no number")


def _part(data: object, key: str, kind: type | tuple[type, ...]) -> Any:
    """Take a part of an object, of some type."""
    if not isinstance(data, dict) or key not in data:
        raise _FaultError(f'"{key}" is missing')
    value = data[key]
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise _FaultError(f'"{key}" is not what it should be')
    return value


def _maybe(data: object, key: str, kind: type | tuple[type, ...]) -> Any:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return _part(data, key, (*kinds, type(None)))


def _baseline(data: object) -> Baseline:
    schema = data.get("schema") if isinstance(data, dict) else None
    if schema != SCHEMA:
        raise _FaultError(f"its schema is {str(schema)[:SHOWN]}, not {SCHEMA}" if schema else "it names no schema")
    results = _part(data, "results", dict)
    rubric, whole = _part(results, "rubric", dict), _part(results, "all", dict)
    confidence = _number(results, "confidence", low=0.0, high=1.0)
    if confidence is None or not 0 < confidence < 1:
        raise _FaultError('"confidence" is not what it should be')
    standards = tuple(_part(each, "standard", str) for each in _part(whole, "standards", list))
    criteria = tuple(_part(each, "criterion", str) for each in _part(whole, "criteria", list))
    groups = [_group(each, standards, criteria) for each in (whole, *_part(results, "kinds", list))]
    bins = groups[0].share_met.histogram
    if bins is None or sum(bins) != groups[0].share_met.n or not sum(bins):
        raise _FaultError("its histogram does not fit its number of micro-credentials")
    return Baseline(
        label=_maybe(results, "label", str),
        rubric_id=_part(rubric, "id", str),
        rubric_version=_part(rubric, "version", str),
        rubric_sha256=_part(rubric, "sha256", str),
        decision=_decision(_part(results, "decision", dict)),
        smallest_group=_part(results, "smallest_group", int),
        confidence=confidence,
        standard_ids=standards,
        criterion_ids=criteria,
        whole=groups[0],
        kinds=tuple(groups[1:]),
    )


def _decision(data: dict[str, object]) -> Decision:
    decision = Decision(
        rule=_part(data, "rule", str),
        cut=_part(data, "cut", str),
        pass_share=_number(data, "pass_share", low=0.0, high=1.0),
        consensus=_part(data, "consensus", str),
        ties=_part(data, "ties", str),
        min_ratings=_part(data, "min_ratings", int),
    )
    known = decision.rule in {"conjunctive", "compensatory"} and decision.consensus in CONSENSUS
    if not known or decision.ties not in TIES or decision.min_ratings < 1:
        raise _FaultError("its rule is none that mcqa knows")
    return decision


def _group(data: object, standards: Sequence[str], criteria: Sequence[str]) -> NormGroup:
    return NormGroup(
        kind=_maybe(data, "kind", str),
        n_units=_count(data, "n_units"),
        suppressed=_part(data, "suppressed", bool),
        passing=_share(_part(data, "passing", dict)),
        share_met=_spread(_part(data, "share_met", dict)),
        standards=_shares(data, "standards", "standard", standards),
        criteria=_shares(data, "criteria", "criterion", criteria),
    )


def _shares(data: object, key: str, name: str, expected: Sequence[str]) -> tuple[Share, ...]:
    rows = _part(data, key, list)
    if [_part(row, name, str) for row in rows] != list(expected):
        raise _FaultError(f'"{key}" are not the same for all kinds')
    return tuple(_share(row) for row in rows)


def _share(data: dict[str, object]) -> Share:
    ci = _maybe(data, "ci", dict)
    found = Share(
        met=_count(data, "met"),
        n=_count(data, "n"),
        share=_number(data, "share", low=0.0, high=1.0),
        ci=None if ci is None else _interval(ci),
        reason=_maybe(data, "reason", str),
    )
    if found.share is not None and (
        found.met is None or not found.n or abs(found.met - found.share * found.n) > ROUNDING
    ):
        raise _FaultError("a share does not fit its counts")
    return found


def _interval(data: dict[str, object]) -> ShareInterval:
    level, low, high = (_number(data, key, low=0.0, high=1.0) for key in ("level", "low", "high"))
    if level is None or low is None or high is None or low > high:
        raise _FaultError("an interval has no limits")
    return ShareInterval(level=level, low=low, high=high, method=_part(data, "method", str))


def _spread(data: dict[str, object]) -> Spread:
    bins = _maybe(data, "histogram", list)
    if bins is not None and (
        len(bins) != N_BINS
        or not all(isinstance(each, int) and not isinstance(each, bool) and each >= 0 for each in bins)
    ):
        raise _FaultError('"histogram" is not what it should be')
    return Spread(
        n=_count(data, "n"),
        mean=_number(data, "mean", low=0.0, high=1.0),
        sd=_number(data, "sd", low=0.0, high=1.0),
        histogram=None if bins is None else tuple(bins),
        reason=_maybe(data, "reason", str),
    )


def _count(data: object, key: str) -> int | None:
    value: int | None = _maybe(data, key, int)
    if value is not None and value < 0:
        raise _FaultError(f'"{key}" is not what it should be')
    return value


def _number(data: object, key: str, *, low: float, high: float) -> float | None:
    value = _maybe(data, key, (int, float))
    if value is None:
        return None
    if not math.isfinite(value) or not low <= value <= high:
        raise _FaultError(f'"{key}" is not what it should be')
    return float(value)

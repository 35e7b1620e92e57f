"""What is to be said of a calibration beside its figures: what had no reference, and who was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mcqa.calibration.reference import Reference
from mcqa.calibration.result import Calibration
from mcqa.findings import Finding, Location
from mcqa.ratings.kinds import NO_REFERENCE, NOTHING_IN_COMMON, REFERENCE_RATER, REFERENCE_UNDECIDED
from mcqa.ratings.table import MISSING, Ratings

SHOWN = 6


def findings_of(found: Calibration, ratings: Ratings, reference: Reference) -> Calibration:
    """Add the findings to a calibration."""
    return replace(found, findings=tuple(_findings(found, ratings, reference)))


def _findings(found: Calibration, ratings: Ratings, reference: Reference) -> Iterator[Finding]:
    whole = Location()
    if found.n_without_reference:
        rows = reference.rows_for(ratings.units)
        units = [name for name, row in zip(ratings.units, rows.tolist(), strict=True) if row == MISSING]
        of = f" (no reference at all for {_some(units)})" if units else ""
        message = f"{_counted(found.n_without_reference)} no reference level and not compared{of}"
        hint = "they count for nothing here; add them to the reference if they belong to the calibration set"
        yield NO_REFERENCE.at(whole, message, hint=hint, value=str(found.n_without_reference))
    if reference.n_undecided:
        cells = "1 cell" if reference.n_undecided == 1 else f"{reference.n_undecided} cells"
        message = f"the reference has answers but no level for {cells}, which are left out"
        hint = "let the reference raters settle them"
        yield REFERENCE_UNDECIDED.at(whole, message, hint=hint, value=str(reference.n_undecided))
    if found.left_out:
        message = f"{_some(found.left_out)} gave ratings to the reference and is not compared with it"
        if len(found.left_out) > 1:
            message = f"{_some(found.left_out)} gave ratings to the reference and are not compared with it"
        hint = "have them judged against a reference that others made"
        yield REFERENCE_RATER.at(whole, message, hint=hint, value=", ".join(found.left_out))
    for one in found.raters:
        if not one.figures.n:
            message = f"{one.rater} rated nothing that the reference has a level for"
            hint = "ask for the ratings of the calibration set, or leave the reviewer out"
            yield NOTHING_IN_COMMON.at(whole, message, hint=hint, subject=one.rater)


def _counted(number: int) -> str:
    return "1 rating has" if number == 1 else f"{number} ratings have"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more

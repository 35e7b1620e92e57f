"""The kinds of finding about ratings (R)."""

from __future__ import annotations

from mcqa.findings import Kind, Severity

DUPLICATE_RATING = Kind("R101", "duplicate-rating", Severity.WARNING)
CONFLICTING_RATING = Kind("R102", "conflicting-rating", Severity.ERROR)
UNIT_RATED_ONCE = Kind("R104", "unit-rated-once", Severity.WARNING)
STRAIGHT_LINING = Kind("R105", "straight-lining", Severity.WARNING)
DISCONNECTED_DESIGN = Kind("R107", "disconnected-design", Severity.WARNING)
UNUSED_LEVEL = Kind("R108", "unused-level", Severity.INFO)
RATER_WITHOUT_RATING = Kind("R109", "rater-without-rating", Severity.WARNING)
MIXED_LEVELS = Kind("R110", "mixed-levels", Severity.WARNING)

"""The kinds of finding about ratings (R)."""

from __future__ import annotations

from mcqa.findings import Kind, Severity

DUPLICATE_RATING = Kind("R101", "duplicate-rating", Severity.WARNING)
CONFLICTING_RATING = Kind("R102", "conflicting-rating", Severity.ERROR)
UNKNOWN_RATER = Kind("R103", "unknown-rater", Severity.WARNING)
UNIT_RATED_ONCE = Kind("R104", "unit-rated-once", Severity.WARNING)
STRAIGHT_LINING = Kind("R105", "straight-lining", Severity.WARNING)
COPIED_SHEET = Kind("R106", "copied-sheet", Severity.WARNING)
DISCONNECTED_DESIGN = Kind("R107", "disconnected-design", Severity.WARNING)
UNUSED_LEVEL = Kind("R108", "unused-level", Severity.INFO)
RATER_WITHOUT_RATING = Kind("R109", "rater-without-rating", Severity.WARNING)
MIXED_LEVELS = Kind("R110", "mixed-levels", Severity.WARNING)
REVIEWER_SILENT = Kind("R111", "reviewer-silent", Severity.INFO)
GROUP_MISMATCH = Kind("R112", "group-mismatch", Severity.WARNING)
TWO_NAMES = Kind("R113", "two-names", Severity.WARNING)
LOOK_ALIKE_NAMES = Kind("R114", "look-alike-names", Severity.WARNING)
UNKNOWN_DECISION_CELL = Kind("R115", "unknown-decision-cell", Severity.ERROR)
UNKNOWN_DECISION = Kind("R116", "unknown-decision", Severity.ERROR)
CONFLICTING_DECISIONS = Kind("R117", "conflicting-decisions", Severity.ERROR)
NO_LONGER_SPLIT = Kind("R118", "no-longer-split", Severity.WARNING)
INCOMPLETE_DECISION = Kind("R119", "incomplete-decision", Severity.WARNING)
NO_REFERENCE = Kind("R121", "no-reference", Severity.INFO)
REFERENCE_UNDECIDED = Kind("R122", "reference-undecided", Severity.WARNING)
REFERENCE_RATER = Kind("R123", "reference-rater", Severity.INFO)
NOTHING_IN_COMMON = Kind("R124", "nothing-in-common", Severity.WARNING)
UNLISTED_UNIT = Kind("R125", "unlisted-unit", Severity.WARNING)

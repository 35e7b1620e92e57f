"""The kinds of finding about scoresheets (S)."""

from __future__ import annotations

from mcqa.findings import Kind, Severity

UNREADABLE_FILE = Kind("S001", "unreadable-file", Severity.ERROR)
ENCRYPTED_FILE = Kind("S002", "encrypted-file", Severity.ERROR)
OVERSIZED_ARCHIVE = Kind("S003", "oversized-archive", Severity.ERROR)
UNSAFE_XML = Kind("S004", "unsafe-xml", Severity.ERROR)
UNSUPPORTED_FORMAT = Kind("S005", "unsupported-format", Severity.ERROR)
EMPTY_FILE = Kind("S006", "empty-file", Severity.WARNING)
LEGACY_ENCODING = Kind("S007", "legacy-encoding", Severity.INFO)
NO_TABLE_FOUND = Kind("S101", "no-table-found", Severity.ERROR)
UNMATCHED_HEADER = Kind("S102", "unmatched-header", Severity.WARNING)
AMBIGUOUS_HEADER = Kind("S103", "ambiguous-header", Severity.ERROR)
NO_UNIT = Kind("S104", "no-unit", Severity.ERROR)
NO_RATER = Kind("S105", "no-rater", Severity.ERROR)
MERGED_RATING_CELL = Kind("S106", "merged-rating-cell", Severity.ERROR)
HIDDEN_CONTENT = Kind("S107", "hidden-content", Severity.WARNING)
RUBRIC_MISMATCH = Kind("S108", "rubric-mismatch", Severity.WARNING)
UNKNOWN_LEVEL = Kind("S201", "unknown-level", Severity.ERROR)
OUT_OF_RANGE = Kind("S202", "out-of-range", Severity.ERROR)
NOT_A_RATING = Kind("S203", "not-a-rating", Severity.ERROR)
ERROR_CELL = Kind("S204", "error-cell", Severity.ERROR)
UNCALCULATED_FORMULA = Kind("S205", "uncalculated-formula", Severity.ERROR)
UNKNOWN_CRITERION = Kind("S206", "unknown-criterion", Severity.ERROR)

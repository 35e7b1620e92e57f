"""The kinds of finding about scoresheets (S)."""

from __future__ import annotations

from mcqa.findings import Finding, Kind, Location, Severity
from mcqa.scoresheets.words.spelling import KEPT, short


class CellKind(Kind):
    """A kind of finding about what stands in a cell, of which no more is repeated than anybody reads."""

    __slots__ = ()

    def at(
        self,
        location: Location,
        message: str,
        *,
        hint: str | None = None,
        subject: str | None = None,
        value: str | None = None,
    ) -> Finding:
        """Make a finding of this kind at a place; what it repeats of a long cell ends with an ellipsis."""
        kept = None if value is None else short(value, KEPT)
        return super().at(location, short(message, 2 * KEPT), hint=hint, subject=subject, value=kept)


UNREADABLE_FILE = Kind("S001", "unreadable-file", Severity.ERROR)
ENCRYPTED_FILE = Kind("S002", "encrypted-file", Severity.ERROR)
OVERSIZED_ARCHIVE = Kind("S003", "oversized-archive", Severity.ERROR)
UNSAFE_XML = Kind("S004", "unsafe-xml", Severity.ERROR)
UNSUPPORTED_FORMAT = Kind("S005", "unsupported-format", Severity.ERROR)
EMPTY_FILE = Kind("S006", "empty-file", Severity.WARNING)
LEGACY_ENCODING = Kind("S007", "legacy-encoding", Severity.INFO)
MISNAMED_FILE = Kind("S008", "misnamed-file", Severity.INFO)
PASSED_OVER = Kind("S009", "passed-over", Severity.INFO)
EXTERNAL_LINK = Kind("S010", "external-link", Severity.INFO)
UNREADABLE_NOTES = Kind("S011", "unreadable-notes", Severity.WARNING)
NO_TABLE_FOUND = Kind("S101", "no-table-found", Severity.ERROR)
UNMATCHED_HEADER = Kind("S102", "unmatched-header", Severity.WARNING)
AMBIGUOUS_HEADER = Kind("S103", "ambiguous-header", Severity.ERROR)
NO_UNIT = Kind("S104", "no-unit", Severity.ERROR)
NO_RATER = Kind("S105", "no-rater", Severity.ERROR)
MERGED_RATING_CELL = Kind("S106", "merged-rating-cell", Severity.ERROR)
HIDDEN_CONTENT = Kind("S107", "hidden-content", Severity.WARNING)
RUBRIC_MISMATCH = Kind("S108", "rubric-mismatch", Severity.WARNING)
UNUSED_MAPPING = Kind("S109", "unused-mapping", Severity.WARNING)
UNUSED_PROFILE = Kind("S110", "unused-profile", Severity.WARNING)
SEVERAL_PROFILES = Kind("S111", "several-profiles", Severity.WARNING)
TEST_RESPONSE = Kind("S112", "test-response", Severity.WARNING)
UNFINISHED_RESPONSE = Kind("S113", "unfinished-response", Severity.WARNING)
CODES_AS_SCORES = Kind("S114", "codes-as-scores", Severity.WARNING)
DOUBTFUL_TOTALS = Kind("S115", "doubtful-totals", Severity.WARNING)
DECISIONS_NOT_USED = Kind("S116", "decisions-not-used", Severity.WARNING)
UNKNOWN_LEVEL = CellKind("S201", "unknown-level", Severity.ERROR)
OUT_OF_RANGE = CellKind("S202", "out-of-range", Severity.ERROR)
NOT_A_RATING = CellKind("S203", "not-a-rating", Severity.ERROR)
ERROR_CELL = CellKind("S204", "error-cell", Severity.ERROR)
UNCALCULATED_FORMULA = CellKind("S205", "uncalculated-formula", Severity.ERROR)
UNKNOWN_CRITERION = CellKind("S206", "unknown-criterion", Severity.ERROR)
SEVERAL_MARKS = Kind("S207", "several-marks", Severity.ERROR)
COMPONENT_NOT_IN_SHEET = Kind("S208", "component-not-in-sheet", Severity.WARNING)
CONTRADICTING_COLUMNS = CellKind("S209", "contradicting-columns", Severity.ERROR)
IDENTITY_LEAK = Kind("S301", "identity-leak", Severity.WARNING)
# lists that a coordinator keeps: rosters, micro-credentials
MISSING_LIST_COLUMN = Kind("S401", "missing-list-column", Severity.ERROR)
REPEATED_LIST_ENTRY = Kind("S402", "repeated-list-entry", Severity.ERROR)
UNNAMED_LIST_ENTRY = Kind("S403", "unnamed-list-entry", Severity.ERROR)
NOT_ON_LIST = Kind("S404", "not-on-list", Severity.ERROR)
NOBODY_ASSIGNED = Kind("S405", "nobody-assigned", Severity.WARNING)
NAME_CHANGED = Kind("S406", "name-changed", Severity.INFO)
LIST_COLUMN_NOT_USED = Kind("S407", "list-column-not-used", Severity.INFO)

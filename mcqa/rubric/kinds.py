"""The kinds of finding that reading a rubric file can make (L0xx): what is wrong before any rule can look at it."""

from __future__ import annotations

from mcqa.findings import Kind, Severity

YAML_SYNTAX = Kind("L001", "yaml-syntax", Severity.ERROR)
DUPLICATE_KEY = Kind("L002", "duplicate-key", Severity.ERROR)
YAML11_SCALAR = Kind("L003", "yaml11-scalar", Severity.INFO)
ALIAS = Kind("L004", "alias-not-allowed", Severity.ERROR)
UNKNOWN_KEY = Kind("L005", "unknown-key", Severity.ERROR)
WRONG_TYPE = Kind("L006", "wrong-type", Severity.ERROR)
MISSING_KEY = Kind("L007", "missing-key", Severity.ERROR)
ENCODING = Kind("L008", "encoding", Severity.ERROR)
UNTIDY_TEXT = Kind("L009", "untidy-text", Severity.INFO)
UNREADABLE_FILE = Kind("L010", "unreadable-file", Severity.ERROR)

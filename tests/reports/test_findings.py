"""Findings as text and as a table: the place, what was found, what to do."""

import csv
import io

from mcqa.findings import Finding, Location, Severity
from mcqa.reports.delimited import to_csv
from mcqa.reports.document import Listing, Note
from mcqa.reports.findings import findings_summary, findings_table, findings_text, to_plain

IN_A_FILE = Finding(
    "L005", "unknown-key", Severity.WARNING, "no key `scael`", "did you mean `scale`?", Location("r.yaml", 12, 3)
)
IN_A_SHEET = Finding(
    "S201", "unknown-level", Severity.ERROR, '"Metish" is no level', None, Location("a.xlsx", None, None, "MC-1", "C3")
)
NOWHERE = Finding("R108", "unused-level", Severity.INFO, 'nobody chose "Not met"')


def test_each_says_where_what_and_what_to_do():
    assert findings_text([IN_A_FILE, IN_A_SHEET, NOWHERE], color=False) == (
        "r.yaml:12:3  warning L005 unknown-key\n    no key `scael`\n    hint: did you mean `scale`?\n\n"
        'a.xlsx  MC-1!C3  error S201 unknown-level\n    "Metish" is no level\n\n'
        'info R108 unused-level\n    nobody chose "Not met"\n'
    )


def test_long_messages_wrap_at_80():
    long = IN_A_FILE._replace(message="word " * 60, hint="more " * 60)
    assert all(len(line) <= 80 for line in findings_text([long], color=False).splitlines())


def test_colour_stands_around_place_and_severity_only():
    text = findings_text([IN_A_SHEET], color=True)
    assert text.splitlines()[0] == "\x1b[1ma.xlsx  MC-1!C3\x1b[0m  \x1b[31merror\x1b[0m S201 unknown-level"


def test_the_summary_counts_by_severity():
    assert findings_summary([IN_A_SHEET, IN_A_SHEET, IN_A_FILE, NOWHERE]) == "2 errors, 1 warning, 1 note"
    assert findings_summary([]) == "no findings"


def test_the_table_has_every_part_and_reads_back():
    rows = list(csv.DictReader(io.StringIO(to_csv(findings_table([IN_A_FILE, NOWHERE])))))
    assert (rows[0]["code"], rows[0]["line"], rows[0]["column"], rows[0]["cell"]) == ("L005", "12", "3", "")
    assert (rows[1]["severity"], rows[1]["file"], rows[1]["hint"]) == ("info", "", "")


def test_a_document_without_tables_needs_no_table_library(document):
    text = to_plain(document(Listing(findings=(NOWHERE,)), Note(text="1 rubric checked.")), color=False)
    assert text == 'info R108 unused-level\n    nobody chose "Not met"\n\n1 rubric checked.\n'

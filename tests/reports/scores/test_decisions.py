"""The log of decisions for people: levels by their labels, what was not used, and where the list is cut."""

from mcqa.reports.document import Note
from mcqa.reports.scores.decisions import decisions_parts
from mcqa.scores.decided.adjudication import Adjudication, LogEntry

ENTRY = LogEntry(
    unit="MC-01",
    criterion="C01.1",
    decision="partly_met",
    typed="partly",
    reason="The dossier shows it",
    decided_by="Kim",
    decided_on="2026-03-01",
    consensus="not_met",
    votes={"not_met": 2, "partly_met": 0, "met": 1},
    was_split=True,
    used=True,
    because=None,
    source="d.csv!J2",
)


def settled(*log):
    return Adjudication(path="d.csv", sha256="", decided=None, log=log, blank=0, findings=())


def test_who_decided_what_and_why_beside_the_reviewers(rubric_of):
    table, note = decisions_parts(settled(ENTRY), rubric_of())
    said = ("MC-01", "C01.1", "Not met", "Partly met", "Kim", "The dossier shows it; 2026-03-01")
    assert table.rows == (said,)
    assert note.text == "d.csv: 1 decided by people."


def test_what_is_not_used_says_why(rubric_of):
    log = (
        ENTRY._replace(used=False, because="conflict"),
        ENTRY._replace(decision=None, used=False, because="unknown_decision"),
        ENTRY._replace(decision=None, used=False, because="cannot_tell", consensus=None),
        ENTRY._replace(criterion="C09.9", decision=None, used=False, because="unknown_cell", consensus=None),
    )
    table, _ = decisions_parts(settled(*log), rubric_of())
    assert [row[2:4] for row in table.rows] == [
        ("Not met", "(Partly met: decided twice)"),
        ("Not met", "no level"),
        ("undecided", "left open"),
        ("undecided", "no such cell"),
    ]


def test_a_long_log_is_cut_and_an_empty_one_is_a_sentence(rubric_of):
    table, _ = decisions_parts(settled(*[ENTRY] * 101), rubric_of())
    assert (len(table.rows), table.title) == (100, "Decided by people, the first 100 of 101")
    (note,) = decisions_parts(settled(), rubric_of())
    assert isinstance(note, Note)
    assert "decides nothing" in note.text

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from mcqa.errors import UsageError
from mcqa.lint.engine import load_rubric
from mcqa.scoresheets.files.opened import open_sheets
from mcqa.scoresheets.forms.profile_file import shipped_profiles
from mcqa.scoresheets.forms.profiles import load_profiles, profiled, unused_profiles
from mcqa.scoresheets.grid import Grid, text_of, typed
from mcqa.scoresheets.shapes.table import DOUBLED, KNOWN, RATING, REMARK, UNREAD
from mcqa.scoresheets.words.headers import CriterionIndex
from mcqa.scoresheets.words.mapping import Mapping

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "forms"
QAS = load_rubric("mpos-qas-reconstruction")
COMPONENTS = [(standard, criterion) for standard in QAS.standards for criterion in standard.criteria]
COMMENTED = ("C05.1", "C08.3")
WORDS = ("Not met", "Partly met", "Met", "Cannot tell", "Not applicable")
CODES = {"Not met": "1", "Partly met": "2", "Met": "3", "Cannot tell": "8", "Not applicable": "9", "": ""}
CODED = """\
format: mcqa-form/1
name: ours
based_on: {base}
values: {{1: not_met, 2: partly_met, 3: met, 8: cannot_tell, 9: not_applicable}}
"""


class Review(NamedTuple):
    number: int
    unit: str
    rater: str
    group: str
    at: dt.datetime
    words: dict[str, str]
    comments: dict[str, str]


def word(unit, rater, component):
    mix = (unit * 31 + rater * 17 + component * 7) % 40
    return {0: "Not met", 3: "Partly met", 11: "Partly met", 17: "Cannot tell", 23: "", 29: "Not applicable"}.get(
        mix, "Met"
    )


def reviews():
    """Four micro-credentials, three reviewers each."""
    found = []
    for unit in range(4):
        for rater, group in enumerate(("teacher", "nbct", "state_lead")):
            number = len(found) + 1
            at = dt.datetime(2024, 3, 4 + unit, 9 + rater, 5 * unit + rater, 12, tzinfo=dt.UTC).replace(tzinfo=None)
            words = {c.id: word(unit, rater, place) for place, (_, c) in enumerate(COMPONENTS)}
            comments = {"C05.1": "The tasks name no setting." if rater == 1 else "", "C08.3": "=see packet, p. 4"[1:]}
            found.append(Review(number, f"MC-0{unit + 1}", f"R0{rater + 1}", group, at, words, comments))
    return found


REVIEWS = reviews()
TRUTH = {(r.unit, r.rater, name): said for r in REVIEWS for name, said in r.words.items()}


def stamp(at):
    return f"{at:%Y-%m-%d %H:%M:%S}"


def short(at):
    return f"{at.month}/{at.day}/{at:%Y} {at.hour}:{at:%M:%S}"


def google(
    review=lambda r: ["", r.unit, r.rater, r.group],
    named=("Email Address", "Micro-credential", "Reviewer code", "Reviewer group"),
):
    header = ["Timestamp", *named]
    header += [f"{s.id} {s.title} [{c.id} {c.title}]" for s, c in COMPONENTS]
    header += [f"Comments on {name}" for name in COMMENTED]
    rows = [
        [short(r.at), *(review(r) or [f"{r.rater.lower()}@example.org"]), *r.words.values(), *r.comments.values()]
        for r in REVIEWS
    ]
    for row, r in zip(rows, REVIEWS, strict=True):
        if named[0] == "Email Address":
            row[1] = f"{r.rater.lower()}@example.org"
    return [header, *rows]


def microsoft():
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    header += ["Micro-credential\n", "Reviewer\xa0code", "Reviewer\xa0group"]
    header += [f"{c.id}\xa0{c.title}\n" for _, c in COMPONENTS]
    header += [f"Comments on {name}\xa0" for name in COMMENTED]
    return [
        header,
        *(
            [r.number, r.at - dt.timedelta(minutes=40), r.at, "anonymous", None, None, r.unit, r.rater, r.group]
            + [said or None for said in (*r.words.values(), *r.comments.values())]
            for r in REVIEWS
        ),
    ]


QUALTRICS = {
    "StartDate": ("Start Date", "startDate"),
    "EndDate": ("End Date", "endDate"),
    "Status": ("Response Type", "status"),
    "IPAddress": ("IP Address", "ipAddress"),
    "Progress": ("Progress", "progress"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration"),
    "Finished": ("Finished", "finished"),
    "RecordedDate": ("Recorded Date", "recordedDate"),
    "ResponseId": ("Response ID", "_recordId"),
    "RecipientLastName": ("Recipient Last Name", "recipientLastName"),
    "RecipientFirstName": ("Recipient First Name", "recipientFirstName"),
    "RecipientEmail": ("Recipient Email", "recipientEmail"),
    "ExternalReference": ("External Data Reference", "externalDataReference"),
    "LocationLatitude": ("Location Latitude", "locationLatitude"),
    "LocationLongitude": ("Location Longitude", "locationLongitude"),
    "DistributionChannel": ("Distribution Channel", "distributionChannel"),
    "UserLanguage": ("User Language", "userLanguage"),
}


def qualtrics(*, coded=False, ids=True, status="IP Address", finished="True"):
    asked = [("Q1", "Micro-credential", "QID1"), ("Q2", "Reviewer code", "QID2"), ("Q3", "Reviewer group", "QID3_TEXT")]
    for number, standard in enumerate(QAS.standards, 4):
        for place, criterion in enumerate(standard.criteria, 1):
            text = f"Rate each component of {standard.id} {standard.title}. - {criterion.id} {criterion.title}"
            asked.append((f"Q{number}_{place}", text, f"QID{number}_{place}"))
    asked += [(f"Q2{at}", f"Comments on {name}", f"QID2{at}_TEXT") for at, name in enumerate(COMMENTED)]
    rows = [
        [*QUALTRICS, *(short_name for short_name, _, _ in asked)],
        [*(text for text, _ in QUALTRICS.values()), *(text for _, text, _ in asked)],
    ]
    if ids:
        names = [*(name for _, name in QUALTRICS.values()), *(name for _, _, name in asked)]
        zone = ("startDate", "endDate", "recordedDate")
        rows.append(
            [
                f'{{"ImportId":"{n}","timeZone":"America/New_York"}}' if n in zone else f'{{"ImportId":"{n}"}}'
                for n in names
            ]
        )
    for r in REVIEWS:
        said = [CODES[each] if coded else each for each in r.words.values()]
        start = stamp(r.at - dt.timedelta(minutes=40))
        meta = [start, stamp(r.at), status, f"192.0.2.{r.number}", "100", "2400", finished, stamp(r.at)]
        meta += [f"R_{r.number:015d}", "", "", "", "", "35.2", "-80.8", "anonymous", "EN"]
        rows.append([*meta, r.unit, r.rater, r.group, *said, *r.comments.values()])
    return rows


def redcap_raw(*, coded=True):
    names = ["record_id", "redcap_survey_identifier", "quality_review_timestamp", "micro_credential", "reviewer"]
    names += ["reviewer_group", *(c.id.lower().replace(".", "_") for _, c in COMPONENTS)]
    names += [f"{name.lower().replace('.', '_')}_comment" for name in COMMENTED]
    rows = [[*names, "quality_review_complete"]]
    for r in REVIEWS:
        said = [CODES[each] if coded else each for each in r.words.values()]
        start = [str(r.number), "", stamp(r.at), r.unit, r.rater, r.group]
        rows.append([*start, *said, *r.comments.values(), "2"])
    return rows


def redcap_label():
    header = ["Record ID", "Survey Identifier", "Survey Timestamp", "Micro-credential", "Reviewer", "Reviewer group"]
    header += [f"{c.id} {c.title}" for _, c in COMPONENTS]
    rows = [[*header, *(f"Comments on {name}" for name in COMMENTED), "Complete?"]]
    for r in REVIEWS:
        start = [str(r.number), "", stamp(r.at), r.unit, r.rater, r.group]
        rows.append([*start, *r.words.values(), *r.comments.values(), "Complete"])
    return rows


def surveymonkey():
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
    meta += ["Last Name", "Custom Data 1"]
    first, second = [*meta, "Micro-credential", "Reviewer code", "Reviewer group"], [None] * len(meta)
    second += ["Open-Ended Response", "Open-Ended Response", "Response"]
    for standard in QAS.standards:
        first += [f"{standard.id} {standard.title}", *[None] * (len(standard.criteria) - 1)]
        second += [f"{criterion.id} {criterion.title}" for criterion in standard.criteria]
    first += [f"Comments on {name}" for name in COMMENTED]
    second += ["Open-Ended Response"] * len(COMMENTED)
    rows = [first, second]
    for r in REVIEWS:
        start = r.at - dt.timedelta(minutes=40)
        row = [118000000000 + r.number, 431000001, start, r.at, f"192.0.2.{r.number}", None, None, None, None]
        row += [r.unit, r.rater, r.group, *r.words.values(), *r.comments.values()]
        rows.append([value or None for value in row])
    return rows


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["" if v is None else v for v in row] for row in rows])
    return out.getvalue()


def as_book(rows, path, sheet):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.properties.creator = "mcqa"
    book.properties.created = book.properties.modified = REVIEWS[-1].at
    book.save(path)
    return path


EXPORTS = {
    "google-forms": (google, "Form Responses 1"),
    "microsoft-forms": (microsoft, "Sheet1"),
    "qualtrics": (qualtrics, "Sheet0"),
    "redcap-label": (redcap_label, "Sheet1"),
    "surveymonkey": (surveymonkey, "Sheet"),
}
BOOKS = ("microsoft-forms", "surveymonkey")


def write_samples(folder=SAMPLES):
    for name, (rows, sheet) in EXPORTS.items():
        if name in BOOKS:
            as_book(rows(), folder / f"{name}.xlsx", sheet)
        else:
            (folder / f"{name}.csv").write_bytes(as_csv(rows()).encode())
    (folder / "redcap-raw.csv").write_bytes(as_csv(redcap_raw()).encode())


def grid_of(rows, sheet=None):
    return Grid(
        file="export",
        sheet=sheet,
        rows=tuple(tuple(typed(v) if isinstance(v, str) else v for v in row) for row in rows),
    )


def table_of(rows, profiles=None, mapping=None, rubric=QAS):
    profiles = load_profiles([]) if profiles is None else profiles
    return profiled(grid_of(rows), profiles, CriterionIndex(rubric), mapping or Mapping())


def ratings(rows, table):
    """What a table says: the word of each (unit, rater, component), and the comments."""
    grid = grid_of(rows)
    fields = {column.role: column.at for column in table.columns}
    said, comments = {}, {}
    for row in table.body:
        who = tuple(text_of(grid.value(row, fields[name])) for name in ("unit", "rater"))
        for column in table.columns:
            if column.role == RATING and (row, column.at) not in table.rejected:
                said[*who, column.criterion] = text_of(table.meant(column, grid.value(row, column.at)))
            elif column.role == REMARK and (text := text_of(grid.value(row, column.at))):
                comments[*who, column.criterion] = text
    return said, comments


COMMENT_TRUTH = {(r.unit, r.rater, name): text for r in REVIEWS for name, text in r.comments.items() if text}
LEVELS = {"Not met": "not_met", "Partly met": "partly_met", "Met": "met", "Cannot tell": "cannot_tell"} | {
    "Not applicable": "not_applicable",
    "": "",
}


def own(tmp_path, text, name="ours.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_each_tool_gives_every_rating_comment_and_name(name):
    rows = EXPORTS[name][0]()
    table = table_of(rows)
    assert (table.layout, table.findings, table.labels) == (f"form:{name}", (), {})
    assert ratings(rows, table) == (TRUTH, COMMENT_TRUTH)
    assert [column for column in table.columns if column.role == UNREAD] == []
    roles = [column.role for column in table.columns]
    assert all(roles.count(one) == 1 for one in ("unit", "rater", "group", "timestamp"))


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("as_xlsx", [False, True], ids=["csv", "xlsx"])
def test_an_export_reads_the_same_from_excel_and_from_text(name, as_xlsx, tmp_path):
    rows, sheet = EXPORTS[name][0](), EXPORTS[name][1]
    path = tmp_path / "export.csv"
    if as_xlsx:
        path = as_book(rows, tmp_path / "export.xlsx", sheet)
    else:
        path.write_text(as_csv(rows), encoding="utf-8-sig", newline="")
    (file,) = open_sheets([str(path)]).files
    (grid,) = file.grids
    table = profiled(grid, load_profiles([]), CriterionIndex(QAS))
    assert table.layout == f"form:{name}"
    assert ratings(grid.rows, table) == (TRUTH, COMMENT_TRUTH)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")) + sorted(SAMPLES.glob("*.xlsx")), ids=lambda p: p.name)
def test_the_sample_of_each_form_holds_the_same_reviews(path):
    (file,) = open_sheets([str(path)]).files
    (grid,) = file.grids
    table = profiled(grid, load_profiles([str(SAMPLES / "our-redcap.yaml")]), CriterionIndex(QAS))
    said, comments = ratings(grid.rows, table)
    assert {cell: LEVELS.get(text, text) for cell, text in said.items()} == {
        cell: LEVELS[text] for cell, text in TRUTH.items()
    }
    assert comments == COMMENT_TRUTH
    assert table.findings == ()


def test_there_is_a_sample_for_every_shipped_profile():
    assert {path.stem for path in SAMPLES.glob("*.*")} - {"README", "our-redcap"} == set(shipped_profiles())


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_is_recognised_by_the_profile_of_another_tool(name):
    for other in load_profiles([]):
        if other.name != name:
            assert table_of(EXPORTS[name][0](), [other]) is None


def test_an_excel_export_of_qualtrics_has_no_row_of_import_ids():
    rows = qualtrics(ids=False)
    assert table_of(rows).header_rows == (0, 1)
    assert table_of(qualtrics()).header_rows == (0, 1, 2)
    assert ratings(rows, table_of(rows))[0] == TRUTH


def test_a_survey_preview_is_not_read_and_is_told():
    rows = qualtrics()
    rows[3][2] = "Survey Preview"
    table = table_of(rows)
    assert table.body == tuple(range(4, 15))
    (told,) = table.findings
    assert (told.code, told.location.cell, told.value) == ("S112", "C4", "Survey Preview")


def test_an_unfinished_response_is_read_and_told():
    rows = qualtrics()
    rows[5][6] = "False"
    table = table_of(rows)
    assert len(table.body) == 12
    assert [(f.code, f.location.cell) for f in table.findings] == [("S113", "G6")]
    assert ratings(rows, table)[0] == TRUTH


def test_the_email_address_is_the_reviewer_only_where_no_question_names_one():
    rows = google()
    columns = {column.heading: column.role for column in table_of(rows).columns}
    assert (columns["Email Address"], columns["Reviewer code"]) == (KNOWN, "rater")
    for row in rows:
        del row[3]
    table = table_of(rows)
    columns = {column.heading: column for column in table.columns}
    assert (columns["Email Address"].role, columns["Email Address"].how) == ("rater", "profile")
    assert {rater for _, rater, _ in ratings(rows, table)[0]} == {f"r0{n}@example.org" for n in (1, 2, 3)}


def test_anonymous_is_nobody():
    rows = microsoft()
    for row in rows:
        del row[7]
    assert "rater" not in {column.role for column in table_of(rows).columns}
    for row, r in zip(rows[1:], REVIEWS, strict=True):
        row[3], row[4] = f"{r.rater}@example.org", f"Name of {r.rater}"
    assert {rater for _, rater, _ in ratings(rows, table_of(rows))[0]} == {f"Name of R0{n}" for n in (1, 2, 3)}
    rows[1][4] = "Anonymous"
    assert {rater for _, rater, _ in ratings(rows, table_of(rows))[0]} == {f"R0{n}@example.org" for n in (1, 2, 3)}


@pytest.mark.parametrize(("base", "rows"), [("redcap-raw", redcap_raw()), ("qualtrics", qualtrics(coded=True))])
def test_codes_that_are_no_scores_are_rejected_all_of_them_until_a_profile_says_what_they_mean(base, rows, tmp_path):
    table = table_of(rows)
    numbers = sum(bool(said) for said in TRUTH.values())
    assert len(table.rejected) == len(table.findings) == numbers
    assert {f.code for f in table.findings} == {"S202"}
    assert all("`values`" in f.hint and f.value in CODES.values() and f.location.cell for f in table.findings)
    profiles = load_profiles([str(own(tmp_path, CODED.format(base=base)))])
    table = table_of(rows, profiles)
    assert (table.layout, table.findings, table.rejected) == ("form:ours", (), frozenset())
    assert ratings(rows, table)[0] == {cell: LEVELS[text] for cell, text in TRUTH.items()}


def test_a_mapping_comes_before_the_profile():
    rows = google()
    rows[0][2], rows[0][5] = "Which packet did you get?", "First question"
    mapping = Mapping(headers=(("which packet did you get", "unit"), ("First question", "C01.1"), ("Score", "ignore")))
    assert "unit" not in {column.role for column in table_of(rows).columns}
    table = table_of(rows, mapping=mapping)
    assert ratings(rows, table)[0] == TRUTH
    assert {column.heading for column in table.columns if column.how == "map"} == {rows[0][2], rows[0][5]}


OWN = """\
format: mcqa-form/1
name: state-survey
title: The survey tool of the state office
recognise: [Case number, "Question *"]
header_rows: 2
question_row: 2
unit: Packet
rater: Badge number
columns: {Case number: ignore, Sent on: timestamp}
questions: ["How well is this met: {component}?"]
comments: ["What did you see for {component}?"]
values: {yes: met, partly: Partly met, no: not_met, "?": cannot_tell}
"""


def test_a_profile_of_ones_own_takes_fewer_than_fifteen_lines(tmp_path):
    assert len(OWN.splitlines()) < 15
    (profile, *_) = load_profiles([str(own(tmp_path, OWN))])
    rows = [
        ["Case number", "Sent on", "Packet", "Badge number", "Question 1", "Question 2"],
        [None, None, None, None, "How well is this met: Observable statement?", "What did you see for c01.2?"],
        [1, "2024-03-04", "MC-01", "R01", "Yes", "a verb"],
        [2, "2024-03-04", "MC-01", "R02", "?", None],
    ]
    table = table_of(rows, [profile])
    assert table.layout == "form:state-survey"
    assert ratings(rows, table) == (
        {("MC-01", "R01", "C01.2"): "met", ("MC-01", "R02", "C01.2"): "cannot_tell"},
        {("MC-01", "R01", "C01.2"): "a verb"},
    )


def test_a_profile_asked_for_comes_before_the_shipped_ones_and_one_that_reads_nothing_is_told(tmp_path):
    path = own(tmp_path, "format: mcqa-form/1\nname: ours\nbased_on: google-forms\n")
    profiles = load_profiles(["qualtrics", str(path), "qualtrics"])
    assert [(p.name, p.asked) for p in profiles[:3]] == [("qualtrics", True), ("ours", True), ("google-forms", False)]
    assert len(profiles) == 7
    table = table_of(google(), profiles)
    assert (table.layout, table.findings) == ("form:ours", ())
    (told,) = unused_profiles(profiles, ["wide+comment-pairs", "long, form:ours"])
    assert (told.code, "qualtrics" in told.message) == ("S110", True)


def test_two_profiles_asked_for_that_fit_one_sheet_are_told(tmp_path):
    paths = [
        own(tmp_path, f"format: mcqa-form/1\nname: {name}\nbased_on: google-forms\n", f"{name}.yaml")
        for name in ("one", "two")
    ]
    table = table_of(google(), load_profiles([str(path) for path in paths]))
    assert (table.layout, [f.code for f in table.findings]) == ("form:one", ["S111"])
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(UsageError, match="two profiles are called one"):
        load_profiles([str(paths[0]), str(own(other, paths[0].read_text(encoding="utf-8")))])


@pytest.mark.parametrize(
    "rows",
    [
        [["Timestamp", "unit", "rater", "criterion", "level"], ["t", "MC-01", "R1", "C01.1", "Met"]],
        [["Timestamp", "Unit", "Rater", "C01.1", "C01.2"], ["t", "MC-01", "R1", "Met", "Met"]],
        [["Timestamp", "Email Address", "What did you like?"], ["t", "a@example.org", "all"]],
        [["StartDate", "ResponseId", "C01.1"]],
        [[None] * 6000, ["Start time"]],
        [],
    ],
)
def test_what_is_no_export_of_ratings_is_left_to_the_other_shapes(rows):
    assert table_of(rows) is None


def test_a_field_named_by_hand_leaves_other_columns_for_it_aside():
    rows = google()
    rows[0].append("Name of reviewer")
    for row in rows[1:]:
        row.append("somebody")
    assert table_of(rows).unclear
    table = table_of(rows, mapping=Mapping(headers=(("Reviewer code", "rater"),)))
    assert (table.columns[-1].role, table.unclear) == (KNOWN, False)
    assert ratings(rows, table)[0] == TRUTH


def test_two_questions_on_one_component_are_ambiguous_and_neither_is_taken():
    rows = google()
    rows[0][6] = rows[0][5]
    table = table_of(rows)
    assert [(f.code, f.location.cell) for f in table.findings] == [("S103", "F1"), ("S103", "G1")]
    assert [column.role for column in table.columns[5:8]] == [DOUBLED, DOUBLED, RATING]
    assert not table.unclear
    rows[0][4] = "Reviewer"
    assert table_of(rows).unclear


def test_several_plain_comment_questions_belong_to_the_component_before_each():
    rows = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Micro-credential", "C01.1", "Comments", "C01.2"],
        [1, "s", "c", "anonymous", "R1", "MC-01", "Met", "first", "Met", "second"],
    ]
    table = table_of([[*rows[0], "Overall rating"], rows[1]])
    assert [c.role for c in table.columns[6:]] == [RATING, "comment", RATING, UNREAD]
    table = table_of([[*rows[0], "Comments2"], rows[1]])
    assert [(c.role, c.criterion) for c in table.columns[7:]] == [
        (REMARK, "C01.1"),
        (RATING, "C01.2"),
        (REMARK, "C01.2"),
    ]


def test_a_comment_on_a_standard_stands_beside_the_whole_review():
    rows = google()
    rows[0][-1] = "Comments on S08 Assessor quality"
    assert table_of(rows).columns[-1].role == "comment"


def test_answers_of_one_question_in_columns_of_their_own_are_not_read_as_its_rating():
    rows = [
        ["Respondent ID", "Collector ID", "Micro-credential", "Reviewer", "C01.1", None, "C01.2"],
        [None, None, "Response", "Response", "Not met", "Met", "Response"],
        [1, 2, "MC-01", "R1", None, "Met", "Met"],
    ]
    table = table_of(rows)
    assert [(c.role, c.criterion) for c in table.columns[4:]] == [(UNREAD, ""), (UNREAD, ""), (RATING, "C01.2")]
    assert table.columns[5].heading == "C01.1 / Met"

"""What is rebuilt reads as before under other names, and nothing else of the originals is in it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from mcqa.errors import InputError, OutputError, UsageError
from mcqa.lint.engine import load_rubric
from mcqa.ratings.anonymized import Choices, anonymize, find_identities
from mcqa.ratings.collect import open_all, read_ratings, rubric_for
from mcqa.ratings.rebuilt import AS_LIST, Source
from mcqa.scoresheets.lists.roster import Person, Roster
from mcqa.scoresheets.options import SheetOptions
from mcqa.scoresheets.words.mapping import Mapping, parse_map

ROOT = Path(__file__).resolve().parents[2]
RUBRIC = "mpos-qas-reconstruction"
KEY = bytes(range(32))
SHAPE_SAMPLES = sorted(path for path in (ROOT / "samples" / "shapes").glob("[!.]*") if path.suffix != ".md")
COMPONENTS = ("C01.1", "C01.2", "C02.1")
ROSTER = Roster(
    people=(
        Person("T01", name="Zelda Quux", email="zquux@qq.example", aliases=("Zed Quux",)),
        Person("T02", name="Xan Brx"),
    ),
    path="roster.csv",
)


@pytest.fixture(scope="module")
def rubric():
    return load_rubric(RUBRIC)


@pytest.fixture
def run(rubric):
    def make(*paths, key=KEY, roster=None, keep_comments=False, with_rubric=True, **options):
        opened = open_all([str(path) for path in paths])
        source = Source(opened, rubric if with_rubric else None, SheetOptions(**options), roster)
        return anonymize(source, Choices(key=key, keep_comments=keep_comments))

    return make


@pytest.fixture
def written(tmp_path):
    def write(made, name="out"):
        for output in made.outputs:
            path = tmp_path / name / output.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(output.content)
        return tmp_path / name

    return write


def table(collected, renamed=lambda _kind, name: name):
    """The ratings as a set of rows, the names in them put through `renamed`."""
    frame = collected.ratings.to_frame()
    return sorted(
        (
            renamed("unit", row.unit),
            renamed("rater", row.rater),
            row.criterion,
            str(row.level),
            row.status,
            row.round,
            row.group,
        )
        for row in frame.itertuples()
    )


def same(made, folder, *originals, **options):
    """Whether the ratings in a folder are those of the originals, and every cell has the same fate."""
    before, after = read_ratings(*originals, **options), read_ratings(folder, **options)

    def renamed(kind, name):
        return made.called[made.register.whom("unit" if kind == "unit" else "rater", name)]

    assert table(after) == table(before, renamed)
    assert after.cells == before.cells
    return after


@pytest.mark.parametrize("sample", ["round-1", "round-2", "messy"])
def test_samples_read_the_same_under_other_names(sample, run, written):
    made = run(ROOT / "samples" / sample)
    folder = written(made)
    same(made, folder, ROOT / "samples" / sample, rubric=RUBRIC)
    assert all(output.how == "as laid out" for output in made.outputs)
    names = {path.name for path in folder.iterdir()} | {
        title for path in folder.iterdir() for title in load_workbook(path).sheetnames
    }
    assert all(re.fullmatch(r"(R-|MC-)[0-9A-F]{6}(-2)?(\.xlsx)?|no-ratings\.xlsx|Sheet\d", name) for name in names)


@pytest.mark.parametrize("key", [KEY, None], ids=["keyed", "drawn"])
@pytest.mark.parametrize("path", SHAPE_SAMPLES, ids=lambda path: path.name)
def test_every_shape_of_the_samples_reads_the_same(path, key, run, written):
    made = run(path, key=key)
    before = read_ratings(path, rubric=RUBRIC)
    if not before.n_ratings:
        assert made.outputs == ()
        assert made.without == (str(path),)
        return
    same(made, written(made), path, rubric=RUBRIC)
    assert all(output.how == "as laid out" for output in made.outputs)


def test_the_same_key_gives_the_same_bytes(run):
    first, second = (run(ROOT / "samples" / "round-1") for _ in range(2))
    assert [(output.name, output.content) for output in first.outputs] == [
        (output.name, output.content) for output in second.outputs
    ]
    other = run(ROOT / "samples" / "round-1", key=bytes(32))
    assert not {output.name for output in first.outputs} & {output.name for output in other.outputs}


def test_by_lot_codes_are_no_names_of_before(run, written):
    made = run(ROOT / "samples" / "round-1", key=None)
    assert not {f"r{number:02}" for number in range(1, 13)} & {code.casefold() for code in made.called.values()}
    same(made, written(made), ROOT / "samples" / "round-1", rubric=RUBRIC)


def csv_file(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


SHAPES = {
    "long": "Reviewer;Micro-credential;Component;Rating;Points;Group\nZelda Quux;Fractions;C01.1;Met;2;teacher\n"
    "ZELDA  quux;fractions;C01.2;N/A;;teacher\nXan Brx;Fractions;C01.1;cannot tell;;x\n"
    "Xan Brx;Fractions;C99.9;Met;2;x\nXan Brx;Fractions;C02.1;she said it was fine but;;x\n",
    "wide": "Micro-credential,Reviewer,C01.1,C01.2,C02.1\nFractions,Zelda Quux,Met,2,\n"
    "Surveys,Xan Brx,1,not met,Mostly\n",
    "labels": "Reviewer,Zelda Quux,,\nMicro-credential,Fractions,,\n\nComponent,Title,Rating,Comment\n"
    "C01.1,One bounded competency,Met,ask Xan Brx\n1.2,,Partly met,\nC02.1,,,x\n",
    "numbers": "reviewer,micro-credential,component,score\n1,1,C01.1,1\n2,1,C01.1,2\n1,2,C01.1,0\n2,2,C01.2,1\n",
    "both": "reviewer,micro-credential,component,rating\nSmith,Jones,C01.1,Met\nJones,Smith,C01.1,Not met\n",
    "formulas": "reviewer,micro-credential,component,rating\n=Zelda,+Fractions,C01.1,Met\n-Xan,@Surveys,C01.1,'=1+1\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_text_table_reads_the_same(shape, tmp_path, run, written):
    path = csv_file(tmp_path / "Zelda Quux.csv", SHAPES[shape])
    made = run(path, roster=ROSTER)
    folder = written(made)
    same(made, folder, path, rubric=RUBRIC)
    text = next(folder.iterdir()).read_text(encoding="utf-8")
    assert not re.search("zelda|quux|xan|fractions|surveys|smith|jones|she said", text, re.IGNORECASE)
    assert not re.search(r'(?:^|,)"?[=+@-]', text, re.MULTILINE)


def test_reviewers_named_by_their_files_and_by_two_of_them(tmp_path, run, written):
    text = "Micro-credential,Fractions,\nComponent,Rating,\nC01.1,Met,\n"
    for folder, level in (("a", "Met"), ("b", "Met")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        csv_file(tmp_path / "in" / folder / "Zelda Quux.csv", text.replace("Met", level))
    made = run(tmp_path / "in", rater_from="filename")
    assert len({Path(output.name).stem for output in made.outputs}) == 1
    same(made, written(made), tmp_path / "in", rubric=RUBRIC, rater_from="filename")


def test_words_that_were_given_a_meaning_come_along(tmp_path, run, written):
    path = csv_file(tmp_path / "a.csv", "Who,What,Component,How good (0-2)\nZelda Quux,Fractions,C01.1,super\n")
    mapping = parse_map(["Who=rater", "What=unit", "How good (0-2)=level"])
    mapping = mapping.with_more(Mapping(values=(("super", "met"),)))
    before = read_ratings(path, rubric=RUBRIC, mapping=mapping)
    assert before.n_ratings == 1
    made = run(path, mapping=mapping)
    same(made, written(made), path, rubric=RUBRIC, mapping=mapping)


def test_without_a_rubric_plain_tables_are_rebuilt(tmp_path, run):
    path = csv_file(tmp_path / "wide.csv", "unit,Zelda Quux,Xan Brx\nFractions,1,2\nSurveys,2,2\n")
    made = run(path, with_rubric=False)
    (output,) = made.outputs
    rows = output.content.decode().splitlines()
    called = made.called
    assert rows[0] == f"unit,{called['rater', 'zelda quux']},{called['rater', 'xan brx']}"
    assert rows[1:] == [f"{called['unit', 'fractions']},1,2", f"{called['unit', 'surveys']},2,2"]
    counts = csv_file(tmp_path / "counts.csv", "unit,1,2,3\na,1,2,0\nb,0,3,0\nc,1,1,1\nd,2,1,0\n")
    with pytest.raises(UsageError, match="counts of reviewers"):
        run(counts, with_rubric=False)


def sheet_book(path, change=lambda _book: None):
    book = Workbook()
    page = book.active
    page.title = "Fractions"
    for row in (
        ("Reviewer", "Zelda Quux"),
        (),
        ("Component", "Title", "Rating", "Comment"),
        *((name, "One bounded competency", "Met", "Ask Xan Brx (zquux@qq.example)") for name in COMPONENTS),
    ):
        page.append(row)
    change(book)
    book.save(path)
    return path


def test_one_person_under_all_names_of_the_roster_has_one_pseudonym(tmp_path, run):
    names = ("Zelda Quux", "Quux, Zelda", "T01", "zquux@qq.example", "zed  quux", "ZELDA\u00a0QUUX")
    text = "reviewer,unit,component,rating\n" + "".join(
        f'"{name}",U{number},C01.1,Met\n' for number, name in enumerate(names)
    )
    made = run(csv_file(tmp_path / "a.csv", text), roster=ROSTER)
    assert sum(1 for kind, _ in made.called if kind == "rater") == 2
    code = made.called["rater", "t01"]
    assert made.outputs[0].name == f"{code}.csv"
    assert {row.original for row in made.crosswalk if row.pseudonym == code} >= {
        "T01",
        "Zelda Quux",
        "zquux@qq.example",
    }


def test_comments_stay_behind_or_come_along_with_names_replaced(tmp_path, run, written):
    path = sheet_book(tmp_path / "a.xlsx")
    made = run(path, roster=ROSTER)
    assert made.outputs[0].left_out["comments"] == 3
    assert set(read_ratings(written(made), rubric=RUBRIC).ratings.comment) == {""}
    kept = run(path, roster=ROSTER, keep_comments=True)
    xan, zelda = kept.called["rater", "t02"], kept.called["rater", "t01"]
    after = read_ratings(written(kept, "kept"), rubric=RUBRIC)
    assert set(after.ratings.comment) == {f"Ask {xan} ({zelda})"}


def test_remarks_in_notes_are_comments_and_notes_elsewhere_stay_behind(tmp_path, run, written):
    def note(book):
        book.active["C4"].comment = Comment("Zelda Quux:\nask Xan Brx", "Zelda Quux")
        book.active["C5"].comment = Comment("one | two", "Zelda Quux")
        book.active["A1"].comment = Comment("secret", "Zelda Quux")

    path = sheet_book(tmp_path / "a.xlsx", note)
    before = read_ratings(path, rubric=RUBRIC)
    made = run(path, roster=ROSTER)
    kept = run(path, roster=ROSTER, keep_comments=True)
    assert sum("ask Xan Brx" in text for text in before.ratings.comment) == 1
    assert set(same(made, written(made), path, rubric=RUBRIC).ratings.comment) == {""}
    after = same(kept, written(kept, "kept"), path, rubric=RUBRIC)
    xan, zelda = kept.called["rater", "t02"], kept.called["rater", "t01"]
    assert sorted(after.ratings.comment) == sorted(
        text.replace("Xan Brx", xan).replace("zquux@qq.example", zelda) for text in before.ratings.comment
    )
    (output,) = kept.outputs
    with zipfile.ZipFile(io.BytesIO(output.content)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert (b"ask" in whole, b"secret" in whole, b"Zelda" in whole, b"Xan" in whole) == (True, False, False, False)


def test_merged_labels_and_merged_ratings_stay_what_they_are(tmp_path, run, written):
    def merge(book):
        page = book.active
        page.merge_cells("C5:C6")
        page.merge_cells("B1:D1")

    path = sheet_book(tmp_path / "a.xlsx", merge)
    made = run(path)
    after = same(made, written(made), path, rubric=RUBRIC)
    assert [finding.code for finding in after.findings if finding.code == "S106"] == ["S106"]


def test_formulas_become_values_and_those_without_stay_invalid(tmp_path, run, written):
    def formula(book):
        book.active["C4"] = "=\"Me\"&'Zelda Quux'!A1"
        book.active["C5"] = "#REF!"

    path = sheet_book(tmp_path / "a.xlsx", formula)
    made = run(path)
    folder = written(made)
    after = same(made, folder, path, rubric=RUBRIC)
    assert after.cells.invalid == 2
    for page in load_workbook(next(folder.iterdir())).worksheets:
        assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_a_name_that_is_left_stops_the_run(tmp_path, run, monkeypatch):
    import mcqa.ratings.rebuilt as module

    path = sheet_book(tmp_path / "a.xlsx")
    real = module.workbook
    monkeypatch.setattr(
        module, "workbook", lambda sheets, claim: real([sheets[0]._replace(rows=(("Zelda Quux",),))], claim)
    )
    monkeypatch.setattr("mcqa.ratings.rebuilt.Maker._changed", lambda *_: [])
    with pytest.raises(OutputError, match="nothing was written") as raised:
        run(path)
    assert "Zelda" not in raised.value.message
    assert "Quux" not in raised.value.message


def test_a_layout_that_needs_other_words_becomes_a_list(tmp_path, run, written, monkeypatch):
    import mcqa.ratings.rebuilt as module

    monkeypatch.setattr(module, "rebuild", lambda *_: [module.Sheet(None, (("nothing",),))])
    path = csv_file(tmp_path / "a.csv", SHAPES["wide"])
    made = run(path)
    assert [output.how for output in made.outputs] == [AS_LIST]
    same(made, written(made), path, rubric=RUBRIC)


# --- canaries


CANARY = re.compile(rb"canary|zelda|quux|xan brx", re.IGNORECASE)
PARTS = {
    "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/'
    '2018/threadedcomments"><threadedComment ref="A1" personId="{1}"><text>canary-thread</text></threadedComment>'
    "</ThreadedComments>",
    "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Canary Person" id="{1}" userId="canary-user@qq.example" providerId="AD"/></personList>',
    "xl/vbaProject.bin": b"\x00\x01Attribute VB_Name = canary-macro\x00" + "canary-wide".encode("utf-16-le"),
    "customXml/item1.xml": "<a><b who='canary-custom-xml'>canary-text</b></a>",
    "xl/media/image1.png": b"\x89PNG\r\n\x1a\ntEXtAuthor\x00canary-picture",
    "xl/printerSettings/printerSettings1.bin": "canary-printer".encode("utf-16-le"),
    "xl/revisions/userNames.xml": '<users><userInfo name="canary-revision"/></users>',
    "xl/connections.xml": '<connections><connection name="canary" sourceFile="C:\\Users\\canary\\x"/></connections>',
    "xl/drawings/vmlDrawing9.vml": '<xml><v:shape xmlns:v="v"><v:textbox>canary-vml</v:textbox></v:shape></xml>',
    "xl/drawings/drawing9.xml": '<d><cNvPr id="1" descr="canary-alt" title="canary-title"/></d>',
    "xl/externalLinks/_rels/externalLink9.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="t" Target="file:///C:\\Users\\canary\\b.xlsx" TargetMode="External"/>'
    "</Relationships>",
    "docProps/canary-part.xml": "<x/>",
    # openpyxl may keep texts in the cells, and then has no such part
    "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>canary-left'
    "-over</t></si></sst>",
}


def plant(book):
    page = book.active
    properties = book.properties
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category"):
        setattr(properties, name, f"canary-{name}")
    book.custom_doc_props.append(StringProperty(name="canary-property", value="canary-value"))
    book.custom_doc_props.append(StringProperty(name="mcqa_rubric_id", value=RUBRIC))
    page["C4"].comment = Comment("canary-note Zelda Quux", "canary-author")
    page["E3"] = "Home address"
    page["E4"] = "canary-street 7"
    page["A12"] = "canary below the table"
    page["A2"] = "canary above the table"
    page["F4"] = 5550147
    page["A4"].hyperlink = "mailto:canary-link@qq.example"
    page.oddHeader.left.text = "canary-header"
    page.oddFooter.center.text = "canary-footer"
    choices = DataValidation(type="list", formula1='"Met,canary-choice"', promptTitle="canary", prompt="canary-prompt")
    page.add_data_validation(choices)
    choices.add("C4:C6")
    book.defined_names["canary_name"] = DefinedName("canary_name", attr_text="'canary hidden'!$A$1")
    hidden = book.create_sheet("canary hidden")
    hidden["A1"] = "canary-secret, Xan Brx"
    hidden.sheet_state = "veryHidden"


def with_parts(path, target):
    """Add parts that openpyxl does not write, text that no cell shows any longer, and a comment on the archive."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.comment = b"canary-archive"
        for name in source.namelist():
            data = source.read(name)
            assert name not in PARTS
            if name == "docProps/app.xml":
                data = data.replace(
                    b"</Properties>", b"<Company>canary-company</Company><Manager>canary-boss</Manager></Properties>"
                )
            out.writestr(name, data)
        for name, data in PARTS.items():
            out.writestr(name, data)
    return target


def everything(content, name):
    """All bytes that an output is made of, unpacked."""
    found = [name.encode(), content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [
                archive.comment,
                *(part.filename.encode() + part.comment + part.extra for part in archive.infolist()),
            ]
            found += [archive.read(part) for part in archive.infolist()]
    return b"\n".join([*found, *(piece.replace(b"\0", b"") for piece in found)])


@pytest.fixture
def planted(tmp_path):
    """A folder in which canaries stand everywhere, in every format there is."""
    folder = tmp_path / "in"
    folder.mkdir()
    plain = sheet_book(tmp_path / "plain.xlsx", plant)
    with_parts(plain, folder / "canary Zelda Quux.xlsx")
    shutil.copy(folder / "canary Zelda Quux.xlsx", folder / "canary macros.xlsm")
    csv_file(
        folder / "canary.csv",
        "canary title,,,,\nReviewer,unit,Component,Rating,canary column\nXan Brx,Canary Fractions,C01.1,Met,canary\n"
        "Xan Brx,Canary Fractions,C01.2,canary was here and said so,canary\n",
    )
    csv_file(
        folder / "canary.tsv", "Reviewer\tunit\tComponent\tRating\nXan Brx\tCanary Surveys\tC01.1\tMet\n", "utf-16"
    )
    return folder


def test_no_canary_reaches_any_output(planted, run, written):
    made = run(planted, roster=ROSTER)
    assert len(made.outputs) == 4
    for output in made.outputs:
        assert not CANARY.search(everything(output.content, output.name)), output.name
    after = read_ratings(written(made), rubric=RUBRIC)
    before = read_ratings(planted, rubric=RUBRIC)
    assert after.cells == before.cells


def test_no_canary_of_a_zip_archive_reaches_an_output(planted, tmp_path, run):
    archive = tmp_path / "canary.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.comment = b"canary-zip"
        for path in planted.iterdir():
            out.write(path, f"canary folder/{path.name}")
    made = run(archive, roster=ROSTER)
    assert len(made.outputs) == 4
    for output in made.outputs:
        assert not CANARY.search(everything(output.content, output.name)), output.name


CONTENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="canary sheet">%s</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>canary-ods</dc:creator></office:meta>'
    "</office:document-meta>"
)


def ods(path):
    note = "<office:annotation><dc:creator>Canary Author</dc:creator><text:p>canary-note</text:p></office:annotation>"
    rows = (("Reviewer", "unit", "Component", "Rating"), ("Xan Brx", "Canary Fractions", "C01.1", "Met"))
    xml = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string">{note if value == "Met" else ""}<text:p>{value}</text:p>'
            "</table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", CONTENT % xml)
        out.writestr("meta.xml", META)
        out.writestr("META-INF/manifest.xml", manifest)
    return path


def test_an_ods_file_becomes_a_clean_workbook(tmp_path, run, rubric):
    path = ods(tmp_path / "canary.ods")
    made = run(path, roster=ROSTER)
    (output,) = made.outputs
    assert output.name.endswith(".xlsx")
    assert not CANARY.search(everything(output.content, output.name))
    found, _ = find_identities(Source(open_all([str(path)]), rubric, roster=ROSTER))
    assert {"document author", "comment author", "cell"} <= {finding.subject for finding in found}


# --- the scan


@pytest.mark.parametrize("sample", ["round-1", "round-2", "messy"])
def test_samples_without_people_raise_no_alarm(sample):
    opened = open_all([str(ROOT / "samples" / sample)])
    found, _ = find_identities(Source(opened, rubric_for(opened, None)))
    assert found == ()


def test_every_place_in_which_somebody_is_named_is_told(planted, rubric):
    roster = Roster(people=(*ROSTER.people, Person("C", name="canary person", aliases=("canary",))), path="roster.csv")
    opened = open_all([str(planted / "canary Zelda Quux.xlsx")])
    found, _ = find_identities(Source(opened, rubric, roster=roster))
    places = {(finding.subject, finding.location.sheet, finding.location.cell) for finding in found}
    assert {
        ("name of the file", None, None),
        ("cell", "Fractions", "B1"),
        ("cell", "Fractions", "D4"),
        ("cell", "Fractions", "A2"),
        ("cell", "canary hidden", "A1"),
        ("name of the sheet", "canary hidden", None),
        ("note", "Fractions", "C4"),
        ("comment author", "Fractions", None),
        ("header, footer, list or link of a sheet", "Fractions", None),
        ("link", "Fractions", None),
        ("comment thread", None, "A1"),
        ("person who commented", None, None),
        ("document author", None, None),
        ("last person to save the document", None, None),
        ("company in the document's properties", None, None),
        ("manager in the document's properties", None, None),
        ("document property", None, None),
        ("custom document property", None, None),
        ("name or path in the workbook", None, None),
        ("link to another file", None, None),
        ("picture or drawing", None, None),
        ("picture", None, None),
        ("text left over from deleted cells", None, None),
        ("macro", None, None),
        ("custom XML", None, None),
        ("data connection", None, None),
        ("record of changes", None, None),
        ("printer settings", None, None),
        ("comment of the archive", None, None),
        ("name of a part", None, None),
    } <= places
    assert all(finding.code == "S301" and finding.location.file and finding.hint for finding in found)
    shown = " ".join(f"{finding.message} {finding.value}" for finding in found).casefold()
    assert "zelda" not in shown
    assert "canary" not in shown


def test_many_of_one_in_a_sheet_are_one_finding_with_their_number(tmp_path, rubric):
    text = "reviewer,unit,component,rating\n" + "".join(f"Zelda Quux,U{n},C01.1,Met\n" for n in range(50))
    opened = open_all([str(csv_file(tmp_path / "a.csv", text))])
    found, _ = find_identities(Source(opened, rubric))
    assert [(finding.location.cell, finding.message) for finding in found] == [
        ("A2", "the name of a person stands here: Z** Q**; 49 more times in this file")
    ]


def test_a_scan_needs_no_rubric(tmp_path):
    opened = open_all([str(csv_file(tmp_path / "a.csv", "x,y\nsee bob@qq.example,SSN 219-09-9999\n"))])
    found, _ = find_identities(Source(opened, None))
    assert [(finding.location.cell, finding.value) for finding in found] == [("A2", "b**@q**.e**"), ("B2", "**-**-**")]


def test_an_archive_is_opened_once_for_all_that_is_in_it(tmp_path, rubric, monkeypatch):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        for number in range(4):
            out.writestr(f"{number}.csv", f"reviewer,unit,component,rating\nZelda Quux,U{number},C01.1,Met\n")
    opened = open_all([str(path)])
    times = []
    real = zipfile.ZipFile

    def counting(file, *arguments, **options):
        times.append(file)
        return real(file, *arguments, **options)

    monkeypatch.setattr(zipfile, "ZipFile", counting)
    found, _ = find_identities(Source(opened, rubric, roster=ROSTER))
    assert len({finding.location.file for finding in found}) == 4
    assert times == [str(path)]


def test_a_file_that_is_gone_since_it_was_opened_is_named(tmp_path, rubric):
    path = csv_file(tmp_path / "a.csv", SHAPES["long"])
    opened = open_all([str(path)])
    path.unlink()
    with pytest.raises(InputError, match="cannot be read again"):
        find_identities(Source(opened, rubric))


@pytest.mark.parametrize("mark", ["\u2705", "\u00d7", "(x)", "*"])
def test_every_mark_that_is_read_comes_along(mark, tmp_path, run, written):
    text = f"Reviewer,Zelda Quux,,\nMicro-credential,Fractions,,\n\nComponent,Met,Partly met,Not met\nC01.1,{mark},,\n"
    path = csv_file(tmp_path / "a.csv", text)
    made = run(path)
    assert made.outputs[0].how == "as laid out"
    same(made, written(made), path, rubric=RUBRIC)

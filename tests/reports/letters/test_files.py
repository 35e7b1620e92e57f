"""Letters as files: safe names, Markdown that cannot be steered, documents that name nobody and repeat exactly."""

import io
import unicodedata
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mcqa.reports.letters.docx import DocxForm
from mcqa.reports.letters.parts import Heading, Items, Letter, Paragraph
from mcqa.reports.letters.written import letters

HOSTILE = '# not a heading\n- <b>bold</b> | [link](http://x) *stars* =HYPERLINK("x")\x07\u202e'


def opened(content):
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def form():
    return DocxForm("de")


@pytest.fixture(scope="module")
def hostile(scores_of):
    return letters(scores_of({"MC-01": {"C01.1": "0 0 0"}}, comments={("MC-01", "C01.1", 0): HOSTILE}))


def test_two_files_for_each_micro_credential(scores_of):
    made = letters(scores_of({"MC-01": {"C01.1": "2"}, "MC-02": {"C01.1": "2"}}))
    assert list(made) == ["MC-01.md", "MC-01.docx", "MC-02.md", "MC-02.docx"]
    assert len(made) == 4


def test_names_of_files_are_taken_by_every_system(scores_of):
    units = ("a/b", "A:B", "CON", "mc", "MC", "..", "x" * 300)
    made = letters(scores_of({unit: {"C01.1": "2"} for unit in units}))
    names = list(made)
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names}) == 2 * len(units)
    assert names[4] == "micro-credential-CON.md"
    assert all(not set(name) & set('<>:"/\\|?*') and len(name.encode()) <= 130 for name in names)
    assert not any(name.startswith(".") for name in names)
    # each file is about its own unit
    assert all(unit[:40] in made[name].decode() for unit, name in zip(units[:5], names[::2], strict=False))


def test_comments_mark_nothing_in_markdown(hostile):
    text = hostile["MC-01.md"].decode("utf-8")
    tokens = MarkdownIt().enable("table").parse(text)
    inline = [child for token in tokens if token.type == "inline" for child in token.children]
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {"html_block", "link_open", "em_open", "table_open"}
    # line breaks alone are written as HTML
    assert {child.content for child in inline if child.type == "html_inline"} == {"<br>"}
    assert "not a heading" not in [
        tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert "\x07" not in text
    assert "\u202e" not in text


def test_comments_are_plain_text_in_word(hostile):
    document = opened(hostile["MC-01.docx"])
    (comment,) = [one for one in document.paragraphs if one.style.name == "List Bullet"]
    assert comment.text.startswith("# not a heading\n- <b>bold</b> | [link](http://x) *stars* =HYPERLINK")
    assert "\u202e" not in comment.text


def test_a_document_has_headings_and_lists_that_are_such(form):
    parts = (
        Heading(1, "Review"),
        Paragraph("as they are", label="Words", marked=True),
        Heading(2, "What to do"),
        Items("What reviewers wrote", ("one", "two")),
        Heading(4, "Deep"),
    )
    document = opened(form.letter(Letter("MC-01", "de", parts)))
    assert [(one.style.name, one.text) for one in document.paragraphs] == [
        ("Heading 1", "Review"),
        ("Marked", "Words: as they are"),
        ("Heading 2", "What to do"),
        ("Normal", "What reviewers wrote:"),
        ("List Bullet", "one"),
        ("List Bullet", "two"),
        ("Heading 4", "Deep"),
    ]
    assert document.paragraphs[1].runs[0].bold
    assert not document.paragraphs[1].runs[1].bold


def test_a_document_names_nobody_and_has_its_language(form):
    content = form.letter(Letter("MC-01", "de", (Heading(1, "Review"),)))
    properties = opened(content).core_properties
    assert properties.title == "MC-01"
    assert not any((properties.author, properties.last_modified_by, properties.comments, properties.keywords))
    assert properties.created == properties.modified
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert not any("thumbnail" in name or "app.xml" in name or "customXml" in name for name in parts)
    assert not any(b"python-docx" in text or b"Macintosh" in text for text in parts.values())
    assert b'w:val="de"' in parts["word/styles.xml"]


def test_paper_is_letter_or_a4():
    letter = Letter("MC-01", "en", (Heading(1, "Review"),))
    widths = [opened(DocxForm("en", page).letter(letter)).sections[0].page_width.inches for page in ("letter", "a4")]
    assert widths == [pytest.approx(8.5), pytest.approx(8.27, abs=0.01)]


def test_the_same_scores_give_the_same_bytes(scores_of):
    answers = {"MC-01": {"C01.1": "0 1 2", "C02.1": "? ? ?"}}
    one, other = letters(scores_of(answers)), letters(scores_of(answers))
    assert dict(one) == dict(other)
    with zipfile.ZipFile(io.BytesIO(one["MC-01.docx"])) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_both_forms_say_the_same(scores_of):
    made = letters(scores_of({"MC-01": {"C01.1": "0 1 2", "C02.1": "? ? ?"}}))
    tree = MarkdownIt().parse(made["MC-01.md"].decode("utf-8"))
    plain = ["".join(child.content for child in one.children) for one in tree if one.type == "inline"]
    assert plain == [one.text for one in opened(made["MC-01.docx"]).paragraphs]


def test_a_letter_is_made_when_it_is_asked_for(scores_of):
    made = letters(scores_of({f"MC-{at:05}": {"C01.1": "2"} for at in range(3000)}))
    assert len(made) == 6000
    assert b"MC-02999" in made["MC-02999.md"]


@given(st.text())
@settings(deadline=None, max_examples=60)
def test_any_text_goes_into_both_forms(scores_of, form, text):
    made = letters(scores_of({"MC-01": {"C01.1": "0 0 0"}}, comments={("MC-01", "C01.1", 0): text}))
    assert made["MC-01.md"].decode("utf-8").count("# Review of MC-01") == 1
    letter = Letter(text, "en", (Heading(1, text), Paragraph(text, label=text), Items(text, (text,))))
    assert len(opened(form.letter(letter)).paragraphs) == 4

"""A letter as a Word document: real headings and lists, no properties that name anybody, the same bytes every time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mcqa.findings import visible
from mcqa.reports.letters.parts import Heading, Items, Letter, Paragraph
from mcqa.scoresheets.lists.listing import clean

if TYPE_CHECKING:
    from docx.document import Document

# inches
PAGES = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}
MARGIN = 1.0
INK, SHADE = "1F3864", "EAF1E6"
MARKED = "Marked"
SIZES = {1: 18, 2: 14, 3: 12, 4: 11}
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
# parts of python-docx's own template that a letter does without: pictures, other forms of its styles, who made it
_LEFT_OUT = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")


class DocxForm:
    """An empty letter, made once; each letter is written into a copy of it."""

    def __init__(self, language: str = "en", page: str = "letter") -> None:
        """Make the form in a language, for a paper size of `PAGES`."""
        import docx

        form = docx.Document()
        _leave_out(form)
        _keep_styles(form, language)
        _set_page(form, page)
        content = io.BytesIO()
        form.save(content)
        self._content = content.getvalue()

    def letter(self, letter: Letter) -> bytes:
        """Write a letter."""
        import docx

        document = docx.Document(io.BytesIO(self._content))
        for part in letter.parts:
            _add(document, part)
        _set_properties(document, letter.unit)
        content = io.BytesIO()
        document.save(content)
        return _timeless(content.getvalue())


def _add(document: Document, part: Heading | Paragraph | Items) -> None:
    match part:
        case Heading():
            document.add_heading(_text(part.text), level=part.depth)
        case Paragraph():
            paragraph = document.add_paragraph(style=MARKED if part.marked else None)
            if part.label:
                paragraph.add_run(f"{_text(part.label)}: ").bold = True
            paragraph.add_run(_text(part.text))
        case Items():
            label = document.add_paragraph()
            label.add_run(f"{_text(part.label)}:").bold = True
            label.paragraph_format.keep_with_next = True
            for item in part.items:
                document.add_paragraph(_text(item), style="List Bullet")


def _text(text: str) -> str:
    """Give a text as a Word document can hold it; what would steer the direction of reading is written out."""
    return visible(clean(text))


def _leave_out(form: Document) -> None:
    """Drop the parts that a letter does without, by dropping what refers to them."""
    for relations in (form.part.package.rels, form.part.rels):
        for name, relation in list(relations.items()):
            if any(word in relation.reltype for word in _LEFT_OUT):
                del relations[name]


def _keep_styles(form: Document, language: str) -> None:
    """Keep the styles of text and lists, with readable headings; those of tables and their colours go."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    for style in list(form.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    for language_of in form.styles.element.iter(qn("w:lang")):
        language_of.set(qn("w:val"), language)
    form.styles["Normal"].paragraph_format.space_after = Pt(6)
    ground = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        ground.set(qn(f"w:{key}"), value)
    marked = form.styles.add_style(MARKED, WD_STYLE_TYPE.PARAGRAPH)
    marked.base_style = form.styles["Normal"]
    marked.element.get_or_add_pPr().append(ground)
    for depth, size in SIZES.items():
        style = form.styles[f"Heading {depth}"]
        style.font.size, style.font.italic, style.font.bold = Pt(size), False, True
        style.font.color.rgb = RGBColor.from_string(INK)


def _set_page(form: Document, page: str) -> None:
    from docx.shared import Inches

    section, (width, height) = form.sections[0], PAGES[page]
    section.page_width, section.page_height = Inches(width), Inches(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(MARGIN)


def _set_properties(document: Document, unit: str) -> None:
    """Name the micro-credential, and nobody."""
    properties = document.core_properties
    properties.title = _text(unit)[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime(*_MOMENT, tzinfo=UTC)
    properties.revision = 1


def _timeless(content: bytes) -> bytes:
    """Pack a document again without the time at which it was packed, nor the system."""
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            member = zipfile.ZipInfo(part.filename, date_time=_MOMENT)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, _UNIX
            new.writestr(member, old.read(part))
    return packed.getvalue()

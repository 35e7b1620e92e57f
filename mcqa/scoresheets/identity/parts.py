"""What a file says beside its cells: authors, notes, properties, names, headers, links, pictures, what is left over.

Every part of an archive is looked through, known or not: in XML every text and attribute, in anything else every run of
letters. The file itself is opened by the readers first, which refuse what is hostile; nothing is looked through here
that they have refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError  # they parse nothing

# elements and attributes that name a person by what they are
_AUTHOR_TAGS = {
    "creator": "document author",
    "initial-creator": "document author",
    "lastModifiedBy": "last person to save the document",
    "printed-by": "last person to print the document",
    "Manager": "manager in the document's properties",
    "Company": "company in the document's properties",
    "author": "comment author",
}
_AUTHOR_ATTRIBUTES = {
    "displayName": "person who commented",
    "userId": "person who commented",
    "userName": "user who saved the document",
    "lastModifiedBy": "last person to save the document",
}
# who is named where nobody gave a name
_NOBODY = frozenset(
    {"", "user", "author", "unknown", "none", "windows user", "microsoft office user", "openpyxl", "xlsxwriter", "mcqa"}
)
_WHAT = (
    ("docProps/", "document property"),
    ("meta.xml", "document property"),
    ("xl/comments", "note"),
    ("xl/threadedComments/", "comment thread"),
    ("xl/persons/", "person who commented"),
    ("xl/workbook.xml", "name or path in the workbook"),
    ("xl/worksheets/_rels/", "link"),
    ("xl/worksheets/", "header, footer, list or link of a sheet"),
    ("xl/externalLinks/", "link to another file"),
    ("xl/drawings/", "picture or drawing"),
    ("xl/media/", "picture"),
    ("xl/sharedStrings.xml", "text left over from deleted cells"),
    ("content.xml", "note, or text left over"),
    ("xl/vbaProject.bin", "macro"),
    ("customXml/", "custom XML"),
    ("xl/connections.xml", "data connection"),
    ("xl/revisions/", "record of changes"),
    ("xl/printerSettings/", "printer settings"),
)
_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b.*?</(?:\w+:)?sheetData>", re.DOTALL)
_RUN = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0){4,}")
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|[A-Za-z])")
_TRIVIAL = frozenset({"ref", "r", "id", "cellRef"})
# texts that are written in several pieces, and are read as one
_WHOLE = frozenset({"si", "comment", "threadedComment", "annotation", "p", "r"})
MAX_BINARY = MAX_TREE = 30_000_000
# what is no XML, or none that is parsed; it is looked through as bytes
# a document type is a ValueError of defusedxml
FAULTS = (ParseError, LookupError, ValueError)


class Said(NamedTuple):
    """A text beside the cells: what it is, the sheet and cell it belongs to, and whether it names a person as such."""

    what: str
    text: str
    sheet: str | None = None
    cell: str | None = None
    author: bool = False


def is_archive(content: bytes) -> bool:
    """Whether a file is a workbook made of parts."""
    return content.startswith(b"PK\x03\x04")


def said_beside_cells(content: bytes, in_cells: frozenset[str]) -> Iterator[Said]:
    """Give every text of a file that is not one of its cells; of a text file, whose cells are all it has, none."""
    if not is_archive(content):
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            yield from _runs(content, "hidden part of the file")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.comment:
            yield Said("comment of the archive", archive.comment.decode("utf-8", errors="replace"))
        owners = _owners(archive)
        for member in archive.infolist():
            yield Said("name of a part", PurePosixPath(member.filename).name)
            for note in (member.comment, member.extra):
                if note:
                    yield Said("note on a part", note.decode("latin-1"))
            name = member.filename
            with archive.open(member) as part:
                data = part.read(MAX_BINARY) if name.startswith("xl/media/") else part.read()
            what = next((what for start, what in _WHAT if name.startswith(start)), f"part {name}")
            for said in _said(name, what, data):
                if said.author or said.text.strip() not in in_cells:
                    yield said._replace(sheet=owners.get(name))


def _said(name: str, what: str, data: bytes) -> Iterator[Said]:
    if not _XML.match(data[:100]) and not name.endswith((".xml", ".rels", ".vml")):
        yield from _runs(data, what)
        return

    if name.startswith("xl/worksheets/"):
        data = _CELLS.sub(b"", data)
    if len(data) > MAX_TREE:
        yield from _runs(data, what)
        return
    try:
        root = _tree_of(data)
    except FAULTS:
        # old drawings are not always well-formed
        yield from _runs(data, what)
        return
    yield from _tree(name, what, root)


def _tree_of(data: bytes) -> Element:
    """Give the elements of a part, with names as `{namespace}name`; a document type is refused."""
    from defusedxml.ElementTree import fromstring

    return fromstring(data, forbid_dtd=True)


def _tree(name: str, what: str, root: Element) -> Iterator[Said]:
    """Give the texts and attributes of a part; runs of one note are put together."""
    if name == "docProps/custom.xml":
        yield from _custom(root)
        return
    waiting: list[tuple[Element, bool, str | None]] = [(root, False, None)]
    while waiting:
        element, within, cell = waiting.pop()
        tag = _local(element.tag)
        cell = element.get("ref") if tag in {"comment", "threadedComment"} else cell
        whole = not within and tag in _WHOLE and len(element) > 0
        if whole:
            yield Said(what, "".join(element.itertext()).strip(), cell=cell)
        for said in _own(name, what, tag, element):
            yield said._replace(cell=cell)
        waiting += [(child, within or whole, cell) for child in reversed(element)]


def _own(name: str, what: str, tag: str, element: Element) -> Iterator[Said]:
    """Give the text of one element, what follows it, and its attributes."""
    person = _AUTHOR_TAGS.get(tag)
    if tag == "creator" and not name.endswith(("core.xml", "meta.xml")):
        person = "comment author"
    text, tail = (element.text or "").strip(), (element.tail or "").strip()
    if text:
        yield Said(person or what, text, author=_names_somebody(person, text))
    if tail:
        yield Said(what, tail)
    for attribute, value in element.attrib.items():
        key = _local(attribute)
        if key not in _TRIVIAL and value.strip():
            person = _AUTHOR_ATTRIBUTES.get(key)
            yield Said(person or what, value.strip(), author=_names_somebody(person, value))


def _custom(root: Element) -> Iterator[Said]:
    for element in root:
        if not (element.get("name") or "").startswith("mcqa_"):
            for text in (element.get("name") or "", "".join(element.itertext()).strip()):
                if text:
                    yield Said("custom document property", text)


def _names_somebody(person: str | None, text: str) -> bool:
    plain = text.strip().casefold()
    return person is not None and plain not in _NOBODY and not plain.startswith("tc={") and not plain.startswith("{")


def _runs(data: bytes, what: str) -> Iterator[Said]:
    """Give what reads like text in a part that is no XML, in one byte for a letter and in two."""
    seen: set[str] = set()
    data = data[:MAX_BINARY]
    for run in _RUN.findall(data):
        seen.add(run.decode("utf-8", errors="replace"))
    for run in _WIDE_RUN.findall(data):
        seen.add(run.decode("utf-16-le", errors="replace"))
    for text in sorted(seen):
        yield Said(what, text)


def _local(name: object) -> str:
    return name.rpartition("}")[2].rpartition(":")[2] if isinstance(name, str) else ""


def _owners(archive: zipfile.ZipFile) -> dict[str, str]:
    """Say which sheet the parts of a workbook belong to, as far as its relations tell."""
    names = set(archive.namelist())
    owners: dict[str, str] = {}
    titles = {
        element.get(_R_ID, ""): element.get("name") for element in _elements(archive, names, "xl/workbook.xml", "sheet")
    }
    for relation, target in _relations(archive, names, "xl/workbook.xml"):
        title = titles.get(relation)
        if title is None:
            continue
        waiting = [target]
        while waiting:
            part = waiting.pop()
            if part in owners or part not in names:
                continue
            owners[part] = title
            owners[_rels_of(part)] = title
            waiting += [inner for _, inner in _relations(archive, names, part)]
    return owners


_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relations(archive: zipfile.ZipFile, names: set[str], part: str) -> Iterator[tuple[str, str]]:
    folder = PurePosixPath(part).parent
    for element in _elements(archive, names, _rels_of(part), "Relationship"):
        target = element.get("Target", "")
        if element.get("TargetMode") != "External" and target:
            pieces: list[str] = []
            for piece in (PurePosixPath(target[1:]) if target.startswith("/") else folder / target).parts:
                pieces = pieces[:-1] if piece == ".." else [*pieces, piece]
            yield element.get("Id", ""), "/".join(pieces)


def _elements(archive: zipfile.ZipFile, names: set[str], part: str, tag: str) -> list[Element]:
    if part not in names:
        return []

    try:
        root = _tree_of(archive.read(part))
    except FAULTS:
        return []
    return [element for element in root.iter() if _local(element.tag) == tag]

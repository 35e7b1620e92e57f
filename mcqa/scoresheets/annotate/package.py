"""A workbook as the parts of its archive: relationships between them, content types, new parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from mcqa.scoresheets.annotate.markup import OddWorkbookError, appended, decoded, plain, root, tags

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}"></Relationships>'


@dataclass(slots=True)
class Package:
    """The parts of an archive in their order; those that are not changed stay as they are."""

    members: dict[str, zipfile.ZipInfo]
    parts: dict[str, bytes]
    new: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, content: bytes) -> Package:
        """Unpack an archive, which has been looked over before."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
            return cls(members, {name: archive.read(member) for name, member in members.items()})

    def text(self, name: str) -> str:
        """Give the text of a part."""
        if name not in self.parts:
            raise OddWorkbookError(f"there is no part {name}")
        return decoded(self.parts[name])

    def put(self, name: str, text: str) -> None:
        """Set the text of a part."""
        if name not in self.parts:
            self.new.append(name)
        self.parts[name] = text.encode("utf-8")

    def packed(self) -> bytes:
        """Pack the archive again: the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in (*self.members, *self.new):
                old = self.members.get(name)
                member = zipfile.ZipInfo(name, date_time=old.date_time if old else MEMBER_TIME)
                member.create_system = _UNIX
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, self.parts[name])
        return out.getvalue()

    def free(self, pattern: str) -> str:
        """Give the first name of a pattern such as `xl/comments{}.xml` that no part has."""
        taken = {name.casefold() for name in self.parts}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str) -> str | None:
        """Give the part that a part is related to in a way such as `comments`; None where there is none."""
        return next((target for _, found, target in self._relations(part) if found == kind), None)

    def by_id(self, part: str, name: str) -> str | None:
        """Give the part that a relationship of a part leads to."""
        return next((target for key, _, target in self._relations(part) if key == name), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another, and give the id of the relationship."""
        keys = {key for key, _, _ in self._relations(part)}
        number = 1
        while f"rIdMcqa{number}" in keys:
            number += 1
        name = _relations_of(part)
        text = self.text(name) if name in self.parts else _EMPTY
        prefix = root(text).prefix
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        key = f"rIdMcqa{number}"
        more = f'<{prefix}Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{plain(path)}"/>'
        self.put(name, appended(text, "Relationships", more))
        return key

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a new part is."""
        text = self.text(CONTENT_TYPES)
        prefix = root(text).prefix
        if part.endswith(".vml"):
            if 'Extension="vml"' in text:
                return
            # drawings of notes are declared by their ending
            at = root(text).end
            more = f'<{prefix}Default Extension="vml" ContentType="{content_type}"/>'
            self.put(CONTENT_TYPES, text[:at] + more + text[at:])
            return
        more = f'<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        self.put(CONTENT_TYPES, appended(text, "Types", more))

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        name = _relations_of(part)
        if name not in self.parts:
            return []
        found = []
        for tag in tags(self.text(name)):
            target = unquote(unescape(tag.get("Target") or ""))
            if tag.name != "Relationship" or tag.get("TargetMode") == "External" or not target:
                continue
            path = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
            kind = (tag.get("Type") or "").rpartition("/")[2]
            found.append((tag.get("Id") or "", kind, posixpath.normpath(path)))
        return found


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")

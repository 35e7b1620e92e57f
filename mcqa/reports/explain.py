"""Explanations for people: what there is to explain, and the page or the rule behind a name or a code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from mcqa.errors import UsageError
from mcqa.explanations.pages import KINDS, Found, find, near, pages
from mcqa.reports.document import Cell, Document, Note, Table, tidy
from mcqa.reports.finding_pages import STAGES, FindingPage, finding_pages, markdown, terminal_blocks

WIDTH = 79
CODE = re.compile(r"[LSRD]\d{3}", re.IGNORECASE)


class Explanation(NamedTuple):
    """One thing explained: what it is called, what kind of thing it is, a first sentence, and Markdown.

    A kind of finding comes with the parts of its page.
    """

    name: str
    kind: str
    form: str | None
    summary: str
    text: str
    finding: FindingPage | None = None

    @property
    def heading(self) -> str:
        """The name with what it is."""
        form = "" if self.form is None else f", form {self.form}"
        return f"{self.name} ({self.kind}{form})"

    @property
    def blocks(self) -> list[str]:
        """The text for a terminal, paragraph by paragraph."""
        return _blocks(self.text) if self.finding is None else terminal_blocks(self.finding)

    def to_json(self) -> dict[str, object]:
        """Give the page, with its parts where it has such."""
        found: dict[str, object] = {
            "name": self.name,
            "kind": self.kind,
            "form": self.form,
            "summary": self.summary,
            "text": self.text,
        }
        return found if self.finding is None else found | self.finding.to_json()


def explain(name: str) -> tuple[Explanation, ...]:
    """Give what a name or a finding code means, more than one where it has several meanings; UsageError for none."""
    found = tuple(_of_page(each) for each in find(name))
    if found:
        return found
    findings = finding_pages()
    asked = name.strip().casefold()
    found = tuple(_of_finding(page) for page in findings if asked in {page.kind.code.casefold(), page.kind.name})
    if found:
        return found
    codes = tuple(each for page in findings for each in (page.kind.code, page.kind.name))
    meant = near(name, codes)
    hint = f'did you mean "{meant}"?' if meant else "mcqa explain, without a name, lists what there is"
    what = "finding code" if CODE.fullmatch(name.strip()) else "page about"
    raise UsageError(f'there is no {what} "{name}"', hint=hint)


def _of_page(found: Found) -> Explanation:
    page, form = found
    text = page.text
    if form is not None:
        # the formula of the form that was asked for stands first, where each form has a line of its own
        line = next((each for each in text.splitlines() if each.split()[:1] == [form]), None)
        text = text if line is None else f"    {line.strip()}\n\n{text}"
    return Explanation(name=page.name, kind=page.kind, form=form, summary=page.summary, text=text)


def _of_finding(page: FindingPage) -> Explanation:
    return Explanation(
        name=page.name,
        kind="finding",
        form=None,
        summary=page.documentation.summary,
        text=f"{markdown(page)}\n\n{page.said_of}",
        finding=page,
    )


def explanation_document(name: str, found: tuple[Explanation, ...]) -> Document:
    """Lay out the explanations of one name."""
    parts = tuple(Note(text=text) for each in found for text in (each.heading, *each.blocks))
    return Document(
        title=f"Explanation of {name}",
        parts=parts,
        tidy=_tidy(found),
        results={"name": name, "pages": [each.to_json() for each in found]},
    )


def _blocks(markdown: str) -> list[str]:
    """Take Markdown apart at empty lines, for a terminal: no marks, code set in."""
    blocks, fenced = [], False
    for block in markdown.split("\n\n"):
        lines = []
        for line in block.splitlines():
            if line.startswith("```"):
                fenced = not fenced
            else:
                lines.append(f"    {line}" if fenced else line.removeprefix("## ").replace("`", ""))
        blocks.append("\n".join(lines))
    return blocks


def list_document() -> Document:
    """List what there is to explain, by kind."""
    every = pages()
    parts: list[Note] = []
    for kind, title in KINDS.items():
        of_kind = [page for page in every if page.kind == kind]
        if kind == "coefficient":
            width = max(len(page.name) for page in of_kind)
            lines = [_hanging(page.name, width, page.summary) for page in of_kind]
        else:
            lines = [_listed(page.name for page in of_kind)]
        parts.append(Note(text="\n".join((title, *lines))))
    findings = finding_pages()
    for stage, said in STAGES.items():
        names = [page.name for page in findings if page.kind.code.startswith(stage)]
        parts.append(Note(text="\n".join((f"Findings {said}", *_in_columns(names)))))
    parts.append(Note(text="mcqa explain NAME or CODE explains one of them, also as in metric:ordinal or icc:ICC2."))
    found = (*(_of_page(Found(page)) for page in every), *map(_of_finding, findings))
    results = {"pages": [{"name": each.name, "kind": each.kind, "summary": each.summary} for each in found]}
    return Document(title="What there is to explain", parts=tuple(parts), tidy=_tidy(found), results=results)


def _listed(names: Iterable[str]) -> str:
    return textwrap.fill(", ".join(names), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _in_columns(names: list[str]) -> list[str]:
    """Set names in two columns, to be read downwards."""
    half = (len(names) + 1) // 2
    pairs = zip_longest(names[:half], names[half:], fillvalue="")
    return [f"  {left:<38}{right}".rstrip() for left, right in pairs]


def _hanging(name: str, width: int, summary: str) -> str:
    indent = " " * (width + 4)
    head = f"  {name:<{width}}  "
    return textwrap.fill(summary, WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False)


def _tidy(found: tuple[Explanation, ...]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple((each.name, each.kind, each.form, each.summary) for each in found)
    return tidy("explanations", ("name", "kind", "form", "summary"), rows)


def explanation_markdown(found: tuple[Explanation, ...]) -> str:
    """Give the pages as the Markdown that they are written in."""
    return "\n".join(f"# {each.heading}\n\n{each.text}\n" for each in found)


def manual() -> str:
    """Give all pages as one document, docs/coefficients.md."""
    every = pages()
    parts = [MANUAL]
    for kind, title in KINDS.items():
        parts.append(f"## {title}")
        for page in every:
            if page.kind == kind:
                lowered = re.sub(r"^## ", "#### ", page.text, flags=re.MULTILINE)
                parts.append(f"### {page.name}\n\n{lowered}")
    return "\n\n".join(parts) + "\n"


MANUAL = """# Coefficients

What each coefficient answers, when to use it and when not, how it behaves on small and one-sided pilots, and what other
programs call it. These are the pages that `mcqa explain NAME` prints (`mcqa explain` lists them); the numbers in the
examples are recomputed by the tests. The file is made from `mcqa/explanations/`: change the pages there."""

"""The pages about kinds of finding: for a terminal, as Markdown, and all of them as docs/rules.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from mcqa.explanations.documentation import Documentation, documentation_of, parse, reference
from mcqa.findings import Kind, Severity

WIDTH = 80
DOCS_WIDTH = 120
INDENT = "    "
STAGES = {
    "L": "about a rubric (mcqa lint)",
    "S": "about a scoresheet (mcqa check)",
    "R": "about the ratings of a pilot (mcqa check)",
    "D": "of the diagnosis of a pilot (mcqa recommend)",
}
# the longest beginning of a code decides to which family it belongs
FAMILIES = {
    "Reading a rubric": ("L0",),
    "Structure of a rubric": ("L1",),
    "Wording of a text": ("L2", "L302", "L5"),
    "Levels against each other": ("L203", "L204", "L205", "L206"),
    "Components": ("L3",),
    "Decision and evidence": ("L4",),
    "Suppression": ("L9",),
    "Scoresheets": ("S",),
    "Ratings": ("R",),
    "Diagnosis": ("D",),
}
MENDED = "`mcqa lint --fix` mends it where that is safe; `--diff` shows it first."
_LANGUAGES = {"L": "yaml", "S": "csv", "R": "csv", "D": "text"}
_NOUNS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Note"}


class FindingPage(NamedTuple):
    """One kind of finding, what is written about it, and whether `mcqa lint --fix` can mend it."""

    kind: Kind
    documentation: Documentation
    mended: bool = False

    @property
    def name(self) -> str:
        """The code and the name."""
        return f"{self.kind.code} {self.kind.name}"

    @property
    def family(self) -> str:
        """The heading under which the page stands in docs/rules.md."""
        code = self.kind.code
        fitting = [
            (len(start), name) for name, starts in FAMILIES.items() for start in starts if code.startswith(start)
        ]
        return max(fitting)[1]

    @property
    def said_of(self) -> str:
        """What kind of finding it is: `Warning about a rubric (mcqa lint).`."""
        return f"{_NOUNS[self.kind.severity]} {STAGES[self.kind.code[0]]}."

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """The two examples with their titles; the diagnosis finds what is good as well as what is bad."""
        bad, good = ("Found", "Not found") if self.kind.code[0] == "D" else ("Bad", "Good")
        return (bad, self.documentation.bad), (good, self.documentation.good)

    @property
    def silenced_by(self) -> str | None:
        """How an author says that a rubric is meant so; an error is to be mended."""
        if self.kind.code[0] != "L" or self.kind.severity is Severity.ERROR:
            return None
        return f"# mcqa: ignore[{self.kind.code}] reason"

    def to_json(self) -> dict[str, object]:
        """Give the parts of the page."""
        parts = self.documentation
        return {
            "code": self.kind.code,
            "severity": self.kind.severity.value,
            "mended": self.mended,
            "notes": list(parts.notes),
            "why": parts.why,
            "sources": [reference_in_full(source) for source in parts.sources],
            "bad": parts.bad,
            "good": parts.good,
        }


def finding_pages() -> tuple[FindingPage, ...]:
    """Give every kind of finding with its documentation, by stage and code."""
    from mcqa.diagnostics import kinds as diagnostics
    from mcqa.lint.fixable import FIXABLE
    from mcqa.lint.suppressions import UNUSED
    from mcqa.lint.wording import RULES
    from mcqa.ratings import kinds as ratings
    from mcqa.rubric import kinds as rubric
    from mcqa.scoresheets import kinds as scoresheets

    found = {code: FindingPage(rule.kind, parse(rule.doc), code in FIXABLE) for code, rule in RULES.items()}
    values = (value for module in (rubric, scoresheets, ratings, diagnostics) for value in vars(module).values())
    for kind in (UNUSED, *values):
        if isinstance(kind, Kind):
            found[kind.code] = FindingPage(kind, documentation_of(kind.code), kind.code in FIXABLE)
    return tuple(found[code] for stage in STAGES for code in sorted(found) if code.startswith(stage))


def reference_in_full(source: str) -> str:
    """Give a source with its title and where it appeared."""
    full = reference(source)
    return f"{source}. {full}" if full else source


def terminal_blocks(page: FindingPage) -> list[str]:
    """Lay a page out for a terminal: paragraphs to be wrapped, and examples set in."""
    parts = page.documentation
    blocks = [plain(text) for text in (parts.summary, *parts.notes) if text]
    if parts.why:
        blocks.append(f"Why: {plain(parts.why)}")
    if parts.sources:
        texts = (plain(reference_in_full(source)) for source in parts.sources)
        blocks.append("\n".join(("Source:", *(_filled(text, INDENT, INDENT) for text in texts))))
    blocks += [f"{title}:\n{_set_in(text, parts)}" for title, text in page.examples if text]
    if page.mended:
        blocks.append(plain(MENDED))
    if page.silenced_by:
        blocks.append(f"To silence it where it is meant so, at the end of its line:\n{INDENT}{page.silenced_by}")
    return [*blocks, page.said_of]


def plain(text: str) -> str:
    """Take the marks of Markdown away."""
    return text.replace("`", "")


def _set_in(text: str, parts: Documentation) -> str:
    if parts.in_words:
        return _filled(plain(text), INDENT, INDENT)
    return "\n".join(_line(line) for line in text.splitlines())


def _line(line: str) -> str:
    """Set a line of an example in; what is too long goes on below, two columns further in."""
    margin = INDENT + line[: len(line) - len(line.lstrip(" "))]
    return _filled(line.lstrip(" "), margin, f"{margin}  ")


def _filled(text: str, first: str, then: str, width: int = WIDTH) -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def markdown(page: FindingPage) -> str:
    """Give what is under the heading of a page, as Markdown with full references."""
    return "\n\n".join((*_markdown(page, [reference_in_full(source) for source in page.documentation.sources]),))


def _markdown(page: FindingPage, sources: list[str]) -> list[str]:
    parts = page.documentation
    blocks = [parts.summary, *parts.notes]
    if parts.why:
        blocks.append(f"**Why:** {parts.why}")
    if sources:
        blocks.append(f"**Source:** {'; '.join(sources).removesuffix('.')}.")
    for title, text in page.examples:
        if parts.in_words:
            blocks.append(f"**{title}:** {text}")
        elif text:
            blocks += [f"**{title}:**", f"```{_LANGUAGES[page.kind.code[0]]}\n{text}\n```"]
    if page.mended:
        blocks.append(MENDED)
    return [block for block in blocks if block]


def manual() -> str:
    """Give all pages as one document, docs/rules.md."""
    pages = finding_pages()
    blocks = [MANUAL, _index(pages)]
    for family in FAMILIES:
        members = [page for page in pages if page.family == family]
        if members:
            blocks.append(f"## {family}")
        for page in members:
            severity = f"*{page.said_of}*"
            parts = [severity, *_markdown(page, list(page.documentation.sources))]
            blocks += [f"### {page.name}", *(_wrapped(part) for part in parts)]
    return "\n\n".join((*blocks, "## Literature", *_literature(pages))) + "\n"


def _index(pages: Iterable[FindingPage]) -> str:
    rows = ["| code | name | severity | says |", "|---|---|---|---|"]
    for page in pages:
        link = f"#{page.name.lower().replace(' ', '-')}"
        says = page.documentation.summary.replace("|", "\\|")
        rows.append(f"| [{page.kind.code}]({link}) | {page.kind.name} | {page.kind.severity} | {says} |")
    return "\n".join(rows)


def _literature(pages: Iterable[FindingPage]) -> list[str]:
    cited = sorted({source for page in pages for source in page.documentation.sources})
    return [_wrapped(reference_in_full(source)) for source in cited]


def _wrapped(block: str) -> str:
    return block if block.startswith("```") else _filled(block, "", "", DOCS_WIDTH)


MANUAL = """# Findings, by code

What mcqa says about rubrics (L), scoresheets (S), ratings (R) and the diagnosis of a pilot (D): what each finding
means, why it matters, and an example that gives it beside one that does not. `mcqa explain CODE` prints the same page,
by name as well as by code. An error makes a rubric or a cell unusable, a warning is to be looked at, a note is good to
know; `--fail-on` says which of them end a run with 1. A code is never used again for something else.

A finding about a rubric is silenced where it is meant so by a comment at the end of its line,
`# mcqa: ignore[L201] reason`, or for the whole file by `# mcqa: ignore-file[L201] reason` on a line of its own. In
examples ␠ stands for a space and ␉ for a tab. The tests give every example that is no sentence to the program.

The page is made from the docstrings of the rules and from `mcqa/explanations/findings/`: change the text there."""

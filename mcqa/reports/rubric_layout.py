"""A rubric for reading, laid out for a terminal of 80 columns and as Markdown. Plain Python: it is there at once."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from mcqa.findings import visible
from mcqa.reports.document import counted
from mcqa.reports.markdown import escaped, row_of
from mcqa.reports.rubric_page import Page, PageComponent, PageStandard

WIDTH = 80
# a longer label stands above its text
LABEL = 18

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def rubric_text(page: Page, *, color: bool) -> str:
    """Lay a rubric out for a terminal."""
    lines = [_styled(line, _BOLD, color=color) for line in _filled(page.title)]
    lines += [f"{page.id} {page.version}, {_sizes(page)}", ""]
    lines += _filled(page.status)
    if page.source:
        lines += _filled(f"Source: {page.source}")
    answers = [(label, f"{meaning} No rating.") for label, meaning in page.answers]
    levels = [(level.label, f"score {level.score}" if level.score else "") for level in page.levels]
    lines += ["", _styled("Levels", _BOLD, color=color), *_labelled([*levels, *answers], "  ")]
    lines += ["", _styled("When it is met", _BOLD, color=color)]
    for sentence in page.decision:
        lines += _filled(sentence, "  ")
    for standard in page.standards:
        lines += _standard(standard, color=color)
    if page.glossary:
        lines += ["", _styled("Glossary", _BOLD, color=color), *_labelled(page.glossary, "  ")]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _standard(standard: PageStandard, *, color: bool) -> list[str]:
    lines = ["", "─" * WIDTH]
    name = f"{standard.id}  {standard.title}{_marked(standard.marks)}"
    lines += [_styled(line, _BOLD, color=color) for line in _filled(name)]
    lines += _filled(standard.description)
    for component in standard.components:
        lines += _component(component, color=color)
    return lines


def _component(component: PageComponent, *, color: bool) -> list[str]:
    name = f"{component.id}  {component.title}{_marked(component.marks)}"
    lines = ["", *(_styled(line, _BOLD, color=color) for line in _filled(name))]
    lines += [*_filled(component.text), ""]
    rows = [(level.label, level.text) for level in component.levels]
    rows += [("Example", f"{example.label}: {example.text}") for example in component.examples]
    lines += [*_labelled(rows, "  "), ""]
    return lines + [_styled(line, _DIM, color=color) for line in _filled(" ".join(component.remarks), "  ")]


def _marked(marks: Sequence[str]) -> str:
    return f" ({', '.join(marks)})" if marks else ""


def _labelled(rows: Iterable[tuple[str, str]], indent: str) -> list[str]:
    """Set labels beside their texts, all texts from one column on."""
    rows = [(visible(label), text) for label, text in rows]
    column = max((len(label) for label, _ in rows if len(label) <= LABEL), default=4)
    lines = []
    for label, text in rows:
        body = _filled(text, " " * (len(indent) + column + 2))
        if len(label) > column:
            lines += [*_filled(label, indent), *body]
            continue
        first = body[0].lstrip() if body else ""
        lines += [f"{indent}{label:<{column}}  {first}", *body[1:]]
    return lines


def _filled(text: str, indent: str = "") -> list[str]:
    """Break a text into lines; its own line breaks stay."""
    return [
        line
        for paragraph in visible(text).splitlines()
        for line in textwrap.wrap(
            paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
    ]


def _styled(text: str, style: str, *, color: bool) -> str:
    return f"{style}{text}{_END}" if color and text else text


def _sizes(page: Page) -> str:
    return f"{counted(len(page.standards), 'standard')}, {counted(page.size, 'component')}"


def rubric_markdown(page: Page) -> str:
    """Lay a rubric out as GitHub-flavoured Markdown."""
    blocks = [f"# {escaped(page.title)}", f"`{page.id}` {page.version}, {_sizes(page)}", f"> {page.status}"]
    if page.source:
        blocks.append(f"Source: {escaped(page.source)}")
    blocks += ["## Levels", _table(("Level", "Score"), [(level.label, level.score) for level in page.levels])]
    blocks += [f"**{label}**: {escaped(meaning)} No rating." for label, meaning in page.answers]
    blocks += ["## When it is met", "\n".join(f"- {escaped(sentence)}" for sentence in page.decision)]
    for standard in page.standards:
        blocks.append(f"## {standard.id} {escaped(standard.title)}{_marked(standard.marks)}")
        if standard.description:
            blocks.append(escaped(standard.description))
        for component in standard.components:
            blocks += _component_markdown(component)
    if page.glossary:
        blocks += ["## Glossary", _table(("Word", "Meaning"), page.glossary)]
    return "\n\n".join(blocks) + "\n"


def _component_markdown(component: PageComponent) -> list[str]:
    levels = [(level.label, level.text) for level in component.levels]
    blocks = [
        f"### {component.id} {escaped(component.title)}{_marked(component.marks)}",
        escaped(component.text),
        _table(("Level", "What a reviewer sees"), levels),
    ]
    if component.examples:
        blocks.append("\n".join(f"- Example, {escaped(each.label)}: {_line(each.text)}" for each in component.examples))
    return [*blocks, escaped(" ".join(component.remarks))]


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))


def _table(titles: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join([row_of(list(titles)), row_of(["---", "---"]), *(row_of(list(row)) for row in rows)])

"""What a coordinator says about words that mcqa does not know: headers and values, kept in a file of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import UsageError
from mcqa.scoresheets.grid import Value, text_of
from mcqa.scoresheets.words.aliases import LONG_COLUMNS

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric

FORMAT = "mcqa-mapping/1"
IGNORE = "ignore"
# what a column of its own can say about the rating or the review of its row
FIELDS = (
    *LONG_COLUMNS,
    "evidence",
    "scope",
    "clarity",
    "ease_of_use",
)
NON_SCORES = ("cannot_tell", "not_applicable", "missing")
# YAML takes no longer text for a key unless the key is marked as one
LONGEST_KEY = 200
_WHOLE = re.compile(r"[-+]?\d+\.0+")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_ID = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


class Mapping(NamedTuple):
    """Meanings given by hand: header -> field, component or `ignore`; value -> level, or one of the non-scores."""

    headers: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def with_more(self, other: Mapping) -> Mapping:
        """Add the meanings of another mapping; they win where both speak of the same words."""
        return Mapping(
            headers=_merged(self.headers, other.headers, _fold),
            values=_merged(self.values, other.values, code_of),
        )


def parse_map(texts: Sequence[str]) -> Mapping:
    """Read what --map gives, HEADING=MEANING; the last = divides. UsageError with every fault at once.

    Whether a word that could be an id is one of the rubric is asked by `check_targets`, when the rubric is known.
    """
    said = _Said(_fold)
    faults: list[str] = []
    for text in texts:
        header, sign, target = (part.strip() for part in text.rpartition("="))
        fault = said.add_header(header, target) if sign else "it has no ="
        if fault:
            faults.append(f'"{text}": {fault}')
    if faults:
        raise UsageError(
            "--map",
            faults=faults,
            hint='write HEADING=MEANING, as in --map "Rating (1-4)=level"; '
            f"meanings are {', '.join(FIELDS)}, {IGNORE}, or the id of a component",
        )
    return Mapping(headers=tuple(dict.fromkeys(said.pairs)))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; UsageError with every fault at once, each with its line."""
    from mcqa.scoresheets.words.settings_file import SettingsFile

    file = SettingsFile(path, "a mapping", FORMAT, ("headers", "values"))
    headers, values = _Said(_fold), _Said(code_of)
    for key, take in (("headers", headers.add_header), ("values", values.add)):
        for typed, node in file.pairs(file.nodes[key]) if key in file.nodes else ():
            target = file.text_at(node, typed).strip()
            fault = take(typed, target) if target else ""
            if fault:
                file.fault(node, f'"{typed}": {fault}')
    file.stop_if_faulty()
    return Mapping(headers=tuple(headers.pairs), values=tuple(values.pairs))


def code_of(value: Value) -> str:
    """Give what was typed in a cell as values are compared: case and space folded, every sign kept (-1 is not 1)."""
    text = " ".join(unicodedata.normalize("NFKC", text_of(value)).casefold().split())
    return text.partition(".")[0] if _WHOLE.fullmatch(text) else text


def mapping_text(mapping: Mapping) -> str:
    """Write a mapping as the file that `read_mapping` reads back to the same."""
    lines = [f"format: {FORMAT}"]
    for key, pairs in (("headers", mapping.headers), ("values", mapping.values)):
        if pairs:
            lines.append(f"{key}:")
            lines += [_entry(typed, meaning) for typed, meaning in pairs]
    return "\n".join(lines) + "\n"


def check_targets(mapping: Mapping, rubric: Rubric, what: str = "the mapping", *, codes: bool = False) -> Mapping:
    """Give a mapping whose components and levels are written as the rubric has them.

    UsageError with everything that the rubric does not have, and every value that is another level already; with
    `codes` numbers are codes of a tool and no scores.
    """
    from mcqa.scoresheets.words.headers import CriterionIndex

    index = CriterionIndex(rubric)
    levels = _levels(rubric)
    faults: list[str] = []
    headers, values = [], []
    for header, target in mapping.headers:
        meaning = target if target in {*FIELDS, IGNORE} else index.find(target)
        if meaning is None:
            faults.append(f'"{header}": {_unknown(target, [criterion.id for criterion in rubric.criteria])}')
        headers.append((header, meaning or target))
    for value, target in mapping.values:
        level = levels.get(target.casefold())
        if level is None:
            faults.append(f'"{value}": {_no_level(target, levels)}')
        values.append((value, level or target))
    faults += _turned_round(values, rubric, codes=codes)
    if faults:
        raise UsageError(
            f"{what} does not fit the rubric {rubric.id}",
            faults=faults,
            hint="`mcqa rubric show` lists the components and levels",
        )
    return Mapping(headers=tuple(headers), values=tuple(values))


def level_fault(target: str, rubric: Rubric) -> str:
    """Say what is wrong with the level that a value is to mean; nothing where the rubric has it."""
    levels = _levels(rubric)
    return "" if target.casefold() in levels else _no_level(target, levels)


def _no_level(target: str, levels: Iterable[str]) -> str:
    return f'"{target}" is no level{_close(target, levels)}'


def _turned_round(values: Iterable[tuple[str, str]], rubric: Rubric, *, codes: bool) -> list[str]:
    """Find values that are a level's own label, id or score, and are to mean another level of its scale.

    Numbers for every level of a scale are codes of their own, such as 1 to 3 where the scores are 0 to 2.
    """
    values = tuple(values)
    faults: dict[str, None] = {}
    for scale in {criterion.scale: None for criterion in rubric.criteria} or (rubric.scale,):
        ids = {level.id for level in scale.levels}
        coded = codes or {target for typed, target in values if _NUMBER.fullmatch(code_of(typed))} >= ids
        for typed, target in values:
            for level in scale.levels:
                said = {code_of(level.id): "id", code_of(level.label): "label"}
                if level.score is not None and not coded:
                    said.setdefault(code_of(level.score), "score")
                own = said.get(code_of(typed))
                if own and target != level.id and target in {*ids, *NON_SCORES}:
                    faults[f'"{typed}" is the {own} of the level {level.id} and cannot mean {target}'] = None
    return list(faults)


def _levels(rubric: Rubric) -> dict[str, str]:
    """Give the id of each level by its id and its label, and the non-scores; ids come before labels."""
    scales = {criterion.scale: None for criterion in rubric.criteria}
    every = [level for scale in (rubric.scale, *scales) for level in scale.levels]
    labels = {level.label.casefold(): level.id for level in every}
    return {**labels, **{name: name for name in NON_SCORES}, **{level.id.casefold(): level.id for level in every}}


def meaning_of(text: str) -> str | None:
    """Give the meaning that a word names: a field by any of its words, `ignore`, or what could be an id."""
    from mcqa.scoresheets.words.headers import field_of

    if text in {*FIELDS, IGNORE}:
        return text
    name = field_of(text)
    if name in FIELDS:
        return name
    if text.casefold() == IGNORE:
        return IGNORE
    return text if _ID.fullmatch(text) else None


def _fold(header: str) -> str:
    from mcqa.scoresheets.words.headers import fold

    return fold(header)


def _header_fault(header: str) -> str:
    if not header.isprintable() and any("\ud800" <= char <= "\udfff" for char in header):
        return "the heading holds bytes that are no text"
    return "" if _fold(header) else "a heading needs a letter or a digit"


def _unknown(target: str, components: Sequence[str]) -> str:
    said = f'"{target}" is no field and no component' if target else "the meaning is missing"
    return said + _close(target, (*FIELDS, IGNORE, *components))


def _close(word: str, known: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word.casefold().replace(" ", "_"), {each.casefold(): each for each in known}, n=1)
    return f"; did you mean {close[0]}?" if close else ""


class _Said:
    """What was said so far, to refuse words that would mean two things; `same` folds what counts as the same words."""

    def __init__(self, same: Callable[[str], str]) -> None:
        self.same = same
        self.pairs: list[tuple[str, str]] = []
        self.meanings: dict[str, str] = {}

    def add(self, typed: str, meaning: str) -> str:
        """Take a meaning; give what is wrong with it, nothing where all is well."""
        other = self.meanings.setdefault(self.same(typed), meaning)
        if other != meaning:
            return f"it cannot mean both {other} and {meaning}"
        self.pairs.append((typed, meaning))
        return ""

    def add_header(self, typed: str, target: str) -> str:
        """Take the meaning of a heading in the same way."""
        fault, meaning = _header_fault(typed), meaning_of(target)
        if meaning is None:
            return fault or _unknown(target, ())
        return fault or self.add(typed, meaning)


def _merged(
    before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]], same: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    """Put meanings together by what counts as the same words, as they were typed last."""
    return tuple({same(typed): (typed, meaning) for typed, meaning in (*before, *after)}.values())


def _entry(typed: str, meaning: str) -> str:
    key, value = _quoted(typed), _quoted(meaning)
    return f"  ? {key}\n  : {value}" if len(key) > LONGEST_KEY else f"  {key}: {value}"


def _quoted(text: str) -> str:
    return f'"{"".join(_escaped(text))}"'


def _escaped(text: str) -> Iterator[str]:
    """Give the characters of a text as they stand in quotes; what cannot be seen as an escape."""
    for char in text:
        if char in '"\\':
            yield f"\\{char}"
        elif char.isprintable():
            yield char
        else:
            yield f"\\U{ord(char):08x}"

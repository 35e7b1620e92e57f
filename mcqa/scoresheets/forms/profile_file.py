"""Form profiles: small YAML files that say how the export of a form is laid out; those shipped, and a coordinator's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mcqa.errors import UsageError
from mcqa.scoresheets.forms.heading_patterns import Heading, Question, clean
from mcqa.scoresheets.words.mapping import FIELDS, IGNORE, code_of, level_fault, meaning_of
from mcqa.scoresheets.words.settings_file import SettingsFile

if TYPE_CHECKING:
    import yaml

    from mcqa.rubric.model import Rubric

FORMAT = "mcqa-form/1"
KEYS = (
    "name",
    "title",
    "based_on",
    "recognise",
    "header_rows",
    "question_row",
    "response",
    "skip",
    "columns",
    "unit",
    "rater",
    "fallback",
    "questions",
    "comments",
    "values",
    "codes",
    "leave_out",
    "unfinished",
)
HEADER_ROWS = (1, 2, 3)
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_POSITIONS = re.compile(r"(\d{1,3})\s*\.\.\s*n")
_FLAGS = {"true": True, "false": False}

Words = tuple[tuple[Heading, frozenset[str]], ...]


class Profile(NamedTuple):
    """How one tool, or one form, lays out its export.

    `recognise`: headings that must all stand in the first header row, each with its alternatives. Of `header_rows` rows
    (and a further one that begins with `skip`) `question_rows`, counted from 0, hold the text of a question; several
    are joined by " / ", and in the last of them `response` says only that an answer stands below. `columns` say what
    headings mean, `fallback` what they mean where no other column says it. `values` are (code, level), `first_code` is
    the code of the lowest level where codes count the levels. With `codes` its numbers are codes of the tool. Rows are
    no reviews where a `leave_out` column holds one of some words, and `unfinished` ones likewise. `asked`: named in
    this run.
    """

    name: str
    title: str = ""
    path: str = ""
    asked: bool = False
    recognise: tuple[tuple[Heading, ...], ...] = ()
    header_rows: int = 1
    question_rows: tuple[int, ...] = (0,)
    response: frozenset[str] = frozenset()
    skip: Heading | None = None
    columns: tuple[tuple[Heading, str], ...] = ()
    fallback: tuple[tuple[Heading, str], ...] = ()
    questions: tuple[Question, ...] = ()
    comments: tuple[Question, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    first_code: int | None = None
    codes: bool = False
    leave_out: Words = ()
    unfinished: Words = ()

    @property
    def layout(self) -> str:
        """The name of the layout, as reports give it."""
        return f"form:{self.name}"


def shipped_profiles() -> dict[str, Path]:
    """Give the files of the shipped profiles by name."""
    folder = Path(__file__).resolve().parent / "shipped"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def load_profiles(names: Sequence[str], rubric: Rubric | None = None) -> tuple[Profile, ...]:
    """Give the profiles asked for by name or path, in that order, and then the other shipped ones.

    UsageError where a name is none, or with every fault of a file; levels are looked up in the rubric, if there is one.
    """
    shipped = shipped_profiles()
    asked: dict[str, Profile] = {}
    for name in dict.fromkeys(names):
        profile = read_profile(_locate(name, shipped), rubric)._replace(asked=True)
        before = asked.setdefault(profile.name, profile)
        if before.path != profile.path:
            raise UsageError(
                f"two profiles are called {profile.name}: {before.path} and {profile.path}", hint="rename one of them"
            )
    return (*asked.values(), *(read_profile(path) for name, path in shipped.items() if name not in asked))


def read_profile(path: Path, rubric: Rubric | None = None) -> Profile:
    """Read one profile; UsageError with every fault at once, each with its line."""
    file = SettingsFile(path, "a form profile", FORMAT, KEYS)
    reader = _Reader(file, rubric)
    profile = reader.profile()
    file.stop_if_faulty()
    return profile


def _locate(name: str, shipped: dict[str, Path]) -> Path:
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.suffix.lower() in {".yaml", ".yml"} or len(path.parts) > 1:
        return path
    import difflib

    close = difflib.get_close_matches(name.casefold(), shipped, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError(
        f'no form profile is called "{name}"',
        hint=f"{hint}shipped profiles: {', '.join(shipped)}; or give the path of a .yaml file",
    )


class _Reader:
    """Turns the keys of a profile into what they mean; whatever is wrong is a fault of the file."""

    def __init__(self, file: SettingsFile, rubric: Rubric | None) -> None:
        self.file, self.rubric = file, rubric

    def profile(self) -> Profile:
        """Read every key; what the file does not say comes from the profile that it is based on."""
        file = self.file
        name = file.text("name")
        if "name" not in file.nodes:
            file.faults.append((1, "`name` is missing"))
        elif name and not _NAME.fullmatch(name):
            file.fault(file.nodes["name"], f'the name "{name}" must be small letters, digits and - alone')
        base = self._base()
        rows = file.number("header_rows", HEADER_ROWS) or base.header_rows
        profile = base._replace(
            name=name,
            title=file.text("title") or base.title,
            path=str(file.path),
            recognise=self._recognise() or base.recognise,
            header_rows=rows,
            response=frozenset(clean(text) for text in file.texts("response")) or base.response,
            skip=Heading.of(skip) if (skip := file.text("skip")) else base.skip,
            columns=(*self._said_fields(), *self._fields("columns"), *base.columns),
            fallback=self._fields("fallback") or base.fallback,
            questions=(*self._questions("questions"), *base.questions),
            comments=(*self._questions("comments"), *base.comments),
            codes=self._flag("codes", unless=base.codes),
            leave_out=self._words("leave_out") or base.leave_out,
            unfinished=self._words("unfinished") or base.unfinished,
        )
        if not profile.recognise and "recognise" not in file.nodes:
            file.faults.append((1, "`recognise` is missing: give headings by which the export is known"))
        return self._values(profile._replace(question_rows=self._question_rows(rows, base)))

    def _base(self) -> Profile:
        name = self.file.text("based_on")
        if not name:
            return Profile(name="")
        shipped = shipped_profiles()
        if name not in shipped:
            known = ", ".join(shipped)
            self.file.fault(self.file.nodes["based_on"], f'`based_on`: no shipped profile is called "{name}" ({known})')
            return Profile(name="", recognise=((),))
        if shipped[name] == self.file.path.resolve():
            self.file.fault(self.file.nodes["based_on"], "a profile cannot be based on itself")
            return Profile(name="", recognise=((),))
        return read_profile(shipped[name])

    def _recognise(self) -> tuple[tuple[Heading, ...], ...]:
        file = self.file
        return tuple(
            tuple(Heading.of(text) for each in file.items_at(node) if (text := file.text_at(each, "recognise")))
            for node in file.items("recognise")
        )

    def _question_rows(self, rows: int, base: Profile) -> tuple[int, ...]:
        said = [text.strip() for text in self.file.texts("question_row")]
        if not said:
            return base.question_rows if base.name else (rows - 1,)
        if any(text not in {str(number) for number in range(1, rows + 1)} for text in said):
            self.file.fault(self.file.nodes["question_row"], f"`question_row` is a row from 1 to {rows}, or several")
            return (0,)
        return tuple(sorted({int(text) - 1 for text in said}))

    def _said_fields(self) -> list[tuple[Heading, str]]:
        return [(Heading.of(text), name) for name in ("unit", "rater") for text in self.file.texts(name)]

    def _fields(self, key: str) -> tuple[tuple[Heading, str], ...]:
        file, found = self.file, []
        for heading, node in file.pairs(file.nodes[key]) if key in file.nodes else ():
            target = file.text_at(node, heading).strip()
            meaning = meaning_of(target) if target else ""
            if meaning is None:
                file.fault(node, f'"{target}" is no field: use {", ".join(FIELDS)}, {IGNORE}, or a component\'s id')
            elif meaning:
                found.append((Heading.of(heading), meaning))
        return tuple(found)

    def _questions(self, key: str) -> tuple[Question, ...]:
        found = []
        for node in self.file.items(key):
            text = self.file.text_at(node, key)
            try:
                found += [Question.of(text)] if text else []
            except ValueError as error:
                self.file.fault(node, f'"{text}": {error}')
        return tuple(found)

    def _flag(self, key: str, *, unless: bool) -> bool:
        said = self.file.text(key)
        if said and said.casefold() not in _FLAGS:
            self.file.fault(self.file.nodes[key], f'`{key}` is "{said}"; expected true or false')
        return _FLAGS.get(said.casefold(), unless)

    def _words(self, key: str) -> Words:
        file, found = self.file, []
        for heading, node in file.pairs(file.nodes[key]) if key in file.nodes else ():
            words = (file.text_at(each, heading) for each in file.items_at(node))
            found.append((Heading.of(heading), frozenset(code_of(word) for word in words if word)))
        return tuple(found)

    def _values(self, profile: Profile) -> Profile:
        """Read the codes: `1..n` counts the levels, lowest first; otherwise each code has its level."""
        file = self.file
        if "values" not in file.nodes:
            return profile
        node: yaml.Node = file.nodes["values"]
        if isinstance(node.value, str):
            said = _POSITIONS.fullmatch(node.value.strip())
            if said is None:
                file.fault(node, "`values` is 1..n, 0..n, or a level under each code, as in `1: not_met`")
                return profile
            return profile._replace(first_code=int(said[1]), values=())
        pairs: dict[str, str] = {}
        for typed, value in file.pairs(node):
            level = file.text_at(value, typed).strip()
            wrong = level_fault(level, self.rubric) if level and self.rubric is not None else ""
            if wrong:
                file.fault(value, f'"{typed}": {wrong}')
            if level and pairs.setdefault(code_of(typed), level) != level:
                file.fault(value, f'"{typed}" cannot mean both {pairs[code_of(typed)]} and {level}')
        return profile._replace(first_code=None, values=tuple(pairs.items()))

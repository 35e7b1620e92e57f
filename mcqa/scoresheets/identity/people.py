"""Who and what is to be called otherwise: every reviewer and micro-credential, under all of their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mcqa.scoresheets.grid import ErrorValue, MergedAway, Uncalculated, text_of
from mcqa.scoresheets.identity.names import CODE, PROVIDER, TITLE, Identities, personal, reversed_name
from mcqa.scoresheets.identity.pseudonyms import RATER, UNIT, CrosswalkRow, Whom
from mcqa.scoresheets.records import Record
from mcqa.scoresheets.words.headers import field_of, fold
from mcqa.scoresheets.words.spelling import spelled

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric
    from mcqa.scoresheets.lists.roster import Roster
    from mcqa.scoresheets.lists.units import UnitEntry

# words of sheets that no table of headers holds: marks, totals, answers
_TRADE = """
x yes no true false n a na total totals average mean median sum count weight max min sheet table row column id name
of by the and or not applicable cannot can t tell judge unable to rate insufficient evidence rated missing invalid
rubric version subtotal grand sub overall avg averages maximum minimum std dev stdev standard deviation percent
percentage points scope clarity ease use date time your
"""
_DIGITS = re.compile(r"0*(\d+)")
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,2})?%?")


class Vocabulary:
    """The words that sheets have in common whoever filled them in: headings, the rubric's words, its levels."""

    def __init__(self, rubric: Rubric | None = None, more: Iterable[str] = ()) -> None:
        """Take the words of a rubric, and `more` that a caller gave a meaning."""
        phrases = {*more, *_TRADE.split()}
        if rubric is not None:
            phrases |= {rubric.id, rubric.title, rubric.version}
            parts = [(standard.id, standard.title) for standard in rubric.standards]
            for name, title in (*parts, *((criterion.id, criterion.title) for criterion in rubric.criteria)):
                phrases |= {name, title, f"{name} {title}", ".".join(_DIGITS.findall(name))}
            for scale in {rubric.scale, *(criterion.scale for criterion in rubric.criteria)}:
                for level in scale.levels:
                    phrases |= {level.id, level.label, "" if level.score is None else f"{level.score:g}"}
        self._phrases = {fold(phrase) for phrase in phrases} - {""}
        self._all = "\n".join(f" {phrase} " for phrase in sorted(self._phrases))
        self._words = {word for phrase in self._phrases for word in phrase.split()}
        self._known: dict[str, bool] = {}

    def is_phrase(self, text: str) -> bool:
        """Whether a text is, as a whole, a heading, a level, a component or the like."""
        return field_of(text) is not None or fold(text) in self._phrases

    def holds(self, text: str) -> bool:
        """Whether a text is a heading, or stands word by word within one or within words of the rubric."""
        return self.is_phrase(text) or f" {fold(text)} " in self._all

    def is_plain(self, text: str) -> bool:
        """Whether a text is made of such words, single digits and small numbers alone."""
        if text not in self._known:
            words = fold(text).split()
            self._known[text] = self.is_phrase(text) or all(
                word in self._words or _NUMBER.fullmatch(word) or field_of(word) for word in words
            )
        return self._known[text]


class Register:
    """Reviewers and micro-credentials by every spelling, and how each was written."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin with nobody."""
        self.vocabulary = vocabulary
        self.identities = Identities(spared=vocabulary.holds)
        self.spellings: dict[Whom, dict[str, None]] = {}
        self._whose: dict[str, Whom | None] = {}
        self._titled: dict[str, Whom] = {}
        self._met: dict[tuple[str, str], Whom] = {}

    def add_roster(self, roster: Roster) -> None:
        """Take everybody on a roster; another name that two people share means neither of them."""
        self._met.clear()
        for person in roster.people:
            self._whose[spelled(person.rater)] = (RATER, spelled(person.rater))
        for person in roster.people:
            whom = (RATER, spelled(person.rater))
            self._spell(whom, person.rater)
            self._learn(person.rater, whom)
            for name in filter(None, (person.name, person.email, *person.aliases)):
                self._spell(whom, name)
                for way in (name, reversed_name(name)):
                    before = self._whose.setdefault(spelled(way), whom)
                    if before is not None and before != whom and before[1] != spelled(way):
                        self._whose[spelled(way)] = None
                if "@" in name:
                    self.identities.add_email(name, whom)
                else:
                    self.identities.add_person(name, whom)

    def add_units(self, units: Iterable[UnitEntry]) -> None:
        """Take a list of micro-credentials: a title that two of them share means neither; providers have no code."""
        self._met.clear()
        units = tuple(units)
        codes = {spelled(entry.unit) for entry in units}
        often = Counter(spelled(entry.title) for entry in units)
        for entry in units:
            whom, title = (UNIT, spelled(entry.unit)), spelled(entry.title)
            self._spell(whom, entry.unit)
            if title and title not in codes - {whom[1]}:
                one = often[title] == 1
                if one:
                    self._titled[title] = whom
                    self._spell(whom, entry.title)
                self.identities.add(entry.title, TITLE, whom if one else None)
            self._learn(entry.unit, whom)
            self.identities.add(entry.provider, PROVIDER, None)

    def add_record(self, unit: str, rater: str) -> None:
        """Take the names of a rating."""
        for kind, name in ((UNIT, unit), (RATER, rater)):
            whom = self.whom(kind, name)
            if name not in self.spellings.get(whom, ()):
                self._spell(whom, name)
                self._learn(name, whom)

    def add_records(self, records: Iterable[Record]) -> None:
        """Take the names of ratings."""
        for unit, rater in dict.fromkeys((record.unit, record.rater) for record in records):
            self.add_record(unit, rater)

    def add_crosswalk(self, rows: Iterable[CrosswalkRow]) -> dict[Whom, str]:
        """Take the names of a crosswalk that was made before, and give their pseudonyms."""
        given = {}
        for row in rows:
            whom = self.whom(row.kind, row.original)
            self._spell(whom, row.original)
            self._learn(row.original, whom)
            given[whom] = row.pseudonym
        return given

    def whom(self, kind: str, name: str) -> Whom:
        """Say who is meant by a name in a role; spellings that are taken for one name are one."""
        met = self._met.get((kind, name))
        if met is None:
            met = (kind, spelled(name))
            met = (self._whose.get(met[1]) if kind == RATER else self._titled.get(met[1])) or met
            self._met[kind, name] = met
        return met

    def roles(self, text: str) -> list[Whom]:
        """Give those who are called by a whole text: nobody, one, or a reviewer and a micro-credential."""
        return [whom for kind in (RATER, UNIT) if (whom := self.whom(kind, text)) in self.spellings]

    def is_original(self, text: str) -> bool:
        """Whether a text is a name of anybody already."""
        return bool(self.roles(text))

    def rows(self, given: dict[Whom, str]) -> list[CrosswalkRow]:
        """Give the crosswalk: each spelling of each name with its pseudonym."""
        return [
            CrosswalkRow(whom[0], code, spelling) for whom, code in given.items() for spelling in self.spellings[whom]
        ]

    def _spell(self, whom: Whom, name: str) -> None:
        self.spellings.setdefault(whom, {})[" ".join(name.split())] = None

    def _learn(self, name: str, whom: Whom) -> None:
        if whom[0] == RATER and "@" in name:
            self.identities.add_email(name, whom)
        elif whom[0] == RATER and personal(name):
            self.identities.add_person(name, whom)
        else:
            self.identities.add(name, CODE, whom)


Called = Callable[[Whom], str]


def text_in(value: object) -> str:
    """Give the text that a cell holds of its own; a formula's text and what a block covers are none."""
    if value is None or isinstance(value, MergedAway | Uncalculated | ErrorValue | bool):
        return ""
    return text_of(value)

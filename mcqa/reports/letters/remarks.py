"""What reviewers wrote, without anybody's name, and in an order that does not tell who wrote what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from mcqa.ratings.table import Ratings, Status
from mcqa.scoresheets.identity.names import CODE, NAME, Identities, personal, seen, words_of
from mcqa.scoresheets.identity.people import Vocabulary
from mcqa.scoresheets.lists.listing import clean

if TYPE_CHECKING:
    from mcqa.rubric.model import Rubric
    from mcqa.scores.arrays import Counts, Mask
    from mcqa.scoresheets.lists.roster import Person, Roster

SOMEBODY = "[reviewer]"
# a reviewer's own code, told apart from e-mail addresses and numbers that belong to nobody who is known
WHOM = ("rater", "")
_LETTERS = 3


class Unnamed:
    """Takes reviewers' ids, names and addresses out of texts, and any e-mail address and telephone number."""

    def __init__(self, rubric: Rubric, raters: Iterable[str], roster: Roster | None, names: Iterable[str] = ()) -> None:
        """Learn who is to stay unnamed: `raters` of the table, all of a roster, and `names` of others."""
        self._identities = Identities(spared=Vocabulary(rubric).holds)
        self._short: list[str] = []
        for text in (*raters, *names):
            self._learn(text)
        for person in () if roster is None else roster.people:
            self._learn_person(person)
        self._called = _called(self._short)

    def __call__(self, text: str) -> str:
        """Give a text without names; each became `[reviewer]`, other identities what they are."""
        plain = seen(clean(text))
        pieces, last = [], 0
        for hit in self._identities.find(plain):
            pieces += [plain[last : hit.start], SOMEBODY if hit.whom else f"[{hit.kind}]"]
            last = hit.end
        return self._called.sub(SOMEBODY, "".join([*pieces, plain[last:]]))

    def _learn(self, text: str) -> None:
        """Learn a name or an id, whichever it is."""
        if "@" in text:
            self._identities.add_email(text, WHOM)
        elif personal(text):
            self._learn_name(text)
        else:
            self._identities.add(text, CODE, WHOM)
            if not any(self._identities.known(text)):
                self._short.append(text)

    def _learn_person(self, person: Person) -> None:
        self._learn(person.rater)
        for text in (person.name, *person.aliases):
            if text.strip():
                self._learn(text)
        if person.email.strip():
            self._learn(person.email)

    def _learn_name(self, name: str) -> None:
        """Learn a name, and each part of it in small and capital letters, but no word that is more than a name."""
        self._identities.add_person(name, WHOM)
        single = len(words_of(name)) == 1
        for word in re.findall(r"[^\W\d_]+", name):
            if len(word) < _LETTERS or not (single or self._is_rare(word)):
                continue
            for way in (word.capitalize(), word.upper(), *((word.lower(),) if self._is_rare(word) else ())):
                self._identities.add(way, NAME, WHOM)

    @staticmethod
    def _is_rare(word: str) -> bool:
        """Whether a word is a name and nothing else: one that may stand for a person by itself."""
        alone = Identities()
        alone.add_person(f"{word.capitalize()} Doe", WHOM)
        return any(alone.find(word.capitalize()))


def _called(short: Iterable[str]) -> re.Pattern[str]:
    """Find ids such as 3 or A, which are too short to be looked for alone, behind the word for a reviewer."""
    ids = "|".join(sorted((re.escape(text.strip()) for text in short if text.strip()), key=len, reverse=True))
    return re.compile(
        rf"(?i)\b(?:reviewer|rater|judge|assessor)\s*(?:no\.?|nr\.?|#)?\s*(?:{ids})\b" if ids else r"(?!)"
    )


class Remarks:
    """The comments of each cell, and how many reviewers answered it."""

    def __init__(self, ratings: Ratings, unnamed: Unnamed, where: Mask | None = None) -> None:
        """Take the rows of a table, or some of them."""
        self._unnamed, self._ratings = unnamed, ratings
        counted = np.ones(len(ratings), dtype=np.bool_) if where is None else where
        width, people = len(ratings.criteria), max(len(ratings.raters), 1)
        cell = ratings.unit.astype(np.int64) * width + ratings.criterion
        answered = counted & (ratings.status != Status.MISSING)
        pairs = np.unique(cell[answered] * people + ratings.rater[answered])
        size = len(ratings.units) * width
        self.reviewers: Counts = np.bincount(pairs // people, minlength=size).reshape(len(ratings.units), width)
        self._rows: dict[int, list[int]] = {}
        for row, (text, keep) in enumerate(zip(ratings.comment, counted.tolist(), strict=True)):
            if keep and text.strip():
                self._rows.setdefault(int(cell[row]), []).append(row)

    def of(self, unit: int, criterion: int) -> tuple[str, ...]:
        """Give the comments on a cell without names, each once, in the order of the alphabet."""
        rows = self._rows.get(unit * len(self._ratings.criteria) + criterion, ())
        texts = {text.casefold(): text for row in rows if (text := self.without_names(self._ratings.comment[row]))}
        return tuple(texts[key] for key in sorted(texts))

    def without_names(self, text: str) -> str:
        """Give any text without names."""
        return self._unnamed(text).strip()

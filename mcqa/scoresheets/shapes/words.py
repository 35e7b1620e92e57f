"""What one heading means by itself: a field, a component, a level, a comment on one, a name, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mcqa.rubric.model import Level
from mcqa.scoresheets.shapes.table import KNOWN, MARK, RATING, UNREAD
from mcqa.scoresheets.words.aliases import ANSWERS, AXES, RATING_WORDS, TITLES
from mcqa.scoresheets.words.headers import CriterionIndex, field_of, fold
from mcqa.scoresheets.words.mapping import IGNORE, Mapping

# headings that are no column's own: of a standard over its components, and a name of a unit or a rater
STANDARD, NAME = "standard", "name"
LONGEST = 400
MOST_TOKENS = 40
KEPT = 50_000
# headings of non-scores beside those of the levels
NON_SCORES = {
    "cannot tell": "Cannot tell",
    "can t tell": "Cannot tell",
    "cannot judge": "Cannot tell",
    "unable to rate": "Cannot tell",
    "insufficient evidence": "Cannot tell",
    "n a": "N/A",
    "na": "N/A",
    "not applicable": "N/A",
}
_TOKEN = re.compile(r"[^\W_]+")
_EDGES = " \t\r\n-\u2010\u2011\u2012\u2013\u2014:_()[]/|,;.\xa0"
_POSSESSIVE = re.compile(r"(?P<name>.*\S)['\u2019`]s?", re.DOTALL)
# pandas and others number a heading that is there twice: Comments.1
_AGAIN = re.compile(r"(?P<word>.*\D)[.\s_(]*\d{1,3}\)?", re.DOTALL)
_CORNER = re.compile(r"\s*(?:[/\\|\u2193\u2192]+|\bby\b|\bvs\b)\s*", re.IGNORECASE)
_TOTAL = re.compile(
    r"((grand|sub|overall) ?)?(total|totals|subtotal|sum|average|averages|avg|mean|median|count|maximum|minimum|max|min"
    r"|std dev|stdev|standard deviation|percent|percentage)"
    r"( (score|scores|points|rating|ratings|level|met|all|of .*|for .*|by .*|per .*))?"
)
_ABOUT = re.compile(r"^\W*(on|for|of|by|from|about)\b", re.IGNORECASE)
# what is said before a name that begins with a letter is dropped: Reviewer R03 is R03, and Reviewer 3 stays
_SHORT = 3


class Heading(NamedTuple):
    """What a heading means: its role, by what, and what it names.

    `role` is a field, RATING (of a component), MARK (a level), STANDARD, NAME (of a `kind`, unit or rater), KNOWN or
    UNREAD. `word` is what it says about what it names: `comment` in "C01.1 comment". A word for totals is KNOWN and has
    a `name`: a reviewer may be called Max.
    """

    text: str
    role: str
    how: str = "unknown"
    criterion: str = ""
    level: str = ""
    kind: str = ""
    name: str = ""
    word: str = ""

    @property
    def mapped(self) -> bool:
        """Whether a mapping given by hand says so."""
        return self.how == "map"

    @property
    def totals(self) -> bool:
        """Whether it is a word for totals, which may be a name as well."""
        return self.role == KNOWN and bool(self.name)


class Words:
    """Knows what headings mean, for one rubric and one mapping; each distinct text is looked up once."""

    def __init__(self, index: CriterionIndex, mapping: Mapping) -> None:
        """Index the levels of the rubric, and what the mapping says."""
        self.index = index
        self.mapped = {fold(header): (header, target) for header, target in mapping.headers}
        self.met: set[str] = set()
        self.levels = dict(_level_words(index))
        self.level_scores = _score_words(index)
        self.scores = frozenset(f"{level.score:g}" for level in _scale_levels(index) if level.score is not None)
        self.known: dict[str, Heading] = {}

    def heading(self, text: str) -> Heading:
        """Say what a heading means."""
        try:
            return self.known[text]
        except KeyError:
            if len(self.known) >= KEPT:
                self.known.clear()
            found = self.known[text] = self._heading(text)
            return found

    def _heading(self, text: str) -> Heading:
        if len(text) > LONGEST:
            return Heading(text, UNREAD, name=text)
        folded = fold(text)
        if folded in self.mapped:
            self.met.add(folded)
            return self._mapped(text, self.mapped[folded][1])
        criterion = self.index.find(text)
        known = field_of(text)
        if criterion is not None and (known is None or known in ANSWERS):
            return Heading(text, RATING, self.index.how(text), criterion=criterion)
        if known is not None:
            return Heading(text, KNOWN if known in {"known", "rubric"} else known, "alias")
        descriptor = folded.startswith("descriptor ")
        if descriptor or _TOTAL.fullmatch(folded):
            return Heading(text, KNOWN, "alias", name="" if descriptor else text.strip())
        if folded in self.levels:
            return Heading(text, MARK, "alias", level=self.levels[folded], name=text)
        if self.index.is_heading(text):
            return Heading(text, STANDARD, "title", name=text)
        return self._corner(text) or self._again(text) or self._about(text) or self._name(text)

    def called(self, text: str) -> Heading:
        """Read a word for totals as a name: Max, and in "Max rating" what it says of Max."""
        for head, tail, plain in _divided(text):
            if plain and field_of(tail) in RATING_WORDS and is_total(head):
                return Heading(text, UNREAD, name=head.strip(_EDGES), word=field_of(tail) or "")
        return Heading(text, UNREAD, name=text.strip())

    def _mapped(self, text: str, target: str) -> Heading:
        if target == IGNORE:
            return Heading(text, KNOWN, "map")
        if (target == "comment" or target in ANSWERS) and (owner := self.component_in(text)):
            return Heading(text, RATING, "map", criterion=owner, word=target)
        criterion = self.index.find(target) if field_of(target) is None or target in self.index.ids else None
        return Heading(text, target, "map") if criterion is None else Heading(text, RATING, "map", criterion=criterion)

    def component_in(self, text: str) -> str | None:
        """Give the component that a heading begins or ends with: C01.1 why; the longest such words count."""
        tokens = list(_TOKEN.finditer(text))[:MOST_TOKENS]
        heads = (text[: token.end()] for token in reversed(tokens[:-1]))
        tails = (text[token.start() :] for token in tokens[1:])
        return next((found for part in (*heads, *tails) if (found := self.index.find(part))), None)

    def _corner(self, text: str) -> Heading | None:
        """Read the first cell of a cross table, `Component / Reviewer`: what its rows are, and what its columns."""
        parts = _CORNER.split(text.strip())
        if len(parts) != len(("rows", "columns")):
            return None
        fields = [AXES.get(fold(part)) or field_of(part) for part in parts]
        if set(fields) in ({"criterion", "rater"}, {"criterion", "unit"}):
            row, column = fields
            return Heading(text, row or "", "alias", kind=column or "")
        return None

    def _about(self, text: str) -> Heading | None:
        """Read a heading with a word at either end that says what of a component or a name it holds."""
        for head, tail, plain in _divided(text):
            word = field_of(tail)
            if word not in RATING_WORDS and word not in ANSWERS and word != "comment":
                continue
            possessive = _POSSESSIVE.fullmatch(head.strip())
            bare = (possessive["name"] if possessive else head).strip(_EDGES)
            owner = self.heading(bare) if bare else None
            if owner is None or owner.word or owner.mapped:
                continue
            if owner.role == RATING:
                return owner._replace(text=text, word=word)
            if owner.role == "rater":
                # the reviewer's rating
                return Heading(text, word, "alias")
            if owner.role == NAME or possessive:
                return owner._replace(text=text, role=NAME, how="alias", word=word, kind=owner.kind or "rater")
            if (owner.role == UNREAD or owner.totals) and plain and not bare.isdecimal():
                # whether that is a name, and of what, its table knows
                return Heading(text, UNREAD, name=bare, word=word)
        return None

    def _again(self, text: str) -> Heading | None:
        """Read `Comments.1` as a further column of comments."""
        match = _AGAIN.fullmatch(text.strip())
        return Heading(text, "comment", "alias") if match and field_of(match["word"]) == "comment" else None

    def _name(self, text: str) -> Heading:
        """Read a name that says of what it is one: Reviewer 3, MC-02, Micro-credential: Data literacy, R03's."""
        possessive = _POSSESSIVE.fullmatch(text.strip())
        if possessive:
            return Heading(text, NAME, "alias", kind="rater", name=possessive["name"].strip())
        called = name_in(text)
        if called is not None:
            kind, name = called
            return Heading(text, NAME, "alias", kind=kind, name=name)
        return Heading(text, UNREAD, name=text.strip())


def name_in(text: str) -> tuple[str, str] | None:
    """Give the kind and the name in a text that begins with the word for a unit or a rater: Reviewer 3, MC-02."""
    tokens = list(_TOKEN.finditer(text))
    # a code such as MC01, letters and digits in one
    first = re.match(r"\s*([^\W\d_]+)\d", text)
    if first and (kind := _axis(first[1])) is not None:
        return kind, text.strip()
    for size in range(min(3, len(tokens) - 1), 0, -1):
        kind = _axis(text[: tokens[size - 1].end()])
        if kind is None:
            continue
        between = text[tokens[size - 1].end() : tokens[size].start()]
        rest = text[tokens[size].start() :].strip()
        spelled_out = len(fold(text[: tokens[size - 1].end()])) > _SHORT
        if ":" in between:
            return kind, rest
        if rest[0].isdigit():
            return kind, text.strip()
        if _is_code(rest):
            return kind, rest if spelled_out and between.isspace() else text.strip()
    return None


def _is_code(text: str) -> bool:
    """Whether a word is a code, R03 or AB, and not one such as `type` in Micro-credential type."""
    words = text.split()
    return words[0][-1].isdigit() or (len(words) == 1 and len(text) <= _SHORT and text.isupper())


def called_in(text: str) -> tuple[str, str] | None:
    """Give the kind and the name where a word for totals follows one for a unit or a rater: Reviewer Max."""
    word, _, rest = text.strip().rpartition(" ")
    kind = _axis(word) if len(text) <= LONGEST and word else None
    return (kind, rest) if kind is not None and is_total(rest) else None


def is_total(text: str) -> bool:
    """Whether a text names a row of totals or averages."""
    return len(text) <= LONGEST and _TOTAL.fullmatch(fold(text)) is not None


def _axis(word: str) -> str | None:
    folded = fold(word)
    return AXES.get(folded) if not folded.endswith("s") else None


def axis_of(text: str) -> str | None:
    """Give what stands below a heading over several columns: units under Micro-credentials, raters under Reviewer."""
    return AXES.get(fold(text)) if len(text) <= LONGEST else None


def stands_in_for(text: str) -> str | None:
    """Give the field for which a title stands in where no column holds the ids."""
    return TITLES.get(fold(text)) if len(text) <= LONGEST else None


def _divided(text: str) -> Iterator[tuple[str, str, bool]]:
    """Give the ways to divide a heading in what it is about and one to three words at its end or beginning.

    The last part says whether it is plainly divided there: at its end, or by a word such as in Comments on MC-02.
    """
    tokens = list(_TOKEN.finditer(text))
    if not 1 < len(tokens) <= MOST_TOKENS:
        return
    for size in range(min(3, len(tokens) - 1), 0, -1):
        at = tokens[-size].start()
        yield text[:at], text[at:], True
    for size in range(min(3, len(tokens) - 1), 0, -1):
        at = tokens[size - 1].end()
        rest = _ABOUT.sub("", text[at:])
        yield rest, text[:at], rest != text[at:]


def _scale_levels(index: CriterionIndex) -> Iterator[Level]:
    scales = {id(criterion.scale): criterion.scale for criterion in index.rubric.criteria}
    for scale in (index.rubric.scale, *scales.values()):
        yield from scale.levels


def _level_words(index: CriterionIndex) -> Iterable[tuple[str, str]]:
    """Give the ways of heading a column by a level, each with what its cells mean: the level's label."""
    yield from NON_SCORES.items()
    for level in _scale_levels(index):
        for word in (level.label, level.id):
            folded = fold(word)
            if not folded or folded.isdecimal():
                continue
            yield folded, level.label
            if level.score is not None:
                yield fold(f"{level.score:g} {word}"), level.label
                yield fold(f"{word} {level.score:g}"), level.label


def _score_words(index: CriterionIndex) -> dict[str, str]:
    """Give the scores of the rubric's scale as headings of columns, each with the label of its level."""
    return {f"{level.score:g}": level.label for level in index.rubric.scale.levels if level.score is not None}

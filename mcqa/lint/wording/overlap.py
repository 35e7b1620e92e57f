"""The rule about two components that ask for the same.

Compared are the stems of the words, weighted by how rare a stem is among the components at hand. Only components that
share a rare stem are held against each other, so that the work grows with the rubric and not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import log, sqrt
from typing import NamedTuple

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark, tokenize
from mcqa.lint.registry import rule
from mcqa.lint.wording.stems import stems_of

LIST = "overlapping-components"
CLOSED = ("articles", "pronouns", "prepositions", "conjunctions", "auxiliaries", "modals", "quantifiers")

# a rubric of few components says little about which words are rare
_AT_LEAST = 12
_COMMON = 0.3
_RARE = 0.4
# the share of the weight of all words that two components have in common. In the shipped rubrics the highest is 0.2;
# of pairs that ask for the same in the labelled corpus, nine of ten have 0.55 and more
_SAME = 0.55
_REWORDED = 0.4
_TEXTS = 0.3
_FEWEST = 3
_MANY = 6
_NAMED = 4


class Profile(NamedTuple):
    """The telling stems of a component, in order: of its title, of its text, and of its highest descriptor.

    `turned` says that a word stands in them that lets subject and object change places: is checked by.
    """

    title: frozenset[str]
    text: tuple[str, ...]
    top: tuple[str, ...]
    turned: bool


class Subject(NamedTuple):
    """A component that is compared: its id, its line, its place in the file (None for one of the base), its texts."""

    id: str
    line: int | None
    path: tuple[str | int, ...] | None
    title: str
    text: str
    top: str


class Pair(NamedTuple):
    """Two components that overlap, the later one first, and the stems that they share, the rarest first."""

    later: int
    earlier: int
    shared: tuple[str, ...]


class Reader:
    """Takes the texts of components apart, in one language."""

    def __init__(self, language: Language) -> None:
        """Read the lists."""
        self.stems = stems_of(language)
        telling = language.terms(f"{LIST}.telling")
        self.closed = {word for name in CLOSED for word in language.terms(f"common.{name}") if word not in telling}
        self.turning = language.terms(f"{LIST}.turning")
        stem = self.stems.stem
        self.alike = {stem(term): stem(said) for term, said in language.terms(LIST).entries.items()}
        self.common = frozenset(self.alike.get(stem(word), stem(word)) for word in language.terms(f"{LIST}.common"))

    def read(self, text: str) -> tuple[str, ...]:
        """Give the stems of the telling words of a text, in order."""
        return tuple(stem for _, stem in self.pairs(text))

    def pairs(self, text: str) -> Iterator[tuple[str, str]]:
        """Give the telling words of a text, each with its stem."""
        for word in tokenize(text).words:
            if not is_mark(word) and word not in self.closed:
                stem = self.stems.stem(word)
                yield word, self.alike.get(stem, stem)


@lru_cache(maxsize=16)
def reader_of(language: Language) -> Reader:
    """Give the reader of a language, made once."""
    return Reader(language)


@lru_cache(maxsize=20_000)
def profile(language: Language, title: str, text: str, top: str) -> Profile:
    """Take the texts of one component apart; the same texts are taken apart once."""
    reader = reader_of(language)
    turned = any(word in reader.turning for each in (text, top) for word in tokenize(each).words)
    return Profile(frozenset(reader.read(title)), reader.read(text), reader.read(top), turned)


@rule("L303", "overlapping-components", Severity.WARNING)
def overlapping_components(document: Document, kind: Kind) -> Iterator[Finding]:
    """Two components ask for the same.

    Compared are text and highest descriptor of every two components, those of a rubric that this one extends as well;
    words that few components have weigh more. Not flagged are sisters: components in the same words except for what
    they are about (for students, for staff). The list `overlapping-components` says which words mean the same; more of
    them go into mcqa.toml: under `[lint.words]`, `overlapping-components = ["exit ticket: assessment"]`.

    Why: what two components ask for counts twice, and a reviewer who rates one of them has rated the other.
    Source: Popham (1997); Stevens & Levi (2005).
    Bad:
        - id: C01.1
          title: Named sources
          text: Each claim of the log comes with the source it was taken from.
        - id: C01.2
          title: Support for claims
          text: The source from which it was taken comes with each claim of the log.
    Good:
        - id: C01.1
          title: Named sources
          text: Each claim of the log comes with the source it was taken from.
        - id: C01.2
          title: Dated entries
          text: Every entry carries the day on which it was written.
    """
    if document.context is None:
        return
    language = document.context.language
    subjects = (*_of_the_base(document), *_of_the_file(document))
    profiles = tuple(profile(language, each.title, each.text, each.top) for each in subjects)
    for pair in overlaps(profiles, language):
        later, earlier = subjects[pair.later], subjects[pair.earlier]
        if later.path is None or later.id == earlier.id:
            continue
        where = f"line {earlier.line}" if earlier.line else "of the rubric that this one extends"
        words = _words(f"{later.text} {later.top}", pair.shared, language)
        part = "text" if later.text else "title"
        message = f"{later.id} asks for the same as {earlier.id} ({where}); both speak of {', '.join(words)}"
        hint = "make one component of the two, or say in each what the other does not ask for"
        place = document.within((*later.path, part), 0)
        yield kind.at(place, message, hint=hint, subject=later.id, value=earlier.id)


def _of_the_base(document: Document) -> Iterator[Subject]:
    for criterion in document.base.criteria if document.base else ():
        top = criterion.descriptors.get(criterion.scale.level_ids[-1], "")
        yield Subject(criterion.id, None, None, criterion.title, criterion.text, top)


def _of_the_file(document: Document) -> Iterator[Subject]:
    for worded in document.worded:
        prose, path = worded.prose, worded.component.path
        name = worded.component.text("id") or prose.title
        top = prose.levels[-1].text if prose.levels else ""
        yield Subject(name, document.place(*path).line, path, prose.title, prose.text, top)


def _words(text: str, shared: tuple[str, ...], language: Language) -> list[str]:
    """Give the words of a text whose stems are shared, as they are written there."""
    found: dict[str, str] = {}
    for word, stem in reader_of(language).pairs(text):
        found.setdefault(stem, word)
    return [f'"{found[stem]}"' for stem in shared if stem in found][:_NAMED]


@lru_cache(maxsize=512)
def overlaps(profiles: tuple[Profile, ...], language: Language) -> tuple[Pair, ...]:
    """Give the pairs of components that ask for the same: for each component at most one, the nearest before it."""
    found = []
    sets = [frozenset((*profile.text, *profile.top)) for profile in profiles]
    weights = weigh(profiles, sets, reader_of(language).common)
    best: dict[int, tuple[float, int]] = {}
    for later, earlier in candidates(sets, weights):
        score = _score(profiles[later], profiles[earlier], weights)
        if score and score > best.get(later, (0.0, 0))[0]:
            best[later] = (score, earlier)
    for later, (_, earlier) in sorted(best.items()):
        shared = sorted(sets[later] & sets[earlier], key=lambda stem: (-weights[stem], stem))
        found.append(Pair(later, earlier, tuple(shared)))
    return tuple(found)


def weigh(profiles: tuple[Profile, ...], sets: list[frozenset[str]], common: frozenset[str]) -> dict[str, float]:
    """Weigh every stem by how few components have it."""
    counted = Counter(stem for profile, body in zip(profiles, sets, strict=True) for stem in profile.title | body)
    many = max(len(profiles), _AT_LEAST)
    return {stem: (_COMMON if stem in common else 1.0) * log(1 + many / count) for stem, count in counted.items()}


def candidates(sets: list[frozenset[str]], weights: dict[str, float]) -> Iterator[tuple[int, int]]:
    """Give the pairs, later one first, that share enough of what is rare to be looked at."""
    holders: dict[str, list[int]] = {}
    for index, stems in enumerate(sets):
        for stem in stems:
            holders.setdefault(stem, []).append(index)
    most = max(_AT_LEAST, int(2 * sqrt(len(sets))))
    shared: dict[tuple[int, int], float] = {}
    for stem, indexes in holders.items():
        if 1 < len(indexes) <= most:
            for place, later in enumerate(indexes):
                for earlier in indexes[:place]:
                    shared[later, earlier] = shared.get((later, earlier), 0.0) + weights[stem]
    totals = [sum(weights[stem] for stem in stems) for stems in sets]
    for (later, earlier), weight in shared.items():
        if weight >= _TEXTS * min(totals[later], totals[earlier]):
            yield later, earlier


def _score(one: Profile, other: Profile, weights: dict[str, float]) -> float | None:
    """Give the share of the words that two components have in common; None where they ask for different things."""
    texts = _share(set(one.text), set(other.text), weights) if one.text and other.text else None
    if texts is not None and texts < _TEXTS:
        return None
    score = _judged(one.text, other.text, one, other, weights) if texts is not None else None
    return score or _judged((*one.text, *one.top), (*other.text, *other.top), one, other, weights)


def _share(one: set[str], other: set[str], weights: dict[str, float]) -> float:
    both = sum(weights[stem] for stem in one | other)
    return sum(weights[stem] for stem in one & other) / both if both else 0.0


def _judged(
    first: tuple[str, ...], second: tuple[str, ...], one: Profile, other: Profile, weights: dict[str, float]
) -> float | None:
    """Judge two texts: the same words, or the same in another order and with few others on either side."""
    here, there = set(first), set(second)
    if min(len(here), len(there)) < _FEWEST:
        return None
    share = _share(here, there, weights)
    rare = _RARE * max(weights.values())
    own = [stem for stem in here - there - other.title if weights[stem] >= rare]
    others = [stem for stem in there - here - one.title if weights[stem] >= rare]
    shared = len(here & there)
    # one of the two may ask for more than the other
    most = shared // 2 if shared >= _MANY and not (own and others) else max(1, shared // 4)
    if max(len(own), len(others)) > most:
        return None
    # Students give feedback to teachers; Teachers give feedback to students
    if not (one.turned or other.turned) and first[0] == second[-1] != second[0] == first[-1]:
        return None
    if share >= (_REWORDED if shared >= _MANY else _SAME) and not (own and others):
        return share
    # what differs on both sides in the same order of words are sisters: for students, for staff
    reordered = _order(first, here & there) != _order(second, here & there)
    titled = len(one.title) > 1 and one.title == other.title
    return share if share >= _REWORDED and (reordered or titled) else None


def _order(stems: tuple[str, ...], shared: set[str]) -> list[str]:
    return [stem for stem in dict.fromkeys(stems) if stem in shared]

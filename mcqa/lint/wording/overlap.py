"""The rule about two components that ask for the same.

Compared are the stems of the words, weighted by how rare a stem is among the components at hand. Only components that
share a rare stem are held against each other, so that the work grows with the rubric and not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import log, sqrt

from mcqa.findings import Finding, Kind, Severity
from mcqa.lint.document import Document
from mcqa.lint.prose.component import Prose
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import tokenize
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
_SOME = 4
_MANY = 6
_NAMED = 4

# the components of a pair that overlaps, the later one first, and the stems that they share, the rarest first
Pair = tuple[int, int, tuple[str, ...]]


class Profile:
    """The telling stems of a component, in order: of its title, of its text, and of its highest descriptor.

    `turned` says that a word stands in them that lets subject and object change places: is checked by.
    """

    __slots__ = ("body", "text", "title", "top", "turned")

    def __init__(self, title: tuple[str, ...], text: tuple[str, ...], top: tuple[str, ...], *, turned: bool) -> None:
        self.title = frozenset(title)
        self.text = text
        self.top = top
        self.body = frozenset((*text, *top))
        self.turned = turned


class Reader(dict[str, str]):
    """The telling stem of each word of a language, "" for one that tells nothing; looked up when it is first met."""

    def __init__(self, language: Language) -> None:
        """Read the lists."""
        super().__init__()
        self._forms = language.forms
        self._stems = stems_of(language)
        self._alike = language.terms(LIST).entries
        self.turning = frozenset(language.terms(f"{LIST}.turning").entries)
        # what nearly every component has
        self.common = self._stems.of(language.terms(f"{LIST}.common").entries)
        for name in CLOSED:
            self.update(dict.fromkeys(language.terms(f"common.{name}").entries, ""))
        for word in language.terms(f"{LIST}.telling").entries:
            self.pop(word, None)

    def __missing__(self, word: str) -> str:
        """Give the stem of a word, or of the word that means the same."""
        forms = self._forms(word)
        same = word
        if not self._alike.keys().isdisjoint(forms):
            same = next(self._alike[form] for form in forms if form in self._alike)
        found = self[word] = self._stems[same]
        return found

    def read(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Give the stems of the telling words among some words, in order."""
        return tuple([stem for word in words if (stem := self[word])])


@lru_cache(maxsize=16)
def reader_of(language: Language) -> Reader:
    """Give the reader of a language, made once."""
    return Reader(language)


@lru_cache(maxsize=20_000)
def profile(language: Language, title: str, text: str, top: str) -> Profile:
    """Take the texts of one component apart; the same texts are taken apart once."""
    reader = reader_of(language)
    words, above = tokenize(text).words, tokenize(top).words
    turned = not (reader.turning.isdisjoint(words) and reader.turning.isdisjoint(above))
    return Profile(reader.read(tokenize(title).words), reader.read(words), reader.read(above), turned=turned)


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
    base = tuple(_of_the_base(document, language))
    worded = document.worded
    here = tuple(profile(language, *_texts(each.prose)) for each in worded)
    for later, earlier, shared in overlaps((*(each for _, each in base), *here), language):
        if later < len(base):
            continue
        component, prose = worded[later - len(base)].component, worded[later - len(base)].prose
        name = component.text("id") or prose.title
        if earlier < len(base):
            other, where = base[earlier][0], "of the rubric that this one extends"
        else:
            again = worded[earlier - len(base)]
            other = again.component.text("id") or again.prose.title
            where = f"line {document.place(*again.component.path).line}"
        if name != other:
            words = _words(prose, shared, language)
            message = f"{name} asks for the same as {other} ({where}); both speak of {', '.join(words)}"
            hint = "make one component of the two, or say in each what the other does not ask for"
            place = document.within((*component.path, "text" if prose.text else "title"), 0)
            yield kind.at(place, message, hint=hint, subject=name, value=other)


def _of_the_base(document: Document, language: Language) -> Iterator[tuple[str, Profile]]:
    """Give the components of the rubric that is extended, by id."""
    for criterion in document.base.criteria if document.base else ():
        top = criterion.descriptors.get(criterion.scale.level_ids[-1], "")
        yield criterion.id, profile(language, criterion.title, criterion.text, top)


def _texts(prose: Prose) -> tuple[str, str, str]:
    return prose.title, prose.text, prose.levels[-1].text if prose.levels else ""


def _words(prose: Prose, shared: tuple[str, ...], language: Language) -> list[str]:
    """Give the words of a component whose stems are shared, as they are written there."""
    reader = reader_of(language)
    _, text, top = _texts(prose)
    found: dict[str, str] = {}
    for word in (*tokenize(text).words, *tokenize(top).words):
        found.setdefault(reader[word], word)
    return [f'"{found[stem]}"' for stem in shared if stem in found][:_NAMED]


@lru_cache(maxsize=512)
def overlaps(profiles: tuple[Profile, ...], language: Language) -> tuple[Pair, ...]:
    """Give the pairs of components that ask for the same: for each component at most one, the nearest before it."""
    weights = weigh(profiles, reader_of(language).common)
    best: dict[int, tuple[float, int]] = {}
    for later, earlier in candidates(profiles, weights):
        score = _score(profiles[later], profiles[earlier], weights)
        if score and score > best.get(later, (0.0, 0))[0]:
            best[later] = (score, earlier)
    found = []
    for later, (_, earlier) in sorted(best.items()):
        shared = sorted(profiles[later].body & profiles[earlier].body, key=lambda stem: (-weights[stem], stem))
        found.append((later, earlier, tuple(shared)))
    return tuple(found)


def weigh(profiles: tuple[Profile, ...], common: set[str]) -> dict[str, float]:
    """Weigh every stem by how few components have it."""
    counted = Counter([stem for profile in profiles for stem in profile.title | profile.body])
    many = max(len(profiles), _AT_LEAST)
    by_count = {count: log(1 + many / count) for count in set(counted.values())}
    return {stem: by_count[count] * _COMMON if stem in common else by_count[count] for stem, count in counted.items()}


def candidates(profiles: tuple[Profile, ...], weights: dict[str, float]) -> Iterator[tuple[int, int]]:
    """Give the pairs, later one first, that share enough of what is rare to be looked at."""
    most = max(_AT_LEAST, int(2 * sqrt(len(profiles))))
    counted = Counter([stem for profile in profiles for stem in profile.body])
    rare = {stem for stem, count in counted.items() if 1 < count <= most}
    holders: dict[str, list[int]] = {stem: [] for stem in rare}
    totals = [sum([weights[stem] for stem in profile.body]) for profile in profiles]
    for later, profile in enumerate(profiles):
        shared: dict[int, float] = {}
        for stem in profile.body & rare:
            for earlier in holders[stem]:
                shared[earlier] = shared.get(earlier, 0.0) + weights[stem]
            holders[stem].append(later)
        for earlier, weight in shared.items():
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
    most = shared // 2 if shared >= _SOME and not (own and others) else max(1, shared // 4)
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

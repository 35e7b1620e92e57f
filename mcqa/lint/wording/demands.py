"""The rule about two demands in one component."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.grammar import FINITE
from mcqa.lint.wording.joined import Pairs, open_joiners
from mcqa.lint.wording.sentence import Sentence, lists_of

_SHOWN = 6
_CONTENT = "NVTGAS"
_LEVELS = 2
_STOPS = frozenset(".!?;")
_DEFINITIONS = frozenset([("a",), ("an",), ("what",), ("the",)])

# two demands of a text: the tokens of the first, the joining word, the tokens of the second (last included), and the
# stems of what each of them is about
Demands = tuple[int, int, int, int, set[str], set[str]]


@wording("L301", "double-demand", Severity.WARNING)
def double_demand(prose: Prose, context: Context) -> Iterator[Hit]:
    """A component asks for two things that can be met apart.

    Looked at are the text of the component and the descriptor of its highest level: two verbs, two objects or two
    sentences that each ask for something. Not flagged are pairs that are one demand (terms and conditions, teaching and
    learning), pairs of people, of adjectives and of names, alternatives, and what stands in a condition, a purpose, an
    example, a quotation, in brackets or behind a colon. Not flagged either is a component whose lower levels say what
    one of the two without the other is worth. A pair that is one demand in your field goes into mcqa.toml: under
    `[lint.words]`, `double-demand = ["scope and scale"]`.

    Why: a reviewer who finds one of the two must guess which level that is, and reviewers guess differently.
    Source: Moskal & Leydens (2000); Popham (1997); Haladyna (2004).
    Bad:
        levels:
          not_met: The log is empty.
          partly_met: The log is begun.
          met: The log names a source for each claim and gives the day of each entry.
    Good:
        levels:
          not_met: The log names a source for none of its five claims.
          partly_met: The log names a source for one to four of its five claims.
          met: The log names a source for each of its five claims.
    """
    language = context.language
    texts: list[tuple[RelativePath, str]] = [(("text",), prose.text)]
    if prose.levels:
        texts.append((prose.levels[-1].path, prose.levels[-1].text))
    for path, text in texts:
        tokens = tokenize(text)
        for demands in _found(tokens, prose.title, language):
            if not _handled(tokens, demands, prose, language):
                yield _hit(path, tokens, demands)
                return


def _found(tokens: Tokens, title: str, language: Language) -> Iterator[Demands]:
    """Give the pairs of demands of a text: those inside a sentence, and a sentence that asks for something more."""
    lists = lists_of(language)
    first: tuple[int, int] | None = None
    for start, end in _statements(tokens):
        words = tokens.words[start:end]
        if first is not None and lists.explaining.within(words):
            continue
        joiners = open_joiners(words, lists)
        if first is None:
            first = start, end
            if joiners:
                yield from _inside(Pairs(tokens, start, end, language), joiners)
            continue
        sentence = Pairs(tokens, start, end, language)
        if _defines(sentence):
            continue
        yield from _inside(sentence, joiners)
        before = Sentence(tokens, *first, language)
        if _asks_more(sentence, before, title):
            one, other = _content(before, 0, before.end), _content(sentence, 0, sentence.end)
            yield first[0], start, start, max(start, end - 2), one, other


def _inside(sentence: Pairs, joiners: list[tuple[int, int]]) -> Iterator[Demands]:
    """Give the pairs of demands inside one sentence."""
    start = sentence.start
    for first, joiner, second, last in sentence.joints(joiners):
        # what a colon brings belongs to the demand before it
        end = sentence.end if sentence.words[last + 1 : last + 2] == (":",) else last + 1
        one, other = _content(sentence, first, joiner), _content(sentence, second, end)
        yield start + first, start + joiner, start + second, start + last, one, other


def _statements(tokens: Tokens) -> list[tuple[int, int]]:
    """Give the sentences, taken apart at semicolons."""
    words = tokens.words
    if _STOPS.isdisjoint(words[:-1]):
        return [(0, len(words))] if words else []
    ends = [index + 1 for index, word in enumerate(words) if word in _STOPS]
    if ends[-1] < len(words):
        ends.append(len(words))
    return list(zip([0, *ends], ends, strict=False))


def _defines(sentence: Sentence) -> bool:
    """Whether a sentence says what something is: An artifact is a file; A remedy is what is offered."""
    verb = next((index for index, tag in enumerate(sentence.tags) if tag in FINITE), sentence.end)
    return sentence.tags.startswith("B", verb) and sentence.words[verb + 1 : verb + 2] in _DEFINITIONS


def _asks_more(sentence: Sentence, before: Sentence, title: str) -> bool:
    """Whether a further sentence has a demand of its own: it says so, or speaks of something that is new."""
    tags, words, lists = sentence.tags, sentence.words, sentence.lists
    verb = next((index for index, tag in enumerate(tags) if tag in FINITE), 0)
    if not verb or "S" in tags[:verb] or words[0] in {"a", "an"} or not before.finite(0, before.end):
        return False
    if lists.adding.within(words):
        return True
    stems = lists.stems
    first = tags.find("P", 0, verb)
    head = tags.rfind("N", 0, first if first >= 0 else verb)
    if head < 0 or stems[words[head]] in stems.of(before.words) | stems.of(tokenize(title).words):
        return False
    main = next((index for index in range(verb, sentence.end) if tags[index] in "VTA"), verb)
    return tags[main] == "T" or lists.has(lists.giving, words[main]) or words[main] in lists.present


def _handled(tokens: Tokens, demands: Demands, prose: Prose, language: Language) -> bool:
    """Whether a lower level says what one of the two demands is worth without the other.

    It does where it tells the two apart by a word such as or, but, without; a level between the lowest and the highest
    also by speaking of one of them alone, with such a word or with nothing new.
    """
    if len(prose.levels) < _LEVELS:
        return False
    *_, first, second = demands
    first, second = (first - second) or first, (second - first) or second
    lists = lists_of(language)
    stems = lists.stems
    for index, level in enumerate(prose.levels[:-1]):
        words = tokenize(level.text).words
        # that neither is there says nothing of one of them
        apart = not lists.partial.isdisjoint(words) or sum([word in lists.denying for word in words]) == 1
        if not (apart or index):
            continue
        there = stems.of(words)
        one, other = not first.isdisjoint(there), not second.isdisjoint(there)
        if apart and one and other:
            return True
        alone = index > 0 and one != other and _mostly(first if one else second, there)
        if alone and (apart or there <= stems.of((*tokens.words, *tokenize(prose.levels[-1].text).words))):
            return True
    return False


def _mostly(one: set[str], there: set[str]) -> bool:
    """Whether a text speaks of a demand with most of its words."""
    return len(one & there) > len(one) / 2


def _content(sentence: Sentence, begin: int, end: int) -> set[str]:
    """Give the stems of the words that say what is asked for; of words that every rubric has only if there are none."""
    lists, tags = sentence.lists, sentence.tags
    said = lists.stems.of(
        [word for index, word in enumerate(sentence.words[begin:end], begin) if tags[index] in _CONTENT]
    )
    return (said - lists.common) or said


def _hit(path: RelativePath, tokens: Tokens, demands: Demands) -> Hit:
    first, joiner, second, last, *_ = demands
    start = tokens.starts[joiner]
    before = joiner - 1
    if joiner == second:
        before -= tokens.words[before] in {".", ";"}
    before -= tokens.words[before] == ","
    one, other = _shown(tokens, first, before), _shown(tokens, second, last)
    return Hit(
        path=path,
        start=start,
        length=tokens.end(last) - start,
        message=f'two demands that can be met apart: "{one}" and "{other}"',
        hint="make two components of them, or say in the levels what one without the other is worth",
    )


def _shown(tokens: Tokens, first: int, last: int) -> str:
    """Give the words of one demand, cut off where they are many."""
    if last - first < _SHOWN:
        return tokens.slice(first, max(first, last))
    return f"{tokens.slice(first, first + _SHOWN - 1)} …"

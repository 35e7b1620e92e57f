"""The rule about two demands in one component."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording.grammar import FINITE, LIST, Tagged, grammar_of
from mcqa.lint.wording.joined import Joint, joints
from mcqa.lint.wording.sentence import lists_of
from mcqa.lint.wording.stems import Stems, stems_of

_SHOWN = 6
_CONTENT = frozenset("NVTGAS")


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
        if not _may_join(tokenize(text), language):
            continue
        tagged = grammar_of(language).tag(tokenize(text))
        for joint in _found(tagged, prose.title, language):
            if not _handled(tagged.tokens, tagged, joint, prose, stems_of(language)):
                yield _hit(path, tagged.tokens, joint)
                return


def _may_join(tokens: Tokens, language: Language) -> bool:
    """Whether a text has a joining word or a second sentence at all."""
    joiners = lists_of(language).joining_words
    return not joiners.isdisjoint(tokens.words) or any(word in ".;" for word in tokens.words[:-1])


def _found(tagged: Tagged, title: str, language: Language) -> Iterator[Joint]:
    """Give the pairs of demands of a text: those inside a sentence, and a sentence that asks for something more."""
    explaining = language.terms(f"{LIST}.explaining")
    before: tuple[int, int] | None = None
    for start, end in _statements(tagged.tokens):
        explains = before is not None and any(
            explaining.at(tagged.tokens, index, exact=True) for index in range(start, end)
        )
        if not (explains or (before is not None and _defines(tagged, start, end))):
            yield from joints(tagged, start, end, language)
            if before is not None and _asks_more(tagged, before, (start, end), title, language):
                yield Joint(first=before[0], joiner=start, second=start, last=max(start, end - 2))
        before = (start, end) if before is None else before


def _statements(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Give the sentences, taken apart at semicolons."""
    for start, end in tokens.sentences():
        begin = start
        for index in range(start, end):
            if tokens.words[index] == ";":
                yield begin, index + 1
                begin = index + 1
        if begin < end:
            yield begin, end


def _defines(tagged: Tagged, start: int, end: int) -> bool:
    """Whether a sentence says what something is: An artifact is a file; A remedy is what is offered."""
    for index in range(start, end - 1):
        if tagged.tags[index] in FINITE:
            return tagged.tags[index] == "B" and tagged.tokens.words[index + 1] in {"a", "an", "what", "the"}
    return False


def _asks_more(tagged: Tagged, before: tuple[int, int], here: tuple[int, int], title: str, language: Language) -> bool:
    """Whether a further sentence has a demand of its own: it says so, or speaks of something that is new."""
    start, end = here
    tags, words = tagged.tags, tagged.tokens.words
    verb = next((index for index in range(start, end) if tags[index] in FINITE), None)
    if verb is None or verb == start or "S" in tags[start:verb] or not any(t in FINITE for t in tags[slice(*before)]):
        return False
    if words[start] in {"a", "an"}:
        return False
    adding = language.terms(f"{LIST}.adding")
    if any(adding.at(tagged.tokens, index, exact=True) for index in range(start, end)):
        return True
    stems = stems_of(language)
    known = stems.of(tokenize(title)) | {stems.stem(word) for word in words[slice(*before)]}
    head = next((i for i in range(verb - 1, start - 1, -1) if tags[i] == "N" and "P" not in tags[start:i]), None)
    if head is None or stems.stem(words[head]) in known:
        return False
    lists = lists_of(language)
    main = next((i for i in range(verb, end) if tags[i] in "VTA"), verb)
    return tags[main] == "T" or lists.giving.has(words[main]) is not None or words[main] in lists.present


def _handled(tokens: Tokens, tagged: Tagged, joint: Joint, prose: Prose, stems: Stems) -> bool:
    """Whether a lower level says what one of the two demands is worth without the other.

    It does where it tells the two apart by a word such as or, but, without; a level between the lowest and the highest
    also by speaking of one of them alone, with such a word or with nothing new.
    """
    end = joint.last
    if tokens.words[end + 1 : end + 2] == (":",):
        end = next((stop for _, stop in tokens.sentences() if stop > end), end + 1) - 1
    first = _content(tokens, tagged, range(joint.first, joint.joiner), stems)
    second = _content(tokens, tagged, range(joint.second, end + 1), stems)
    first, second = (first - second) or first, (second - first) or second
    top = stems.of(tokens) | stems.of(tokenize(prose.levels[-1].text)) if prose.levels else set()
    partial = stems.language.terms(f"{LIST}.partial")
    for index, level in enumerate(prose.levels[:-1]):
        read = tokenize(level.text)
        there = stems.of(read)
        apart = any(partial.has(word) for word in read.words)
        if apart and first & there and second & there:
            return True
        if index and (apart or there <= top) and (_one_alone(first, second, there) or _one_alone(second, first, there)):
            return True
    return False


def _one_alone(one: set[str], other: set[str], there: set[str]) -> bool:
    """Whether a text speaks of one of two demands, with most of its words, and not of the other."""
    return len(one & there) > len(one) / 2 and not other & there


def _content(tokens: Tokens, tagged: Tagged, span: range, stems: Stems) -> set[str]:
    """Give the stems of the words that say what is asked for; of the others only if there are none."""
    common = stems.language.terms("overlapping-components.common")
    words = [tokens.words[index] for index in span if tagged.tags[index] in _CONTENT]
    telling = [word for word in words if common.has(word) is None]
    return {stems.stem(word) for word in telling or words}


def _hit(path: RelativePath, tokens: Tokens, joint: Joint) -> Hit:
    start = tokens.starts[joint.joiner]
    before = joint.joiner - 1
    if joint.joiner == joint.second:
        before -= tokens.words[before] in {".", ";"}
    before -= tokens.words[before] == ","
    first, second = _shown(tokens, joint.first, before), _shown(tokens, joint.second, joint.last)
    return Hit(
        path=path,
        start=start,
        length=tokens.end(joint.last) - start,
        message=f'two demands that can be met apart: "{first}" and "{second}"',
        hint="make two components of them, or say in the levels what one without the other is worth",
    )


def _shown(tokens: Tokens, first: int, last: int) -> str:
    """Give the words of one demand, cut off where they are many."""
    if last - first < _SHOWN:
        return tokens.slice(first, max(first, last))
    return f"{tokens.slice(first, first + _SHOWN - 1)} …"

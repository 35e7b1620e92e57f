"""How hard a component is to read, by a formula that needs no corpus."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_word, tokenize
from mcqa.lint.registry import wording

# more than a bachelor's degree is asked of nobody
HARDEST = 16
# syllables differ from word to word by about one, so by chance the grade of a text of n words is off by this over √n
MARGIN = 1.645 * 11.8
# in fewer words the formula says nothing
SHORTEST = 15
# up to so many words a sentence is no burden by its length
LONG_SENTENCE = 25

# Flesch himself counted as a sentence what a colon, a semicolon or a dash sets off, if it can stand alone
_ENDS = frozenset(".!?;:–—")
_PARTS = r"[a-z]+"
_VOWELS = r"[aeiouy]+"
_SHORT = 3
# what the rules below may count beside the groups of vowels
_PERHAPS = (
    *("ia", "io", "eo", "ua", "uo", "iu", "ien", "iet", "ya", "yi", "eing", "nuit", "uity", "uing", "uen", "uer"),
    *("creat", "reali", "cooper", "coordin", "sm", "thm"),
)
# two vowels side by side that are spoken apart, and those of them that are not
_APART = r"i[ao]|eo(?!u)|neou|u[ao]|iu|ie[nt]|y[ai]|eing|nuit|uity|uing|(?<![qg])ue[nr]|creat(?!u)|reali|cooper|coordin"
_TOGETHER = r"[tcsgx]i[ao](?!t)|gu[ao]|qu[ao]|tien|(?<!s)cien|geon|nion|vior|ieth|ieu"
# an e that is not spoken: at the end, in a plural or a past, and inside what is made of two words
_SILENT = (
    r"[^aeiouylt]e$|[aeiou][lt]e$|[^aeiou]te$|[aeiou]re$|[aei]ques?$|[aoe]gues?$|[^aeiouylscxzgh]es$|[aeiou]les$|[aeiouy][tgp]hes$"
    r"|[^aeioutdl]ed$|[aeiourl]led$"
)
_SILENT_INSIDE = r"[^aeioul]e(?:ment|ly|ful|less|ness|s?work|lines?$|holder|long|thing)"


class Passage(NamedTuple):
    """A text with its words, sentences and syllables counted, and the longest sentence: offset, length, words."""

    path: RelativePath
    words: int
    sentences: int
    syllables: int
    longest: tuple[int, int, int]


@wording("L501", "readability", Severity.INFO)
def readability(prose: Prose, context: Context) -> Iterator[Hit]:
    """A component reads harder than a university textbook.

    The measure is the Flesch-Kincaid grade: the years of school that a reader needs, from the words in a sentence and
    the syllables in a word. The text and the descriptors of a component are taken together, as a reviewer reads them;
    more than grade 16, a bachelor's degree, is flagged. One long word moves the grade of a short text, so that it has
    to be above that by a margin: 18 in 100 words, 20 in 25; of fewer than 15 words nothing is said. The longest
    sentence of the hardest text is marked. As in Flesch's own instructions a semicolon, a colon and a dash end a
    sentence, so that a list with them is no burden.

    The formula is for English; nothing is said of a rubric in another language. Syllables are counted by rule; a word
    that is counted wrongly goes with its number into mcqa.toml: `readability = ["rubric: 2"]` under `[lint.words]`.

    Why: reviewers read twenty or thirty components for each micro-credential, and a sentence they must read twice they
    read in two ways.
    Source: Kincaid et al. (1975).
    Bad:
        text: >-
          The candidate demonstrates comprehensive facilitation of metacognitive instructional methodologies that
          systematically operationalize interdisciplinary competencies across heterogeneous educational environments
          while simultaneously integrating collaborative accountability mechanisms into organizational processes.
        levels:
          not_met: Documentation of methodological operationalization is unavailable.
          partly_met: Documentation of methodological operationalization demonstrates discontinuities.
          met: Documentation of methodological operationalization is comprehensively available.
    Good:
        text: Each claim of the log comes with its source.
    """
    if context.language.code.partition("-")[0] != "en":
        return
    texts = [(path, tokenize(text)) for path, text in _texts(prose) if text]
    if not _may_be_hard([tokens for _, tokens in texts]):
        return
    passages = [_passage(path, tokens, context.language) for path, tokens in texts]
    whole = sum(each.words for each in passages)
    hard = [each for each in passages if each.words >= SHORTEST and _grade([each]) > _limit(each.words)]
    if not hard and (whole < SHORTEST or _grade(passages) <= _limit(whole)):
        return
    together = not hard
    hardest = max(hard or passages, key=lambda each: _burden(each, alone=not together))
    grade = _grade(passages if together else [hardest])
    start, length, words = hardest.longest
    what = "the component" if together else "this text"
    message = f"{what} reads at grade {grade:.0f}; its longest sentence here has {words} words"
    if words > LONG_SENTENCE:
        hint = "make two sentences of this one, or take verbs in place of nouns such as implementation"
    else:
        hint = "take short words, and verbs in place of nouns such as implementation"
    yield Hit(hardest.path, start, length, message, hint)


def _burden(passage: Passage, *, alone: bool) -> tuple[float, int]:
    return (_grade([passage]), passage.words) if alone else (_grade([passage]) * passage.words, passage.words)


def _texts(prose: Prose) -> Iterator[tuple[RelativePath, str]]:
    yield ("text",), prose.text
    for level in prose.levels:
        yield level.path, level.text


def _limit(words: int) -> float:
    """Give the grade that is beyond doubt too high: with 95 % confidence over that of a bachelor's degree."""
    return HARDEST + MARGIN / math.sqrt(words)


def _grade(passages: list[Passage]) -> float:
    """Give the Flesch-Kincaid grade of some texts taken together; 0 without a word."""
    words = sum(each.words for each in passages)
    sentences = sum(each.sentences for each in passages)
    if not words or not sentences:
        return 0.0
    return _formula(words, sentences, sum(each.syllables for each in passages))


def _formula(words: int, sentences: int, spoken: int) -> float:
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59


def _may_be_hard(texts: list[Tokens]) -> bool:
    """Whether texts, alone or together, could be too hard with all spoken that may be: most need no closer look."""
    words = sentences = spoken = 0
    for tokens in texts:
        here = len([word for word in tokens.words if word[0].isalpha()])
        ends = _ends(tokens)
        lower = tokens.text.lower()
        vowels = len(re.findall(_VOWELS, lower)) + sum(map(lower.count, _PERHAPS))
        vowels -= len([word for word in tokens.words if _ends_unspoken(word)])
        if here >= SHORTEST and _formula(here, ends, vowels) > _limit(here):
            return True
        words, sentences, spoken = words + here, sentences + ends, spoken + vowels
    return words >= SHORTEST and _formula(words, sentences, spoken) > _limit(words)


def _ends_unspoken(word: str) -> bool:
    """Whether a word ends in an e that is surely not spoken, as in make and state."""
    return word[-1] == "e" and len(word) > _SHORT and word[-2] not in "aeiouyl"


def _ends(tokens: Tokens) -> int:
    """Count the sentences, no more than there are."""
    return len([word for before, word in pairwise(tokens.words) if before in _ENDS and word not in _ENDS]) + 1


def _passage(path: RelativePath, tokens: Tokens, language: Language) -> Passage:
    counted = language.terms("readability").entries
    words = sentences = spoken = current = first = 0
    longest = (0, 0, 0)
    for index, word in enumerate(tokens.words):
        if is_word(word):
            first = first if current else index
            current += 1
            spoken += syllables(word) if word not in counted else _number(counted[word], word)
        if word in _ENDS or index + 1 == len(tokens.words):
            words += current
            sentences += 1 if current else 0
            if current > longest[2]:
                longest = (tokens.starts[first], tokens.end(index) - tokens.starts[first], current)
            current = 0
    return Passage(path, words, sentences, spoken, longest)


def _number(said: str, word: str) -> int:
    return int(said) if said.isdecimal() else syllables(word)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Count the syllables of an English word in lower case by its groups of vowels, parts with a hyphen one by one."""
    return sum(_of_part(part) for part in re.findall(_PARTS, word.replace("'", ""))) or 1


def _of_part(part: str) -> int:
    count = len(re.findall(_VOWELS, part))
    count += len(re.findall(_APART, part)) - len(re.findall(_TOGETHER, part))
    count -= 1 if re.search(_SILENT, part) else 0
    count -= len(re.findall(_SILENT_INSIDE, part))
    count += 1 if part.endswith(("sm", "thm")) else 0
    return max(1, count)

"""Words that leave the judgement to the reviewer: measure words without a measure, and verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from mcqa.findings import Severity
from mcqa.lint.prose.component import Context, Hit, Prose, RelativePath
from mcqa.lint.prose.language import Language, Match, Terms
from mcqa.lint.prose.tokens import Tokens, tokenize
from mcqa.lint.registry import wording
from mcqa.lint.wording import definitions, measures, senses
from mcqa.lint.wording import surroundings as around
from mcqa.lint.wording.surroundings import Place, place_of

# nobody words a text with more; what has more is no descriptor, and is not read to its end
MOST = 40
_MEASURE = "say how many, which ones, by when, or by what sign a reviewer sees it; or explain the word in the glossary"
_DESCRIBE = "say what a reviewer finds in such work: parts, numbers, errors, or what somebody can do with it"


@wording("L201", "vague-term", Severity.WARNING)
def vague_term(prose: Prose, context: Context) -> Iterator[Hit]:
    """A measure word stands without a measure: appropriate, sufficient, several, timely, clear.

    The text and the level descriptors of a component are read, not its title. A word is not flagged where a number, a
    list, brackets, a colon or words such as "namely" or "as defined in" follow and say what it means, where the
    glossary or the component's own text explains it ("A source is relevant when ...") or a condition does ("recorded as
    sufficient only when"), where somebody else is the test ("enough detail for another teacher to repeat the lesson"),
    in quotation marks, in names and terms ("statistically significant", "regular expression", "the polygon is
    regular"), where words are spoken of ("the words some and most"), and where the word is a part of what is asked for
    ("explains why the source is relevant"). "Some" is exact between a level for none and a level for all. A list that
    ends in "etc." or "and so on" is always flagged.

    The list is extended in mcqa.toml, under `[lint.words]`: `vague-term = ["impactful", "-recent"]` adds a word and
    takes one out; `"vague-term.allowed"` holds phrases in which a word is no fault, and `"vague-term.kinds"` the things
    that an adjective only sorts (`"regular: verb polygon"`).

    Why: Two reviewers who read the same work agree that sources are cited and differ on whether they are appropriate.
    Each of them fills the word with a measure of their own, and the difference shows as disagreement that no training
    removes.
    Source: Moskal & Leydens (2000); Tierney & Simon (2004); Jonsson & Svingby (2007).
    Bad:
        levels:
          not_met: The log names no source.
          partly_met: The log names a source for each of its five claims, and none is recent.
          met: The log names an appropriate source for each of its five claims.
    Good:
        levels:
          not_met: The log names no source.
          partly_met: The log names a source for each of its five claims, and none of them is a published study.
          met: The log names a published study for each of its five claims.
    """
    language = context.language
    for path, place, match, others in _used(prose, context, "vague-term"):
        spoken = place.tokens.words[place.first]
        if spoken in language.terms("vague-term.open_lists") or match.term in language.terms("vague-term.open_lists"):
            said = place.tokens.slice(place.first, place.last)
            message = f'"{said}" leaves the list open: reviewers go on with it in different ways'
            yield _hit(path, place, message, match.said or _MEASURE)
        elif not (
            senses.is_superlative(place, language)
            or senses.is_between(path, place, prose, language)
            or senses.is_verb(place, language)
            or around.conditional(place, language)
            or measures.listed(place, language, language.terms("vague-term.introducers"))
            or measures.counted(place, language)
            or around.asked_for(place, others, language)
            or measures.tested(place, language)
            or measures.pointed(place, language)
            or definitions.explained(place, tokenize(prose.text), context)
        ):
            said = place.tokens.slice(place.first, place.last)
            message = f'"{said}" is no measure: reviewers draw the line in different places'
            yield _hit(path, place, message, match.said or _MEASURE)


@wording("L202", "judging-term", Severity.WARNING)
def judging_term(prose: Prose, context: Context) -> Iterator[Hit]:
    """A verdict stands in the place of a description: good, poor, strong, satisfactory, well organized.

    The text and the level descriptors of a component are read. Labels of levels are no descriptors, and a descriptor
    may cite a level by its name ("rated Proficient"). A word is not flagged where a colon or "that is" explains it,
    where the glossary or the component's own text does, where a condition follows ("counts as acceptable only if"), in
    quotation marks, in names and terms ("weak acid", "strong password", "well-being", "the price of each good"), where
    words are spoken of ("the word good"), and where judging is what is asked for ("explains what makes the draft a good
    summary", "families rate the visit as good or poor").

    The list is extended in mcqa.toml, under `[lint.words]`: `judging-term = ["stellar", "-engaging"]` adds a word and
    takes one out; `"judging-term.allowed"` holds phrases in which a word is no fault, and `"judging-term.kinds"` the
    things that an adjective only sorts (`"weak: acid base"`).

    Why: A descriptor that says "good" repeats the label of its level, and a reviewer learns nothing from it about the
    work. What the reviewer would have to see in order to call it good is left to each of them.
    Source: Popham (1997); Brookhart (2013); Moskal & Leydens (2000).
    Bad:
        levels:
          not_met: The log is poor.
          partly_met: The log names a source for three or four of its five claims.
          met: The log is excellent.
    Good:
        levels:
          not_met: The log names a source for at most two of its five claims.
          partly_met: The log names a source for three or four of its five claims.
          met: The log names a source for each of its five claims.
    """
    language = context.language
    for path, place, match, others in _used(prose, context, "judging-term"):
        wider = _with_participle(place, match, language)
        if not (
            senses.is_noun(place, language)
            or senses.is_gerund(place, language)
            or senses.sorts(place, language)
            or _cited(wider, prose, language)
            or measures.listed(wider, language, language.terms("judging-term.introducers"))
            or around.asked_for(wider, others, language)
            or definitions.explained(wider, tokenize(prose.text), context)
        ):
            said = wider.tokens.slice(wider.first, wider.last)
            message = f'"{said}" judges and does not describe: reviewers are left with standards of their own'
            yield _hit(path, wider, message, match.said or _DESCRIBE)


def _used(prose: Prose, context: Context, rule: str) -> Iterator[tuple[RelativePath, Place, Match, list[Match]]]:
    """Give the terms of a list as they are used in a component, each with the other terms of its text.

    Left out are terms in quotations, names, set phrases, and those that sort a thing or are spoken of.
    """
    language = context.language
    for path, tokens, matches in _found(prose, language.terms(rule)):
        quotes = around.quoted(tokens)
        seen: set[str] = set()
        for match in matches:
            place = place_of(tokens, match.first, match.last)
            if not (
                match.term in seen
                or match.first in quotes
                or around.in_phrase(place, language.terms(f"{rule}.allowed"))
                or around.of_kind(place, language.terms(f"{rule}.kinds"), language)
                or around.named(place)
                or around.mentioned(place, language)
            ):
                # repetitions are mended with the first; terms that are open at their end stand for several words
                if not match.term.endswith("*"):
                    seen.add(match.term)
                yield path, place, match, matches


def _found(prose: Prose, terms: Terms) -> Iterator[tuple[RelativePath, Tokens, list[Match]]]:
    """Give the texts of a component that hold terms, with the terms as they stand there, in order."""
    alone, longer, starts = terms.entries, terms.longer, terms.open_starts
    for path, text in (("text",), prose.text), *((level.path, level.text) for level in prose.levels):
        tokens = tokenize(text)
        words = tokens.words
        opened = bool(starts) and any(start in text.lower() for start in starts)
        if not opened and terms.signals.isdisjoint(words):
            continue
        pairs = zip(words, (*words[1:], ""), strict=True)
        near = [
            index
            for index, (word, following) in enumerate(pairs)
            if word in alone or (word in longer and following in longer[word])
        ]
        if opened:
            near = sorted({*near, *(index for index, word in enumerate(words) if word.startswith(starts))})
        matches: list[Match] = []
        after = 0
        for index in near:
            exact = words[index] in alone or words[index] in longer
            if index >= after and (match := terms.at(tokens, index, exact=exact)):
                matches.append(match)
                after = match.last + 1
                if len(matches) == MOST:
                    break
        if matches:
            yield path, tokens, matches


def _with_participle(place: Place, match: Match, language: Language) -> Place:
    """Take what an adverb like `well` belongs to into the place: well organized."""
    if match.term not in language.terms("judging-term.with_participle"):
        return place
    follows = place.word(1)
    participle = follows.endswith(("en", "wn")) or (
        follows != "" and len(language.forms(follows)) > 1 and not follows.endswith(("s", "ing"))
    )
    return place._replace(last=place.last + 1) if participle else place


def _cited(place: Place, prose: Prose, language: Language) -> bool:
    """Whether the word names a level: rated Proficient, the proficient level, Proficient or higher."""
    tokens = place.tokens
    before, earlier = place.word(-1), place.word(-2)
    citers = language.terms("judging-term.citers")
    if before in citers or (earlier in citers and before in language.terms("common.prepositions")):
        return True
    if f"{earlier} {before}" in citers or (before == "(" and place.word(1) == ")"):
        return True
    if before == place.word(1) == "," and language.terms("judging-term.cited").has(earlier):
        return True
    follows = place.last + 1
    if follows < place.end:
        if language.terms("judging-term.level_phrases").at(tokens, follows, exact=True):
            return True
        pointed = before in language.terms("vague-term.pointers")
        if pointed and language.terms("judging-term.cited").has(tokens.words[follows]):
            return True
    typed = tokens.typed[place.first]
    if place.first == place.start or not typed[0].isupper() or typed.isupper():
        return False
    said = tokens.words[place.first]
    return any(said in level.label.lower().split() for level in prose.levels)


def _hit(path: RelativePath, place: Place, message: str, hint: str) -> Hit:
    start = place.tokens.starts[place.first]
    return Hit(path=path, start=start, length=place.tokens.end(place.last) - start, message=message, hint=hint)

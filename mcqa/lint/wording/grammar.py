"""Parts of speech, as far as closed classes of words, lists of verbs, endings and neighbours tell them.

The tags: N noun, A adjective, R adverb or negation, D article, number or possessive, Q pronoun, V finite verb, B a form
of be, X another auxiliary, T past participle, G form in -ing, I the "to" of an infinitive, P preposition, S a word that
opens a clause serving another, C a word that joins, O one of alternatives, K another conjunction, M a mark.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_number, is_word

LIST = "double-demand"
FINITE = frozenset("VBX")
POSSESSIVE = "'s"
_SHORT = 4


class Word(NamedTuple):
    """What a word may be, apart from any text: its tag, its form as a verb, and whether it is surely one.

    `quality` says that it is an adjective as well as a verb: open, complete. What is `open` depends on its neighbours.
    """

    tag: str
    form: str = ""
    sure: bool = False
    plural: bool = False
    quality: bool = False

    @property
    def open(self) -> bool:
        """Whether other words around it can make another tag of it."""
        return self.tag in "VXT" or (self.tag == "N" and self.plural)


class Tagged(NamedTuple):
    """A text with a tag and a form for each token."""

    tokens: Tokens
    tags: tuple[str, ...]
    forms: tuple[str, ...]


_EDGE = Word("")


class Grammar:
    """The classes of words of one language; every word is looked up once."""

    def __init__(self, language: Language) -> None:
        """Read the lists."""
        self.language = language
        self._words: dict[str, Word] = {}
        self._verbs = frozenset(language.terms(f"{LIST}.verbs").entries)
        self._also_nouns = frozenset(language.terms(f"{LIST}.nouns-too").entries)
        self._irregular = language.terms("forms.irregular").entries
        self._adjectives = language.terms(f"{LIST}.adjectives")
        self._nouns = language.terms(f"{LIST}.nouns")
        self._plurals = language.terms(f"{LIST}.plurals")
        self._endings = tuple(language.terms(f"{LIST}.adjective-endings").entries)
        self._bounds = language.terms(f"{LIST}.bounds")
        self._not_adverbs = language.terms(f"{LIST}.not-adverbs")
        self._closed = self._closed_classes()

    def _closed_classes(self) -> dict[str, str]:
        """Give the tag of every word of a closed class; a later class wins."""
        found: dict[str, str] = {}
        for tag, name in (
            ("R", f"{LIST}.adverbs"),
            ("P", "common.prepositions"),
            ("K", "common.conjunctions"),
            ("Q", "common.pronouns"),
            ("D", "common.quantifiers"),
            ("D", "common.numbers"),
            ("R", "common.negations"),
            ("D", "common.articles"),
            ("X", "common.auxiliaries"),
            ("X", "common.modals"),
            ("S", f"{LIST}.openers"),
            ("D", f"{LIST}.possessives"),
            ("B", f"{LIST}.be"),
            ("O", f"{LIST}.alternatives"),
            ("C", f"{LIST}.joiners"),
        ):
            found |= dict.fromkeys((term for term in self.language.terms(name).entries if " " not in term), tag)
        return found

    def word(self, word: str) -> Word:
        """Give what a word may be."""
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = self._looked_up(word)
        return known

    def _looked_up(self, word: str) -> Word:
        if is_number(word):
            return Word("D")
        if not is_word(word):
            return Word("M")
        # the earner's plan
        closed = self._closed.get(word) or ("D" if word.endswith(POSSESSIVE) else "")
        if closed:
            return Word(closed, form=self._form_as_verb(word) if closed == "X" else "", plural=word in self._plurals)
        form = self._form_as_verb(word)
        if form:
            sure = self._also_nouns.isdisjoint(self.language.forms(word))
            quality = word in self._adjectives
            return Word("V", form, sure=sure, plural=word.endswith("s"), quality=quality)
        return Word(self._open_class(word), plural=word in self._plurals or self._plural(word))

    def _open_class(self, word: str) -> str:
        if word.endswith("ly") and word not in self._not_adverbs:
            return "R"
        if word in self._adjectives:
            return "A"
        if len(word) > _SHORT and word.endswith("ed"):
            return "A" if "-" in word else "T"
        if len(word) > _SHORT and word.endswith("ing"):
            return "G"
        if word.endswith(self._endings) and not self._nouns.has(word):
            return "A"
        return "N"

    @staticmethod
    def _plural(word: str) -> bool:
        return word.endswith("s") and not word.endswith(("ss", "us", "is"))

    def _form_as_verb(self, word: str) -> str:
        """Give the form in which a word is a verb of the lists; "" where it is none."""
        if word in self._verbs or word in self._also_nouns:
            return "both" if self._irregular.get(word) == word else "base"
        forms = self.language.forms(word)
        if self._verbs.isdisjoint(forms) and self._also_nouns.isdisjoint(forms):
            return ""
        if word.endswith("ing"):
            return "ing"
        if word.endswith("s") and self._irregular.get(word, "be") != word[:-1]:
            return "s"
        return "past" if word.endswith("ed") or word in self._irregular else ""

    def tag(self, tokens: Tokens) -> Tagged:
        """Give each token of a text its tag, from what it may be and from what stands beside it."""
        known = [self.word(word) for word in tokens.words]
        tags: list[str] = []
        finite = False
        before, last = _EDGE, ""
        for index, word in enumerate(known):
            tag = word.tag
            if word.open or tokens.words[index] == "to":
                next_one = _past_adverbs(known, index + 1)
                after = known[next_one] if next_one < len(known) else _EDGE
                beyond = known[next_one + 1] if next_one + 1 < len(known) else _EDGE
                tag = _settled(word, tokens.words[index], last, before, after, beyond, finite)
            elif word.tag == "P" and tokens.words[index + 1 : index + 2] and tokens.words[index + 1] in self._bounds:
                # at least two pieces of evidence
                tag = "R"
            tags.append(tag)
            if tag == "M" and tokens.words[index] not in ",-'\"":
                finite, before, last = False, _EDGE, ""
            elif tag not in {"R", "M"}:
                before, last = word, tag
                finite = (finite or tag in FINITE) and tag not in "SC"
        forms = tuple(
            word.form or ("s" if tag == "V" and word.plural else "") for word, tag in zip(known, tags, strict=True)
        )
        return Tagged(tokens=tokens, tags=tuple(tags), forms=forms)


@lru_cache(maxsize=16)
def grammar_of(language: Language) -> Grammar:
    """Give the grammar of a language, made once."""
    return Grammar(language)


def _past_adverbs(known: list[Word], index: int) -> int:
    while index < len(known) and known[index].tag == "R":
        index += 1
    return index


def _settled(word: Word, typed: str, last: str, before: Word, after: Word, beyond: Word, finite: bool) -> str:
    """Settle what one word is, by the tag before it and by what may come after it."""
    if typed == "to":
        return "I" if _begins_infinitive(after, beyond) else "P"
    if word.tag == "X" and typed in {"has", "have", "had"}:
        return "X" if after.form in {"past", "both"} or after.tag in {"B", "T"} else "V"
    if word.tag == "V":
        return _VERBS[word.form](word, last, before, after, beyond, finite)
    if word.tag == "T" and last in {"D", "A", "P", ""}:
        return "A"
    if word.tag == "N" and word.plural and after.tag in {"D", "Q"}:
        # an unknown word: The plan scaffolds the task; and scaffolds it
        return "V" if last == "C" or (last == "N" and not before.plural and not finite) else "N"
    return word.tag


def _begins_infinitive(after: Word, beyond: Word) -> bool:
    if after.tag == "B":
        return True
    return after.form in {"base", "both"} and (after.sure or beyond.plural or beyond.tag in "DQSPC")


def _base(word: Word, last: str, before: Word, after: Word, beyond: Word, finite: bool) -> str:
    """Tell plan the verb from plan the noun."""
    object_follows = after.tag in {"D", "Q", "S"}
    if last in {"X", "I"}:
        return "V"
    if last in {"", "C", "O", "S", "Q"}:
        return "V" if word.sure or object_follows or (last == "" and _paired(after, beyond, "base")) else "N"
    if word.quality and (
        last in {"B", "D", "A", "P"} or (last in {"C", "O"} and (after.tag in {"M", "P", "N"} or after.plural))
    ):
        return "A"
    if last == "B":
        return "T" if word.form == "both" else "N"
    if last == "N" and before.plural:
        return "V" if word.sure or after.tag not in {"P", "B", "X", "M", "V"} or _governs(after) else "N"
    alone = last == "N" and not finite
    return "V" if after.tag in {"D", "Q"} and (alone or (word.sure and last not in {"D", "A", "P", "V", "T"})) else "N"


def _governs(after: Word) -> bool:
    """Whether what may be a verb is rather the object of a verb: Earners plan lessons."""
    return after.tag == "V" and after.form in {"s", "ing", "past"}


def _third_person(word: Word, last: str, _: Word, after: Word, beyond: Word, finite: bool) -> str:
    """Tell names the verb from names the plural."""
    if last in {"Q", "S"}:
        return "V"
    if (
        last in {"N", "C", "O", "G", ""}
        or (last == "A" and word.sure)
        or (last in {"D", "T", "V"} and after.tag in {"D", "Q"})
    ):
        object_follows = after.tag in {"D", "Q", "S", "A", "T"} or (after.tag in {"N", "V"} and not finite)
        if last in {"C", "O"}:
            object_follows = object_follows or after.tag in {"N", "V", "G"}
        return "V" if word.sure or object_follows or _paired(after, beyond, "s") else "N"
    return "N"


def _paired(after: Word, beyond: Word, form: str) -> bool:
    """Whether a verb of the same form is joined: names and explains."""
    return after.tag == "C" and beyond.tag == "V" and beyond.form in {form, "both"}


def _past(_: Word, last: str, before: Word, after: Word, __: Word, finite: bool) -> str:
    """Tell named the participle from named the past and from the adjective."""
    if last in {"D", "A", "P", ""}:
        return "A"
    if last in {"N", "Q"} and not finite and after.tag in {"D", "Q"} and before is not _EDGE:
        return "V"
    return "T"


def _gerund(_: Word, __: str, ___: Word, ____: Word, _____: Word, ______: bool) -> str:
    return "G"


_Settle = Callable[[Word, str, Word, Word, Word, bool], str]
_VERBS: dict[str, _Settle] = {"base": _base, "both": _base, "s": _third_person, "past": _past, "ing": _gerund}

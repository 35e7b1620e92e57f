"""Parts of speech, as far as closed classes of words, lists of verbs, endings and neighbours tell them.

The tags: N noun, A adjective, R adverb or negation, D article, number or possessive, Q pronoun, V finite verb, B a form
of be, X another auxiliary, T past participle, G form in -ing, I the "to" of an infinitive, P preposition, S a word that
opens a clause serving another, C a word that joins, O one of alternatives, K another conjunction, M a mark.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mcqa.lint.prose.language import Language

LIST = "double-demand"
FINITE = "VBX"
_FINITE = frozenset(FINITE)
POSSESSIVE = "'s"
_SHORT = 4
# more adverbs in a row than people write
_ADVERBS = 6
# marks that do not part a clause
_INSIDE = frozenset(",-'\"")
# the tag of each closed class; a later class wins
_CLASSES = (
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
)


class Word:
    """What a word may be, apart from any text: its tag, its form as a verb, and whether it is surely one.

    `quality` says that it is an adjective as well as a verb: open, complete. What is `open` depends on its neighbours.
    """

    __slots__ = ("form", "open", "plural", "quality", "sure", "tag")

    def __init__(
        self, tag: str, form: str = "", sure: bool = False, plural: bool = False, quality: bool = False
    ) -> None:
        self.tag = tag
        self.form = form
        self.sure = sure
        self.plural = plural
        self.quality = quality
        self.open = tag in {"V", "X", "T"} or (tag == "N" and plural)


_EDGE = Word("")
_PADDING = (_EDGE, _EDGE)
_MARK, _NUMBER, _OWNER, _ADVERB = Word("M"), Word("D"), Word("D"), Word("R")
_ADJECTIVE, _PARTICIPLE, _GERUND = Word("A"), Word("T"), Word("G")
_NOUN, _PLURAL = Word("N"), Word("N", "", False, True)
_TO = Word("P")
_TO.open = True


_word = lru_cache(maxsize=256)(Word)


class Grammar(dict[str, Word]):
    """The classes of words of one language; every word is looked up once, when it is first met."""

    def __init__(self, language: Language) -> None:
        """Read the lists."""
        super().__init__()
        terms = language.terms
        self._forms = language.forms
        self._verbs = terms(f"{LIST}.verbs").entries
        self._also_nouns = terms(f"{LIST}.nouns-too").entries
        self._irregular = terms("forms.irregular").entries
        self._adjectives = terms(f"{LIST}.adjectives").entries
        self._nouns = terms(f"{LIST}.nouns").entries
        self._plurals = terms(f"{LIST}.plurals").entries
        self._endings = tuple(terms(f"{LIST}.adjective-endings").entries)
        self._roles = terms(f"{LIST}.roles").entries
        self._not_adverbs = terms(f"{LIST}.not-adverbs").entries
        self._articles = terms("common.articles").entries
        self._closed: dict[str, str] = {}
        for tag, name in _CLASSES:
            self._closed |= dict.fromkeys(terms(name).entries, tag)

    def __missing__(self, word: str) -> Word:
        """Give what a word may be."""
        found = self[word] = self._looked_up(word)
        return found

    def _looked_up(self, word: str) -> Word:
        closed = self._closed.get(word)
        if closed:
            form = self._form_as_verb(word) if closed == "X" else ""
            return _TO if word == "to" else _word(closed, form, False, word in self._plurals)
        if not word[0].isalpha():
            return _NUMBER if word[0].isdigit() else _MARK
        if word.endswith(POSSESSIVE):
            # the earner's plan
            return _OWNER
        form = self._form_as_verb(word)
        if not form:
            return self._open_class(word)
        sure = self._also_nouns.keys().isdisjoint(self._forms(word))
        return _word("V", form, sure, word[-1] == "s", word in self._adjectives)

    def _open_class(self, word: str) -> Word:
        if word in self._adjectives:
            return _ADJECTIVE
        if word.endswith("ly") and word not in self._not_adverbs:
            return _ADVERB
        if len(word) > _SHORT:
            if word.endswith("ed"):
                return _ADJECTIVE if "-" in word else _PARTICIPLE
            if word.endswith("ing"):
                return _GERUND
        plural = (word[-1] == "s" and not word.endswith(("ss", "us", "is"))) or word in self._plurals
        if word.endswith(self._endings) and word not in self._nouns:
            return _word("A", "", False, plural)
        return _PLURAL if plural else _NOUN

    def _form_as_verb(self, word: str) -> str:
        """Give the form in which a word is a verb of the lists; "" where it is none."""
        if word in self._verbs or word in self._also_nouns:
            return "both" if self._irregular.get(word) == word else "base"
        forms = self._forms(word)
        if len(forms) == 1 or (self._verbs.keys().isdisjoint(forms) and self._also_nouns.keys().isdisjoint(forms)):
            return ""
        if word.endswith("ing"):
            return "ing"
        if word[-1] == "s" and self._irregular.get(word, "be") != word[:-1]:
            return "s"
        if len(word) < _SHORT and word not in self._irregular:
            # a bed is no form of be
            return ""
        return "past" if word.endswith("ed") or word in self._irregular else ""

    def tag(self, words: tuple[str, ...]) -> tuple[str, list[str]]:
        """Give the tags of some words, from what they may be and what stands beside them, and their forms as verbs."""
        known = [self[word] for word in words]
        forms = [word.form for word in known]
        known += _PADDING
        tags: list[str] = []
        finite = False
        before, last = _EDGE, ""
        for index, typed in enumerate(words):
            word = known[index]
            tag = word.tag
            if word.open:
                beside = index + 1
                if known[beside].tag in {"R", "P"}:
                    beside = self._past_adverbs(words, known, beside)
                tag = _settled(word, typed, last, before, known[beside], known[beside + 1], finite)
                if tag == "V":
                    tag = _settled_quality(word, tags, known[beside])
                    forms[index] = forms[index] or "s"
            elif tag == "P" and (typed in self._roles or (index + 1 < len(words) and words[index + 1] in self._roles)):
                tag = self._preposition(words, known, index, tags)
            tags.append(tag)
            if tag == "M":
                if typed not in _INSIDE:
                    finite, before, last = False, _EDGE, ""
                elif typed == "'" and last == "N" and before.plural:
                    # the students' work
                    last = "D"
            elif tag != "R":
                before, last = word, tag
                finite = tag not in "SC" and (finite or tag in FINITE)
        return self._with_verb("".join(tags), words, forms), forms

    def _past_adverbs(self, words: tuple[str, ...], known: list[Word], index: int) -> int:
        """Give the next word that is no adverb and begins no bound: uses at least three sources."""
        for beside in range(index, index + _ADVERBS):
            if known[beside].tag != "R" and not (known[beside].tag == "P" and self._bounds(words, beside)):
                return beside
        return index

    def _bounds(self, words: tuple[str, ...], index: int) -> bool:
        """Whether a preposition begins a bound: at least two pieces of evidence."""
        return index + 1 < len(words) and self._roles.get(words[index + 1]) == "bound"

    def _preposition(self, words: tuple[str, ...], known: list[Word], index: int, tags: list[str]) -> str:
        """Tell a preposition from one that opens a clause: before submission, before the earner signs the form."""
        if self._bounds(words, index):
            return "R"
        if self._roles.get(words[index]) != "clause":
            return "P"
        clause = "".join(tags).rpartition("C")
        # the balance after two years is stated; but: with soap and water before the pack is opened
        if index and (_FINITE.isdisjoint(clause[0]) if clause[2] == "N" else _FINITE.isdisjoint(clause[2])):
            return "P"
        inside = joined = False
        for word in known[index + 1 : -len(_PADDING)]:
            if word.tag in "BX" or (word.tag == "V" and inside and not joined and word.form in {"s", "both"}):
                return "S" if inside else "P"
            if word.tag not in "DANQGRVTC":
                break
            inside = inside or word.tag in "NQGV"
            joined = joined or word.tag == "C"
        return "P"

    def _with_verb(self, tags: str, words: tuple[str, ...], forms: list[str]) -> str:
        """Find the verb of a clause in which every word was taken for something else."""
        joiner = tags.find("C")
        right = joiner + 1
        while tags.startswith("R", right):
            right += 1
        if joiner >= 0 and tags.startswith("D", right):
            return tags if words[right] in self._articles else self._with_last_verb(tags, right, words, forms)
        if not _FINITE.isdisjoint(tags[:joiner] if joiner >= 0 else tags):
            return tags
        if joiner < 0 or tags.startswith("V", right):
            return self._with_first_verb(tags, joiner, forms[right] if joiner >= 0 else "base", words, forms)
        return tags

    def _with_first_verb(self, tags: str, joiner: int, form: str, words: tuple[str, ...], forms: list[str]) -> str:
        """Find the verb by the form of the one behind the joining word: The welder wears gloves and inspects them."""
        for index in range(1, joiner if joiner >= 0 else len(tags)):
            if tags[index] not in "DANR":
                break
            if tags[index] == "N" and tags[index - 1] in "NR":
                word, subject = self[words[index]], self[words[index - 1 if tags[index - 1] == "N" else index - 2]]
                third = form in {"s", "both"} and word.plural and not subject.plural
                base = form in {"base", "both"} and subject.plural and word.form in {"base", "both"}
                if third or base:
                    forms[index] = "s" if third else word.form
                    return tags[:index] + "V" + tags[index + 1 :]
        return tags

    def _with_last_verb(self, tags: str, right: int, words: tuple[str, ...], forms: list[str]) -> str:
        """Find the verb at the end of a clause behind a joining word: The page is short and all links work."""
        while right < len(tags) and tags[right] in "DA":
            right += 1
        if tags.startswith("NNM", right) and self[words[right]].plural and forms[right + 1] in {"base", "both"}:
            return tags[: right + 1] + "V" + tags[right + 2 :]
        return tags


@lru_cache(maxsize=16)
def grammar_of(language: Language) -> Grammar:
    """Give the grammar of a language, made once."""
    return Grammar(language)


def _settled_quality(word: Word, tags: list[str], after: Word) -> str:
    """Tell complete the verb from complete the second of two adjectives: correct and complete answers."""
    return "A" if word.quality and tags[-2:] == ["A", "C"] and (after.plural or after.tag == "N") else "V"


def _settled(word: Word, typed: str, last: str, before: Word, after: Word, beyond: Word, finite: bool) -> str:
    """Settle what one word is, by the tag before it and by what may come after it."""
    kind = word.tag
    if kind == "V":
        return _VERBS[word.form](word, last, before, after, beyond, finite)
    if kind == "P":
        return "I" if _begins_infinitive(after, beyond) else "P"
    if kind == "X" and typed in {"has", "have", "had"}:
        return "X" if after.form in {"past", "both"} or after.tag in {"B", "T"} else "V"
    if kind == "T" and last in {"D", "A", "P", ""}:
        return "A"
    if kind == "N" and after.tag in {"D", "Q"}:
        # an unknown word: The plan scaffolds the task; and scaffolds it
        return "V" if last == "C" or (last == "N" and not before.plural and not finite) else "N"
    return kind


def _begins_infinitive(after: Word, beyond: Word) -> bool:
    if after.tag == "B":
        return True
    return after.form in {"base", "both"} and (after.sure or beyond.plural or beyond.tag in {"D", "Q", "S", "P", "C"})


def _base(word: Word, last: str, before: Word, after: Word, beyond: Word, finite: bool) -> str:
    """Tell plan the verb from plan the noun."""
    object_follows = after.tag in {"D", "Q", "S"}
    if last in {"X", "I"}:
        return "V"
    if last in {"", "C", "O", "S", "Q"}:
        # raise their hands and wait to be called
        infinitive = last == "C" and after is _TO and _begins_infinitive(beyond, _EDGE)
        paired = last == "" and _paired(after, beyond, "base")
        return "V" if word.sure or object_follows or infinitive or paired else "N"
    if word.quality and (
        last in {"B", "D", "A", "P", "V"} or (last in {"C", "O"} and (after.tag in {"M", "P", "N"} or after.plural))
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

"""Which sense of a word is meant, by its grammar: a good as a thing, engaging as a verb, most as a superlative."""

from __future__ import annotations

from mcqa.lint.prose.component import Prose, RelativePath
from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark, is_number, is_word, tokenize
from mcqa.lint.wording.surroundings import Place

VAGUE, JUDGING = "vague-term", "judging-term"
_CLOSED = ("prepositions", "auxiliaries", "modals")
# has and was are no plurals
SHORT = 3


def is_verb(place: Place, language: Language) -> bool:
    """Whether an adjective is a verb here, which shows by its object: students clear the desks."""
    word, follows = place.tokens.words[place.first], place.word(1)
    if place.first != place.last or not follows or word not in language.terms(f"{VAGUE}.also_verbs"):
        return False
    before = place.word(-1)
    if before and "be" in language.forms(before):
        return False
    return is_number(follows) or _among(follows, language, "articles", "numbers", "pronouns", "quantifiers")


def is_superlative(place: Place, language: Language) -> bool:
    """Whether `most` raises an adjective, or `some` stands alone, and no amount of things is spoken of."""
    word = place.tokens.words[place.first]
    if place.first != place.last or word not in language.terms(f"{VAGUE}.bare_amounts"):
        return False
    before, follows, after = place.word(-1), place.word(1), place.word(2)
    if follows == "of":
        return False
    if not follows or not is_word(follows) or _among(follows, language, *_CLOSED, "conjunctions"):
        return True
    if language.terms(f"{VAGUE}.bare_amounts").entries[word] != "plural":
        return False
    raised = before and (
        before.endswith("'s") or before == "'" or _among(before, language, "articles", "pronouns", "numbers")
    )
    return bool(raised) or not (_is_plural(follows, language) or (after and _is_plural(after, language)))


def is_between(path: RelativePath, place: Place, prose: Prose, language: Language) -> bool:
    """Whether `some` stands between the levels for none and for all, which draw its lines."""
    if place.tokens.words[place.first] not in language.terms(f"{VAGUE}.between") or len(path) == 1:
        return False
    ends = ("negations", "quantifiers")
    bounded = [
        any(word in language.terms(f"common.{name}") for name in ends for word in tokenize(level.text).words)
        for level in prose.levels
        if level.path != path
    ]
    return len(bounded) > 1 and all(bounded)


def _is_plural(word: str, language: Language) -> bool:
    irregular = word in language.terms("forms.irregular") and not word.endswith(("ed", "en", "t"))
    return irregular or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > SHORT)


def is_gerund(place: Place, language: Language) -> bool:
    """Whether an adjective in -ing is a verb here: by engaging students, convincing the board."""
    gerunds = language.terms(f"{JUDGING}.gerunds").entries
    said = gerunds.get(place.tokens.words[place.first])
    if said is None or place.first != place.last:
        return False
    before, follows = place.word(-1), place.word(1)
    if follows and _among(follows, language, "articles", "pronouns", "quantifiers"):
        return True
    if not said or not follows:
        return False
    if before.endswith("ing") or (_among(before, language, "conjunctions") and place.word(-2).endswith("ing")):
        return True
    manner = follows in language.terms(f"{JUDGING}.manners")
    return before in language.terms(f"{JUDGING}.before_gerunds") and not manner


def is_noun(place: Place, language: Language) -> bool:
    """Whether an adjective is a noun here: the price of each good, water from a well."""
    nouns = language.terms(f"{JUDGING}.nouns").entries
    said = nouns.get(place.tokens.words[place.first])
    if said is None or place.first != place.last or place.word(-1) not in language.terms(f"{JUDGING}.determiners"):
        return False
    follows = place.word(1)
    if not follows or _among(follows, language, *_CLOSED) or follows in language.terms(f"{VAGUE}.thats"):
        return True
    if follows in language.terms("common.conjunctions"):
        return bool(said)
    return is_mark(follows) and follows != ","


def sorts(place: Place, language: Language) -> bool:
    """Whether a word that judges only behind a form of be stands before a noun: professional development."""
    if place.first != place.last or place.tokens.words[place.first] not in language.terms(f"{JUDGING}.predicates"):
        return False
    before = place.first - 1
    while before > place.start and place.tokens.words[before].endswith("ly"):
        before -= 1
    if before < place.start or not language.terms(f"{JUDGING}.linking").has(place.tokens.words[before]):
        return True
    follows = place.word(1)
    return bool(follows) and not is_mark(follows) and not _among(follows, language, *_CLOSED, "conjunctions")


def _among(word: str, language: Language, *names: str) -> bool:
    return any(word in language.terms(f"common.{name}") for name in names)

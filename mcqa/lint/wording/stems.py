"""The stem of a word: what its forms have in common, and what stands for several words that mean the same."""

from __future__ import annotations

from functools import lru_cache

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import Tokens, is_mark

_SHORTEST = 3
_ROUNDS = 3


class Stems:
    """The stems of one language; every word is taken back to its stem once."""

    def __init__(self, language: Language) -> None:
        """Read the irregular forms."""
        self.language = language
        self._irregular = language.terms("forms.irregular").entries
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Give the stem of a word: state, stated and states have one."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._shortened(word)
        return found

    def _shortened(self, word: str) -> str:
        stem = self._irregular.get(word, word).split(" ", 1)[0]
        for _ in range(_ROUNDS):
            shorter = min((form for form in self.language.forms(stem) if len(form) >= _SHORTEST), key=len, default=stem)
            if shorter == stem:
                break
            stem = shorter
        # stop and stopped, tell and tells
        if len(stem) > _SHORTEST and stem[-1] == stem[-2]:
            stem = stem[:-1]
        return stem.removesuffix("e") if len(stem) > _SHORTEST else stem

    def of(self, tokens: Tokens) -> set[str]:
        """Give the stems of the words of a text."""
        return {self.stem(word) for word in tokens.words if not is_mark(word)}


@lru_cache(maxsize=16)
def stems_of(language: Language) -> Stems:
    """Give the stems of a language, kept from text to text."""
    return Stems(language)

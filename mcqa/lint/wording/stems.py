"""The stem of a word: what its forms have in common, so that state, stated and states are one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mcqa.lint.prose.language import Language
from mcqa.lint.prose.tokens import is_mark

_SHORTEST = 2
_ROUNDS = 2


class Stems(dict[str, str]):
    """The stems of one language; every word is taken back to its stem once, when it is first met.

    The stem of a mark is "".
    """

    def __init__(self, language: Language) -> None:
        """Read the endings, and the irregular forms."""
        super().__init__()
        self.language = language
        self._irregular = language.terms("forms.irregular").entries
        self._endings: dict[str, list[tuple[str, str]]] = {}
        for ending, instead in language.terms("forms.stems").entries.items():
            self._endings.setdefault(ending[-1], []).append((ending, instead))

    def __missing__(self, word: str) -> str:
        """Give the stem of a word."""
        found = self[word] = "" if is_mark(word) else self._shortened(word)
        return found

    def _shortened(self, word: str) -> str:
        stem = self._irregular.get(word)
        if stem is None:
            stem = word
            # meetings, meeting, meet
            for _ in range(_ROUNDS):
                shorter = self._without_ending(stem)
                if shorter == stem:
                    break
                stem = shorter
        else:
            stem = stem.split(" ", 1)[0]
        if len(stem) > _SHORTEST:
            # stop and stopped, tell and tells, state and stated
            if stem[-1] == stem[-2]:
                return stem[:-1]
            return stem.removesuffix("e")
        return stem

    def _without_ending(self, word: str) -> str:
        for ending, instead in self._endings.get(word[-1], ()):
            if word.endswith(ending):
                shorter = word[: -len(ending)] + instead
                return shorter if len(shorter) >= _SHORTEST else word
        return word

    def of(self, words: Iterable[str]) -> set[str]:
        """Give the stems of some words."""
        found = {self[word] for word in words}
        found.discard("")
        return found


@lru_cache(maxsize=16)
def stems_of(language: Language) -> Stems:
    """Give the stems of a language, kept from text to text."""
    return Stems(language)

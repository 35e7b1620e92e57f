"""One truth, written down in all the ways in which people send it, and ways that must not be guessed at."""

from __future__ import annotations

from . import books, columns, dressed, faults, files, formats, guesses, lists, marking, wide
from .files import held
from .way import Way, all_ways

__all__ = [
    "Way",
    "all_ways",
    "books",
    "columns",
    "dressed",
    "faults",
    "files",
    "formats",
    "guesses",
    "held",
    "lists",
    "marking",
    "wide",
]

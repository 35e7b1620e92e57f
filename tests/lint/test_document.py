"""Folding: what reads the same, and what only looks alike."""

import pytest

from mcqa.lint.document import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Met", "MET"),
        (" Partly   met", "partly met "),
        ("Stra\u00dfe", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("a\u00a0b", "a b"),
    ],
)
def test_case_blanks_and_composition_do_not_matter(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("A", "A+"), ("< 2", "> 2"), ("2.5", "25"), ("m\u00b2", "m2")])
def test_signs_matter(one, other):
    assert fold(one) != fold(other)

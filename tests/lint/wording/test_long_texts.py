"""Two demands and states of mind in texts of any length: the work for one text is bounded, whatever stands in it."""

import sys

import pytest

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.prose.tokens import tokenize
from mcqa.lint.wording.demands import double_demand
from mcqa.lint.wording.unobservable import unobservable_verb

ENGLISH = Context(language_of("en"))
SHORT = 10_000
REPEATED = [
    "are appropriate and ",
    "knows and shares more detail, ",
    ". ",
    "; ",
    "x",
    "plan and ",
    "good and bad and ",
    "teachers in the program know ",
    "students feel and students ",
    "an understanding of ",
    "clearly ",
    "clearly knows ",
    "before ",
    "to least ",
    "( and ",
    '" and " ',
    "The guide names the costs and the benefits. ",
    "Reads the scale and writes it down. ",
]


def prose(text):
    levels = [LevelText(name, name, text + name) for name in ("not_met", "partly_met", "met")]
    return Prose("A title", text, tuple(levels))


def calls(rule, part, length):
    """Count the functions that a rule calls for a component whose texts repeat something."""
    given = prose((part * (length // len(part) + 1))[:length])
    for text in (given.text, *(level.text for level in given.levels)):
        assert tokenize(text).starts
    counted = 0

    def note(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        list(rule(given, ENGLISH))
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("part", REPEATED)
@pytest.mark.parametrize("rule", [double_demand, unobservable_verb])
def test_a_text_of_100_kb_is_as_much_work_as_one_of_10(rule, part):
    list(rule(prose("The earner knows a plan and names a goal."), ENGLISH))
    assert calls(rule, part, 10 * SHORT) <= 2 * calls(rule, part, SHORT) + 1_000


def test_what_stands_first_in_a_long_text_is_found():
    rest = " It is read on the first day of the term." * 2_000
    (hit,) = double_demand(
        prose("The guide names the criteria and gives the deadline." + rest)._replace(levels=()), ENGLISH
    )
    assert hit.start < 50
    (hit,) = unobservable_verb(prose("The earner knows the guide." + rest)._replace(levels=()), ENGLISH)
    assert hit.start < 20

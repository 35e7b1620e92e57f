"""Two demands and states of mind in texts of any length: the time for one text is bounded, whatever stands in it."""

import time

import pytest

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import language_of
from mcqa.lint.prose.tokens import tokenize
from mcqa.lint.wording.demands import double_demand
from mcqa.lint.wording.unobservable import unobservable_verb

ENGLISH = Context(language_of("en"))
LENGTH = 100_000
# a fifth of a second for what takes a few thousandths: slow machines pass, and work that grows with the square does not
ENOUGH = 0.2
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


@pytest.mark.parametrize("part", REPEATED)
@pytest.mark.parametrize("rule", [double_demand, unobservable_verb])
def test_a_text_of_100_kb_takes_no_longer_than_one_that_people_write(rule, part):
    given = prose((part * (LENGTH // len(part) + 1))[:LENGTH])
    for text in (given.text, *(level.text for level in given.levels)):
        assert tokenize(text).starts
    list(rule(prose("The earner knows a plan and names a goal."), ENGLISH))
    began = time.process_time()
    list(rule(given, ENGLISH))
    assert time.process_time() - began < ENOUGH


def test_what_stands_first_in_a_long_text_is_found():
    rest = " It is read on the first day of the term." * 2_000
    (hit,) = double_demand(
        prose("The guide names the criteria and gives the deadline." + rest)._replace(levels=()), ENGLISH
    )
    assert hit.start < 50
    (hit,) = unobservable_verb(prose("The earner knows the guide." + rest)._replace(levels=()), ENGLISH)
    assert hit.start < 20

"""The wording rules against labelled sentences: those that any expert would flag, and those that only look so."""

import importlib.util
from pathlib import Path

import pytest

from mcqa.lint.wording import RULES


def reader():
    """Load the module beside this one; test folders are no packages."""
    spec = importlib.util.spec_from_file_location("corpus_reader", Path(__file__).with_name("corpus_reader.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


READER = reader()
ITEMS = READER.items()
HELD_OUT = READER.items(READER.CORPUS / "held_out")
SECOND_AUTHOR = READER.items(READER.CORPUS / "second_author")
CODES = sorted({item.code for item in ITEMS})
WORDING = [code for code in RULES if code[:2] in {"L2", "L3"} and code != "L304"]


def of(code, items=ITEMS):
    return [item for item in items if item.code == code]


def test_every_wording_rule_has_labelled_sentences_enough():
    for code in WORDING:
        assert sum(item.expected for item in of(code)) >= 15, code
        assert sum(not item.expected for item in of(code)) >= 25, code


@pytest.mark.parametrize("code", CODES)
def test_a_rule_finds_what_it_is_for_and_little_else(code):
    wrong = [(item.name, item.given) for item in of(code) if not READER.right(item)]
    measured = READER.score(of(code))
    assert measured.precision >= 0.9, wrong
    assert measured.recall >= 0.8, wrong


@pytest.mark.parametrize("items", [SECOND_AUTHOR, HELD_OUT], ids=["second author", "held out"])
def test_all_rules_together_hold_on_sentences_of_other_authors(items):
    measured = READER.score(items)
    assert len(items) > 400
    # plain comparisons, which show no sentence
    precise, complete = measured.precision >= 0.9, measured.recall >= 0.8
    assert (precise, complete) == (True, True)


def item(*, expected, marks=("appropriate",), text="The sources are appropriate. The reasons are sufficient."):
    given = {"say": text, "marks": list(marks)} if expected else {"say": text}
    return READER.Item("L201", expected, 1, given)


def test_a_finding_beside_the_marked_words_is_wrong():
    values = [each.value for each in READER.findings(item(expected=True))]
    assert len(values) > 1
    measured = READER.score([item(expected=True)])
    assert (measured.found, measured.false, measured.missed) == (1, len(values) - 1, 0)
    whole = READER.score([item(expected=True, marks=values)])
    assert (whole.found, whole.false, whole.missed) == (1, 0, 0)
    # the right words were not found, and others were
    other = READER.score([item(expected=True, marks=["reasons"])])
    assert (other.found, other.false, other.missed) == (0, len(values), 1)
    assert READER.score([item(expected=False)]).false == len(values)


def test_no_sentence_stands_on_both_sides():
    for items in (ITEMS, SECOND_AUTHOR, HELD_OUT):
        labels = {}
        for item in items:
            key = (item.code, repr({name: part for name, part in item.given.items() if name not in {"why", "marks"}}))
            assert labels.setdefault(key, item.expected) == item.expected, key

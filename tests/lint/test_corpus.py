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


def test_all_rules_together_hold_on_sentences_that_they_were_not_made_with():
    measured = READER.score(HELD_OUT)
    assert len(HELD_OUT) > 400
    assert measured.precision >= 0.9
    assert measured.recall >= 0.8


def test_no_sentence_stands_on_both_sides():
    for items in (ITEMS, HELD_OUT):
        labels = {}
        for item in items:
            key = (item.code, repr({name: part for name, part in item.given.items() if name not in {"why", "marks"}}))
            assert labels.setdefault(key, item.expected) == item.expected, key

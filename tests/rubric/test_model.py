"""The model does not change, whoever holds it, and can be copied, compared and used as a key."""

import copy
import dataclasses
import json
import pickle

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.rubric.model import Decision, Descriptors, Level, Scale


@pytest.fixture
def rubric():
    return load_rubric("compensatory-example")


@pytest.mark.parametrize("field", ["id", "standards", "decision", "criteria"])
def test_a_rubric_cannot_be_changed(rubric, field):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(rubric, field, ())


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (lambda rubric: rubric.scale, "levels"),
        (lambda rubric: rubric.scale.levels[0], "score"),
        (lambda rubric: rubric.decision, "cut"),
        (lambda rubric: rubric.standards[0], "criteria"),
        (lambda rubric: rubric.criteria[0], "descriptors"),
        (lambda rubric: rubric.criteria[0].anchors[0], "text"),
    ],
)
def test_no_part_of_it_can_be_changed(rubric, part, field):
    with pytest.raises(AttributeError):
        setattr(part(rubric), field, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda given: given.__setitem__("nearly", "x"),
        lambda given: given.__delitem__("nearly"),
        lambda given: given.update(nearly="x"),
        lambda given: given.pop("nearly"),
        lambda given: given.popitem(),
        lambda given: given.clear(),
        lambda given: given.setdefault("other", "x"),
        lambda given: given.__ior__({"other": "x"}),
    ],
)
def test_descriptors_cannot_be_changed(rubric, change):
    given = rubric.criteria[0].descriptors
    before = dict(given)
    with pytest.raises(TypeError, match="do not change"):
        change(given)
    assert given == before


def test_every_part_is_a_tuple_a_text_or_a_number(rubric):
    def parts(value):
        yield value
        for part in value if isinstance(value, tuple) else value.items() if isinstance(value, dict) else ():
            yield from parts(part)

    kinds = {type(part) for standard in rubric.standards for part in parts(standard)}
    assert not kinds & {list, dict, set, bytearray}


def test_a_rubric_can_be_hashed_copied_and_pickled(rubric):
    again = load_rubric("compensatory-example")
    assert hash(rubric) == hash(again)
    assert {rubric: 1}[again] == 1
    assert pickle.loads(pickle.dumps(rubric)) == rubric
    assert copy.deepcopy(rubric) == rubric
    assert type(copy.copy(rubric.criteria[0].descriptors)) is Descriptors


def test_descriptors_are_read_like_any_dictionary():
    given = Descriptors({"b": "x", "a": "y"})
    assert given == {"a": "y", "b": "x"}
    assert list(given) == ["b", "a"]
    assert json.dumps(given) == '{"b": "x", "a": "y"}'
    assert hash(given) == hash(Descriptors({"a": "y", "b": "x"}))


def test_where_a_rubric_lies_does_not_make_it_another(rubric):
    assert dataclasses.replace(rubric, path="elsewhere.yaml") == rubric
    assert dataclasses.replace(rubric, sha256="0") != rubric


def test_criteria_come_in_the_order_of_the_rubric_and_by_id(rubric):
    assert [criterion.id for criterion in rubric.criteria][:2] == ["C01.1", "C01.2"]
    assert rubric.criterion("C01.2") is rubric.criteria[1]
    with pytest.raises(KeyError):
        rubric.criterion("C99.9")


def test_a_scale_knows_its_order():
    levels = (Level("low", "Low", 0.0), Level("high", "High", 1.0))
    scale = Scale(type="ordinal", levels=levels)
    assert scale.ordered
    assert not Scale(type="nominal", levels=levels).ordered
    assert (scale.level_ids, scale.position("high")) == (("low", "high"), 1)
    with pytest.raises(ValueError, match="not in tuple"):
        scale.position("other")


def test_what_a_decision_leaves_open():
    decision = Decision(rule="conjunctive", cut="met")
    assert (decision.pass_share, decision.ties, decision.min_ratings) == (None, "undecided", 1)

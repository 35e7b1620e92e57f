"""L304: scales with more levels than reviewers can tell apart."""

import pytest
import yaml

from mcqa.lint.document import Document
from mcqa.lint.registry import RULES
from mcqa.lint.wording.scales import MOST_LEVELS, level_count
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse


def scale(count, kind="ordinal"):
    return {"type": kind, "levels": [{"id": f"l{n}", "label": f"L{n}", "score": n} for n in range(count)]}


def found(rubric):
    source = parse(yaml.safe_dump(rubric, sort_keys=False).encode(), "r.yaml")
    return list(level_count(Document(reading=read_rubric(source), text=source.text), RULES["L304"].kind))


@pytest.mark.parametrize("count", range(2, MOST_LEVELS + 1))
def test_up_to_six_levels_are_not_flagged(count):
    assert found({"scale": scale(count)}) == []


@pytest.mark.parametrize("kind", ["ordinal", "interval"])
def test_seven_levels_are_flagged_at_the_key(kind):
    (finding,) = found({"scale": scale(7, kind)})
    assert finding.message == "the scale has 7 levels, more than reviewers can tell apart"
    assert (finding.location.line, finding.location.column, finding.value) == (3, 3, "7")


def test_categories_may_be_many():
    assert found({"scale": scale(12, "nominal")}) == []


def test_the_scale_of_a_component_is_named():
    component = {"id": "C01.2", "title": "T", "text": "T", "scale": scale(9), "levels": {}}
    (finding,) = found({"scale": scale(3), "standards": [{"id": "S01", "title": "S", "components": [component]}]})
    assert finding.subject == "C01.2"
    assert finding.message == "the scale of C01.2 has 9 levels, more than reviewers can tell apart"


@pytest.mark.parametrize("rubric", [{}, {"scale": {}}, {"scale": []}, {"scale": {"type": "ordinal", "levels": "x"}}])
def test_what_could_not_be_read_is_told_elsewhere(rubric):
    assert found(rubric) == []

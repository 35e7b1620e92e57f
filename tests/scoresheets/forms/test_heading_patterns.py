from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.engine import load_rubric
from mcqa.scoresheets.forms.heading_patterns import Heading, Question, clean
from mcqa.scoresheets.words.headers import CriterionIndex

QAS = load_rubric("mpos-qas-reconstruction")


@given(st.text(alphabet="ab [x-", max_size=20), st.text(max_size=5))
def test_a_star_means_any_text(before, rest):
    assert Heading.of("*[*").fits(clean(f"{before}[{rest}"))
    assert Heading.of("a*").fits(clean(f"a{rest}"))
    assert Heading.of(f"*{rest}").fits(clean(f"{before}x{rest}"))
    assert not Heading.of("*q").fits(clean(before))


@given(st.text(alphabet="ab []-", max_size=30), st.sampled_from(["C01.1", "C01.2 Observable statement", "1.1"]))
def test_a_component_is_found_behind_any_text(before, name):
    found = Question.of("* [{component}]").component(clean(f"x{before} [{name}]"), CriterionIndex(QAS).find)
    assert found == CriterionIndex(QAS).find(name)


def test_a_heading_that_may_name_two_components_names_none():
    find = CriterionIndex(QAS).find
    assert Question.of("* - {component}").component(clean("x - C01.1 - C01.2"), find) == "C01.2"
    assert Question.of("{component} / *").component(clean("C01.1 / C01.2 / C01.2"), find) == "C01.1"
    assert Question.of("* - {component} - *").component(clean("x - C01.1 - C01.2 - y"), find) is None


def test_a_hostile_heading_takes_no_time():
    find = CriterionIndex(QAS).find
    assert Question.of("* [{component}]").component(" [" * 400_000 + "]", find) is None
    assert not Heading.of("*a*b*c*d").fits("abc" * 300_000)

"""The comparison with a panel, gap lists and self-reviews as people read them: 80 columns, what matters in words."""

import re
from dataclasses import fields, replace

import pytest

from mcqa.lint.engine import load_rubric
from mcqa.ratings.collect import read_ratings
from mcqa.reports.document import Document
from mcqa.reports.markdown import to_markdown
from mcqa.reports.panels import panel_parts
from mcqa.reports.self_assessment import self_assessment_parts, self_review_parts
from mcqa.reports.terminal import to_terminal
from mcqa.scores.compared.panels import compare_panels
from mcqa.scores.compared.self_assessment import for_one_rater, self_assessment
from mcqa.scores.compared.self_review import compare_self
from mcqa.scores.score import score
from mcqa.simulation.simulate import simulate
from mcqa.simulation.write import write_pilot


@pytest.fixture(scope="module")
def pilot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pilot")
    write_pilot(simulate(load_rubric("mpos-qas-reconstruction"), units=7, raters=6, seed=4, ratings_per_unit=6), folder)
    return folder


@pytest.fixture(scope="module")
def ratings(pilot):
    return read_ratings(pilot).ratings


def shown(parts):
    document = Document(title="x", parts=parts, tidy=None, results=None)
    text = to_terminal(document, color=False)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert to_markdown(document)
    return text


def test_a_panel_comparison_says_who_and_how_sure(ratings):
    group = ratings.groups[0]
    found = compare_panels(ratings, ratings.rubric, ratings.rubric.decision._replace(min_ratings=1), group)
    text = shown(panel_parts(found, ratings.rubric))
    assert text.startswith(f"Panel {group} against the other reviewers")
    assert re.search(r"\d+% at the same level", text)
    assert "above 0 the panel\nis stricter" in text
    assert "Both verdicts" in text


def test_with_few_units_nobody_is_called_stricter(ratings):
    few = ratings.unit < 3
    columns = {
        field.name: getattr(ratings, field.name)[few]
        for field in fields(ratings)
        if field.name in {"unit", "rater", "criterion", "level", "status", "round", "group"}
    }
    table = replace(ratings, **columns)
    found = compare_panels(table, table.rubric, table.rubric.decision._replace(min_ratings=1), table.groups[0])
    text = shown(panel_parts(found, table.rubric))
    assert "With 3 micro-credentials nobody can be shown to be stricter" in text
    assert "the panel is stricter (" not in text


def test_a_gap_list_says_what_is_asked_and_that_it_is_no_review(pilot):
    own = read_ratings(next(path for path in sorted(pilot.glob("*.xlsx")))).ratings
    scores = score(own, own.rubric, decision=for_one_rater(own.rubric.decision))
    text = shown(self_assessment_parts(self_assessment(scores)))
    assert text.startswith("This is one person's own view.")
    assert "components at the cut by own account of" in text
    blind = read_ratings(*sorted(pilot.glob("*.xlsx"))[1:]).ratings
    review = shown(self_review_parts(compare_self(scores, score(blind, blind.rubric)), own.rubric))
    assert "no measure of anybody's reliability" in review

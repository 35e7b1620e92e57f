"""The public names: there, lazy, and working together."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mcqa

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_importing_mcqa_loads_nothing_heavy() -> None:
    code = "import sys, mcqa; print(sorted({'numpy', 'pandas', 'openpyxl', 'yaml', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_name_loads_what_it_needs_and_no_more() -> None:
    code = "import sys, mcqa; mcqa.UsageError; print(sorted({'numpy', 'pandas'} & set(sys.modules)))"
    code += "; mcqa.gwet_ac([[1, 2], [2, 2]]).estimate; print(sorted({'numpy', 'pandas', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "['numpy']"]


def test_public_names_are_sorted_unique_and_typed() -> None:
    assert len(set(mcqa.__all__)) == len(mcqa.__all__)
    assert dir(mcqa) == sorted(mcqa.__all__)
    # what a type checker sees is what is there
    source = Path(mcqa.__file__).read_text(encoding="utf-8")
    imported = {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mcqa.")
        for alias in node.names
    }
    assert imported | {"__version__"} == set(mcqa.__all__)


def test_a_name_is_looked_up_once() -> None:
    assert mcqa.gwet_ac is mcqa.gwet_ac
    assert "gwet_ac" in vars(mcqa)


@pytest.mark.parametrize("name", mcqa.__all__)
def test_public_name_resolves(name: str) -> None:
    assert getattr(mcqa, name) is not None
    assert name in dir(mcqa)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'kappa'"):
        _ = mcqa.kappa


def test_public_names_go_from_files_to_recommendations() -> None:
    collected = mcqa.read_ratings(SAMPLES / "round-1")
    assert collected.n_ratings == 1090
    ratings = collected.ratings
    scores = mcqa.score(ratings, ratings.rubric)
    assert [unit.verdict for unit in scores.units].count("met") == 1
    agreement = mcqa.analyse(ratings, by=("criterion",))
    advice = mcqa.recommend(ratings, agreement, mcqa.diagnose(ratings))
    assert len(advice.criteria) == 29


def test_sheets_and_their_long_form_are_the_same_table() -> None:
    sheets = mcqa.read_ratings(SAMPLES / "round-1").ratings.to_frame().drop(columns="source")
    listed = mcqa.read_ratings(SAMPLES / "round-1" / "_truth" / "ratings.csv", rubric="mpos-qas-reconstruction")
    assert listed.ratings.to_frame().drop(columns="source").equals(sheets)


def test_no_rubric_anywhere_is_a_usage_error() -> None:
    with pytest.raises(mcqa.UsageError, match="no rubric was given"):
        mcqa.read_ratings(SAMPLES / "round-1" / "_truth" / "ratings.csv")

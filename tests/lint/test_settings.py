"""Which rules a run looks for: the longer code decides, names and beginnings of codes do, typos are told."""

import pytest

from mcqa.errors import UsageError
from mcqa.lint.engine import codes
from mcqa.lint.settings import Settings, additions, selectors


@pytest.mark.parametrize(
    ("select", "ignore", "wanted", "unwanted"),
    [
        ((), (), {"L001", "L201", "L901"}, set()),
        (("L2",), (), {"L201"}, {"L001", "L301"}),
        (("ALL",), ("L2",), {"L301"}, {"L201"}),
        (("L201",), ("L2",), {"L201"}, {"L202", "L301"}),
        (("L2",), ("L201",), {"L202"}, {"L201"}),
        (("L201",), ("L201",), set(), {"L201"}),
        ((), ("ALL",), set(), {"L001", "L201"}),
        (("L2",), ("ALL",), {"L201"}, {"L301"}),
    ],
)
def test_the_longer_code_decides_and_ignoring_wins_a_tie(select, ignore, wanted, unwanted):
    settings = Settings(select=select, ignore=ignore)
    assert {code for code in wanted | unwanted if settings.wants(code)} == wanted


@pytest.mark.parametrize(
    ("pattern", "file", "fits"),
    [
        ("drafts/*.yaml", "drafts/a.yaml", True),
        ("drafts/*.yaml", "deep/drafts/a.yaml", True),
        ("drafts/*.yaml", "a.yaml", False),
        ("*.yaml", "deep/a.yaml", True),
        ("a.yaml", "deep/a.yaml", True),
        ("a.yaml", "ba.yaml", False),
    ],
)
def test_files_are_known_by_path_end_or_name(pattern, file, fits):
    assert Settings(per_file=((pattern, ("L2",)),)).ignored_in(file) == (("L2",) if fits else ())


def test_codes_beginnings_names_and_commas_are_read():
    assert selectors(["l101, L2", "duplicate-key", "all,"], "--select", codes()) == ("L101", "L2", "L002", "ALL")


@pytest.mark.parametrize(
    ("word", "hint"), [("L119", "did you mean"), ("duplicate-keys", "L002|duplicate-key"), ("Q", "explain")]
)
def test_what_is_no_code_is_told(word, hint):
    with pytest.raises(UsageError) as told:
        selectors([word], "--ignore", codes())
    assert "--ignore" in told.value.message
    assert any(part in told.value.hint for part in hint.split("|"))


def test_terms_are_added_and_taken_out_by_list():
    assert additions(["common.numbers=umpteen", "common.numbers=-dozen"]) == (
        ("common.numbers", "umpteen"),
        ("common.numbers", "-dozen"),
    )


@pytest.mark.parametrize(
    "pair", ["common.number=x", "nowhere=x", "common.numbers", "common.numbers=", "common.numbers=-"]
)
def test_a_list_or_a_term_that_is_none_is_told(pair):
    with pytest.raises(UsageError) as told:
        additions([pair])
    assert "--words" in told.value.message

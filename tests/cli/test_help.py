"""Help: one sentence and an example for each command, grouped by who uses it, and a suggestion where a name is near."""

import re

import pytest

from mcqa import __version__
from mcqa.cli.main import COMMANDS

EVERY = [
    *([name] for name in COMMANDS),
    ["rubric", "list"],
    ["rubric", "show"],
    ["rubric", "diff"],
    ["rubric", "schema"],
    ["norm", "freeze"],
    ["norm", "place"],
]


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_says_what_it_does_and_gives_an_example(words, mcqa):
    done = mcqa(*words, "--help")
    assert done.code == 0
    after_usage = done.out.split("\n\n")[1].strip()
    assert after_usage.endswith((".", ";"))
    assert re.search(rf"^  Example: mcqa {' '.join(words)}\b", done.out, re.MULTILINE)
    assert "..." not in done.out.partition("Commands:")[2]
    assert all(len(line) <= 80 for line in done.out.splitlines())


@pytest.mark.parametrize("words", [words for words in EVERY if words not in (["rubric"], ["norm"])], ids=" ".join)
def test_the_common_options_are_the_same_everywhere(words, mcqa):
    shown = mcqa(*words, "--help").out
    for option in ("--rubric", "--format", "-o, --output", "--force", "--seed", "--round", "--fail-on", "--quiet"):
        assert option in shown
    assert "--no-color" in shown
    assert "--install-completion" not in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_the_output_is_called_a_folder_where_it_is_one(name, mcqa):
    shown = mcqa(name, "--help").out
    assert ("-o, --output DIR" in shown) == (name in {"template", "anonymize", "simulate"})
    assert ("-o, --output FILE" in shown) == (name not in {"template", "anonymize", "simulate", "rubric", "norm"})


def test_commands_are_grouped_by_who_uses_them(mcqa):
    shown = mcqa("--help").out
    groups = {}
    for line in shown.splitlines():
        if line.endswith(":"):
            groups[line[:-1]] = current = []
        elif re.match(r"  [a-z]+  ", line):
            current.append(line.split()[0])
    del groups["Options"]
    assert groups == {
        "Rubric authors": ["lint", "explain", "rubric"],
        "Pilot coordinators": ["template", "anonymize", "check", "score", "adjudicate", "calibrate", "norm"],
        "Researchers": ["reliability", "export", "simulate"],
        "Everybody": ["recommend", "verify"],
    }


def test_short_help_version_and_no_arguments(mcqa):
    assert mcqa("-h").out == mcqa("--help").out
    assert mcqa("--version").out == f"mcqa {__version__}\n"
    done = mcqa()
    assert done.code == 2
    assert "Usage: mcqa" in done.out + done.err


@pytest.mark.parametrize(
    ("typed", "meant"), [("scor", "score"), ("reliabilty", "reliability"), ("recomend", "recommend"), ("Lint", "lint")]
)
def test_a_command_nearly_right_is_suggested(typed, meant, mcqa):
    done = mcqa(typed, "x")
    assert done.code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in done.err


def test_a_command_far_from_any_gets_no_suggestion(mcqa):
    done = mcqa("zzz")
    assert done.code == 2
    assert "No such command 'zzz'." in done.err
    assert "mean" not in done.err


def test_an_option_nearly_right_is_suggested(mcqa):
    done = mcqa("score", "x", "--fromat", "json")
    assert done.code == 2
    assert "--format" in done.err
    done = mcqa("rubric", "shwo")
    assert done.code == 2
    assert "'show'" in done.err


@pytest.mark.parametrize("words", [["score"], ["rubric", "show"], ["lint"]], ids=" ".join)
def test_a_missing_argument_is_wrong_usage(words, mcqa):
    assert mcqa(*words).code == 2

"""Who gets what: both lists are put together, or refused with every fault of either."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.errors import InputError
from mcqa.scoresheets.template.plan import EVERYBODY, read_plan


@pytest.fixture
def lists(text):
    def write(units, roster):
        return text(units, "units.csv"), text(roster, "roster.csv")

    return write


def test_without_a_word_on_it_everybody_reviews_everything_and_that_is_said(lists):
    plan = read_plan(*lists("Micro-credential\nMC-01\nMC-02\n", "Reviewer\nR01\nR02\n"))
    assert [[unit.unit for unit in packet.units] for packet in plan.packets] == [["MC-01", "MC-02"]] * 2
    assert plan.how == EVERYBODY


def test_either_list_may_say_who_reviews_what_by_code_or_by_a_name_that_one_reviewer_has(lists):
    plan = read_plan(
        *lists(
            "Micro-credential,Reviewers\nMC-01,r01; Bob\nMC-02,\nMC-03,\n",
            "Code,Name,Micro-credentials\nR01,Ann,mc-02\nR02,Bob,\nR03,Cy,\n",
        )
    )
    assert [(packet.person.rater, [unit.unit for unit in packet.units]) for packet in plan.packets] == [
        ("R01", ["MC-01", "MC-02"]),
        ("R02", ["MC-01"]),
    ]
    assert plan.raters()["MC-01"] == ("R01", "R02")
    assert [(found.code, found.value) for found in plan.findings] == [("S405", "MC-03"), ("S405", "R03")]


def test_the_faults_of_both_lists_are_told_at_once(lists):
    with pytest.raises(InputError) as stopped:
        read_plan(
            *lists(
                "Micro-credential,Reviewers\nMC-01,R01; R2\nmc-01,R01\nMC-03,Zed\n",
                "Reviewer,Micro-credentials\nR01,MC-04\nR02,\n,MC-01\n",
            )
        )
    found = [(each.code, Path(each.location.file).name, each.location.line) for each in stopped.value.findings]
    assert found == [
        ("S402", "units.csv", 3),
        ("S403", "roster.csv", 4),
        ("S404", "units.csv", 2),
        ("S404", "units.csv", 4),
        ("S404", "roster.csv", 2),
    ]
    assert stopped.value.findings[2].hint == "did you mean R02?"


def test_more_sheets_than_anybody_reviews_are_refused_before_they_are_made(lists):
    rows = "".join(f"N{number}\n" for number in range(200))
    with pytest.raises(InputError, match="40,000 sheets"):
        read_plan(*lists("Micro-credential\n" + rows, "Reviewer\n" + rows))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=300) | st.text(alphabet="Reviewer,;\n\r\t\"'=Rr01 micro-credential", max_size=200))
def test_any_list_gives_a_plan_or_one_message(content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    for name in ("units.csv", "roster.csv"):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with contextlib.suppress(InputError):
        assert read_plan(folder / "units.csv", folder / "roster.csv").packets is not None

"""Names that look alike are told with their places, and names that differ are not."""

import pytest


def told(collected):
    return [(f.subject, f.value) for f in collected.findings if f.code == "R114"]


def rows(*names, rater=False):
    return [("A", name, "C1.1", "Met") if rater else (name, "R1", "C1.1", "Met") for name in names]


@pytest.mark.parametrize("rater", [False, True])
def test_spellings_of_one_name_are_told_once_with_their_places(build, rater):
    collected = build(*rows("MC-30", "MC 30", "MC_30", "MC\u201130", "MC-31", rater=rater))
    (finding,) = [each for each in collected.findings if each.code == "R114"]
    assert (finding.name, finding.severity) == ("look-alike-names", "warning")
    assert (finding.subject, finding.value) == ("MC-30", "MC-30 | MC 30 | MC_30")
    file = collected.files[0].path
    assert finding.message.startswith(f'"MC-30" ({file}) and "MC 30" ({file}) and "MC_30" ({file}) are taken for 3 ')
    assert finding.message.endswith("different reviewers" if rater else "different micro-credentials")
    assert finding.location.file == file


@pytest.mark.parametrize("names", [("MC-1.10", "MC-11.0"), ("MC-1", "MC-01"), ("+", "-"), ("mc-30", "MC-30")])
def test_names_that_differ_in_more_or_in_nothing_are_not_told(build, names):
    assert told(build(*rows(*names))) == []


def test_letters_and_digits_may_stand_together(build):
    assert told(build(*rows("MC30", "MC-30"))) == [("MC30", "MC30 | MC-30")]


def test_where_people_are_not_known_only_micro_credentials_are_told(build):
    both = [*rows("R 1", "R-1", rater=True), ("A.", "R-1", "C1.1", "Met")]
    assert told(build(*both, raters_known=False)) == [("A", "A | A.")]

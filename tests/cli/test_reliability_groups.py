"""`mcqa reliability` between groups, against a panel, and differences, on the sample pilots."""

import csv
import io

import pytest

GROUPS = {"national_advisor", "nbct", "state_lead", "teacher", "third_party"}
ONE = ("--coefficient", "gwet_ac", "--coefficient", "percent_agreement")


@pytest.fixture
def results(mcqa):
    def give(*words):
        done = mcqa("reliability", *words, "--format", "json")
        assert done.code == 0, done.err
        return done.json["results"]

    return give


@pytest.fixture(scope="session")
def pilot(samples):
    return samples / "round-1"


def fits(text):
    return all(len(line) <= 80 for line in text.splitlines())


def test_by_group_is_within_each_and_between_each_two(results, pilot):
    found = results(pilot, "--by", "group", *ONE)["estimates"]
    within = [one for one in found if one["scope"] == "group"]
    between = [one for one in found if one["scope"] == "between_groups"]
    assert {one["group"] for one in within} == GROUPS
    assert all("other_group" not in one for one in within)
    assert len(between) == 10 * 2
    assert {frozenset((one["group"], one["other_group"])) for one in between} == {
        frozenset((first, second)) for first in GROUPS for second in GROUPS if first < second
    }
    for one in between:
        assert one["estimate"] is not None
        assert 0 < one["n_units_used"] <= one["n_units"] == 8
        assert one["ci"]["low"] <= one["estimate"] <= one["ci"]["high"]


def test_kappa_between_groups_shows_what_is_attainable(results, pilot):
    words = ("--by", "group", "--coefficient", "conger_kappa", "--coefficient", "fleiss_kappa")
    for one in results(pilot, *words)["estimates"]:
        assert ("attainable" in one) == (one["scope"] == "between_groups" and one["coefficient"] == "conger_kappa")
        if "attainable" in one:
            room = one["attainable"] - one["expected"]
            assert one["estimate"] == pytest.approx((one["observed"] - one["expected"]) / room)


def test_the_panel_by_component_and_over_all(results, pilot):
    found = results(pilot, "--panel", "national_advisor", "--by", "criterion", *ONE)
    against = [one for one in found["estimates"] if one["scope"] == "panel"]
    assert len(against) == (29 + 1) * 2
    assert {(one["group"], one["other_group"]) for one in against} == {(None, "national_advisor")}
    assert [one["criterion"] for one in against[-2:]] == [None, None]
    gaps = found["panel"]
    assert len(gaps) == 30
    for gap in gaps:
        assert gap["panel"] == "national_advisor"
        assert gap["on"] == "scores"
        if gap["ci"]:
            stricter = "panel" if gap["ci"]["low"] > 0 else "reviewers" if gap["ci"]["high"] < 0 else None
            assert gap["stricter"] == stricter
            assert gap["difference"] == pytest.approx(gap["reviewers"] - gap["panel_mean"])


def test_nothing_is_compared_that_nobody_asked_for(results, pilot):
    found = results(pilot, "--by", "rubric", *ONE)
    assert (found["differences"], found["panel"]) == ([], [])
    assert {one["scope"] for one in found["estimates"]} == {"rubric"}


def test_rounds_are_compared(results, samples):
    words = (samples / "round-1", samples / "round-2", "--by", "rubric", "--difference", "rounds", *ONE)
    found = results(*words)["differences"]
    assert [(one["of"], one["first"], one["second"], one["coefficient"]) for one in found] == [
        ("rounds", "round-1", "round-2", "gwet_ac"),
        ("rounds", "round-1", "round-2", "percent_agreement"),
    ]
    by_round = {
        (one["round"], one["coefficient"]): one["estimate"]
        for one in results(*words, "--by", "round")["estimates"]
        if one["scope"] == "round"
    }
    for one in found:
        name = one["coefficient"]
        assert one["estimate"] == pytest.approx(by_round["round-1", name] - by_round["round-2", name])
        assert one["ci"]["low"] <= one["estimate"] <= one["ci"]["high"]
        assert (one["n_replicates"], one["n_units_common"]) == (2000, 8)
    assert results(*words, "--seed", "1")["differences"] != found
    assert results(*words)["differences"] == found


def test_coefficients_are_compared_and_groups_say_why_not(results, pilot):
    found = results(pilot, "--by", "rubric", "--difference", "coefficients", "--difference", "groups", *ONE)[
        "differences"
    ]
    first, *others = found
    assert (first["of"], first["first"]) == ("coefficients", "gwet_ac (ordinal weights)")
    assert first["estimate"] > 0
    assert {one["of"] for one in others} == {"groups"}
    assert {(one["estimate"], one["reason"]) for one in others} == {(None, "no_pairs")}


def test_the_tables_fit_a_terminal(mcqa, samples):
    words = (samples / "round-1", samples / "round-2", "--by", "group", "--by", "rubric", "--panel", "national_advisor")
    done = mcqa(
        "reliability", *words, *(word for of in ("groups", "rounds", "coefficients") for word in ("--difference", of))
    )
    assert done.code == 0
    assert fits(done.out)
    titles = [
        *("Between groups", "Against the panel", "Differences between rounds", "Differences between coefficients"),
        "Who is stricter, the panel or the others?",
    ]
    lines = done.out.splitlines()
    for title in titles:
        assert title in lines
    assert "× third_party" in done.out
    assert "50 of 50 have no value" in done.out
    assert "round-1 - round-2" in done.out


def test_every_scope_is_in_the_csv(mcqa, pilot):
    done = mcqa("reliability", pilot, "--by", "group", "--panel", "nbct", *ONE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["scope"] for row in rows} == {"group", "between_groups", "panel"}
    assert {row["other_group"] for row in rows if row["scope"] == "panel"} == {"nbct"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--panel", "national_adviser"), 'did you mean "national_advisor"?'),
        (("--panel", "xyz"), "there are: "),
        (("--difference", "group"), 'did you mean "groups"?'),
        (("--resample", "rater"), 'did you mean "raters"?'),
    ],
)
def test_unknown_names_are_refused(mcqa, pilot, words, said):
    done = mcqa("reliability", pilot, *words)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_a_file_without_groups_or_rounds_is_told_so(mcqa, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("unit,r1,r2\nu1,1,1\nu2,2,1\nu3,2,2\n", encoding="utf-8")
    done = mcqa("reliability", path, "--panel", "advisors")
    assert done.code == 2
    assert "no sheet names a reviewer group" in done.err
    done = mcqa("reliability", path, "--difference", "rounds")
    assert done.code == 0
    assert "--difference rounds: there are no two of them to compare" in done.err


def test_reviewers_as_a_sample(results, pilot):
    found = results(pilot, "--by", "rubric", "--by", "group", "--resample", "raters", "--coefficient", "gwet_ac")
    whole, *groups = found["estimates"]
    assert whole["ci"]["resample"] == "raters"
    for one in groups:
        if one["scope"] == "between_groups":
            assert (one["ci"], one["standard_error"]) == (None, None)
            assert "only micro-credentials are resampled" in one["text"]

"""What bounds the work on files that no person wrote, and is not felt in any other."""

from mcqa.findings import Kind, Location, Severity
from mcqa.rubric.bounds import MOST_OF_A_KIND, Guesses, bounded, is_rest, listed, unread

ODD = Kind("L005", "unknown-key", Severity.ERROR)


def some(number):
    return [ODD.at(Location("r.yaml", line, 1), f"the word {line}", value=str(line)) for line in range(1, number + 1)]


def test_as_many_as_may_be_told_are_told():
    assert list(bounded(some(MOST_OF_A_KIND))) == some(MOST_OF_A_KIND)


def test_the_first_too_many_says_that_there_are_more_and_nothing_further_is_looked_for():
    looked_for = iter(some(3 * MOST_OF_A_KIND))
    found = list(bounded(looked_for))
    assert found[:-1] == some(MOST_OF_A_KIND)
    assert (found[-1].code, found[-1].location.line, found[-1].value) == ("L005", MOST_OF_A_KIND + 1, None)
    assert "more findings of this kind" in found[-1].message
    assert next(looked_for).location.line == MOST_OF_A_KIND + 2
    assert [is_rest(finding) for finding in found[-2:]] == [False, True]


def test_what_was_not_read_is_told_as_what_is_left_out():
    assert is_rest(unread(some(1)[0]))


def test_names_are_guessed_at_some_times_and_no_more():
    guesses = Guesses(["developer", "teacher"])
    assert guesses.closest("develper") == "developer"
    assert guesses.closest("x") is None
    assert guesses.closest("develper" + "x" * 1000) is None
    assert "developer" in [guesses.closest("develper") for _ in range(10)]
    assert [guesses.closest("develper") for _ in range(30)][-1] is None


def test_few_names_are_listed_and_of_many_the_first():
    assert listed(("a", "b")) == "a, b"
    assert listed([str(number) for number in range(5000)]).endswith("18, 19, ...")

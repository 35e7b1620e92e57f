"""What stands on the screen of `mcqa score`: the parts in their order, what they say, and where they are cut."""

import re

import numpy as np
import pytest

from mcqa.ratings.build import Collected
from mcqa.ratings.ledger import Cells
from mcqa.reports.document import Block, Note, Table
from mcqa.reports.scores.document import score_document
from mcqa.reports.scores.splits import splits_table
from mcqa.reports.terminal import to_terminal

UNITS = {
    "MC-01": ("2 2 2", "2 2 2", "2 2 2"),
    "MC-02": ("0 0 1", "0 2 1", "2 2 2"),
    "MC-03": ("2 2 2", "2 ? ?", "2 2 2"),
}


@pytest.fixture
def laid_out():
    """The document of some scores."""

    def give(scores, **more):
        cells = Cells(len(scores.ratings), 0, 0, 0, 0)
        return score_document(scores, Collected(scores.ratings, cells, (), (), len(scores.ratings)), **more)

    return give


@pytest.fixture
def on_screen(laid_out):
    def give(scores):
        return to_terminal(laid_out(scores), color=False)

    return give


def titled(document, start):
    return next((part for part in document.parts if isinstance(part, Table) and part.title.startswith(start)), None)


def test_the_parts_stand_in_the_order_of_their_use(laid_out, scores_of):
    parts = laid_out(scores_of(UNITS, sure=True)).parts
    titles = [part.heading if isinstance(part, Block) else part.title for part in parts if not isinstance(part, Note)]
    wanted = ["Verdicts", "What the components in the way ask for", "What would settle the undecided ones"]
    wanted += ["How sure the verdicts are", "What other numbers of reviewers per component would bring"]
    assert titles[:5] == wanted
    assert titles[-1].startswith("Where reviewers split")


def test_further_parts_stand_before_the_account_of_the_sheets(laid_out, scores_of):
    parts = laid_out(scores_of(UNITS), parts=(Note(text="further"),)).parts
    assert [part.text[:7] for part in parts[-2:]] == ["further", "Read 27"]


def test_each_verdict_with_its_reasons(laid_out, scores_of):
    rows = titled(laid_out(scores_of(UNITS)), "Verdicts").rows
    assert rows[0] == ("MC-01", "met", "3/3", 2, "")
    # 0 0 1 to met takes two votes; 0 2 1 ties between three, and one vote more for met is two of three
    assert rows[1] == ("MC-02", "not met", "1/3", 3, "C01.1, C01.2")
    assert rows[2] == ("MC-03", "undecided", "2/3", None, "undecided (cannot tell): C01.2")


def test_what_is_asked_stands_once_however_many_it_keeps_back(laid_out, scores_of):
    units = {f"MC-{number}": ("0 0", "2 2", "0 0" if number == 1 else "2 2") for number in (1, 2, 3)}
    rows = titled(laid_out(scores_of(units)), "What the components").rows
    assert rows == (("C01.1 Links of 1", 3, "Met: Met of 1."), ("C01.3 Links of 3", 1, "Met: Met of 3."))
    rows = titled(laid_out(scores_of(units, described=False)), "What the components").rows
    assert rows[0][2] == "Met: the rubric does not describe it"
    assert titled(laid_out(scores_of({"MC-01": UNITS["MC-01"]})), "What the components") is None


def test_a_micro_credential_of_which_nothing_is_known_is_one_line(laid_out, scores_of):
    rows = titled(laid_out(scores_of({"MC-01": ("-",) * 12, "MC-02": ("2 2",) * 11 + ("-",)})), "Verdicts").rows
    assert [row[-1] for row in rows] == ["undecided (not rated): all components", "undecided (not rated): C01.12"]


def test_a_micro_credential_to_which_nothing_applies_says_so(laid_out, scores_of):
    rows = titled(laid_out(scores_of({"MC-01": ("n n", "n n")})), "Verdicts").rows
    assert rows == (("MC-01", "undecided", "0/0", None, "no component applies"),)


def test_a_missing_number_of_votes_is_explained(on_screen, scores_of):
    assert "would have turned the verdict." in on_screen(scores_of(UNITS))
    decided = np.full((3, 3), -1, dtype=np.int32)
    # what a person decided no votes can turn
    decided[1, 0] = 0
    assert "would have turned the verdict; none\nwhere votes alone could not." in on_screen(
        scores_of(UNITS, decided=decided)
    )
    weighted = scores_of(UNITS, weights=(1.0, 2.0, 1.0), consensus="weighted")
    assert "none is given where votes weigh differently" in " ".join(on_screen(weighted).split())


def test_a_verdict_that_most_panels_would_not_give_is_explained(on_screen, scores_of):
    units = {"MC-01": ("0 2 2", "2 0 2", "2 2 0") * 4, "MC-02": ("2 2 2",) * 12, "MC-03": ("0 0 0",) * 12}
    scores = scores_of(units, sure=True)
    assert scores.flip(0) > 0.5
    assert "Above 50% most other panels would come to another verdict." in on_screen(scores)
    assert "Above 50%" not in on_screen(scores_of({"MC-02": ("2 2 2", "0 0 0")}, sure=True))


def test_a_rule_that_may_not_be_what_is_expected_says_so(on_screen, scores_of):
    compensatory = {"rule": "compensatory", "pass_share": 0.85}
    said = "The rubric marks no component as essential: the points alone decide."
    assert said in on_screen(scores_of(UNITS, **compensatory))
    assert said not in on_screen(scores_of(UNITS, essential=(1,), **compensatory))
    assert said not in on_screen(scores_of(UNITS))
    order = "Levels of a scale without order count as the rubric lists them."
    assert order in on_screen(scores_of(UNITS, kind="nominal"))
    assert order not in on_screen(scores_of(UNITS))


def test_points_are_shown_under_a_compensatory_rule_alone(laid_out, scores_of):
    table = titled(laid_out(scores_of(UNITS, rule="compensatory", pass_share=0.85)), "Verdicts")
    assert [column.title for column in table.columns][:4] == ["Micro-credential", "Verdict", "Met", "Points"]
    # 6 of 6 points, then 0 + 0 + 2 of 6; the undecided one has 4 of 6 for certain
    assert [table.columns[3].text(row[3]) for row in table.rows] == ["100.0%", "33.3%", "66.7%"]
    assert "Points" not in [column.title for column in titled(laid_out(scores_of(UNITS)), "Verdicts").columns]


def test_ties_that_were_broken_are_named(on_screen, scores_of):
    text = " ".join(on_screen(scores_of({"MC-01": ("0 2", "1 2", "2 2")})).split())
    assert "2 ties went to the lower level: MC-01 C01.1, MC-01 C01.2." in text
    assert "went to the" not in on_screen(scores_of({"MC-01": ("0 2", "1 2", "2 2")}, ties="undecided"))


def test_no_splits_are_no_list(scores_of):
    table = splits_table(scores_of({"MC-01": ("2 2", "2 2")}))
    assert (table.title, table.rows) == ("Where reviewers split: 0 cells", ())
    assert table.empty.startswith("Nowhere:")


@pytest.mark.parametrize(
    ("n_units", "verdicts", "settle", "splits"),
    [
        (100, "Verdicts", "What would settle the undecided ones", "100 cells (*"),
        (250, "Verdicts", "What would settle the undecided ones, the first 200 of 250", "250 cells, the first 100 (*"),
    ],
)
def test_long_tables_are_cut_and_say_so(n_units, verdicts, settle, splits, laid_out, on_screen, scores_of):
    scores = scores_of({f"MC-{number:03}": ("0 2", "2 2") for number in range(n_units)}, ties="undecided")
    document = laid_out(scores)
    assert len(titled(document, verdicts).rows) == min(n_units, 200)
    assert titled(document, "What would settle").title == settle
    assert len(titled(document, "What would settle").rows) == min(n_units, 200)
    assert splits in titled(document, "Where reviewers split").title
    assert len(titled(document, "Where reviewers split").rows) == 100
    said = "The first 200 are shown; --format csv and --format json hold all."
    assert (said in on_screen(scores)) == (n_units > 200)
    # programs get all
    assert len(document.answer["units"]) == len(document.answer["splits"]) == n_units
    assert len(document.tidied.rows) == 2 * n_units


def test_every_line_fits_80_columns(on_screen, scores_of):
    units = {f"{name} of a provider": ("0 2 1",) * 20 for name in ("A long name", "Another long name")}
    for more in ({}, {"rule": "compensatory", "pass_share": 0.5}, {"min_ratings": 9}):
        text = on_screen(scores_of(units, sure=True, **more))
        assert max(map(len, text.splitlines())) <= 80
        assert not re.search(r"\bnan\b|\binf\b|None", text)

"""Copied sheets are found, and sheets that were made apart are not called copies."""

import numpy as np
import pytest

from mcqa.lint.engine import load_rubric
from mcqa.ratings.build import build_ratings
from mcqa.ratings.copies import copied_sheets
from mcqa.simulation.simulate import simulate

HONEST = "222221222222222222212222222222"
ODD = "022122202222220222122222022222"
N = 30


@pytest.fixture(scope="module")
def wide(with_many):
    return with_many(N)


@pytest.fixture(scope="module")
def with_many():
    from mcqa.findings import Location
    from mcqa.rubric.model import Criterion, Decision, Level, Rubric, Scale, Standard
    from mcqa.scoresheets.records import FileRead, Record
    from mcqa.scoresheets.tables.reading import SheetReading

    levels = (Level("not_met", "Not met", 0.0), Level("partly_met", "Partly met", 1.0), Level("met", "Met", 2.0))

    def rubric_of(n):
        scale = Scale(type="ordinal", levels=levels)
        criteria = tuple(Criterion(f"C1.{at}", f"Title {at}", "", "S1", scale, {}) for at in range(1, n + 1))
        standards = (Standard("S1", "Standard", "", criteria),)
        return Rubric(
            id="r",
            version="1.0.0",
            title="R",
            status="local",
            language="en",
            source="",
            scale=scale,
            decision=Decision(rule="conjunctive", cut="met"),
            standards=standards,
            sha256="ab" * 32,
        )

    def build(n):
        rubric = rubric_of(n)

        def run(sheets, remarks=None, rounds=None):
            """Sheets as (unit, rater) -> a digit for each component, `-` for a blank, `?` for cannot tell."""
            words = {"-": None, "?": "cannot tell", "/": "N/A"}
            records = []
            for (unit, rater), answers in sheets.items():
                for at, answer in enumerate(answers[:n], 1):
                    value = words.get(answer, answer)
                    comment = (remarks or {}).get((unit, rater), {}).get(at, "")
                    place = Location(file=f"{rater}.xlsx", sheet=unit, cell=f"C{at}")
                    records.append(
                        Record(unit, rater, f"C1.{at}", value, place, comment, (rounds or {}).get((unit, rater), ""))
                    )
            files = tuple(FileRead(f"{rater}.xlsx", "", "sheet-per-unit", 1, 0) for rater in {key[1] for key in sheets})
            return build_ratings(SheetReading(tuple(records), files, ()), rubric)

        return run

    return build


def told(collected):
    return [(f.subject, f.value) for f in collected.findings if f.code == "R106"]


def apart(seed, odds=0.12):
    stream = np.random.default_rng(seed)
    return "".join("1" if stream.random() < odds else "2" for _ in range(N))


def test_two_reviewers_who_stray_alike_are_told_with_what_is_the_same(wide):
    sheets = {("A", "R1"): ODD, ("A", "R2"): ODD, ("A", "R3"): HONEST, ("A", "R4"): apart(1), ("A", "R5"): apart(2)}
    collected = wide(sheets)
    (finding,) = [each for each in collected.findings if each.code == "R106"]
    assert (finding.name, finding.severity, finding.subject, finding.value) == (
        "copied-sheet",
        "warning",
        "R1, R2",
        "A",
    )
    assert finding.location[:] == ("R2.xlsx", None, None, "A", None)
    assert finding.message.startswith("the sheets of R1 and R2 for A are the same in 30 of 30 components, in ")
    assert finding.hint == "ask both whether one sheet was sent under two names, or whether they rated together"
    assert not {"copied", "cheat", "fraud"} & set(finding.message.split())


def test_a_few_edited_cells_do_not_hide_a_copy(wide):
    edited = "1" + ODD[1:9] + "1" + ODD[10:]
    sheets = {("A", "R1"): ODD, ("A", "R2"): edited, ("A", "R3"): HONEST, ("A", "R4"): apart(1), ("A", "R5"): apart(2)}
    assert told(wide(sheets)) == [("R1, R2", "A")]


def test_equal_sheets_prove_nothing_where_all_agree(wide):
    assert told(wide({("A", f"R{at}"): HONEST for at in range(5)})) == []
    assert told(wide({("A", f"R{at}"): "2" * N for at in range(5)})) == []
    assert told(wide({("A", f"R{at}"): ODD for at in range(2)})) == []


def test_all_reviewers_of_a_weak_micro_credential_may_say_so(wide):
    weak = "000000000011111111110000000000"
    assert told(wide({("A", f"R{at}"): weak for at in range(4)} | {("B", f"R{at}"): HONEST for at in range(4)})) == []


def test_one_sheet_sent_for_two_micro_credentials_is_told(wide):
    others = {("A", "R2"): ODD, ("A", "R3"): ODD, ("B", "R2"): HONEST, ("B", "R3"): apart(3, 0.05)}
    (finding,) = [each for each in wide({("A", "R1"): ODD, ("B", "R1"): ODD, **others}).findings if each.code == "R106"]
    assert (finding.subject, finding.value) == ("R1", "A, B")
    assert finding.message.startswith("the sheets of R1 for A and B are the same in 30 of 30 components")
    assert finding.hint == "ask R1 whether one sheet was sent for both, or the wrong one attached"


def test_the_same_micro_credential_in_two_rounds_may_be_rated_alike(wide):
    sheets = {("A", "R1"): ODD, ("B", "R1"): ODD, ("A", "R2"): HONEST, ("B", "R2"): HONEST}
    rounds = {key: "1" if key[0] == "A" else "2" for key in sheets}
    assert told(wide(sheets, rounds=rounds)) == []


def test_remarks_of_ones_own_word_for_word_tell_where_ratings_do_not(wide):
    sheets = {("A", f"R{at}"): HONEST for at in range(1, 5)}
    own = {at: f"The packet names {at} of the four tasks only." for at in range(1, 9)}
    remarks = {("A", "R1"): own, ("A", "R2"): own, ("A", "R3"): {3: "Fine as it stands."}}
    assert told(wide(sheets, remarks)) == [("R1, R2", "A")]
    assert told(wide(sheets, {("A", "R1"): own})) == []


@pytest.mark.parametrize(("different", "found"), [(6, [("R1, R2", "A")]), (7, [])])
def test_sheets_with_many_different_ratings_are_no_copies_whatever_their_remarks(wide, different, found):
    other = "0" * different + HONEST[different:]
    sheets = {
        ("A", "R1"): HONEST,
        ("A", "R2"): other,
        ("A", "R3"): HONEST,
        ("A", "R4"): apart(1),
        ("A", "R5"): apart(2),
    }
    own = {at: f"The packet names {at} of the forty tasks only." for at in range(1, N + 1)}
    assert told(wide(sheets, {("A", "R1"): own, ("A", "R2"): own})) == found


RANDOM = ("0120", "2011", "1202", "2100")
OTHERS = {
    "R3": ("2222", "2220", "2222", "2122"),
    "R4": ("2222", "2222", "1222", "2222"),
    "R5": ("2212", "2222", "2222", "2222"),
}


def small(rows_of):
    """Sheets of four components for four micro-credentials."""
    return {(unit, rater): row for rater, rows in rows_of.items() for unit, row in zip("ABCD", rows, strict=True)}


def test_small_sheets_are_taken_together(with_many):
    collected = with_many(4)(small({"R1": RANDOM, "R2": RANDOM, **OTHERS}))
    (finding,) = [each for each in collected.findings if each.code == "R106"]
    assert (finding.subject, finding.value) == ("R1, R2", "A, B, C, D")
    assert finding.message.startswith(
        "the sheets of R1 and R2 for A, B and 2 more are the same in 16 of 16 components, "
    )
    assert finding.location[:] == ("R2.xlsx", None, None, None, None)


def test_small_sheets_that_agree_with_all_others_prove_nothing(with_many):
    same = ("2222",) * 4
    assert told(with_many(4)(small({"R1": same, "R2": same, **OTHERS}))) == []
    assert told(with_many(2)(small({"R1": RANDOM, "R2": RANDOM, **OTHERS}))) == []


def test_a_view_of_a_component_that_two_hold_everywhere_is_no_copy(with_many):
    strict = ("2202",) * 4
    assert told(with_many(4)(small({"R1": strict, "R2": strict, **OTHERS}))) == []


def test_a_whole_workbook_with_its_remarks_is_told_where_all_agree(with_many):
    own = {1: "The packet names two of the four tasks only.", 3: "I could not find the hours in the syllabus."}
    same = ("2222",) * 4
    sheets = small({"R1": same, "R2": same, **OTHERS})
    remarks = {
        (unit, rater): {at: f"{text} ({unit})" for at, text in own.items()} for unit in "ABCD" for rater in ("R1", "R2")
    }
    (finding,) = [each for each in with_many(4)(sheets, remarks).findings if each.code == "R106"]
    assert "16 of 16 components, with 8 remarks word for word" in finding.message
    alone = {key: texts for key, texts in remarks.items() if key[1] == "R1"}
    assert told(with_many(4)(sheets, alone)) == []


def test_remarks_from_a_common_stock_tell_nothing(wide):
    sheets = {(unit, f"R{at}"): HONEST for at in range(1, 5) for unit in "AB"}
    stock = dict.fromkeys(range(1, 9), "Not visible in the packet.")
    assert told(wide(sheets, {("A", "R1"): stock, ("A", "R2"): stock})) == []


def test_blanks_and_short_sheets_are_not_compared(wide, with_many):
    half = ODD[:9] + "-" * (N - 9)
    sheets = {("A", "R1"): half, ("A", "R2"): half, ("A", "R3"): apart(1), ("A", "R4"): apart(2)}
    assert told(wide(sheets)) == []
    assert told(with_many(9)(sheets)) == []


def test_answers_that_are_no_rating_count_as_answers(wide):
    odd = "??2/2?222222?222/2222222?22222"
    sheets = {("A", "R1"): odd, ("A", "R2"): odd, ("A", "R3"): HONEST, ("A", "R4"): apart(1), ("A", "R5"): apart(2)}
    assert told(wide(sheets)) == [("R1, R2", "A")]


def test_where_people_are_not_known_or_the_table_is_huge_nothing_is_said(wide, monkeypatch):
    sheets = {("A", "R1"): ODD, ("A", "R2"): ODD, ("A", "R3"): HONEST, ("A", "R4"): apart(1)}
    ratings = wide(sheets).ratings
    assert list(copied_sheets(ratings))
    monkeypatch.setattr("mcqa.ratings.copies.MAX_PAIRS", 5)
    assert not list(copied_sheets(ratings))
    monkeypatch.undo()
    monkeypatch.setattr("mcqa.ratings.copies.MAX_ROWS", 100)
    assert not list(copied_sheets(ratings))


@pytest.fixture(scope="module")
def pilots():
    """Tables of simulated pilots."""
    from dataclasses import replace

    from mcqa.findings import Location
    from mcqa.scoresheets.records import FileRead, Record
    from mcqa.scoresheets.tables.reading import SheetReading

    rubric = load_rubric("mpos-qas-reconstruction")

    def table(cells):
        records = tuple(
            Record(
                cell.unit,
                cell.rater,
                cell.criterion,
                cell.typed,
                Location(f"{cell.rater}.xlsx", sheet=cell.unit, cell="C1"),
                cell.comment,
            )
            for cell in cells
        )
        files = tuple(FileRead(f"{rater}.xlsx", "", "long", 1, 0) for rater in {cell.rater for cell in cells})
        return build_ratings(SheetReading(records, files, ()), rubric)

    def run(seed, copied, accuracy, prevalence):
        pilot = simulate(rubric, seed=seed, accuracy=accuracy, prevalence=prevalence)
        # remarks of people differ, where those of the simulation come from a stock
        cells = {
            (cell.unit, cell.rater, cell.criterion): replace(
                cell, comment=cell.comment and f"{cell.comment} {cell.unit}, {cell.rater}, {cell.criterion}"
            )
            for cell in pilot.cells
        }
        if copied:
            unit = pilot.assignment[0][0]
            first, second = [rater for name, rater in pilot.assignment if name == unit][:2]
            for criterion in rubric.criteria[2:]:
                source = cells[unit, first, criterion.id]
                cells[unit, second, criterion.id] = replace(source, rater=second)
        return told(table(list(cells.values())))

    return run


@pytest.mark.parametrize(("accuracy", "prevalence"), [(0.96, 0.93), (0.85, 0.6)])
def test_honest_pilots_give_no_false_alarm(pilots, accuracy, prevalence):
    assert [seed for seed in range(25) if pilots(seed, copied=False, accuracy=accuracy, prevalence=prevalence)] == []


def test_most_copies_among_simulated_sheets_are_found(pilots):
    found = [pilots(seed, copied=True, accuracy=0.9, prevalence=0.75) for seed in range(20)]
    assert sum(map(bool, found)) >= 16
    assert all(value == "MC-01" for pairs in found for _, value in pairs)


def test_where_sheets_are_alike_by_a_rule_the_first_are_told_and_the_others_counted(wide, monkeypatch):
    import mcqa.ratings.copies as module

    sheets = {(f"MC-{unit}", f"R{rater}"): ODD for unit in range(3) for rater in range(2)}
    sheets |= {(f"MC-{unit}", f"H{rater}"): HONEST for unit in range(3) for rater in range(3)}
    whole = list(copied_sheets(wide(sheets).ratings))
    assert len(whole) > 2
    assert not any("further pairs" in finding.message for finding in whole)
    monkeypatch.setattr(module, "MOST_TOLD", 1)
    some = list(copied_sheets(wide(sheets).ratings))
    assert len(some) < len(whole) + 1
    assert "further pairs" in some[-1].message
    assert int(some[-1].value) > 0

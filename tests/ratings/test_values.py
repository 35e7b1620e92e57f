from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.findings import Location
from mcqa.ratings.table import Status
from mcqa.ratings.values import Fault, LevelReader, Parsed
from mcqa.rubric.model import Level, Scale
from mcqa.scoresheets.grid import ErrorValue, Uncalculated, text_of
from mcqa.scoresheets.records import Record

SCALE = Scale(
    type="ordinal",
    levels=(Level("not_met", "Not met", 0.0), Level("partly_met", "Partly met", 1.0), Level("met", "Met", 2.0)),
)
READER = LevelReader(SCALE)
NOT_APPLICABLE, CANNOT_TELL, BLANK = (
    Parsed(status) for status in (Status.NOT_APPLICABLE, Status.CANNOT_TELL, Status.MISSING)
)


def rated(position):
    return Parsed(Status.RATED, position)


def scale(*levels, kind="ordinal"):
    return Scale(type=kind, levels=tuple(Level(*level) for level in levels))


def code(parsed):
    assert isinstance(parsed, Fault)
    assert parsed.message
    assert parsed.hint
    return parsed.kind.code


@pytest.mark.parametrize(
    "value",
    [
        "Met",
        "met",
        " MET ",
        "Met ",
        "\tmet\n",
        "Met.",
        "\uff2det",
        "Met\u200b",
        "met\xa0",
        2,
        2.0,
        "2",
        "2.0",
        "2,0",
        "02",
        "+2",
        "2 - Met",
        "2-met",
        "2: Met",
        "(2) Met",
        "Met (2)",
        "met 2",
        "2 met",
    ],
)
def test_a_level_is_its_label_its_id_its_score_or_score_and_label(value):
    assert READER.parse(value) == rated(2)


@pytest.mark.parametrize(
    "value", ["partly_met", "Partly Met", "partly-met", "PARTLY  MET", "partly\nmet", 1, "1 – Partly met"]
)
def test_a_level_of_two_words_is_read_with_any_space_between(value):
    assert READER.parse(value) == rated(1)


@pytest.mark.parametrize("value", [0, 0.0, -0.0, "0", "not met", "0 - Not met"])
def test_nought_is_a_score_and_not_a_blank(value):
    assert READER.parse(value) == rated(0)


@pytest.mark.parametrize(
    "value",
    [
        "N/A",
        "n/a",
        "NA",
        "na",
        "n.a.",
        "N.A.",
        "n.a",
        " n / a ",
        "Not applicable",
        "not_applicable",
        "NOT  APPLICABLE",
        "\uff2e\uff0f\uff21",
    ],
)
def test_every_way_of_writing_not_applicable(value):
    assert READER.parse(value) == NOT_APPLICABLE


@pytest.mark.parametrize(
    "value",
    [
        "cannot tell",
        "Cannot tell",
        "cannot_tell",
        "CANNOT-TELL",
        "can't tell",
        "can\u2019t tell",
        "Can\u2018t tell",
        "cannot judge",
        "unable to rate",
        "Unable  To Rate",
        "insufficient evidence",
        "Insufficient Evidence.",
    ],
)
def test_every_way_of_writing_cannot_tell(value):
    assert READER.parse(value) == CANNOT_TELL


@pytest.mark.parametrize("value", [None, "", "  ", "\t\n", "\xa0", "\u200b", "\ufeff "])
def test_what_shows_nothing_is_missing(value):
    assert READER.parse(value) == BLANK


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Metish", "S201"),
        ("Mostly there", "S201"),
        ("2 - Not met", "S201"),
        ("Not met / Met", "S201"),
        ("x" * 100_000, "S201"),
        ("nan", "S201"),
        ("None", "S201"),
        ("-", "S201"),
        ("?", "S201"),
        ("85%", "S201"),
        (3, "S202"),
        (-1, "S202"),
        (1.5, "S202"),
        ("1.5", "S202"),
        ("1,5", "S202"),
        ("10", "S202"),
        (float("nan"), "S202"),
        (float("inf"), "S202"),
        (10**400, "S202"),
        ("9" * 400, "S202"),
        ("1,000", "S202"),
        ("-2,000", "S202"),
        ("1,000,000", "S202"),
        ("1,000.5", "S202"),
        ("1e999", "S202"),
        ("1e", "S201"),
        (".", "S201"),
        (True, "S203"),
        (False, "S203"),
        (dt.date(2024, 1, 2), "S203"),
        (dt.datetime.fromisoformat("2024-01-02T03:00"), "S203"),
        (dt.time(1, 2), "S203"),
        (dt.timedelta(hours=2), "S203"),
        ("I would like to talk about this", "S203"),
        (object(), "S203"),
        (ErrorValue("#REF!"), "S204"),
        ("#REF!", "S204"),
        ("#N/A", "S204"),
        ("#n/a", "S204"),
        ("#DIV/0!", "S204"),
        ("Err:502", "S204"),
        (Uncalculated("=B2"), "S205"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_everything_else_is_a_fault_of_its_own_kind(value, expected):
    assert code(READER.parse(value)) == expected


def test_a_fault_says_what_was_found_what_was_expected_and_what_may_have_been_meant():
    near = READER.parse("Partly mett")
    assert near.message == '"Partly mett" is not a level'
    assert near.hint.startswith('did you mean "Partly met"? expected one of: Not met, Partly met, Met;')
    assert READER.parse(7).message == "7 is no score of this component"
    assert READER.parse(7).hint == "scores are 0, 1, 2; or use a label"
    assert READER.parse(True).message == "TRUE is a truth value, not a level"
    assert READER.parse(dt.datetime.fromisoformat("2024-01-02")).message == "2024-01-02 is a date or time, not a level"
    assert len(READER.parse("x" * 100_000).message) < 100
    assert len(READER.parse("word " * 100_000).message) < 100


@pytest.mark.parametrize(
    "text", ["2-Jan", "Jan-02", "1/2/2026", "2026-01-02", "2026-01-02 03:00", "02.01.2026", "3 March 2026", "12:30"]
)
def test_a_date_that_a_spreadsheet_wrote_as_text_is_no_rating(text):
    fault = READER.parse(text)
    assert fault.kind.code == "S203"
    assert fault.message == f"{text} is a date or time, not a level"


@pytest.mark.parametrize("text", ["TRUE", "False"])
def test_a_truth_value_that_a_spreadsheet_wrote_as_text_is_no_rating(text):
    assert READER.parse(text).kind.code == "S203"


def test_the_hint_of_a_date_names_the_fraction_it_may_have_been():
    assert "may have been 2/3 or 3/2)" in READER.parse(dt.date(2026, 2, 3)).hint
    assert "may have been 2/2)" in READER.parse(dt.date(2026, 2, 2)).hint


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(), st.none(), st.binary()))
def test_anything_at_all_has_one_meaning_or_one_fault(value):
    parsed = READER.parse(value)
    if isinstance(parsed, Fault):
        assert parsed.kind.code in {"S201", "S202", "S203", "S204", "S205"}
    else:
        assert (parsed.level in (0, 1, 2)) == (parsed.status is Status.RATED)


@pytest.mark.parametrize(
    ("label", "value"), [("N/A", "n/a"), ("NA", "NA"), ("Cannot tell", "cannot tell"), ("#N/A", "#N/A")]
)
def test_a_level_that_is_called_like_a_word_for_no_rating_wins(label, value):
    assert LevelReader(scale(("a", label, 0.0), ("b", "Yes", 1.0))).parse(value) == rated(0)


def test_levels_that_differ_by_a_sign_only_are_kept_apart():
    reader = LevelReader(scale(("low", "A-", 0.0), ("mid", "A", 1.0), ("top", "A+", 2.0)))
    assert [reader.parse(value) for value in ("A-", "a", "A+", " a+ ")] == [rated(0), rated(1), rated(2), rated(2)]
    assert code(reader.parse("A.")) == "S201"
    signs = LevelReader(scale(("minus", "-"), ("plus", "+"), kind="nominal"))
    assert [signs.parse(value) for value in ("-", "+")] == [rated(0), rated(1)]


def test_levels_below_nought_and_between_whole_numbers():
    reader = LevelReader(scale(("-1", "-1", -1.0), ("0.5", "0.5", 0.5), ("1", "1", 1.0)))
    values = ("-1", -1, "-1.0", "0.5", "0,5", 0.5, "1", 1.0)
    assert [reader.parse(value) for value in values] == [rated(at) for at in (0, 0, 0, 1, 1, 1, 2, 2)]
    named = LevelReader(scale(("low", "Low", -1.5), ("high", "High", 1.5)))
    assert [named.parse(value) for value in ("-1.5 - Low", "1.5 High", "High (1.5)", "1,5 High")] == [
        rated(0),
        rated(1),
        rated(1),
        rated(1),
    ]


@pytest.mark.parametrize("value", ["1", 1, 1.0])
def test_a_number_that_is_a_label_is_that_level_in_a_csv_file_and_in_a_workbook(value):
    assert LevelReader(scale(("a", "1", 0.0), ("b", "2", 1.0))).parse(value) == rated(0)


def test_a_word_that_is_the_id_of_one_level_and_the_label_of_another_means_neither():
    parsed = LevelReader(scale(("good", "Fair", 0.0), ("best", "Good", 1.0))).parse("good")
    assert code(parsed) == "S201"
    assert parsed.message == '"good" means more than one level'


def test_a_nominal_scale_has_no_scores():
    reader = LevelReader(scale(("red", "Red"), ("blue", "Blue"), kind="nominal"))
    assert reader.parse("RED") == rated(0)
    assert code(reader.parse(1)) == "S202"


@pytest.mark.parametrize(
    ("value", "score", "status", "expected"),
    [
        ("Met", None, "", rated(2)),
        ("Met", "2", "", rated(2)),
        ("Met", 2, "rated", rated(2)),
        ("Met", "Met", "", rated(2)),
        ("Met", " ", "Rated", rated(2)),
        (None, 2, "", rated(2)),
        (None, "2,0", "rated", rated(2)),
        (None, None, "missing", BLANK),
        (None, None, "Not applicable", NOT_APPLICABLE),
        (None, None, "N/A", NOT_APPLICABLE),
        (None, None, "cannot_tell", CANNOT_TELL),
        (None, None, "can't tell", CANNOT_TELL),
        (None, "N/A", "", NOT_APPLICABLE),
        ("N/A", None, "not_applicable", NOT_APPLICABLE),
        ("N/A", "N/A", "", NOT_APPLICABLE),
        ("Met", 1, "", "S209"),
        ("Met", "N/A", "", "S209"),
        ("N/A", 2, "", "S209"),
        ("Met", 7, "", "S202"),
        ("Met", ErrorValue("#REF!"), "", "S204"),
        ("Metish", 2, "rated", "S201"),
        ("Met", None, "missing", "S209"),
        ("Met", None, "cannot_tell", "S209"),
        (None, None, "rated", "S209"),
        ("N/A", None, "cannot_tell", "S209"),
        ("Met", None, "done", "S201"),
    ],
)
def test_level_score_and_status_must_agree(value, score, status, expected):
    record = Record(unit="A", rater="R1", criterion="C1", value=value, location=Location(), score=score, status=status)
    parsed = READER.read(record)
    assert (code(parsed) if isinstance(parsed, Fault) else parsed) == expected


def test_in_a_score_column_a_number_is_a_score_before_it_is_a_label():
    reader = LevelReader(scale(("a", "1", 0.0), ("b", "2", 1.0)))
    record = Record(unit="A", rater="R1", criterion="C1", value="2", location=Location(), score=1)
    assert reader.read(record) == rated(1)
    assert reader.read(record._replace(value=None)) == rated(1)
    assert code(reader.read(record._replace(score=0))) == "S209"


@given(
    st.sampled_from(range(3)),
    st.sampled_from(("id", "label", "score", "both")),
    st.sampled_from(("lower", "upper", "title")),
)
def test_every_writing_of_every_level_is_that_level(position, way, case):
    level = SCALE.levels[position]
    written = {
        "id": level.id,
        "label": level.label,
        "score": f"{level.score:g}",
        "both": f"{level.score:g} - {level.label}",
    }[way]
    assert READER.parse(f" {getattr(written, case)()} ") == rated(position)


def test_the_order_of_the_levels_does_not_matter_to_what_a_word_means():
    turned = LevelReader(SCALE._replace(levels=SCALE.levels[::-1]))
    assert [turned.parse(value) for value in ("Met", 2, "2 - Met", "not met")] == [
        rated(0),
        rated(0),
        rated(0),
        rated(2),
    ]


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("1,000", "1,000 may be 1 or 1000", "write 1.0 or 1000"),
        (" 2,500 ", "2,500 may be 2.5 or 2500", "write 2.5 or 2500"),
        ("1,000,000", "1,000,000 has commas between its digits", "write 1000000"),
        ("12,000.5", "12,000.5 has commas between its digits", "write 12000.5"),
        ("1.000", "1.000 may be 1 or 1000", "write 1.0 or 1000"),
        ("1.000.000", "1.000.000 has dots between its digits", "write 1000000"),
        ("12.000,5", "12.000,5 has dots between its digits", "write 12000,5"),
    ],
)
def test_a_comma_or_dot_that_may_stand_between_thousands_or_before_decimals_is_not_guessed(value, message, hint):
    reader = LevelReader(scale(("low", "Low", 1.0), ("high", "High", 1000.0), kind="interval"))
    parsed = reader.parse(value)
    assert (code(parsed), parsed.message, parsed.hint) == ("S202", message, hint)


def test_in_a_score_column_too_a_comma_of_two_meanings_is_a_fault():
    reader = LevelReader(scale(("low", "Low", 1.0), ("high", "High", 1000.0), kind="interval"))
    record = Record(unit="A", rater="R1", criterion="C1", value=None, location=Location(), score="1,000")
    assert code(reader.read(record)) == "S202"
    assert code(reader.read(record._replace(score="1.000"))) == "S202"
    assert reader.read(record._replace(score=1.000)) == rated(0)
    assert reader.read(record._replace(score="1.00")) == rated(0)


def test_a_level_that_is_called_so_with_its_comma_is_that_level():
    assert LevelReader(scale(("a", "1,000", 0.0), ("b", "2,000", 1.0))).parse("1,000") == rated(0)


@pytest.mark.parametrize("value", [".5", "0.5", "0,5", ",5", "5e-1", "0,500", "+.5", "0.50E0"])
def test_a_number_may_be_written_without_its_nought_or_with_an_exponent(value):
    assert LevelReader(scale(("low", "Low", 0.5), ("high", "High", 1.0), kind="interval")).parse(value) == rated(0)


@pytest.mark.parametrize("typed", ["Met?", "Met*", "~Met", "Met/", "Not met??", "N/A?", "cannot tell?", "<Met"])
def test_a_mark_of_doubt_is_no_rating(typed):
    assert code(READER.parse(typed)) == "S201"


SIGNS = (
    "\u2610 {}",
    "\u2611 {}",
    "[ ] {}",
    "() {}",
    "\u2717 {}",
    "\u274c {}",
    "{} \u2717",
    "\u2260 {}",
    "\u00ac{}",
    "\U0001f44e {}",
    "{} -",
    "-{}",
    "- {}",
    "{}+",
    "\u00bd {}",
    "{} \u2193",
    "{} %",
    "{}!",
    "\u2022 {}",
    "{}\u0336",
    "{};",
    "{}...",
    "({}",
    "{})",
    "({}]",
    "$ {}",
)


@pytest.mark.parametrize("form", SIGNS, ids=ascii)
@pytest.mark.parametrize("word", ["Met", "Not met", "N/A", "Cannot tell", "2 - Met", "Met (2)"])
def test_a_sign_beside_the_words_may_say_the_opposite_and_is_no_rating(form, word):
    assert code(READER.parse(form.format(word))) in {"S201", "S203"}


@pytest.mark.parametrize(
    "typed",
    [
        "2 \u2260 Met",
        "2 != Met",
        "2 > Met",
        "2 + Met",
        "-2 Met",
        "Met -2",
        "2 \u2717 Met",
        "2 % Met",
        "2 \u2212 Met",
        "2/Met",
    ],
)
def test_a_sign_between_score_and_label_that_is_not_neutral_is_no_rating(typed):
    assert code(READER.parse(typed)) == "S201"


@pytest.mark.parametrize("typed", ["Not \u2717 met", "Not/met", "Not+met", "Not, met", "Not? met"])
def test_a_sign_between_the_words_of_a_level_is_no_rating(typed):
    assert code(READER.parse(typed)) == "S201"


@pytest.mark.parametrize(
    "typed",
    [
        "Not-met",
        "not_met",
        "NOT MET.",
        "Not met,",
        "'Not met'",
        "\u201cNot met.\u201d",
        "(Not met)",
        "[not met]",
        "0 Not met",
        "0 - Not met",
        "0 \u2013 Not met",
        "0 \u2014 Not met",
        "0-not-met",
        "0: Not met",
        "0 = Not met",
        "0. Not met",
        "0) Not met",
        "(0) Not met",
        "[0] - Not met",
        "0 (Not met)",
        "Not met (0)",
        "Not met: 0",
        "Not met = 0",
        "Not met - 0",
        "Not met-0",
        'not met "',
    ],
)
def test_neutral_signs_around_and_between_the_parts_of_a_level_change_nothing(typed):
    assert READER.parse(typed) == rated(0)


@pytest.mark.parametrize("status", ["\u2717 N/A", "cannot tell -", "\u00ac rated", "missing?"])
def test_a_status_with_a_sign_beside_it_is_no_status(status):
    record = Record(unit="A", rater="R1", criterion="C1", value=None, location=Location(), status=status)
    assert code(READER.read(record)) == "S201"


def test_signs_of_the_label_itself_may_be_written_and_only_punctuation_left_out():
    reader = LevelReader(scale(("yes", "Yes (fully)", 1.0), ("more", "> 80 % right", 2.0), ("plus", "A+", 3.0)))
    given = ("1 - yes (fully)", "yes fully", "Yes (fully) (1)", "2: >80% right", ">80 %  right", "3 = a+")
    assert [reader.parse(value) for value in given] == [rated(at) for at in (0, 0, 0, 1, 1, 2)]
    assert [code(reader.parse(value)) for value in ("80 right", "< 80 % right", "A", "A-", "3 - A-")] == ["S201"] * 5


def test_a_minus_belongs_to_the_score_that_it_touches():
    reader = LevelReader(scale(("low", "Low", -1.5), ("high", "High", 1.5)))
    assert [reader.parse(value) for value in ("Low -1.5", "-1,5: Low", "High-1.5", "High - 1.5")] == [
        rated(0),
        rated(0),
        rated(1),
        rated(1),
    ]
    assert [code(reader.parse(value)) for value in ("1.5 Low", "-1.5 High", "High -1.5")] == ["S201"] * 3


@pytest.mark.parametrize(
    "value",
    [
        "x" * 990_000,
        "partly " + "met" * 300_000,
        "word " * 200_000,
        "1" * 900_000,
        "2-Jan" + "a" * 900_000,
        ErrorValue("#" * 900_000),
        Uncalculated("=" + "A1+" * 300_000),
        "2" + " -" * 400_000 + " Met",
        "'" * 900_000 + "Met",
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_no_more_of_a_huge_cell_is_repeated_than_anybody_reads(value):
    fault = READER.parse(value)
    finding = fault.at(Location(), "C1", text_of(value))
    assert finding.code in {"S201", "S202", "S203", "S204", "S205"}
    assert (len(finding.value), finding.value[-3:]) == (200, "...")
    assert len(finding.message) < 130
    assert len(finding.hint) < 130


def test_a_word_too_long_to_be_meant_for_a_level_is_not_compared_with_any(monkeypatch):
    compared = []
    monkeypatch.setattr("difflib.get_close_matches", lambda word, *_, **__: compared.append(word) or [])
    for length in (79, 80, 81, 990_000):
        assert code(READER.parse("m" * length)) == "S201"
    assert [len(word) for word in compared] == [79, 80]

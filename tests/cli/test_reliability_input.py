"""Bad input to `mcqa reliability`: each a finding or one clear error, with its place, what was found and what to do."""

import csv
import importlib
import re
import sys

import openpyxl
import pytest

GOOD = "unit,A,B,C\nu1,1,2,2\nu2,2,2,2\nu3,3,3,2\nu4,1,1,1\nu5,3,3,3\n"
WORDS = "unit,A,B\nu1,low,low\nu2,high,low\nu3,high,high\nu4,mid,high\n"
LONG = "unit,rater,level\nu1,A,1\nu1,B,2\nu2,A,2\nu2,B,2\n"
COUNTS = "unit,low,high\nu1,1,2\nu2,3,0\nu3,0,3\nu4,2,1\n"
MATRIX = "x,1,2,3\n1,1,.5,0\n2,.5,1,.5\n3,0,.5,1\n"
TURN = "rows are units (micro-credentials), columns are raters"

# a file, the options, the exit code, and the words that standard error must hold
REFUSED = {
    "no unit column": (
        "A,B\n1,2\n2,2\n",
        (),
        3,
        ['no column "unit"', 'first column is "A"', "name the first column unit"],
    ),
    "a typo in unit": ("unti,A,B\nu1,1,2\n", (), 3, ['first column is "unti"', "did you mean unit?"]),
    "no name above the units": (
        ",A,B\n1,1,2\n2,2,2\n",
        (),
        3,
        ["first column has no name", "name the first column unit"],
    ),
    "a title above the header": (
        "Ratings of the pilot,,\n,,\nunit,A,B\nu1,1,2\n",
        (),
        3,
        ['first column is "Ratings of the pilot"', "row 3 names units: remove the rows above it"],
    ),
    "no header": ("1,1,2\n2,2,2\n", (), 3, ["holds numbers, not names (1, 1, 2)", "row of names"]),
    "no unit column in counts": ("low,high\n1,2\n", ("--layout", "counts"), 3, ['no column "unit"']),
    "no unit column in a list": ("rater,level\nA,1\n", (), 3, ['no column "unit"', 'first column is "rater"']),
    "transposed, named by reviewers": ("reviewer,u1,u2\nA,1,2\nB,1,2\n", (), 3, ["may be transposed", TURN]),
    "transposed, though wide was said": ("rater,u1\nA,1\nB,2\n", ("--layout", "wide"), 3, ["may be transposed", TURN]),
    "transposed, by its columns": (
        "unit,MC-01,MC-02\nAnna,1,2\nBert,1,2\n",
        (),
        3,
        ["looks transposed", "columns are called MC-01, MC-02", "its rows Anna, Bert", "--layout wide"],
    ),
    "transposed, by its rows": (
        "unit,alpha,beta\nReviewer 1,1,2\nReviewer 2,1,2\n",
        (),
        3,
        ["looks transposed", "its rows Reviewer 1, Reviewer 2", TURN],
    ),
    "units twice, and none": (
        "unit,A,B\nu1,1,2\nu2,2,2\nU1,1,1\nu2,1,1\n,1,1\nu3,1,1\n",
        (),
        3,
        [
            "3 faults",
            '"U1" stands in rows 2 and 4',
            '"u2" stands in rows 3 and 5',
            "row 6 of",
            "names no unit",
            "one row per unit",
        ],
    ),
    "units twice in counts": (COUNTS + "u1,1,1\n", ("--layout", "counts"), 3, ['"u1" stands in rows 2 and 6']),
    "a list read as wide": (LONG, ("--layout", "wide"), 3, ['"u1" stands in rows 2 and 3', "leave --layout out"]),
    "a wide file read as a list": (
        GOOD,
        ("--layout", "long"),
        3,
        ["needs the columns unit, rater and level", "unit, A, B, C"],
    ),
    "reviewers twice": (
        "unit,A,B,a,B\nu1,1,2,1,2\nu1,2,2,2,2\n",
        (),
        3,
        ["3 faults", 'columns B and D are called "A"', 'columns C and E are called "B"', "rows 2 and 3"],
    ),
    "levels twice in counts": (
        "unit,low,low\nu1,1,2\n",
        ("--layout", "counts"),
        3,
        ["columns B and C", "one column per level"],
    ),
    "rows without names in a list": (
        "unit,rater,level\nu1,,1\nu1,B,2\n,A,2\n,,1\n",
        (),
        3,
        ["rows 4 and 5 of", "name no unit", "rows 2 and 5 of", "name no rater", "fill the column"],
    ),
    "rows without a component in a list": (
        "unit,rater,criterion,level\nu1,A,c1,1\nu1,B,c1,2\nu2,A,,1\nu2,B,,1\n",
        (),
        3,
        ["rows 4 and 5 of", "name no component", "fill the column"],
    ),
    "an empty file": ("", (), 3, ["the file is empty", "S006"]),
    "blank lines only": ("\n,,\n", (), 3, ["no cell of the file holds anything", "S006"]),
    "a header only": ("unit,A,B\n", (), 3, ["a header and no row below it", "one row per unit"]),
    "a header only, of a list": ("unit,rater,level\n", (), 3, ["a header and no row below it"]),
    "no column of ratings": ("unit\nu1\n", (), 3, ["no column after the units", "one column per reviewer"]),
    "no rating at all": ("unit,A,B\nu1,,\nu2,,\n", (), 3, ["no usable rating", "4 cells read, 4 of them blank"]),
    "levels of which none is used": (
        WORDS,
        ("--levels", "good,bad"),
        3,
        ["no usable rating", '"low" is not a level', "S201"],
    ),
    "one level": (GOOD, ("--levels", "1"), 2, ['"1" does not declare levels', "it names one", "two or more"]),
    "no level": (GOOD, ("--levels", " , "), 2, ["does not declare levels", "it names none"]),
    "a level twice": (GOOD, ("--levels", "1,2,1"), 2, ["1 stands there twice", "each level once"]),
    "levels in the wrong order": (GOOD, ("--levels", "3,1,2"), 2, ['"3,1,2" are not in order', "--levels 1,2,3"]),
    "counted levels in the wrong order": (
        "unit,3,1,2\nu1,1,1,1\n",
        ("--layout", "counts"),
        2,
        ["not in order", "--levels 1,2,3"],
    ),
    "what may be reviewers or counts": (
        "unit,1,2\nu1,1,2\nu2,2,1\nu3,0,3\n",
        (),
        2,
        ["--layout wide or --layout counts"],
    ),
    "pairs of counted reviewers": (
        COUNTS,
        ("--layout", "counts", "--pairs"),
        2,
        ["--pairs", "who chose", "--layout long or wide"],
    ),
    "levels beside a rubric": (
        GOOD,
        ("--rubric", "mpos-qas-reconstruction", "--levels", "1,2,3"),
        2,
        ["--layout and --levels are for files without a rubric"],
    ),
    "an unknown coefficient": (GOOD, ("--coefficient", "kripendorff_alpha"), 2, ['did you mean "krippendorff_alpha"?']),
    "an unknown form": (GOOD, ("--coefficient", "icc:ICC9"), 2, ['no form of icc "ICC9"']),
    "a form where there is none": (GOOD, ("--coefficient", "gwet_ac:AC1"), 2, ["gwet_ac has no forms"]),
    "an unknown metric": (GOOD, ("--metric", "ordnal"), 2, ['did you mean "ordinal"?']),
    "an unknown scope": (GOOD, ("--by", "criterium"), 2, ['did you mean "criterion"?']),
    "an unknown interval": (GOOD, ("--ci", "bootstap"), 2, ['did you mean "bootstrap"?']),
    "an unknown layout": (GOOD, ("--layout", "wid"), 2, ['did you mean "wide"?', "auto, long, wide, counts"]),
    "an unknown way with missing ratings": (GOOD, ("--missing", "listwize"), 2, ['did you mean "listwise"?']),
    "an unknown benchmark": (GOOD, ("--benchmark", "landis"), 2, ["landis_koch"]),
    "confidence too low": (GOOD, ("--confidence", "0.4"), 2, ["--confidence", "0.4", "0.5<=x<=0.999"]),
    "confidence too high": (GOOD, ("--confidence", "95"), 2, ["--confidence", "0.5<=x<=0.999"]),
    "no replicates": (GOOD, ("--replicates", "0"), 2, ["--replicates", "x>=1"]),
    "a negative tolerance": (GOOD, ("--tolerance", "-1"), 2, ["--tolerance", "x>=0"]),
    "no tolerance": (GOOD, ("--tolerance", "nan"), 2, ["--tolerance", "nan"]),
    "an infinite tolerance": (GOOD, ("--tolerance", "inf"), 2, ["--tolerance inf is no number"]),
    "a null beyond 1": (GOOD, ("--null", "2"), 2, ["--null", "-1.0<=x<=1.0"]),
    "a null that is no number": (GOOD, ("--null", "nan"), 2, ["--null nan is no number"]),
    "no group": (GOOD, ("--by", "group"), 2, ["no sheet names a reviewer group", "--by rubric"]),
    "no standard and no round": (GOOD, ("--by", "standard", "--by", "round"), 2, ["name no standards", "review round"]),
    "a gate that is smaller for the better": (
        GOOD,
        ("--fail-under", "ad_mean=0.5"),
        2,
        ["ad_mean is smaller", "rwg=0.7"],
    ),
    "weights that are none": (GOOD, ("--weights", "quadratc"), 2, ['did you mean "quadratic"?', "or a CSV file"]),
    "weights that are not there": (GOOD, ("--weights", "gone.csv"), 3, ["there is no file gone.csv", "did you mean"]),
    "weights that are a folder": (GOOD, ("--weights", "./"), 3, ["is a folder"]),
    "weights twice": (GOOD, ("--weights", "w.csv", "--weights", "./w.csv"), 2, ['two files of weights are called "w"']),
    "weights with faults": (
        GOOD,
        ("--weights", "bad.csv"),
        2,
        ["3 faults", 'bad.csv:2:3 found "x"', "bad.csv:3:3 found 0.9", "bad.csv:4:4 found 2", "1 on the diagonal"],
    ),
    "weights for other levels": (
        GOOD,
        ("--weights", "five.csv"),
        2,
        ["no levels of the ratings: 4, 5", "--levels 1,2,3,4,5"],
    ),
    "weights for other words": (
        WORDS,
        ("--levels", "low,mid,high", "--weights", "w.csv"),
        2,
        ["are on low, mid, high"],
    ),
    "a cross-check of weighted alpha": (GOOD, ("--cross-check", "--weights", "linear"), 2, ["Gwet's form", "--metric"]),
}

FIVE = "\n".join(["x,1,2,3,4,5", *(f"{at}," + ",".join("10"[at != to] for to in range(1, 6)) for at in range(1, 6))])
FILES = {
    "w.csv": MATRIX,
    "bad.csv": MATRIX.replace("1,1,.5", "1,1,x").replace(".5,1,.5", ".5,.9,.5").replace("0,.5,1", "0,.5,2"),
    "five.csv": FIVE,
}


def flat(text):
    """Undo the wrapping of lines."""
    return " ".join(text.split())


@pytest.fixture(autouse=True)
def files(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.fixture
def measure(mcqa, tmp_path):
    def run(text, *options, name="ratings_of_mine.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return mcqa("reliability", name, *options)

    return run


@pytest.mark.parametrize(("text", "options", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_one_clear_error_and_no_output(text, options, code, said, measure):
    done = measure(text, *options)
    assert (done.code, done.out) == (code, ""), done.err
    for words in said:
        assert words in flat(done.err), done.err
    assert "Traceback" not in done.err


IN_A_WORKBOOK = [name for name, (text, *_) in REFUSED.items() if text not in {GOOD, WORDS, ""}]


@pytest.mark.parametrize("name", IN_A_WORKBOOK)
def test_the_same_in_a_workbook_gives_the_same_with_its_sheet(name, mcqa, tmp_path):
    text, options, code, said = REFUSED[name]
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in csv.reader(text.splitlines()):
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(tmp_path / "ratings.xlsx")
    done = mcqa("reliability", "ratings.xlsx", *options)
    assert (done.code, done.out) == (code, ""), done.err
    for words in said:
        assert words in flat(done.err), done.err
    if code == 3 and "of ratings.xlsx" in done.err:
        assert 'ratings.xlsx, sheet "Data"' in done.err


def test_everything_wrong_with_the_options_stands_in_one_message(measure):
    wrong = {
        "--coefficient": "gwett_ac",
        "--metric": "ordnal",
        "--weights": "lineer",
        "--by": "criterium",
        "--ci": "bootstap",
        "--layout": "countz",
        "--null": "nan",
        "--fail-under": "ad_mean=0.5",
    }
    done = measure(GOOD, *(word for pair in wrong.items() for word in pair))
    assert (done.code, done.out) == (2, "")
    assert "8 things are wrong with the options" in done.err
    for words in (
        "gwet_ac",
        '"ordinal"',
        '"linear"',
        '"criterion"',
        '"bootstrap"',
        '"counts"',
        "--null nan",
        "ad_mean",
    ):
        assert words in done.err


def findings(done):
    return [(one["code"], one["severity"], one["subject"] or one["value"]) for one in done.json["findings"]]


FOUND = {
    "reviewers with no rating": (
        "unit,A,B,C,D\nu1,1,2,,\nu2,2,2,,N/A\nu3,1,1,,\n",
        (),
        0,
        [("R109", "warning", "C"), ("R109", "warning", "D")],
    ),
    "a reviewer with no rating in a list": (LONG + "u1,C,\nu2,C,\n", (), 0, [("R109", "warning", "C")]),
    "a reviewer of whom every cell is invalid": (
        "unit,A,B,C\nu1,1,2,9\nu2,2,1,8\n",
        ("--levels", "1,2"),
        1,
        [("R109", "warning", "C"), ("S202", "error", ""), ("S202", "error", "")],
    ),
    "a cell twice in a list": (LONG + "u2,B,2\n", (), 0, [("R101", "warning", "2")]),
    "a cell twice in a list, with another level": (
        LONG + "u2,B,1\nu3,A,1\nu3,B,1\n",
        (),
        1,
        [("R102", "error", "2"), ("R102", "error", "1"), ("R104", "warning", "u2")],
    ),
    "a level that was not declared": (
        GOOD,
        ("--levels", "1,2"),
        1,
        [("S202", "error", "")] * 5 + [("R104", "warning", "u3")],
    ),
    "a word among numbers": ("unit,A,B\nu1,1,2\nu2,2,two\nu3,1,1\n", (), 0, [("R110", "warning", "two")]),
    "a number among words": ("unit,A,B\nu1,yes,no\nu2,no,1\nu3,no,yes\n", (), 0, [("R110", "warning", "1")]),
    "what is no count": (
        COUNTS + "u5,x,-1\n",
        ("--layout", "counts"),
        1,
        [("S202", "error", "x"), ("S202", "error", "-1")],
    ),
    "counts of a level that was not declared": (
        "unit,low,hihg\nu1,1,9\nu2,3,0\nu3,0,3\nu4,2,1\nu5,2,0\n",
        ("--layout", "counts", "--levels", "low,high"),
        1,
        [("S201", "error", "hihg")] * 3 + [("R104", "warning", "u1"), ("R108", "info", "high")],
    ),
    "one reviewer": ("unit,A\nu1,1\nu2,2\n", (), 0, [("R104", "warning", "u1"), ("R104", "warning", "u2")]),
}


@pytest.mark.parametrize(("text", "options", "code", "expected"), FOUND.values(), ids=FOUND)
def test_bad_input_that_leaves_something_to_measure_is_a_finding(text, options, code, expected, measure):
    done = measure(text, *options, "--format", "json")
    assert done.code == code, done.err
    found = [
        (kind, severity, what if kind != "S202" or "counts" in options else "")
        for kind, severity, what in findings(done)
    ]
    assert sorted(found) == sorted(expected)
    for one in done.json["findings"]:
        assert one["hint"]
        assert one["file"] == "ratings_of_mine.csv" or one["code"] in {"R104", "R108"}


def test_a_cell_of_a_file_without_components_is_named_without_one(measure):
    done = measure(LONG + "u2,B,1\n")
    assert re.search(r'^ +u2 by B is "2" here', done.err, re.MULTILINE)


def test_a_reviewer_whose_workbook_is_blank_is_told_by_the_pilot_too(mcqa, long_file):
    path = long_file("long.csv", ["A", "B"], ["R1", "R2", "R3"], lambda _, rater, __: "" if rater == "R2" else "met")
    done = mcqa("reliability", path, "--rubric", "mpos-qas-reconstruction", "--format", "json")
    assert ("R109", "warning", "R2") in findings(done)


NOT_THERE = {
    "order of words": (
        WORDS,
        "krippendorff_alpha",
        ("--metric", "ordinal"),
        "not_ordered",
        "--levels LOWEST,...,HIGHEST",
    ),
    "order of words for weights": (
        WORDS,
        "gwet_ac",
        ("--weights", "linear"),
        "not_ordered",
        "--levels LOWEST,...,HIGHEST",
    ),
    "order of words for a correlation": (WORDS, "icc", (), "not_ordered", "--levels LOWEST,...,HIGHEST"),
    "scores of words": (
        WORDS,
        "krippendorff_alpha",
        ("--metric", "interval", "--levels", "low,mid,high"),
        "not_numeric",
        "Words have no scores",
    ),
    "ratio metric of negative values": (
        GOOD.replace(",1", ",-1"),
        "krippendorff_alpha",
        ("--metric", "ratio"),
        "not_numeric",
        "scores from 0 upwards",
    ),
    "ratio weights of negative values": (
        GOOD.replace(",1", ",-1"),
        "gwet_ac",
        ("--weights", "ratio"),
        "not_numeric",
        "scores from 0 upwards",
    ),
}


@pytest.mark.parametrize(("text", "coefficient", "options", "reason", "said"), NOT_THERE.values(), ids=NOT_THERE)
def test_what_the_levels_do_not_allow_is_not_applicable_and_says_what_to_do(
    text, coefficient, options, reason, said, measure
):
    words = ("--coefficient", coefficient, *options)
    done = measure(text, *words, "--format", "json")
    assert done.code == 0
    estimates = done.json["results"]["estimates"]
    assert {(one["estimate"], one["status"], one["reason"]) for one in estimates} == {(None, "not_applicable", reason)}
    told = estimates[0]["text"] + done.err
    assert said in flat(told)
    assert said in flat(measure(text, *words).out)


def test_options_that_found_no_use_are_told_and_do_no_harm(measure):
    done = measure(
        GOOD,
        "--coefficient",
        "icc",
        "--weights",
        "linear",
        "--metric",
        "nominal",
        "--tolerance",
        "1",
        "--by",
        "rubric",
        "--by",
        "group",
    )
    assert done.code == 0
    for words in (
        "--weights was not used",
        "--metric was not used",
        "--tolerance was not used",
        "--by group: no sheet",
    ):
        assert words in done.err
    assert measure(GOOD, "--coefficient", "icc", "--metric", "nominal", "--quiet").err == ""


def test_weights_of_a_file_are_used_named_and_among_the_inputs(measure):
    done = measure(GOOD, "--coefficient", "gwet_ac", "--weights", "w.csv", "--weights", "linear", "--format", "json")
    assert done.code == 0, done.err
    own, linear = done.json["results"]["estimates"]
    assert (own["weights"], linear["weights"]) == ("w", "linear")
    assert own["estimate"] == pytest.approx(linear["estimate"], abs=1e-12)
    assert [one["path"] for one in done.json["run"]["inputs"]] == ["ratings_of_mine.csv", "w.csv"]
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in done.json["run"]["inputs"])
    assert "Gwet's AC2 (w weights)" in flat(measure(GOOD, "--coefficient", "gwet_ac", "--weights", "w.csv").out)


def test_weights_may_name_the_levels_of_a_rubric_by_label(mcqa, tmp_path, pilot):
    text = "x,Not met,Partly met,Met\nNot met,1,.5,0\nPartly met,.5,1,.5\nMet,0,.5,1\n"
    (tmp_path / "halves.csv").write_text(text, encoding="utf-8")
    words = ("reliability", pilot, "--coefficient", "gwet_ac", "--by", "rubric", "--weights", "halves.csv")
    done = mcqa(*words, "--weights", "linear", "--format", "json")
    assert done.code == 0, done.err
    own, linear = done.json["results"]["estimates"]
    assert own["estimate"] == pytest.approx(linear["estimate"], abs=1e-12)
    (tmp_path / "halves.csv").write_text("x,Not met,Met\nNot met,1,0\nMet,0,1\n", encoding="utf-8")
    done = mcqa(*words)
    assert done.code == 2
    assert "missing in the weights: partly_met" in flat(done.err)


def test_a_cross_check_is_one_line_and_part_of_the_json(mcqa, measure, pilot):
    said = flat(mcqa("reliability", pilot, "--cross-check").out)
    assert re.search(r"Cross-check: \d+ values? of Krippendorff's alpha recomputed with krippendorff [\d.]+: ", said)
    done = mcqa("reliability", pilot, "--cross-check", "--pairs", "--format", "json", "--coefficient", "gwet_ac")
    assert done.code == 0, done.err
    found = done.json["results"]["cross_check"]
    alphas = [
        one
        for kind in ("estimates", "pairs")
        for one in done.json["results"][kind]
        if one["coefficient"] == "krippendorff_alpha"
    ]
    assert len(found["values"]) == len(alphas) > 43
    assert found["compared"] + found["undefined"] == len(alphas)
    assert found["agrees"] is True
    assert found["largest_difference"] < 1e-12
    assert "Cross-check: 1 value" in measure(GOOD, "--cross-check", "--format", "csv").err
    assert "cross_check" not in mcqa("reliability", pilot, "--by", "rubric", "--format", "json").json["results"]


def test_a_cross_check_that_differs_ends_with_one_and_names_the_scope(measure, monkeypatch):
    package = importlib.import_module("krippendorff")
    right = package.alpha
    monkeypatch.setattr(package, "alpha", lambda **options: right(**options) - 1e-3)
    done = measure(GOOD, "--cross-check")
    assert done.code == 1
    assert "cross-check of all, ordinal metric: 0.7916" in done.err
    assert "largest difference 1.0e-03 (all)" in flat(done.out)


def test_a_cross_check_without_the_package_is_one_message(measure, monkeypatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    done = measure(GOOD, "--cross-check")
    assert (done.code, done.out) == (2, "")
    assert 'pip install "mcqa[cross-check]"' in done.err


# --- what is said of headings and reviewers, without a rubric

LIST = "Packet,Who,Mark\nu1,A,1\nu1,B,2\nu2,A,2\nu2,B,2\nu3,A,1\nu3,B,1\n"
TOLD = ("--map", "Packet=unit", "--map", "Who=rater", "--map", "Mark=level")


def test_headings_are_understood_as_told_without_a_rubric(mcqa, tmp_path):
    (tmp_path / "a.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "b.csv").write_text(LIST.replace("Packet,Who,Mark", "unit,rater,level"), encoding="utf-8")
    done, same = mcqa("reliability", "a.csv", *TOLD, "--save-map", "map.yaml"), mcqa("reliability", "b.csv")
    assert (done.code, done.out) == (0, same.out)
    assert mcqa("reliability", "a.csv", "--map-file", "map.yaml").out == same.out


def test_the_roster_is_held_against_reviewers_without_a_rubric(mcqa, tmp_path):
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("Reviewer\nA\nB\nD\n", encoding="utf-8")
    found = mcqa("reliability", "a.csv", "--roster", "roster.csv", "--format", "json").json["findings"]
    assert {("R103", "C"), ("R111", "D")} <= {(each["code"], each["subject"]) for each in found}


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (GOOD, ("--profile", "qualtrics"), "--form-profile is for scoresheets that are read with a rubric"),
        (GOOD, ("--rater-from", "filename", "--form-profile", "x"), "--form-profile and --rater-from are for score"),
        (GOOD, ("--map", "A=C01.1"), '"A" is to mean C01.1'),
        (COUNTS, ("--layout", "counts", "--roster", "roster.csv"), "counts do not say who"),
    ],
)
def test_what_needs_a_rubric_is_refused_not_passed_over(content, options, said, mcqa, tmp_path):
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("Reviewer\nA\n", encoding="utf-8")
    done = mcqa("reliability", "a.csv", *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err

"""Weight matrices from a file: what is read, whatever program wrote it, and what is wrong, all at once."""

import numpy as np
import pytest

from mcqa.agreement.analysis import analyse
from mcqa.agreement.weight_file import fitted, names_file, read_weights, weights_of
from mcqa.agreement.weight_matrix import WeightMatrix
from mcqa.errors import InputError, UsageError
from mcqa.rubric.model import Level, Scale
from mcqa.statistics.weights import WEIGHTS

MATRIX = [[1, 0.5, 0], [0.5, 1, 0.25], [0, 0.25, 1]]
PLAIN = "level,a,b,c\na,1,0.5,0\nb,0.5,1,0.25\nc,0,0.25,1\n"


def scale_of(*levels, kind="ordinal"):
    return Scale(type=kind, levels=tuple(Level(*level) for level in levels))


THREE = scale_of(("not_met", "Not met", 0.0), ("partly_met", "Partly met", 1.0), ("met", "Met", 2.0))


def matrix_of(*levels, values=MATRIX, name="mine"):
    return WeightMatrix(name=name, levels=levels, values=np.array(values, dtype=float))


@pytest.fixture
def write(tmp_path):
    def make(content, name="mine.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return make


def refused(path):
    with pytest.raises(UsageError) as caught:
        read_weights(path)
    return caught.value


SEMICOLON = ";a;b;c\na;1;0,5;0\nb;0,5;1;0,25\nc;0;0,25;1\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.rstrip(),
        PLAIN + "\n,,,\n\n",
        "\n" + PLAIN,
        PLAIN.replace("level,", ","),
        PLAIN.replace(",", ", ").replace("\n", " \n"),
        PLAIN.replace("\n", ",,\n"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",0.", ",."),
        PLAIN.replace(",1", ",1.00").replace(",0,", ",0e0,"),
        SEMICOLON,
        "sep=;\n" + SEMICOLON,
        PLAIN.replace(",", ";"),
        'level,"a","b","c"\n"a","1","0,5","0"\n"b","0,5",1,"0,25"\n"c",0,"0,25",1\n',
        PLAIN.encode("utf-16"),
    ],
)
def test_a_matrix_is_read_whatever_program_wrote_it(content, write):
    found = read_weights(write(content))
    assert (found.name, found.levels) == ("mine", ("a", "b", "c"))
    assert found.values.tolist() == MATRIX


def test_the_name_is_that_of_the_file_and_never_that_of_a_family(write):
    assert read_weights(write(PLAIN, "adjacent half.csv")).name == "adjacent half"
    assert read_weights(write(PLAIN, "linear.csv")).name == "linear.csv"
    assert read_weights(write(PLAIN, "linear.v2.csv")).name == "linear.v2"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PLAIN.replace("0.25,1", "0.25,x"), [':4:4  found "x"; expected a number from 0 to 1']),
        (PLAIN.replace("0.25,1", "0.25,"), [":4:4  the cell is blank"]),
        (PLAIN.replace("0.25,1", "0.25,nan"), [':4:4  found "nan"']),
        (PLAIN.replace("0.25,1", "0.25,50%"), [':4:4  found "50%"']),
        (
            PLAIN.replace("c,0,", "c,-0.1,").replace(",0\n", ",-0.1\n"),
            [":2:4  found -0.1; expected a number from 0", ":4:2"],
        ),
        (PLAIN.replace("0.5", "1.5"), [":2:3  found 1.5", ":3:2  found 1.5"]),
        (PLAIN.replace("a,1,", "a,0.9,"), [':2:2  found 0.9 for "a" with itself; expected 1']),
        (
            PLAIN.replace("c,0,", "c,0.1,"),
            [':2:4  found 0.0 for "a" with "c", and 0.1 in line 4, column 2; write the same in both'],
        ),
        ("level,a,b,c\na,1,0.5,0\nb,0.5,1,0.25\n", [':1:4  the level "c" has a column but no row']),
        ("level,a,b\na,1,0.5\nb,0.5,1\nc,0,0.25\n", [':4:1  the level "c" has a row but no column']),
        (PLAIN.replace("level,a,b", "level,b,a"), [':2:1  found "a" where the header has "b"', ":3:1"]),
        (
            PLAIN.replace("level,a,b", "level,a,a"),
            [':1:3  the header names the level "a" 2 times', ':3:1  the level "b"'],
        ),
        (PLAIN.replace("\nb,", "\na,"), [':3:1  the first column names the level "a" 2 times', ':1:3  the level "b"']),
        (PLAIN.replace("level,a,", "level,,"), [":1:2  this column names no level"]),
        (PLAIN.replace("\nb,", "\n,"), [":3:1  this row names no level"]),
    ],
)
def test_each_fault_is_told_with_its_place(content, said, write):
    error = refused(write(content))
    assert all(each in error.message for each in said), error.message
    assert "level ids as header row and first column" in error.hint


def test_all_faults_stand_in_one_message_in_the_order_of_the_file(write):
    path = write("x,low,mid,high\nlow,0.9,x,0.2\nmid,.4,1,1.5\nhgh,0.3,.5,1\n")
    lines = refused(path).message.splitlines()
    assert lines[0] == f"{path} is no weight matrix: 5 faults"
    places = [line.partition("  ")[2].partition("  ")[0].removeprefix(f"{path}") for line in lines[1:]]
    assert places == [":1:4", ":2:2", ":2:3", ":3:4", ":4:1"]


def test_a_file_of_nothing_but_faults_is_told_in_few_lines(write):
    names = [f"l{at}" for at in range(12)]
    rows = [",".join(["x", *names]), *(",".join([name, *["?"] * 12]) for name in names)]
    lines = refused(write("\n".join(rows))).message.splitlines()
    assert "144 faults" in lines[0]
    assert len(lines) == 22
    assert lines[-1].strip() == "... and 124 more"


@pytest.mark.parametrize("content", ["", "\n\n", ",,,\n", "x,a,b\n", "a\n1\n", "only a line of text"])
def test_a_file_that_holds_no_matrix_says_what_one_looks_like(content, write):
    error = refused(write(content))
    assert "holds no weight matrix" in error.message
    assert "level ids as header row" in error.hint


def test_what_is_no_csv_file_is_an_input_that_cannot_be_read(write, tmp_path):
    with pytest.raises(InputError, match="binary data"):
        read_weights(write(b"PK\x03\x04\x00\x00", "weights.xlsx"))
    with pytest.raises(InputError, match="never ends"):
        read_weights(write('x,a\na,"1\n'))
    with pytest.raises(InputError, match="is a folder"):
        read_weights(tmp_path)
    with pytest.raises(InputError, match="too large"):
        read_weights(write(b"x" * 2_000_001))


def test_a_file_that_is_not_there_names_the_nearest(write, tmp_path):
    write(PLAIN, "halves.csv")
    for name, hint in (
        ("halfes.csv", "halves.csv"),
        ("zz/w.csv", "there is no folder"),
        ("quadratc.csv", '"quadratic"'),
    ):
        with pytest.raises(InputError, match="there is no file") as caught:
            read_weights(tmp_path / name)
        assert hint in caught.value.hint


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_name_of_a_family_means_the_family(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(PLAIN, encoding="utf-8")
    assert not names_file(name)
    assert weights_of(name) == name
    assert weights_of(f"./{name}").levels == ("a", "b", "c")


def test_a_path_an_ending_or_a_file_that_is_there_mean_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not names_file("mine")
    (tmp_path / "mine").write_text(PLAIN, encoding="utf-8")
    for text in ("mine", "gone.csv", "GONE.CSV", "folder/gone", "folder\\gone"):
        assert names_file(text)
    assert weights_of("mine").name == "mine"
    with pytest.raises(InputError):
        weights_of("gone.csv")


@pytest.mark.parametrize("text", ["quadratc", "linaer", "", "x" * 5000, "nul\0byte"])
def test_what_is_neither_a_family_nor_a_file_is_wrong_usage(text):
    with pytest.raises(UsageError, match="there are no weights") as caught:
        weights_of(text)
    assert "CSV file" in caught.value.hint


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("not_met", "partly_met", "met"), MATRIX),
        (("Not met", "Partly met", "Met"), MATRIX),
        (("NOT MET", " partly  met ", "met"), MATRIX),
        (("0", "1", "2"), MATRIX),
        (("0.0", "1,0", "2"), MATRIX),
        (("met", "not_met", "partly_met"), [[1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1]]),
        (("Met", "Not met", "Partly met"), [[1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1]]),
        (("2", "0", "1"), [[1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1]]),
    ],
)
def test_levels_are_named_by_id_by_label_or_by_score(levels, expected):
    found = matrix_of(*levels)
    assert found.misfit(THREE) is None
    assert found.for_scale(THREE).tolist() == expected
    assert found.on(THREE).for_levels(THREE.level_ids).tolist() == expected


def test_an_id_goes_before_a_score_that_reads_the_same():
    scale = scale_of(("1", "Low", 0.0), ("2", "Mid", 1.0), ("0", "High", 2.0))
    # as ids the names are High, Low, Mid; as scores they would be Low, Mid, High
    assert matrix_of("0", "1", "2").for_scale(scale).tolist() == [[1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1]]


def test_names_that_may_be_labels_or_scores_are_not_guessed_between():
    scale = scale_of(("a", "2", 0.0), ("b", "1", 1.0), ("c", "0", 2.0))
    reason, text = matrix_of("0", "1", "2").misfit(scale)
    assert reason == "other_levels"
    assert "labels or scores" in text
    with pytest.raises(UsageError, match="labels or scores"):
        matrix_of("0", "1", "2").for_scale(scale)


def test_levels_that_are_missing_or_of_another_scale_are_named():
    reason, text = matrix_of("not_met", "partly_met", "mett").misfit(THREE)
    assert reason == "other_levels"
    assert "missing in the weights: met" in text
    assert "no levels of the ratings: mett" in text
    fewer = matrix_of("not_met", "met", values=[[1, 0], [0, 1]])
    assert "missing in the weights: partly_met" in fewer.misfit(THREE)[1]
    with pytest.raises(UsageError, match="missing in the weights: partly_met"):
        fitted(fewer, [THREE])


def test_observed_levels_that_lack_one_of_the_matrix_may_be_declared():
    observed = scale_of(("1", "1", 1.0), ("2", "2", 2.0), kind="interval")
    with pytest.raises(UsageError) as caught:
        fitted(matrix_of("1", "2", "3"), [observed], declared=False)
    assert "--levels 1,2,3" in caught.value.hint


def test_with_several_scales_it_is_enough_to_fit_one():
    other = scale_of(("no", "No", 0.0), ("yes", "Yes", 1.0))
    by_label = matrix_of("Not met", "Partly met", "Met")
    assert fitted(by_label, [THREE, other]) is by_label
    assert fitted(by_label, [THREE]).levels == THREE.level_ids
    with pytest.raises(UsageError, match=r"are on no, yes.*; .*are on low, high"):
        fitted(by_label, [other, scale_of(("low", "Low", 0.0), ("high", "High", 1.0))])


@pytest.mark.parametrize("name", [name for name in WEIGHTS if name not in {"identity", "ordinal"}])
def test_a_family_written_to_a_file_gives_the_numbers_of_the_family(name, write, ratings_of, scale_of):
    from mcqa.statistics.weights import agreement_weights

    codes = np.array([[0, 0, 1], [2, 2, 2], [1, 2, -1], [0, 1, 0], [2, 1, 2], [0, 0, 0]])
    scale = scale_of()
    weights = agreement_weights(name, [level.score for level in scale.levels])
    weights = np.maximum(weights, weights.T)
    rows = [",".join(["x", *scale.level_ids])]
    rows += [",".join([level, *map(repr, row)]) for level, row in zip(scale.level_ids, weights.tolist(), strict=True)]
    own = read_weights(write("\n".join(rows)))
    names = ("percent_agreement", "gwet_ac", "brennan_prediger", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
    found = {
        each.name if isinstance(each, WeightMatrix) else each: [
            (one.coefficient, one.estimate, one.standard_error)
            for one in analyse(ratings_of([codes], scale), coefficients=names, weights=[each], by=["rubric"]).estimates
        ]
        for each in (name, own)
    }
    assert len(found["mine"]) == len(names)
    for ours, theirs in zip(found["mine"], found[name], strict=True):
        assert ours[0] == theirs[0]
        assert ours[1:] == pytest.approx(theirs[1:], rel=1e-12)

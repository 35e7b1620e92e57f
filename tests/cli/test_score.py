"""Every option of `mcqa score` beyond its rules, what the output holds, and what cannot be used; on small files."""

import io
import json
import re
import zipfile

import openpyxl
import pytest

NAMES = ("C01.1", "C01.2", "C02.1")
WORDS = {"0": "not_met", "1": "partly_met", "2": "met", "?": "cannot tell", "n": "n/a", "-": ""}
HEAD = """format: mcqa-rubric/1
id: small
version: "1.0.0"
title: Small
status: local
language: en
roles: [developer, issuer]
scale:
  type: ordinal
  levels:
    - {id: not_met, label: Not met, score: 0}
    - {id: partly_met, label: Partly met, score: 1}
    - {id: met, label: Met, score: 2}
decision: {rule: conjunctive, cut: met, consensus: majority, ties: lower, min_ratings: 2}
standards:
"""
COMPONENT = """      - id: {name}
        title: Links of {name}
        text: Text of {name}.
        roles: [{role}]
        levels: {{not_met: None is linked., partly_met: Some are linked., met: All of {name} are linked.}}
"""
UNITS = {
    "MC-01": ("2 2 2", "2 2 2", "2 2 2"),
    "MC-02": ("0 2 2", "2 2 2", "2 2 2"),
    "MC-03": ("0 0 1", "2 2 2", "0 0 0"),
    "MC-04": ("2 2 2", "? ? 2", "2 2 2"),
}


@pytest.fixture
def rubric_file(tmp_path):
    text = HEAD
    for standard, names in (("S01", NAMES[:2]), ("S02", NAMES[2:])):
        text += f"  - id: {standard}\n    title: Title {standard}\n    components:\n"
        text += "".join(
            COMPONENT.format(name=name, role="issuer" if name == "C02.1" else "developer") for name in names
        )
    (tmp_path / "rubric.yaml").write_text(text, encoding="utf-8", newline="\n")
    return tmp_path / "rubric.yaml"


def long_text(units, groups=None, raters="R", comment=""):
    lines = ["unit,rater,group,criterion,level,comment"]
    for unit, answers in units.items():
        for criterion, answer in zip(NAMES, answers, strict=True):
            for place, one in enumerate(answer.split(), 1):
                group = (groups or {}).get(place, "teacher")
                lines.append(f"{unit},{raters}{place},{group},{criterion},{WORDS[one]},{comment}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def sheet(tmp_path):
    """Write a long file of reviewers R1, R2, ...: for each unit a text such as "2 2 1" for each component."""

    def write(units=UNITS, name="sheet.csv", **more):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(long_text(units, **more), encoding="utf-8", newline="\n")
        return path

    return write


@pytest.fixture
def score(mcqa, rubric_file):
    def run(*words):
        return mcqa("score", *words, "--rubric", rubric_file)

    return run


@pytest.fixture
def results(score):
    def run(*words):
        done = score(*words, "--format", "json")
        assert done.code == 0, done.err
        return done.json["results"]

    return run


def stopped(done, code, *said):
    """Whether a run ended with one message and no output."""
    assert (done.code, done.out) == (code, "")
    assert len([line for line in done.err.splitlines() if line.startswith("mcqa: ")]) == 1
    for text in said:
        assert text in done.err


# what the output holds


def test_the_keys_of_the_contract(results, sheet):
    found = results(sheet())
    assert {"rule", "units", "splits", "certainty", "second_look", "rollups"} <= set(found)
    keys = {"unit", "verdict", "blocking", "margin", "flip_probability", "standards", "criteria"}
    cell = {"criterion", "consensus", "met", "n_ratings", "counts", "non_scores", "split"}
    for unit in found["units"]:
        assert keys <= set(unit)
        assert all(cell <= set(one) for one in unit["criteria"])
        assert all({"standard", "verdict"} <= set(one) for one in unit["standards"])
    for split in found["splits"]:
        assert {"unit", "criterion", "ratings", "reason"} <= set(split)
        assert all({"rater", "level", "comment"} <= set(vote) for vote in split["ratings"])


def test_what_is_null_has_a_reason(results, sheet):
    for unit in results(sheet())["units"]:
        assert (unit["margin"] is None) == (unit["margin_reason"] is not None)
        assert (unit["flip_probability"] is None) == (unit["flip_probability_reason"] is not None)
        assert (unit["share_met"] is None) == (unit["share_met_reason"] is not None)
        for one in unit["criteria"]:
            assert (one["consensus"] is None) == (one["undecided_because"] is not None)


def test_what_stands_in_the_way_comes_with_what_is_asked(score, results, sheet):
    third = results(sheet())["units"][2]
    assert third["blocking"] == [one["criterion"] for one in third["blocking_asks"]] == ["C01.1", "C02.1"]
    assert third["blocking_asks"][0] == {
        "criterion": "C01.1",
        "title": "Links of C01.1",
        "level": "met",
        "label": "Met",
        "asks": "All of C01.1 are linked.",
    }
    text = score(sheet()).out
    # MC-03 alone: of MC-02 two of three say met
    assert re.search(r"^C01\.1 Links of C01\.1 +1 +Met: All of C01\.1 are linked\.$", text, re.MULTILINE)
    assert "What the components in the way ask for" not in score(sheet({"MC-01": UNITS["MC-01"]})).out


def test_an_undecided_verdict_says_what_would_settle_it(score, results, sheet):
    (need,) = results(sheet())["units"][3]["settle"]
    # two could not tell: after two more ratings three rated, which is more
    assert need == {
        "criterion": "C01.2",
        "because": "cannot_tell",
        "needs": "evidence",
        "evidence": "packet",
        "ratings": 1,
    }
    assert re.search(r"^MC-04 +C01\.2 +a packet that shows it, to 1 more reviewer", score(sheet()).out, re.MULTILINE)


def test_the_same_seed_gives_the_same_bytes_and_no_seed_changes_a_verdict(score, sheet):
    path = sheet()
    first, again, other = (score(path, "--format", "json", "--seed", seed).out for seed in (4, 4, 5))
    assert first == again
    assert json.loads(other)["run"]["seed"] == 5
    verdicts = [[unit["verdict"] for unit in json.loads(text)["results"]["units"]] for text in (first, other)]
    assert verdicts[0] == verdicts[1] == ["met", "met", "not_met", "undecided"]


def test_one_reviewer_gives_no_number_on_sureness(score, results, sheet):
    path = sheet({"MC-01": ("2", "2", "2"), "MC-02": ("0", "2", "2")})
    found = results(path, "--min-ratings", "1")
    assert {unit["flip_probability_reason"] for unit in found["units"]} == {"one_rater"}
    certainty = found["certainty"]
    assert (certainty["status"], certainty["reason"], certainty["by_raters"]) == ("undefined", "one_rater", [])
    assert certainty["consistency"] is certainty["accuracy"] is certainty["raters_needed"] is None
    text = score(path, "--min-ratings", "1").out
    assert "How sure the verdicts are is not known: no component has two ratings" in text
    assert "worth a second look (one vote decides)" in text
    assert "flip 20%" not in text


@pytest.mark.parametrize("layout", ["table", "md"])
def test_no_line_of_a_table_is_wider_than_80_columns(layout, score, sheet):
    text = score(sheet(), "--format", layout).out
    assert "MC-04" in text
    if layout == "table":
        assert max(map(len, text.splitlines())) <= 80


def test_csv_has_a_row_for_every_cell(score, sheet):
    rows = score(sheet(), "--format", "csv").rows
    assert [(row["unit"], row["criterion"]) for row in rows] == [(unit, name) for unit in UNITS for name in NAMES]
    assert {row["undecided_because"] for row in rows} == {"", "cannot_tell"}


def test_quiet_says_nothing_where_all_is_well_and_the_file_is_whole(score, sheet, tmp_path, no_trace):
    done = score(sheet(), "--quiet", "-o", "scores.json")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["schema"] == "mcqa/score@1"
    stopped(score(sheet(), "-o", "scores.json"), 2, "scores.json exists", "--force")
    assert score(sheet(), "-o", "scores.json", "--force", "--quiet").code == 0
    assert no_trace(tmp_path, "rubric.yaml", "scores.json", "sheet.csv")


# many micro-credentials


def test_long_tables_are_cut_and_say_so(score, results, sheet):
    # every one is undecided, and split: one of two says not met
    units = {f"MC-{number:03}": ("0 2", "2 2", "? ?") for number in range(210)}
    path = sheet(units)
    text = score(path).out
    assert "The first 200 are shown; --format csv and --format json hold all." in text
    words = ("--ties", "undecided")
    text = score(path, *words).out
    assert "What would settle the undecided ones, the first 200 of 210" in text
    assert "Where reviewers split: 210 cells, the first 100 (* the verdict hangs on it)" in text
    assert "MC-209" not in text
    found = results(path, *words)
    assert (len(found["units"]), len(found["splits"])) == (210, 210)
    assert len(score(path, "--format", "csv").rows) == 630


# decisions


def decisions(tmp_path, *rows, name="decisions.csv"):
    head = "Micro-credential,Component,Decision,Reason,Decided by,Date\n"
    (tmp_path / name).write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="\n")
    return tmp_path / name


def test_decisions_turn_a_verdict_and_what_reviewers_said_stays(score, results, sheet, tmp_path):
    path = decisions(tmp_path, "MC-04,C01.2,Met,The dossier shows it,Kim Doe,2026-03-01")
    found = results(sheet(), "--adjudication", path)
    unit = found["units"][3]
    assert unit["verdict"] == "met"
    one = unit["criteria"][1]
    assert (one["consensus"], one["consensus_of_reviewers"], one["adjudicated"]) == ("met", None, True)
    assert (one["counts"]["met"], one["non_scores"]["cannot_tell"]) == (1, 2)
    (entry,) = found["adjudication"]["log"]
    assert (entry["decided_by"], entry["reason"], entry["decided_on"]) == (
        "Kim Doe",
        "The dossier shows it",
        "2026-03-01",
    )
    text = score(sheet(), "--adjudication", path).out
    assert re.search(r"^MC-04 +C01\.2 +undecided +Met +Kim Doe +The dossier shows it", text, re.MULTILINE)
    assert "What people decided is taken as right" in " ".join(text.split())


def test_decisions_that_cannot_be_used_are_told_all_at_once(score, sheet, tmp_path):
    path = decisions(
        tmp_path,
        "MC-99,C01.1,Met,r,Kim,",
        "MC-02,C01.1,Superb,r,Kim,",
        "MC-01,C01.1,Not met,r,Kim,",
        "MC-04,C09.9,Met,,,",
    )
    done = score(sheet(), "--adjudication", path, "--format", "json")
    codes = sorted(finding["code"] for finding in done.json["findings"] if finding["file"] == str(path))
    # two unknown cells and a word that is no level; a cell that is not split is decided all the same, with a warning
    assert (done.code, codes) == (1, ["R115", "R115", "R116", "R118"])
    verdicts = {unit["unit"]: unit["verdict"] for unit in done.json["results"]["units"]}
    assert verdicts["MC-01"] == "not_met"


def test_what_is_read_for_something_else_may_lie_beside_the_sheets(score, sheet, tmp_path):
    sheet(name="pilot/sheet.csv")
    folder = tmp_path / "pilot"
    path = decisions(folder, "MC-04,C01.2,Met,r,Kim,")
    (folder / "units.csv").write_text("unit,provider,state\nMC-01,Acme,WY\n", encoding="utf-8")
    (folder / "weights.csv").write_text("rater,weight\nR1,1\nR2,1\nR3,1\n", encoding="utf-8")
    words = ("--adjudication", path, "--units", folder / "units.csv", "--rater-weights", folder / "weights.csv")
    done = score(folder, *words, "--format", "json")
    assert done.code == 0, done.err
    read = [one["path"] for one in done.json["run"]["inputs"]]
    assert sorted(name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1] for name in read) == [
        "decisions.csv",
        "sheet.csv",
        "units.csv",
        "weights.csv",
    ]
    stopped(score(path, "--adjudication", path), 3, "the sheets are the file of decisions itself")
    stopped(score(folder / "units.csv", "--units", folder / "units.csv"), 3, "the sheets are the list")


# letters


def test_letters_are_written_without_names_and_properties(score, sheet, tmp_path):
    path = sheet(comment="As R2 said: call 919-555-0101")
    done = score(path, "--letters", "out", "--contact", "qa@state.example")
    assert (done.code, "wrote 4 letters, each as Markdown and docx, to out" in done.err) == (0, True)
    folder = tmp_path / "out"
    names = sorted(file.name for file in folder.iterdir())
    assert names == sorted(f"{unit}{ending}" for unit in UNITS for ending in (".md", ".docx"))
    text = (folder / "MC-03.md").read_text(encoding="utf-8")
    assert "All of C01.1 are linked." in text
    assert "qa@state.example" in text
    for private in ("R1", "R2", "919-555-0101"):
        assert private not in text
    with zipfile.ZipFile(folder / "MC-03.docx") as archive:
        core = archive.read("docProps/core.xml").decode("utf-8")
        body = archive.read("word/document.xml").decode("utf-8")
    assert re.search(r"<dc:creator\s*/?>(</dc:creator>)?", core)
    assert "python-docx" not in core
    assert "919-555-0101" not in body


def test_letters_replace_nothing_unasked(score, sheet, tmp_path):
    assert score(sheet(), "--letters", "out").code == 0
    (tmp_path / "out" / "MC-01.md").write_text("mine", encoding="utf-8")
    stopped(score(sheet(), "--letters", "out"), 2, "exist already", "--force")
    assert (tmp_path / "out" / "MC-01.md").read_text(encoding="utf-8") == "mine"
    assert score(sheet(), "--letters", "out", "--force").code == 0
    assert (tmp_path / "out" / "MC-01.md").read_text(encoding="utf-8") != "mine"
    # the scores would take the place of a letter
    stopped(score(sheet(), "--letters", "new", "-o", "new/MC-01.md"), 2, "--output and --letters both name")
    assert not (tmp_path / "new").exists()
    # a file stands where the folder is to be
    assert score(sheet(), "--letters", "sheet.csv").code == 2


# where micro-credentials come from


def units_list(tmp_path, *rows):
    (tmp_path / "units.csv").write_text("unit,title,provider,state\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path / "units.csv"


def test_small_providers_are_withheld_unless_asked_for(results, score, sheet, tmp_path):
    path = units_list(tmp_path, "MC-01,One,Acme,WY", "MC-02,Two,Acme,WY", "MC-03,Three,Acme,WY", "MC-04,Four,Beta,WY")
    providers = results(sheet(), "--units", path)["rollups"]["providers"]
    # with Acme shown, Beta would be what is left of the four
    assert [(one["provider"], one["n"], one["reason"]) for one in providers] == [
        ("Acme", None, "hidden_with_small_group"),
        ("Beta", None, "small_group"),
    ]
    providers = results(sheet(), "--units", path, "--smallest-group", "1")["rollups"]["providers"]
    assert [(one["provider"], one["n"], one["met"]) for one in providers] == [("Acme", 3, 2), ("Beta", 1, 0)]
    assert "By provider" not in score(sheet()).out


def test_a_sealed_key_leads_to_providers_and_no_title_leaves(mcqa, score, results, sheet, tmp_path):
    path = units_list(tmp_path, *(f"{unit},Secret {unit},Acme,WY" for unit in UNITS))
    rubric = tmp_path / "rubric.yaml"
    assert mcqa("anonymize", sheet(), "--rubric", rubric, "-o", "blind").code == 0
    words = ("blind", "--units", path, "--key", "blind-key")
    found = results(*words)
    assert [one["provider"] for one in found["rollups"]["providers"]] == ["Acme"]
    assert found["rollups"]["providers"][0]["n"] == 4
    text = score(*words, "--format", "json").out
    assert "Secret" not in text
    assert not any(f'"{unit}"' in text for unit in UNITS)
    stopped(score("blind", "--units", path), 3, "lists none of the micro-credentials")
    stopped(score("blind", "--key", "blind-key"), 2, "--key needs --units")
    stopped(score(sheet(), "--units", path, "--key", path), 3, "neither a crosswalk nor a key file")


# panels and self-assessment


def test_an_advisor_panel_is_held_against_everybody_else(results, score, sheet):
    path = sheet(dict.fromkeys(UNITS, ("2 2 0 0", "2 2 2 2", "2 2 2 2")), groups={3: "advisor", 4: "advisor"})
    words = (path, "--panel", "advisor")
    first = next(row for row in results(*words)["panels"]["criteria"] if row["criterion"] == "C01.1")
    # the reviewers say met, the panel not met: two levels stricter
    assert (first["exact"], first["difference"]) == (0.0, 2.0)
    assert "Panel advisor against the other reviewers (teacher)." in score(*words).out
    stopped(score(path, "--panel", "nobody"), 2, 'no reviewer is in the group "nobody"', "groups: advisor, teacher")


def test_a_self_assessment_is_a_gap_list_and_no_claim(score, results, sheet):
    path = sheet({"MC-01": ("1", "2", "?")})
    done = score(path, "--self-assessment")
    assert done.code == 0
    # that nobody else rated it is no fault here
    assert "R104" not in done.err
    text = done.out
    assert "This is one person's own view." in text
    assert re.search(r"^C01\.1 Links of C01\.1 +Met: All of C01\.1 are linked\.", text, re.MULTILINE)
    for claim in ("majority of the reviewers", "Flip", "How sure", "Where reviewers split"):
        assert claim not in text
    found = results(path, "--self-assessment")
    assert found["certainty"] is None
    assert {unit["flip_probability_reason"] for unit in found["units"]} == {"not_computed"}


def test_a_self_assessment_beside_the_blind_review(score, results, sheet):
    own = sheet({"MC-01": ("2", "2", "2")}, name="own/own.csv", raters="me")
    blind = sheet({"MC-01": ("0 0", "2 2", "2 2")}, name="review/all.csv")
    words = (own.parent, "--self-assessment", "--against", blind.parent)
    found = results(*words)
    assert found["self_review"]["overall"]["not_confirmed"] == 1
    run = score(*words, "--format", "json").json["run"]
    assert [one["path"] for one in run["inputs"]] == [str(own), str(blind)]
    assert "1 component met by own account, and not for the reviewers." in score(*words).out
    stopped(score(*words[:2], "--against", own), 2, "cannot be the self-assessment and the blind review")


def test_options_that_do_not_go_together_are_one_message(score, sheet):
    path = sheet()
    stopped(score(path, "--against", path), 2, "--against is for a self-assessment")
    stopped(score(path, "--self-assessment", "--panel", "teacher"), 2, "it has no panel")
    stopped(score(path, "--self-assessment"), 2, "several rated MC-01")


@pytest.mark.parametrize("option", ["--adjudication", "--units", "--rater-weights", "--against"])
def test_a_file_that_is_not_there_or_is_a_folder_is_one_message(option, score, sheet, tmp_path):
    (tmp_path / "empty").mkdir()
    path = sheet({"MC-01": ("2", "2", "2")})
    more = ("--self-assessment",) if option == "--against" else ()
    for name in ("nosuch.csv", "empty"):
        stopped(score(path, *more, option, name), 3, name)


@pytest.mark.parametrize("option", ["--adjudication", "--units", "--rater-weights"])
def test_a_file_of_another_kind_is_one_message(option, score, sheet, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Menu", "Price"])
    book.active.append(["Soup", 3])
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "menu.xlsx").write_bytes(out.getvalue())
    (tmp_path / "empty.csv").write_bytes(b"")
    for name in ("menu.xlsx", "empty.csv"):
        stopped(score(sheet(), option, name), 3, name)


# defaults of a configuration


def test_every_option_takes_its_default_from_the_configuration(mcqa, score, sheet, tmp_path):
    own = sheet({"MC-01": ("1", "2", "2")}, name="own.csv", raters="me")
    sheet({"MC-01": ("2 2", "2 2", "2 2")}, name="review/one.csv")
    sheet({"MC-02": ("2 2", "2 2", "2 2")}, name="review-2/two.csv")
    (tmp_path / "mcqa.toml").write_text(
        'rubric = "rubric.yaml"\n[score]\nself-assessment = true\nagainst = ["review", "review-2"]\nseed = 9\n'
        'consensus = "mean"\nties = "higher"\nmin-ratings = 2\ncut = "partly_met"\nsmallest-group = 5\n',
        encoding="utf-8",
    )
    done = mcqa("score", own, "--format", "json")
    assert done.code == 0, done.err
    run = done.json["run"]
    assert run["seed"] == 9
    wanted = {"self_assessment": True, "consensus": "mean", "ties": "higher"}
    wanted |= {"min_ratings": 2, "cut": "partly_met", "smallest_group": 5}
    assert {name: run["options"][name] for name in wanted} == wanted
    # paths of a configuration are those of its own folder
    assert run["options"]["against"] == [str(tmp_path / "review"), str(tmp_path / "review-2")]
    # what the call says comes first
    assert mcqa("score", own, "--format", "json", "--cut", "met").json["run"]["options"]["cut"] == "met"
    (tmp_path / "mcqa.toml").write_text("[score]\nlettres = 'out'\n", encoding="utf-8")
    stopped(score(own), 2, "`lettres`, which is no option of mcqa score")

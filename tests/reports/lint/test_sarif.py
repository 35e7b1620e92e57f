"""SARIF 2.1.0: valid for the schema of OASIS, true to the run, and silent about the machine."""

import getpass
import json
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.findings import Severity
from mcqa.lint.engine import codes
from mcqa.lint.suppressions import Silenced
from mcqa.reports.lint import lint_text
from mcqa.reports.lint.places import Places
from mcqa.reports.lint.sarif import sarif_text

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def validator():
    """A validator that also looks at the form of addresses."""
    kind = jsonschema.validators.validator_for(SCHEMA)
    kind.check_schema(SCHEMA)
    return kind(SCHEMA, format_checker=kind.FORMAT_CHECKER)


def read(run, root):
    return json.loads(lint_text("sarif", run.files, root=root, known=run.known))


def test_a_run_over_all_cases_is_valid(cases, root, validator):
    log = read(cases, root)
    validator.validate(log)
    assert len(log["runs"][0]["results"]) == len(cases.findings)
    assert len(log["runs"][0]["artifacts"]) == len(cases.files)


def test_a_run_with_every_code_is_valid_and_explains_every_code(every_code, root, validator):
    log = read(every_code, root)
    validator.validate(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["name"] for rule in rules} == codes()
    for rule in rules:
        assert rule["shortDescription"]["text"].endswith(".")
        assert "**Why:**" in rule["help"]["markdown"]
        assert "Why: " in rule["help"]["text"]


def test_every_result_points_at_its_rule(cases, root):
    run = read(cases, root)["runs"][0]
    for result, finding in zip(run["results"], cases.findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        place = result["locations"][0]["physicalLocation"]
        assert (
            run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"]
            == (place["artifactLocation"]["uri"])
        )
        assert place["region"]["startLine"] == finding.location.line


def test_the_region_is_that_of_the_words(made, root):
    text = "a\nmet: ✓ the word here\n"
    run = made.run(made.file(made.finding(line=2, column=12, value="word"), text=text))
    result = read(run, root)["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 12, "endColumn": 16}
    assert read(run, root)["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert text.splitlines()[1][11:15] == "word"


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")]
)
def test_levels_are_those_of_sarif(made, root, severity, level):
    run = read(made.run(made.file(made.finding(severity=severity))), root)["runs"][0]
    assert run["results"][0]["level"] == level


def test_what_is_kept_back_is_there_with_its_reason(made, root, validator):
    shown, quiet, old = (made.finding(message) for message in ("shown", "quiet", "old"))
    run = made.run(made.file(shown, silenced=[Silenced(quiet, "agreed in March")]), known={"r.yaml": (old,)})
    log = read(run, root)
    validator.validate(log)
    found = {each["message"]["text"].split("\n")[0]: each["suppressions"] for each in log["runs"][0]["results"]}
    assert found == {
        "shown": [],
        "quiet": [{"kind": "inSource", "justification": "agreed in March"}],
        "old": [{"kind": "external", "justification": "held by the baseline"}],
    }


def test_paths_are_relative_and_encoded(made, tmp_path, validator):
    file = str(tmp_path / "our rubrics" / "größe 100%.yaml")
    log = read(made.run(made.file(made.finding(file=file), file=file)), tmp_path)
    validator.validate(log)
    uri = log["runs"][0]["artifacts"][0]["location"]
    assert uri == {"uri": "our%20rubrics/gr%C3%B6%C3%9Fe%20100%25.yaml", "uriBaseId": "%SRCROOT%"}


def test_nothing_tells_about_the_machine(made, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "base.yaml"
    file = str(elsewhere)
    home = Path.home() / "rubrics" / "a.yaml"
    findings = (
        made.finding(f"there is no file {tmp_path / 'here' / 'x.yaml'}", file=file, hint=f"mend it: mcqa lint {home}"),
    )
    text = lint_text("sarif", [made.file(*findings, file=file)], root=tmp_path / "here")
    assert str(tmp_path / "here") not in text
    assert str(Path.home()) not in text or len(Path.home().parts) == 1
    result = json.loads(text)["runs"][0]["results"][0]
    assert result["message"]["text"].startswith("there is no file x.yaml\n")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "../elsewhere/base.yaml"
    if getpass.getuser() != "root":
        assert f"/{getpass.getuser()}/" not in text


def test_files_elsewhere_that_share_a_name_are_told_apart(made, tmp_path, validator):
    files = [made.file(made.finding(), file=str(tmp_path / folder / "r.yaml")) for folder in ("one", "two")]
    log = read(made.run(*files), tmp_path / "here")
    validator.validate(log)
    uris = [artifact["location"]["uri"] for artifact in log["runs"][0]["artifacts"]]
    assert uris == ["../one/r.yaml", "../two/r.yaml"]
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"] for each in log["runs"][0]["results"]]
    assert [place["index"] for place in places] == [0, 1]


def test_a_clean_run_is_a_successful_run_without_results(made, root, validator):
    log = read(made.run(made.file()), root)
    validator.validate(log)
    assert log["runs"][0]["results"] == []
    assert log["runs"][0]["invocations"] == [{"executionSuccessful": True}]


def test_a_refused_file_is_no_success(made, root):
    refused = made.file(made.finding(severity=Severity.ERROR))._replace(refused=True)
    assert read(made.run(refused), root)["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_any_text_is_a_valid_log(runs, root, validator, data):
    run = data.draw(runs)
    log = json.loads(sarif_text(run, Places(root)).encode("ascii"))
    validator.validate(log)
    results = log["runs"][0]["results"]
    assert len({each["partialFingerprints"]["mcqa/v1"] for each in results}) == len(results)
    assert len(results) == sum(len(file.findings) + len(file.silenced) for file in run.files)
    uris = [artifact["location"]["uri"] for artifact in log["runs"][0]["artifacts"]]
    assert all(uri.isascii() and unquote(uri, errors="replace") for uri in uris)


def test_the_log_is_laid_out_as_one_tree(cases, made, root):
    for run in (cases, made.run(made.file())):
        text = lint_text("sarif", run.files, root=root)
        assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_a_text_that_looks_like_the_log_does_not_disturb_it(made, root):
    finding = made.finding('says "results": [] and more', hint='"results": []')
    (result,) = read(made.run(made.file(finding)), root)["runs"][0]["results"]
    assert result["message"]["text"].startswith('says "results": [] and more')

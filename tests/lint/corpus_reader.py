"""The labelled corpus of the wording rules: what each item says, as a rubric, and what the rule finds in it."""

import importlib.util
import sys
from pathlib import Path
from typing import NamedTuple

import yaml

from mcqa.lint.document import Document
from mcqa.lint.wording import RULES
from mcqa.rubric.read import read_rubric
from mcqa.rubric.text import parse

CORPUS = Path(__file__).with_name("corpus")
SCALE = {
    "type": "ordinal",
    "levels": [
        {"id": "not_met", "label": "Not met", "score": 0},
        {"id": "partly_met", "label": "Partly met", "score": 1},
        {"id": "met", "label": "Met", "score": 2},
    ],
}


def beside(name):
    """Load a module that lies beside this one; test folders are no packages."""
    spec = importlib.util.spec_from_file_location(f"lint_{name}", Path(__file__).with_name(f"{name}.py"))
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Item(NamedTuple):
    """One labelled wording: whether the rule is to flag it, and where it stands."""

    code: str
    expected: bool
    number: int
    given: dict

    @property
    def name(self):
        return f"{self.code} {'positive' if self.expected else 'negative'} {self.number}"


def items(folder=CORPUS):
    """Give the items of every file of a folder, by code."""
    found = []
    for path in sorted(folder.glob("L*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for expected, key in ((True, "positives"), (False, "negatives")):
            found += [Item(path.stem, expected, number, given) for number, given in enumerate(data[key], start=1)]
    return found


def rubric_of(given, level="met"):
    """Make the text of a rubric that holds an item; a descriptor that is said alone is that of the level."""
    if "fragment" in given:
        return beside("examples").embedded(given["fragment"])
    components = given.get("components") or [given]
    made = []
    for number, each in enumerate(components, start=1):
        levels = {level: each["say"]} if "say" in each else each.get("levels", {})
        known = {each["id"] for each in SCALE["levels"]}
        component = {"id": f"C01.{number}", "title": each.get("title", "Title"), "text": each.get("text", "")}
        if not set(levels) <= known:
            scores = enumerate(levels)
            own = [{"id": name, "label": name.replace("_", " "), "score": score} for score, name in scores]
            component["scale"] = {"type": given.get("scale_type", "ordinal"), "levels": own}
        made.append({**component, "levels": levels})
    rubric = {
        "format": "mcqa-rubric/1",
        "id": "corpus",
        "version": "1.0.0",
        "title": "Corpus",
        "status": "local",
        "language": given.get("language", "en"),
        "scale": SCALE,
        "decision": {"rule": "conjunctive", "cut": "met", "consensus": "majority", "ties": "lower"},
        "standards": [{"id": "S01", "title": "Standard", "components": made}],
    }
    if "glossary" in given:
        rubric["glossary"] = given["glossary"]
    return yaml.safe_dump(rubric, sort_keys=False, allow_unicode=True, width=10_000)


def findings(item):
    """Give what the rule of an item finds in it; a text that is absent is told by other rules."""
    # that something is absent is no fault at the top, where it is what is asked for
    level = "not_met" if item.code == "L205" else "met"
    source = parse(rubric_of(item.given, level).encode(), "corpus.yaml")
    document = Document(reading=read_rubric(source), text=source.text)
    rule = RULES[item.code]
    return list(rule.check(document, rule.kind))


def right(item):
    """Whether the rule says of an item what its label says, at the words that are marked."""
    found = findings(item)
    marks = item.given.get("marks", [])
    marked = all(any(mark.lower() in (each.value or "").lower() for each in found) for mark in marks)
    return (bool(found) and marked) if item.expected else not found


def strays(item):
    """Count the findings that are wrong: all where nothing is to be found, else those at none of the marked words."""
    found, marks = findings(item), item.given.get("marks", [])
    if not item.expected:
        return len(found)
    if not marks:
        return 0
    return sum(not any(mark.lower() in (each.value or "").lower() for mark in marks) for each in found)


class Score(NamedTuple):
    """How the findings of a rule stand to the labels: items found, findings that are wrong, and items missed."""

    found: int
    false: int
    missed: int

    @property
    def precision(self):
        """The share of what was flagged that was to be flagged; None where nothing was."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self):
        """The share of what was to be flagged that was."""
        return self.found / (self.found + self.missed)


def score(labelled):
    """Hold the rules against the labels of some items."""
    said = [(item.expected, right(item)) for item in labelled]
    false = sum(map(strays, labelled))
    return Score(found=said.count((True, True)), false=false, missed=said.count((True, False)))

"""Roll-ups for people and as JSON: what is withheld stays so in every form."""

import json

from mcqa.reports.document import Document, tidy
from mcqa.reports.markdown import to_markdown
from mcqa.reports.rollups import rollup_json, rollup_parts
from mcqa.scores.rollups import InTheWay, PlaceRollup, RoleRollup, Rollups, StandardRollup
from mcqa.statistics.shares import ShareInterval

STANDARD = StandardRollup(
    standard="S01",
    n=4,
    met=1,
    not_met=2,
    undecided=1,
    share_met=1 / 3,
    interval=ShareInterval(0.95, 0.0615, 0.7923, "wilson"),
    blocking=(("C01.2", 2), ("C01.1", 1)),
)
ROLE = RoleRollup("issuer", (InTheWay("C01.2", ("MC-02", "MC-04")), InTheWay("C01.1", ("MC-04",))), 2, 3)
PLACES = (
    PlaceRollup("Acme", 4, 1, 2, 1, 0.75),
    PlaceRollup("Gamma", None, reason="small_group"),
    PlaceRollup(None, None, reason="hidden_with_small_group"),
)


def found(**more):
    given = {"providers": PLACES, "states": None, "reason": "not_listed", "smallest_group": 3}
    return Rollups(standards=(STANDARD,), roles=(ROLE,), **{**given, **more})


def text(rollups):
    return to_markdown(Document("Scores", rollup_parts(rollups), tidy("t", ("a",), ()), {}))


def test_the_tables(markdown_tables):
    standards, roles, providers = markdown_tables(text(found()))
    assert standards[2] == ["S01", "1", "2", "1", "33% (6%-79%)", "C01.2 (2), C01.1 (1)"]
    assert roles[2] == ["issuer", "2", "3", "C01.2: MC-02, MC-04\nC01.1: MC-04"]
    assert providers[2] == ["Acme", "4", "1", "2", "1", "75%"]
    assert [[cell for cell in row if cell] for row in providers[3:]] == [
        ["Gamma", "withheld: small group"],
        ["(not known)", "withheld: beside a small group"],
    ]


def test_what_is_withheld_comes_with_how_to_see_it():
    assert "fewer than 3 micro-credentials are withheld" in text(found())
    assert "--smallest-group 1 shows all, for your own eyes" in text(found())
    assert "--smallest-group" not in text(found(providers=PLACES[:1]))


def test_without_a_list_the_options_are_named():
    assert "give --units, and --key" in text(found(providers=None, reason="no_units_list"))


def test_the_json_object():
    made = json.loads(json.dumps(rollup_json(found()), allow_nan=False))
    assert made["standards"] == [
        {
            "standard": "S01",
            "n": 4,
            "met": 1,
            "not_met": 2,
            "undecided": 1,
            "share_met": 1 / 3,
            "ci": {"level": 0.95, "low": 0.0615, "high": 0.7923, "method": "wilson"},
            "reason": None,
            "blocking": [{"criterion": "C01.2", "n": 2}, {"criterion": "C01.1", "n": 1}],
        }
    ]
    assert made["roles"] == [
        {
            "role": "issuer",
            "components": [
                {"criterion": "C01.2", "units": ["MC-02", "MC-04"], "n": 2},
                {"criterion": "C01.1", "units": ["MC-04"], "n": 1},
            ],
            "n_units": 2,
            "n_cells": 3,
        }
    ]
    gamma = {"provider": "Gamma", "n": None, "met": None, "not_met": None, "undecided": None}
    assert made["providers"][1] == {**gamma, "share_components_met": None, "reason": "small_group"}
    assert (made["states"], made["reason"], made["smallest_group"]) == (None, "not_listed", 3)

"""The rubric format, written down once: which keys, of which kind, required or not, and what each means.

The reader checks files against it and the published JSON Schema is made from it, so the two cannot disagree. The kinds
are named tuples: they are made in a third of the time of frozen dataclasses, and the linter is to feel instant.
"""

from __future__ import annotations

from typing import NamedTuple

FORMAT = "mcqa-rubric/1"


class Text(NamedTuple):
    """A text; `pattern` is for the schema and for messages, `what` says in words what fits."""

    pattern: str | None = None
    what: str = "text"


class Choice(NamedTuple):
    """One of a few words."""

    options: tuple[str, ...]


class Number(NamedTuple):
    """A number within limits; `whole` for counts."""

    low: float | None = None
    high: float | None = None
    above: float | None = None
    whole: bool = False


class Flag(NamedTuple):
    """True or false."""


class ListOf(NamedTuple):
    """A list whose items are all of one kind."""

    item: Kind
    at_least: int = 0


class TextByKey(NamedTuple):
    """A mapping from ids that the file itself declares, or from terms, to texts."""

    what: str = "a mapping from level ids to descriptors"


class Key(NamedTuple):
    """One key of a record; `inherited` keys may be left to the base rubric of an overlay.

    A key that is `required_with` another key and its value is required beside them only.
    """

    kind: Kind
    doc: str
    required: bool = False
    inherited: bool = False
    required_with: tuple[str, str] | None = None


class Record(NamedTuple):
    """A mapping with known keys."""

    name: str
    keys: dict[str, Key]


Kind = Text | Choice | Number | Flag | ListOf | TextByKey | Record

ID = Text(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", what="an id: a letter, then letters, digits, dots, dashes, underscores")

LEVEL = Record(
    name="level",
    keys={
        "id": Key(kind=ID, required=True, doc="Short stable name of the level, used in ratings files."),
        "label": Key(kind=Text(), required=True, doc="The words reviewers see and type."),
        "score": Key(kind=Number(), doc="Numeric score; needed on ordinal and interval scales, strictly rising."),
    },
)

SCALE = Record(
    name="scale",
    keys={
        "type": Key(
            kind=Choice(options=("nominal", "ordinal", "interval")),
            required=True,
            doc="Whether levels are only different (nominal), ordered (ordinal), or at equal distances (interval).",
        ),
        "levels": Key(kind=ListOf(item=LEVEL, at_least=2), required=True, doc="The levels, lowest first."),
        "non_scores": Key(
            kind=ListOf(item=Choice(options=("cannot_tell", "not_applicable"))),
            doc="Answers that are no rating and stay apart from blanks.",
        ),
    },
)

DECISION = Record(
    name="decision",
    keys={
        "rule": Key(
            kind=Choice(options=("conjunctive", "compensatory")),
            required=True,
            inherited=True,
            doc="conjunctive: every component must reach the cut. compensatory: a share of the points is enough.",
        ),
        "cut": Key(
            kind=Text(),
            required=True,
            inherited=True,
            doc="The lowest level that counts as met: for every component, or (compensatory) for the essential ones.",
        ),
        "pass_share": Key(
            kind=Number(low=0, high=1),
            inherited=True,
            required_with=("rule", "compensatory"),
            doc="compensatory: the share of the available points that is enough, 0 to 1.",
        ),
        "consensus": Key(
            kind=Choice(options=("majority", "median", "mean", "unanimous")),
            required=True,
            inherited=True,
            doc="How the ratings of several reviewers become one level of a component.",
        ),
        "ties": Key(
            kind=Choice(options=("lower", "higher", "undecided")),
            doc="What a mix of ratings without a winner becomes; undecided if absent.",
        ),
        "min_ratings": Key(
            kind=Number(low=1, whole=True), doc="With fewer ratings than this a component is undecided; 1 if absent."
        ),
    },
)

ANCHOR = Record(
    name="anchor",
    keys={
        "level": Key(kind=Text(), required=True, doc="The level that this example shows."),
        "text": Key(kind=Text(), required=True, doc="The worked example."),
    },
)

COMPONENT = Record(
    name="component",
    keys={
        "id": Key(kind=ID, required=True, doc="Unique id of the component, under its standard: C01.1 in S01."),
        "title": Key(kind=Text(), required=True, doc="Short name that reviewers see."),
        "text": Key(kind=Text(), required=True, doc="What the component asks for, in one sentence."),
        "roles": Key(kind=ListOf(item=Text()), doc="Who must act to meet it; each declared under the rubric's roles."),
        "visible_in": Key(
            kind=Choice(options=("packet", "issuer_dossier", "operations_data")),
            doc="What a reviewer must be shown to judge it; packet if absent.",
        ),
        "basis": Key(kind=ListOf(item=Text()), doc="Where the demand comes from."),
        "weight": Key(kind=Number(above=0), doc="Weight of its points under a compensatory rule; 1 if absent."),
        "essential": Key(kind=Flag(), doc="Under a compensatory rule: must reach the cut by itself."),
        "scale": Key(kind=SCALE, doc="Replaces the rubric's scale for this component."),
        "levels": Key(kind=TextByKey(), required=True, doc="A descriptor for each level, by level id."),
        "anchors": Key(kind=ListOf(item=ANCHOR), doc="Worked examples of single levels."),
    },
)

STANDARD = Record(
    name="standard",
    keys={
        "id": Key(kind=ID, required=True, doc="Unique id of the standard."),
        "title": Key(kind=Text(), required=True, inherited=True, doc="Name of the standard."),
        "description": Key(kind=Text(), doc="What the standard is about."),
        "components": Key(kind=ListOf(item=COMPONENT), required=True, doc="The components that are rated."),
    },
)

EXPECT = Record(
    name="expect",
    keys={
        "standards": Key(kind=Number(low=1, whole=True), doc="How many standards the rubric must have."),
        "components": Key(kind=Number(low=1, whole=True), doc="How many components the rubric must have."),
    },
)

RUBRIC = Record(
    name="rubric",
    keys={
        "format": Key(kind=Choice(options=(FORMAT,)), required=True, doc="Name and version of this format."),
        "id": Key(kind=ID, required=True, doc="Stable short name of the rubric."),
        "version": Key(kind=Text(what="a version such as 1.0.0"), required=True, doc="Semantic version, as text."),
        "title": Key(kind=Text(), required=True, doc="Full name of the rubric."),
        "status": Key(
            kind=Choice(options=("official", "licensed", "reconstruction", "local", "draft")),
            required=True,
            doc="Where the wording stands.",
        ),
        "language": Key(kind=Text(what="a language tag such as en"), required=True, doc="Language of the wording."),
        "source": Key(kind=Text(), doc="Where the text comes from."),
        "extends": Key(
            kind=Text(),
            doc="Overlay: a path relative to this file, or the id of a shipped rubric. Adds standards and components.",
        ),
        "expect": Key(kind=EXPECT, doc="Counts that the linter holds the rubric to."),
        "roles": Key(kind=ListOf(item=Text()), doc="The roles that components may name."),
        "glossary": Key(
            kind=TextByKey(what="a mapping from terms to what they mean"),
            doc="Words and acronyms that the rubric uses in one meaning, each with that meaning.",
        ),
        "scale": Key(kind=SCALE, required=True, inherited=True, doc="The scale of every component without its own."),
        "decision": Key(kind=DECISION, required=True, inherited=True, doc="How ratings become a verdict."),
        "standards": Key(
            kind=ListOf(item=STANDARD), required=True, inherited=True, doc="The standards, in order of reading."
        ),
    },
)

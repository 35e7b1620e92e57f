"""Whatever the texts of a rubric, of units and of reviewers are, nothing in a workbook runs or leads out of it."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcqa.rubric.model import Anchor, Criterion, Decision, Level, Rubric, Scale, Standard
from mcqa.scoresheets.grid import FORMULA_STARTS, text_of
from mcqa.scoresheets.lists.roster import Person
from mcqa.scoresheets.lists.units import UnitEntry
from mcqa.scoresheets.template.plan import Packet

YES_NO = Scale(type="nominal", levels=(Level("yes", "Yes"), Level("no", "No")), non_scores=("cannot_tell",))
COUNTERS = re.compile(r"COUNTA\([A-Z]+\d+:[A-Z]+\d+\)|'(?:[^']|'')*'!E2|SUM\(C\d+:C\d+\)")


TEXT = st.text(max_size=30) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "http://x", "'=1", "_x0041_", "{=1}"]
)
NAMES = st.lists(TEXT.map(str.strip).filter(bool), min_size=1, max_size=3, unique_by=str.casefold)


@st.composite
def rubrics(draw):
    labels = draw(st.lists(TEXT.filter(str.strip), min_size=1, max_size=7, unique=True))
    levels = tuple(Level(f"l{at}", label, float(at)) for at, label in enumerate(labels))
    scale = Scale("ordinal", levels)
    own = draw(st.booleans())

    def criterion(name, at):
        return Criterion(
            id=f"{name}{at}",
            title=draw(TEXT),
            text=draw(TEXT),
            standard="S",
            scale=YES_NO if own and at == 0 else scale,
            descriptors={level.id: draw(TEXT) for level in levels},
            anchors=(Anchor("l0", draw(TEXT)),),
            visible_in=draw(st.sampled_from(["packet", "issuer_dossier"])),
        )

    criteria = tuple(criterion(name, at) for at, name in enumerate(draw(NAMES)))
    return Rubric(
        id=draw(TEXT),
        version=draw(TEXT),
        title=draw(TEXT),
        status="local",
        language=draw(st.sampled_from(["en", "he", ""])),
        source="",
        scale=scale,
        decision=Decision(rule="conjunctive", cut="l0"),
        standards=(Standard(draw(TEXT), draw(TEXT), draw(TEXT), criteria),),
        glossary={draw(TEXT): draw(TEXT)},
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rubric=rubrics(), units=NAMES, person=TEXT, group=TEXT, round_id=TEXT, questions=st.booleans())
def test_no_text_ever_becomes_a_formula_or_a_link_out(rubric, units, person, group, round_id, questions, kit):
    packet = Packet(Person(person, group=group), tuple(UnitEntry(unit, unit[::-1]) for unit in units))
    content = kit.made(rubric, packet, round_id=round_id, questions=questions)[0].content
    parts = kit.members(content)
    formulas = [text for name in parts for text in re.findall(r"<f[^>]*>(.*?)</f>", parts[name], re.DOTALL)]
    assert len(formulas) == 2 * len(units) + 1
    for formula in formulas:
        assert COUNTERS.fullmatch(formula.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")), formula
    assert "externalLink" not in "".join(parts)
    assert "TargetMode" not in "".join(parts.values())
    book = kit.opened(content)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    continue
                assert not text_of(cell.value).startswith(FORMULA_STARTS)
                assert cell.data_type in {"s", "n"}
        for rule in sheet.data_validations.dataValidation:
            assert re.fullmatch(r"Ratings(_\d+)?|Agreement", rule.formula1)

"""L501: the grade of a component, its longest sentence, and the syllables that the grade is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcqa.lint.prose.component import Context, LevelText, Prose
from mcqa.lint.prose.language import Language, language_of
from mcqa.lint.prose.tokens import tokenize
from mcqa.lint.wording.readability import SHORTEST, _grade, _limit, _may_be_hard, _passage, readability, syllables

ENGLISH = Context(language_of("en"))
HARD = (
    "Organizational documentation substantiates the longitudinal sustainability of collaborative professional "
    "development initiatives through the systematic triangulation of quantitative and qualitative indicators of "
    "organizational effectiveness, participant satisfaction and instructional transformation."
)
EASY = "The earner names two sources. Each of them has a date. A reader can find both."

# counted by hand; the rule is to have the number of nearly every word of a rubric right
COUNTED = """
a 1 ability 4 academic 4 access 2 accessible 4 accountability 6 achievement 3 action 2 actions 2 activities 4
administrator 5 agreement 3 align 2 aligned 2 alignment 3 analysis 4 analyzed 3 anchor 2 annotated 4
anonymous 4 applied 2 appropriate 4 artifact 3 asked 1 assess 2 assessed 2 assessment 3 assessor 3 attached 2
audience 3 available 4 based 1 because 2 before 2 behavior 3 briefly 2 calendar 3 care 1 careful 2 cases 2
challenge 2 changed 1 changes 2 child 1 choice 1 citations 3 cited 2 claims 1 class 1 classes 2 clearly 2
co-teaching 3 coach 1 collaboration 5 collaborative 5 collected 3 comment 2 communication 5 community 4
competency 4 complete 2 completed 3 component 3 comprehensive 4 conclusion 3 conditions 3 continuous 4
contribution 4 course 1 credential 3 curriculum 4 data 2 dated 2 decision 3 defined 2 demonstrated 4
described 2 descriptor 3 design 2 designed 2 developed 3 developer 4 different 3 differentiated 6 digital 3
direction 3 discussion 3 district 2 document 3 each 1 earner 2 earned 1 educational 5 educator 4 effect 2
efficient 3 engagement 3 environment 4 equitable 4 essay 2 evaluation 5 examples 3 experience 4 explained 2
expected 3 explicitly 4 facilitate 4 family 3 feedback 2 figure 2 focused 2 folder 2 formative 3 framework 2
generates 3 goals 1 grade 1 graduation 4 group 1 guide 1 guidelines 2 heterogeneous 6 hours 1 hypothesis 4
identified 4 identifies 4 implementation 5 improvement 3 include 2 included 3 includes 2 independent 4
individualized 6 initiative 5 inquiry 3 instruction 3 instructional 4 integrating 4 interdisciplinary 7
issuer 3 job 1 judge 1 judged 1 knowledge 2 labeled 2 language 2 leadership 3 learner 2 lesson 2 level 2
likely 2 listed 2 literature 4 makes 1 material 4 measurable 4 measured 2 mechanism 4 media 3 mentioned 2
methodology 5 micro-credential 5 missing 2 multiple 3 named 1 names 1 national 3 needed 2 needs 1 objective 3
observable 4 observation 4 omitted 3 opinion 3 organization 5 organized 3 outcome 2 outline 2 packet 2
participation 5 partnership 3 pedagogical 5 percent 2 period 3 phrase 1 placed 1 portfolio 4 practice 2
practitioner 4 procedure 3 produced 2 professional 4 proficiency 4 provided 3 purpose 2 quality 3 question 2
questions 2 quiz 1 rating 2 received 2 recognized 3 reflection 3 related 3 relationship 4 released 2 required
2 requirement 3 requires 2 research 2 resources 3 response 2 reviewed 2 reviewer 3 revision 3 rhythm 2 rubric
2 rule 1 sample 2 samples 2 schedule 2 school 1 score 1 scored 1 sentences 3 serious 3 settled 2 shown 1
single 2 social 2 solution 3 sources 2 special 2 specified 3 staff 1 stakeholder 3 standards 2 state 1 stated
2 statement 2 statements 2 strategies 3 structure 2 student 2 studied 2 submission 3 submitted 3 suggested 3
suitable 3 supervised 3 support 2 supported 3 syllable 3 systematically 6 table 2 tables 2 task 1 teacher 2
technique 2 theory 3 three 1 title 2 titled 2 trained 1 transition 3 two 1 understand 3 unit 2 unique 2 used
1 usual 3 value 2 valuable 4 variable 4 variation 4 various 3 version 2 visible 3 vocabulary 5 whether 2
write 1 written 2 years 1 previous 3 obvious 3 religious 3 spacious 2 cautious 2 negotiation 5 potential 3
initial 3 radio 3 studio 3 audio 3 criterion 4 union 2 companion 3 lion 2 reliable 4 reliability 6 diagram 3
trial 2 variety 4 society 4 client 2 science 2 quiet 2 convenient 4 ingredient 4 geography 4 theoretical 5
evaluate 4 graduate 3 situation 4 individual 5 continual 4 equal 2 annual 3 manual 3 actual 3 casual 3
influence 3 fluent 2 fluency 3 truly 2 continue 3 rescue 2 argue 2 league 1 vague 1 dialogue 3 boutique 2
opaque 2 tasked 1 missed 1 added 2 rated 2 handled 2 controlled 2 filled 1 called 1 cycled 2 enabled 3
watched 1 wishes 2 fixes 2 sizes 2 uses 2 pages 2 faces 2 catches 2 clothes 1 techniques 2 rules 1 hope 1
bottle 2 apple 2 late 1 waste 1 expertise 3 something 2 lifelong 2 settlement 3 element 3 implement 3
supplement 3 purely 2 lonely 2 careless 2 useful 2 awareness 3 effectiveness 4 network 2 teamwork 2 homework
2 wireless 2 ceremony 4 baseline 2 timeline 2 deadline 2 discipline 3 shareholder 3 prism 2 being 2 seeing 2
flying 2 studying 3 applying 3 buying 2 enjoy 2 playing 2 annuity 4 continuity 5 ambiguity 5 build 1 guard 1
equation 3 sequence 2 request 2 require 2 issues 2 simultaneous 5 courageous 3 outrageous 3 geology 4 pigeon
2 miscellaneous 5 medium 3 gymnasium 4 premium 3 aquarium 4 methodologies 5 epistemological 7 metacognitive 5
self-regulatory 6 operationalize 6 culturally 4 sustaining 3 accreditation 5 asynchronous 4 extracurricular 6
career 2 create 2 creative 3 creation 3 creature 2 reading 2 coordinate 4 cooperation 5 does 1 goes 1 shoes 1
toe 1 committee 3 agreed 2 freed 1 issuer 3 reality 4 queen 1 guest 1
"""


def hits(*texts, asked="", context=ENGLISH):
    levels = tuple(LevelText(f"l{number}", f"L{number}", text) for number, text in enumerate(texts))
    return list(readability(Prose(title="T", text=asked, levels=levels), context))


def counted():
    words = COUNTED.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def test_syllables_against_a_list_counted_by_hand():
    known = counted()
    wrong = {word: syllables(word) for word, number in known.items() if syllables(word) != number}
    assert len(known) > 350
    assert len(wrong) <= len(known) / 50, wrong


def test_the_grade_of_a_passage_against_the_published_formula():
    # 36 words with 105 syllables in one sentence
    words = [word.strip(",.") for word in HARD.lower().split()]
    grade = 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    (hit,) = hits(HARD)
    assert hit.message == f"this text reads at grade {grade:.0f}; its longest sentence here has {len(words)} words"


def test_the_longest_sentence_of_the_hard_text_is_marked():
    (hit,) = hits(EASY, f"Dates. {HARD}")
    assert hit.path == ("levels", "l1")
    assert (hit.start, hit.length) == (len("Dates. "), len(HARD))
    assert hit.hint.startswith("make two sentences of this one")


def test_short_texts_count_together():
    parts = ["Organizational accountability necessitates authoritative documentation of competency attainment."] * 4
    assert hits(parts[0]) == []
    (hit,) = hits(*parts)
    assert hit.message.startswith("the component reads at grade")


@pytest.mark.parametrize("text", ["", "One.", "😀", "...", EASY, "Metacognitive operationalization.", "1 2 3 " * 40])
def test_what_is_easy_or_short_is_not_flagged(text):
    assert hits(text, asked=text) == []


def test_a_semicolon_ends_a_sentence():
    assert hits("; ".join(["the class reads one more page of the book"] * 10)) == []
    assert len(hits(", ".join(["the class reads one more page of the book"] * 10))) == 1


def test_ten_thousand_words_are_one_finding():
    assert len(hits(f"{HARD} " * 280)) == 1


def test_words_can_be_counted_otherwise():
    one = tuple(("readability", f"{word.strip(',.').lower()}: 1") for word in HARD.split())
    assert hits(HARD, context=Context(language_of("en", one))) == []
    assert len(hits(HARD, context=Context(language_of("en", (("readability", "systematic: many"),))))) == 1


def test_the_formula_is_for_english_alone():
    assert hits(HARD, context=Context(Language("de"))) == []


@given(st.lists(st.text(max_size=300), max_size=4))
def test_every_hit_lies_in_its_text(texts):
    for hit in hits(*texts):
        text = texts[int(hit.path[1][1:])]
        assert 0 <= hit.start < hit.start + hit.length <= len(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30))
def test_every_word_has_a_syllable(word):
    assert syllables(word.lower()) >= 1


@given(
    st.lists(st.sampled_from([*COUNTED.split()[::2], ".", ";", ",", "3", "IEP"]), min_size=1, max_size=60).map(" ".join)
)
def test_the_quick_look_passes_over_nothing_that_is_too_hard(text):
    tokens = tokenize(text)
    passage = _passage(("text",), tokens, language_of("en"))
    if passage.words >= SHORTEST and _grade([passage]) > _limit(passage.words):
        assert _may_be_hard([tokens])

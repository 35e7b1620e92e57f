"""One spelling for the variants of an English word: British and American, older and newer.

Each family of variants has a pattern of endings, kept so narrow that no two words of different meaning become one:
scoured and scored, refilled and refiled, four and for, timbre and timber stay apart. What comes out is no word to show,
only what variants have in common.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# what no pattern below covers, or would cover wrongly
_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS)} | {
    "percent": "%",
    "timbre": "timbre",
    "timbres": "timbres",
    "centring": "centering",
    "meagre": "meager",
    "ochre": "ocher",
    "manoeuvre": "maneuver",
    "manoeuvres": "maneuvers",
    "manoeuvred": "maneuvered",
    "manoeuvring": "maneuvering",
    "programme": "program",
    "programmes": "programs",
    "acknowledgement": "acknowledgment",
    "acknowledgements": "acknowledgments",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "fulfilment": "fulfillment",
    "enrol": "enroll",
    "enrols": "enrolls",
    "enrolment": "enrollment",
    "enrolments": "enrollments",
    "instil": "instill",
    "instils": "instills",
    "instalment": "installment",
    "instalments": "installments",
    "distil": "distill",
    "distils": "distills",
    "skilful": "skillful",
    "skilfully": "skillfully",
    "wilful": "willful",
    "wilfully": "willfully",
    "jewellery": "jewelry",
    "woollen": "woolen",
    "licence": "license",
    "licences": "licenses",
    "practise": "practice",
    "practised": "practiced",
    "practises": "practices",
    "practising": "practicing",
    "defence": "defense",
    "defences": "defenses",
    "offence": "offense",
    "offences": "offenses",
    "pretence": "pretense",
    "grey": "gray",
    "artefact": "artifact",
    "artefacts": "artifacts",
    "learnt": "learned",
    "burnt": "burned",
    "spelt": "spelled",
    "spoilt": "spoiled",
    "spilt": "spilled",
    "dreamt": "dreamed",
    "focussed": "focused",
    "focusses": "focuses",
    "focussing": "focusing",
    "benefitted": "benefited",
    "benefitting": "benefiting",
    "ageing": "aging",
    "adviser": "advisor",
    "advisers": "advisors",
    "enquiry": "inquiry",
    "enquiries": "inquiries",
    "enquire": "inquire",
    "sceptical": "skeptical",
    "scepticism": "skepticism",
    "plough": "plow",
    "mould": "mold",
    "aluminium": "aluminum",
    "maths": "math",
    "towards": "toward",
    "afterwards": "afterward",
    "whilst": "while",
    "amongst": "among",
    "naïve": "naive",
    "café": "cafe",
    "cafés": "cafes",
    "façade": "facade",
}
# a stem in -our, as it ends before these letters
_OUR = (
    *("arb", "ard", "arm", "behavi", "cand", "clam", "col", "demean", "enam", "endeav", "fav", "ferv", "flav", "glam"),
    *("hon", "hum", "lab", "neighb", "od", "parl", "ranc", "rig", "rum", "sav", "savi", "splend", "tum", "val", "vap"),
    "vig",
)
_ISE = re.compile(
    r"(\w{3,}[iy])s(e|ed|es|er|ers|ing|ation|ations|ational|ationally|able|ably|ability|ement|ements|ingly)"
)
_RE = re.compile(r"(\w+[tb])re(s|d)?")
_OGUE = re.compile(r"(\w{2,}[lg])ogu(?:e(s|d|r|rs)?|(ing))")
_DGEMENT = re.compile(r"(\w+dg)ement(s|al)?")
# a vowel before it: spelling, filling and telling have none, and are doubled everywhere
_LL = re.compile(r"(\w*[aeiouy]\w*(?:[ae]|ci))ll(ed|ing|ings|er|ers|or|ors|able|ous|ously|ist|ists)")
# ae and oe of Greek and Latin words; the letters of the stem around them keep them apart from maestro and shoe
_AE = ("paed", "haem", "aemi", "anaes", "aesth", "gynaec", "archaeo", "mediaev", "palaeo", "caesar", "faec")
_OE = ("foet", "oestr", "oedem", "rrhoe", "oesoph")


@lru_cache(maxsize=8192)
def spelling(word: str) -> str:
    """Give what the variants of an English word have in common; the word is in lower case."""
    if word in _WORDS:
        return _WORDS[word]
    word = _greek(_our(word))
    if found := _ISE.fullmatch(word):
        return f"{found[1]}z{found[2]}"
    if found := _RE.fullmatch(word):
        return f"{found[1]}er{'ed' if found[2] == 'd' else found[2] or ''}"
    if found := _OGUE.fullmatch(word):
        return f"{found[1]}og{_after_og(found[2], found[3])}"
    if found := _DGEMENT.fullmatch(word):
        return f"{found[1]}ment{found[2] or ''}"
    if found := _LL.fullmatch(word):
        return f"{found[1]}l{found[2]}"
    return word


def _our(word: str) -> str:
    """Write -our of colour as -or, whatever stands before and after: discoloured, behavioural."""
    at = word.find("our")
    return word[:at] + "or" + word[at + 3 :] if at > 0 and word[:at].endswith(_OUR) else word


def _greek(word: str) -> str:
    if "ae" in word and any(stem in word for stem in _AE):
        word = word.replace("ae", "e")
    if "oe" in word and any(stem in word for stem in _OE):
        word = word.replace("oe", "e")
    return word


def _after_og(ending: str | None, participle: str | None) -> str:
    """Give the ending after -og: catalogued is cataloged, cataloguing cataloging."""
    if participle:
        return participle
    return {"d": "ed", "r": "er", "rs": "ers"}.get(ending or "", ending or "")

"""The D codes: what the diagnosis of a pilot can say, each with its severity. A code is never reused."""

from __future__ import annotations

from mcqa.findings import Kind, Severity

TOO_LITTLE_DATA = Kind("D101", "too-little-data", Severity.WARNING)
NO_VARIATION = Kind("D102", "no-variation", Severity.WARNING)
ONE_LEVEL_PREVAILS = Kind("D103", "one-level-prevails", Severity.INFO)
DISAGREEMENT = Kind("D201", "disagreement-above-tolerance", Severity.WARNING)
AGREEMENT = Kind("D202", "agreement-within-tolerance", Severity.INFO)
NEIGHBOURS_CONFUSED = Kind("D203", "neighbouring-levels-confused", Severity.WARNING)
EXTREMES_SPLIT = Kind("D204", "lowest-and-top-split", Severity.WARNING)
DIFFUSE = Kind("D205", "diffuse-disagreement", Severity.WARNING)
UNUSED_LEVEL = Kind("D206", "unused-level", Severity.INFO)
NO_ANCHOR = Kind("D207", "pair-without-anchor", Severity.INFO)
NOT_TOLD_APART = Kind("D208", "components-not-told-apart", Severity.WARNING)
UNPROVEN = Kind("D209", "disagreement-not-proven", Severity.INFO)
RATER_UNLIKE_OTHERS = Kind("D301", "reviewer-unlike-others", Severity.WARNING)
RATER_RESTORES = Kind("D302", "agreement-without-reviewer", Severity.WARNING)
STRAIGHT_LINING = Kind("D303", "one-level-everywhere", Severity.WARNING)
RATER_CARRIES = Kind("D304", "reviewer-carries-component", Severity.WARNING)
DISAGREEMENT_EVERYWHERE = Kind("D305", "disagreement-everywhere", Severity.WARNING)
GROUP_APART = Kind("D401", "group-reads-differently", Severity.WARNING)
CANNOT_TELL = Kind("D501", "cannot-tell-common", Severity.WARNING)
NOT_IN_PACKET = Kind("D502", "not-in-packet", Severity.INFO)
NOT_APPLICABLE = Kind("D503", "not-applicable-common", Severity.INFO)
COMMENTS = Kind("D601", "comments-on-splits", Severity.INFO)
MOST_URGENT_COMPONENT = Kind("D701", "most-urgent-component", Severity.INFO)

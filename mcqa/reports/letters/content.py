"""What a letter says about one micro-credential: the verdict, what to do about it, and how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mcqa.reports.letters import words
from mcqa.reports.letters.parts import Heading, Items, Letter, Paragraph
from mcqa.reports.letters.remarks import Remarks
from mcqa.rubric.model import Criterion
from mcqa.scores.judgement import BELOW, MET, NO_LEVEL, WHYS, cut_of
from mcqa.scores.needs import need_of
from mcqa.scores.rules import IS_MET, IS_UNDECIDED, VERDICTS
from mcqa.scores.scored import Scores

Part = Heading | Paragraph | Items


class Writer:
    """Composes the letters of a set of scores."""

    def __init__(
        self,
        scores: Scores,
        remarks: Remarks,
        *,
        titles: Sequence[str] = (),
        reasons: Mapping[tuple[str, str], str] | None = None,
        contact: str = "",
    ) -> None:
        """Take the scores, comments without names, and what is known beside them.

        Parameters
        ----------
        titles
            The title of each unit, "" where none is known; empty where there are no titles.
        reasons
            Why a person decided a cell as they did, by unit and criterion.
        contact
            Whom to ask; without it, whoever sent the letter.
        """
        self.scores, self.rubric, self.remarks = scores, scores.rubric, remarks
        self.titles, self.reasons, self.contact = titles, reasons or {}, contact

    def letter(self, unit: int) -> Letter:
        """Compose the letter of the unit at a place."""
        return Letter(
            unit=self.scores.cells.units[unit],
            language=self.rubric.language,
            parts=(
                *self._head(unit),
                *self._in_the_way(unit),
                *self._below(unit),
                *self._open(unit),
                *self._met(unit),
                *self._how(unit),
            ),
        )

    def _head(self, unit: int) -> Iterator[Part]:
        scores, name = self.scores, self.scores.cells.units[unit]
        yield Heading(1, f"Review of {name}")
        if self.titles and self.titles[unit] and self.titles[unit] != name:
            yield Paragraph(self.titles[unit], label="Title")
        yield Paragraph(f"{self.rubric.title}, version {self.rubric.version}", label="Rubric")
        if self.rubric.status in words.STATUS:
            yield Paragraph(words.STATUS[self.rubric.status])
        verdict = VERDICTS[scores.outcome.verdict[unit]]
        n_blocking, n_open = int(scores.outcome.blocking[unit].sum()), int(scores.undecided[unit].sum())
        yield Paragraph(words.verdict(verdict, n_blocking, n_open), label="Verdict", marked=True)
        if scores.core is not None:
            core = words.VERDICTS[VERDICTS[scores.core.verdict[unit]]]
            local = f"With what {self.rubric.id} adds: {words.VERDICTS[verdict]}."
            yield Paragraph(f"By {self.rubric.extends} alone: {core}. {local}", label="Two verdicts")
        low, high = scores.outcome.shares_of(unit)
        if low is not None and high is not None:
            reach = f", and {words.share(high)} are within reach" if high > low else ""
            bar = words.share(scores.decision.pass_share or 0.0)
            yield Paragraph(f"{words.share(low)} of the points{reach}; {bar} are asked for.", label="Points")
        if needs := scores.needs(unit):
            yield Items("Still needed", words.needed(needs))

    def _in_the_way(self, unit: int) -> Iterator[Part]:
        """Tell of the components that stand in the way, by standard."""
        yield from self._by_standard(unit, np.flatnonzero(self.scores.outcome.blocking[unit]).tolist(), "What to do")

    def _below(self, unit: int) -> Iterator[Part]:
        """Tell of components below the cut that do not stand in the way, as a compensatory rule allows."""
        judged = self.scores.judged
        below = judged.applies[unit] & (judged.met[unit] == BELOW) & ~self.scores.outcome.blocking[unit]
        title = "Not met, and not in the way"
        if self.scores.outcome.verdict[unit] == IS_UNDECIDED:
            title = "Not met so far"
        yield from self._by_standard(unit, np.flatnonzero(below).tolist(), title)

    def _by_standard(self, unit: int, places: list[int], title: str) -> Iterator[Part]:
        if not places:
            return
        yield Heading(2, title)
        for standard in self.rubric.standards:
            own = [place for place in places if self.rubric.criteria[place].standard == standard.id]
            if own:
                yield Heading(3, f"{standard.id} {standard.title}")
            for place in own:
                yield from self._component(unit, place)

    def _component(self, unit: int, place: int) -> Iterator[Part]:
        criterion, judged = self.rubric.criteria[place], self.scores.judged
        yield from self._asks(criterion, 4)
        level = int(judged.level[unit, place])
        cut = cut_of(criterion.scale, self.scores.decision)
        if level != NO_LEVEL:
            yield Paragraph(_described(criterion, level), label="Level given")
        wanted = cut if level < cut else len(criterion.scale.levels) - 1
        label = criterion.scale.levels[wanted].label
        text = criterion.descriptors.get(criterion.scale.levels[wanted].id, "the rubric does not describe it")
        yield Paragraph(text, label=f'What "{label}" asks for', marked=True)
        yield Paragraph(words.listed(criterion.roles) or words.NOBODY, label="Who must act")
        yield from self._votes(unit, place)

    def _asks(self, criterion: Criterion, depth: int) -> Iterator[Part]:
        yield Heading(depth, f"{criterion.id} {criterion.title}")
        if criterion.text:
            yield Paragraph(criterion.text, label="The component asks")
        if criterion.added_by:
            yield Paragraph(f"{criterion.added_by} adds this component to {self.rubric.extends}.")

    def _votes(self, unit: int, place: int) -> Iterator[Part]:
        """Tell how reviewers voted where they are many, what a person decided, and what reviewers wrote."""
        scores, name = self.scores, self.scores.cells.units[unit]
        panel, criterion = scores.cells.panel(unit, place), self.rubric.criteria[place]
        if scores.fixed[unit, place]:
            reason = self.remarks.without_names(self.reasons.get((name, criterion.id), ""))
            said = f" Reason: {reason}" if reason else ""
            yield Paragraph(
                f"This level was decided by hand, after the reviewers had rated.{said}", label="Adjudicated"
            )
        elif scores.judged.tied[unit, place] and scores.judged.level[unit, place] != NO_LEVEL:
            yield Paragraph("Reviewers were divided between levels; the rule for ties gave this one.", label="Tie")
        if self.remarks.reviewers[unit, place] >= words.MANY_REVIEWERS:
            counts = zip(criterion.scale.levels, panel.counts, strict=True)
            votes = [f"{count} {level.label}" for level, count in counts if count]
            votes += [f"{panel.cannot_tell} cannot tell"] if panel.cannot_tell else []
            votes += [f"{panel.not_applicable} not applicable"] if panel.not_applicable else []
            yield Paragraph(", ".join(votes), label="Ratings")
        if comments := self.remarks.of(unit, place):
            yield Items("What reviewers wrote", comments)

    def _open(self, unit: int) -> Iterator[Part]:
        """Tell of undecided components, and what would settle each."""
        scores = self.scores
        places = np.flatnonzero(scores.undecided[unit]).tolist()
        if places:
            yield Heading(2, "What could not be decided")
        for place in places:
            criterion, why = self.rubric.criteria[place], WHYS[int(scores.judged.why[unit, place])]
            yield from self._asks(criterion, 3)
            if why is not None:
                need = need_of(criterion, scores.cells.panel(unit, place), why, scores.decision)
                yield Paragraph(words.WHY[why.value], label="Why")
                yield Paragraph(words.settled_by(need), label="What would settle it", marked=True)
            yield from self._votes(unit, place)

    def _met(self, unit: int) -> Iterator[Part]:
        """Say in a line what is met: whole standards by their ids, then single components."""
        judged = self.scores.judged
        met = judged.applies[unit] & (judged.met[unit] == MET)
        yield Heading(2, "What is met")
        whole = [
            standard.id
            for place, standard in enumerate(self.rubric.standards)
            if self.scores.standards[unit, place] == IS_MET
        ]
        single = [
            one.id for place, one in enumerate(self.rubric.criteria) if met[place] and one.standard not in set(whole)
        ]
        names = [f"all of {words.listed(whole)}"] if whole else []
        names += [words.listed(single)] if single else []
        told = f": {'; '.join(names)}" if names else ""
        n, applying = int(met.sum()), int(judged.applies[unit].sum())
        yield Paragraph(f"{n} of {applying} components{told}.")
        aside = [one.id for place, one in enumerate(self.rubric.criteria) if not judged.applies[unit, place]]
        if aside:
            yield Paragraph(f"{words.listed(aside)} did not apply.")

    def _how(self, unit: int) -> Iterator[Part]:
        yield Heading(2, "How this was decided")
        yield Paragraph(words.rule(self.rubric, self.scores.decision))
        yield Paragraph(words.bringing_together(self.scores.decision))
        yield Heading(2, "Questions")
        whom = self.contact or "whoever sent you this letter"
        yield Paragraph(
            f"Ask {whom}, and name {self.scores.cells.units[unit]} and the component. Reviewers stay unnamed."
        )


def _described(criterion: Criterion, level: int) -> str:
    """Name a level, and say what the rubric says of it."""
    own = criterion.scale.levels[level]
    text = criterion.descriptors.get(own.id, "")
    return f"{own.label}. The rubric says of it: {text}" if text else own.label

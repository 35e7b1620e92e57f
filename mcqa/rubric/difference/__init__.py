"""What differs between two versions of a rubric, and whether ratings made with them can be compared.

What breaks the comparison, what only changes it, and what is editorial, with the reasons:

- **breaks**: a component added or removed, since one of the versions has no ratings of it; a level added, removed,
  reordered or given another score; a text or descriptor with another word, number or negation, since reviewers rate by
  these words; an anchor now shown under another level; another language, since every text is another one.
- **changes**: what reviewers see beside the demand (title, label of a level, anchors, glossary, what they must be
  shown, who must act, a way out such as "cannot tell"). The demand is the same, yet a new anchor moves ratings, and so
  does a new way out: compare with care. Another id of a component or a level, too: reviewers rated by the same words,
  and the ratings of both versions compare once the older files name the part by its newer id. Only what no matching of
  names can mend breaks. Also what leaves the ratings alone and changes what is made of them: weights, the decision,
  the type of the scale, the standard that a component belongs to.
- **editorial**: case, punctuation, white space, typography and spelling variants; the order of the standards and
  components; where a demand comes from, be it another rubric that this one extends; status, source, version and title
  of the rubric.

A component of both versions cannot be compared where a change that bears on it breaks, compares with care where one
changes it, and else compares.
"""

from mcqa.rubric.difference.change import Change, ChangeKind, Comparability, Comparable, Effect
from mcqa.rubric.difference.compare import Difference, compare, compare_rubrics

__all__ = ["Change", "ChangeKind", "Comparability", "Comparable", "Difference", "Effect", "compare", "compare_rubrics"]

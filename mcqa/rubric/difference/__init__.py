"""What differs between two versions of a rubric, and whether ratings made with them can be compared.

What breaks the comparison, what only changes it, and what is editorial, with the reasons:

- **breaks**: a component added or removed, since one of the versions has no ratings of it; another id of a component or
  a level, since files of ratings name both by id; a level added, removed, reordered or given another score; a text or
  descriptor with another word, number or negation, since reviewers rate by these words; an anchor now shown under
  another level; another language, since every text is another one.
- **changes**: what reviewers see beside the demand (title, label of a level, anchors, glossary, what they must be
  shown, who must act, a way out such as "cannot tell"). The demand is the same, yet a new anchor moves ratings, and so
  does a new way out: compare with care. Also what leaves the ratings alone and changes what is made of them: weights,
  the decision, the type of the scale, the standard that a component belongs to.
- **editorial**: case, punctuation, white space, typography and spelling variants; the order of the standards and
  components; where a demand comes from; status, source, version and title of the rubric.
"""

from mcqa.rubric.difference.change import Change, ChangeKind, Comparability, Comparable, Effect
from mcqa.rubric.difference.compare import Difference, compare, compare_rubrics

__all__ = ["Change", "ChangeKind", "Comparability", "Comparable", "Difference", "Effect", "compare", "compare_rubrics"]

"""What the wording rules read: texts taken apart into words, and the word lists of a language."""

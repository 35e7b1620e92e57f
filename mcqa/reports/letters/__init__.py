"""Feedback letters: one for each micro-credential, in Markdown and as a Word document."""

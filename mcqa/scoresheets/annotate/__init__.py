"""Copies of scoresheets in which every faulty cell is coloured and says in a note what is wrong and what to do."""

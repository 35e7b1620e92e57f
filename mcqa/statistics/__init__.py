"""Agreement statistics as functions of arrays: numpy in, numbers out; nothing here knows rubrics, files or people."""

"""Input formats: one file per format, a table by suffix, all to the same segments."""

"""Facts about text: languages, scripts, words. Pure: strings in, values out."""

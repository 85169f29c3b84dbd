"""khabar inside other tools: spaCy and pandas."""

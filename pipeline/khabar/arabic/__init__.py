"""What is true of the Arabic script, whatever the text is about: folding, clitics, sentences, numbers."""

"""Typed tables of places, offices, people, institutions and programmes, and one matcher over all of them."""

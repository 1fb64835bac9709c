"""The import desk: paste or drop pages, look at what was found in them, correct it, make drafts of it."""

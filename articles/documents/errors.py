"""The one exception of this room."""


class DocumentError(Exception):
    """A file that cannot be read as a manuscript. Its message is Chinese and names value, rule and remedy."""

class StepError(Exception):
    """A step that cannot be done; `str(error)` is a Chinese sentence with the value, the rule and the remedy."""

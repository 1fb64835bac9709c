"""Putting Newsroom on machines: installation, and the whole topology on one (`python -m deploy.local`)."""

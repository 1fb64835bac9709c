"""Readers' pages are rendered once and remembered until something public changes (DESIGN: pages are remembered)."""

from .marking import remembered

__all__ = ["remembered"]

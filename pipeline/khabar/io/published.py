"""Publication dates as sources hold them, for the readers."""

from khabar.arabic.published import parse_published

__all__ = ["parse_published"]

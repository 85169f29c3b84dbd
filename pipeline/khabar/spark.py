"""Extraction on a Spark cluster: data frames in, data frames of records out (extra `khabar[spark]`)."""

from khabar.engines.spark import extract, outcomes, session

__all__ = ["extract", "outcomes", "session"]

"""Input and output: any source becomes a stream of documents, records become any format.

>>> from khabar.io import read
>>> for document in read(["news/*.jsonl.gz"]):
...     ...
"""

from khabar.io.items import ReadOptions, Reject
from khabar.io.read import read

__all__ = ["ReadOptions", "Reject", "read"]

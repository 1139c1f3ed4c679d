"""Words of this area; its owner fills them in."""

from batches.text import Text

WORDS: dict[str, Text] = {}

"""Word lists and tables, each with its source and licence in NOTICE.md."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

# `importlib.resources` would cost more start-up time than reading all the lists does.
_FOLDER = Path(__file__).parent


def read(name: str) -> bytes:
    """Return the bytes of one file of this folder."""
    return (_FOLDER / name).read_bytes()


def entries(name: str) -> Iterator[str]:
    """Yield the entries of a list with one entry a line, where `#` begins a comment."""
    for line in read(name).decode("utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


class Table:
    """A sorted `key:value` list of several entries a line, searched in place.

    Hundreds of thousands of entries in a dict take 60 ms and 30 MB to build. Here a line is found by bisecting
    on its first entry and then searched: 3 ms to load, about a microsecond a look-up.
    """

    __slots__ = ("_lines",)

    def __init__(self, name: str) -> None:
        self._lines = read(name).splitlines()

    def get(self, key: str) -> str:
        """Return the value of the key, empty when it is not listed. Keys hold no space and no colon."""
        entry = key.encode("utf-8", "surrogatepass")
        # ";" is the character after ":", so this is the last line that begins at or before the key's own entry.
        line = self._lines[bisect_right(self._lines, entry + b";") - 1]
        padded = b" " + line
        at = padded.find(b" " + entry + b":")
        if at < 0:
            return ""
        start = at + len(entry) + 2
        return padded[start : start + 2].decode().strip()

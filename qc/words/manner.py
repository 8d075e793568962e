"""The manner of a text: old English and speech taken down break rules that hold for modern prose."""

from __future__ import annotations

from qc.document import Document

OLD_WORDS = frozenset(
    "thou thee thy thine hath doth hast dost unto quoth ye o’er shew saith Thou Thy Thee Ye Hath".split()
)
"""Two of these make a text old; one is a quotation or a joke."""

HESITATIONS = frozenset("uh um uhm erm er hmm Uh Um Uhm Erm Er Hmm uh-huh mm-hmm".split())


def is_old(doc: Document) -> bool:
    """Say whether the text is in the English of the seventeenth century, or imitates it."""
    return len(doc.forms & OLD_WORDS) > 1


def is_transcript(doc: Document) -> bool:
    """Say whether the text is speech taken down with its hesitations."""
    return not doc.forms.isdisjoint(HESITATIONS)

"""Note of the news desk left in the copy.

Editors tell each other in capitals what is still to come (`MORE TO FOLLOW`, `ENDS`, `(PICK UP)`). A scraper takes such
a line for prose, an engine translates around it, and the reader finds it between two paragraphs.

Only a line that is nothing but the note is reported: the same words in a sentence, in small letters or in a headline
are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qc import Axis, Document, Finding, Span, bad, good, miss, rule

NOTE = re.compile(r"^[ \t]*([-(\[]*(?:MORE TO FOLLOW|MORE TO COME|PICK UP|ENDS)[-)\]]*)[ \t]*$", re.MULTILINE)


@rule(
    axis=Axis.EXTRACTION,
    advice="delete the note",
    examples=[
        bad("The council meets again on Friday.\n\n⟦MORE TO FOLLOW⟧\n\nThe bridge is closed."),
        bad("The council meets again on Friday.\n⟦-ENDS-⟧"),
        bad("⟦(PICK UP)⟧\nThe bridge was closed in May, the mayor said."),
        good("There is MORE TO FOLLOW on the subject, she promised, and he believed her."),
        good("The road ends\n\nat the river, and so does the story."),
        good("WEEK ENDS IN RAIN\n\nIt had been dry until Friday."),
        miss("The council meets again on Friday. ⟦(MORE TO COME)⟧ The bridge is closed."),
    ],
)
def desk_note(doc: Document) -> Iterator[Finding]:
    for note in NOTE.finditer(doc.text):
        yield Finding(Span(*note.span(1)), f"the desk wrote “{note[1]}” for itself")

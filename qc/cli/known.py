"""`qc baseline`: writes down what is found today."""

from __future__ import annotations

from pathlib import Path

from qc.baseline import Entry, dumped, entries
from qc.check import BrokenRuleError, check
from qc.cli.checking import mode_of, policy_of, refuse_encoding, second_opinion
from qc.cli.options import Request
from qc.cli.output import MISUSE, complain, emit, misused
from qc.opinion import Mode, OpinionError, SecondOpinion
from qc.policy import Policy
from qc.reading import UnreadableError, sources
from qc.report import files
from qc.report.markdown import plural


def write(request: Request, output: Path | None) -> int:
    """Check the documents and write the baseline, whole or not at all; return the exit status."""
    policy = policy_of(request)
    refuse_encoding(request.encoding)
    # Which documents are uncertain depends on what is known, so a baseline holds what is found in all of them.
    mode = Mode.OFF if mode_of(request) is Mode.OFF else Mode.ALWAYS
    with second_opinion(request, mode, needed=True) as second:
        found, unread = _found(request, policy, second)
    _deliver(dumped(found), output)
    if output:
        emit(f"{output}: {plural(len(found), 'finding')} known\n")
    return MISUSE if unread else 0


def _found(request: Request, policy: Policy, second: SecondOpinion | None) -> tuple[list[Entry], int]:
    """Check the documents: what is found in them, and how many could not be read."""
    found, unread = list[Entry](), 0
    for place in sources(request.paths, skip=files.is_ours):
        try:
            if isinstance(place, UnreadableError):
                raise place
            text = place.read(request.encoding, request.largest * 1_000_000)
            report = check(text, name=place.name, markup=place.markup, policy=policy, second_opinion=second)
        except UnreadableError as error:
            complain(str(error))
            unread += 1
        except (BrokenRuleError, OpinionError) as error:
            misused(str(error))
        else:
            found += entries(report)
    return found, unread


def _deliver(content: str, output: Path | None) -> None:
    if output is None:
        emit(content)
        return
    try:
        files.write(output, content)
    except OSError as error:
        misused(f"{output}: cannot be written: {error.strerror or error}")

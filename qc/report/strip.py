"""The strip that shows where in a document the damage sits, as text and as an SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qc.document import Document
from qc.report import Report
from qc.report.untrusted import xml
from qc.rule import Axis

OURS = "<!-- qc report -->"
"""The last line of every file we write. A file without it is somebody else's and is not written over."""

CELLS = 60
"""Parts the document is cut into: as many signs as fit beside their labels in an 80-column window."""

LEVELS = "▁▂▃▄▅▆▇█"
CLEAN = "·"

COLOURS: Mapping[Axis, str] = MappingProxyType(
    {
        Axis.TRANSLATION: "#c2410c",
        Axis.QUOTATION: "#7c3aed",
        Axis.ENCODING: "#0f766e",
        Axis.EXTRACTION: "#a16207",
    }
)
"""Dark enough to be told from a white page and bright enough for a black one (contrast of 3:1 and more on either)."""

WIDTH, HEIGHT, BASE = 720, 96, 58
SLOTS = 240
"""Parts of the band below the bars: three pixels each."""


def as_text(report: Report) -> str:
    """One sign for each part of the document, from first to last: a dot where it is clean, a bar where it is not."""
    sums = [sum(cell.values()) for cell in _cells(report)]
    top = max(sums, default=0.0)
    return "".join(LEVELS[min(7, int(value / top * 8))] if value else CLEAN for value in sums)


def as_svg(report: Report, *, legend: bool = True) -> str:
    """The same as a picture: bars stacked by axis over a band that is darker where there is prose."""
    cells = _cells(report)
    top = max((sum(cell.values()) for cell in cells), default=0.0)
    step = WIDTH / len(cells)
    bars = [bar for number, cell in enumerate(cells) for bar in _bars(cell, number * step, step, top)]
    parts = [
        _opening(HEIGHT if legend else BASE + 8),
        f"<title>Where the damage is in {xml(report.name)}</title>",
        f'<rect width="{WIDTH}" height="{BASE}" fill="#808080" fill-opacity="0.08"/>',
        *bars,
        *_prose(report),
        *(_legend() if legend else []),
        "</svg>",
        OURS,
    ]
    return "\n".join(parts) + "\n"


def _opening(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" font-family="system-ui, sans-serif" font-size="11">'
    )


def _cells(report: Report) -> Sequence[Mapping[Axis, float]]:
    """The damage in each part of the document by axis, counted where it starts, as a reader meets it there."""
    cells: list[dict[Axis, float]] = [{} for _ in range(CELLS)]
    length = max(1, len(report.document.text))
    for found in report.findings:
        cell = cells[found.span.start * CELLS // length]
        # One that weighs nothing counts a little, so that it shows.
        cell[found.axis] = cell.get(found.axis, 0.0) + max(found.weight * found.strength, 0.1)
    return cells


def _bars(cell: Mapping[Axis, float], x: float, width: float, top: float) -> list[str]:
    bars, y = [], float(BASE)
    for axis in Axis:
        if axis in cell:
            height = max(2.0, cell[axis] / top * (BASE - 6))
            y -= height
            bars.append(_rect(x + 1, y, width - 2, height, COLOURS[axis]))
    return bars


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _prose(report: Report) -> list[str]:
    scale = WIDTH / SLOTS
    runs = _runs(report.document)
    return [_rect(start * scale, BASE + 2, (end - start) * scale, 5, "#808080") for start, end in runs]


def _runs(doc: Document) -> list[tuple[int, int]]:
    """Prose as stretches of slots. Slots, not blocks: a file of a million lines must not make a picture of as many."""
    length = max(1, len(doc.text))
    runs: list[tuple[int, int]] = []
    for block in doc.prose:
        start, end = block.start * SLOTS // length, (block.end - 1) * SLOTS // length + 1
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _legend() -> list[str]:
    entries = [*((axis.value, COLOURS[axis]) for axis in Axis), ("prose", "#808080")]
    return [
        _rect(number * 110, HEIGHT - 18, 10, 10, colour)
        + f'<text x="{number * 110 + 15}" y="{HEIGHT - 9}" fill="#808080">{name}</text>'
        for number, (name, colour) in enumerate(entries)
    ]

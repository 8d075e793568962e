"""The reliability diagram: predicted across, observed upwards, in a picture that reads without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qc.evaluation.calibration import Bin
from qc.report.strip import OURS

SIZE, LEFT, TOP = 320, 64, 16
"""The square of the plot and the room to its left and above it, in pixels."""

WIDTH, HEIGHT = LEFT + SIZE + 24, TOP + SIZE + 56

_OPENING = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
    'role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12">'
)


def diagram(parts: Sequence[Bin]) -> str:
    """Draw bins as circles, the larger the more documents are in them, joined by a line, over the diagonal."""
    lines = [
        _OPENING,
        '<title id="title">Reliability diagram</title>',
        f'<desc id="description">{_description(parts)}</desc>',
        # A ground of its own: a page that shows the picture may be white or black.
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_grid(),
        f'<path d="M{_at(0, 0)} L{_at(1, 1)}" stroke="#767676" stroke-dasharray="5 4"/>',
        f'<path d="M{" L".join(_at(part.predicted, part.observed) for part in parts)}" fill="none" stroke="#1d4ed8"/>',
        *(_circle(part) for part in parts),
        "</svg>",
        OURS,
    ]
    return "\n".join(lines) + "\n"


def _description(parts: Sequence[Bin]) -> str:
    points = "; ".join(f"predicted {part.predicted:.2f}, observed {part.observed:.2f}" for part in parts)
    return f"Probability of damage in groups of documents. On the dashed line the two agree. {points}."


def _grid() -> Iterator[str]:
    for step in range(0, 101, 20):
        share = step / 100
        yield f'<path d="M{_at(0, share)} L{_at(1, share)} M{_at(share, 0)} L{_at(share, 1)}" stroke="#e5e5e5"/>'
        yield f'<text x="{LEFT - 8}" y="{_y(share) + 4:.1f}" text-anchor="end" fill="#262626">{step}</text>'
        yield f'<text x="{_x(share):.1f}" y="{TOP + SIZE + 18}" text-anchor="middle" fill="#262626">{step}</text>'
    middle = TOP + SIZE / 2
    yield f'<text x="{_x(0.5):.1f}" y="{HEIGHT - 14}" text-anchor="middle" fill="#262626">predicted damaged, %</text>'
    yield (
        f'<text x="18" y="{middle:.1f}" text-anchor="middle" fill="#262626" '
        f'transform="rotate(-90 18 {middle:.1f})">observed damaged, %</text>'
    )


def _circle(part: Bin) -> str:
    radius = 3 + 12 * part.mass**0.5
    place = f'cx="{_x(part.predicted):.1f}" cy="{_y(part.observed):.1f}"'
    return f'<circle {place} r="{radius:.1f}" fill="#1d4ed8" fill-opacity="0.25" stroke="#1d4ed8" stroke-width="1.5"/>'


def _at(predicted: float, observed: float) -> str:
    return f"{_x(predicted):.1f} {_y(observed):.1f}"


def _x(share: float) -> float:
    return LEFT + share * SIZE


def _y(share: float) -> float:
    return TOP + (1 - share) * SIZE

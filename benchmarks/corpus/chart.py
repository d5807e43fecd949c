"""The chart of a benchmark: what a corpus costs by its size, on two logarithmic axes, with the line of even cost."""

from __future__ import annotations

import math

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640, 400, 80, 60, 40


def chart(points: list[tuple[int, float]]) -> str:
    """Return an SVG of processor seconds by judgments; the dashed line is that of the last size, for every one."""
    x_low, x_high = math.log10(points[0][0]), math.log10(points[-1][0])
    per_judgment = points[-1][1] / points[-1][0]
    y_low = math.floor(math.log10(min(cost for _, cost in points)))
    y_high = math.ceil(math.log10(max(cost for _, cost in points)))

    def place(judgments: float, cost: float) -> tuple[float, float]:
        x = _LEFT + (math.log10(judgments) - x_low) / max(x_high - x_low, 1e-9) * (_WIDTH - _LEFT - 40)
        y = _HEIGHT - _BOTTOM - (math.log10(cost) - y_low) / max(y_high - y_low, 1) * (_HEIGHT - _BOTTOM - _TOP)
        return x, y

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        '<g font-family="sans-serif">',
        "<title>Processor seconds by number of judgments</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="22" font-weight="bold">Processor seconds to add a corpus, with extraction</text>',
    ]
    for power in range(y_low, y_high + 1):
        _, y = place(points[0][0], 10**power)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 40}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 5:.1f}" text-anchor="end">{10**power:,}</text>')
    ends = [place(judgments, judgments * per_judgment) for judgments in (points[0][0], points[-1][0])]
    (x1, y1), (x2, y2) = ends
    parts.append(
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#666" stroke-dasharray="6 4"/>'
    )
    parts.append(f'<text x="{_LEFT + 20}" y="{_TOP + 20}" fill="#444">dashed: the same cost for every judgment</text>')
    for judgments, cost in points:
        x, y = place(judgments, cost)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#154273"/>')
        side, away = ("start", 10) if judgments == points[0][0] else ("end", -10)
        parts.append(f'<text x="{x + away:.1f}" y="{y - 10:.1f}" text-anchor="{side}">{cost:,.0f} s</text>')
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - 32}" text-anchor="middle">{judgments:,}</text>')
    parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 10}" text-anchor="middle">judgments</text></g></svg>')
    return "\n".join(parts) + "\n"

"""Draws what placing one document costs by the number of live events. Never a test.

Usage: caifeng replay STREAM.jsonl.gz --bench --json --live N > N.json, for each number of live events
       growth_plot.py 1000.json 10000.json … docs/pictures/event-engine-growth.svg
The dashed line goes on from the first measurement as the logarithm of live events does.
"""

import json
import math
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 56, 44, 34, 44


def main():
    points = []
    for name in sys.argv[1:-1]:
        with open(name, encoding="utf-8") as file:
            points += [(row["live_events"], row["microseconds"]) for row in json.load(file)["live"]]
    points.sort()
    first = points[0]
    line = [(live, first[1] * math.log(live) / math.log(first[0])) for live, _ in points]
    low, high = (math.log10(points[0][0]), math.log10(points[-1][0]))
    top = max(cost for _, cost in points + line) * 1.15
    x = lambda live: LEFT + (math.log10(live) - low) / (high - low) * (WIDTH - LEFT - RIGHT)
    y = lambda cost: HEIGHT - BOTTOM - cost / top * (HEIGHT - TOP - BOTTOM)
    path = lambda row: "M" + "L".join(f"{x(live):.0f} {y(cost):.0f}" for live, cost in row)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="12">',
        "  <title>Cost of placing one document, by live events</title>",
        f'  <rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'  <path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#5b6470"/>',
        f'  <path d="{path(line)}" fill="none" stroke="#5b6470" stroke-dasharray="4 4"/>',
        f'  <path d="{path(points)}" fill="none" stroke="#9a3324" stroke-width="2"/>',
        '  <g fill="#1f2933" text-anchor="middle">',
    ]
    for live, cost in points:
        out.append(f'    <circle cx="{x(live):.0f}" cy="{y(cost):.0f}" r="3" fill="#9a3324"/>')
        out.append(f'    <text x="{x(live):.0f}" y="{y(cost) - 9:.0f}">{cost:.0f}</text>')
        out.append(f'    <text x="{x(live):.0f}" y="{HEIGHT - BOTTOM + 18}">{live:,.0f}</text>')
    out += [
        f'    <text x="{WIDTH / 2:.0f}" y="{HEIGHT - 6}">live events</text>',
        f'    <text x="{LEFT}" y="{TOP - 16}" text-anchor="start">µs of one core for a document; dashed: as the logarithm grows</text>',
        "  </g>",
        "</svg>",
    ]
    with open(sys.argv[-1], "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()

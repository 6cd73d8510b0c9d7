"""Results as people read them: the table of docs/benchmarks.md, made from the raw samples and from nothing else.

What is published is a list of documents, one a run of run.py. A benchmark's contenders are all of one run; of two
benchmarks that need not be so, and the page says of each what it was measured with."""
from __future__ import annotations

from pathlib import Path

from measure import summary

BEGIN = "<!-- Made by tests/bench/run.py: edit nothing between these marks. -->"
END = "<!-- End of what was made. -->"


def milliseconds(value: float) -> str:
    if value >= 10000:
        return f"{value / 1000:,.1f} s"
    return f"{value:.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 10 else f"{value:.2f} ms"


def factor(value: float) -> str:
    """'1.8×' = mlp takes 1.8 times as long; '1/120' = a 120th of the time."""
    if value >= 1 or value > 0.095:
        return f"{value:.1f}×" if value >= 0.95 else f"{value:.2f}×"
    return f"1/{1 / value:,.0f}"


def ratios(result: dict, peer: str) -> dict[str, float]:
    mine, theirs = result["contenders"]["mlp"]["samples"], result["contenders"][peer]["samples"]
    own_clock = result["contenders"][peer]["own_clock"]
    both = {"median": summary(mine)[0] / summary(theirs)[0], "min": summary(mine)[1] / summary(theirs)[1]}
    if not own_clock:  # such a peer's processor time holds what its clock leaves out
        both["cpu"] = summary(mine, "cpu_ms")[0] / max(summary(theirs, "cpu_ms")[0], 0.01)
    return both


def verdict(result: dict, peer: str) -> str:
    aim = result["aims"].get(peer)
    if aim is None:
        return ""
    found = ratios(result, peer)
    good = [found["median"] <= aim, found["min"] <= aim]
    word = "met" if all(good) else "missed" if not any(good) else "met by " + ("median" if good[0] else "minimum") + " only"
    return f"≤ {factor(aim)}: {word}"


def table(document: dict) -> str:
    lines = []
    for result in document["results"]:
        memory = result.get("memory", False)
        lines += [f"### {result['title']}", "", f"`{result['name']}`", "",
                  f"| | command | n | median | minimum | CPU |{' memory |' if memory else ''}"
                  " mlp's time to its: median, minimum, CPU | aim |",
                  f"|---|---|--:|--:|--:|--:|{'--:|' if memory else ''}--:|---|"]
        for name, contender in result["contenders"].items():
            samples = contender["samples"]
            median, least = summary(samples)
            ratio = aim = ""
            if name != "mlp":
                found = ratios(result, name)
                ratio = ", ".join(factor(found[key]) for key in ("median", "min", "cpu") if key in found)
                aim = verdict(result, name)
            cpu = "" if contender["own_clock"] else milliseconds(summary(samples, "cpu_ms")[0])
            if memory:
                cpu += f" | {max(sample['peak_mib'] for sample in samples):,.0f} MiB"
            lines.append(f"| {name} | `{contender['command'].replace('|', chr(92) + '|')}` | {len(samples)} | "
                         f"{milliseconds(median)} | {milliseconds(least)} | {cpu} | {ratio} | {aim} |")
        for name, why in result["absent"].items():
            lines.append(f"| {name} | not measured: {why} | | | | | | |")
        lines.append("")
    return "\n".join(lines)


def origin(document: dict) -> str:
    about = document["about"]
    versions = ", ".join(f"{name} {text}" if not text.startswith(name) else text for name, text in about["versions"].items())
    return "\n".join([
        f"`{about['command']}` at commit `{about['commit']}`, {about['date']}; mlp's build type: {about['build']}.",
        f"{about['cpus']} × {about['cpu']}, Linux {about['kernel']}, {about['file_system']}; "
        f"load average {about['load_before']} at the beginning, {about['load_after']} at the end.",
        f"{versions}.", "", *([about["note"], ""] if about["note"] else [])])


def joined(earlier: list[dict], document: dict) -> list[dict]:
    """The documents with what this one measured anew taken out of the earlier ones."""
    new = {result["name"] for result in document["results"]}
    kept = [{**one, "results": [result for result in one["results"] if result["name"] not in new]} for one in earlier]
    return [one for one in kept if one["results"]] + [document]


def generated(published: list[dict]) -> str:
    return f"{BEGIN}\n" + "\n".join(f"{origin(one)}\n{table(one)}" for one in published) + f"{END}\n"


def into(page: str, published: list[dict]) -> str:
    """The page with what stands between the marks replaced."""
    head, rest = page.split(BEGIN, 1)
    _, tail = rest.split(END, 1)
    return head + generated(published) + tail.lstrip("\n")


def write(page: Path, published: list[dict]) -> None:
    page.write_text(into(page.read_text(), published))


def stale(page: Path, published: list[dict]) -> bool:
    return into(page.read_text(), published) != page.read_text()

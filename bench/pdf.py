"""What a two-page PDF costs beside bare WeasyPrint of the same HTML, in CPU seconds of the same run.

    python -m bench.pdf [--rounds 9]

"Ours" is everything from the composed report to the finished bytes: templates, bounds, fence, PDF/A-3a with PDF/UA-1,
scopes, attached figures, font check. "Bare" is WeasyPrint with its defaults and the same styles and fonts from disk.
The two take turns, so that what else the machine does hits both; the medians are compared.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.template.loader import render_to_string
from weasyprint import HTML

from reports.assets import base_assets
from reports.frame import PrintedReport
from reports.printing import print_report
from tests.reports.sample import sample_report

AIM = 1.5


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of this process and its threads that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def lay_out_assets(report: PrintedReport, folder: Path) -> str:
    """Write what the report loads into `folder` and return its HTML with addresses of files there."""
    for asset in (*base_assets(), *report.assets):
        content = asset.content
        if asset.content_type == "text/css":
            content = content.replace(b"asset:", b"")
        (folder / asset.name).write_bytes(content)
    return render_to_string("reports/document.html", {"report": report}).replace("asset:", "")


def main() -> None:
    """Print both medians and their ratio; exit with 1 when the ratio is above the aim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    whole = sample_report(has_summary=False, customers=8)
    report = replace(whole, sections=whole.sections[:2], closing=())
    pages = print_report(report).pages
    with tempfile.TemporaryDirectory() as temporary:
        html = lay_out_assets(report, Path(temporary))
        bare = HTML(string=html, base_url=temporary + "/")
        bare.write_pdf()
        ours_seconds, bare_seconds = [], []
        for _round in range(rounds):
            ours_seconds.append(cpu_seconds(lambda: print_report(report)))
            bare_seconds.append(cpu_seconds(lambda: HTML(string=html, base_url=temporary + "/").write_pdf()))
    ours, floor = statistics.median(ours_seconds), statistics.median(bare_seconds)
    print(f"pages {pages}  ours {ours:.3f} s  bare {floor:.3f} s  ratio {ours / floor:.2f}  (aim {AIM})")
    raise SystemExit(ours / floor > AIM)


if __name__ == "__main__":
    main()

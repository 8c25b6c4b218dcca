"""Measure in a browser how long it takes from a dropped file to its first rows and proposed mapping on the page.

Usage: python bench/import_preview.py ADDRESS EMAIL PASSWORD ENGAGEMENT [ROWS]. ADDRESS is that of a running product
with its worker, ENGAGEMENT the id of one where the person may upload. Chromium is Debian's, driven by Playwright.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def write_sales(path: Path, rows: int) -> None:
    """Write a Windows-encoded file of sales."""
    with path.open("w", encoding="cp1252", newline="") as handle:
        handle.write("Kundnr;Fakturadatum;Fakturanr;Artikel;Antal;Belopp exkl moms;Säljare\n")
        for place in range(rows):
            day = f"2026-{1 + place % 12:02}-{1 + place % 28:02}"
            item, amount = f"Räkor {place % 50}", f"{place % 90_000},{place % 100:02}"
            handle.write(f"{1001 + place % 900};{day};F{place};{item};{1 + place % 9};{amount};Åsa {time.time_ns()}\n")


def measure(address: str, email: str, password: str, engagement: str, path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page()
        page.goto(address)
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/engagements/{engagement}/profitability/imports/")
        page.set_input_files("input[type=file]", path)
        received: list[float] = []
        page.on("response", lambda answer: received.append(time.monotonic()) if answer.status == 302 else None)
        began = time.monotonic()
        page.click("[data-dropzone] ~ .form-actions button", no_wait_after=True)
        page.wait_for_selector("#head", timeout=120_000)
        shown = time.monotonic()
        rows = page.locator(".head-rows tbody tr").count()
        print(f"{rows} rows shown {shown - received[0]:.2f} s after the upload, {shown - began:.2f} s after the click")
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sales.csv"
        write_sales(file, int(sys.argv[5]) if len(sys.argv) > 5 else 500_000)
        address, email, password, engagement = sys.argv[1:5]
        measure(address, email, password, engagement, file)

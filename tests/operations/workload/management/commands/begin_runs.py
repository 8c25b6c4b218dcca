"""Upload a year of the demo firm, have it read, and ask for runs of it: prints a job and a run per line."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand

from crmstrategy.demo.ledger import write_demo_ledgers
from crmstrategy.demo.people import set_up_people
from jobs.services import execute
from profitability.selectors.uploads import get_upload_or_404
from profitability.services.runs import start_run
from profitability.services.uploads import receive_upload


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int)
        parser.add_argument("--runs", type=int)

    def handle(self, *args: object, customers: int, runs: int, **options: object) -> None:
        places = set_up_people()
        engagement, consultant = places.complete, next(iter(places.people.values()))
        with tempfile.TemporaryDirectory() as folder:
            year = write_demo_ledgers(Path(folder), customer_count=customers)[2025]
            files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(year.iterdir())]
        received = receive_upload(engagement=engagement, files=files, uploaded_by=consultant, limit_bytes=10**9)
        assert received.upload.job
        execute(received.upload.job.id)
        upload = get_upload_or_404(engagement, received.upload.id)
        for number in range(runs):
            run = start_run(
                engagement=engagement,
                upload=upload,
                label=f"Körning {number}",
                overrides={},
                key=str(number),
                started_by=consultant,
            )
            self.stdout.write(f"{run.job_id} {run.id}")

"""Load the demo: a complete engagement, an empty one, and another consultancy."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Consultancy
from crmstrategy.demo.checklist import answer_checklist, enter_balance
from crmstrategy.demo.people import set_up_people
from crmstrategy.demo.results import (
    compare_service_methods,
    issue_reports,
    publish_results,
    save_what_ifs,
    simulate_tiers,
)


class Command(BaseCommand):
    help = "Load demo data into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if Consultancy.objects.exists():
            raise CommandError("The database is not empty; demo data is loaded into an empty one only.")
        places = set_up_people()
        consultant, finance = places.people["karin@nordanvind.example"], places.people["jonas@nordgross.example"]
        enter_balance(places.complete, consultant)
        checklist = answer_checklist(places.complete, places.people)
        results = publish_results(places.complete, finance)
        save_what_ifs(results.runs[-1], consultant)
        simulate_tiers(results.runs[-1], consultant)
        compare_service_methods(results.runs[-1], consultant)
        issue_reports(places.complete, checklist, results, consultant)

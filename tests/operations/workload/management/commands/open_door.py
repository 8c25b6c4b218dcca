"""Set people up; print an engagement and a token of a person who may upload to it."""

from django.core.management.base import BaseCommand

from accounts.tokens import issue_token
from crmstrategy.demo.people import set_up_people


class Command(BaseCommand):
    def handle(self, *args: object, **options: object) -> None:
        places = set_up_people()
        self.stdout.write(f"{places.complete.id} {issue_token(next(iter(places.people.values())), 30)}")

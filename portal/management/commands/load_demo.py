from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail import hooks

from portal.demo.loading import ACCOUNTS, PASSWORD, load


class Command(BaseCommand):
    help = "A believable site to look at: people, results, listings, enquiries."

    def handle(self, **options):
        with transaction.atomic():
            organisations, people = load()
            for part in hooks.get_hooks("load_demo_data"):
                part(organisations=organisations, people=people)
        width = max(len(account.email) for account in ACCOUNTS)
        self.stdout.write(f"Demonstration accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<{width}}  {account.does}")

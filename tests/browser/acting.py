"""What people do on many pages."""

import re

from django.utils.translation import gettext as said

PASSWORD = "rather-a-Long-one-42"


def press(page, label):
    """A button of the page itself, not of its header."""
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def follow(page, label):
    page.get_by_role("main").get_by_role("link", name=label, exact=True).first.click()


def account(page):
    """The part of the header about the person."""
    return page.get_by_role("navigation", name=said("Your account"))


def sign_in(page, email, password="password"):
    """By the form on whichever page shows it."""
    page.get_by_role("main").get_by_label(said("Email")).fill(email)
    page.get_by_role("main").get_by_label(said("Password")).fill(password)
    press(page, said("Sign in"))


def sign_up(page, name, email):
    page.get_by_label(said("Full name")).fill(name)
    page.get_by_label(said("Email")).fill(email)
    page.get_by_label(said("Password")).fill(PASSWORD)
    press(page, said("Register"))


def link_in(letter):
    return re.search(r"http://\S+", letter.body)[0]

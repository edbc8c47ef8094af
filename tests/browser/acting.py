"""What people do on many pages."""

import re

from django.utils.text import capfirst
from django.utils.translation import gettext as said
from playwright.sync_api import expect

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


def labelled(place, model, name):
    """A field of a form by the name that its model gives it."""
    label = capfirst(str(model._meta.get_field(name).verbose_name))
    return place.get_by_label(re.compile(rf"^{re.escape(label)}(\s|$)"))


def saved_by_itself(page):
    """The line under the form says when, in the words that the page brings along."""
    words = page.locator("form[data-autosave]").get_attribute("data-saved")
    saved = re.compile(words.replace("%s", r"\d{1,2}:\d\d") + "$")
    expect(page.get_by_role("status").filter(has_text=saved)).to_be_visible()


def row(page, rows, place):
    """One of the rows of a section, by its place, counted from 0."""
    return page.locator(f"[data-row={rows}-{place}]")

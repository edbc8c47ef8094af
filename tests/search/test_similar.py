"""Similar projects for the formal check: the right ones, with a percentage."""

import pytest
from django.test import override_settings
from elasticsearch.dsl import connections

from projects.models import Project
from projects.portfolio.likeness import NotNow
from search.catalogue.similar import similar_projects
from search.documents.engine import client, connect
from search.outbox.drain import drain

pytestmark = pytest.mark.django_db


def project(number, **fields):
    return Project.objects.create(number=number, **fields)


@pytest.fixture
def projects(index):
    project("P1", title_zh="膜片式压力量值传递方法研究")
    project("P2", title_zh="膜片式压力标准器的研制")
    project("P3", title_zh="食品中农药残留的快速检测")
    project(
        "P4",
        title_en="Optical clocks for length metrology",
        abstract_en="We build transportable optical clocks and compare them by fibre.",
    )
    while drain():
        pass
    client().indices.refresh(index=index)


def found(title_zh="", title_en="", text_zh="", text_en=""):
    rows = similar_projects(title_zh, title_en, text_zh, text_en, 5)
    return [(row["number"], row["percent"]) for row in rows]


def test_the_same_title_is_a_hundred_per_cent_whatever_the_abstract_says(projects):
    alike = found(
        "膜片式压力量值传递方法研究", text_zh="另写的摘要，说的是别的事情。" * 20
    )

    assert alike[0] == ("P1", 100)
    assert [number for number, _percent in alike] == ["P1", "P2"]


def test_a_copied_abstract_is_found_under_another_title(projects):
    alike = found(
        title_en="A wholly new title",
        text_en="We build transportable optical clocks and compare them by fibre.",
    )

    assert alike[0][0] == "P4"
    assert alike[0][1] > 60


def test_nothing_alike_is_nothing(projects):
    assert found("农村土地流转政策评价") == []
    assert found() == []


def test_says_that_it_cannot_ask_when_the_engine_is_away(projects):
    with override_settings(ELASTICSEARCH_URL="http://127.0.0.1:9"):
        connect()
        try:
            with pytest.raises(NotNow):
                found("膜片式压力量值传递方法研究")
        finally:
            connections.remove_connection("default")
    connect()

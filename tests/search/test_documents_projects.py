"""Projects in the catalogue: found, counted, shown, suggested, kept up to date."""

import pytest

from projects.models import Project
from search.catalogue.related import related
from search.documents.sources import Projects
from search.models import IndexTask
from tests.factories.accounts import InstituteFactory
from tests.factories.achievements import AchievementFactory, set_terms
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

CATALOGUE = "/zh-hans/catalogue/"


@pytest.fixture
def project(index):
    record = ProjectFactory(
        finished=True, title_zh="供应链契约设计研究", source_key="71720107001"
    )
    set_terms(record, "disciplines", "discipline", ["G01"])
    return record


def group(response, name):
    groups = {group.name: group for group in response.context["results"].facets}
    return {value.value: value.count for value in groups[name].values}


@pytest.mark.parametrize(
    "words", ["供应链契约", "陶志富", "安徽大学", "71720107001", "国家自然科学基金"]
)
def test_a_project_is_found_by_title_leader_place_number_and_programme(
    project, keep_promises, found, words
):
    ProjectFactory(
        title_zh="别的",
        leader_name="甲",
        organisation_name="乙",
        programme_name="丙",
    )
    keep_promises()

    assert found(q=words) == [project.number]


def test_its_number_finds_it_first(project, keep_promises, found):
    keep_promises()

    assert found(q=project.number)[0] == project.number


def test_facets_count_projects_by_kind_year_and_discipline(
    client, project, keep_promises
):
    achievement = AchievementFactory(published=True, title_zh="供应链标准")
    set_terms(achievement, "disciplines", "discipline", ["F03"])
    keep_promises()

    asked = client.get(CATALOGUE, {"q": "供应链"})
    chosen = client.get(CATALOGUE, {"kind": "project", "discipline": "G"})

    assert group(asked, "kind") == {"project": 1, "achievement": 1}
    assert group(asked, "discipline") == {"F": 1, "G": 1}
    assert group(asked, "year")["2018"] == 1
    assert [row.number for row in chosen.context["results"].rows] == [project.number]
    assert group(chosen, "discipline") == {"G": 1, "G01": 1}


def test_who_only_browses_sees_results_and_offers_and_may_choose_projects(
    client, project, achievement, keep_promises, found
):
    keep_promises()

    assert found() == [achievement.number]
    assert group(client.get(CATALOGUE), "kind") == {"achievement": 1, "project": 1}
    assert found(kind="project") == [project.number]


def test_a_row_says_where_who_what_and_when(client, project, keep_promises):
    keep_promises()

    (row,) = client.get(CATALOGUE, {"q": "契约"}).context["results"].rows

    assert (row.kind, row.holder, row.plain_title) == (
        "project",
        "安徽大学",
        "供应链契约设计研究",
    )
    assert row.facts == ["陶志富", "面上项目", "2018–2020"]
    assert row.url == f"/zh-hans/projects/{project.number}/"


def test_it_is_suggested_while_typing(client, project, keep_promises):
    keep_promises()

    response = client.get(f"{CATALOGUE}suggest/", {"q": "供应链契"})

    assert [one["url"] for one in response.json()["suggestions"]] == [
        f"/zh-hans/projects/{project.number}/"
    ]


def test_the_api_knows_the_kind(client, project, keep_promises):
    keep_promises()

    found = client.get("/api/v1/search", {"kind": "project", "discipline": "G01"})

    assert [hit["number"] for hit in found.json()["hits"]] == [project.number]


def test_every_change_is_promised(project):
    organisation = InstituteFactory()
    project.organisation = organisation
    project.save()
    IndexTask.objects.all().delete()

    for change in (
        lambda: project.save(),
        lambda: set_terms(project, "disciplines", "discipline", ["G02"]),
        lambda: organisation.save(),
    ):
        change()
        tasks = set(IndexTask.objects.values_list("kind", "object_id"))
        assert tasks == {("project", project.pk)}
        IndexTask.objects.all().delete()


def test_what_is_gone_from_the_table_is_gone_from_the_index(
    project, keep_promises, indexed
):
    keep_promises()
    assert f"project-{project.pk}" in indexed()
    entry = f"project-{project.pk}"

    project.delete()
    keep_promises()

    assert entry not in indexed()


def test_awards_of_one_collaboration_are_each_other_s_related_results(
    index, keep_promises
):
    shared = {
        "title_zh": "",
        "title_en": "Collaborative traceability of nanoscale force",
        "abstract_en": "Two laboratories build a traceable force standard together.",
        "programme_name": "NSF, Directorate for Engineering",
    }
    one, other = (ProjectFactory(**shared) for _turn in range(2))
    ProjectFactory()
    keep_promises()

    assert [entry.row.number for entry in related(one)] == [other.number]


def test_the_region_is_that_of_an_organisation_of_the_site():
    institute = InstituteFactory()
    linked = ProjectFactory(organisation=institute)
    bare = ProjectFactory()

    entries = dict(Projects().entries([linked.pk, bare.pk]))

    assert institute.region.code in entries[linked.pk]["region"]
    assert "region" not in entries[bare.pk]
    assert entries[linked.pk]["display"]["holder"]["zh"] == institute.name_zh


def test_entries_of_many_take_as_many_queries_as_of_one(django_assert_num_queries):
    ProjectFactory.create_batch(3, organisation=InstituteFactory())
    pks = list(Project.objects.values_list("pk", flat=True))

    with django_assert_num_queries(4):
        entries = list(Projects().entries(pks))

    assert len(entries) == 3

"""The public list of projects and the page of one."""

import json
import re
from datetime import date

import pytest

from portal.models import Term
from tests.factories.accounts import InstituteFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

LIST = "/zh-hans/projects/"


@pytest.fixture
def listed(client):
    """The numbers that the list shows for some parameters."""

    def numbers(**parameters):
        response = client.get(LIST, parameters)
        assert response.status_code == 200
        return [project.number for project in response.context["object_list"]]

    return numbers


def structured_data(page):
    text = re.search(r'ld\+json"[^>]*>(.+?)</script>', page.content.decode(), re.DOTALL)
    return json.loads(text[1])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    client, count, django_assert_num_queries
):
    for number in range(count):
        ProjectFactory(organisation=InstituteFactory(), programme_name=f"专项{number}")

    with django_assert_num_queries(4):
        response = client.get(LIST)

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries_whatever_it_shows(
    client, index, count, django_assert_max_num_queries
):
    projects = ProjectFactory.create_batch(count, organisation=InstituteFactory())
    for project in projects:
        project.disciplines.set(Term.objects.filter(scheme="discipline")[:count])

    with django_assert_max_num_queries(6):
        response = client.get(projects[0].get_absolute_url())

    assert len(response.context["others"]) == count - 1


def test_what_began_last_stands_first_and_what_has_no_date_last(listed):
    dated = {
        started: ProjectFactory(started=started, ended=None)
        for started in (date(2018, 1, 1), None, date(2020, 1, 1))
    }

    order = (date(2020, 1, 1), date(2018, 1, 1), None)
    assert listed() == [dated[started].number for started in order]


def test_words_may_stand_in_title_names_and_numbers(listed):
    wanted = ProjectFactory(
        title_zh="供应链契约", leader_name="李心丹", source_key="71720107001"
    )
    ProjectFactory(title_zh="供应链金融")

    for words in (
        "契约",
        "供应链 李心丹",
        "安徽大学 契约",
        "71720107001",
        wanted.number,
    ):
        assert listed(q=words) == [wanted.number]
    assert listed(q="契约 金融") == []


def test_the_list_is_narrowed_by_year_and_programme(listed):
    old = ProjectFactory(finished=True)
    other = ProjectFactory(programme_name="NSF, Directorate for Engineering")

    assert listed(year="2018") == [old.number]
    assert listed(programme="NSF, Directorate for Engineering") == [other.number]
    assert listed(year="2018", programme="NSF, Directorate for Engineering") == []


@pytest.mark.parametrize(
    "odd",
    [{"year": "x"}, {"programme": "没有"}, {"q": "    "}, {"year": "99999999999"}],
)
def test_an_address_in_which_anything_stands_shows_all(listed, odd):
    project = ProjectFactory()

    assert listed(**odd) == [project.number]


def test_a_project_of_which_little_is_known_is_told_in_words(client):
    project = ProjectFactory(finished=True, title_zh="计量比对方法")

    page = client.get(f"/en/projects/{project.number}/")

    text = page.content.decode()
    assert page.context["in_words"] == (
        "Led by 陶志富 at 安徽大学. Funded with CNY\N{NO-BREAK SPACE}180,000 by "
        "国家自然科学基金. From January 2018 to December 2020."
    )
    assert page.context["in_words"] in text
    for said in ("计量比对方法", "面上项目", f"NSFC {project.source_key}"):
        assert said in text
    assert "Abstract" not in text


def test_a_project_of_which_nothing_is_known_has_a_page(client):
    nothing = dict.fromkeys(
        ("programme_name", "category", "organisation_name", "leader_name", "source"), ""
    )
    project = ProjectFactory(**nothing, amount=None, started=None, ended=None)

    for language in ("zh-hans", "en"):
        page = client.get(f"/{language}/projects/{project.number}/")
        assert (page.status_code, page.context["in_words"]) == (200, "")


def test_an_organisation_of_the_site_is_linked_and_a_bare_name_searched(client):
    institute = InstituteFactory(name_zh="上海计量院")
    linked = ProjectFactory(organisation=institute, organisation_name="计量院")
    bare = ProjectFactory(organisation_name="A&B 大学")

    text = client.get(linked.get_absolute_url()).content.decode()
    assert f'<a href="{institute.get_absolute_url()}">上海计量院</a>' in text
    text = client.get(bare.get_absolute_url()).content.decode()
    assert "/zh-hans/projects/?q=A%26B%20" in text


def test_machines_read_the_same(client):
    project = ProjectFactory(finished=True, title_zh="</script><b>量</b>")

    page = client.get(project.get_absolute_url())

    assert "</script><b>" not in page.content.decode()
    assert structured_data(page) == {
        "@context": "https://schema.org",
        "@type": "ResearchProject",
        "name": "</script><b>量</b>",
        "identifier": [project.number, project.source_key],
        "description": page.context["in_words"],
        "url": f"http://testserver/zh-hans/projects/{project.number}/",
        "foundingDate": "2018-01-01",
        "dissolutionDate": "2020-12-31",
        "parentOrganization": {"@type": "Organization", "name": "安徽大学"},
        "member": {"@type": "Person", "name": "陶志富"},
        "funder": {"@type": "Organization", "name": "国家自然科学基金"},
        "funding": {
            "@type": "MonetaryGrant",
            "amount": {
                "@type": "MonetaryAmount",
                "value": "180000.00",
                "currency": "CNY",
            },
        },
    }


def test_other_projects_of_the_same_leader_are_shown(client):
    project = ProjectFactory()
    other = ProjectFactory()
    ProjectFactory(leader_name="陶志富", organisation_name="别的大学")

    page = client.get(project.get_absolute_url())

    assert list(page.context["others"]) == [other]


def test_a_number_that_nobody_has_is_not_found(client):
    assert client.get("/zh-hans/projects/P2026-99999/").status_code == 404


def test_search_engines_are_told_of_projects_in_both_languages(client):
    project = ProjectFactory()

    index = client.get("/sitemap.xml").content.decode()
    section = client.get("/sitemap-projects.xml").content.decode()

    assert "/sitemap-projects.xml" in index
    for language in ("zh-hans", "en"):
        address = f"<loc>http://testserver/{language}/projects/{project.number}/</loc>"
        assert address in section

"""The shared lists: what ships, how terms are found, named, placed and corrected."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from portal.models import Term
from portal.vocabularies.loading import load_shipped

SHIPPED = {
    "domain": 8,
    "element": 6,
    "trl": 9,
    "stage": 3,
    "ip-type": 8,
    "transfer-way": 6,
    "licence-kind": 6,
    "pricing": 5,
    "industry": 117,
    "region": 376,
    "ics": 441,
    "ccs": 628,
    "discipline": 94,
}
DEFINED = [
    "domain",
    "element",
    "trl",
    "stage",
    "ip-type",
    "transfer-way",
    "licence-kind",
]
COLUMNS = [field.attname for field in Term._meta.concrete_fields]


def everything():
    return list(Term.objects.order_by("pk").values(*COLUMNS))


def term(scheme, code):
    return Term.objects.get(scheme=scheme, code=code)


def test_every_shipped_list_is_complete(db):
    assert Counter(Term.objects.values_list("scheme", flat=True)) == SHIPPED


def test_every_shipped_term_has_both_names(db):
    assert list(Term.objects.filter(name_zh="") | Term.objects.filter(name_en="")) == []


@pytest.mark.parametrize("scheme", [*DEFINED, "pricing"])
def test_every_term_of_a_short_list_is_defined_in_both_languages(db, scheme):
    terms = Term.objects.scheme(scheme)

    assert list(terms.filter(definition_zh="") | terms.filter(definition_en="")) == []


def test_shipped_lists_loaded_again_change_nothing(db):
    before = everything()

    outcomes = load_shipped()

    assert [(o.added, o.changed, o.ended) for o in outcomes] == [(0, 0, 0)] * 13
    assert everything() == before


def test_shipped_lists_take_few_queries_when_nothing_changed(
    db, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        load_shipped()


@pytest.mark.parametrize(
    ("scheme", "code", "path"),
    [
        ("industry", "C40", "C/C40"),
        ("region", "330100", "330000/330100"),
        ("ics", "17.040", "17/17.040"),
        ("ccs", "A52", "A/A50-64/A52"),
        ("discipline", "F03", "F/F03"),
        ("trl", "7", "7"),
    ],
)
def test_a_path_leads_from_the_top_of_the_tree(db, scheme, code, path):
    found = term(scheme, code)

    assert found.path == path
    assert found.ancestors_and_self == path.split("/")


def test_a_name_is_in_the_readers_language_or_the_other(db):
    found = term("domain", "metrology")
    only_english = Term(name_en="Testing")

    with translation.override("en"):
        in_english = str(found)

    assert (str(found), in_english, str(only_english)) == (
        "计量",
        "Metrology",
        "Testing",
    )


def test_labels_of_several_lists_take_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        labels = Term.objects.labels({"stage": None, "discipline": ["F03"], "ics": []})

    assert {scheme: sorted(terms) for scheme, terms in labels.items()} == {
        "stage": ["initial", "mature", "pilot"],
        "discipline": ["F03"],
        "ics": [],
    }
    assert labels["discipline"]["F03"].name == "自动化"


def test_a_branch_holds_its_terms_and_no_namesakes(db):
    branch = Term.objects.filter(scheme="ics", code="17.040").with_descendants()
    province = Term.objects.filter(scheme="region", code="460000").with_descendants()

    assert [found.code for found in branch] == ["17.040"]
    assert [found.code for found in province] == [
        "460000",
        "460100",
        "460200",
        "460300",
        "460400",
        "469000",
    ]


def test_choices_are_codes_and_names(db):
    choices = Term.objects.scheme("stage").as_choices()

    assert choices[0] == ("initial", "初期阶段")


def test_moving_a_term_takes_its_branch_along(db):
    range_of_metrology = term("ccs", "A50-64")
    range_of_metrology.parent = term("ccs", "N")

    range_of_metrology.save()

    assert term("ccs", "A52").path == "N/A50-64/A52"


@pytest.mark.parametrize("field", ["parent", "replaced_by"])
def test_a_term_cannot_refer_to_another_list(db, field):
    found = term("ics", "17")
    setattr(found, field, term("ccs", "A"))

    with pytest.raises(ValidationError) as refused:
        found.full_clean()

    assert list(refused.value.message_dict) == [field]


@pytest.fixture
def in_admin(client, officer):
    client.force_login(officer)
    return client


def test_an_officers_correction_survives_the_next_load(in_admin):
    found = term("stage", "pilot")
    address = reverse("admin-terms:edit", args=[found.pk])
    data = {
        "name_zh": "中试",
        "name_en": "Pilot",
        "position": 2,
        "valid_from": "2026-01-01",
    }

    response = in_admin.post(address, data)
    load_shipped()

    assert response.status_code == 302
    found = term("stage", "pilot")
    assert (found.name_zh, found.origin) == ("中试", Term.Origin.HERE)
    assert found.valid_from == date(2026, 1, 1)


def test_the_form_shows_a_terms_place_by_code(in_admin):
    found = term("ccs", "A52")

    response = in_admin.get(reverse("admin-terms:edit", args=[found.pk]))

    assert response.context["form"]["parent"].value() == "A50-64"


def test_an_officer_adds_a_term_below_another_by_its_code(in_admin):
    data = {
        "scheme": "ccs",
        "code": "A50-64.01",
        "name_zh": "量子计量",
        "parent": "A50-64",
    }

    response = in_admin.post(reverse("admin-terms:add"), data | {"position": 0})

    assert response.status_code == 302
    assert term("ccs", "A50-64.01").path == "A/A50-64/A50-64.01"


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        (
            {"code": "17.4"},
            "code",
            "This is not a code of this list; one looks like 17.040.30.",
        ),
        (
            {"code": "17.041", "parent": "A50"},
            "parent",
            "This list has no term with this code.",
        ),
        ({"code": "17.040"}, "__all__", "This list has a term with this code already."),
    ],
)
def test_a_term_that_does_not_fit_its_list_is_refused(
    in_admin, entered, field, sentence
):
    data = {"scheme": "ics", "name_en": "Nothing", "position": 0} | entered
    before = everything()

    with translation.override("en"):
        response = in_admin.post(
            reverse("admin-terms:add"), data, headers={"accept-language": "en"}
        )
        form = response.context["form"]
        errors = {name: list(texts) for name, texts in form.errors.items()}

    assert errors == {field: [sentence]}
    assert everything() == before


def test_terms_are_found_by_a_piece_of_their_name_and_by_list(in_admin):
    index = reverse("admin-terms:index")

    response = in_admin.get(index, {"q": "度计", "scheme": "ccs"})

    assert [found.code for found in response.context["object_list"]] == ["A52"]


def test_the_list_is_exported_as_it_is_filtered(in_admin):
    index = reverse("admin-terms:index")

    response = in_admin.get(index, {"scheme": "stage", "export": "csv"})

    rows = b"".join(response.streaming_content).decode().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [
        ["stage", "initial", "初期阶段"],
        ["stage", "pilot", "中期阶段"],
        ["stage", "mature", "成熟应用阶段"],
    ]


@pytest.mark.parametrize("person", ["officer", "administrator"])
def test_nobody_deletes_a_term(client, person, request):
    client.force_login(request.getfixturevalue(person))
    found = term("stage", "pilot")

    response = client.post(reverse("admin-terms:delete", args=[found.pk]), follow=True)

    assert response.status_code == 404
    assert term("stage", "pilot") == found


def test_an_outsider_does_not_see_the_lists_in_the_admin(client, stranger):
    client.force_login(stranger)

    response = client.get(reverse("admin-terms:index"))

    assert response.status_code == 302

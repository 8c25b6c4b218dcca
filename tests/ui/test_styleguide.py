"""Every component states its variables, has an example, and the example renders."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.conftest import Cast
from ui.examples import FRAME, list_examples
from ui.languages import Language
from ui.styleguide import component_names, header_of, list_components


@pytest.mark.parametrize("name", [*component_names(), *sorted(FRAME)])
def test_component_states_its_variables(name: str) -> None:
    assert len(header_of(name)) > 20


def test_every_component_has_an_example_and_every_example_a_component() -> None:
    assert {example.component for example in list_examples()} == set(component_names())


@pytest.mark.parametrize("language", Language.values)
def test_every_example_renders(language: str) -> None:
    with translation.override(language):
        for component in list_components():
            for specimen in component.specimens:
                assert specimen.html.strip(), component.name
                assert not re.search(r"style=|<script|onclick=", specimen.html), component.name


def test_style_guide_is_for_everyone_who_is_logged_in(client: Client, cast: Cast) -> None:
    assert client.get(reverse("ui:styleguide")).status_code == 302
    client.force_login(cast.nobody)
    assert client.get(reverse("ui:styleguide")).status_code == 200


def test_theme_is_kept_in_a_cookie_and_read_by_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.nobody)
    answer = client.post(reverse("ui:theme"), {"theme": "dark", "next": "/styleguide/"})
    assert answer.headers["Location"] == "/styleguide/"
    assert 'data-theme="dark"' in client.get("/styleguide/").text
    client.post(reverse("ui:theme"), {"theme": ""})
    assert "data-theme=" not in client.get("/styleguide/").text.split("<head>")[0]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_theme_never_leads_to_another_site(client: Client, target: str) -> None:
    assert client.post(reverse("ui:theme"), {"theme": "dark", "next": target}).headers["Location"] == "/"


def test_unknown_theme_is_not_kept(client: Client) -> None:
    client.post(reverse("ui:theme"), {"theme": '"><script>'})
    assert "theme" not in client.cookies or client.cookies["theme"].value == ""


@pytest.mark.parametrize(
    ("code", "own_words"), [("sv", "Utseende"), ("en-gb", "Appearance"), ("da", "Udseende"), ("nb", "Utseende")]
)
def test_language_is_chosen_by_form(client: Client, cast: Cast, code: str, own_words: str) -> None:
    client.force_login(cast.nobody)
    client.post(reverse("ui:language"), {"language": code, "next": "/"})
    page = client.get("/").text
    assert f'<html lang="{code}"' in page
    assert f'aria-label="{own_words}"' in page
    assert f'value="{code}" lang="{code}" aria-pressed="true"' in page
    names = re.findall(r'name="language" value="([^"]+)"[^>]*>([^<]+)<', page)
    assert names == [("sv", "Svenska"), ("en-gb", "English"), ("da", "Dansk"), ("nb", "Norsk")]


@pytest.mark.parametrize(
    ("asked", "code"), [("da-DK", "da"), ("no", "nb"), ("nn-NO", "nb"), ("en-US", "en-gb"), ("fi", "sv")]
)
def test_a_first_visit_follows_the_browser(client: Client, asked: str, code: str) -> None:
    assert f'<html lang="{code}"' in client.get("/", follow=True, headers={"accept-language": asked}).text


def test_the_settings_name_every_language_that_can_be_chosen() -> None:
    assert [code for code, _name in settings.LANGUAGES] == Language.values

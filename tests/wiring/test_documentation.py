"""The documentation says what the code has, or the build breaks."""

import re
import tomllib

from crmstrategy.env import BASE_DIR


def _declared() -> set[str]:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return {re.split(r"[\[<>=~!]", line)[0].lower() for line in lines}


def test_every_dependency_stands_in_a_decision_with_its_reason() -> None:
    text = "\n".join(path.read_text() for path in sorted((BASE_DIR / "docs" / "decisions").glob("*.md")))
    assert {name for name in _declared() if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)} == set()


def test_the_readme_begins_with_the_two_commands() -> None:
    lines = (BASE_DIR / "README.md").read_text().splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("make ")][:2] == [["make", "run"], ["make", "test"]]


def test_every_make_target_says_what_it_does() -> None:
    targets = re.findall(r"^([a-z-]+):.*$", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## .+$", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    assert targets == described


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [BASE_DIR / "README.md", BASE_DIR / "CONTRIBUTING.md", *(BASE_DIR / "docs").rglob("*.md")]
    dead = [
        f"{page.relative_to(BASE_DIR)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert dead == []

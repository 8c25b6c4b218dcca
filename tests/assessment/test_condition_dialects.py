"""Conditions in an exported XLSForm mean what ours mean: its XPath, evaluated over random answers."""

from pathlib import Path

import pytest
from lxml import etree
from pyxform.xls2xform import convert

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKind, find_cell
from assessment.domain.relevance import find_relevance
from assessment.domain.xlsform import to_xlsform
from assessment.files import write_workbook
from tests.assessment.conditional import SAMPLES, answers, draw_samples, instrument

_FORM = "{http://www.w3.org/2002/xforms}"


class _Form:
    """A form of the reference converter over one instance, with the two functions that XPath itself lacks."""

    def __init__(self, xform: str) -> None:
        root = etree.fromstring(xform.encode())
        self.binds = [dict(bind.attrib) for bind in root.iter(f"{_FORM}bind")]
        self.instance = root.find(f".//{_FORM}instance")[0]
        for node in self.instance.iter():
            node.tag = etree.QName(node).localname
        self.tree = etree.ElementTree(self.instance)
        functions = {
            (None, "if"): lambda _context, test, one, other: one if test else other,
            (None, "selected"): lambda _context, nodes, option: option in (nodes[0].text or "").split(),
        }
        self.evaluate = etree.XPathEvaluator(self.tree, extensions=functions)

    def list_asked(self, texts: dict[str, str], *, is_kept: bool) -> set[str]:
        """Return the names of the nodes that are asked; answers to the others are kept in the instance or emptied."""
        silent: list[str] = []
        for node in self.instance.iter():
            if not len(node):
                node.text = texts.get(node.tag, "")
        for bind in self.binds:
            if "calculate" in bind:
                self.evaluate(bind["nodeset"])[0].text = f"{self.evaluate(bind['calculate']):g}"
        for bind in self.binds:
            if "relevant" in bind and not self.evaluate(bind["relevant"]):
                silent.append(bind["nodeset"])
                if not is_kept:
                    for node in self.evaluate(f"{bind['nodeset']}/descendant-or-self::*"):
                        node.text = ""
        paths = {node.tag: self.tree.getpath(node) for node in self.instance.iter()}
        return {name for name, path in paths.items() if not any(f"{path}/".startswith(f"{each}/") for each in silent)}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> _Form:
    path: Path = tmp_path_factory.mktemp("xlsform") / "form.xlsx"
    write_workbook(to_xlsform(instrument()), path)
    return _Form(convert(path).xform)


@pytest.mark.parametrize("is_kept", [True, False], ids=["hidden answers kept", "hidden answers emptied"])
def test_an_exported_form_asks_exactly_what_we_ask(form: _Form, is_kept: bool) -> None:
    items = {item.key for item in instrument().list_items()}
    seen = set()
    for sample in (*SAMPLES, *draw_samples(400)):
        given = answers(sample)
        relevance = find_relevance(instrument(), given)
        expected = {key for key in items if relevance.asks(key)}
        assert form.list_asked(_as_nodes(given), is_kept=is_kept) & items == expected, sample
        seen.add(frozenset(expected))
    assert len(seen) > 15


def _as_nodes(given: Answers) -> dict[str, str]:
    """Return answers by the form's names; ticks are one list of words."""
    texts: dict[str, str] = {}
    for key, text in given.texts.items():
        cell = find_cell(instrument(), key)
        assert cell is not None
        if cell.kind == CellKind.TICK:
            texts[key.item] = f"{texts.get(key.item, '')} {key.row if text == 'yes' else ''}".strip()
        else:
            texts["_".join(part for part in (key.item, key.row, key.column) if part)] = text
    return texts

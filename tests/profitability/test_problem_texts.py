"""Every problem that the code can make has a text, and texts are filled by plain replacement."""

import ast
from pathlib import Path

from profitability.domain.problem import error
from profitability.problem_texts import CATALOGUE, describe

ROOT = Path(__file__).parents[2] / "profitability"
SOURCES = [path for folder in ("domain", "readers") for path in sorted((ROOT / folder).glob("*.py"))]
CODE_AT = {"error": 0, "warning": 0, "note": 0, "make": 0, "_at": 1, "at": 1}


def _strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _codes_of_calls(tree: ast.AST) -> set[str]:
    codes = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CODE_AT:
            code = node.args[CODE_AT[node.func.id]] if node.args else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                codes.add(code.value)
    return codes


def test_every_problem_has_a_text() -> None:
    made = set().union(*(_codes_of_calls(ast.parse(path.read_text("utf-8"))) for path in SOURCES))
    assert {"missing_sheet", "unknown_customer", "pool_without_volume"} <= made
    assert made - set(CATALOGUE) == set()


def test_every_text_has_a_problem() -> None:
    written = set().union(*(_strings(ast.parse(path.read_text("utf-8"))) for path in SOURCES))
    assert set(CATALOGUE) - written == set()


def test_a_value_that_looks_like_a_placeholder_stays_as_typed() -> None:
    text = describe(error("pool_without_volume", "pools", 2, "driver", "%(pool)s {0}", pool="%(driver)s %s {0}"))
    assert "%(driver)s %s {0}" in text.problem

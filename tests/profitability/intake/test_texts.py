"""Every problem and question that the reading can make has words."""

import ast
from pathlib import Path

from profitability.intake.question import Candidate, Question
from profitability.intake_texts import INTAKE_CATALOGUE, word_candidate, word_question
from profitability.problem_texts import CATALOGUE

FOLDER = Path(__file__).parents[3] / "profitability" / "intake"
MAKERS = {"error": 0, "warning": 0, "note": 0, "_refuse": 0, "_RefusedError": 0, "Question": 0}


def _calls() -> set[tuple[str, str]]:
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add((node.func.id, code.value))
    return found


def test_every_problem_has_words() -> None:
    codes = {code for maker, code in _calls() if maker != "Question"}
    assert {"nul_bytes", "sparse_workbook", "sie_row_not_read"} <= codes
    assert codes - set(INTAKE_CATALOGUE) - set(CATALOGUE) == set()


def test_every_question_has_words() -> None:
    kinds = {code for maker, code in _calls() if maker == "Question"}
    assert {"decimal", "date_order", "missing"} <= kinds
    for kind in kinds:
        question = Question(kind, "Belopp %(subject)s", (Candidate("x", (("1.234", "1234"),)),))
        assert word_question(question)
        assert "1.234 = 1234" in word_candidate(question, question.candidates[0])

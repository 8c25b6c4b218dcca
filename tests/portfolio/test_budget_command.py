"""`manage.py development_budget`: files in, files out, exit codes."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

OUTCOME = """group,customers,purchases,revenue
new,22888,25139,109399261
retained,12051,13833,72138851
won_back,11978,13297,71264672
opening_active,46834,,
closing_lost,34783,,
formerly_lost,29473,,
"""
DEVELOPMENT = """group,customers,frequency,value_per_purchase
new,101.1,101.0,125.3
retained,100,102.7,118.3
won_back,100,101.8,120.8
"""
LEVERS = """group,customers,frequency,value_per_purchase
retained,110,105,100
won_back,110,,
"""


def run(folder: Path, outcome: str = OUTCOME, development: str = DEVELOPMENT, levers: str = LEVERS) -> int:
    for name, text in (("outcome", outcome), ("development", development), ("levers", levers)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    try:
        call_command(
            "development_budget",
            str(folder / "outcome.csv"),
            f"--development={folder / 'development.csv'}",
            f"--levers={folder / 'levers.csv'}",
            f"--out={folder / 'out'}",
        )
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def codes(folder: Path) -> list[tuple[str, str, str]]:
    return [(row["level"], row["sheet"], row["row"]) for row in table(folder, "problems.csv")]


def test_the_published_budget_as_files(tmp_path: Path) -> None:
    assert run(tmp_path) == 0
    rows = {(row["version"], row["group"]): row for row in table(tmp_path, "budget.csv")}
    assert list(rows) == [
        (version, group)
        for version in ("outcome", "same_development", "levers")
        for group in ("new", "retained", "won_back", "all", "lost")
    ]
    assert rows["outcome", "all"] == {
        "version": "outcome", "group": "all", "customers": "46917", "purchases": "52269", "revenue": "252802784.00",
        "value_per_purchase": "4836.57", "frequency": "1.114074", "revenue_per_customer": "5388.30",
    }  # fmt: skip
    assert rows["outcome", "lost"]["customers"] == "34783"
    assert rows["same_development", "retained"]["customers"] == "12072"
    assert rows["same_development", "won_back"]["customers"] == "14136"
    assert rows["same_development", "lost"]["customers"] == "34845"
    assert rows["levers", "lost"]["revenue"] == ""
    figures = {row["version"]: row for row in table(tmp_path, "key_figures.csv")}
    assert figures["outcome"] == {
        "version": "outcome", "retention": "0.257313", "won_back_share": "0.406406", "gross_duration": "1.346462",
        "net_duration": "2.053672", "revenue_change": "0.000000",
    }  # fmt: skip
    assert figures["same_development"]["net_duration"].startswith("2.26")
    assert figures["levers"]["retention"].startswith("0.283")
    assert codes(tmp_path) == []


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path)
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    run(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first
    assert b"\r" not in b"".join(first.values())


def test_every_problem_is_named_in_one_pass_and_nothing_else_is_written(tmp_path: Path) -> None:
    assert run(tmp_path) == 0
    broken = OUTCOME.replace("22888", "22 888").replace("109399261", "1.234").replace("formerly_lost", "formrly_lost")
    levers = LEVERS.replace("105", "-5").replace("110,,", "NaN,,") + "new,100,100,100\nnew,100,100,100\n"
    assert run(tmp_path, outcome=broken, levers=levers) == 1
    assert codes(tmp_path) == [
        ("error", "outcome", ""),
        ("error", "outcome", "2"),
        ("error", "outcome", "2"),
        ("error", "outcome", "2"),
        ("error", "outcome", "7"),
        ("error", "levers", "2"),
        ("error", "levers", "3"),
        ("error", "levers", "5"),
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["problems.csv"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("retained,12051", "retained,50000", "Fler kunder är fortsatt aktiva"),
        ("won_back,11978", "won_back,29474", "Fler kunder är återvunna"),
        ("won_back,11978,13297", "won_back,0,13297", "köp men inga kunder"),
        ("won_back,11978,13297", "won_back,0,0", "intäkter men inga köp"),
        ("group,customers", "grupp,customers", "Kolumnen saknas"),
        ("opening_active,46834", 'opening_active,"46834', "kan inte läsas som CSV"),
    ],
)
def test_a_contradiction_is_an_error(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert run(tmp_path, outcome=OUTCOME.replace(old, new)) == 1
    assert any(problem in row["problem"] for row in table(tmp_path, "problems.csv"))


def test_levers_cannot_keep_more_customers_than_there_are(tmp_path: Path) -> None:
    assert run(tmp_path, levers=LEVERS.replace("110,105", "400,105").replace("110,,", "300,,")) == 1
    assert [row["value"] for row in table(tmp_path, "problems.csv")] == ["retained", "won_back"]


def test_a_column_that_is_not_read_is_told_and_does_not_stop(tmp_path: Path) -> None:
    assert run(tmp_path, development="\ufeff" + DEVELOPMENT.replace("value_per_purchase", "value")) == 0
    assert [row["column"] for row in table(tmp_path, "problems.csv")] == ["value"]


def test_a_base_that_nobody_leaves_has_open_durations(tmp_path: Path) -> None:
    outcome = (
        "group,customers,purchases,revenue\nnew,0,0,0\nretained,5,5,-10.50\nwon_back,0,0,0\n"
        "opening_active,5,,\nclosing_lost,0,,\nformerly_lost,0,,\n"
    )
    assert run(tmp_path, outcome=outcome, levers="group\n") == 0
    figures = table(tmp_path, "key_figures.csv")[0]
    assert figures == {
        "version": "outcome", "retention": "1.000000", "won_back_share": "", "gross_duration": "", "net_duration": "",
        "revenue_change": "",
    }  # fmt: skip
    assert table(tmp_path, "budget.csv")[1]["revenue"] == "-10.50"


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("development_budget", "no.csv", "--development=no.csv", "--levers=no.csv", f"--out={tmp_path}")
    assert stopped.value.returncode == 2

"""The methods side by side, on the published case of two departments that serve each other."""

from pathlib import Path

from profitability.domain.run import allocate, silent
from profitability.domain.service_methods import compare_methods
from profitability.readers.source import SourceFile, read_source

FILES = {
    "settings.csv": "key,value\nperiod_start,2025-01-01\nperiod_end,2025-12-31\nstep_order,Y Z\n",
    "customers.csv": "customer_id,name\n1,Ett\n2,Två\n",
    "pools.csv": "pool_id,name,line,amount,driver\nY,Y,support,7260.00,y\nZ,Z,sales,4000.00,z\n",
    "volumes.csv": "driver,customer_id,quantity\ny,1,80\nz,2,70\n",
    "services.csv": "from_pool,to_pool,quantity\nY,Z,20\nZ,Y,30\n",
}


def test_reciprocal_step_and_direct_differ_as_they_should(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    read = read_source([SourceFile(name, tmp_path / name) for name in FILES], ledger)
    assert not read.has_errors, read.problems
    compared = compare_methods(ledger, overrides={}, memory_mb=256, progress=silent)
    assert compared.methods == ("reciprocal", "step", "direct")
    y, z = compared.pools
    # Y = 7 260 + 0.3 Z and Z = 4 000 + 0.2 Y: 9 000 and 5 800; step: Z = 4 000 + 0.2 x 7 260
    assert y.full_cost_minor == (900_000, 726_000, 726_000)
    assert z.full_cost_minor == (580_000, 545_200, 400_000)
    assert y.to_customers_minor == (720_000, 580_800, 726_000)
    assert z.to_customers_minor == (406_000, 545_200, 400_000)
    assert compared.changed_customers == 2
    assert all(sum(costs) == 1_126_000 for costs in zip(*(c.cost_minor for c in compared.customers), strict=True))


def test_the_method_of_the_run_gives_the_figures_of_the_run(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger, out = tmp_path / "ledger", tmp_path / "out"
    ledger.mkdir()
    read_source([SourceFile(name, tmp_path / name) for name in FILES], ledger)
    compared = compare_methods(ledger, overrides={}, memory_mb=256, progress=silent)
    for place, method in enumerate(compared.methods):
        summary = allocate(ledger, out / method, overrides={"services_method": method}).summary
        assert summary is not None
        assert summary.proof.to_customers_minor == sum(pool.to_customers_minor[place] for pool in compared.pools)


def test_a_circle_that_cannot_be_solved_is_named_with_its_members(tmp_path: Path) -> None:
    closed = FILES | {
        "settings.csv": "key,value\nperiod_start,2025-01-01\nperiod_end,2025-12-31\nservices_method,direct\n"
        "allow_unassigned,yes\n",
        "volumes.csv": "driver,customer_id,quantity\nother,1,80\n",
    }
    for name, text in closed.items():
        (tmp_path / name).write_text(text, "utf-8")
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    read_source([SourceFile(name, tmp_path / name) for name in closed], ledger)
    compared = compare_methods(ledger, overrides={}, memory_mb=256, progress=silent)
    assert (compared.methods, compared.unsolved) == (("step", "direct"), ("reciprocal",))
    assert compared.circles == (("Y", "Z"),)

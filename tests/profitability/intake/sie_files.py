"""Synthetic SIE 4 files: a small firm's year with cost centres and projects, in code page 437."""

from dataclasses import dataclass

HEAD = """#FLAGGA 0
#PROGRAM "Provbokföring" 1.0
#FORMAT PC8
#GEN 20260105
#SIETYP 4
#FNAMN "Åkerö \\"Bygg\\" & Järn AB"
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#DIM 1 "Kostnadsställe"
#DIM 6 "Projekt"
#OBJEKT 1 "100" "Lager"
#OBJEKT 1 "200" "Kundtjänst"
#OBJEKT 6 "P1" "Nytt system"
#KONTO 1930 "Företagskonto"
#KONTO 3010 "Försäljning"
#KONTO 4010 "Inköp varor"
#KONTO 5010 "Lokalhyra"
#KONTO 5710 "Frakter"
#KONTO 7010 "Löner"
#KONTO 8410 "Räntekostnader"
"""


@dataclass(frozen=True)
class Row:
    """One row of a voucher, in öre."""

    account: str
    minor: int
    objects: str = ""


VOUCHERS: tuple[tuple[Row, ...], ...] = (
    (Row("1930", 100_000_10), Row("3010", -100_000_10)),
    (Row("4010", 40_000_05), Row("1930", -40_000_05)),
    (Row("5010", 12_000_00), Row("1930", -12_000_00)),
    (Row("5710", 3_333_33, '1 "100"'), Row("1930", -3_333_33)),
    (Row("7010", 20_000_01, '1 "100" 6 "P1"'), Row("7010", 9_999_99, '1 "200"'), Row("1930", -30_000_00)),
    (Row("8410", 500_02), Row("1930", -500_02)),
)


def make_sie(*, spoil: int = 0, unbalance: int = 0) -> str:
    """Return the file's text; `spoil` öre are added to a #RES, `unbalance` öre to a voucher."""
    sums: dict[str, int] = {}
    for voucher in VOUCHERS:
        for row in voucher:
            sums[row.account] = sums.get(row.account, 0) + row.minor
    lines = [HEAD.rstrip("\n"), "#IB 0 1930 1000.00", f"#UB 0 1930 {_kr(sums['1930'] + 100_000)}"]
    for account, minor in sums.items():
        if account != "1930":
            lines.append(f"#RES 0 {account} {_kr(minor + (spoil if account == '7010' else 0))}")
    for number, voucher in enumerate(VOUCHERS, 1):
        lines += [f'#VER "A" {number} 2025{number:02}15 "Händelse {number}"', "{"]
        for place, row in enumerate(voucher):
            extra = unbalance if number == 1 and place == 0 else 0
            lines.append(f'\t#TRANS {row.account} {{{row.objects}}} {_kr(row.minor + extra)} "" "text"')
        lines.append("}")
    return "\r\n".join(lines) + "\r\n"


def _kr(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"

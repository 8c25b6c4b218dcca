"""Read a SIE 4 file, the Swedish exchange format of accounting: accounts, years, balances and vouchers with objects.

Source: "SIE filformat, utgåva 4C" of the SIE group. Amounts become whole minor units; debit is positive, credit
negative. #RTRANS and #BTRANS are left out: the standard repeats what counts as #TRANS.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from profitability.domain.money import format_minor, parse_scaled
from profitability.domain.problem import Problem, error, note

SHEET = "pools"
_TOKEN = re.compile(r'\{([^{}]*+)\}|"([^"\\]*+(?:\\.[^"\\]*+)*+)"|([^\s"{}]++)')
_MOST_BYTES = 50_000_000
_LONGEST_LINE = 100_000
_DECIMALS = 2


@dataclass(frozen=True)
class Account:
    """An account with its name; income statement accounts are 3000–8999."""

    number: str
    name: str

    @property
    def is_result(self) -> bool:
        return self.number[:1] in "345678"


@dataclass(frozen=True, slots=True)
class Balance:
    """#IB, #UB or #RES of an account in the year (0 = the current one)."""

    kind: str
    year: int
    account: str
    amount_minor: int
    row: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a voucher; `objects` are pairs of dimension and object."""

    voucher: str
    day: date
    account: str
    amount_minor: int
    objects: tuple[tuple[str, str], ...]
    row: int

    def object_in(self, dimension: str) -> str:
        """Return the object of that dimension, or nothing."""
        return next((found for name, found in self.objects if name == dimension), "")


@dataclass(frozen=True)
class SieFile:
    """All that was read; `years` are (number, first day, last day), `objects` (dimension, object, name)."""

    company: str
    encoding: str
    years: tuple[tuple[int, date, date], ...]
    accounts: tuple[Account, ...]
    dimensions: tuple[tuple[str, str], ...]
    objects: tuple[tuple[str, str, str], ...]
    balances: tuple[Balance, ...]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def find_year(self, number: int = 0) -> tuple[date, date] | None:
        """Return the first and last day of a year."""
        return next(((first, last) for year, first, last in self.years if year == number), None)


def is_sie(path: Path) -> bool:
    """Say whether a file begins as SIE files do."""
    with path.open("rb") as handle:
        head = handle.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"#") and re.search(rb"#(?:FLAGGA|SIETYP)\b", head) is not None


def read_sie(path: Path) -> SieFile:
    """Read the file whole; what cannot be read is named with its row."""
    parser = _Parser()
    if path.stat().st_size > _MOST_BYTES:
        parser.problems.append(error("file_too_large", SHEET, most=_MOST_BYTES // 1_000_000))
        return parser.finish("")
    text, encoding = _decode(path.read_bytes())
    lines = [line.strip() for line in text.splitlines()]
    too_long = next((row for row, line in enumerate(lines, 1) if len(line) > _LONGEST_LINE), 0)
    if too_long:
        parser.problems.append(error("line_too_long", SHEET, too_long))
        return parser.finish(encoding)
    for row, line in enumerate(lines, 1):
        parser.read_line(row, line)
    parser.problems += check_sum(lines, encoding)
    return parser.finish(encoding)


def _decode(data: bytes) -> tuple[str, str]:
    """Decode as the standard says (PC8 = code page 437), unless the bytes say otherwise."""
    if data.startswith(b"\xef\xbb\xbf") or not data.isascii():
        try:
            return data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            pass
    windows = len(re.findall(rb"[A-Za-z][\xe5\xe4\xf6\xc5\xc4\xd6]|[\xe5\xe4\xf6\xc5\xc4\xd6][a-z]", data))
    pc8 = len(re.findall(rb"[A-Za-z][\x86\x84\x94\x8f\x8e\x99]|[\x86\x84\x94\x8f\x8e\x99][a-z]", data))
    encoding = "cp1252" if windows > pc8 else "cp437"
    return data.decode(encoding, "replace"), encoding


def part_line(line: str) -> list[str]:
    """Return the tag and fields of a line; an object list comes as its inner text."""
    return [
        re.sub(r"\\(.)", r"\1", quoted)
        if quoted or match[0].startswith('"')
        else braces
        if match[0][0] == "{"
        else bare
        for match in _TOKEN.finditer(line)
        for braces, quoted, bare in [match.groups(default="")]
    ]


def check_sum(lines: Sequence[str], encoding: str) -> Iterator[Problem]:
    """Compare the file's own checksum, where it has one, with its text between the two lines #KSUMMA.

    It is the CRC-32 of every label and every field one after the other, without what stands between and around them.
    Programs differ in what they count, so a difference is a note: what the file must tie to are its balances.
    """
    rows = [row for row, line in enumerate(lines) if line.upper().startswith("#KSUMMA")]
    if len(rows) < 2:
        return
    checksum = 0
    for line in lines[rows[0] + 1 : rows[-1]]:
        for token in _TOKEN.finditer(line):
            for word in part_line(token[1] if token[0].startswith("{") else token[0]):
                checksum = zlib.crc32(word.encode(encoding, "replace"), checksum)
    claimed = part_line(lines[rows[-1]])[1:]
    if not claimed or int(claimed[0] if claimed[0].lstrip("-").isdecimal() else -1) % 2**32 != checksum:
        yield note("sie_checksum_differs", SHEET, rows[-1] + 1, "#KSUMMA", *claimed[:1])


@dataclass
class _Parser:
    company: str = ""
    years: list[tuple[int, date, date]] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=lambda: {"1": "Kostnadsställe", "6": "Projekt"})
    objects: list[tuple[str, str, str]] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    voucher: str = ""
    voucher_day: date | None = None
    voucher_row: int = 0
    voucher_minor: int = 0
    is_inside: bool = False

    def read_line(self, row: int, line: str) -> None:
        if line.startswith("#VER") and line.endswith("{"):
            self.read_line(row, line[:-1].rstrip())
            self.is_inside = True
        elif line == "{":
            self.is_inside = True
        elif line == "}":
            self._close_voucher()
        elif line.startswith("#"):
            fields = part_line(line)
            try:
                self._read_tag(row, fields[0].upper(), fields[1:])
            except (ValueError, IndexError):
                self.problems.append(error("sie_row_not_read", SHEET, row, fields[0], line[:80]))
        elif line:
            self.problems.append(error("sie_row_not_read", SHEET, row, "", line[:80]))

    def _read_tag(self, row: int, tag: str, fields: list[str]) -> None:
        match tag:
            case "#FNAMN":
                self.company = fields[0]
            case "#RAR":
                self.years.append((int(fields[0]), _day(fields[1]), _day(fields[2])))
            case "#KONTO":
                if not re.fullmatch(r"[0-9]{4,6}", fields[0], re.ASCII):
                    raise ValueError("an account without a number")
                self.accounts[fields[0]] = Account(fields[0], fields[1] if len(fields) > 1 else "")
            case "#DIM" | "#UNDERDIM":
                self.dimensions[fields[0]] = fields[1]
            case "#OBJEKT":
                self.objects.append((fields[0], fields[1], fields[2] if len(fields) > 2 else ""))
            case "#IB" | "#UB" | "#RES":
                self.balances.append(Balance(tag[1:], int(fields[0]), fields[1], _minor(fields[2]), row))
            case "#VER":
                self._open_voucher(row, fields)
            case "#TRANS":
                self._add_entry(row, fields)

    def _open_voucher(self, row: int, fields: list[str]) -> None:
        self.voucher, self.voucher_row, self.voucher_minor = f"{fields[0]}{fields[1]}", row, 0
        self.voucher_day = _day(fields[2])

    def _add_entry(self, row: int, fields: list[str]) -> None:
        if not self.is_inside or self.voucher_day is None:
            raise ValueError("a row outside a voucher")
        parts = part_line(fields[1])
        objects = tuple(zip(parts[0::2], parts[1::2], strict=True))
        day = _day(fields[3]) if len(fields) > 3 and fields[3] else self.voucher_day
        amount_minor = _minor(fields[2])
        self.entries.append(Entry(self.voucher, day, fields[0], amount_minor, objects, row))
        self.voucher_minor += amount_minor

    def _close_voucher(self) -> None:
        if self.voucher_minor:
            value = f"{self.voucher}: {format_minor(self.voucher_minor, _DECIMALS)}"
            self.problems.append(error("sie_voucher_unbalanced", SHEET, self.voucher_row, "#VER", value))
        self.is_inside, self.voucher_day, self.voucher_minor = False, None, 0

    def finish(self, encoding: str) -> SieFile:
        if self.is_inside:
            self.problems.append(error("sie_row_not_read", SHEET, self.voucher_row, "#VER", self.voucher))
        return SieFile(
            self.company,
            encoding,
            tuple(self.years),
            tuple(self.accounts.values()),
            tuple(self.dimensions.items()),
            tuple(self.objects),
            tuple(self.balances),
            tuple(self.entries),
            tuple(self.problems),
        )


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{8}", text, re.ASCII):
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _minor(text: str) -> int:
    found = parse_scaled(text, _DECIMALS)
    if found is None:
        raise ValueError(text)
    return found


def check_balances(sie: SieFile) -> Iterator[Problem]:
    """Compare the vouchers of the current year with the file's own #RES, and with #UB − #IB, to the minor unit."""
    year = sie.find_year()
    if year is None:
        yield error("sie_without_year", SHEET)
        return
    if not sie.entries:
        return
    moved: dict[str, int] = {}
    for entry in sie.entries:
        if year[0] <= entry.day <= year[1]:
            moved[entry.account] = moved.get(entry.account, 0) + entry.amount_minor
    claimed: dict[str, int] = {}
    rows: dict[str, int] = {}
    for balance in sie.balances:
        if balance.year == 0:
            sign = -1 if balance.kind == "IB" else 1
            claimed[balance.account] = claimed.get(balance.account, 0) + sign * balance.amount_minor
            rows[balance.account] = balance.row
    for account in sorted({*moved, *claimed}):
        difference = claimed.get(account, 0) - moved.get(account, 0)
        if difference:
            value = f"{account}: {format_minor(difference, _DECIMALS)}"
            yield error("sie_account_differs", SHEET, rows.get(account), "#RES/#UB", value)

"""Files made to harm: bombs, lies, entities, wrong types, broken texts. Made by code, a few kilobytes each as sent."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
HEAD = b"Kundnr;Fakturadatum;Belopp exkl moms\n"


@dataclass(frozen=True)
class Hostile:
    """A file and whether it must be refused (else it may also be read, with its oddity named or harmless)."""

    name: str
    content: bytes
    is_refused: bool = True


def make_parts(sheet: str = "", *, shared: str = "", book: str = "") -> dict[str, str]:
    """Return the parts of a minimal workbook; `sheet` is the inside of sheetData."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="r1" Type="{REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book
        or f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">'
        '<sheets><sheet name="B" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACK}"><Relationship Id="r1" Type="{REL}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }


def pack(parts: dict[str, str] | dict[str, bytes], *, level: int = 9) -> bytes:
    """Zip the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def list_hostile() -> Iterator[Hostile]:
    """Yield all of them."""
    yield from _list_bombs()
    yield from _list_entities()
    yield from _list_names()
    yield from _list_lies()
    yield from _list_types()
    yield from _list_texts()
    yield from _list_odd_tables()
    yield from _list_odd_sheets()
    yield from _list_heavy_texts()


def _cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def _list_bombs() -> Iterator[Hostile]:
    yield Hostile("one cell of 400 MB", pack(make_parts(f'<row r="1">{_cell("A1", "a" * 80_000_000)}</row>')))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1001)) * 2_000
    yield Hostile("rows", pack(make_parts(rows)))
    yield Hostile("shared strings", pack(make_parts(shared="<si><t>" + "b" * 1_000 + "</t></si>" * 3_000_000)))
    yield Hostile("blanks in a style part", pack(make_parts() | {"xl/styles.xml": " " * 100_000_000}))
    for first, last in (("A1", "XFD1048576"), ("A1", "A1048576"), ("A1", "XFD1"), ("XFD1048576", "XFD1048576")):
        cells = f'<row r="1">{_cell(first, "x")}</row><row r="1048576">{_cell(last, "y")}</row>'
        yield Hostile(f"corner cells {first} and {last}", pack(make_parts(cells)))
    numbers = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 1_048_577, 9_999_999))
    yield Hostile("rows beyond the last", pack(make_parts(numbers)))
    many = make_parts() | {f"xl/x{n}.xml": "" for n in range(100_000)}
    yield Hostile("100 000 entries", pack(many, level=0))
    wide = "".join(_cell(f"{chr(65 + a)}{chr(65 + b)}1", "k") for a in range(26) for b in range(26))
    yield Hostile("676 columns", pack(make_parts(f'<row r="1">{wide}</row>')))


def _list_entities() -> Iterator[Hostile]:
    for part in make_parts():
        for kind, text in (("bomb", ENTITY), ("external", EXTERNAL)):
            yield Hostile(f"entity {kind} in {part}", pack(make_parts() | {part: text + make_parts()[part]}))
    for part in ("xl/styles.xml", "docProps/core.xml", "xl/theme/theme1.xml", "xl/comments1.xml", "xl/drawings/d1.xml"):
        for kind, text in (("bomb", ENTITY), ("external", EXTERNAL)):
            yield Hostile(f"entity {kind} in {part}", pack(make_parts() | {part: text + "<x/>"}))
    late = make_parts() | {"xl/styles.xml": f"<!--{' ' * ((1 << 20) - 12)}-->{ENTITY}<x/>"}
    yield Hostile("entity bomb across two blocks", pack(late, level=0))
    bare = {name: text.encode() for name, text in make_parts().items()}
    bare["xl/workbook.xml"] = (ENTITY + make_parts()["xl/workbook.xml"]).encode("utf-16-le")
    yield Hostile("entity bomb in UTF-16 without a mark", pack(bare))
    utf16 = {name: text.encode() for name, text in make_parts().items()}
    utf16["xl/workbook.xml"] = (ENTITY + make_parts()["xl/workbook.xml"]).encode("utf-16")
    yield Hostile("entity bomb in UTF-16", pack(utf16))


def _list_names() -> Iterator[Hostile]:
    for name in ("../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "a" * 5_000, "xl/../../x.xml"):
        yield Hostile(f"path {name[:20]}", pack(make_parts() | {name: "x"}))
    yield Hostile("no workbook inside", pack({"x.txt": "hej"}))
    yield Hostile("a zip in a zip", pack({"inner.zip": pack(make_parts()).decode("latin-1")}))
    buffer = io.BytesIO(pack(make_parts()))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("xl/workbook.xml", "<twice/>")
    yield Hostile("the same part twice", buffer.getvalue())


def _list_lies() -> Iterator[Hostile]:
    good = bytearray(pack(make_parts(f'<row r="1">{_cell("A1", "x" * 5_000)}</row>')))
    central = good.find(b"PK\x01\x02")
    for name, offset, value in (("size", 24, 10), ("packed size", 20, 7), ("checksum", 16, 1), ("method", 10, 99)):
        lying = bytearray(good)
        for at in _find_all(lying, b"PK\x01\x02"):
            struct.pack_into("<H" if name == "method" else "<I", lying, at + offset, value)
        yield Hostile(f"lying {name}", bytes(lying))
    encrypted = bytearray(good)
    for at in _find_all(encrypted, b"PK\x01\x02"):
        encrypted[at + 8] |= 1
    yield Hostile("encrypted entries", bytes(encrypted))
    yield Hostile("cut in the middle", bytes(good[: len(good) // 2]))
    yield Hostile("cut directory", bytes(good[: central + 30]))
    yield Hostile("only a signature", b"PK\x03\x04")
    yield Hostile("noise after the signature", b"PK\x03\x04" + bytes(range(256)) * 50)


def _find_all(data: bytearray, sign: bytes) -> list[int]:
    places, at = [], data.find(sign)
    while at >= 0:
        places.append(at)
        at = data.find(sign, at + 1)
    return places


def _list_types() -> Iterator[Hostile]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    yield Hostile("an old workbook", ole)
    yield Hostile("a protected workbook", ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600)
    for name, head in (
        ("PDF", b"%PDF-1.7\n"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("JPEG", b"\xff\xd8\xff\xe0"),
        ("gzip", b"\x1f\x8b\x08"),
        ("program", b"MZ\x90\x00"),
        ("ELF", b"\x7fELF\x02"),
        ("database", b"SQLite format 3\x00"),
        ("HTML table", b"<html><table><tr><td>Kundnr</td></tr></table>"),
        ("XML", b'<?xml version="1.0"?><Workbook/>'),
        ("SVG", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("RTF", b"{\\rtf1 hej}"),
        ("Parquet", b"PAR1xxxx"),
    ):
        yield Hostile(f"{name} under another name", head + b"\n" * 50)


def _list_texts() -> Iterator[Hostile]:
    yield Hostile("empty", b"")
    yield Hostile("blanks only", b" \n\t\r\n" * 100)
    yield Hostile("a header only", HEAD)
    yield Hostile("NUL bytes", HEAD + b"1;2025-01-01;1\x00,00\n")
    yield Hostile("zeros", b"\x00" * 10_000)
    yield Hostile("half a UTF-16", b"\xff\xfe" + "Kundnr;Datum".encode("utf-16-le") + b"\x41")
    yield Hostile(
        "a lone surrogate in UTF-16", b"\xff\xfe" + "Kundnr;Datum\n".encode("utf-16-le") + b"\x00\xd8\x41\x00"
    )
    yield Hostile("a lone surrogate in UTF-8", b"Kundnr;Datum\n\xed\xa0\x80;2025-01-01\n")
    yield Hostile("broken UTF-8 with a mark", b"\xef\xbb\xbfKundnr;Datum\n\xff\xfe;1\n")
    yield Hostile("a line of 3 MB", HEAD + b"1;" + b"x" * 3_000_000 + b"\n")
    yield Hostile("a quote over the whole file", HEAD + b'1;"2025-01-01;1,00\n' * 2_000)
    yield Hostile("5 000 columns", b";".join(b"k%d" % n for n in range(5_000)) + b"\n" + b";" * 4_999 + b"\n")
    yield Hostile("100 000 columns", b";".join(b"k%d" % n for n in range(100_000)) + b"\n" + b"1;" * 99_999 + b"1\n")
    yield Hostile("noise", bytes((n * 7919 + n // 256) % 256 for n in range(50_000)))
    yield Hostile("a header name of 5 000 characters", b"K" * 5_000 + b";Fakturadatum;Belopp\n1;x;y\n")


def _list_odd_tables() -> Iterator[Hostile]:
    formulas = HEAD + b"=cmd|' /C calc'!A0;2025-01-13;1,00\n@SUM(1);2025-01-14;2,00\n"
    yield Hostile("formulas as customers", formulas, is_refused=False)
    yield Hostile("digits of other scripts", HEAD + "１;２０２５-01-01;１２\n".encode())
    yield Hostile("endless numbers", HEAD + b"1;2025-01-13;" + b"9" * 4_000 + b"\n")
    yield Hostile("exponents and NaN", HEAD + b"1;2025-01-13;1E+400\n2;2025-01-14;NaN\n3;2025-01-15;Infinity\n")
    yield Hostile("underscores", HEAD + b"1;2025-01-13;1_000\n2;2025-01-14;2_000\n")
    macro = pack(make_parts(f'<row r="1">{_cell("A1", "Kundnr")}</row>') | {"xl/vbaProject.bin": "x"})
    yield Hostile("macros renamed to xlsx", macro)
    formula = "".join(f'<row r="{n}"><c r="A{n}"><f>1+1</f></c></row>' for n in range(1, 5))
    yield Hostile("formulas without values", pack(make_parts(formula)))


def _list_odd_sheets() -> Iterator[Hostile]:
    cells = f'<row r="1">{_cell("A1", "Kundnr")}{_cell("B1", "Namn")}</row>'
    book = make_parts()["xl/workbook.xml"]
    yield Hostile(
        "a sheet name of 5 000 characters", pack(make_parts(cells, book=book.replace('"B"', f'"{"b" * 5_000}"')))
    )
    yield Hostile(
        "a shared text that is not there", pack(make_parts('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>'))
    )
    for ref in ("A0", "AAAA1", "1A", "", "A99999999999999999999"):
        yield Hostile(f"a cell at {ref or 'nowhere'}", pack(make_parts(f'<row r="1">{_cell(ref, "x")}</row>')))
    yield Hostile("elements 200 000 deep", pack(make_parts("<a>" * 200_000 + "</a>" * 200_000)))
    yield Hostile("elements that never end", pack(make_parts("<row>" * 50_000)))
    links = make_parts()
    for target in ("../../etc/passwd", "http://127.0.0.1/x.xml", "file:///etc/passwd"):
        found = links | {
            "xl/_rels/workbook.xml.rels": links["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
        }
        yield Hostile(f"a sheet that is {target}", pack(found))
    many = "".join(f'<sheet name="B{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 20_000))
    one = '<sheet name="B" sheetId="1" r:id="r1"/>'
    yield Hostile("20 000 sheets of one part", pack(make_parts(cells, book=book.replace(one, many))))
    for name, repeated in (
        ("cells that show an error and never end", '<c t="e">' * 400_000),
        ("tags that never end", "<c " * 1_000_000),
        ("rows that hide and never end", '<row hidden="1" ' * 200_000),
        ("formulas and blanks", f'<c r="A1"><f/>{" " * 2_000}<v>{" " * 2_000}' * 1_000),
    ):
        yield Hostile(name, pack(make_parts(repeated)))
    fonts = {"xl/styles.xml": "<font>" * 150_000}
    yield Hostile("fonts that never end", pack(make_parts(cells) | fonts), is_refused=False)
    parts = make_parts(cells)
    numbers = range(2, 1_003)
    listed = "".join(f'<sheet name="B{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    parts["xl/workbook.xml"] = book.replace(one, listed)
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACK}">'
        + "".join(f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + "</Relationships>"
    )
    sheets = {f"xl/worksheets/sheet{n}.xml": parts["xl/worksheets/sheet1.xml"] for n in numbers}
    yield Hostile("1 001 sheets", pack(parts | sheets))
    yield Hostile("a program before the archive", b"MZ" + b"\x00" * 512 + pack(make_parts(cells)))


def _list_heavy_texts() -> Iterator[Hostile]:
    row = b"1;2025-01-13;%s\n"
    yield Hostile("quotes and nothing else", HEAD + b'"' * 900_000 + b"\n")
    yield Hostile("digits and blanks without end", HEAD + row % (b"1 " * 400_000))
    empty = b"1;2025-01-13;\n" * 4 + b"2;2025-01-13;1,50\n3;2025-01-14;2,75\n"
    yield Hostile("a customer whose amounts are all empty", HEAD + empty)
    yield Hostile("days without end", HEAD + row % (b"1-1-" * 200_000) * 4)
    yield Hostile("points without end", HEAD + row % (b"1.234." * 100_000) + row % b"12,5")
    yield Hostile("letters above 127 without end", HEAD + row % (b"\xe5\xe4\xf6" * 200_000))
    yield Hostile("a million separators", HEAD + b";" * 990_000 + b"\n")
    yield Hostile("blanks without end", HEAD + b" " * 990_000 + b"x\n")
    yield Hostile("parentheses without end", HEAD + row % (b"(" * 300_000 + b")" * 300_000))
    yield Hostile("two million empty rows", HEAD + b"\n" * 2_000_000)
    yield Hostile("every row of another width", HEAD + b"".join(b";" * (n % 90 + 3) + b"x\n" for n in range(20_000)))
    yield Hostile("only line ends of old Macs", b"\r" * 50_000)
    yield Hostile("UTF-7", b"+ADw-script+AD4-;Fakturadatum;Belopp\n+AGE-;x;y\n")

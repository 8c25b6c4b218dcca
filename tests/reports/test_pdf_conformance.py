"""One file is PDF/A-3a and PDF/UA-1 at once: identifiers, tags, fonts, attachments, and no finding of a validator."""

import io
from pathlib import Path

import pdfua
import pikepdf
import pytest

from reports.assets import covered_characters, printable
from reports.pdf import Pdf, PdfError
from tests.reports.conftest import EVERYTHING, FIGURES, document, make


@pytest.fixture
def opened(everything: Pdf) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(everything.content))


def find_tags(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Object]:
    """Return the tags of one kind anywhere in the tree."""
    return [
        entry
        for entry in pdf.objects
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/S") == pikepdf.Name(f"/{name}") and "/P" in entry
    ]


def test_the_validator_finds_nothing(everything: Pdf, tmp_path: Path) -> None:
    path = tmp_path / "everything.pdf"
    path.write_bytes(everything.content)
    assert [(finding.rule_id, finding.message) for finding in pdfua.validate(str(path)).findings] == []


def test_the_validator_would_find_headers_without_scope(everything: Pdf, opened: pikepdf.Pdf, tmp_path: Path) -> None:
    for header in find_tags(opened, "TH"):
        del header.A["/Scope"]
    path = tmp_path / "worse.pdf"
    opened.save(path)
    assert pdfua.validate(str(path)).findings


def test_the_file_says_that_it_is_both(opened: pikepdf.Pdf) -> None:
    xmp = opened.open_metadata()
    assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert b"PDF/UA identification schema" in opened.Root.Metadata.read_bytes()
    assert xmp["dc:title"] == "Prov"


def test_the_file_has_tags_language_and_title(opened: pikepdf.Pdf) -> None:
    root = opened.Root
    assert str(root.Lang) == "sv"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert root.StructTreeRoot.K[0].S == "/Document"
    assert [str(tag.Alt) for tag in find_tags(opened, "Figure")] == ["En stapel: 31 250 tkr"]
    assert root.OutputIntents[0].S == "/GTS_PDFA1"


def test_headers_have_the_scope_of_column_or_row(opened: pikepdf.Pdf) -> None:
    scopes = [str(header.A.Scope) for header in find_tags(opened, "TH")]
    assert sorted(scopes) == ["/Column", "/Column", "/Row", "/Row"]


def test_every_font_is_our_own_embedded_and_whole(opened: pikepdf.Pdf) -> None:
    fonts = [
        entry for entry in opened.objects if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/Font"
    ]
    tops = [font for font in fonts if font.Subtype == "/Type0"]
    assert tops
    for font in tops:
        assert font.Encoding == "/Identity-H"
        assert "Kundverk-Sans" in str(font.BaseFont)
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_a_font_of_the_machine_never_steps_in() -> None:
    with pytest.raises(PdfError, match="font"):
        make(document("<p style=\"font-family: 'DejaVu Sans'\">text</p>"))


def test_a_character_without_a_glyph_ends_the_build() -> None:
    with pytest.raises(PdfError):
        make(document("<p>\U0001f600 漢字</p>"))


def test_printable_replaces_what_the_typeface_lacks() -> None:
    assert printable("A\u030akeri\u200d 漢 − Öl\n") == "Åkeri \N{WHITE SQUARE} − Öl\n"
    assert make(document(f"<p>{printable('漢字 Åkeri')}</p>")).pages == 1


def test_the_typeface_has_what_nordic_text_and_numbers_need() -> None:
    needed = "åäöÅÄÖæøÆØéüß–—−‐‑’”«»§€…·×→%‰\u00a0\u202f\N{WHITE SQUARE}"
    assert {character for character in needed if ord(character) not in covered_characters()} == set()


def test_the_attachments_are_the_figures(opened: pikepdf.Pdf) -> None:
    assert {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments} == {
        entry.name: entry.content for entry in FIGURES
    }
    for name in opened.attachments:
        assert opened.attachments[name].obj.AFRelationship == "/Data"
    assert len(opened.Root.AF) == len(FIGURES)


def test_annotations_print_and_lead_only_to_our_own_address(opened: pikepdf.Pdf) -> None:
    annotations = [annotation for page in opened.pages for annotation in page.get("/Annots", [])]
    assert [int(annotation.F) & 4 for annotation in annotations] == [4, 4]
    targets = [str(annotation.A.URI) for annotation in annotations if "/A" in annotation]
    assert targets == ["https://kund.example.com/reports/1/"]


def test_the_same_input_gives_the_same_bytes(everything: Pdf) -> None:
    assert make(document(EVERYTHING), figures=FIGURES).content == everything.content


@pytest.mark.parametrize(
    ("html", "lacking"),
    [
        (document("<p>a</p>", lang=""), "lang"),
        (document("<p>a</p>", title=""), "title"),
        (document("<p>a</p>").replace("author", "other"), "author"),
        (document('<img src="asset:chart.svg">'), "alt"),
        (document('<a href="#nowhere">a</a>'), "anchor"),
    ],
)
def test_what_accessibility_needs_is_not_left_out_in_silence(html: str, lacking: str) -> None:
    with pytest.raises(PdfError, match=lacking):
        make(html)

"""A client's own Word template: which placeholders it may hold, what is wrong with it, and filling it in.

The only importer of docxtpl. A template is hostile until it has been looked through: its zip is measured before it is
parsed, every placeholder must be on the list below, and nothing but printing, `for` over a list and `if` may stand in
it. It is rendered in Jinja's sandbox with escaped values; values are never read as templates.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from filestore.zip_file import open_zip

TEXTS = (
    "client", "engagement", "period", "consultancy", "assessment", "issued", "message", "score", "lowest", "highest",
    "progress", "strengths", "weaknesses", "gaps_message", "open_message", "said_message", "channels_message",
    "targets_message", "perception_message", "plan_message",
)  # fmt: skip
LISTS: Mapping[str, tuple[str, ...]] = {
    "areas": ("title", "question", "score", "range", "level", "advice"),
    "gaps": ("place", "title", "today", "cost", "advice", "who"),
    "open": ("title", "who", "effect"),
    "maps": ("title", "message", "islands", "holes"),
    "targets": ("title", "group", "today", "target"),
    "said": ("title", "said", "measured", "difference", "verdict"),
    "actions": ("title", "status", "owner", "due", "gain", "effort", "goal", "follow_up", "outcome"),
    "answers": ("section", "question", "answer"),
}
LOOP = ("index", "first", "last")
MOST_BYTES = 10_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 2_000
DEEPEST = 2
MOST_FAULTS = 50


class TemplateFault(StrEnum):
    """Why a template cannot be used."""

    NOT_WORD = "not_word"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    OUTSIDE_CONTENT = "outside_content"
    SYNTAX = "syntax"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    UNKNOWN_FIELD = "unknown_field"
    NOT_A_LIST = "not_a_list"
    NOT_ALLOWED = "not_allowed"
    TOO_DEEP = "too_deep"


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a template, and the words of the template that it is about."""

    fault: TemplateFault
    found: str = ""


class UnusableTemplateError(Exception):
    """The template cannot be used; `findings` says all that is wrong with it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(f"{each.fault} {each.found}" for each in findings))
        self.findings = findings


type Item = Mapping[str, str]
type Values = Mapping[str, str | Sequence[Item]]


def check_template(content: bytes) -> tuple[Finding, ...]:
    """Return everything that is wrong with a template, each thing once; empty when it can be filled in."""
    wrapping = tuple(_look_at_package(content))
    if wrapping:
        return wrapping
    checker = _Checker()
    try:
        _BodyAndEdges(io.BytesIO(content)).render({}, checker)
    except (LxmlError, ValueError, KeyError, AttributeError, TypeError, zipfile.BadZipFile, RecursionError):
        if not checker.findings:
            return (Finding(TemplateFault.NOT_WORD),)
    return tuple(dict.fromkeys(checker.findings))[:MOST_FAULTS]


def fill_template(content: bytes, values: Values, *, title: str) -> bytes:
    """Return the document with every placeholder filled in; raise UnusableTemplateError for a faulty template."""
    findings = check_template(content)
    if findings:
        raise UnusableTemplateError(findings)
    document = _BodyAndEdges(io.BytesIO(content))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document.render(dict(values), environment)
    document.docx.core_properties.title = title
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


def _look_at_package(content: bytes) -> Iterator[Finding]:
    """Measure the zip without trusting what it says of itself."""
    if len(content) > MOST_BYTES:
        yield Finding(TemplateFault.TOO_LARGE)
        return
    try:
        with open_zip(content) as package:
            names = package.namelist()
            if "word/document.xml" not in names:
                yield Finding(TemplateFault.NOT_WORD)
            elif len(names) > MOST_PARTS or not _unpacks_within(package):
                yield Finding(TemplateFault.TOO_LARGE)
            else:
                yield from _look_inside(package, names)
    except zipfile.BadZipFile:
        yield Finding(TemplateFault.NOT_WORD)


def _unpacks_within(package: zipfile.ZipFile) -> bool:
    room = MOST_UNPACKED_BYTES
    for entry in package.infolist():
        with package.open(entry) as part:
            while chunk := part.read(1 << 20):
                room -= len(chunk)
                if room < 0:
                    return False
    return True


def _look_inside(package: zipfile.ZipFile, names: Sequence[str]) -> Iterator[Finding]:
    if any("vbaproject" in name.lower() for name in names):
        yield Finding(TemplateFault.MACROS)
    for name in names:
        lines = package.read(name).decode("utf-8", "replace").split("<Relationship ") if name.endswith(".rels") else []
        if any('TargetMode="External"' in line and "/hyperlink" not in line for line in lines):
            yield Finding(TemplateFault.OUTSIDE_CONTENT, name)


class _BodyAndEdges(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template whose body, headers and footers are filled in.

    Footnotes and document properties are left as they are: docxtpl renders footnotes once per section, so that what a
    person wrote would be read as a template the second time.
    """

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Leave the properties alone."""

    def render_footnotes(self, context: object, jinja_env: object = None) -> None:
        """Leave the footnotes alone."""


@dataclass(frozen=True)
class _Verbatim:
    """Stands for a template that is only looked at: it renders to its own source."""

    source: str

    def render(self, context: object) -> str:
        del context
        return self.source


@dataclass
class _Checker:
    """Takes the place of Jinja's environment: looks every source through instead of rendering it."""

    findings: list[Finding] = field(default_factory=list)
    environment: ImmutableSandboxedEnvironment = field(default_factory=ImmutableSandboxedEnvironment)
    autoescape: bool = True

    def from_string(self, source: str) -> _Verbatim:
        """Note what is wrong with the source."""
        try:
            tree = self.environment.parse(source)
        except TemplateError as error:
            self.findings.append(Finding(TemplateFault.SYNTAX, str(error.message)[:120]))
        except RecursionError:
            self.findings.append(Finding(TemplateFault.TOO_DEEP))
        else:
            self.findings += _look_through(tree, {}, 0)
        return _Verbatim(source)


def _look_through(node: nodes.Node, loops: Mapping[str, str], depth: int) -> Iterator[Finding]:
    """Return what is not allowed in a tree; `loops` names the list of each loop's variable."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Output):
            for part in child.nodes:
                if not isinstance(part, nodes.TemplateData):
                    yield from _look_at_value(part, loops)
        elif isinstance(child, nodes.If):
            test = child.test.node if isinstance(child.test, nodes.Not) else child.test
            yield from _look_at_value(test, loops, is_test=True)
            for branch in (child.body, child.elif_, child.else_):
                yield from _look_through(nodes.Template(list(branch)), loops, depth)
        elif isinstance(child, nodes.For):
            yield from _look_at_loop(child, loops, depth)
        else:
            yield Finding(TemplateFault.NOT_ALLOWED, _words_of(child))


def _look_at_loop(loop: nodes.For, loops: Mapping[str, str], depth: int) -> Iterator[Finding]:
    if not isinstance(loop.target, nodes.Name) or loop.test is not None or loop.recursive:
        yield Finding(TemplateFault.NOT_ALLOWED, _words_of(loop))
        return
    if not isinstance(loop.iter, nodes.Name) or loop.iter.name not in LISTS:
        yield Finding(TemplateFault.NOT_A_LIST, _words_of(loop.iter))
        return
    if depth + 1 > DEEPEST:
        yield Finding(TemplateFault.TOO_DEEP, loop.iter.name)
        return
    inside = {**loops, loop.target.name: loop.iter.name}
    yield from _look_through(nodes.Template(list(loop.body)), inside, depth + 1)
    yield from _look_through(nodes.Template(list(loop.else_)), loops, depth)


def _look_at_value(node: nodes.Node, loops: Mapping[str, str], *, is_test: bool = False) -> Iterator[Finding]:
    if isinstance(node, nodes.Name):
        if node.name not in TEXTS and not (is_test and node.name in LISTS):
            yield Finding(TemplateFault.UNKNOWN_PLACEHOLDER, node.name)
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        name = node.node.name
        fields = LOOP if name == "loop" and loops else LISTS.get(loops.get(name, ""), ())
        if not fields:
            yield Finding(TemplateFault.UNKNOWN_PLACEHOLDER, _words_of(node))
        elif node.attr not in fields:
            yield Finding(TemplateFault.UNKNOWN_FIELD, _words_of(node))
    else:
        yield Finding(TemplateFault.NOT_ALLOWED, _words_of(node))


def _words_of(node: nodes.Node) -> str:
    """Return what a node looks like in the template, as far as a person needs to find it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_words_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Call):
        return f"{_words_of(node.node)}(…)"
    if isinstance(node, nodes.Filter):
        return f"… | {node.name}"
    if isinstance(node, nodes.Const):
        return str(cast(object, node.value))[:40]
    return type(node).__name__.lower()

"""Reading YAML that a person wrote: plain data with the line of each thing, or every fault.

Stricter than YAML, because a record must mean the same to every reader: no references, no tags, no
key twice, and a number with digits after the point only in quotes, since its digits are data.
Only `true` and `false` are yes or no; an unquoted `yes` stays the word it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from batches.verdict import Finding
from elnapp.documents.service.places import Lines, Path, located
from elnapp.record import Refused

LONGEST = 250_000  # Characters of one file; the longest that ships has two thirds of that.
DEEPEST = 40  # Levels of nesting; a master has thirteen.
MOST_FAULTS = 50
SAFE_INTEGER = 2**53 - 1  # What every JSON reader keeps exactly.

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {f"{_TAG}{name}" for name in ("str", "timestamp", "value", "merge")}
_PROBLEMS = (
    ("cannot start any token", "YAML-SIGN"),
    ("mapping values are not allowed", "YAML-COLON"),
    ("could not find expected ':'", "YAML-NO-COLON"),
    ("expected <block end>", "YAML-INDENT"),
    ("but found another document", "YAML-TWO"),
    ("found unexpected end of stream", "YAML-OPEN"),
    ("an alias", "YAML-ALIAS"),
)


@dataclass
class Parsed:
    """Plain data, the line of each path in it, and what is wrong."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)


class _NoAlias(Composer):
    """Composes nodes without following references: a few of them can stand for gigabytes."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        """Refuse an alias where it stands."""
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            mark = self.peek_event().start_mark  # type: ignore[attr-defined]
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=mark)
        node: Node | None = super().compose_node(parent, index)
        return node


class _Loader(_NoAlias, yaml.SafeLoader):
    """Reads slowly, and says in words of its own what is wrong."""


class _Fast(_NoAlias, CParser, Resolver):
    """Reads five times as fast: a complete master has 155,000 characters."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)


def _composed(text: str) -> Node | None:
    try:
        fast: Node | None = _Fast(text).get_single_node()
    except (yaml.YAMLError, RecursionError):
        # The other reader refuses it too, with its line and in known words.
        found: Node | None = yaml.compose(text, Loader=_Loader)
        return found
    return fast


def parse(text: str) -> Parsed:
    """Read YAML text; raises Refused with the first thing that is not YAML at all, with its line."""
    if len(text) > LONGEST:
        raise Refused([Finding("YAML-LONG", {"found": len(text), "most": LONGEST})])
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as error:
        raise Refused([_not_yaml(error)]) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise Refused([_at(line, Finding("YAML-CHARACTER"))]) from error
    except RecursionError as error:
        raise Refused([Finding("YAML-DEEP", {"most": DEEPEST})]) from error
    parsed = Parsed()
    if node is not None:
        parsed.data = _Builder(parsed).build(node, ())
    return parsed


def _not_yaml(error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or ""
    code = next((c for part, c in _PROBLEMS if part in problem), "YAML-OTHER")
    fault = Finding(code, {"problem": problem, "column": mark.column + 1 if mark else 1})
    return _at(mark.line + 1 if mark else 1, fault)


def _at(line: int, fault: Finding) -> Finding:
    return located(fault, (), {(): line})


class _Builder:
    """Turns nodes into plain data, collecting faults instead of stopping at the first."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    def build(self, node: Node, path: Path) -> Any:
        """Give the plain value of a node and remember its line."""
        self.parsed.lines[path] = node.start_mark.line + 1
        if len(path) > DEEPEST:
            return self._wrong("YAML-DEEP", path, most=DEEPEST)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            line = {path: key.start_mark.line + 1}
            if not name or name == "<<":
                self._found(Finding("YAML-KEY"), path, line)
                continue
            if name in found:
                self._found(Finding("YAML-TWICE", {"key": name}), path, line)
            found[name] = self.build(value, (*path, name))
        return found

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        text, tag = str(node.value), node.tag
        if tag == f"{_TAG}null":
            return None
        if tag == f"{_TAG}bool":
            return text.lower() == "true" if text.lower() in {"true", "false"} else text
        if tag in {f"{_TAG}int", f"{_TAG}float"}:
            return self._number(text, path)
        if tag not in _TEXT_TAGS:
            return self._wrong("YAML-TAG", path, tag=tag.removeprefix(_TAG))
        if any(_unwritable(c) for c in text):
            return self._wrong("YAML-CHARACTER", path)
        return text

    def _number(self, text: str, path: Path) -> Any:
        if _WHOLE.fullmatch(text) and len(text) < len(str(SAFE_INTEGER)):
            return int(text)
        return self._wrong("YAML-NUMBER", path, found=text[:40])

    def _wrong(self, code: str, path: Path, **params: str | int) -> None:
        self._found(Finding(code, params), path, self.parsed.lines)

    def _found(self, fault: Finding, path: Path, lines: Lines) -> None:
        if len(self.parsed.faults) < MOST_FAULTS:
            self.parsed.faults.append(located(fault, path, lines))


def _unwritable(char: str) -> bool:
    """Tell a control character or half a surrogate pair: not every store or reader keeps them."""
    return char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cs"}

"""XML elements with their names and numbers read or refused in one place.

XML is read without entities, external or internal: a gate file from elsewhere must not open files
or grow in memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from instruments.reading import Refusal


def parsed(blob: bytes) -> Element:
    """Read XML; Refusal with XML-NOT when it is none, XML-ENTITY when it holds an entity."""
    try:
        root = fromstring(blob, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal("XML-ENTITY") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refusal("XML-NOT", what=str(error)) from error
    if not isinstance(root, Element):
        raise Refusal("XML-NOT", what="")
    return root


def local(name: str) -> str:
    """Give a name without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Give an attribute whether or not it was written with a namespace."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value.strip()
    return None


def needed(element: Element, name: str, where: str) -> str:
    """Give an attribute that must be there; Refusal XML-MISSING."""
    found = attribute(element, name)
    if not found:
        raise Refusal("XML-MISSING", where, element=local(element.tag), name=name)
    return found


def number(text: str | None, where: str) -> float:
    """Read a finite number; Refusal XML-NUMBER."""
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal("XML-NUMBER", where, found=text or "")
    return value


def optional(element: Element, name: str, where: str) -> float | None:
    """Read a number that may be absent."""
    text = attribute(element, name)
    return None if text is None else number(text, where)


def value_of(element: Element, name: str, where: str) -> float:
    """Read a number that must be there."""
    return number(needed(element, name, where), where)


def children(element: Element, name: str) -> Iterator[Element]:
    """Give the children of a name, whatever their namespace."""
    return (e for e in element if local(e.tag) == name)


def child(element: Element, name: str, where: str) -> Element:
    """Give the one child of a name; Refusal XML-MISSING."""
    found = next(children(element, name), None)
    if found is None:
        raise Refusal("XML-MISSING", where, element=local(element.tag), name=name)
    return found

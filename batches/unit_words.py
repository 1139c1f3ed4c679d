"""Units as people read them: stored as UCUM codes, printed as words and signs."""

from __future__ import annotations

import re

from batches.text import Text

# UCUM codes whose printed form is not the code itself
_WHOLE = {
    "": Text("", ""),
    "1": Text("", ""),
    "By": Text("bytes", "octets"),
    "Cel": Text("°C", "°C"),
    "a": Text("years", "ans"),
    "d": Text("d", "j"),
    "mm[Hg]": Text("mmHg", "mmHg"),
    "{doublings}": Text("doublings", "doublements"),
}
_INSIDE = {
    "{cells}": Text("cells", "cellules"),
    "{CFU}": Text("CFU", "UFC"),
    "{PZ_U}": Text("PZ U", "U PZ"),
    "Cel/": Text("°C/", "°C/"),
    "[CFU]": Text("CFU", "UFC"),
    "[IU]": Text("IU", "UI"),
    "[EU]": Text("EU", "UE"),
}
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def unit_words(code: str, lang: str) -> str:
    """Write a UCUM code for a reader: `10*6/mL` is ×10⁶/mL, `uL` is µL, `cm2` is cm²."""
    if code in _WHOLE:
        return _WHOLE[code][lang]
    text = code
    for ucum, words in _INSIDE.items():
        text = text.replace(ucum, words[lang])
    text = re.sub(r"\{([^}]*)\}", r"\1", text)
    text = re.sub(r"10\*(-?\d+)", lambda m: "×10" + m[1].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\b([ck]?m)([23])\b", lambda m: m[1] + m[2].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\bu(?=(?:[Lmg]|mol)\b)", "µ", text)
    return re.sub(r"^1/", "/", text)

"""What other systems write for ₂, ³, θ and ≤, turned into these characters."""

import html
import re
from html.entities import html5

SUBSCRIPTS = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
SUPERSCRIPTS = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}  # fmt: skip
SYMBOLS = {
    **GREEK,
    **{name.upper(): letter.upper() for name, letter in GREEK.items()},
    "lamda": "λ",
    "degree": "°",
    "times": "×",
    "infin": "∞",
    "gtoreq": "≥",
    "ltoreq": "≤",
    "apprxeq": "≈",
    "about": "~",
    "ANG": "Å",
    "dbd": "=",
    # Where a reissued patent adds to the first.
    "Iadd": "",
    "Iaddend": "",
}
SYMBOL = re.compile(rf"\.({'|'.join(SYMBOLS)})\.")
# How far a subscript reaches, where the source does not say: 1-x, 2n+2, 2+, 201, m,n,
# rms, E, one sign, one Greek letter.
REACH = (
    r"\d+[+-][a-z](?![a-z])|\d*[a-z][+-]\d+|\d+[+-](?!\w)|\d+"
    r"|[a-z](?:,[a-z])+(?![a-z])|[a-z]{1,4}(?![a-z])|[A-Z](?![a-z])|[+-]|[α-ωΑ-Ω∞]"
)
DOTTED = re.compile(rf"\.(sub|sup)\.({REACH})")
TAGGED = re.compile(r"<(sub|sup)>([^<>]{1,40})</\1>", re.IGNORECASE)
SCRIPT = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
BREAK = re.compile(r"<(?:br|/p|/li|/div)\s*/?>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|i|li|ol|p|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def without_entities(text: str) -> str:
    """`&amp;gt;` is >, however often it was escaped; only entities that end in `;`."""
    while True:
        plain = AMPERSANDS.sub("&", text)
        plain = ENTITY.sub(character_of, plain)
        if plain == text:
            return plain
        text = plain


def character_of(entity: re.Match) -> str:
    """Whole names only: in `AT&notes;` the standard would read `&not`."""
    if entity[0][1] == "#":
        return html.unescape(entity[0])
    return html5.get(entity[0][1:], entity[0])


def without_markup(text: str, *, symbols: bool = False) -> str:
    """Plain text; what Unicode cannot lower or raise becomes `_y` or `^y`.

    Names such as `.theta.` are symbols only in patents: elsewhere they may be a host.
    """
    if symbols:
        text = SYMBOL.sub(lambda name: SYMBOLS[name[1]], text)
    text = DOTTED.sub(lambda part: shifted(part[1], part[2]), text)
    if "<" in text:
        text = SCRIPT.sub(" ", text)
        text = TAGGED.sub(lambda part: shifted(part[1].lower(), part[2]), text)
        text = TAG.sub("", BREAK.sub("\n", text))
    return text


def shifted(direction: str, text: str) -> str:
    table = SUBSCRIPTS if direction == "sub" else SUPERSCRIPTS
    if all(character in table for character in text):
        return "".join(table[character] for character in text)
    mark = "_" if direction == "sub" else "^"
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"

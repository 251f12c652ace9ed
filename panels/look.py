"""Colours, type and the Altair theme: the tokens of the look, in one place."""

import re
from dataclasses import asdict, dataclass
from typing import Any

SANS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"


@dataclass(frozen=True)
class Palette:
    """One theme's colours; every status also has a shape and a word."""

    paper: str
    ink: str
    bar: str
    peer: str
    fog: str
    accent: str
    accent_tint: str
    grey: str
    rule: str
    grid: str
    red: str
    red_tint: str
    ochre: str
    ochre_tint: str
    blue: str
    blue_tint: str
    grey_tint: str
    on_bar: str
    heat: tuple[str, ...]


LIGHT = Palette(
    paper="#FCFBF8", ink="#16263C", bar="#5B7795", peer="#8296AB", fog="#E3E9EF", accent="#C23B1E",
    accent_tint="#FCF0EA", grey="#5E5A52", rule="#D9D4C9", grid="#E9E5DC", red="#8E1B2C", red_tint="#F6E4E3",
    ochre="#7A4F00", ochre_tint="#F8EBD0", blue="#2A5A8A", blue_tint="#E3EBF3", grey_tint="#EFECE4", on_bar="#FFFFFF",
    heat=("#F6F3EC", "#DDE5EC", "#B4C2D0", "#7F98B1", "#4A6786", "#16263C"),
)  # fmt: skip
DARK = Palette(
    paper="#0F1A2A", ink="#F2EFE8", bar="#8FA9C4", peer="#6F879F", fog="#1D2C40", accent="#FF7A59",
    accent_tint="#2A1F24", grey="#B8B2A6", rule="#3A475A", grid="#223146", red="#F2909B", red_tint="#3A1D26",
    ochre="#E5B75C", ochre_tint="#33291A", blue="#8DB8E8", blue_tint="#1B2E44", grey_tint="#262F3B", on_bar="#0F1A2A",
    heat=("#16243A", "#22344D", "#354C69", "#4F6C8C", "#8FA9C4", "#F2EFE8"),
)  # fmt: skip

# Status of a row in a list: shape, colour token, tint token. The word comes from the catalogue (``badge.<status>``).
BADGES: dict[str, tuple[str, str, str]] = {
    "supervised": ("■", "paper", "red"),
    "item_lost": ("■", "red", "red_tint"),
    "cause": ("●", "grey", "grey_tint"),
    "overdue": ("■", "red", "red_tint"),
    "missing": ("■", "red", "red_tint"),
    "not_reported": ("■", "red", "red_tint"),
    "certificates": ("▲", "ochre", "ochre_tint"),
    "reported": ("●", "blue", "blue_tint"),
    "worse": ("■", "red", "red_tint"),
    "unclear": ("▲", "ochre", "ochre_tint"),
    "returned": ("▲", "ochre", "ochre_tint"),
    "behind": ("▲", "ochre", "ochre_tint"),
    "late": ("▲", "ochre", "ochre_tint"),
    "near": ("●", "blue", "blue_tint"),
    "accepted": ("●", "blue", "blue_tint"),
    "submitted": ("●", "grey", "grey_tint"),
    "under_way": ("●", "grey", "grey_tint"),
    "loaded": ("●", "grey", "grey_tint"),
    "not_due": ("●", "grey", "grey_tint"),
    "never_loaded": ("—", "grey", "grey_tint"),
    "eligible": ("●", "grey", "paper"),
    "failed": ("▲", "ochre", "ochre_tint"),
    "vetoed": ("■", "red", "red_tint"),
    "proposed": ("▲", "ochre", "ochre_tint"),
    "incomplete": ("▲", "ochre", "ochre_tint"),
    "silent": ("■", "red", "red_tint"),
    "veto_proposed": ("▲", "ochre", "ochre_tint"),
    "veto_not_reported": ("■", "red", "red_tint"),
    "veto_confirmed": ("■", "red", "red_tint"),
    "veto_appealed": ("■", "red", "red_tint"),
    "veto_rejected": ("●", "grey", "grey_tint"),
    "veto_lifted": ("●", "grey", "grey_tint"),
    "veto_outdated": ("—", "grey", "grey_tint"),
    "use_award": ("●", "blue", "blue_tint"),
    "use_promotion_reference": ("●", "blue", "blue_tint"),
    "use_talk": ("▲", "ochre", "ochre_tint"),
    "use_notice": ("▲", "ochre", "ochre_tint"),
    "differs": ("▲", "ochre", "ochre_tint"),
}


def palette(dark: bool = False) -> Palette:
    return DARK if dark else LIGHT


# A colour of the light theme and one of the dark, as a style sheet writes them; browsers before 2024 do not know it.
_ARGUMENT = r"((?:[^(),]|\([^()]*\))+)"
_EITHER = re.compile(rf"light-dark\({_ARGUMENT},\s*{_ARGUMENT}\)")
_DECLARATION = re.compile(r"(?P<name>[\w-]+):(?P<value>[^;{}]*light-dark\([^;{}]*);")


def plain_colours_first(sheet: str, *, dark: bool) -> str:
    """A style sheet with the plain colours of one theme before each declaration that says ``light-dark()``.

    A browser that does not know it passes over that declaration and keeps the plain one. Of a variable it would keep
    the later text whatever it says: variables are said by ``css_tokens``.
    """
    return _DECLARATION.sub(lambda found: f"{_plain(found[0], dark=dark)} {found[0]}", sheet)


def _plain(declaration: str, *, dark: bool) -> str:
    return _EITHER.sub(lambda found: found[2 if dark else 1].strip(), declaration)


def css_tokens(*, dark: bool = False) -> str:
    """The colours of both themes as CSS variables named as in ``Palette`` (``--ink``), and one class per badge.

    A browser that does not know ``light-dark()`` takes those of the theme asked for.
    """
    light, night = asdict(LIGHT), asdict(DARK)
    tokens = [f"--{name}: light-dark({light[name]}, {night[name]});" for name in light if name != "heat"]
    tokens += [
        f"--heat-{step}: light-dark({here}, {there});"
        for step, (here, there) in enumerate(zip(LIGHT.heat, DARK.heat, strict=True))
    ]
    both = " ".join(tokens)
    looks = sorted({(ink, tint) for _shape, ink, tint in BADGES.values()})
    badges = [f".{ink}-on-{tint} {{ color: var(--{ink}); background: var(--{tint}); }}" for ink, tint in looks]
    plain = f":root {{ --sans: {SANS}; {_plain(both, dark=dark)} }}"
    return "\n".join([plain, f"@supports (color: light-dark(#FFF, #000)) {{ :root {{ {both} }} }}", *badges])


def drawings_on_paper() -> str:
    """What prints drawings made in the colours of the dark theme in those of the light one: paper is white.

    Lists take the light theme by ``color-scheme``; a drawing has its colours written in it, as attributes.
    """
    light, night = asdict(LIGHT), asdict(DARK)
    pairs = [(night[name], light[name]) for name in light if name != "heat"] + list(
        zip(DARK.heat, LIGHT.heat, strict=True)
    )
    # Where the dark theme has one colour for two things, the first of them is the one that is drawn.
    printed = dict(reversed(pairs))
    rules = (
        f'svg.marks [{of}="{drawn}" i] {{ {of}: {on_paper}; }}'
        for drawn, on_paper in printed.items()
        for of in ("fill", "stroke")
    )
    return f"@media print {{ {' '.join(rules)} }}"


def altair_config(colours: Palette) -> dict[str, Any]:
    """The configuration every Altair chart carries, so that all charts look of one hand.

    Axes are not read aloud: Vega describes them in English alone, and each mark says its value and its unit itself.
    """
    axis = {
        "aria": False,
        "labelFontSize": 16, "titleFontSize": 16, "labelColor": colours.grey, "titleColor": colours.grey,
        "labelFontWeight": 400, "titleFontWeight": 400, "domain": False, "ticks": False, "gridColor": colours.grid,
        "gridWidth": 1, "labelPadding": 8,
    }  # fmt: skip
    return {
        "background": "transparent",
        "font": SANS,
        "view": {"stroke": None},
        "axis": axis,
        "bar": {"color": colours.bar},
        "line": {"color": colours.ink, "strokeWidth": 2.2},
        "point": {"filled": True, "size": 60, "color": colours.ink, "opacity": 1},
        "rule": {"color": "#7D776B", "strokeWidth": 1.2},
        "text": {"fontSize": 16, "color": colours.ink, "font": SANS},
        "legend": {"disable": True},
    }

"""Invented names. None is that of a real Chinese county or larger division (a test asks an official list)."""

from collections.abc import Iterator
from itertools import islice

CITY_STEM = "澄衡"
CITY_NAME = f"{CITY_STEM}市"
# Three districts, one county-level city, six counties; no two begin with the same letter or share a character.
FIRST_COUNTIES = (
    ("望澜", "区"), ("栖梧", "区"), ("砚川", "区"), ("鹿屏", "市"), ("穗原", "县"),
    ("柏峪", "县"), ("云泊", "县"), ("竹汀", "县"), ("丹崖", "县"), ("禾丘", "县"),
)  # fmt: skip
_COUNTY_STARTS = "晴岚荻苇霜槐桑瀚映朔澄雁鹤芦帆珠锦弦陶椿榆枫橙黛璞蓼翎筠"
_COUNTY_ENDS = "汀泽屿峦浦陵埠湾麓川峪渚垣岬"
_TOWN_STARTS = "枫柳槐杏梨桐樟菱荷莲芦蒲雁鹭鹤鹿羊凤燕磨酒盐茶陶窑碾渡虹月星霞晴霜露岚"
_TOWN_ENDS = "汀坞埂圩堰碾墩塬坳垭浜洼岔畈渚"
# Combinations that exist in reality, if only as towns.
TAKEN = {"晴川", "鹤浦", "芦浦", "陶湾", "枫湾", "柳垭", "桐畈", "蒲洼", "陶圩", "陶堰", "露圩"}
TOWN_KINDS = {
    "区": ("街道", "街道", "街道", "街道", "镇", "镇", "镇", "乡"),
    "市": ("街道", "街道", "街道", "镇", "镇", "镇", "镇", "乡"),
    "县": ("街道", "镇", "镇", "镇", "镇", "镇", "乡", "乡"),
}
TOWNS_PER_COUNTY = 8

# The first letter of each character that a name of the demo city uses.
_LETTERS = {
    "a": "坳安",
    "b": "保办埠备柏浜",
    "c": "产储场城察岔川村椿橙澄茶草财",
    "d": "丹动墩渡电督荻道队黛",
    "f": "凤发帆府房服枫法畈访防",
    "g": "公国埂工广改管革",
    "h": "会化合和槐瀚环禾荷虹衡鹤",
    "j": "交警健军境局岬建急技据教监积街计酒金锦",
    "k": "康科空",
    "l": "利力劳岚峦旅林柳梨澜理疗粮绿翎芦莲菱蓼陵露鹭鹿麓",
    "m": "民磨",
    "n": "农碾",
    "p": "屏泊浦璞蒲",
    "q": "丘区晴栖",
    "r": "人然融",
    "s": "事司商审室市数朔术桑水生社穗设输霜食",
    "t": "体态桐汀统退通陶",
    "w": "务卫圩坞委文望梧洼湾物苇",
    "x": "乡信兴县学弦心息星杏行霞",
    "y": "业云医原员园垣垭堰塬屿峪崖应役映月有榆游源燕盐砚窑筠羊育运雁",
    "z": "中住宗展执振支政族樟泽渚珠竹综自资镇障",
}
_INITIAL = {character: letter for letter, characters in _LETTERS.items() for character in characters}


def initials(name: str) -> str:
    """The first letters of a name's characters: 望澜区 → wlq. ``KeyError`` for a character not in the table."""
    return "".join(_INITIAL[character] for character in name)


def county_names(count: int) -> list[tuple[str, str]]:
    """Stem and kind (区, 市, 县) of that many counties, always in the same order.

    Raises ``ValueError`` when there are not enough names.
    """
    more = ((stem, "县") for stem in _combinations(_COUNTY_STARTS, _COUNTY_ENDS))
    counties = [*FIRST_COUNTIES[:count], *islice(more, max(0, count - len(FIRST_COUNTIES)))]
    if len(counties) < count:
        raise ValueError(f"expected at most {len(counties)} counties (size {len(counties) // 10}), got {count}")
    return counties


def town_names(county: int, kind: str) -> list[str]:
    """The townships of a county by its place (0, 1, …), with 街道, 镇 or 乡."""
    stems = list(_combinations(_TOWN_STARTS, _TOWN_ENDS))
    first = county * TOWNS_PER_COUNTY
    return [stems[(first + place) % len(stems)] + ending for place, ending in enumerate(TOWN_KINDS[kind])]


def _combinations(starts: str, ends: str) -> Iterator[str]:
    """All pairs, neighbours differing in both characters."""
    for turn in range(len(ends)):
        for place, start in enumerate(starts):
            stem = start + ends[(place + turn) % len(ends)]
            if stem not in TAKEN and stem[0] != stem[1]:
                yield stem

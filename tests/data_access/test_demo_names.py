"""Every name of the demo city is invented, and names are easily told apart."""

import itertools

import pytest
from admtp import Division

from data_access.demo.names import CITY_NAME, county_names, initials
from tests.data_access.demo_figures import city

DISTRICT_ENDINGS = ("自治县", "自治旗", "自治州", "地区", "林区", "特区", "省", "市", "县", "区", "旗", "盟")


def without_ending(name: str) -> str:
    return next((name.removesuffix(ending) for ending in DISTRICT_ENDINGS if name.endswith(ending)), name)


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    """Every province, city and county of the official list, with and without its ending."""
    divisions = Division()
    listed = (*divisions.list_provinces(), *divisions.list_cities(), *divisions.list_counties())
    names = {division.zh for division in listed}
    assert len(names) > 2_500
    return names | {without_ending(name) for name in names}


def test_no_county_or_city_bears_the_name_of_a_real_one(real_names: set[str]) -> None:
    stems = {stem for stem, _ in county_names(380)} | {without_ending(CITY_NAME)}
    assert len(stems) == 381
    assert stems & real_names == set()


def test_the_counties_are_easily_told_apart() -> None:
    names = county_names(10)
    assert sorted(kind for _, kind in names) == sorted([*"区区区", "市", *"县县县县县县"])
    assert all(len(stem) == 2 for stem, _ in names)
    for (one, _), (other, _) in itertools.combinations(names, 2):
        assert not set(one) & set(other)
        assert initials(one) != initials(other)


def test_unit_names_and_codes_are_unique_and_have_initials() -> None:
    units = city()["unit"]
    for column in ("code", "name", "sort_order"):
        assert units[column].is_unique, column
    assert (units["pinyin"].str.len() == units["name"].str.len()).all()
    tiles = units.query("kind == 'county'")[["tile_row", "tile_col"]]
    assert not tiles.duplicated().any()
    assert tiles.notna().all().all()

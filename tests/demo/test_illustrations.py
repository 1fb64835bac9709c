import hashlib
import pickle
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageStat

from articles.demo.illustrations import SCENES, draw
from articles.imaging.check import check
from articles.imaging.similarity import distance, image_dhash

NEWS = [
    "wetland-cranes",
    "spring-wheat",
    "greenhouse-tomatoes",
    "grassland-horses",
    "sheep-hillside",
    "great-wall-dusk",
    "yellow-river-bend",
    "old-street-lanterns",
    "pagoda-temple",
    "arched-street",
    "metro-train",
    "bus-stop-snow",
    "snow-sweepers",
    "community-canteen",
    "neighbours-meeting",
    "library-reading",
    "school-playground",
    "science-class",
    "clinic-visit",
    "square-dance",
    "marathon",
    "football-kids",
    "ice-rink",
    "market-vegetables",
    "hotpot-house",
    "shaomai-breakfast",
    "dairy-factory",
    "wind-turbines",
    "solar-farm",
    "data-centre",
    "bridge-night",
    "park-autumn",
    "lilac-blossom",
    "firefighters-drill",
    "courier-station",
    "potato-harvest",
    "buckwheat-flowers",
    "skyline-morning",
    "museum-bronze",
    "papercut-artist",
    "rain-umbrellas",
    "old-estate-renewal",
]
PORTRAITS = [f"portrait-{number:02d}" for number in range(1, 21)]


def test_scenes_are_exactly_the_agreed_ones() -> None:
    assert sorted(SCENES) == sorted(NEWS + PORTRAITS)
    assert len(NEWS) == 42


@pytest.mark.parametrize("scene_id", NEWS + PORTRAITS)
def test_every_scene_is_a_full_picture_with_light_and_shade(scene_id: str) -> None:
    picture = draw(scene_id)

    assert picture.mode == "RGB"
    expected = {(600, 800)} if scene_id in PORTRAITS else {(1800, 1200), (1200, 1600), (1920, 1080)}
    assert picture.size in expected
    assert sum(ImageStat.Stat(picture).stddev) > 40
    colours = picture.reduce(12).quantize(64).getcolors()
    assert colours is not None
    assert len(colours) > 24


def test_draw_gives_the_same_pixels_every_time() -> None:
    for scene_id in ("ice-rink", "portrait-07"):
        first, second = (hashlib.sha256(draw(scene_id).tobytes()).hexdigest() for _ in range(2))
        assert first == second


def test_draw_makes_any_size() -> None:
    assert draw("marathon", (640, 640)).size == (640, 640)


def test_draw_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(draw)) is draw


def test_draw_refuses_unknown_ids() -> None:
    with pytest.raises(KeyError):
        draw("no-such-scene")


def test_news_pictures_differ_for_the_near_duplicate_search() -> None:
    hashes = {scene_id: image_dhash(draw(scene_id)) for scene_id in NEWS}
    pairs = {pair: distance(hashes[pair[0]], hashes[pair[1]]) for pair in combinations(NEWS, 2)}
    assert min(pairs.values()) > 4, min(pairs, key=lambda pair: pairs[pair])


def test_pictures_pass_the_check_of_uploads() -> None:
    file = BytesIO()
    draw("pagoda-temple").save(file, "JPEG", quality=88)
    assert (check(file.getvalue()).width, check(file.getvalue()).height) == (1200, 1600)
    assert Image.open(file).format == "JPEG"

"""A thousand files that are not what they seem: accepted or refused with a sentence, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.imaging.check import check
from articles.imaging.decoder import Decoder, _CrashError
from articles.imaging.opening import ImageError
from articles.imaging.renditions import Crop, plan
from tests.imaging import corpus


@pytest.fixture
def decoder():
    made = Decoder(seconds=30, memory_megabytes=1024)
    yield made
    made.close()


def test_the_corpus_is_the_same_each_time_and_large_enough():
    first, second = ([data for _, data in corpus.files(each=7)] for _ in range(2))

    assert first == second
    assert sum(1 for _ in corpus.files()) >= 1000


def test_every_file_is_taken_safely_or_refused_with_a_sentence(decoder: Decoder, tmp_path: Path) -> None:
    path, accepted = tmp_path / "file", 0
    refusals: list[tuple[str, ImageError]] = []
    for kind, data in corpus.files():
        path.write_bytes(data)
        try:
            found = decoder.inspect(path)
            made = decoder.render(
                path, plan(found.facts.width, found.facts.height, crops=[Crop.SQUARE], formats=["jpeg"])[:1], tmp_path
            )
        except ImageError as error:
            refusals.append((kind, error))
        else:
            assert check(made[0].data).format == "JPEG"
            accepted += 1
    wrong = [(kind, str(error)) for kind, error in refusals
             if isinstance(error, _CrashError) or "秒的上限" in str(error) or "；" not in str(error)]  # fmt: skip
    assert wrong == []
    # Whole pictures and flips within pixels are taken; most damage is not.
    assert accepted > 100
    assert len(refusals) > 400


def test_what_is_hidden_in_a_picture_is_in_none_of_its_renditions(decoder: Decoder, tmp_path: Path) -> None:
    path, taken = tmp_path / "file", 0
    for kind, data in corpus.double_natured(corpus.originals()):
        assert corpus.PAYLOAD in data or b"PK" in data
        path.write_bytes(data)
        try:
            facts = decoder.inspect(path).facts
            specs = plan(facts.width, facts.height, crops=[Crop.FULL, Crop.SQUARE])
            made = decoder.render(path, specs, tmp_path)
        except ImageError:
            continue
        taken += 1
        for one in made:
            assert one.data != data
            for hidden in (corpus.PAYLOAD, b"<script", b"<?php", b"PK\x03\x04", b"index.php"):
                assert hidden not in one.data, f"{kind}: {hidden!r} in {one.spec.name}"
    assert taken > 15

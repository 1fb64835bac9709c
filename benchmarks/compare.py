"""How fast texts are compared, merged and searched for anchors: `.venv/bin/python -m benchmarks.compare`.

Prints processor seconds for bodies of 1,500, 10,000 and 100,000 characters: a few words changed, a character in every
sentence, everything written anew, and texts made to be slow.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from articles.text.compare import Block, blocks_of, compare, compare_blocks, spans_of
from articles.text.merge import merge

SIZES = (1_500, 10_000, 100_000)
VOCABULARY = """
青山县 东河乡 农牧局 合作社 负责人 介绍 今年 计划 播种 玉米 大豆 高粱 谷子 良种 推广 面积 增长 达到 万亩 农机
检修 化肥 储备 春耕 现场会 召开 牧民 草场 节水 灌溉 技术员 田间 指导 收入 市场 价格 平稳
的 了 在 和 对 把 将 使 比去年 记者
"""
WORDS = VOCABULARY.split()
UNITS = {
    "<": "<", "open tags": "<a ", "comments": "<!--", "ends": "</", "nested": "<p>", "breaks": "甲。<br>",
    "attributes": '<a title="x"', "not nested": "<p></ul></p>",
}  # fmt: skip


def story(size: int, seed: int) -> list[str]:
    """Sentences of an invented story, `size` characters together."""
    chance = random.Random(seed)
    sentences: list[str] = []
    left = size
    while left > 0:
        clauses = ["".join(chance.choices(WORDS, k=chance.randint(3, 7))) for _ in range(chance.randint(1, 4))]
        sentences.append(("，".join(clauses) + f"{chance.randint(1, 9999) / 10}吨。")[:left])
        left -= len(sentences[-1])
    return sentences


def body(sentences: list[str]) -> list[Block]:
    paragraphs = ["".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4)]
    return blocks_of("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def few(sentences: list[str]) -> list[str]:
    changed = list(sentences)
    for n in range(3, len(changed), max(7, len(changed) // 12)):
        changed[n] = changed[n].replace("吨", "公斤").replace("今年", "去年")
    return [*changed[len(changed) // 2 :], *changed[: len(changed) // 2]]


def every(sentences: list[str]) -> list[str]:
    return [sentence[: len(sentence) // 2] + "改" + sentence[len(sentence) // 2 + 1 :] for sentence in sentences]


def seconds(act: Callable[..., Any], *given: Any) -> float:
    begin = time.process_time()
    act(*given)
    return time.process_time() - begin


def slow_texts(size: int) -> dict[str, tuple[str, str]]:
    chance = random.Random(7)
    random_pair = ["".join(chance.choices("甲乙", k=size)) for _ in range(2)]
    apart = ["".join(chance.choices([chr(first + n) for n in range(3_000)], k=size)) for first in (0x4E00, 0x6000)]
    mixed = ["".join(chance.choices([chr(0x4E00 + n) for n in range(3_000)], k=size)) for _ in range(2)]
    return {
        "two characters at random": (random_pair[0], random_pair[1]),
        "3,000 characters at random": (mixed[0], mixed[1]),
        "no character in common": (apart[0], apart[1]),
        "one character, less of it": ("的" * size, "的" * (size // 2) + "地" + "的" * (size // 3)),
        "all doubled": ("甲乙丙，" * (size // 4), "甲甲乙乙丙丙，，" * (size // 8)),
        "reversed": (mixed[0], mixed[0][::-1]),
    }


def main() -> None:
    for size in SIZES:
        base = story(size, 1)
        versions = {"few changes, moved": few(base), "every sentence": every(base), "all anew": story(size, 2)}
        for name, changed in versions.items():
            one, other = "".join(base), "".join(changed)
            print(
                f"{size:7,} {name:28} compare {seconds(compare, one, other):5.2f} s"
                f"  blocks {seconds(compare_blocks, body(base), body(changed)):5.2f} s"
                f"  merge {seconds(merge, body(base), body(changed), body(every(base))):5.2f} s"
            )
        text = "".join(base)
        at = size // 2
        quote, around = text[at : at + 20], (text[at - 32 : at], text[at + 20 : at + 52])
        spent = seconds(spans_of, quote, *around, "".join(story(size, 2)))
        print(f"{size:7,} {'anchor that is gone':28} spans   {spent:5.2f} s")
        for name, (before, after) in slow_texts(size).items():
            print(
                f"{size:7,} {name:28} compare {seconds(compare, before, after):5.2f} s"
                f"  one paragraph {seconds(compare_blocks, blocks_of(f'<p>{before}</p>'), blocks_of(after)):5.2f} s"
            )
    for name, unit in UNITS.items():
        print(f"500,000 characters of {name:14} blocks_of {seconds(blocks_of, unit * (500_000 // len(unit))):5.2f} s")


if __name__ == "__main__":
    main()

"""Slugs in pinyin that never collide."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.text.slugs import MAX_SLUG, pinyin_slug


class PinyinSlugField(models.SlugField):
    """A unique slug made from another field when left empty: `PinyinSlugField("name")`.

    `事实` and `实事` differ by themselves; homophones (`市区` and `诗曲`) get `-2`, `-3` … Two writers of the same
    name at the same moment are told apart by the unique index: one of them gets its `IntegrityError`.
    """

    def __init__(self, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("verbose_name", "网址名")
        kwargs.setdefault("help_text", "用于网址，留空时按拼音生成。")
        kwargs |= {"max_length": MAX_SLUG + 10, "unique": True, "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.source, *args], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        slug = getattr(model_instance, self.attname)
        if not slug:
            slug = self._free(model_instance, pinyin_slug(getattr(model_instance, self.source)))
            setattr(model_instance, self.attname, slug)
        return slug

    def _free(self, instance: models.Model, slug: str) -> str:
        rows = type(instance)._default_manager.filter(**{f"{self.attname}__startswith": slug})
        taken = set(rows.exclude(pk=instance.pk).values_list(self.attname, flat=True))
        number, candidate = 1, slug
        while candidate in taken:
            number += 1
            candidate = f"{slug}-{number}"
        return candidate

"""What a page's drafts are linked to: people, columns, districts, tags; looked up once for a whole page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.models import Column, District, Reporter, Role, Tag
from articles.sheet import Person, Sheet

from .people import Match, match_names, names_of

MAX_NAME, MAX_PRINTED_ROLE, MAX_ORGANISATION = 40, 30, 60
MAX_TAG = 40


@dataclass(slots=True)
class Signature:
    """A byline as it is going to be stored. Two of one article differ in person, role or printed name."""

    reporter: Reporter | None
    role: str
    name: str
    role_as_printed: str = ""
    organisation: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What may stand in an article once only: a known person in a role; an unknown one as printed."""
        if self.reporter is not None:
            return (self.reporter.pk, self.role)
        return (self.name, self.role, self.organisation)


@dataclass
class Newsroom:
    """Look-ups for the drafts of one page, made by `by` (None: by the command, which may do everything)."""

    by: Any
    columns: dict[str, Column] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    matches: dict[str, Match] = field(default_factory=dict)
    by_pk: dict[int, Reporter] = field(default_factory=dict)
    made: dict[tuple[str, str], Reporter] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet, by: Any) -> Newsroom:
        chosen = {p.who for item in sheet.items for p in item.people if isinstance(p.who, int)}
        wanted = {name for item in sheet.items for name in item.tags}
        found = cls(by, matches=match_names(names_of(sheet)))
        found.columns = {column.name: column for column in Column.objects.all()}
        for district in District.objects.all():
            for alias in (district.short_name, *district.aliases):
                if alias:
                    found.districts.setdefault(alias, district)
        found.districts |= {district.name: district for district in District.objects.all()}
        if wanted:
            folded = {name.casefold() for name in wanted}
            found.tags = {n.casefold(): n for n in Tag.objects.values_list("name", flat=True) if n.casefold() in folded}
        found.by_pk = Reporter.objects.in_bulk(chosen)
        return found

    def may(self, permission: str) -> bool:
        return self.by is None or bool(self.by.has_perm(f"articles.{permission}"))

    def person(self, person: Person, notes: list[str]) -> Reporter | None:
        """Who a printed name is, as the editor said, or as is certain; what cannot be done goes to the notes."""
        if person.who == "name":
            return None
        if isinstance(person.who, int):
            if person.who not in self.by_pk:
                notes.append(f"选定的“{person.name}”已不在采编人员里，只保留了见报姓名。")
            return self.by_pk.get(person.who)
        if person.who == "new":
            return self._new(person, notes)
        match = self.matches.get(person.name)
        return match.linked if match else None

    def _new(self, person: Person, notes: list[str]) -> Reporter | None:
        if not self.may("add_reporter"):
            notes.append(f"“{person.name}”没有加进采编人员：您没有新增人员的权限，只保留了见报姓名。")
            return None
        name, organisation = person.name[:MAX_NAME], person.organisation[:MAX_ORGANISATION]
        if (name, organisation) not in self.made:  # of one page, who has one name and unit is one person
            self.made[name, organisation] = Reporter.objects.create(
                name=name, organisation=organisation, role=role_of(person)
            )
        return self.made[name, organisation]

    def signatures(self, people: Iterable[Person], notes: list[str]) -> list[Signature]:
        """The bylines of an article in their order, each once."""
        found: dict[tuple[Any, ...], Signature] = {}
        for person in people:
            name = person.name.replace("\0", "").strip()
            if not name and not isinstance(person.who, int):
                continue
            signature = Signature(self.person(person, notes), role_of(person), name[:MAX_NAME])
            signature.role_as_printed = person.role_as_printed[:MAX_PRINTED_ROLE]
            signature.organisation = person.organisation[:MAX_ORGANISATION]
            for text, limit in ((name, MAX_NAME), (person.role_as_printed, MAX_PRINTED_ROLE),
                                (person.organisation, MAX_ORGANISATION)):  # fmt: skip
                if len(text) > limit:
                    notes.append(f"署名里的文字过长，只存了前{limit}个字：{text}")
            if signature.reporter is not None or signature.name:
                found.setdefault(signature.key, signature)
        return list(found.values())

    def tag_names(self, names: Iterable[str], notes: list[str]) -> list[str]:
        """The tags to be set, spelled as they are known; those that are new need the right to make them."""
        found: dict[str, str] = {}
        for name in names:
            name = " ".join(name.replace("\0", "").split())
            if name.casefold() in self.tags:
                found.setdefault(name.casefold(), self.tags[name.casefold()])
            elif len(name) > MAX_TAG or not self.may("add_tag"):
                notes.append(f"标签“{name}”没有建立：{'过长' if len(name) > MAX_TAG else '您没有新建标签的权限'}。")
            elif name:
                found.setdefault(name.casefold(), name)
        return list(found.values())


def role_of(person: Person) -> str:
    return person.role if person.role in Role.values else Role.AUTHOR

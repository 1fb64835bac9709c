"""What readers' lists are cut from: stories by list, in their order, and how many there are; kept by the database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .article import Article
from .present import present

ALL, COLUMN, DISTRICT, TAG, PERSON = "all", "column", "district", "tag", "person"
KIND = "kind:{}"  # with its value; ALL and these have no owner, which is 0 then
AS = "as:"  # and a role: what a person signed in it


class ListedQuerySet(models.QuerySet["Listed"]):
    def public(self) -> ListedQuerySet:
        """Whose time has come; of stories that are not published there are no rows."""
        return self.filter(at__lte=present())

    def newest(self) -> ListedQuerySet:
        return self.order_by("-at", "-article")


class Listed(models.Model):
    """A published story's place in the list of a district, column, tag or person (`owner` is their key), at its time.

    Only the database writes here, in the statement that changes the story or what belongs to it (triggers of the
    migration). Lists of a kind and of everything have indexes on the stories themselves.
    """

    list = models.CharField(max_length=16)
    owner = models.BigIntegerField()
    at = models.DateTimeField()
    article = models.ForeignKey(Article, models.DO_NOTHING, related_name="listed", db_constraint=False, db_index=False)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = "列表"
        verbose_name_plural = "列表"
        default_permissions = ()
        indexes = [models.Index("list", "owner", F("at").desc(), F("article").desc(), name="listed_newest")]
        constraints = [models.UniqueConstraint(fields=["article", "list", "owner"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.list} {self.owner}"


class ListCount(models.Model):
    """How many stories are published in a list in a month (its first day, by the paper's clock), scheduled ones too.

    The numbers of a list and month add up: a change is a row of its own, so that nobody waits for anybody; where a
    transaction commits that readers see, the rows are folded into one.
    """

    list = models.CharField(max_length=16)
    owner = models.BigIntegerField()
    month = models.DateField()
    number = models.IntegerField()
    is_new = models.BooleanField(default=True)

    class Meta:
        verbose_name = "列表篇数"
        verbose_name_plural = "列表篇数"
        default_permissions = ()
        indexes = [
            models.Index(fields=["list", "owner", "month"], name="list_count"),
            models.Index(fields=["id"], name="list_count_new", condition=Q(is_new=True)),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.owner}: {self.number}"

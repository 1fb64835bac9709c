"""Forms of the picture library: what is looked for, what is said of a picture, what is done to several."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from articles.imaging.similarity import NEAR
from articles.models import District, Photo, PhotoPurpose, Reporter, Rights
from articles.models.photo import PhotoQuerySet
from articles.models.photo_search import PhotoSearch
from articles.workflow.photo_desk import WORDS
from articles.workflow.photo_merging import bits_apart

from .words import WordsField

EXPIRING = timedelta(days=30)
NEAR_DAYS = 90  # near-duplicates are looked for among the pictures of so many days, unless dates are given

USE = [("", "用过没用过"), ("used", "用过的"), ("unused", "没用过的"), ("shown", "读者看得到的")]
SHAPES = [("", "横竖都要"), ("wide", "横的"), ("tall", "竖的"), ("square", "方的")]
RIGHTS = [("", "全部版权"), *Rights.choices, ("expired", "授权已到期"), ("expiring", "30天内到期")]
LACKS = [("", "齐不齐都要"), ("caption", "没有说明的"), ("credit", "没有署名的"), ("district", "没有旗县区的")]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What is looked for in the library. Values that make no sense are left out: a link never leads to an error."""

    q = forms.CharField(
        label="查找", required=False, max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": "说明、地点、人物、摄影者（拼音也行）、标签、编号"}),
    )  # fmt: skip
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    district = forms.ModelChoiceField(
        label="旗县区", queryset=District.objects.none(), required=False, empty_label="全部旗县区"
    )
    photographer = forms.ModelChoiceField(
        label="摄影者", queryset=Reporter.objects.none(), required=False, empty_label="全部摄影者"
    )
    use = forms.ChoiceField(label="用处", choices=USE, required=False)
    shape = forms.ChoiceField(label="横竖", choices=SHAPES, required=False)
    rights = forms.ChoiceField(label="版权", choices=RIGHTS, required=False)
    lacks = forms.ChoiceField(label="缺什么", choices=LACKS, required=False)
    purpose = forms.ChoiceField(label="用途", choices=PhotoPurpose.choices, required=False)
    shoot = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    near = forms.BooleanField(label="只看近似的", required=False)
    bin = forms.BooleanField(label="回收站", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()
        taken = Photo.objects.filter(photographer=OuterRef("pk"))
        self.fields["photographer"].queryset = Reporter.objects.filter(Exists(taken))

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, False)}
        return {name: value for name, value in given.items() if not isinstance(value, date) or 1 < value.year < 9999}

    @property
    def narrowed(self) -> bool:
        """Whether more than words are asked for, so that the filters are to be seen."""
        return bool(set(self.given) - {"q", "bin", "near"})

    def apply(self, photos: PhotoQuerySet) -> PhotoQuerySet:
        """Everything that was asked for."""
        return self.apply_filters(photos).matching(self.given.get("q", ""))

    def apply_filters(self, photos: PhotoQuerySet) -> PhotoQuerySet:
        """All but the words."""
        given = self.given
        photos = photos.filter(purpose=given.get("purpose", PhotoPurpose.NEWS))
        photos = photos.filter(binned_at__isnull="bin" not in given)
        photos = _in_time(photos, given)
        for name in ("district", "photographer", "shoot"):
            if name in given:
                photos = photos.filter(**{name: given[name]})
        if "use" in given:
            photos = {"used": photos.in_use, "unused": photos.unused}.get(given["use"], lambda: _shown(photos))()
        if "shape" in given:
            photos = photos.filter(_SHAPE[given["shape"]])
        if "lacks" in given:
            photos = photos.filter(_LACKS[given["lacks"]])
        return _with_rights(photos, given.get("rights", ""))

    def search(self) -> PhotoSearch:
        """The same, sheet by sheet, the newest first."""
        return PhotoSearch(self.apply_filters(Photo.objects.all()), self.given.get("q", ""), is_narrowed=self.narrowed)

    def near_window(self) -> dict[str, Any]:
        """The dates among which near-duplicates are looked for."""
        given = self.given
        if "since" in given or "until" in given:
            return given
        return {**given, "since": timezone.localdate() - timedelta(days=NEAR_DAYS)}


_SHAPE = {
    "wide": Q(width__gt=F("height") * 1.05),
    "tall": Q(height__gt=F("width") * 1.05),
    "square": Q(width__lte=F("height") * 1.05, height__lte=F("width") * 1.05),
}
_LACKS = {
    "caption": Q(caption=""),
    "credit": Q(credit_line="", photographer=None, agency="") & ~Q(rights=Rights.FILE),
    "district": Q(district=None),
}


def _shown(photos: PhotoQuerySet) -> PhotoQuerySet:
    return photos.filter(pk__in=Photo.objects.public().values("pk"))


def _in_time(photos: PhotoQuerySet, given: dict[str, Any]) -> PhotoQuerySet:
    """By the day on which they were taken, where that is known, else came in; in the newspaper's time."""
    if "since" not in given and "until" not in given:
        return photos
    photos = photos.annotate(at=Coalesce("taken_at", "created_at"))
    if "since" in given:
        photos = photos.filter(at__gte=timezone.make_aware(datetime.combine(given["since"], time())))
    if "until" in given:
        after = datetime.combine(given["until"], time()) + timedelta(days=1)
        photos = photos.filter(at__lt=timezone.make_aware(after))
    return photos


def _with_rights(photos: PhotoQuerySet, rights: str) -> PhotoQuerySet:
    today = timezone.localdate()
    if rights == "expired":
        return photos.filter(rights_until__lt=today)
    if rights == "expiring":
        return photos.filter(rights_until__gte=today, rights_until__lte=today + EXPIRING)
    return photos.filter(rights=rights) if rights else photos


def grouped_near(photos: PhotoQuerySet, window: dict[str, Any]) -> PhotoQuerySet:
    """Only those that look like another one of the window, each group together (`group`), the newest group first.

    Compares every two pictures of the window, half a second for 5,000.
    """
    others = _in_time(Photo.objects.kept().filter(purpose=OuterRef("purpose")), window).exclude(pk=OuterRef("pk"))
    like = others.annotate(apart=bits_apart(OuterRef("fingerprint"))).filter(apart__lte=NEAR).order_by("pk")
    found = _in_time(photos, window).exclude(fingerprint=None).annotate(first_like=Subquery(like.values("pk")[:1]))
    return found.filter(first_like__isnull=False).annotate(group=Least("first_like", "pk"))


class WordsForm(forms.ModelForm):
    """Everything that is said of one picture, with the version on which it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    keywords = WordsField(label="标签", required=False, help_text="用顿号或逗号隔开。")

    class Meta:
        model = Photo
        fields = list(WORDS)
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 4}),
            "taken_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "rights_until": _day(),
        }

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WORDS}


class BulkForm(forms.Form):
    """The same for several pictures; only what is filled in is written."""

    caption = forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )
    credit_line = forms.CharField(label="署名行", required=False, max_length=100)
    district = forms.ModelChoiceField(
        label="旗县区", queryset=District.objects.none(), required=False, empty_label="不改"
    )
    keywords = WordsField(label="加标签", required=False)
    rights = forms.ChoiceField(label="版权", choices=[("", "不改"), *Rights.choices], required=False)
    rights_until = forms.DateField(label="授权到期", required=False, widget=_day())
    only_empty = forms.BooleanField(label="只填空着的", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()

    def said(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "only_empty" and value not in ("", None, [])
        }

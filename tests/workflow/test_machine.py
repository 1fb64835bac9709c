"""A newsroom at random: several people, all the verbs, and what must be true after each of them.

Short in every run of the tests. For a long one:
`MACHINE_RUNS=200 MACHINE_STEPS=60 .venv/bin/python -m pytest tests/workflow/test_machine.py -s -n0`.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles import workflow
from articles.models import Article, Byline, LogEntry, Photo, Proof, Reporter, Review, Revision, SiteSettings, Status
from articles.workflow import TRANSITIONS, VERBS, Conflict, Forbidden, WorkflowError, revisions
from articles.workflow.log import broken_links, broken_revisions, hash_of
from articles.workflow.proofs import next_proof
from articles.workflow.states import STEPS, WAY, has_right
from tests import factories

RUNS = int(os.environ.get("MACHINE_RUNS", "20"))
STEPS_OF_A_RUN = int(os.environ.get("MACHINE_STEPS", "30"))
IS_LONG = "MACHINE_RUNS" in os.environ

# The people, each with the group of his post; "" is everybody's right, so that rights alone do not keep him from a
# second signature.
PEOPLE = {
    "writer": "记者", "other writer": "通讯员", "editor": "责任编辑", "editor 2": "责任编辑", "head": "部主任",
    "head 2": "部主任", "chief": "总编辑", "chief 2": "总编辑", "proofreader": "校对", "proofreader 2": "校对",
    "root": "", "writing root": "",
}  # fmt: skip
NAMED = ("writer", "editor 2", "head", "proofreader 2", "writing root")  # these have a name for bylines, too
done: Counter[str] = Counter()


class Newsroom(RuleBasedStateMachine):
    """Pieces are known by their place in `self.pieces`; `self.stale` are the same pieces as somebody read them once."""

    people: dict[str, User]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.pieces: list[int] = []
        self.stale: dict[int, Article] = {}
        self.seen: dict[int, tuple[int, object]] = {}
        self.drifted: set[int] = set()
        self.touched: set[int] = set()
        self.is_waiting = self.is_pictured = False  # some piece is scheduled; some piece has a picture
        self.last_entry = ("", 0)
        self.photo = factories.photo()
        self.reporters = {
            name: Reporter.objects.create(name=name, slug=name.replace(" ", "-"), user=self.people[name])
            for name in NAMED
        }

    def teardown(self) -> None:
        try:
            assert list(broken_links()) == []
            assert list(broken_revisions()) == []
        finally:
            done["runs"] += 1
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # What people do -----------------------------------------------------------------------------
    def attempt(self, name, place, verb, *args, stale=False, **kwargs):
        """Do it as `name`, on what somebody read earlier when `stale`; a refusal is an answer too."""
        pk = self.pieces[place % len(self.pieces)]
        article = self.stale.get(pk) if stale else Article.objects.get(pk=pk)
        if article is None:
            return
        version = Article.objects.values_list("version", flat=True).get(pk=pk)
        self.touched.add(pk)
        try:
            verb(article, self.people[name], *args, **kwargs)
        except WorkflowError as refusal:
            done[{Forbidden: "forbidden", Conflict: "conflicts"}.get(type(refusal), "refused")] += 1
            if version == Article.objects.values_list("version", flat=True).get(pk=pk):
                return
        done["transitions"] += 1
        done[getattr(verb, "__name__", "")] += 1
        self.drifted.discard(pk)

    def arguments(self, verb, article, choice):
        if verb == "return_":
            targets = workflow.return_targets(article) or ["draft"]
            return {"opinion": "请改。", "to": targets[choice % len(targets)]}
        if verb == "sign_proof":
            return {"number": next_proof(article)}
        if verb in ("publish", "republish"):
            return {"at": timezone.now() + timedelta(hours=5) if choice % 3 == 0 else None}
        text = {"emergency_publish": "reason", "withdraw": "reason", "correct": "text"}.get(verb)
        return {text: "原因"} if text else {}

    @initialize(proofs=st.integers(0, 3), reviews=st.sampled_from([3, 3, 2, 1, 0]))
    def paper(self, proofs, reviews):
        SiteSettings.objects.update_or_create(
            pk=1, defaults={"proofs_required": proofs, "reviews_after_publication": reviews}
        )
        self.reviews = reviews
        for name in ("writer", "editor"):
            self.write(name, [])

    places = st.integers(0, 2)
    choices = st.integers(0, 500)
    who = st.sampled_from(sorted(PEOPLE))
    editors = st.sampled_from(["editor", "editor 2", "head", "head 2", "chief", "chief 2", "root", "writing root"])

    @rule(name=st.sampled_from(["writer", "other writer", "editor", "writing root"]),
          bylines=st.lists(st.sampled_from(NAMED), max_size=2, unique=True))  # fmt: skip
    def write(self, name, bylines):
        if len(self.pieces) == 3:
            return
        article = Article(headline=f"稿{len(self.pieces)}", body="<p>正文。</p>")
        with workflow.saving(article, self.people[name]):
            for order, byline in enumerate(bylines):
                Byline.objects.create(article=article, reporter=self.reporters[byline], order=order)
        self.pieces.append(article.pk)
        self.touched.add(article.pk)
        done["transitions"] += 1
        done["created"] += 1

    @rule(place=places, choice=choices, other=choices)
    def work(self, place, choice, other):
        """Somebody who may do something does it."""
        article = Article.objects.get(pk=self.pieces[place % len(self.pieces)])
        states = workflow.states_of(article)
        open_to = [
            (verb, name)
            for verb, row in TRANSITIONS.items()
            if row.states & states
            for name, person in self.people.items()
            if has_right(verb, article, person)
        ]
        verb, name = open_to[choice % len(open_to)]
        self.attempt(name, place, VERBS[verb], **self.arguments(verb, article, other))

    @rule(place=places, choice=choices, other=choices)
    def work_more(self, place, choice, other):
        self.work(place, choice, other)

    @rule(place=places, steps=st.integers(3, 12), later=st.booleans())
    def push(self, place, steps, later):
        """The next steps as they should be: chance alone rarely gets a piece to its readers."""
        for _ in range(steps):
            article = Article.objects.get(pk=self.pieces[place % len(self.pieces)])
            lacking = article.status == Status.APPROVED and any(
                "校" in sentence for sentence in workflow.missing_for_publication(article)
            )
            wanted = ["sign_proof"] if lacking else ["submit", "approve", "publish", "republish", "restore_"]
            done_by = next(
                (
                    (verb, name)
                    for name in ("writer", "proofreader", "editor", "head", "chief", "head 2", "chief 2", "root")
                    for verb in workflow.allowed_verbs(article, self.people[name])
                    if verb in wanted
                ),
                None,
            )
            if done_by is None:
                return
            verb, name = done_by
            self.attempt(name, place, VERBS[verb], **self.arguments(verb, article, 0 if later else 1))

    @rule(name=who, place=places, verb=st.sampled_from(sorted(VERBS)), choice=choices, stale=st.booleans())
    def press_anything(self, name, place, verb, choice, stale):
        """Forged, too early, too late, or on what stood there an hour ago."""
        article = Article.objects.get(pk=self.pieces[place % len(self.pieces)])
        self.attempt(name, place, VERBS[verb], stale=stale, **self.arguments(verb, article, choice))

    @rule(place=places)
    def read(self, place):
        """Somebody opens the piece; what he does later may be on an old version."""
        pk = self.pieces[place % len(self.pieces)]
        self.stale[pk] = Article.objects.get(pk=pk)

    def edit(self, name, place, change, stale=False):
        def save(article, by):
            with workflow.pending_rows(article.pk):
                edited = Article.objects.get(pk=article.pk)
                edited.version, edited.status = article.version, article.status
                with workflow.saving(edited, by):
                    change(edited)

        self.attempt(name, place, save, stale=stale)

    @precondition(lambda self: self.stale)
    @rule(name=editors, place=places, word=st.sampled_from("甲乙丙"))
    def rewrite_what_he_read(self, name, place, word):
        self.rewrite(name, place, word, True)

    @rule(name=who, place=places, word=st.sampled_from("甲乙丙"), stale=st.booleans())
    def rewrite(self, name, place, word, stale):
        self.edit(
            name, place, lambda piece: Article.objects.filter(pk=piece.pk).update(body=f"<p>{word}</p>"), stale=stale
        )

    @rule(name=editors, place=places, byline=st.sampled_from(NAMED), photo=st.booleans())
    def credit(self, name, place, byline, photo):
        """A person is named, or is no longer; a picture comes, or goes: with it who may sign."""

        def change(piece):
            gone, _ = piece.bylines.filter(reporter=self.reporters[byline]).delete()
            if not gone:
                Byline.objects.create(article=piece, reporter=self.reporters[byline])
            if photo and not piece.uses.filter(photo=self.photo).delete()[0]:
                piece.uses.create(photo=self.photo)

        self.edit(name, place, change)

    @rule(name=who, place=places, tag=st.sampled_from(["湿地", "候鸟"]))
    def arrange(self, name, place, tag):
        self.edit(name, place, lambda piece: piece.tags.set([tag]))

    @rule(name=editors, place=places, number=st.integers(1, 4))
    def restore(self, name, place, number):
        self.attempt(name, place, workflow.restore, number)

    @precondition(lambda self: self.is_waiting)
    @rule()
    def hours_pass(self):
        Article.objects.filter(publish_at__gt=timezone.now()).update(publish_at=timezone.now())
        self.touched |= set(self.pieces)
        self.is_waiting = False

    @precondition(lambda self: self.is_pictured)
    @rule()
    def caption_changes_in_the_library(self):
        done["captions"] += 1
        Photo.objects.filter(pk=self.photo.pk).update(caption=f"说明{done['captions']}")
        users = Article.objects.filter(uses__photo=self.photo, uses__caption="")
        self.drifted |= set(users.values_list("pk", flat=True))
        self.touched |= set(self.pieces)
        self.is_pictured = False

    # What must be true --------------------------------------------------------------------------
    @invariant()
    def log_is_whole_and_only_grows(self):
        previous, last = self.last_entry
        for entry in LogEntry.objects.filter(pk__gt=last).order_by("pk"):
            assert entry.previous_hash == previous
            assert hash_of(entry) == entry.hash
            previous, last = entry.hash, entry.pk
        self.last_entry = (previous, last)

    @invariant()
    def every_piece_is_in_order(self):
        for article in Article.objects.filter(pk__in=self.touched).select_related("pending"):
            self.is_waiting |= article.is_scheduled
            self.is_pictured |= article.uses.exists()
            taken = revisions.snapshot(article)
            self.version_grows(article, taken)
            self.signatures_fit(article, taken)
            self.revisions_are_kept(article, taken)
            if article.status == Status.PUBLISHED and article.pk not in self.drifted:
                self.readers_see_what_was_signed(article, revisions.text_sha256(taken))
        self.touched = set()

    def version_grows(self, article, taken):
        text = revisions.text_sha256(taken) if article.pk not in self.drifted else ""
        now = (article.status, article.round, article.pending_id, article.pending_step, article.binned_at,
               article.withdrawn_at, text)  # fmt: skip
        version, before = self.seen.get(article.pk, (0, None))
        assert article.version >= version
        if before is not None and before != now and "" not in (before[-1], now[-1]):
            assert article.version > version, (before, now)
        self.seen[article.pk] = (article.version, now)

    def signatures_fit(self, article, taken):
        """Each standing signature of the round is under the text that it must fit, by people who may sign it."""
        text = article.pending.text_sha256 if article.pending else revisions.text_sha256(taken)
        reviews = list(Review.objects.filter(article=article, round=article.round, decision="passed", voided_at=None))
        if article.pk not in self.drifted:
            assert {review.text_sha256 for review in reviews} <= {text}
        assert len({review.reviewer_id for review in reviews}) == len(reviews)
        here = article.pending_step if article.pending else article.status
        if here in WAY and here != Status.DRAFT and article.pk not in self.drifted:
            steps = [step for step in STEPS if WAY.index(step) < WAY.index(here)]
            if article.pending:
                steps = [step for step in steps if step in STEPS[3 - max(self.reviews, 1) :]]
            assert {review.step for review in reviews} == {str(step) for step in steps}
        for signature in (*reviews, *Proof.objects.filter(article=article, voided_at=None)):
            assert signature.text_sha256 == signature.revision.text_sha256

    def revisions_are_kept(self, article, taken):
        if article.pk in self.drifted:
            return
        newest = revisions.latest(article)
        assert newest is not None
        assert revisions.changed_fields(newest.snapshot, taken) == []

    def readers_see_what_was_signed(self, article, text):
        """Three people who are not authors have signed it, or it is loud in the log, or the settings ask for less."""
        shown = LogEntry.objects.filter(article=article.pk, verb__endswith="publish").first()
        if shown.is_loud and shown.text_sha256 == text:
            return
        passed = Review.objects.filter(article=article, text_sha256=text, decision="passed")
        for round in set(passed.values_list("round", flat=True)):
            signed = passed.filter(round=round, voided_at=None)
            people = {review.reviewer_id for review in signed}
            assert not any(self.is_author(article, person) for person in people)
            if {review.step for review in signed} == set(map(str, STEPS)) and len(people) == 3:
                # Proofs are asked for before publication; a change after it waits for reviews alone.
                assert signed.filter(revision__kind="pending").exists() or self.is_proofed(article, round, text)
                return
            applied = signed.filter(revision__kind="pending")
            if 0 < self.reviews <= applied.count() and applied.filter(step=Status.FINAL_REVIEW).exists():
                return
        if self.reviews == 0:
            saved = Revision.objects.filter(article=article, text_sha256=text, kind__in=["saved", "restored"])
            if any(row.author.has_perm("articles.publish_article") for row in saved):
                return
        raise AssertionError(f"nobody signed what readers see of {article.pk}: {article.status_label}")

    def is_proofed(self, article, round, text):
        proofs = {proof.number: proof for proof in Proof.objects.filter(article=article, round=round, voided_at=None)}
        required = SiteSettings.current().proofs_required
        return not required or (set(range(1, required + 1)) <= set(proofs) and proofs[max(proofs)].text_sha256 == text)

    def is_author(self, article, person):
        with connection.cursor() as cursor:
            cursor.execute("SELECT articles_is_author(%s, %s)", [article.pk, person])
            return cursor.fetchone()[0]


@pytest.mark.django_db
def test_newsroom_at_random_keeps_its_rules(roles):
    Newsroom.people = {
        name: factories.user(role, is_superuser=not role, username=name) for name, role in PEOPLE.items()
    }
    done.clear()

    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS_OF_A_RUN, deadline=None, database=None,
            derandomize=not IS_LONG, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

    print(f"\n{done['runs']} runs, {done['transitions']} transitions, {done['refused']} refusals, "
          f"{done['forbidden']} forbidden, {done['conflicts']} conflicts: {dict(done.most_common())}")  # fmt: skip
    assert done["transitions"] > 100
    assert done["publish"] > 0

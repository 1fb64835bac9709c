"""Two people at one piece at the same moment: `.venv/bin/python -m benchmarks.races [PAIRS]` (default 200).

Makes a database of its own, starts two processes with a connection each, and lets them act on the same version of the
same piece when both are ready. Afterwards: who was told that it is done must find it in the database (a revision, a
signature, an entry in the log), and who was not must have been told so, in a sentence, with what he typed still in his
hands. Prints a table; exits with 1 if anything was lost, or somebody was told nothing.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIRST, SECOND = "<p>第一个人写的。</p>", "<p>第二个人写的。</p>"
# name: (state in which the piece is, what the first does, what the second does)
PAIRS: dict[str, tuple[str, str, str]] = {
    "save, save": ("draft", "save", "save"),
    "save, save of another field": ("first_review", "save", "save headline"),
    "save, approve": ("first_review", "save", "approve"),
    "approve, approve": ("second_review", "approve", "approve"),
    "approve, return": ("final_review", "approve", "return"),
    "sign proof, sign proof": ("first_review", "proof", "proof"),
    "sign proof, save": ("first_review", "proof", "save"),
    "publish, save": ("approved", "publish", "save"),
    "publish, publish": ("approved", "publish", "publish"),
    "publish, return": ("approved", "publish", "return"),
    "submit, bin": ("draft", "submit", "bin"),
    "withdraw, correct": ("published", "withdraw", "correct"),
    "save after publication, withdraw": ("published", "save", "withdraw"),
    "approve a pending change, discard it": ("pending", "approve", "discard"),
    "last review of a pending change, save": ("almost applied", "approve", "save"),
    "unschedule, save": ("scheduled", "unschedule", "save"),
}
# An act that changes neither state nor version: with it both may be done, in either order.
NEUTRAL = frozenset({"proof"})


@dataclass(frozen=True)
class Outcome:
    """What one person was told: `done`, or `told` with the sentence; `crash` is what nobody should see."""

    kind: str
    sentence: str = ""
    kept: bool = True  # what he typed is still in his hands


# What is done (in a process, or a thread, with a connection of its own) -------------------------
def acts() -> dict[str, Callable[[Any, Any, bool], Any]]:
    from articles import workflow

    def save(article: Any, by: Any, is_first: bool) -> None:
        with workflow.pending_rows(article.pk):
            if article.pending_id:
                article.refresh_from_db(fields=["headline"])
            article.body = FIRST if is_first else SECOND
            workflow.save(article, by)

    def save_headline(article: Any, by: Any, is_first: bool) -> None:
        article.headline = f"{article.headline}（改）"
        workflow.save(article, by)

    return {
        "save": save,
        "save headline": save_headline,
        "approve": lambda article, by, first: workflow.approve(article, by, "同意发表。"),
        "return": lambda article, by, first: workflow.return_(article, by, "请核实。"),
        "proof": lambda article, by, first: workflow.sign_proof(article, by, workflow.proofs.next_proof(article)),
        "publish": lambda article, by, first: workflow.publish(article, by),
        "submit": lambda article, by, first: workflow.submit(article, by),
        "bin": lambda article, by, first: workflow.bin_(article, by),
        "withdraw": lambda article, by, first: workflow.withdraw(article, by, "有误"),
        "correct": lambda article, by, first: workflow.correct(article, by, "应为四人。"),
        "discard": lambda article, by, first: workflow.discard(article, by),
        "unschedule": lambda article, by, first: workflow.unschedule(article, by),
    }


def act(name: str, article: Any, by: Any, is_first: bool) -> Outcome:
    from articles.workflow import WorkflowError

    try:
        acts()[name](article, by, is_first)
    except WorkflowError as refusal:
        kept = not name.startswith("save") or article.body in (FIRST, SECOND) or "（改）" in article.headline
        return Outcome("told", str(refusal), kept)
    except Exception as error:
        return Outcome("crash", repr(error)[:300])
    return Outcome("done")


# The piece, and the judgement -------------------------------------------------------------------
def people(number: int) -> list[Any]:
    from django.contrib.auth.models import User

    made = [User(username=f"race-{number}-{place}", is_superuser=True, is_staff=True) for place in range(8)]
    return User.objects.bulk_create(made)


def piece(state: str, crowd: list[Any], number: int) -> Any:
    """A piece in `state` whose earlier steps were signed by the rest of the crowd: the first two will race."""
    from django.utils import timezone

    from articles import workflow
    from articles.models import Article

    article = Article(headline=f"赛跑{number}", body="<p>原文。</p>")
    workflow.save(article, crowd[7])
    if state == "draft":
        return article
    workflow.submit(article, crowd[7])
    reviews = {"first_review": 0, "second_review": 1, "final_review": 2}.get(state, 3)
    for reviewer in crowd[2 : 2 + reviews]:
        workflow.approve(article, reviewer)
    if reviews < 3:
        return article
    for proof in (1, 2, 3):
        workflow.sign_proof(article, crowd[5], proof)
    if state == "approved":
        return article
    later = timezone.now() + timedelta(hours=1) if state == "scheduled" else None
    workflow.publish(article, crowd[6], later)
    if state in ("pending", "almost applied"):
        article.body = "<p>待审的修改。</p>"
        workflow.save(article, crowd[6])
    if state == "almost applied":
        for reviewer in crowd[2:4]:
            workflow.approve(article, reviewer)
    return article


def judge(names: tuple[str, str], article: Any, crowd: list[Any], outcomes: tuple[Outcome, Outcome]) -> list[str]:
    """What is wrong with how the race ended; nothing, when all is well."""
    from articles.models import LogEntry, Revision

    wrong = [f"crash: {outcome.sentence}" for outcome in outcomes if outcome.kind == "crash"]
    wrong += ["told nothing" for outcome in outcomes if outcome.kind == "told" and not outcome.sentence]
    wrong += ["what he typed is gone" for outcome in outcomes if not outcome.kept]
    done = [outcome.kind == "done" for outcome in outcomes]
    if not any(done):
        wrong.append("neither was done")
    if all(done) and not NEUTRAL & set(names):
        wrong.append("both were told that it is done")
    if names == ("proof", "proof") and all(done):
        wrong.append("one proof, signed twice")
    for name, outcome, by, is_first in zip(names, outcomes, crowd, (True, False), strict=False):
        entries = LogEntry.objects.filter(article=article.pk, actor=by).exclude(verb__in=("refused", "void"))
        if (outcome.kind == "done") != entries.exists():
            wrong.append(f"{name} was {outcome.kind}, and the log says otherwise")
        if name == "save" and outcome.kind == "done":
            text = FIRST if is_first else SECOND
            kept = [row.snapshot["text"]["body"] for row in Revision.objects.filter(article=article.pk, author=by)]
            if text not in kept:
                wrong.append("a save that was acknowledged is in no revision")
    return wrong


# Two processes ----------------------------------------------------------------------------------
def start(folder: Path) -> dict[str, str]:
    """The environment of a database of its own, and Django in this process on it."""
    environment = {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR": str(folder / "var"), "NEWSROOM_MEDIA": str(folder / "media")}
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="newsroom.settings")
    import django

    django.setup()
    return dict(os.environ)


def runner() -> None:
    """One of the two: reads a line with what to do, says `ready`, reads `go`, does it, says how it ended."""
    import django

    django.setup()
    from django.contrib.auth.models import User

    from articles.models import Article

    for line in sys.stdin:
        order = json.loads(line)
        article, by = Article.objects.get(pk=order["article"]), User.objects.get(pk=order["by"])
        by.has_perm("articles.change_article")
        print("ready", flush=True)
        sys.stdin.readline()
        outcome = act(order["act"], article, by, order["first"])
        print(json.dumps([outcome.kind, outcome.sentence, outcome.kept]), flush=True)


class Runner:
    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.races", "--runner"], cwd=ROOT, env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.orders, self.answers = self.process.stdin, self.process.stdout

    def prepare(self, article: Any, by: Any, name: str, is_first: bool) -> None:
        self.orders.write(json.dumps({"article": article.pk, "by": by.pk, "act": name, "first": is_first}) + "\n")
        assert self.answers.readline().strip() == "ready"

    def go(self) -> None:
        self.orders.write("go\n")

    def outcome(self) -> Outcome:
        return Outcome(*json.loads(self.answers.readline()))


def race(runners: list[Runner], number: int, name: str) -> tuple[tuple[Outcome, Outcome], list[str]]:
    state, *names = PAIRS[name]
    crowd = people(number)
    article = piece(state, crowd, number)
    for place, one in enumerate(runners):
        one.prepare(article, crowd[place], names[place], place == 0)
    # Each begins first in turn: both have all that they need, and only wait for the line.
    for one in runners if number // len(PAIRS) % 2 else reversed(runners):
        one.go()
    outcomes = (runners[0].outcome(), runners[1].outcome())
    return outcomes, judge((names[0], names[1]), article, crowd, outcomes)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    folder = Path(tempfile.mkdtemp(prefix="newsroom-races-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before the server's own farewell, so after it
    environment = start(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("setup_newsroom", verbosity=0)
    runners = [Runner(environment), Runner(environment)]
    tally: dict[str, Counter[str]] = {name: Counter() for name in PAIRS}
    bad: list[str] = []
    for number in range(count):
        name = list(PAIRS)[number % len(PAIRS)]
        outcomes, wrong = race(runners, number, name)
        kinds = [outcome.kind for outcome in outcomes]
        tally[name].update(pairs=1, told=kinds.count("told"), wrong=bool(wrong))
        tally[name]["first" if kinds == ["done", "told"] else "second" if kinds[0] == "told" else "both"] += 1
        bad += [f"{name} ({number}): {line}; {outcomes}" for line in wrong]
    for one in runners:
        one.orders.close()
        one.process.wait(60)
    from articles.workflow.log import broken_links, broken_revisions

    report(tally, [*bad, *broken_links(), *broken_revisions()])
    return 1 if bad else 0


def report(tally: dict[str, Counter[str]], bad: list[str]) -> None:
    columns = ("pairs", "first", "second", "both", "told", "wrong")
    print(f"{'':42}" + "".join(f"{name:>8}" for name in columns))
    for name, row in tally.items():
        print(f"{name:42}" + "".join(f"{row[column]:8}" for column in columns))
    total: Counter[str] = sum(tally.values(), Counter())
    print(f"{'together':42}" + "".join(f"{total[column]:8}" for column in columns))
    print("\n".join(bad) if bad else "Nothing acknowledged was lost; everybody else was told; log and texts are whole.")


if __name__ == "__main__":
    if sys.argv[1:] == ["--runner"]:
        runner()
    else:
        sys.exit(main())

"""Two people at one piece at the same moment, each with a connection of his own (benchmarks/races.py in small)."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article
from articles.workflow.log import broken_links, broken_revisions
from benchmarks.races import PAIRS, Outcome, act, judge, people, piece

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", PAIRS)
def test_one_of_two_wins_and_the_other_is_told(name):
    state, *names = PAIRS[name]
    crowd = people(0)
    article = piece(state, crowd, 0)
    outcomes: list[Outcome] = [Outcome("nothing"), Outcome("nothing")]
    both_ready = threading.Barrier(2)

    def run(place):
        try:
            mine, by = Article.objects.get(pk=article.pk), User.objects.get(pk=crowd[place].pk)
            both_ready.wait(60)
            outcomes[place] = act(names[place], mine, by, place == 0)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert judge((names[0], names[1]), article, crowd, (outcomes[0], outcomes[1])) == []
    assert list(broken_links()) == []
    assert list(broken_revisions()) == []


def test_judge_notices_what_is_lost():
    crowd = people(1)
    article = piece("draft", crowd, 1)

    wrong = judge(("save", "save"), article, crowd, (Outcome("done"), Outcome("done")))

    assert "both were told that it is done" in wrong
    assert "a save that was acknowledged is in no revision" in wrong

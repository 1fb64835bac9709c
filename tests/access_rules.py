"""Who may open which address: the rules, said once and without the help of the code that they judge.

An answer is one of: open, conflict (not from this state, or not like this: 400, 409, 412), login, forbidden, missing,
gone, method; and unchanged where a refusal is a sentence on the page that it leads back to.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.newsroom import PUBLIC

VISITOR, READER, AUTHOR = "访客", "读者账号", "作者"  # the author is a 记者; everything in the newsroom is his
ROLES = ["通讯员", "记者", "摄影", "责任编辑", "部主任", "总编辑", "校对", "管理员"]
PEOPLE = [VISITOR, READER, AUTHOR, *ROLES]

EDITORS = {"责任编辑", "部主任", "总编辑", "管理员"}
PUBLISHERS = {"总编辑", "管理员"}
WRITERS = {AUTHOR, "通讯员", "记者", *EDITORS}
STAFF = {AUTHOR, *ROLES}
IN_REVIEW = ("first_review", "second_review", "final_review")
# v view, a add, c change, d delete of the admin, in the order of ROLES.
ADMIN = {
    "correction":   ["v", "v", "v", "v", "v", "vac", "v", "vacd"],
    "tag":          ["va", "va", "v", "vac", "vacd", "vacd", "v", "vacd"],
    "photo":        ["v", "va", "vac", "vac", "vacd", "vacd", "v", "vacd"],
    "rendition":    ["", "", "", "", "", "", "", "v"],
    "edition":      ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "page":         ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "hotarea":      ["v", "v", "v", "vacd", "vacd", "vacd", "v", "vacd"],
    "reporter":     ["v", "v", "v", "vac", "vac", "vac", "v", "vacd"],
    "column":       ["v", "v", "v", "v", "vac", "vacd", "v", "vacd"],
    "district":     ["v", "v", "v", "v", "v", "vac", "v", "vacd"],
    "topic":        ["", "", "", "vac", "vac", "vacd", "", "vacd"],
    "sitesettings": ["", "", "", "", "", "v", "", "vc"],
    "staticpage":   ["", "", "", "", "", "vc", "", "vacd"],
    "redirect":     ["", "", "", "", "", "vacd", "", "vacd"],
    "user":         ["", "", "", "", "", "", "", "vacd"],
    "group":        ["", "", "", "", "", "", "", "vacd"],
}  # fmt: skip

Rule = Callable[[str, str, str], set[str]]  # (person, method, state) -> the answers that are right


# Rules ----------------------------------------------------------------------------------------------------------------
def sees(who: str, state: str) -> bool:
    """Which piece exists for whom on staff pages; all of them are the author's."""
    if state == "binned":
        return False
    if who in EDITORS or who == AUTHOR or state in PUBLIC:
        return True
    return who == "校对" and state in (*IN_REVIEW, "approved")


def may_change(who: str, state: str) -> bool:
    if state == "withdrawn":
        return who in PUBLISHERS
    return who in EDITORS or (who == "校对" and state in IN_REVIEW) or (who == AUTHOR and state == "draft")


def everybody(who: str, method: str, state: str) -> set[str]:
    """Readers' pages: the same for all; a POST finds nothing to do."""
    return {"open"} if method != "POST" else {"open", "method"}


def when_public(who: str, method: str, state: str) -> set[str]:
    found = everybody(who, method, state)
    return found if state in PUBLIC else found - {"open"} | {"missing"}


def article_page(who: str, method: str, state: str) -> set[str]:
    return {"gone"} if state == "withdrawn" else when_public(who, method, state)


def shared(who: str, method: str, state: str) -> set[str]:
    """A secret link opens for whoever has it, but not to what is withdrawn or binned."""
    if state in ("withdrawn", "binned"):
        return {"missing"}
    return {"open", "forbidden"} if method == "POST" else {"open"}  # a remark without the page's seal is refused


def staff(allowed: set[str] = STAFF, *, get: bool = True, post: bool = True, head: bool = True) -> Rule:
    """A page of the desk for some; `get`, `post`, `head`: which methods it knows."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get and head, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "conflict"} if who in allowed else {"forbidden"}

    return rule


def piece(allowed: Callable[[str, str], bool] | set[str], *, get: bool = False, post: bool = False,
          head: bool = True, ends: str = "open conflict") -> Rule:  # fmt: skip
    """An address that names a piece: it is not there for those who do not see the piece."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get and head, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if not sees(who, state):
            return {"missing"}
        may = who in allowed if isinstance(allowed, set) else allowed(who, state)
        return set(ends.split()) if may else {"forbidden"}

    return rule


def either(get: Rule, post: Rule) -> Rule:
    return lambda who, method, state: (post if method == "POST" else get)(who, method, state)


def staff_without_post(who: str, method: str, state: str) -> set[str]:
    """The admin asks who it is before it asks how."""
    return {"login"} if who not in STAFF else {"method"}


def own(post: bool, others: set[str] = frozenset()) -> Rule:  # type: ignore[assignment]
    """What is the author's alone (and `others`'); for everybody else on the staff it is not there."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if (method == "POST") != post:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "conflict"} if who == AUTHOR or who in others else {"missing"}

    return rule


def own_with_right(rule: Rule, right: set[str]) -> Rule:
    """`rule`, behind a permission that is asked for first."""

    def checked(who: str, method: str, state: str) -> set[str]:
        found = rule(who, method, state)
        return found if who not in STAFF or found == {"method"} or who in right else {"forbidden"}

    return checked


# verb of /desk/articles/<pk>/<verb>/: who holds it, from which states it goes, on whose pieces
VERBS: dict[str, tuple[set[str], tuple[str, ...], set[str]]] = {
    "submit": (WRITERS, ("draft", "pending"), {AUTHOR, *EDITORS}),
    "take_back": (WRITERS, ("first_review",), {AUTHOR}),
    "approve": (EDITORS, (*IN_REVIEW, "pending"), EDITORS),
    "return": (EDITORS, (*IN_REVIEW, "approved", "pending"), EDITORS),
    "discard": (EDITORS, ("pending",), EDITORS),
    "publish": (PUBLISHERS, ("approved",), PUBLISHERS),
    "unschedule": (PUBLISHERS, ("scheduled",), PUBLISHERS),
    "emergency_publish": (PUBLISHERS, ("draft", *IN_REVIEW, "approved"), PUBLISHERS),
    "withdraw": (PUBLISHERS, ("scheduled", "published", "pending"), PUBLISHERS),
    "republish": (PUBLISHERS, ("withdrawn",), PUBLISHERS),
    "reopen": (PUBLISHERS, ("withdrawn",), PUBLISHERS),
    "bin": ({*WRITERS, "校对"}, ("draft",), {AUTHOR, *PUBLISHERS}),
}
# Which reviews a post may sign.
SIGNS = {"责任编辑": {"first_review", "pending"}, "部主任": {"first_review", "second_review", "pending"},
         "总编辑": {*IN_REVIEW, "pending"}, "管理员": {*IN_REVIEW, "pending"}}  # fmt: skip


def verb(name: str) -> Rule:
    holders, states, whose = VERBS.get(name, (set(), (), set()))

    def rule(who: str, method: str, state: str) -> set[str]:
        if method == "HEAD":
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if not sees(who, state) or name not in VERBS:
            return {"missing"}
        holds = who in holders
        if name == "approve" and state in (*IN_REVIEW, "pending"):
            holds = state in SIGNS.get(who, ())
        goes = holds and state in states and who in whose
        if method == "GET":
            return {"open", "forbidden"} if goes else {"forbidden"}
        if goes:
            return {"open", "conflict"}
        return {"conflict", "forbidden"} if holds else {"forbidden"}

    return rule


def admin(model: str, right: str) -> Rule:
    def rule(who: str, method: str, state: str) -> set[str]:
        if who not in STAFF:
            return {"login"}
        rights = ADMIN[model][ROLES.index("记者" if who == AUTHOR else who)]
        if right in rights:
            return {"open", "conflict"}
        return {"forbidden", "missing"}

    return rule


def admin_article(page: str) -> Rule:
    def rule(who: str, method: str, state: str) -> set[str]:
        if who not in STAFF:
            return {"login"}
        if page == "changelist":
            return {"open"}
        if page == "add":
            return {"open"} if who in WRITERS else {"forbidden"}
        if not sees(who, state):
            return {"missing", "forbidden"}
        if page == "change" and method == "POST":
            return {"open", "conflict"} if may_change(who, state) else {"forbidden"}
        if page == "delete":
            return {"open", "conflict"} if who in PUBLISHERS or (who, state) == (AUTHOR, "draft") else {"forbidden"}
        return {"open"}

    return rule


IMPORTERS = {AUTHOR, "记者", *EDITORS}
RECORD = {AUTHOR, *EDITORS}
WORKERS = {*RECORD, "校对"}  # who works on pieces; others read what is published


def of_import(*, get: bool = False, post: bool = False) -> Rule:
    """An import of the author's: for him and for editors; the desk itself asks for its permission first."""
    base = own(post, EDITORS)

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get, "POST": post}[method]:
            return {"method"}
        found = base(who, "POST" if post else "GET", state)
        if who not in STAFF or who in IMPORTERS:
            return found | ({"missing"} if get else set())  # it has no page image and no picture
        return {"forbidden"}

    return rule


def assignment(*, get: bool = False, post: bool = False, allowed: set[str] = RECORD) -> Rule:
    """An assignment that the author has: others than he and the editors do not see it."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if not {"GET": get, "HEAD": get, "POST": post}[method]:
            return {"method"}
        if who not in STAFF:
            return {"login"}
        if who not in RECORD:
            return {"missing", "forbidden"}
        return {"open", "conflict"} if who in allowed else {"forbidden", "conflict"}

    return rule


UPLOADERS = {AUTHOR, "记者", "摄影", *EDITORS}
CHANGE_PHOTOS = {"摄影", *EDITORS}


def quiet(allowed: set[str]) -> Rule:
    """A POST whose refusal is a sentence on the page that it leads back to: then nothing may have been written."""

    def rule(who: str, method: str, state: str) -> set[str]:
        if method != "POST":
            return {"method"}
        if who not in STAFF:
            return {"login"}
        return {"open", "unchanged"} if who in allowed else {"unchanged", "forbidden"}

    return rule


def named(names: str, rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), rule)


# Name of the address: its rule. The one place; an address that is not here fails the test.
RULES: dict[str, Rule] = {
    **named(
        "home districts district column reporters reporter photos paper edition page archive archive_day "
        "corrections static_page feed_rss feed_atom feed_json feed_district_rss feed_district_atom feed_district_json "
        "feed_column_rss feed_column_atom feed_column_json sitemap sitemap_section "
        "news_sitemap robots page_pdf favicon healthz readyz tag service_worker manifest still_public offline "
        "search search_suggest topics topic kind archive_year archive_month reporter_photos",
        everybody,
    ),
    **named("article paper_story", article_page),
    "indexnow_key": lambda who, method, state: {"method"} if method == "POST" else {"missing"},  # it is not set
    "report": lambda who, method, state: {"forbidden"} if method == "POST" else {"open"},  # without its seal
    "photo": when_public,
    "rendition": lambda who, method, state: (
        {"method"} if method == "POST" else {"open"} if state in PUBLIC or who in STAFF else {"missing"}
    ),
    "shared_preview": shared,
    "shared_preview_picture": lambda who, method, state: (
        {"method"} if method == "POST" else shared(who, method, state)
    ),
    # the desk
    "desk": staff(post=False),
    "desk_live": staff(post=False),
    "desk_search": staff(post=False),
    "desk_colleagues": staff(post=False),
    "desk_inbox": staff(post=False),
    "desk_inbox_read": staff(get=False),
    "desk_unread": staff(post=False),
    "desk_inbox_open": own(post=True),
    **named("desk_article desk_article_now desk_revisions desk_compare", piece(WORKERS, get=True)),
    "desk_comment": piece(WORKERS, post=True),
    "desk_comment_settle": piece({AUTHOR, *EDITORS}, post=True),
    "desk_proof": piece({"校对", "管理员"}, post=True),
    "desk_catch": piece({"校对", "管理员"}, post=True),
    "desk_catch_resolve": piece(may_change, post=True),
    "desk_revision_restore": piece(may_change, post=True),
    "desk_preview": piece(STAFF, get=True, ends="open"),
    "desk_links": either(
        piece(RECORD, get=True),
        piece(lambda who, state: who in RECORD and state != "withdrawn", post=True),
    ),
    "desk_link_revoke": piece(RECORD, post=True),
    "desk_sheet": piece(WORKERS, get=True, ends="open"),
    "desk_sheet_pdf": piece(WORKERS, get=True, ends="open"),
    **named(
        "desk_home desk_home_stories desk_home_preview desk_home_history desk_home_layout desk_topics desk_topic "
        "desk_topic_stories desk_topic_preview",
        staff(EDITORS, post=False),
    ),
    **named("desk_home_step desk_home_publish desk_home_restore desk_topic_step", staff(EDITORS, get=False)),
    "desk_log": staff(PUBLISHERS, post=False),
    **named("desk_reports desk_report", staff(EDITORS, post=False)),
    "desk_report_act": staff(EDITORS, get=False),
    "desk_log_csv": staff(PUBLISHERS, post=False),
    "desk_draft": piece(STAFF, get=True, post=True),
    "desk_new_draft": staff(WRITERS, get=False),
    **named(
        "desk_session desk_signed_in desk_presence desk_drafts desk_bin",
        staff(post=False),
    ),
    "desk_my_draft": own(post=False),
    "desk_bin_restore": lambda who, method, state: (
        {"method"} if method != "POST" else {"login"} if who not in STAFF
        else {"missing"} if state != "binned" or who not in RECORD
        else {"open"} if who in {AUTHOR, *PUBLISHERS} else {"unchanged"}
    ),
    **named(
        "desk_photo_choose desk_photo_thumbnail",
        staff(post=False),
    ),
    # the paper: editors make it, heads sign pages off, chiefs publish
    "desk_paper": staff(EDITORS, post=False),
    "desk_paper_add": staff(EDITORS, get=False),
    **named("desk_edition desk_page desk_page_stories", staff(EDITORS, post=False)),
    **named(
        "desk_edition_page desk_page_areas desk_page_name desk_page_file desk_page_remove",
        staff(EDITORS, get=False),
    ),
    "desk_page_use_file": lambda who, method, state: (
        {"missing"} if method == "POST" and who in EDITORS else staff(EDITORS, get=False)(who, method, state)
    ),
    "desk_page_sign": staff({"部主任", "总编辑", "管理员"}, get=False),
    **named("desk_edition_publish desk_edition_withdraw", staff(PUBLISHERS, get=False)),
    # the import desk
    "desk_import": staff(IMPORTERS, post=False),
    **named(
        "desk_import_paste desk_import_upload",
        staff(IMPORTERS, get=False),
    ),
    **named(
        "desk_import_sheet desk_import_status desk_import_picture desk_import_page_image",
        of_import(get=True),
    ),
    **named(
        "desk_import_again desk_import_discard desk_import_restore desk_import_steps "
        "desk_import_undo desk_import_redo desk_import_drafts",
        of_import(post=True),
    ),
    # Where a page stands is the editors'; what a piece was made of is shown to whoever sees the piece.
    "desk_import_place": lambda who, method, state: (
        {"forbidden"} if who == AUTHOR and method == "POST" else of_import(post=True)(who, method, state)
    ),
    "desk_import_source": lambda who, method, state: (
        {"missing"} if who in STAFF - IMPORTERS and method != "POST" else of_import(get=True)(who, method, state)
    ),
    # the plan
    "desk_plan": staff(post=False),
    "desk_assignment_add": staff(EDITORS, head=False),
    "desk_assignment": assignment(get=True),
    "desk_assignment_edit": lambda who, method, state: (
        {"method"} if method == "HEAD" else {"login"} if who not in STAFF
        else {"open", "conflict"} if who in EDITORS else {"forbidden", "missing"}
    ),
    "desk_assignment_move": assignment(post=True, allowed=EDITORS),
    "desk_assignment_connect": assignment(post=True),
    "desk_assignment_act": assignment(post=True, allowed=EDITORS),
    # the photo desk: everybody on the staff looks, those who upload have shoots, those who change photos change them
    **named("photo_library photo_state", staff(post=False)),
    "photo_detail": either(
        staff(),
        lambda who, method, state: (
            {"login"} if who not in STAFF
            else {"open", "conflict"} if who in CHANGE_PHOTOS else {"forbidden", "conflict"}
        ),
    ),
    "photo_bulk": quiet(CHANGE_PHOTOS),
    "photo_merge": quiet(CHANGE_PHOTOS),
    **named("photo_focal photo_turn", staff(CHANGE_PHOTOS, get=False)),
    **named(
        "photo_cut photo_file photo_earlier photo_act",  # 403 is also said for what cannot be done
        lambda who, method, state: (
            staff(CHANGE_PHOTOS, get=False)(who, method, state)
            | ({"forbidden"} if who in CHANGE_PHOTOS and method == "POST" else set())
        ),
    ),
    "photo_original": staff(CHANGE_PHOTOS, post=False),
    **named("photo_upload_page photo_upload_states", staff(UPLOADERS, post=False)),
    **named("photo_known photo_shoots", staff(UPLOADERS, get=False)),
    **named("photo_shoot photo_shoot_drafts", own_with_right(own(post=False, others=EDITORS), UPLOADERS)),
    **named(
        "photo_shoot_cards photo_shoot_save photo_shoot_order photo_shoot_level photo_shoot_finish photo_shoot_story "
        "photo_shoot_insert",
        own_with_right(own(post=True, others=EDITORS), UPLOADERS),
    ),
    **named(
        "photo_shoot_leave photo_shoot_take photo_shoot_turn",  # the shoot has no such picture
        own_with_right(lambda who, method, state: own(post=True, others=EDITORS)(who, method, state) | (
            {"missing"} if method == "POST" and who in STAFF else set()), UPLOADERS),
    ),
    "photo_uploads": lambda who, method, state: (
        {"login"} if who not in STAFF else {"method", "conflict"} if who in UPLOADERS else {"forbidden"}
    ),
    "photo_upload": lambda who, method, state: (
        {"login"} if who not in STAFF
        else {"missing", "method", "conflict"} if who in UPLOADERS else {"forbidden"}
    ),
    # the admin
    "admin:index": staff(),
    "admin:login": lambda who, method, state: {"open"},
    "admin:logout": lambda who, method, state: {"open"} if who not in STAFF or method == "POST" else {"method"},
    "admin:password_change": staff(),
    "admin:password_change_done": either(staff(), staff_without_post),
    "admin:autocomplete": lambda who, method, state: {"login"} if who not in STAFF else {"forbidden", "method"},
    "admin:jsi18n": either(staff(), staff_without_post),
    "admin:view_on_site": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing"},
    "admin:app_list": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing"},
    "admin:": lambda who, method, state: {"login"} if who not in STAFF else {"open", "missing", "forbidden"},
    "admin:auth_user_password_change": admin("user", "c"),
    **{f"admin:articles_article_{page}": admin_article(page)
       for page in ("changelist", "add", "history", "delete", "change")},
    **{f"admin:{'auth' if model in ('user', 'group') else 'articles'}_{model}_{page}": admin(model, right)
       for model in ADMIN
       for page, right in {"changelist": "v", "add": "a", "history": "v", "delete": "d"}.items()},
    **{f"admin:{'auth' if model in ('user', 'group') else 'articles'}_{model}_change":
       either(admin(model, "v"), admin(model, "c")) for model in ADMIN},
}  # fmt: skip

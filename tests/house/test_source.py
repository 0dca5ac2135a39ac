"""What never stands in the sources. Each rule reads a tree, and is tried on a planted fault."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import SOURCE, Module, modules, plant

JOBS = {"jobs.py", "due.py", "working.py"}
FORBIDDEN_NAMES = {
    *("core", "common", "util", "utils", "helper", "helpers", "misc", "manager", "managers"),
    *("handler", "handlers", "data", "info"),
}
OPENING = ("yarrow.vault.opening", "yarrow.vault.unlocked", "yarrow.vault.unlocking", "yarrow.vault.holders")
# Commands that ask a worker for their own passphrase and second factor, and so may open what that worker may.
OPENS_WITH_PASSPHRASE = ("contacts/management/commands/import.py", "contacts/management/commands/import_.py")
EXTRACTED = tuple(f"yarrow.{room}" for room in ("contacts", "people", "plans", "surveys", "desk", "pocket"))
TOLD = {"project", "by", "at"}
# What a write is not told, and why there is nothing to tell.
NOT_TOLD: dict[str, tuple[set[str], str]] = {
    "open_package": ({"project", "by"}, "the token names the project; nobody has an account"),
    "fetch_file": ({"project", "by"}, "the token names the project; nobody has an account"),
    "answer_package": ({"project", "by"}, "the token names the project; nobody has an account"),
    "enter": ({"by"}, "the phrase says who it is"),
    "begin_project": ({"project"}, "it makes the project"),
    "found_with_new_worker": ({"project"}, "it makes the project"),
    "accept_as_new": ({"project", "by"}, "the link names the project; nobody has an account yet"),
    "accept_as_worker": ({"project", "by"}, "the link names the project, and the role that begins with it"),
    "change_passphrase": ({"project"}, "one account for every project; the trail of each says so"),
    "add_authenticator_app": ({"project"}, "one account for every project; the trail of each says so"),
    "choose_language": ({"project"}, "one account for every project; the trail of each says so"),
    "note_second_factor": ({"project"}, "one account for every project; the trail of each says so"),
}


def orm_in_views(tree: Path) -> list[str]:
    """Views ask querysets of models or a room's queries.py; they never build one."""
    return [
        module.at(node)
        for module in modules(tree)
        if module.is_view
        for node in module.walk(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]


def forbidden_names(tree: Path) -> list[str]:
    """Rooms and drawers are named by what they hold."""
    return [
        module.name
        for module in modules(tree)
        if FORBIDDEN_NAMES & {part.removesuffix(".py").strip("_") for part in Path(module.name).parts}
    ]


def asserts(tree: Path) -> list[str]:
    """An assert vanishes under -O; a rule raises."""
    return [module.at(node) for module in modules(tree) for node in module.walk(ast.Assert)]


def is_job(module: Module) -> bool:
    """Whether this file runs without a person: a job, or a command."""
    return module.path.name in JOBS or (
        "management/commands/" in module.name and module.name not in OPENS_WITH_PASSPHRASE
    )


def opening_in_jobs(tree: Path) -> list[str]:
    """Jobs and commands hold no key and open nothing."""
    return [
        f"{module.name}:{line} {name}"
        for module in modules(tree)
        if is_job(module)
        for line, name in module.imported()
        if name.startswith(OPENING)
    ]


def late_imports(tree: Path) -> list[str]:
    """An import of ours inside a function hides a knot; only `ready()` has to wait for Django."""
    return [
        module.at(node)
        for module in modules(tree)
        for function in module.functions()
        if function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yarrow")
    ]


def signals(tree: Path) -> list[str]:
    """Rooms call each other downward; nothing listens."""
    return [
        f"{module.name}:{line}"
        for module in modules(tree)
        for line, name in module.imported()
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]


def swallowed(tree: Path) -> list[str]:
    """`except …: pass` and bare `except:` hide what went wrong."""
    found = []
    for module in modules(tree):
        for node in module.walk(ast.ExceptHandler):
            if isinstance(node, ast.ExceptHandler):
                empty = all(isinstance(line, ast.Pass) for line in node.body)
                found += [module.at(node)] if empty or node.type is None else []
    return found


def unextracted(tree: Path) -> list[str]:
    """`evaluation` reads other rooms only through their extract."""
    return [
        f"{module.name}:{line} {name}"
        for module in modules(tree)
        if module.name.startswith("evaluation/")
        for line, name in module.imported()
        if name.startswith(EXTRACTED) and ".extract" not in name
    ]


def writes(module: Module) -> list[ast.FunctionDef]:
    """Functions of an actions file for others to call that open a transaction, or leave that to a part."""
    functions = [node for node in module.syntax.body if isinstance(node, ast.FunctionDef)]
    named = {one.name: {getattr(n, "attr", getattr(n, "id", "")) for n in ast.walk(one)} for one in functions}
    parts = {name for name, inside in named.items() if name.startswith("_") and "atomic" in inside}
    return [one for one in functions if one.name not in parts and named[one.name] & {"atomic", *parts}]


def not_told(action: ast.FunctionDef) -> set[str]:
    """Which of project, by and at a write is not told by a keyword of its own."""
    return TOLD - {argument.arg for argument in action.args.kwonlyargs}


def actions(tree: Path) -> list[tuple[Module, ast.FunctionDef]]:
    """Every write of the rooms, with its file."""
    drawers = [one for one in modules(tree) if "actions" in one.name.removesuffix(".py").split("/")]
    return [(module, action) for module in drawers for action in writes(module)]


def loose_actions(tree: Path) -> list[str]:
    """A write is told everything by name: in which project, by whom and at which instant it happens."""
    return [
        f"{module.at(action)} {action.name}"
        for module, action in actions(tree)
        if action.args.posonlyargs
        or action.args.args
        or not_told(action) - NOT_TOLD.get(action.name, (set(), ""))[0]
    ]


def outside_requests(tree: Path) -> list[str]:
    """No page calls anybody: two commands do, one that reads directories of agencies, one that sends messages."""
    callers = ("requests", "urllib.request", "http.client", "httpx", "aiohttp", "smtplib", "ftplib")
    return [
        f"{module.name}:{line}"
        for module in modules(tree)
        for line, name in module.imported()
        if (name.startswith(callers) and not module.name.startswith(CALLING))
        or any(name.startswith(called) and not module.name.startswith(by) for called, by in CALLED.items())
    ]


CALLING = ("agencies/fetching.py", "methods/internet.py", "sending/channels/")
# What calls, and who alone may use it.
CALLED = {
    "yarrow.methods.internet": ("agencies/fetching.py", "sending/channels/"),
    "yarrow.agencies.fetching": ("agencies/management/commands/read_feeds.py",),
    "yarrow.sending.channels": (
        "sending/channels/",
        "sending/lanes.py",
        "sending/sender.py",
        "sending/steps.py",
    ),
    "yarrow.sending.lanes": ("sending/sender.py",),
    "yarrow.sending.steps": ("sending/lanes.py", "sending/sender.py", "demo/handing_over.py"),
    "yarrow.sending.sender": ("sending/management/commands/send.py",),
}
Rule = Callable[[Path], list[str]]
RULES: dict[Rule, tuple[str, str]] = {
    orm_in_views: ("people/views.py", "x = Person.objects.all()\n"),
    forbidden_names: ("people/helpers.py", "x = 1\n"),
    asserts: ("people/rules.py", "assert True\n"),
    opening_in_jobs: ("contacts/jobs.py", "from yarrow.vault.opening import reading\n"),
    late_imports: ("people/rules.py", "def f():\n    from yarrow.contacts import models\n"),
    signals: ("people/apps.py", "from django.db.models.signals import post_save\n"),
    swallowed: ("people/rules.py", "try:\n    x = 1\nexcept ValueError:\n    pass\n"),
    unextracted: ("evaluation/tables.py", "from yarrow.people.models import Person\n"),
    loose_actions: (
        "people/actions.py",
        "@transaction.atomic\ndef add_person(project, *, by, at):\n    pass\n",
    ),
    outside_requests: ("desk/queries.py", "import urllib.request\n"),
}


def named(rule: Rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_source_keeps_the_rule(rule: Rule) -> None:
    found = rule(SOURCE)
    assert not found, f"{rule.__doc__}\n" + "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_source_planted_fault_is_found(rule: Rule, tmp_path: Path) -> None:
    assert len(rule(plant(tmp_path, *RULES[rule]))) == 1


MORE_FAULTS: list[tuple[Rule, str, str]] = [
    (outside_requests, "agencies/views/feeds.py", "from yarrow.agencies.fetching import Reader\n"),
    (outside_requests, "agencies/hsds.py", "from http.client import HTTPSConnection\n"),
    (outside_requests, "sending/actions.py", "from yarrow.sending.sender import send\n"),
    (outside_requests, "sending/actions.py", "from yarrow.sending import channels\n"),
    (outside_requests, "desk/views/home.py", "import yarrow.methods.internet\n"),
    (orm_in_views, "people/views/lists.py", "x = Person._default_manager\n"),
    (forbidden_names, "core/models.py", "x = 1\n"),
    (opening_in_jobs, "vault/due.py", "from yarrow.vault import opening\n"),
    (opening_in_jobs, "people/management/commands/tell.py", "import yarrow.vault.unlocked\n"),
    (swallowed, "people/rules.py", "try:\n    x = 1\nexcept:\n    x = 2\n"),
    *[
        (
            loose_actions,
            "people/actions/adding.py",
            f"def add_person({told}):\n    with transaction.atomic():\n        pass\n",
        )
        for told in ("*, by, at", "*, project, at", "*, project, by", "at, *, project, by")
    ],
    (
        loose_actions,
        "people/importing/actions.py",
        "@transaction.atomic\ndef _add():\n    pass\n\ndef add(*, by, at):\n    _add()\n",
    ),
    (unextracted, "evaluation/a.py", "import yarrow.contacts.models\n"),
]


@pytest.mark.parametrize(("rule", "name", "text"), MORE_FAULTS, ids=lambda value: str(value)[:24])
def test_source_faults_in_other_shapes_are_found(rule: Rule, name: str, text: str, tmp_path: Path) -> None:
    assert len(rule(plant(tmp_path, name, text))) == 1


def test_source_what_is_allowed_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, "people/models.py", "x = Person.objects\n")
    plant(tmp_path, "people/apps.py", "def ready():\n    from yarrow.people import checks\n")
    plant(
        tmp_path,
        "people/actions.py",
        "@transaction.atomic\ndef add(*, project, by, at):\n    pass\n\ndef part(x):\n    pass\n",
    )
    plant(tmp_path, "evaluation/tables.py", "from yarrow.people.extract import rows\n")
    plant(tmp_path, OPENS_WITH_PASSPHRASE[0], "from yarrow.vault.opening import reading\n")
    assert [rule(tmp_path) for rule in RULES] == [[]] * len(RULES)


def test_source_what_a_write_is_not_told_is_listed_with_its_reason() -> None:
    lacking = {action.name: not_told(action) for _module, action in actions(SOURCE) if not_told(action)}
    assert lacking == {name: words for name, (words, _why) in NOT_TOLD.items()}
    assert all(why for _words, why in NOT_TOLD.values())


def test_source_forbidden_names_are_whole_words(tmp_path: Path) -> None:
    plant(tmp_path, "people/database.py", "x = 1\n")
    assert forbidden_names(tmp_path) == []

"""What never stands in the sources for the sake of the people in the records, beyond what ruff's S rules find.

Each rule says how many places it looked at: one that looks at nothing fails, and each is tried on planted faults.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.taint import LOGGERS, LOGS, STATEMENTS, called, leaks
from tests.house.tree import ROOT, SOURCE, Module, files, modules, plant

# (places looked at, those that break the rule)
Found = tuple[int, list[str]]
Rule = Callable[[Path], Found]
# Where markup is taken as it is, and why it can be.
MARKED = {
    "alerts/answering.py": "an answer drawn by a template that escapes, and dots behind it",
    "ui/templatetags/ui.py": "a form field drawn by a template that escapes",
    "ui/charts.py": "constants of that file",
    "ui/squares.py": "a picture of a code, drawn from an address of ours",
    "staff/views/readiness.py": "a picture of a code, drawn from numbers",
    "ui/templates/ui/forms/hint_and_errors.html": "a hint is written in our sources",
    "staff/templates/mfa/totp/activate_form.html": "a picture of a code, drawn from numbers",
}
DANGEROUS = {"eval", "exec", "compile", "__import__", "system", "popen"}
# Formats that run what they read, or leave it on the disk in the open.
UNSAFE_MODULES = (
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "yaml",
    "jsonpickle",
    "xmlrpc",
    "telnetlib",
)
# Who makes folders or starts other programs, and why.
NEEDED = {
    "vault/backups/taking.py": "copies on their way into an archive stand beside it, for their owner alone",
    "vault/backups/restoring.py": "what is put back is looked through by a process with other settings",
    "vault/management/commands/move_records.py": "records are moved by a process whose records are the target",
}
MARKUP_IN_SCRIPTS = re.compile(
    r"\.(?:innerHTML|outerHTML)\s*[+]?=|insertAdjacentHTML|document\.write|\beval\(|new Function|javascript:"
)
QUIETED = re.compile(r"#\s*noqa:\s*[^#]*\bS\d{3}\b[^#]*$")


def opened_values(tree: Path) -> Found:
    """What was opened never goes into a log, a stream, an exception, a file, a statement, a session or the trail."""
    n, found = 0, []
    for module in modules(tree):
        for function in module.functions():
            for node, way, is_opened in leaks(function):
                n += 1
                found += [f"{module.at(node)} {function.name}: {way}"] if is_opened else []
    return n, sorted(set(found))


def log_words(tree: Path) -> Found:
    """What a log says is written in the sources; what varies goes beside it, and is a count, a kind or a place."""
    n, found = 0, []
    for module, call in _calls(tree):
        on = getattr(call.func, "value", None)
        if getattr(on, "id", "") not in LOGGERS or called(call) not in LOGS:
            continue
        n += 1
        found += [] if call.args and isinstance(call.args[0], ast.Constant) else [module.at(call)]
    return n, found


def made_statements(tree: Path) -> Found:
    """Outside the vault every statement to the database is written out; nothing is put together."""
    n, found = 0, []
    for module, call in _calls(tree):
        if called(call) in STATEMENTS and call.args and isinstance(call.func, ast.Attribute | ast.Name):
            n += 1
            is_written = isinstance(call.args[0], ast.Constant) or module.name.startswith("vault/")
            found += [] if is_written else [module.at(call)]
    return n, found


def marked_safe(tree: Path) -> Found:
    """Markup is taken as it is only where it is a constant, or where the list above says why."""
    n, found = 0, []
    for module, call in _calls(tree):
        if called(call) in {"mark_safe", "SafeString", "SafeText", "format_html"} and call.args:
            n += 1
            is_ours = isinstance(call.args[0], ast.Constant | ast.Name) and called(call) == "format_html"
            is_ours = is_ours or isinstance(call.args[0], ast.Constant) or module.name in MARKED
            found += [] if is_ours else [module.at(call)]
    return n, found


def safe_in_templates(tree: Path) -> Found:
    """No template switches escaping off, but where the list above says why."""
    n, found = 0, []
    for path in files(tree, "*.html"):
        n += 1
        text, name = path.read_text(encoding="utf-8"), path.relative_to(tree).as_posix()
        if re.search(r"\|\s*safe(?:seq)?\b|autoescape\s+off", text) and name not in MARKED:
            found.append(name)
    return n, found


def dangerous_calls(tree: Path) -> Found:
    """Nothing runs text, and no shell is started."""
    n, found = 0, []
    for module, call in _calls(tree):
        n += 1
        by_name = isinstance(call.func, ast.Name) and call.func.id in DANGEROUS
        of_os = (
            called(call) in {"system", "popen"}
            and getattr(getattr(call.func, "value", None), "id", "") == "os"
        )
        shell = any(each.arg == "shell" and getattr(each.value, "value", True) for each in call.keywords)
        found += [module.at(call)] if by_name or of_os or shell else []
    return n, found


def unsafe_formats(tree: Path) -> Found:
    """No format that runs what it reads; no temporary file and no other program but where the list above says why."""
    n, found = 0, []
    for module in modules(tree):
        for line, name in module.imported():
            n += 1
            first = name.partition(".")[0]
            needs = first in {"tempfile", "subprocess"} and module.name not in NEEDED
            found += [f"{module.name}:{line} {name}"] if first in UNSAFE_MODULES or needs else []
    return n, found


def quieted_without_reason(tree: Path) -> Found:
    """A finding of ruff's S rules is switched off only with words behind it that say why."""
    n, found = 0, []
    for module in modules(tree):
        for number, line in enumerate(module.text.splitlines(), start=1):
            said = QUIETED.search(line)
            n += said is not None
            found += [f"{module.name}:{number}"] if said and " - " not in said[0] else []
    return n, found


def markup_in_scripts(tree: Path) -> Found:
    """Behaviours never write markup: what somebody typed would become part of the page."""
    scripts = files(tree, "*.js")
    found = [
        f"{path.relative_to(tree)}: {hit[0]}"
        for path in scripts
        for hit in MARKUP_IN_SCRIPTS.finditer(path.read_text(encoding="utf-8"))
    ]
    return len(scripts), found


def _calls(tree: Path) -> Iterator[tuple[Module, ast.Call]]:
    for module in modules(tree):
        for node in module.walk(ast.Call):
            if isinstance(node, ast.Call):
                yield module, node


# Each rule, the least number of places it has to have looked at, and faults that it must find.
OPENING = (
    "def f(page, row, by, passphrase, request):\n    name = page.open(row, 'identity.called').value\n    "
)
RULES: dict[Rule, tuple[int, str, tuple[str, ...]]] = {
    opened_values: (
        400,
        "people/actions.py",
        tuple(
            OPENING + last
            for last in (
                "log.warning('%s', name)\n",
                "log.info(f'{name}')\n",
                "print(name)\n",
                "raise Fault('no ' + name)\n",
                "raise Fault('no {}'.format(name.strip()))\n",
                "said = [part for part in name.split()]\n    raise ValueError(said)\n",
                "both = {'a': (1, name)}\n    request.session['x'] = both\n",
                "messages.success(request, f'{name} is here')\n",
                "sys.stderr.write(passphrase)\n",
                "path.write_text(str(name))\n",
                "trail.note(1, by=by, reason=name)\n",
                "cursor.execute(f'SELECT {name}')\n",
                "for letter in name:\n        log.error(letter)\n",
                "if (short := name[:3]):\n        logger.debug(short)\n",
                "held = page.open_many([row], 'notes.x')\n    log.info('%s', held[row.pk].value)\n",
                "held = {}\n    held[1] = row.sealed.open_unrecorded('a.b', by)\n    raise Fault(held)\n",
                "x = None\n    while x is None:\n        log.info(x)\n        x = name\n",
            )
        ),
    ),
    log_words: (
        4,
        "people/rules.py",
        ("log.info(f'{x}')\n", "logging.error(words)\n", "logger.error('a' + b)\n"),
    ),
    made_statements: (
        20,
        "people/queries.py",
        (
            "cursor.execute(f'SELECT {x}')\n",
            "Person.objects.raw('SELECT %s' % x)\n",
            "c.execute(statement)\n",
        ),
    ),
    marked_safe: (12, "people/pages.py", ("x = mark_safe(words)\n", "x = format_html(f'<b>{x}</b>')\n")),
    safe_in_templates: (
        200,
        "people/templates/people/show.html",
        ("{{ name|safe }}", "{% autoescape off %}{{ name }}{% endautoescape %}", "{{ names | safeseq }}"),
    ),
    dangerous_calls: (
        5000,
        "people/rules.py",
        ("eval(x)\n", "exec(x)\n", "os.system(x)\n", "subprocess.run(x, shell=True)\n"),
    ),
    unsafe_formats: (
        1000,
        "people/rules.py",
        ("import pickle\n", "from yaml import load\n", "import tempfile\n", "from subprocess import run\n"),
    ),
    quieted_without_reason: (20, "people/rules.py", ("x = 1  # noqa: S608\n", "x = 1  # noqa: S608, E501\n")),
}
PLANTED = [
    pytest.param(rule, name, fault, id=f"{rule.__name__}-{n}")
    for rule, (_least, name, faults) in RULES.items()
    for n, fault in enumerate(faults)
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_security_rule_is_kept_and_looked_somewhere(rule: Rule) -> None:
    n, found = rule(SOURCE)
    assert not found, f"{rule.__doc__}\n" + "\n".join(found)
    assert n >= RULES[rule][0], f"it looked at {n} places only"


@pytest.mark.parametrize(("rule", "name", "fault"), PLANTED)
def test_security_planted_fault_is_found(rule: Rule, name: str, fault: str, tmp_path: Path) -> None:
    n, found = rule(plant(tmp_path, name, fault))
    assert n >= 1 and len(found) == 1


ALLOWED = (
    "log.info('%d opened', len(name))\n",
    "if name == 'x':\n        raise Fault('it is called x')\n",
    "n_letters = len(name)\n    print(n_letters)\n",
    "raise Fault('it is closed') if name is None else Fault('no')\n",
    "return name\n",
    "row.sealed.put('identity.called', name, by)\n",
    "cursor.execute('INSERT INTO x VALUES (%s)', [name])\n",
)


@pytest.mark.parametrize("last", ALLOWED)
def test_security_what_an_opened_value_may_do_is_left_alone(last: str, tmp_path: Path) -> None:
    assert opened_values(plant(tmp_path, "people/actions.py", OPENING + last))[1] == []


def test_security_rules_that_look_at_nothing_count_nothing(tmp_path: Path) -> None:
    assert all(rule(tmp_path) == (0, []) for rule in (*RULES, markup_in_scripts))


def test_security_behaviours_write_no_markup(tmp_path: Path) -> None:
    n, found = markup_in_scripts(ROOT / "frontend")
    assert not found and n >= 3
    assert markup_in_scripts(SOURCE)[1] == []
    for number, fault in enumerate(
        ("x.innerHTML = y", "x.outerHTML += y", "eval(y)", "d.insertAdjacentHTML('a', y)")
    ):
        assert len(markup_in_scripts(plant(tmp_path / str(number), "a.js", fault))[1]) == 1


def test_security_what_is_let_through_is_there_and_says_why() -> None:
    for name, why in {**MARKED, **NEEDED}.items():
        assert (SOURCE / name).exists() and len(why) > 10

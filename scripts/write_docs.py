"""Write the pages of docs/ that are drawn from the code. A house test compares them with the code.

python scripts/write_docs.py [--check]
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MARK = "<!-- Drawn from the code by `make docs`; don't edit. -->"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A Markdown table."""
    columns = list(headings)
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    return lines + [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]


def page(title: str, *parts: str) -> str:
    """One whole page."""
    return "\n".join([f"# {title}", "", MARK, "", *parts, ""])


# --- commands ---------------------------------------------------------------------------------------------
def our_commands() -> dict[str, Any]:
    """Name as typed -> command, of our rooms only."""
    from django.core.management import get_commands, load_command_class

    ours = {name: room for name, room in get_commands().items() if str(room).startswith("yarrow.")}
    return {name.replace("_", "-"): load_command_class(ours[name], name) for name in sorted(ours)}


def options_of(command: Any, name: str) -> list[tuple[str, str]]:
    """(how it is written, what it does) of each argument of our own."""
    common = {action.dest for action in type(command).__mro__[1]().create_parser("", "")._actions}
    rows = []
    for action in command.create_parser("yarrow", name)._actions:
        if isinstance(action, argparse._SubParsersAction):
            rows += [(f"`{choice.dest}`", str(choice.help)) for choice in action._choices_actions]
            continue
        if isinstance(action, argparse._HelpAction) or (action.dest in common and action.option_strings):
            continue
        words = str(action.help or "")
        if action.default not in (None, False, argparse.SUPPRESS) and "default" not in words.lower():
            # The number of workers follows the machine.
            words += "" if name == "serve" and action.dest == "workers" else f" (default {action.default})"
        written = ", ".join(action.option_strings) or action.dest.upper()
        takes = action.nargs != 0 and action.option_strings
        rows.append((f"`{written}{' ' + (action.metavar or action.dest.upper()) if takes else ''}`", words))
    return rows


def commands_page() -> str:
    """docs/reference/commands.md"""
    lines = ["Run as `.venv/bin/yarrow COMMAND`; `yarrow COMMAND --help` says the same.", ""]
    for name, command in our_commands().items():
        lines += [f"## yarrow {name}", "", str(command.help), ""]
        options = options_of(command, name)
        lines += [*table(("argument", "what it does"), options), ""] if options else []
    return page("Commands", *lines[:-1])


# --- addresses --------------------------------------------------------------------------------------------
def addresses() -> Iterator[tuple[str, str, Any]]:
    """(name, address, view) of every page there is."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def below(patterns: list[Any], before: str, space: str) -> Iterator[tuple[str, str, Any]]:
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from below(
                    one.url_patterns, here, f"{space}{one.namespace}:" if one.namespace else space
                )
            elif isinstance(one, URLPattern):
                yield f"{space}{one.name or ''}", f"/{here}", one.callback

    yield from below(get_resolver().url_patterns, "", "")


def urls_page() -> str:
    """docs/reference/urls.md"""
    from yarrow.staff.access import rule_of

    rows = []
    for name, address, view in sorted(addresses(), key=lambda one: (one[1], one[0])):
        rule = rule_of(view, name)
        if rule is None:
            rows.append((f"`{name}`", f"`{address}`", "nobody", "", "no rule"))
            continue
        who = ", ".join(rule.roles) or ("anyone" if rule.state == "open" else "anyone signed in")
        state = rule.state.replace("_", " ") + (", second factor shown again" if rule.step_up else "")
        rows.append((f"`{name}`", f"`{address}`", who, state, rule.purpose))
    about = (
        "Every page, who may open it, and in which state of the session. Nothing else answers. "
        "*open*: no sign-in; *signed in*: also before a second factor or keys exist; *add only*: also while the "
        "session is locked; *unlocked*: with the keys in hand."
    )
    return page("Addresses", about, "", *table(("name", "address", "who", "state", "what for"), rows))


# --- fields -----------------------------------------------------------------------------------------------
def fields_page() -> str:
    """docs/reference/fields.md"""
    from yarrow.vault.privacy import declaration, our_models
    from yarrow.vault.retention import RULES

    lines = [
        "What is kept, how it is protected, and until when. *Sealed* values are readable only with a key that a "
        "worker's passphrase opens; *personal* ones are plain in the database and say something about somebody; "
        "*plain* ones do not.",
        "",
    ]
    for model in our_models():
        declared = declaration(model)
        if declared is None:
            continue
        rule = RULES[declared.retention]
        lines += [f"## {model._meta.label}", "", (model.__doc__ or "").strip().splitlines()[0], ""]
        kinds = (("sealed", declared.sealed), ("personal", declared.personal), ("plain", declared.plain))
        rows = [(kind, ", ".join(f"`{name}`" for name in names)) for kind, names in kinds if names]
        lines += table(("class", "fields"), rows)
        about = f" About: `{declared.subject}`." if declared.subject else ""
        lines += ["", f"Kept until {rule.event}: {rule.what_happens}.{about}", ""]
    return page("Fields", *lines[:-1])


# --- decisions --------------------------------------------------------------------------------------------
def decisions_page(folder: Path = DOCS / "adr") -> str:
    """docs/adr/README.md"""
    rows = []
    for path in sorted(folder.glob("[0-9]*.md")):
        heading = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        number, _, words = heading.partition(" ")
        rows.append((number.rstrip("."), f"[{words}]({path.name})"))
    return page(
        "Decisions",
        "One page for each choice of a library and each departure from the design: the context, the decision, "
        "what was rejected, what follows.",
        "",
        *table(("no.", "decision"), rows),
    )


# --- state machines --------------------------------------------------------------------------------------
STATES = {
    "session-states.md": ("contacts", "The life of a session"),
    "share-states.md": ("sharing", "The life of a proposal to share without consent"),
    "alert-states.md": ("alerts", "The lives of an alert and of its texts"),
    "referral-states.md": ("referrals", "The life of a referral"),
    "justice-states.md": ("justice", "The lives of an order, an appointment, time in prison and a pick-up"),
    "plan-states.md": ("plans", "The lives of a plan, a goal and a step"),
    "release-states.md": ("evaluation", "The life of a release"),
    "measure-states.md": ("measures", "The life of a filled-in form, and of a signal"),
}


def states_page(room: str, title: str) -> str:
    """A page of STATES, by what the room's own states say."""
    return page(title, *importlib.import_module(f"yarrow.{room}.states").diagram())


# --- languages --------------------------------------------------------------------------------------------
def languages_page() -> str:
    """docs/reference/languages.md"""
    from yarrow.languages.catalogue import messages_of
    from yarrow.ui.languages import TRANSLATED

    rows = []
    for one in TRANSLATED:
        every = messages_of(one.folder)
        n_done = sum(message.is_translated for message in every)
        share = f"{100 * n_done // len(every)} %"
        direction = "right to left" if one.is_rtl else "left to right"
        rows.append((f"`{one.code}`", one.name, one.english, share, str(one.n_forms), direction))
    about = (
        "English is complete. Each other language is a draft in every installation until two of its workers sign it "
        "off ([how](../how-to/translate.md)); what is not translated is shown in English."
    )
    headings = ("code", "name", "in English", "translated", "plural forms", "direction")
    return page("Languages", about, "", *table(headings, rows))


# --- measures ---------------------------------------------------------------------------------------------
CASES = ROOT / "tests" / "spec" / "measures" / "cases"


def measures_page(folder: Path = ROOT / "src" / "yarrow" / "measures" / "packs") -> str:
    """docs/reference/measures.md"""
    from yarrow.methods.packs import load_packs
    from yarrow.methods.packs.describing import described

    lines = [
        "Measures are packs of data without wording (`src/yarrow/measures/packs`). The tables of cases are tests: "
        "`all 2` gives every scored question a 2, `-` is no answer, `refused` an answer that isn't printed. Nothing "
        "is scored when more is missing than the published rule allows.",
        "",
    ]
    for name, pack in load_packs(folder).items():
        cases = CASES / f"{name}.txt"
        lines += [f"## {pack.short}", "", *described(pack), ""]
        lines += [cases.read_text(encoding="utf-8")] if cases.exists() else []
    return page("Measures", *lines[:-1], lines[-1].rstrip())


def care_page() -> str:
    """docs/reference/plan-fhir.md"""
    from yarrow.methods import care

    about = (
        "What the file of a person's plan holds: a FHIR R4 Bundle, one CarePlan for each plan and one Goal for each "
        "thing they want. A star: R4 requires it. Why it is so: "
        "[ADR 0122](../adr/0122-a-plan-leaves-as-fhir.md)."
    )
    rows = [
        (f"`{name.removesuffix(' *')}`{' *' if name.endswith('*') else ''}", says)
        for name, says in care.FIELDS
    ]
    return page("A plan as FHIR", about, "", *table(("member", "what it says"), rows), "", care.LEFT_OUT)


PAGES = {
    "reference/plan-fhir.md": care_page,
    "reference/measures.md": measures_page,
    "reference/languages.md": languages_page,
    **{f"reference/{name}": partial(states_page, *said) for name, said in STATES.items()},
    "reference/commands.md": commands_page,
    "reference/urls.md": urls_page,
    "reference/fields.md": fields_page,
    "adr/README.md": decisions_page,
}


def stale() -> list[str]:
    """The pages that no longer say what the code says."""
    return [
        name
        for name, write in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != write()
    ]


def main() -> int:
    """Write every page, or with --check name the stale ones."""
    import django

    with tempfile.TemporaryDirectory() as home:
        os.environ.update(YARROW_HOME=home, YARROW_DEMO="1", DJANGO_SETTINGS_MODULE="yarrow.site.settings")
        django.setup()
        if "--check" in sys.argv[1:]:
            found = stale()
            print("\n".join(f"docs/{name} is stale: run make docs" for name in found))
            return 1 if found else 0
        for name, write in PAGES.items():
            (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

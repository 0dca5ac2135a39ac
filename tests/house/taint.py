"""What opened values touch, within one function: a small taint analysis over the syntax tree.

An opened value is what a sealed field, an envelope or a passphrase says. Names that are assigned from one, looped over
one or made of one carry it on; what only counts, compares or tests it does not. It ends at the edge of a function.
"""

import ast
from collections.abc import Iterator

# Calls by these names return opened values, whatever they are called on.
OPENS = {
    *(
        "open_unrecorded",
        "open_sealed",
        "open_many",
        "open_column",
        "open_book",
        "open_if_held",
        "unpack",
        "getpass",
    ),
    *("open_waiting", "open_envelope", "decrypt"),
}
# `page.open(row, "identity.called")`: told from the built-in `open` and from files by its second argument.
PAGE_OPENS = "open"
# Parameters that hold what somebody typed and nobody else may read.
SECRETS = {"passphrase", "passphrases", "private_key"}
# What tells nothing of a value that it is asked about.
# An actor prints as nobody's key.
TELLS_LITTLE = {
    "Actor",
    "len",
    "bool",
    "isinstance",
    "issubclass",
    "any",
    "all",
    "type",
    "id",
    "callable",
    "hasattr",
}
# By our names: counts, claims, ids, instants and days are plain, also of something that was opened.
PLAIN_STARTS, PLAIN_ENDS = ("n_", "is_", "has_", "can_"), ("_id", "_at", "_on")
# What gives a value to names: an assignment of any kind, a loop, a block.
SPREADING = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr),
    *(ast.For, ast.AsyncFor, ast.comprehension, ast.withitem),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def called(node: ast.Call) -> str:
    """The last word of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_plain(name: str) -> bool:
    """Whether something of this name says nothing that was sealed."""
    return name == "id" or name.startswith(PLAIN_STARTS) or name.endswith(PLAIN_ENDS)


def opens(node: ast.AST) -> bool:
    """Whether this call opens something."""
    if not isinstance(node, ast.Call):
        return False
    if called(node) == PAGE_OPENS and isinstance(node.func, ast.Attribute):
        return len(node.args) == 2 and _is_field(node.args[1])
    return called(node) in OPENS


def _is_field(node: ast.AST) -> bool:
    """`"identity.called"`, or an f-string or name that says one."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and "." in node.value
    return isinstance(node, ast.JoinedStr | ast.Name | ast.Attribute | ast.Subscript)


class Tainted:
    """The names of one function that carry an opened value."""

    def __init__(self, function: Function) -> None:
        arguments = function.args
        told = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.names = {each.arg for each in told if each.arg in SECRETS}
        self.inside = list(ast.walk(function))
        before = -1
        # A loop may carry a value back to an earlier line.
        while before != len(self.names):
            before = len(self.names)
            for node in self.inside:
                self._spread(node)

    @property
    def n_openings(self) -> int:
        """How many places of the function open something."""
        return sum(1 for node in self.inside if opens(node))

    def carries(self, node: ast.AST | None) -> bool:
        """Whether an expression says something of an opened value."""
        if node is None or isinstance(node, ast.Compare | ast.Lambda):
            return False
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.Call) and called(node) in TELLS_LITTLE:
            return False
        if isinstance(node, ast.Attribute) and is_plain(node.attr):
            return False
        if isinstance(node, ast.IfExp):
            return self.carries(node.body) or self.carries(node.orelse)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return False
        return opens(node) or any(self.carries(child) for child in ast.iter_child_nodes(node))

    def _spread(self, node: ast.AST) -> None:
        if not isinstance(node, SPREADING) or not self.carries(
            getattr(node, "value", None) or getattr(node, "iter", None) or getattr(node, "context_expr", None)
        ):
            return
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in (*targets, getattr(node, "optional_vars", None)):
            self._taint(target)

    def _taint(self, target: ast.AST | None) -> None:
        """Plain names, alone or in a tuple; `self.x = …` and `row[x] = …` taint what they are put into."""
        if isinstance(target, ast.Name):
            self.names |= set() if is_plain(target.id) else {target.id}
        elif isinstance(target, ast.Subscript):
            self._taint(target.value)
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            for child in ast.iter_child_nodes(target):
                self._taint(child)


# --- where an opened value never goes ---------------------------------------------------------------------
LOGS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
LOGGERS = {"log", "logger", "logging"}
STREAMS = {"stdout", "stderr"}
FILES = {"write_text", "write_bytes"}
TOLD_LATER = {"success", "add_message", "info", "warning", "error"}
STATEMENTS = {"execute", "executemany", "executescript", "raw", "extra", "RawSQL"}


def goes_out(node: ast.AST) -> tuple[str, list[ast.AST]]:
    """(which way out, what goes) where a statement hands something to a log, a stream, an exception, a file or a
    session; ("", []) elsewhere."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return "an exception", [*node.exc.args, *(each.value for each in node.exc.keywords)]
    if isinstance(node, ast.Assign) and any(_is_session(target) for target in node.targets):
        return "a session", [node.value]
    if isinstance(node, ast.Call) and called(node) in STATEMENTS:
        return "a statement", list(node.args[:1])
    if isinstance(node, ast.Call):
        return _way_of(node), [*node.args, *(each.value for each in node.keywords)]
    return "", []


def _way_of(call: ast.Call) -> str:
    name, owner = called(call), _owner(call)
    if name in LOGS and owner in LOGGERS:
        return "a log"
    if (name == "print" and not owner) or (name == "warn" and owner == "warnings"):
        return "a stream"
    if name == "write" and owner in STREAMS:
        return "a stream"
    if name in FILES:
        return "a file"
    if (name in TOLD_LATER and owner == "messages") or (name == "set" and owner == "cache"):
        return "a session"
    return "the trail" if name == "note" and owner == "trail" else ""


def _owner(call: ast.Call) -> str:
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(on, ast.Attribute):
        return on.attr
    return getattr(on, "id", "")


def _is_session(target: ast.AST) -> bool:
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and target.value.attr == "session"
    )


def leaks(function: Function) -> Iterator[tuple[ast.AST, str, bool]]:
    """(node, which way out, whether an opened value takes it) of every way out of a function."""
    tainted = Tainted(function)
    for node in tainted.inside:
        way, what = goes_out(node)
        if way:
            yield node, way, any(tainted.carries(each) for each in what)

"""What Django lets pass in silence is an error in our own templates: a variable that is not there.

`{{ typo }}`, `{% for x in typo %}` and `{% with y=typo %}` count always. `{% if name %}` and `{% firstof name %}` may ask
for a name that is absent, but not for an attribute that an object does not have. `|default` is an answer to absence.
"""

import sys
from collections.abc import Mapping
from functools import wraps
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression, Node, Variable, VariableDoesNotExist
from django.template.context import BaseContext
from django.template.defaulttags import ForNode

OURS = str(Path(__file__).resolve().parents[1] / "templates")
ANSWERS = {"default", "default_if_none"}

undefined: list[str] = []  # where, and which variable; emptied by whoever reports them


def _node(frame: FrameType | None) -> Node | None:
    """The tag or variable that is being rendered."""
    while frame:
        candidate = frame.f_locals.get("self")
        if isinstance(candidate, Node) and hasattr(candidate, "origin"):
            return candidate
        frame = frame.f_back
    return None


def _is_forgiven(problem: VariableDoesNotExist, expression: FrameType, node: Node) -> bool:
    filters = expression.f_locals["self"].filters
    if filters and filters[0][0].__name__ in ANSWERS:
        return True
    if not expression.f_locals["ignore_failures"] or isinstance(node, ForNode):
        return False
    return problem.params[1] is None or isinstance(problem.params[1], BaseContext | Mapping)


def install() -> None:
    """Have every variable that cannot be found in a template of ours noted in `undefined`."""
    original = Variable.resolve

    @wraps(original)
    def resolve(self, context):
        try:
            return original(self, context)
        except VariableDoesNotExist as problem:
            expression = sys._getframe(1)
            if expression.f_code is FilterExpression.resolve.__code__:
                node = _node(expression)
                if node and node.origin.name.startswith(OURS) and not _is_forgiven(problem, expression, node):
                    undefined.append(f"{node.origin.name[len(OURS) + 1 :]}, line {node.token.lineno}: {self.var}")
            raise

    Variable.resolve = resolve

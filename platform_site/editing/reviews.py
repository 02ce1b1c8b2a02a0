"""What comes of a review: other rooms hear it here. (The mails between editors listen for themselves: review_mail.py.)

A listener gets the state of the workflow, one of the outcomes below and who decided, inside the transaction of the decision.
"""

from collections.abc import Callable

from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_cancelled, workflow_rejected

APPROVED, RETURNED, CANCELLED = "approved", "returned", "cancelled"
OUTCOMES = {APPROVED: workflow_approved, RETURNED: workflow_rejected, CANCELLED: workflow_cancelled}

Listener = Callable[[WorkflowState, str, object], None]
_listeners: list[Listener] = []


def on_outcome(listener: Listener) -> None:
    """Calls `listener` with every outcome. Called from AppConfig.ready()."""
    _listeners.append(listener)


def remark(state: WorkflowState) -> str:
    """What the reviewer wrote with the decision."""
    return state.current_task_state.comment.strip() if state.current_task_state else ""


def _tell(outcome: str) -> Callable:
    def receive(sender, instance: WorkflowState, user=None, **kwargs) -> None:
        for listener in _listeners:
            listener(instance, outcome, user)

    return receive


def connect() -> None:
    """Connects the signals, once."""
    for outcome, signal in OUTCOMES.items():
        signal.connect(_tell(outcome), dispatch_uid=f"reviews-{outcome}", weak=False)

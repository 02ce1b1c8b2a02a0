"""What happens when a review ends well. Wagtail imports this while its models load: it may import nothing of Wagtail."""


def publish_approved(workflow_state, user=None) -> None:
    """Publishes the revision that was read and approved, whatever was saved after it."""
    workflow_state.current_task_state.revision.publish(user=user)

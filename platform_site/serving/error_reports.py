"""What goes wrong, told to a Sentry: where in the code and at which path, and nothing of who was there. Imported only to do so."""

from typing import Any

import sentry_sdk

from platform_site.serving.log_lines import request_id, without_persons


def report_errors(dsn: str) -> None:
    """Begins telling; dsn: the address that Sentry gave."""
    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,  # they hold what people typed
        max_request_body_size="never",
        max_breadcrumbs=0,  # queries and log lines of before
        traces_sample_rate=0,
        before_send=_stripped,
    )


def _stripped(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """An event without address, query, headers, cookies or account, and with the number under which our own log knows it."""
    asked = event.get("request", {})
    path = without_persons(asked.get("url", "").partition("?")[0])
    event["request"] = {"url": path, "method": asked.get("method", "")}
    event.pop("user", None)
    for error in event.get("exception", {}).get("values", ()):
        error["value"] = without_persons(error.get("value") or "")
    event.setdefault("tags", {})["request"] = request_id.get()
    return event

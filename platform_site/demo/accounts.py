"""The example accounts; `make run` names them, the demo command makes them."""

import os

EXAMPLE_ACCOUNTS = [
    ("beheerder", "beheerder@voorbeeld.nl"),
    ("eindredacteur", "eindredacteur@voorbeeld.nl"),
    ("redacteur", "redacteur@voorbeeld.nl"),
    ("coördinator", "coordinator@voorbeeld.nl"),
]


def default_password() -> str:
    """The password of the example accounts: DEMO_PASSWORD, else one that is only good on your own machine."""
    return os.environ.get("DEMO_PASSWORD") or "samen-opleiden"

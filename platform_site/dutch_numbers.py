"""Numbers as Dutch writes them."""


def thousands(value: int) -> str:
    """1.250: a number with a point for thousands."""
    return f"{value:,}".replace(",", ".")

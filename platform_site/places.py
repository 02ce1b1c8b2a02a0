"""The provinces as CBS spells them, and what other sources call them."""

PROVINCES = [
    (name, name)
    for name in (
        "Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland", "Utrecht", "Noord-Holland",
        "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg",
    )
]  # fmt: skip

OTHERWISE = {"Friesland": "Fryslân"}


def cbs_province(name: str) -> str:
    """The name of a province in the spelling of CBS; a name that is in no list stays as it is."""
    return OTHERWISE.get(name, name)

"""The provinces as CBS spells them."""

PROVINCES = [
    (name, name)
    for name in (
        "Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland", "Utrecht", "Noord-Holland",
        "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg",
    )
]  # fmt: skip

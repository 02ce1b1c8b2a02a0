"""Which of DUO's files one is, and where its columns stand.

The files differ by sector and by year: a column may have one of several names, and some files say only by what they are called
which schools they hold.
"""

import re

from partnerships.duo.problems import FileRefusedError
from partnerships.models.organisations import Register

# What we take from a file, and what the column is or was called.
COLUMNS = {
    "institution": ("INSTELLINGSCODE", "BRIN NUMMER", "BRINNUMMER", "BRIN"),
    "site": ("VESTIGINGSCODE", "VESTIGINGSNUMMER", "VESTIGINSNUMMER"),
    "board": ("BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG"),
    "name": ("VESTIGINGSNAAM", "INSTELLINGSNAAM"),
    "street": ("STRAATNAAM",),
    "number": ("HUISNUMMER-TOEVOEGING", "HUISNUMMER TOEVOEGING", "HUISNUMMER"),
    "postcode": ("POSTCODE",),
    "place": ("PLAATSNAAM",),
    "province": ("PROVINCIE",),
    "municipality": ("GEMEENTENUMMER",),
    "municipality_name": ("GEMEENTENAAM",),
    "website": ("INTERNETADRES",),
    "type": ("SOORT PRIMAIR ONDERWIJS", "SOORT ONDERWIJS", "SOORT HO"),
}
NEEDED = ("institution", "name", "postcode", "place")
# By what a file shows itself; without any of these it holds po or (v)so, which look alike.
SIGNS = {
    "MBO INSTELLINGSSOORT": Register.MBO,
    "SOORT HO": Register.HO,
    "ONDERWIJSSTRUCTUUR": Register.VO,
    "SOORT PRIMAIR ONDERWIJS": Register.SO,
    "CLUSTER": Register.SO,
}
WITHOUT_SITES = (Register.MBO, Register.HO)
ONLY_MAIN_SITES = "In dit bestand staan alleen hoofdvestigingen: de kolom VESTIGINGSCODE ontbreekt. Kies het bestand met alle vestigingen."


def _title(column: str) -> str:
    """The name of a column as we compare it: "Mbo_instellingssoort - code" is "MBO INSTELLINGSSOORT CODE"."""
    return re.sub(r"\s+", " ", column.upper().replace("_", " ").replace(" - ", " ")).strip()


def columns_of(header: list[str]) -> dict[str, int]:
    """Where each column that we use stands. Refuses a header that is not of a file with schools or institutes."""
    titles = [_title(column) for column in header]
    found = {}
    for name, aliases in COLUMNS.items():
        title = next((alias for alias in aliases if alias in titles), None)
        if title and titles.count(title) > 1:
            raise FileRefusedError(
                f"De kolom {title} staat er {titles.count(title)} keer in. Download het bestand opnieuw."
            )
        if title:
            found[name] = titles.index(title)
    missing = [COLUMNS[name][0] for name in NEEDED if name not in found]
    if missing and "BEVOEGD GEZAG NAAM" in titles:
        raise FileRefusedError(
            "Dit is een bestand met besturen. Kies bij DUO een bestand met vestigingen of instellingen."
        )
    if missing:
        verb = "ontbreekt de kolom" if len(missing) == 1 else "ontbreken de kolommen"
        raise FileRefusedError(
            f"Dit is geen bestand met vestigingen of instellingen van DUO: {verb} {', '.join(missing)}."
        )
    return found


def register_of(header: list[str], columns: dict[str, int], called: str, said: str) -> Register:
    """Which of DUO's files this is: by its columns, else by what the editor said, else by its name."""
    titles = [_title(column) for column in header]
    shown = next((register for sign, register in SIGNS.items() if any(t.startswith(sign) for t in titles)), None)
    if said and shown and said != shown:
        raise FileRefusedError(f"Je koos “{Register(said).label}”, maar dit is het bestand “{shown.label}”.")
    special = re.search(r"speciaal|sbo|vso|(?<![a-z])so(?![a-z])", called, re.IGNORECASE)
    register = shown or Register(said or (Register.SO if special else Register.PO))
    if register not in WITHOUT_SITES and "site" not in columns:
        raise FileRefusedError(ONLY_MAIN_SITES)
    return register

"""School names as people say them: DUO has "Liemers College SGM voor LYC HAVO MAVO VBO LWOO", we say Liemers College.

DUO's register names what a school may teach, often in words of 1968. That goes; what tells one school from another stays.
"""

import re

LEVEL = (
    r"(?:v(?=ath\b))?(?:lyceum|lyc|gymnasium|gymn?|atheneum|atheum|ath|vwo|havo|mavo|vmbo(?:tl)?|[iv]bo|[il]woo|lhno|leao|lto|pro|"
    r"praktijkonderwijs|basis|kader|theoretische leerweg|voorbereidend beroeps ?onderwijs|tto|eoa(?=$|-| loc))"
    r"(?:[- ](?:tl|t|bk|gl|loot|basis/kader)\b)?(?![\w-]*[a-z])"
)
BETWEEN = r"(?:[\s,./()&–-]|\ben\b|\bafd\b)+"
LEVELS = rf"{LEVEL}(?:{BETWEEN}{LEVEL})+\.?\)?"
# What a school is, in words that say nothing of which: Christelijke, R.K., Openb. …
MANNER = (
    r"(?:chr(?:istelijke?)?|interconfessionele?|opb|openb(?:are?|aar)?|prot(?:estants)?|kath(?:olieke?)?|r\.?k|p\.?c|rooms|rooms-?katholieke?|"
    r"regionale|gemeentelijke|stedelijke|gereformeerde?|reformatorisch|evangelische|algemeen|bijz(?:onder)?|bijzondere|brede)\b\.?"
)
COMMUNITY = r"(?:school|scholen|scholengemeen(?:sch(?:ap)?|schap)\b|scholengem|scholengr(?:oep)?\b|s[gs]m\b|ksg|s\.?g|ontmoetingsschool)\b\.?"
FOR = r"(?:\bvoor|\bv\b\.?|(?<=[a-z.])voor)"
IGNORE = re.IGNORECASE
# "…, school voor atheneum, havo en vbo", "… Christelijke SGM voor Lyc Havo Mavo", "… vwo, havo, vmbo"
TAUGHT = re.compile(rf"[\s,(–-]*{FOR}\s*(?:{MANNER}\s+)*{LEVELS}", IGNORE)
LISTED = re.compile(rf"[\s,(–-]+(?:{MANNER}\s+)*(?!lyceum\b|gymnasium(?! ath|,)){LEVEL}{BETWEEN}{LEVELS}", IGNORE)
TWICE = re.compile(r"\b((?:college|lyceum|school))\s+(?:lyceum|lyc)$", IGNORE)
# "Pius X College Scholengemeenschap": said already. "Thorbecke Scholengemeenschap" is a name.
WHAT = re.compile(rf"[\s,–-]+(?:{MANNER}\s+)*{COMMUNITY}$", IGNORE)
AFTER_COMMA = re.compile(rf"\s*(?:,| [–-])\s*(?:{MANNER}\s+)*{COMMUNITY}$", IGNORE)
NAMED = re.compile(r"college|kollege|lyceum|gymnasium|school\b|scholengroep|\bmavo\b|\bhavo\b|\bcoll\b", IGNORE)
EMPTY = re.compile(rf"(?:{MANNER}|{COMMUNITY}|onderwijs|\W)*", IGNORE)
SITE = re.compile(r"[\s,–-]+(?:(loc\b\.?|loca\w+|locactie\b)|(vest\b\.?|vst\b\.?|vestiging\b)),?\s*(?=\S)", IGNORE)
SHORT = (
    (re.compile(r"\bsgm\b\.?", IGNORE), "Scholengemeenschap"),
    (re.compile(r"\bScholengemeensch\.|\bScholengem\.", IGNORE), "Scholengemeenschap"),
    (re.compile(r"\bscholengr\b\.?", IGNORE), "Scholengroep"),
    (re.compile(r"\bopenb\b\.?", IGNORE), "Openbare"),
    (re.compile(r"\bcoll\b\.?", IGNORE), "College"),
)
SHOUTED = re.compile(r"\b[A-Z]{8,}\b")


def readable(name: str) -> str:
    """The name of a school for readers. What is none of the above comes back as it was, with its spaces put right."""
    name = re.sub(r"\s+", " ", re.sub(r"[`´]", "'", name)).strip()
    said = _without_levels(name)
    for short, words in SHORT:
        said = short.sub(words, said)
    return SHOUTED.sub(lambda match: match[0].capitalize(), said)


def unlike_readable(name: str) -> str:
    """The name as the register has it, as much as can be stored; "" where readers see it just so."""
    return "" if readable(name) == name else name[:200].strip()


def _without_levels(name: str) -> str:
    """The name without what is taught; with it, where it is all there is."""
    found = TAUGHT.search(name) or LISTED.search(name)
    if not found or name[: found.start()].lower() in ("", "school"):
        return name
    before, after = name[: found.start()], name[found.end() :].lstrip("'’")
    if TWICE.search(before):
        before = TWICE.sub(r"\1", before)
    if NAMED.search(WHAT.sub("", before)):
        before = WHAT.sub("", before)
    before = re.sub(r"(?<=[a-z]{3})\.$", "", AFTER_COMMA.sub("", before).rstrip(" ,–-"))
    rest = SITE.sub(lambda match: ", locatie " if match[1] else ", vestiging ", f" {after}".rstrip(" ."))
    said = re.sub(r"\s+(,)?", lambda match: match[1] or " ", f"{before} {rest}").strip(" ,")
    told = EMPTY.sub("", said)
    return said if told and said.count("(") == said.count(")") else name

"""What somebody typed in the portal, in words: for a page that gives it back to be read and copied."""

from django.http import QueryDict

from partnerships.portal.answers import FIELDS, PLAIN, STORY
from partnerships.portal.fields import STORY_LENGTH
from platform_site import rich_texts

# Not what was ticked or chosen: that comes in as numbers.
LABELS = {name: label for name, label in FIELDS.items() if name in (*STORY, *PLAIN)}


def words(post: QueryDict, name: str) -> str:
    """The answer to one question as its writer saw it: the editor on the screen sends HTML."""
    text = post.get(name, "")
    is_html = post.get(f"{name}-soort") == "html" and len(text) <= 20 * STORY_LENGTH
    return rich_texts.as_words(rich_texts.clean(text)) if is_html else text

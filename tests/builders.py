"""What several tests need that is neither a page of an app nor a law."""

from collections.abc import Iterator

from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import get_page_models


def stream_blocks() -> Iterator[tuple[str, Block]]:
    """Every block that an editor can add to a page, with where it is: "app.model.field.block"."""
    for model in get_page_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField):
                for name, block in field.stream_block.child_blocks.items():
                    yield f"{model._meta.label}.{field.name}.{name}", block

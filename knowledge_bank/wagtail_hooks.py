"""What the admin needs for knowledge items."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_editor_js")
def fields_of_the_kind() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/kind.js"))

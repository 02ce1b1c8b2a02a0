"""For the admin: how often a page is used."""

from django import template

from platform_site.editing.references import references_to

register = template.Library()
register.simple_tag(references_to)

"""For the list of places where somebody is logged in."""

from django import template

register = template.Library()
# In this order: many a browser also names the others.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "een iPhone",
    "iPad": "een iPad",
    "Windows": "Windows",
    "Mac OS X": "een Mac",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """What somebody calls the thing they log in with: "Firefox op Windows"."""
    name = next((said for sign, said in BROWSERS.items() if sign in user_agent), "Een browser")
    system = next((said for sign, said in SYSTEMS.items() if sign in user_agent), "")
    return f"{name} op {system}" if system else name

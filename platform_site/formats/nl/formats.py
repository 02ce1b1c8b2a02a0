"""How Django and Wagtail write times where they do so themselves: with a point, as the rest of the site does."""

TIME_FORMAT = "G.i"
DATETIME_FORMAT = "j F Y G.i"

"""The partners of a profile in the admin: a screen of their own, because 344 partners do not fit in a form (docs/decisions/23).

Partners stay children of the page. Every act here makes a new latest version of it, in which only partners differ: so drafts, review,
history, comparing and the guard against stale saves hold for them as for all other text.
"""

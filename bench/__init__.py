"""How quick the knowledge bank is when it is very full: made-up items in bulk, and what `make bench` measures of them.

An app of development and of the tests only: it brings `manage.py bench`, and `manage.py demo` learns `--items`. The product
does not know it.
"""

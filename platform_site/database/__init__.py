"""How the site speaks with PostgreSQL: as Django does, but it does not wait for a server that says nothing.

A time limit for statements is kept by the server, so a server that is stopped, or a line that is cut, keeps none.
"""

"""Samen Opleiden in figures (/cijfers/): counted from what stands on this site, and nothing estimated.

`counting` asks the database, `tables` makes figures of it (each number with the way to the list that it counts), `lists` are
those lists, `drawing` the map, `views` the page and its downloads.
"""

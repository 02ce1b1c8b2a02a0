"""Keeping schools and institutes up to date from the files that DUO publishes.

A file goes through these rooms: `tables` (and `workbooks`) make rows of bytes, `columns` and `cells` know what stands in them,
`reading` makes schools of them or tells what is wrong (`problems`), `planning` compares with what is stored (`plan`), `report`
says that in Dutch, `applying` does it: all or nothing. `views` and the command import_duo are the two ways in.
"""

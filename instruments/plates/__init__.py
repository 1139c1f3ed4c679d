"""Files of plate readers: known by their bytes here, read by allotropy in an environment of its own.

allotropy cannot live beside what the product runs on (docs/decisions/0014).  What it makes of a file
is an Allotrope document; `document.py` turns that into the readings of the house, and takes from it
no time, no name of a sample and no zero that the file does not hold.
"""

"""Reading the spreadsheets that projects keep today. Pure: no Django, no database, nothing on disk.

read_bytes   a file's bytes -> Reading (people, sessions, contacts, attendances, rows not taken and why)
figures      a Reading -> its figures as one flat object
"""

from yarrow.contacts.reading.figures import figures
from yarrow.contacts.reading.mapping import FileMapping, Remembered
from yarrow.contacts.reading.reader import read_bytes
from yarrow.contacts.reading.results import Reading

__all__ = ["FileMapping", "Reading", "Remembered", "figures", "read_bytes"]

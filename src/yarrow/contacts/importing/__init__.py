"""From what a spreadsheet says (`yarrow.contacts.reading`) to people, sessions and contacts of a project."""

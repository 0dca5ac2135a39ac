"""Django's PostgreSQL, with the project of the moment told to every transaction (see `vault.fence`)."""

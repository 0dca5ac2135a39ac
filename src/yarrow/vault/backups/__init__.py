"""Copies of an installation, records and keyring apart, and putting them back."""

"""The book of the cupboard only grows: a mistake is taken back by a line of its own."""

from yarrow.vault.ledgers import Ledger

MOVEMENTS = Ledger(name="cupboard", table="contacts_movement")

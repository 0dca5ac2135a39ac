"""The linter's rules, in the order in which they are told. Each works on any form, however broken."""

from yarrow.methods.forms.rules import of_conditions, of_items, of_options, of_words
from yarrow.methods.forms.rules.rule import Rule

EVERY = (*of_items.RULES, *of_options.RULES, *of_conditions.RULES, *of_words.RULES)
RULES: dict[str, Rule] = {rule.name: rule for rule in EVERY}

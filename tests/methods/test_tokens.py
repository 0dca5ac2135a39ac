"""Tokens of public pages."""

from yarrow.methods import tokens


def test_tokens_are_unguessable_and_typed_easily():
    made = {tokens.new_token() for _n in range(500)}
    assert len(made) == 500 and all(len(token) == 14 and token.count("-") == 2 for token in made)
    assert not set("".join(made)) & set("0o1liaeu")
    assert tokens.hashed("BCDF-2345-GHJK") == tokens.hashed("bcdf2345ghjk") != tokens.hashed("bcdf2345ghjm")

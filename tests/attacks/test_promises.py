"""Every attack has a promise and at least one twin, and the table of them is fresh."""

from tests.attacks import promises


def test_every_attack_says_its_promise_and_has_a_twin():
    attacks = promises.all_attacks()
    assert len(attacks) >= 10
    assert [each.file for each in attacks if not (each.promise and each.attacks and each.twins)] == []
    assert len({each.number for each in attacks}) == len(attacks)


def test_table_of_promises_is_fresh():
    assert promises.PAGE.read_text(encoding="utf-8") == promises.page(), (
        "run: python -m tests.attacks.promises"
    )

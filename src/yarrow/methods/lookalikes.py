"""Letters of other scripts that look like Latin ones, so that what is seen as one is compared as one."""

_CYRILLIC = (
    ("АВЕЅІЈКМНОРСТУХЁЇ", "ABESIJKMHOPCTYXËÏ"),
    ("аеѕіјкорсухёїһ", "aesijkopcyxëïh"),
)
# A capital may look like another letter than its small one; some stand in few alphabets.
_LATIN_ALONE, _GREEK = ("ԁԛԝ", "dqw"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυ", "ABEZHIKMNOPTYXaikvopu")


def _table(*pairs: tuple[str, str]) -> dict[int, str]:
    return {ord(one): other for these, those in pairs for one, other in zip(these, those, strict=True)}


# For `str.translate`: what looks the same in Latin, and in Cyrillic.
TO_LATIN = _table(*_CYRILLIC, _LATIN_ALONE, _GREEK)
TO_CYRILLIC = _table(*((latin, cyrillic) for cyrillic, latin in _CYRILLIC))

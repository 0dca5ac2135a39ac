"""What tests of pages share: where an answer leads, what stands on a page, words in a second language."""

from urllib.parse import parse_qs, urlsplit

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def where(answer):
    """The question that an answer leads to."""
    return parse_qs(urlsplit(answer["Location"]).query).get("~at", [""])[0]


def keys_of(page):
    return [one.key for one in page.context["questions"]]


def translated(raw):
    for part in (raw, *raw["item"]):
        name = "title" if "title" in part else "text"
        told = [
            {"url": "lang", "valueCode": "ar"},
            {"url": "content", "valueString": f"{part[name]} بالعربية"},
        ]
        part[f"_{name}"] = {"extension": [{"url": TRANSLATION, "extension": told}]}
    return raw

"""Every word of every page is given to the translators: the pages are asked for in a language that nobody speaks."""

import html
import re
from pathlib import Path

import pytest
from django.utils.translation import trans_real

import messages
from tests.rooms.languages import pseudo
from tests.walks.visiting import ROOMS
from yarrow.measures.catalogue import packs
from yarrow.referrals import lists as referral_lists
from yarrow.sharing import lists as sharing_lists
from yarrow.vault.passphrases import N_WORDS, word_list

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(reason="it reads the words of pages that are opened on both databases elsewhere"),
]
# What the people of the test typed or are called, and what is the same in every language.
DATA = re.compile(
    r"Typed-[\w-]+(?: [\w-]+)*(?:\.csv)?|Riverside outreach|Another project|A second project|"
    r"(?:Sam|Mona) \w+…?|Ines Invited|Noor New|Wren|Finn|Docks|Warm socks|City fund|People met|On the quay|Van tablet|"
    r"Yarrow Town, Harbourside|Yarrow|CSV|XLSX|PDF|QR|[\w.-]+@[\w.-]+|[A-Z]\d-\d[A-Z]{2,4}|"
    r"How are things\?|Are you safe\?|What else\?|Night line|Text HELLO to the night line|Letter in the blue folder|"
    r"Peers ask; the sums are read at the open evening\.|http://testserver/[cmrs]/[\w-]+/|"
    r"Magistrates by the Bridge|Prison by the Marsh|I know whom to call|Ways of working|Police and us|"
    r"No cautions near services|Raid on Mill Road|Order ESO 12/26|ESO 12/26|Together in the north|Sharing in the north|"
    r"Safety in the town|To be heard|Write down what was agreed|Head of the refuge|To help people together|"
    r"Asking for a bed|\{\w+\}(?: asks you: \{\w+\})?|DUSSK|[\w+/]{80,}=?|"
    r"Haven|Beds|Clinic by the Canal|Evening clinic|Harbour Advice|Debt clinic|Council|"
    r"Working Together to Safeguard Children \(statutory guidance\)|"
    r"(?:UK GDPR|(?:Data Protection|Children|Care) Act)[\w ,()]*|"
    r"https://council\.example/api|"
    r"[A-Z]\w+/[A-Z][\w/ +-]*|English|Română|العربية|Polski|Português \(Brasil\)|Español|Български|Shqip|ไทย|简体中文"
)
# Measures are called what their owners call them.
MEASURES = re.compile(
    "|".join(
        re.escape(name)
        for name in sorted(
            {name for one in packs().values() for name in (one.name, one.short, one.licence.holder)},
            key=len,
            reverse=True,
        )
    )
)
# The answers of the town's form, and its days.
ANSWERS = re.compile(r"^(?:☐ )?(?:yes|no)\b")
# A note for a court is in the court's language, and so are letters and pathways as they were published.
NOTE = re.compile(r"^\d\d\.\d\d\.\d{4}: |^Kept: \d+ of \d+$")
PUBLISHED = {
    "sharing:list_templates": [item.text for item in sharing_lists.items("letters")],
    "referrals:change_pathway": [
        text
        for path in sorted((Path(referral_lists.__file__).parent / "packs").glob("*.json"))
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8"))
    ],
}
# What of a draft is risky: words that were typed, one by one.
RISKY = {"“Typed”", "“words”", "Typed", "words"}
# Headings of a spreadsheet, what an entry that no room opens says, what reports have in common in one spelling.
DATA_OF = {
    **dict.fromkeys(("alerts:change_draft", "alerts:publish_alert", "alerts:show_alert"), RISKY),
    "alerts:list_alerts": {"Grey van. Be careful."},
    "alerts:take_over_alert": {"Grey van. Be careful."},
    "alerts:accept_identifiers": {"QX71ZZY", "typed-online"},
    "safety:compare_report": {"QX71 ZZY", "typed", "words"},
    "safety:show_cluster": {"QX71 ZZY"},
    "contacts:show_import": {"Date", "Type", "Worker", "Name", "Place", "Condoms", "Notes"},
    "desk:look_at_entry": {"Text"},
}


def pages_of(visits):
    """(name, page) of every page, and of what it answers to a form sent empty."""
    every = [visit for room in sorted(ROOMS) for visit in visits.of(room)]
    for visit in every:
        yield (
            visit.name,
            visits.seen[visit.name, visit.who]
            if (visit.name, visit.who) in visits.seen
            else (visits.client(visit.who).get(visit.address).content.decode()),
        )
    for visit in every:
        client = visits.client(visit.who)
        client.raise_request_exception = False
        answer = client.post(visit.address, {})
        if answer.headers["Content-Type"].startswith("text/html"):
            yield visit.name, answer.content.decode()


def unmarked(name, page):
    """What a page says that is neither a message nor data, with where it says so."""
    known, published = DATA_OF.get(name, set()), "\n".join(PUBLISHED.get(name, []))
    return [
        f"{name}: {where}: {said}"
        for where, said in pseudo.Page(page).left
        if said not in known
        and not NOTE.search(said)
        and not is_drawn(said)
        and not all(part in published for part in re.split(r"(?<=[.?!])\s", said))
        and pseudo.LETTERS.search(ANSWERS.sub("", MEASURES.sub(" ", DATA.sub(" ", said))))
    ]


def is_drawn(said):
    """Whether these are the words of a phrase, which are the same in every language."""
    words = said.split()
    return len(words) == N_WORDS and set(words) <= set(word_list())


def said_by_libraries(asked, pages):
    """Messages on our pages that our catalogues don't have: Django's and allauth's."""
    ours = {one for message in messages.in_sources() for one in message_ids(message)}
    said = html.unescape("".join(pages))
    return [one for one in asked - ours if pseudo.bracketed(one) in said]


def message_ids(message):
    return message.id if message.pluralizable else (message.id,)


def test_every_word_is_given_to_the_translators(visits, monkeypatch):
    with pseudo.spoken(monkeypatch) as language:
        pages = list(pages_of(visits))
    assert len(pages) > 200
    found = dict.fromkeys(one for name, page in pages for one in unmarked(name, page))
    assert not found, "\n".join(found)
    others = said_by_libraries(language.asked, [page for _name, page in pages])
    for code in messages_whole():
        catalogue = trans_real.DjangoTranslation(code)
        lacking = [one for one in others if catalogue.gettext(one) == one and (code, one) not in SAME]
        assert not lacking, f"{code}: {lacking}"


def messages_whole():
    """The languages that are complete for what the rooms show."""
    return ("ro", "ar")


# Words that are written the same in both languages.
SAME = {("ro", "August")}
FAULTS = {
    "<p>Write it down</p>": "p: Write it down",
    "<p>⟦Met ⟧twice⟦ today⟧</p>": "p: twice",
    "<p>⟦Write <b>it⟧</b> down</p>": "p: down",
    '<button aria-label="Close">x</button>': "button aria-label: Close",
    '<input type="submit" value="Send">': "input value: Send",
    '<img alt="A sprig" src="/x">': "img alt: A sprig",
    '<yarrow-sheet data-full="No room">': "yarrow-sheet data-full: No room",
    "<option>Sam Outreach or nobody</option>": "option: Sam Outreach or nobody",
}


@pytest.mark.parametrize("page", FAULTS)
def test_every_word_planted_fault_is_found(page):
    assert unmarked("x", page) == [f"x: {FAULTS[page]}"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>⟦Write <b>it</b> down⟧</p><p>K7-4MW · 12 ×</p>",
        "<code>amber window</code><script>go()</script><p title='⟦Now⟧'>Docks</p>",
        '<input type="hidden" name="next" value="somewhere"><button name="theme" value="night">⟦Night⟧</button>',
        '<yarrow-sheet data-project="abcdef" data-full="⟦No room⟧">',
    ],
)
def test_every_word_what_is_marked_or_typed_is_left_alone(page):
    assert unmarked("x", page) == []


def test_language_that_nobody_speaks_leaves_what_is_put_in_outside():
    language = pseudo.Pseudo()
    assert language.gettext("Hello %(name)s") % {"name": "you"} == "⟦Hello ⟧you⟦⟧"
    assert language.ngettext("%d day", "%d days", 2) % 2 == "⟦⟧2⟦ days⟧"
    assert language.gettext("month\x04May") == "⟦May⟧"
    assert language.asked == {"Hello %(name)s", "%d day", "May"}

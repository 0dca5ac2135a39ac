"""The languages of the interface: English, and those that are drafted. No Django here: settings read it too."""

from dataclasses import dataclass

from yarrow.methods.sentences import to_say

ENGLISH = "en-gb"
ONE_OR_MORE = "(n != 1)"


@dataclass(frozen=True)
class Language:
    """One language. `name`: as its speakers write it; `plural`: gettext's rule over `n` for `n_forms` forms."""

    code: str
    name: str
    english: str
    n_forms: int = 2
    plural: str = ONE_OR_MORE
    is_rtl: bool = False

    @property
    def folder(self) -> str:
        """Where its catalogue lies under `locale/`: `pt_BR`, `zh_Hans`."""
        begin, dash, rest = self.code.partition("-")
        return f"{begin}_{rest.upper() if len(rest) == 2 else rest.title()}" if dash else begin


_ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"
_POLISH = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
_ROMANIAN = "(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2)"
# In the order in which they are offered. A new one: docs/how-to/translate.md.
LANGUAGES = (
    Language(ENGLISH, to_say("English"), "English"),
    Language("ro", "Română", to_say("Romanian"), 3, _ROMANIAN),
    Language("ar", "العربية", to_say("Arabic"), 6, _ARABIC, is_rtl=True),
    Language("pl", "Polski", to_say("Polish"), 3, _POLISH),
    Language("pt-br", "Português (Brasil)", to_say("Portuguese (Brazil)"), plural="(n > 1)"),
    Language("es", "Español", to_say("Spanish")),
    Language("bg", "Български", to_say("Bulgarian")),
    Language("sq", "Shqip", to_say("Albanian")),
    Language("th", "ไทย", to_say("Thai"), 1, "0"),
    Language("zh-hans", "简体中文", to_say("Chinese (simplified)"), 1, "0"),
)
TRANSLATED = tuple(language for language in LANGUAGES if language.code != ENGLISH)
BY_CODE = {language.code: language for language in LANGUAGES}


def offered(wanted: str) -> tuple[Language, ...]:
    """The languages named in "en, ro, ar" (all when empty), English always. Raises ValueError for an unknown one."""
    codes = {word.strip().lower().replace("_", "-") for word in wanted.split(",") if word.strip()} - {
        "en",
        ENGLISH,
    }
    if unknown := codes - BY_CODE.keys():
        raise ValueError(", ".join(sorted(unknown)))
    return tuple(one for one in LANGUAGES if not codes or one.code in codes or one.code == ENGLISH)

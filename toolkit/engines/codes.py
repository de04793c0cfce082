"""What each service calls a language, from BCP 47 tags. Data; the sources are named with each table.

A table is written as ``tag=code`` or, where both are the same, as ``tag``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# Script a language is written in when its tag names none (CLDR, likelySubtags), for the languages
# where services tell scripts apart. A tag with another script must not fall back to the language
# alone: that would be a text its readers cannot read.
_USUAL_SCRIPT = {
    "az": "Latn", "bs": "Latn", "ha": "Latn", "iu": "Cans", "kk": "Cyrl", "ks": "Arab", "ku": "Latn",
    "mn": "Cyrl", "pa": "Guru", "sd": "Arab", "sr": "Cyrl", "tg": "Cyrl", "ug": "Arab", "uz": "Latn",
    "yue": "Hant", "zh": "Hans",
}  # fmt: skip
_SCRIPT_OF_PLACE = {
    ("zh", "TW"): "Hant", ("zh", "HK"): "Hant", ("zh", "MO"): "Hant", ("pa", "PK"): "Arab",
    ("sr", "ME"): "Latn", ("az", "IR"): "Arab", ("uz", "AF"): "Arab",
}  # fmt: skip
# Places whose Spanish CLDR groups under es-419 (parentLocales); of these the large ones.
_LATIN_AMERICA = {
    "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV",
    "US", "UY", "VE",
}  # fmt: skip


def candidates(tag: str) -> Iterator[str]:
    """The tags under which a service may know ``tag``, best first (RFC 4647 section 3.4, by script).

    ``zh-TW``: zh-TW, zh-Hant-TW, zh-Hant. ``es-MX``: es-MX, es-419, es.
    """
    parts = tag.split("-")
    language = parts[0]
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    place = next((part for part in parts[1:] if len(part) in (2, 3) and part != script), "")
    usual = _USUAL_SCRIPT.get(language, "")
    implied = script or _SCRIPT_OF_PLACE.get((language, place), usual)
    seen = [tag]
    if place and implied:
        seen.append(f"{language}-{implied}-{place}")
    if place and (not script or implied == usual or (language, place) in _SCRIPT_OF_PLACE):
        seen.append(f"{language}-{place}")
    if language == "es" and place in _LATIN_AMERICA:
        seen.append("es-419")
    if implied:
        seen.append(f"{language}-{implied}")
    if implied == usual or not usual:
        seen.append(language)
    yield from dict.fromkeys(seen)


@dataclass(frozen=True, slots=True)
class Codes:
    """A service's languages."""

    text: str
    """The table as written."""
    _by_tag: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = (entry.partition("=") for entry in self.text.split())
        object.__setattr__(self, "_by_tag", {tag: code or tag for tag, _, code in pairs})

    def find(self, tag: str) -> str | None:
        """The service's code for a canonical BCP 47 tag; None when it has not that language."""
        return next((self._by_tag[each] for each in candidates(tag) if each in self._by_tag), None)

    @property
    def all(self) -> frozenset[str]:
        """Every code of the service."""
        return frozenset(self._by_tag.values())


# deep-translator 1.11.4, constants.GOOGLE_LANGUAGES_TO_CODES (a test compares them).
GOOGLE = Codes(
    """
    af ak am ar as ay az be bg bho bm bn bs ca ceb ckb co cs cy da de doi dv ee el en eo es et eu fa fi
    fil=tl fr fy ga gd gl gn gom gu ha haw he=iw hi hmn hr ht hu hy id ig ilo is it ja jv=jw ka kk km kn
    ko kok=gom kri ku ky la lb lg ln lo lt lus lv mai mg mi mk ml mn mni=mni-Mtei mr ms mt my nb=no ne nl
    nn=no no nso ny om or pa pl ps pt qu ro ru rw sa sd si sk sl sm sn so sq sr st su sv sw ta te tg th
    ti tk tl tr ts tt tw=ak ug uk ur uz vi xh yi yo zh-Hans=zh-CN zh-Hant=zh-TW zu
    """
)

# deep-translator 1.11.4, constants.MY_MEMORY_LANGUAGES_TO_CODES, without the rarest.
MYMEMORY = Codes(
    """
    af=af-ZA am=am-ET ar=ar-SA ar-EG ar-MA as=as-IN ast=ast-ES az=az-AZ ba=ba-RU be=be-BY bg=bg-BG
    bn=bn-IN bo=bo-CN br=br-FR bs=bs-BA bs-Cyrl=bs-Cyrl-BA ca=ca-ES ceb=ceb-PH ckb=ckb-IQ cs=cs-CZ
    cy=cy-GB da=da-DK de=de-DE de-AT de-CH dv=dv-MV el=el-GR en=en-GB en-AU en-CA en-GB en-IE en-IN
    en-NZ en-SG en-US en-ZA eo=eo-EU es=es-ES es-419 es-AR es-CO es-ES es-MX es-US et=et-EE eu=eu-ES
    fa=fa-IR fi=fi-FI fil=fil-PH fj=fj-FJ fo=fo-FO fr=fr-FR fr-BE fr-CA fr-CH ga=ga-IE gd=gd-GB
    gl=gl-ES gn=gn-PY gu=gu-IN gv=gv-IM ha=ha-NE haw=haw-US he=he-IL hi=hi-IN hr=hr-HR ht=ht-HT
    hu=hu-HU hy=hy-AM id=id-ID ig=ig-NG is=is-IS it=it-IT it-CH ja=ja-JP jv=jv-ID ka=ka-GE kk=kk-KZ
    km=km-KH kn=kn-IN ko=ko-KR ku=kmr-TR ky=ky-KG la=la-XN lb=lb-LU lg=lg-UG ln=ln-LIN lo=lo-LA
    lt=lt-LT lv=lv-LV mg=mg-MG mi=mi-NZ mk=mk-MK ml=ml-IN mn=mn-MN mr=mr-IN ms=ms-MY mt=mt-MT
    my=my-MM nb=nb-NO ne=ne-NP nl=nl-NL nl-BE nn=nn-NO no=nb-NO ny=ny-MW oc=oc-FR or=or-IN pa=pa-IN
    pa-Arab=pnb-PK pl=pl-PL ps=ps-PK pt=pt-PT pt-BR qu=qu-PE ro=ro-RO ru=ru-RU rw=rw-RW sd=sd-PK
    si=si-LK sk=sk-SK sl=sl-SI sm=sm-WS sn=sn-ZW so=so-SO sq=sq-AL sr-Cyrl=sr-Cyrl-RS
    sr-Latn=sr-Latn-RS st=st-LS su=su-ID sv=sv-SE sw=sw-KE ta=ta-IN ta-LK te=te-IN tg=tg-TJ th=th-TH
    ti=ti-ET tk=tk-TM tl=tl-PH tn=tn-ZA to=to-TO tr=tr-TR ts=ts-ZA tt=tt-RU ug=ug-CN uk=uk-UA
    ur=ur-PK uz=uz-UZ vi=vi-VN wo=wo-SN xh=xh-ZA yi=yi-YD yo=yo-NG zh-Hans=zh-CN zh-Hant=zh-TW
    zh-HK zu=zu-ZA
    """
)

# deep-translator 1.11.4, constants.BAIDU_LANGUAGE_TO_CODE.
BAIDU = Codes(
    """
    ar=ara bg=bul lzh=wyw zh-Hans=zh zh-Hant=cht cs da=dan nl en et=est fi=fin fr=fra de el hu it ja=jp
    ko=kor pl pt ro=rom ru sl=slo es=spa sv=swe th vi=vie yue
    """
)

# deep-translator 1.11.4, constants.QCRI_LANGUAGE_TO_CODE.
QCRI = Codes("ar en es")

# LibreTranslate, GET /languages of libretranslate.com in its short codes, which old and new
# servers take (libretranslate/language.py: aliases).
LIBRETRANSLATE = Codes(
    """
    ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb nl nn=nb
    no=nb pl pt pt-BR=pb ro ru sk sl sq sr sv th fil=tl tl tr uk ur vi zh-Hans=zh zh-Hant=zt
    """
)

# DeepL API reference, "Supported languages": as source, and as target with the regional variants.
DEEPL_SOURCE = Codes(
    """
    ar=AR bg=BG cs=CS da=DA de=DE el=EL en=EN es=ES et=ET fi=FI fr=FR he=HE hu=HU id=ID it=IT ja=JA ko=KO
    lt=LT lv=LV nb=NB nn=NB no=NB nl=NL pl=PL pt=PT ro=RO ru=RU sk=SK sl=SL sv=SV th=TH tr=TR uk=UK vi=VI
    zh-Hans=ZH zh-Hant=ZH
    """
)
DEEPL_TARGET = Codes(
    """
    ar=AR bg=BG cs=CS da=DA de=DE el=EL en=EN-US en-AU=EN-GB en-GB=EN-GB en-IE=EN-GB en-IN=EN-GB
    en-NZ=EN-GB en-ZA=EN-GB es=ES es-419=ES-419 et=ET fi=FI fr=FR he=HE hu=HU id=ID it=IT ja=JA ko=KO
    lt=LT lv=LV nb=NB nn=NB no=NB nl=NL pl=PL pt=PT-BR pt-AO=PT-PT pt-MZ=PT-PT pt-PT=PT-PT ro=RO ru=RU
    sk=SK sl=SL sv=SV th=TH tr=TR uk=UK vi=VI zh-Hans=ZH-HANS zh-Hant=ZH-HANT
    """
)

# Microsoft Translator 3.0, "Language support", text translation.
MICROSOFT = Codes(
    """
    af am ar as az ba bg bho bn bo brx bs ca cs cy da de doi dsb dv el en en-GB es et eu fa fi fil fj fo
    fr fr-CA ga gl gom gu ha he hi hr hsb ht hu hy id ig ikt is it iu iu-Latn ja ka kk km kmr kn ko ks ku
    ky ln lo lt lug lv lzh mai mg mi mk ml mn-Cyrl mn-Mong mr ms mt mww my nb ne nl nn=nb no=nb nso
    ny=nya or otq pa pl prs ps pt=pt pt-BR=pt pt-PT ro rn=run ru rw sd si sk sl sm sn=sna so sq sr-Cyrl
    sr-Latn st sv sw ta te th ti tk tn to tr tt ty ug uk ur uz vi xh yo yua yue zh-Hans zh-Hant zu
    """
)

# Yandex Cloud, Translate, "Supported languages".
YANDEX = Codes(
    """
    af am ar az ba be bg bn bs ca ceb cs cv cy da de el en eo es et eu fa fi fr ga gd gl gu he hi hr ht
    hu hy id is it ja jv ka kk km kn ko ky la lb lo lt lv mg mhr mi mk ml mn mr mrj ms mt my nb=no ne nl
    nn=no no pa pap pl pt=pt-BR pt-BR pt-PT=pt ro ru sah si sk sl sq sr-Cyrl=sr su sv sw ta te tg th
    tl tr tt udm uk ur uz uz-Cyrl=uzbcyr vi xh yi zh-Hans=zh zu
    """
)

# NAVER Cloud Platform, Papago Translation, "translation", supported languages.
PAPAGO = Codes("de en es fr id it ja ko ru th vi zh-Hans=zh-CN zh-Hant=zh-TW")

# Tencent Cloud TMT, TextTranslate, parameter Source/Target.
TENCENT = Codes("ar de en es fr hi id it ja ko ms pt ru th tr vi zh-Hans=zh zh-Hant=zh-TW")

# ISO 639-1 to ISO 639-3, for the languages Apertium has data for (apertium.org, list of pairs).
ISO_639_3 = Codes(
    """
    af=afr an=arg ar=ara ast az=aze ba=bak be=bel bg=bul bn=ben br=bre bs=hbs ca=cat co=cos crh cs=ces
    cv=chv cy=cym da=dan de=deu el=ell en=eng eo=epo es=spa et=est eu=eus fa=fas fi=fin fo=fao fr=fra
    frp fy=fry ga=gle gl=glg gn=grn gu=guj gv=glv he=heb hi=hin hr=hbs_HR ht=hat hu=hun hy=hye id=ind
    is=isl it=ita ja=jpn kk=kaz kn=kan ko=kor ku=kur ky=kir la=lat lg=lug lt=lit lv=lav mk=mkd ml=mal
    mn=khk mr=mar ms=zlm mt=mlt nb=nob nl=nld nn=nno no=nob oc=oci pa=pan pl=pol pt=por pt-BR=por_BR
    quz ro=ron ru=rus sc=srd se=sme sk=slk sl=slv so=som sq=sqi sr-Cyrl=hbs_SR sr-Latn=hbs_SR sv=swe
    sw=swa szl ta=tam te=tel tg=tgk th=tha tk=tuk tl=tgl tr=tur tt=tat ug=uig uk=ukr ur=urd uz=uzb
    vi=vie zh-Hans=zho
    """
)

"""What the text guard knows of languages: ages, kin, naming, roles. Data only.

Latin words are written without accents, and with e, o and n for ɛ, ɔ and ŋ; Arabic ones
with a bare alif and heh for teh marbuta: as the guard reads. In this order: English, French,
Krio, Arabic.
"""

# ruff: noqa: RUF001 (Arabic letters that look like others)

HEH = "\u0647"  # the Arabic letter, spelled out so as not to be taken for an o
# Letters, and those that they are read as.
READ_AS = ("ɛɔŋƐƆŊ’أإآٱىةئؤ", f"eonEON'ااااي{HEH}يو")

# One to seventeen, the ages of a child; of a number in two words, the last.
NUMBERS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen
    deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize
    wan tu tri fo fayv siks sevin et nayn ten ilevin twelv tatin fotin fotiin fiftin sikstin
    sevintin
    """.split()  # noqa: SIM905
)
FEW = frozenset(
    {"one", "two", "three", "deux", "wan", "tu", "tri"}
)  # counted so often: no age alone
ARABIC_NUMBERS = frozenset(
    """
    ثلاث ثلاثه اربع اربعه خمس خمسه ست سته سبع سبعه ثماني ثمانيه ثمان تسع تسعه عشر عشره
    احدي احد اثنتي اثنتا اثني اثنا
    """.split()  # noqa: SIM905
)

# Kin of one person: a name after these, or in Arabic an age beside them, points to somebody.
KIN = frozenset(
    """
    father mother brother sister son daughter husband wife niece nephew cousin uncle aunt
    auntie aunty grandfather grandmother grandma grandpa grandson granddaughter grandchild
    stepfather stepmother stepbrother stepsister
    oncle tante pere mere frere soeur fils fille neveu mari cousine marraine parrain
    onkul onkel anti mama mami papa broda sista grani granma granpa kozin
    """.split()  # noqa: SIM905
)
CHILD = frozenset({"child", "girl", "boy", "enfant", "pikin"})  # of somebody who is named
_ARABIC_KIN = """
    عم خال اب ابو ابي ابا والد ام عمت خالت والدت اخ اخو اخي اخا اخت زوج زوجت جد جدت ابن ابنت
    بنت قريب
    """.split()  # noqa: SIM905
# What was done to somebody, or what they did.
_ARABIC_DEEDS = """
    ضرب اغتصب اذي اذا جرح خطف زوج طرد حمل هرب تزوج قتل لمس تحرش اختف استغل عذب حبس
    """.split()  # noqa: SIM905
ARABIC_SOMEBODY = frozenset(
    [kin + of for kin in _ARABIC_KIN for of in ("ها", HEH, "هما", "ي")]
    + [
        did + whom
        for did in _ARABIC_DEEDS
        for whom in ("", "ت", "وا", "و", "ها", HEH, "تها", f"ت{HEH}", "وها", f"و{HEH}")
    ]
)
ARABIC_OF_AGE = frozenset({"عمرها", f"عمر{HEH}", "بعمر", "سنها", "العمر"})  # an age follows

# A name follows, whatever it is.
NAMING = frozenset(
    """
    called named nomme nommee appele appelee appelle prenomme prenommee nem kol
    """.split()  # noqa: SIM905
)
ARABIC_YEARS = (f"سن{HEH}", "سنوات", "سنين", "عام\u064b?ا?\u064b?", "اعوام")
ARABIC_NAMING = frozenset({"اسمها", f"اسم{HEH}", "تدعي", "يدعي", f"المدعو{HEH}", "المدعو"})

# Words that open a sentence or name a month, not a person.
ORDINARY = frozenset(
    """
    the a an in on at we they she he it girls boys women men elders children people january
    february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday no yes and but if when after before for
    some all most many our their her his this that these those there here one two three chief
    what who where why how then now nobody everybody somebody each every not so also
    le sle usd ksh ugx etb inr bdt mwk lrd
    school clinic hospital district village community section chiefdom ebola
    les la des un une il elle ils elles on nous vous dans pour quand si mais et nos notre leur
    leurs filles garcons femmes hommes enfants janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
    di wi den i na we gyal boy pikin mama papa
    """.split()  # noqa: SIM905
)
# Words of roles, groups, offices and places, which a person's name does not hold.
ROLES = frozenset(
    """
    accompanying administrator agent aid assistant association attendant attendants aunties
    authority birth board body bureau center central centre chairlady chairman chairperson
    chairwoman chiefs child church civil club clinics cluster committee commission council
    councillor counsellor court department desk doctor education elder facilitator family
    farmers father fathers fellowship first focal friends general girl government group groups
    guidance head headman headmaster headteacher health helper helpline house imam imams
    inspector justice leader leaders line management market matron maternal mayor mentor
    midwife midwives ministry mission mosque mother mothers national ngo nurse nurses
    nutrition office officer officers older organisation organization paralegal paramount
    parents parish pastor pastors peer peripheral person planning point police post president
    priest primary principal probation programme project protection province provincial queen
    red region regional representative savings second secondary secretary section senior
    service services sister sisters social society speaker staff station support task teacher
    teachers team third topic town traditional training trainer tribal union unit villages
    volunteer volunteers ward welfare woman worker workers young youth youths
    agente animatrice assistante assistantes association bureau centre chef clinique comite
    commune communaute conseil directeur directrice ecole eglise enseignant femmes groupe
    groupement hopital infirmier infirmiere jeunes maire maison medecin mosquee parents police
    poste prefecture president sage sante service societe sociale tribunal tribunaux
    tradition tuteurs village
    big chif di edman klinik mama mami mami-kwin nos ospitul pastor polis skul ticha uman wan
    """.split()  # noqa: SIM905
)

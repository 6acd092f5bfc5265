"""German: a first set of terms. What is not here, German texts are not judged by.

Compounds are terms of their own ("Suchleiste"); cases and plurals are written out, there is no stemmer.
"""

from __future__ import annotations

import sys

from impactmap.wording.forms import joined, listed
from impactmap.wording.terms import Table, collect

# ---- grammar ----------------------------------------------------------------------------------------------

FIRST_PERSON = Table(listed("ich, mir, mich, mein, meine, meinen, meinem, meiner, meines"))
LEAD_INS = Table(listed("wir müssen, wir wollen, wir sollten, wir brauchen, bitte, ziel, unser ziel ist es"))
DEFINITE = Table(listed("der, die, das, den, dem, des, diese, dieser, dieses, unser, unsere, ihre, ihr"))
DETERMINERS = Table(listed("ein, eine, einen, einem, einer, der, die, das, den, dem, alle, jede, jeder, unsere"))
QUALIFIERS = Table(listed("neue, neuer, neues, neuen, bessere, besserer, besseres, mehr, weniger, höhere, eigene"))
JOINTS = Table(
    listed("""
        für, zu, zum, zur, mit, von, vom, bei, beim, auf, in, im, an, am, über, unter, und, oder, aber, dass, damit,
        weil, wenn, während, bis, vor, nach, als, ohne, ist, sind, war, waren, um, pro, je
        """)
)
PURPOSES = Table(listed("für"))
SITUATIONS = Table(
    listed("""
        wenn, während, sobald, bevor, nachdem, weil, da, beim, im, in, am, an, auf, vor, nach, ohne, damit, sodass, als
        """)
)
FOREIGN = Table(listed("the, is, are, my, to, of, and, with, les, des, est, pas, los, las, una, het, een, niet"))
MEASURES = Table(
    listed("mehr, weniger, höherer, höhere, pro, je, kunde, quartal, monat, jahr, und, im, um, auf, prozent")
)

# ---- people and the business ------------------------------------------------------------------------------

_GENERIC = listed("nutzer, nutzern, user, kunde, kunden, anwender, verbraucher, jeder, alle, leute, menschen, personen")
GENERIC_PEOPLE = Table(_GENERIC)
PEOPLE = Table(
    joined(_GENERIC, listed("patienten, mieter, fahrer, mitarbeiter, bürger, schüler, eltern, pflegekräfte"))
)
EVERYBODYS = Table(listed("und, oder, von, potenzielle"))
BUSINESS_KPIS = Table(listed("upsell, upselling, cross-selling, kundenwert, NPS, ARPU, marktanteil, kundenbindung"))
SHARED_NUMBERS = Table(listed("umsatz, umsätze, gewinn, marge, abwanderung, kündigungsquote, absatz, deckungsbeitrag"))
CAPTURED_VALUE = Table(listed("umsatz, gewinn, marge, NPS, zahlende kunden, marktanteil, ertrag"))

# ---- things -----------------------------------------------------------------------------------------------

_THINGS = listed("""
    suchleiste, suchfeld, dashboard, app, handy-app, chatbot, portal, kundenportal, API, schnittstelle, dunkelmodus,
    benachrichtigung, benachrichtigungen, push-nachrichten, webseite, website, exportfunktion, filterfunktion
    """)
THINGS = Table(_THINGS)
PERHAPS_THINGS = Table(joined(_THINGS, listed("knopf, filter, menü, formular, bericht, seite, funktion")))
WANTS = Table(
    listed("brauche, brauchen, braucht, möchte, möchten, will, wollen, wünschen sich, hätte gern, hätten gern")
)
LACK = Table(
    listed("kein, keine, keinen, keiner, fehlende, fehlender, fehlendes, mangel an, es fehlt, es gibt kein, ohne")
)

# ---- feelings and faults ------------------------------------------------------------------------------------

COMPARATIVES = Table(listed("einfacher, schneller, besser, leichter, bequemer, intuitiver, übersichtlicher, schöner"))
FEELINGS = Table(listed("frustriert, verärgert, genervt, unzufrieden, verwirrt"))
VAGUE_WORDS = Table(
    listed("""
        ich, es, das, die, der, soll, sollte, möchte, wünschte, wäre, hätte, ist, sind, sein, zu, bedienung,
        bedienen, alles, mir, wir, kunden, nutzer, wollen, anwendung, programm, system, produkt, etwas, sich, fühlen,
        gern, eine, ein
        """)
)
BLAME = Table(listed("benutzerfehler, bedienungsfehler, anwenderfehler, zu faul, faul, zu bequem, beratungsresistent"))
BLAME_BARE = Table(listed("lesen nicht, lesen keine, lesen nie, verstehen nicht, ignorieren, passen nicht auf"))

TERMS = collect("de", sys.modules[__name__])

"""N01: a need that is the company's own: its wish, or one of its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import after, covers, in_first_person, opening, phrase_end, said, subject


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for need in ground.model.needs:
        wording = terms.read(need.title)
        if in_first_person(terms, wording):
            continue  # the customer speaks, and may well speak of revenue
        if company := _company(terms, wording):
            words = said(wording, company)
            yield Hit(
                need,
                f"“{words}” is not who has the need: a need is a customer's",
                "ask what a customer tries to do and cannot: “When …, I can't …, so …”",
                words,
                "title",
            )
        elif number := _wanted(terms, wording) or _bare(terms, wording) or _of_customers(terms, wording):
            words = said(wording, number)
            yield Hit(
                need,
                f"“{words}” is the business's number, not the customer's need",
                f"put “{words}” under KPI gains, and say here what the customer tries to do and cannot: "
                "“When …, I can't …, so …”",
                words,
                "title",
            )
        elif sold := _to_be_sold(terms, wording):
            words = said(wording, sold)
            yield Hit(
                need,
                f"“{words}” is what the business would sell, not what customers are short of",
                "ask what they could not do without it, and say that: “When …, I can't …, so …”",
                words,
                "title",
            )


def _company(terms: Terms, wording: Wording) -> Match | None:
    """“The business wants …”, at the start."""
    length = terms.company.at(wording, 0)
    return Match(0, length) if length and terms.company_wants.at(wording, length) else None


def _wanted(terms: Terms, wording: Wording) -> Match | None:
    """“Increase Q3 upsell revenue”: a number at the end of what is to grow (“improve revenue reporting” has none)."""
    start = opening(terms, wording)
    length = terms.growth_verbs.at(wording, start)
    if not length:
        return None
    first = start + length
    end = phrase_end(terms, wording, first)
    while end > first and terms.dates.at(wording, end - 1):
        end -= 1  # "before year end", "this quarter"
    for table in (terms.business_kpis, terms.shared_numbers):
        for match in table.find(wording, first):
            if match.first >= end:
                break
            if match.last >= end or covers(wording, match.last, end, terms.measures, terms.shared_numbers):
                owned = any(word.owns for word in wording.words[first : match.first])
                return None if owned else Match(match.first, match.last)
    return None


def _bare(terms: Terms, wording: Wording) -> Match | None:
    """“Higher NPS”, “More revenue per customer”: numbers and how much of them, and nothing else."""
    start = opening(terms, wording)
    tables = (terms.business_kpis, terms.shared_numbers)
    end = len(wording)
    if end - 2 > start and wording.is_capital(end - 1) and terms.joints.at(wording, end - 2):
        end -= 2  # "in Germany"
    if not covers(wording, start, end, *tables, terms.measures):
        return None
    return next((match for table in tables for match in table.find(wording, start)), None)


def _of_customers(terms: Terms, wording: Wording) -> Match | None:
    """“Customers need a higher lifetime value”: a number that no customer has, said of customers in general."""
    who = subject(terms, wording)
    if not who or not terms.generic_people.at(wording, who.last - 1):
        return None
    if not terms.obligations.at(wording, who.last) and not terms.company_wants.at(wording, who.last):
        return None
    return terms.business_kpis.first(wording, who.last)


def _to_be_sold(terms: Terms, wording: Wording) -> Match | None:
    """“Customers need eight products”: people, a number, what is sold, and no purpose of theirs after it."""
    start = opening(terms, wording)
    if length := terms.selling.at(wording, start):
        thing = after(wording, start + length, terms.numbers, terms.ours, terms.determiners, terms.qualifiers)
        sold = terms.sold_things.at(wording, thing)
        return Match(start, thing + sold) if sold else None
    who = subject(terms, wording, start)
    if not who:
        return None
    duty = terms.obligations.at(wording, who.last) or terms.company_wants.at(wording, who.last)
    if not duty:
        return None
    many = after(wording, who.last + duty, terms.use_verbs, terms.own_verbs)
    count = terms.numbers.at(wording, many) or int(many < len(wording) and wording.words[many].is_number)
    if not count:
        return None
    thing = after(wording, many + count, terms.ours, terms.qualifiers)
    length = terms.sold_things.at(wording, thing)
    end = thing + length
    if not length or not covers(wording, end, len(wording), terms.measures, terms.ours, terms.people):
        return None
    return Match(many, end)


RULE = Rule(
    code="N01",
    name="need-is-business",
    source="Start with customer value or business value?: the map starts with something the customer needs",
    why="A map that starts from a number of the business can only find ways to push that number. No customer wakes up "
    "wanting to be upsold; what they want has to be found out first.",
    trips="title: Upsell\nneeds: [Increase Q3 upsell revenue]\n",
    clean="title: Reports\nneeds: [I can't tell whether my revenue report is right]\n",
    severity="warning",
    profiles={"impact-mapping": "info"},
    wording=True,
    find=_find,
)

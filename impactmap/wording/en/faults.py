"""English: feelings, vague wishes, pains, what they cost, and the blaming of people."""

from __future__ import annotations

from impactmap.wording.forms import joined, listed, nouns, verbs
from impactmap.wording.terms import Table

# Comparatives and qualities that mean nothing until somebody says for what.
COMPARATIVES = Table(
    listed("""
            easier, faster, quicker, better, simpler, nicer, cheaper, smoother, clearer, cleaner, friendlier,
            smarter, slower, more intuitive, more convenient, more user-friendly, more efficient, more reliable,
            more transparent, more flexible, more modern, more personal, more accessible, safer, less confusing,
            less complicated, less annoying, less frustrating, less complex, best, quieter, seamless, intuitive,
            user-friendly, convenient, frictionless, effortless, too slow, too complicated, too confusing, too
            difficult, too hard, too complex, too expensive, hard to use, difficult to use, easy to use, simple to
            use, clunky, improved, delightful, smaller, longer, world-class, great
            """)
)
_FELT = listed("""
    annoyed, frustrated, confused, unhappy, angry, anxious, worried, stressed, overwhelmed, dissatisfied,
    disappointed, irritated, upset, bored, insecure, nervous, afraid, scared, lost, helpless, ashamed, happy,
    delighted, satisfied, confident, lonely, anoyed, fed up, impatient, tired, exhausted, embarrassed, discouraged,
    uncertain, unsure, furious
    """)
FEELINGS = Table(joined(_FELT, listed("hate, hates, confusing, annoying, frustrating, boring, sucks, love, loves")))
# Wishes that say nothing when they stand alone: "More control" does not, "More control over my records" does.
EMPTY_WISHES = Table(
    listed("""
        more control, more flexibility, more freedom, more choice, more clarity, more convenience, more comfort, quick
        answers, quick help, good service, should just work, just works, just has to work, has to just work
        """)
)
# Words that say nothing about what, where or when. What is left of a title without them is what it says.
VAGUE_WORDS = Table(
    joined(
        nouns("""
            experience, product, app, application, service, tool, system, site, website, process, thing, way,
            software, platform, interface, solution, journey, result, feature, flow, user, customer, client, person,
            design, use, need, option, quality, usability, user experience
            """),
        listed("""
            I, I'd, I'm, I've, we, we'd, you, they, he, she, it, this, that, these, those, me, us, them, my, our,
            your, their, its, people, everyone, everything, something, anything, nothing, want, wants, wanted,
            needs, wish, wishes, would, like, could, should, hope, hopes, expect, prefer, feel, feels, felt,
            feeling, is, are, was, were, be, being, been, am, make, makes, made, get, gets, have, has, had, do,
            does, seem, seems, become, becomes, can, will, a, an, the, to, of, and, or, for, by, just, very, too,
            so, more, less, much, really, a lot, bit, quite, rather, even, overall, generally, simply, always, all,
            some, using, used, work, works, go, goes, please, ux, ui, there, not, it's, that's, isn't, don't, hard,
            difficult, easy, ever, user, about, with it, in general, at all, every, long
            """),
    )
)
# What hurts a customer, and by itself no business.
PAINS = Table(
    joined(
        _FELT,
        listed("""
            waste time, wastes time, wasted time, lose time, loses time, struggle, struggles, struggling, stuck,
            can't, cannot, can not, are unable to, is unable to, have to, has to, find it hard, find it difficult,
            don't know, doesn't know, frustration, frustrations, confusion, inconvenience, dissatisfaction, stress,
            anxiety, annoyance, bad experience, bad user experience, poor experience, poor user experience, poor
            customer experience, bad customer experience, bad ux, poor ux, don't understand, hate, hates, dislike,
            suffer, suffers, takes too long, feel bad, don't like, cant, pain, hassle, hate us, distrust, distrust us,
            lose trust in us, have to queue, has to queue, wait for hours, waits for hours, find it annoying, find it
            frustrating, finds it annoying, sick of it, sick of us, sick of waiting, fed up with us, annoyed with
            us, angry with us
            """),
    )
)
# What the business notices: in its books, its staff, its name or before the law.
CONSEQUENCES = Table(
    joined(
        nouns("""
            cost, expense, refund, complaint, ticket, review, rating, renewal, licence, license, fine, penalty,
            lawsuit, regulator, audit, rival, competitor, call, contact, deal, contract, discount, compensation,
            chargeback, dispute, write-off, clerk, customer service, subscription, budget, claim, support case,
            no-show, backlog, vacancy, account closure, sale, escalation, workaround, order
            """),
        verbs("""
            leave, churn, cancel, switch, complain, return, renew, quit, abandon, unsubscribe, uninstall, withdraw,
            give up, drop out, drop off, drop, downgrade, defect, stop, move to, postpone, delay, repeat, phone,
            email, e-mail, sue, boycott, walk away, go elsewhere, buy less, pay late, refuse, resign, bounce, close
            their account, opt out, rework, redo, warn, escalate, stay away, defer
            """),
        listed("""
            left, quits, revenue, sales, churn, support, reputation, brand, overtime, rework, idle, queue, queues,
            sick, money, margin, profit, we, our, us, business, company, trial, conversion, attrition, turnover,
            word of mouth, NPS, CSAT, gives up, gave up, went elsewhere, pays late, stopped, cancelled,
            cancellations, cancellation, desk, spend, spend less, buy, purchase, pay, penalties, counter, press,
            headlines, union, market share, trust pilot, bad press
            """),
    )
)
# Faults of character or of skill; the sentence blames, whatever else it says.
BLAME = Table(
    listed("""
        user error, user errors, human error, human errors, operator error, customer error, customer mistakes, user
        mistakes, lazy, careless, stupid, ignorant, not tech-savvy, not tech savvy, aren't tech-savvy, not computer
        literate, computer illiterate, digitally illiterate, resistant to change, resist change, stubborn, too
        impatient, too old, incompetent, not motivated, unmotivated, undisciplined, not disciplined, not smart
        enough, technophobic, don't care, dont care, just don't care, don't bother, can't be bothered, don't get it,
        do it wrong, use it wrong, do not care, don't pay attention, do not pay attention, inattentive, lack
        discipline, refuse to learn, refuse to change, set in their ways, wrong expectations, clueless, doing it
        wrong, hold it wrong, too lazy, impatient, gullible, unwilling to learn, lack skills, lack technical skills,
        lack computer skills, lack digital skills, lack motivation, lack understanding, lack awareness
        """),
    but=listed("""
        lazy loading, lazy evaluation, impatient for, don't care for, don't care who, don't care which
        """),
)
# Failings that blame when nothing is said of when, why or how.
BLAME_BARE = Table(
    joined(
        verbs("ignore, misuse, refuse"),
        listed("""
            don't read, dont read, do not read, never read, doesn't read, won't read, don't listen, don't learn,
            don't know how to, do not know how to, don't understand, do not understand, don't follow, do not follow,
            won't follow, forget, forgets, forgot, make mistakes, makes mistakes, make errors, don't try, don't
            think, fail to follow, fail to read, fail to check, don't check, don't use it properly, don't know what
            they want, fail to, neglect, never check, don't want to learn, don't want to change, don't trust, don't
            appreciate, don't see the value, misunderstand, don't plan, don't look, choose the wrong, enter wrong,
            type wrong, won't learn
            """),
    )
)

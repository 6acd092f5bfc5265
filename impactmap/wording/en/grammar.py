"""English: words that hold a sentence together, and how much and by when."""

from __future__ import annotations

from impactmap.wording.forms import joined, listed, nouns
from impactmap.wording.terms import Table

# The customer speaks. "We" tells nothing: a firm that is a customer says it too.
FIRST_PERSON = Table(listed("I, I'm, I'd, I'll, I've, Im, my, me, mine, myself"))
# What comes before the thing that is wanted; the sentence proper begins after it.
LEAD_INS = Table(
    listed("""
        we need to, we want to, we should, we must, we have to, we would like to, we'd like to, we will, we'll, we
        are going to, our goal is to, the goal is to, our aim is to, how might we, help us, please, to, in order to,
        let's, let us, need to, want to, we need, we want, we'd like, users want us to, customers want us to, users
        need us to, customers need us to, customers ask us to, goal, objective
        """)
)
DEFINITE = Table(listed("the, this, that, these, those, my, your, his, her, its, our, their"))
DETERMINERS = Table(
    listed("""
        a, an, the, this, that, these, those, some, any, another, our, all, all of, every, each, most, many, no,
        other, such
        """)
)
# After "the" they say that the thing is still to come.
NOVEL = Table(listed("new, upcoming, planned"))
# Words that may stand before a noun without making it any more certain.
QUALIFIERS = Table(
    listed("""
        new, better, faster, simpler, easier, quicker, modern, own, more, higher, lower, bigger, greater, larger,
        smaller, fewer, less, increased, reduced, improved, additional, dedicated, proper, good, great, nice,
        simple, fast, real-time, single, central, smart, big, average, older, younger, existing, current, potential,
        target, general, typical, ordinary, normal, native, full, advanced, basic, interactive, custom, customised,
        customized, personalised, personalized, in-app, online, digital, automatic, automated, integrated, shared,
        internal, dormant, inactive, lapsed, loyal, free, premium, paying, active, first-time, returning
        """)
)
# Words at which a noun phrase ends.
JOINTS = Table(
    listed("""
        of, for, to, in, into, with, from, by, across, per, at, on, onto, over, under, during, and, or, but, that,
        which, who, whose, when, where, while, if, so, because, until, before, after, than, as, without, within,
        between, towards, since, via, about, through, yet, is, are, was, were, significantly, dramatically, asap,
        now, further
        """)
)
# What stands before those whom a thing is for.
PURPOSES = Table(listed("for"))
# Words that open the telling of a situation or a reason.
SITUATIONS = Table(
    listed("""
        when, whenever, while, during, before, after, until, till, because, since, if, at, on, in, inside, under,
        near, without, every time, each time, once, so, than, with, where, as, due to, between, across, unless,
        although, from, into, that, which
        """)
)
# After "users" it says which: "users of wheelchairs".
SPECIFYING = Table(listed("of"))
# "To" before what is done: "get them to click", "an app to book with".
INFINITIVE = Table(listed("to"))
# After a thing they make it the one of whom something is said: it is there.
AUXILIARIES = Table(listed("is, are, was, were"))
RELATIVES = Table(listed("who, that, which"))
NEGATIONS = Table(
    listed("""
        not, no, never, don't, dont, doesn't, didn't, can't, cannot, won't, isn't, aren't, nobody
        """)
)
NUMBERS = Table(
    listed("""
        two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, several, multiple, more, additional,
        further, another, extra, a second, a third, one more, a dozen, dozens of, as many
        """)
)
# How much of a number and by when: what may stand around it in a title that says nothing else.
MEASURES = Table(
    joined(
        nouns("""
            year, quarter, month, week, day, target, goal, rate, point, percent, user, head, customer, household,
            account, seat, store, branch, number, figure, increase, contract
            """),
        listed("""
            more, less, higher, lower, bigger, better, increased, improved, additional, greater, per, by, from, to,
            below, above, under, over, at, in, of, for, and, the, a, an, our, total, average, growth, next, this,
            last, end, significantly, further, up, down, on, net, gross, annual, yearly, monthly, quarterly, weekly,
            m, k, bn, million, q1, q2, q3, q4, h1, h2, fy, new, all, customer's, double, digit, least, or, usd, eur,
            gbp, each, apiece, strong, stronger
            """),
    )
)
DATES = Table(
    joined(
        nouns("year, quarter, month, week, summer, autumn, winter, day"),
        listed("""
            january, february, march, april, may, june, july, august, september, october, november, december,
            monday, friday, q1, q2, q3, q4, h1, h2, end, end of, next, spring, production, time, schedule, all
            stores, store
            """),
    )
)
# What makes a count a rate: it can fall again.
PERIODS = Table(
    listed("""
            per, daily, weekly, monthly, quarterly, yearly, annual, annually, a day, a week, a month, a year, an
            hour, every day, every week, every month, each day, each week, each month, this, last, within, in the
            first, in the last, in the past, trailing, rolling, by day, by week
            """)
)
SHARES = Table(
    listed("""
        share of, percentage of, proportion of, percent of, rate, ratio, median, mean, fraction of, time, who, that,
        which, cost, quality, whose, with, without
        """),
    but=listed("all-time, all time"),
)
# Function words of German, French, Spanish, Italian, Portuguese and Dutch that English has not.
FOREIGN = Table(
    listed("""
        der, das, und, ist, nicht, ein, eine, einen, ich, wir, mit, auf, für, dem, den, les, des, une, est, pas,
        avec, dans, qui, nous, vous, je, aux, sur, du, et, le, los, las, una, del, para, por, hay, que, el, nuestra,
        muy, más, mis, cuando, il, lo, gli, della, di, che, per la, sono, non è, um, uma, não, os, com, het, een,
        niet, van, wij, ik, voor, zijn, de, la, och, att, inte, jag, ei, że
        """)
)

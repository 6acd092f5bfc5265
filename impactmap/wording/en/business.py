"""English: the numbers of a business."""

from __future__ import annotations

from impactmap.wording.forms import commands, joined, listed, nouns
from impactmap.wording.terms import Table

# Numbers that only the business has.
BUSINESS = joined(
    nouns("""
        upsell, cross-sell, customer lifetime value, lifetime value, customer acquisition cost, crosssell, attach
        rate, retention rate, average order value, basket size, market share, penetration rate
        """),
    listed("""
        upsell revenue, upsel revenue, upselling, cross-selling, cross-sell revenue, NPS, NPS score, net promoter
        score, ARPU, ARPA, LTV, CLV, CLTV, CAC, customer acquisition, share of wallet, wallet share, MRR, ARR,
        monthly recurring revenue, annual recurring revenue, recurring revenue, EBITDA, monetisation, monetization,
        shareholder value, customer retention, user retention, retention, market penetration, products per customer,
        products per household, AOV, net revenue retention, customer loyalty, brand loyalty
        """),
)
BUSINESS_KPIS = Table(BUSINESS)
# Numbers that a customer may have too: a shop has revenue, a finance team looks at churn.
SHARED_NUMBERS = Table(
    joined(
        nouns("""
            conversion, conversion rate, sales target, profit, profit margin, margin, churn rate, operating cost,
            support cost, operational cost, revenue target, sales figure, booking value
            """),
        listed("""
            revenue, revenues, turnover, profitability, sales, earnings, churn, cost to serve, growth rate, revenue
            growth, sales growth, double-digit growth, call volume, ticket volume, support volume, ROI, GMV, gross
            merchandise volume, bottom line, top line, customer churn, sales revenue
            """),
    ),
    but=listed("non-profit, not-for-profit, sales tax, garage sales"),
)
GROWTH_VERBS = Table(
    commands("""
        increase, grow, boost, raise, lift, improve, drive, maximise, maximize, hit, reach, achieve, meet, lower,
        cut, reduce, decrease, minimise, minimize, double, triple, optimise, optimize, accelerate, protect, win,
        gain, generate, expand, secure, bring down, ramp up, stop, prevent
        """)
)
SOLD_THINGS = Table(
    nouns("""
        product, account, subscription, plan, premium plan, add-on, bundle, licence, license, seat, upgrade, ad,
        offer, contract, service, package, policy, credit card, loan
        """)
)
SELLING = Table(commands("sell, upsell, cross-sell, resell, market"))
OWN_VERBS = Table(listed("hold, have, own, buy, take, take out, get, use, open, sign, purchase"))
# Value that the business takes from the market; after Itamar Gilad, The Most Important Thing ("revenue, net income,
# paying customers"), and NPS, which asks whether people would recommend.
CAPTURED_VALUE = Table(
    joined(
        BUSINESS,
        nouns("""
            profit, net profit, profit margin, margin, paying customer, paying user, paid subscriber, paid user,
            paying subscriber, paying member, share price, stock price, paid seat, paid account, new customer
            acquired, conversion to paid, sales target
            """),
        listed("""
            revenue, revenues, revenu, turnover, net income, operating income, earnings, net sales, sales revenue,
            profitability, valuation, bookings revenue, income, top line, bottom line
            """),
    ),
    but=listed("non-profit, not-for-profit, learning retention, knowledge retention, retention of"),
)
CUMULATIVE = Table(
    listed("""
        total, total number of, cumulative, cumulated, accumulated, all-time, lifetime, overall, overall number of,
        running total of, total count of
        """)
)
TO_DATE = Table(
    listed("""
        to date, so far, ever, ever served, since launch, since the launch, since inception, all time
        """),
    but=listed("to date of"),
)
COUNTED = Table(
    joined(
        nouns("""
            user, registered user, customer, download, sign-up, signup, registration, account, install,
            installation, member, follower, page view, pageview, view, visit, visitor, impression, like, licence,
            license, hit, click, subscriber, order, message, lead, transaction, session
            """),
        listed("""
            licences sold, licenses sold, units sold, revenue, sales, accounts created, apps installed
            """),
    )
)
# Counts that only ever grow, or say nothing about use, whatever stands beside them.
VANITY = Table(
    joined(
        nouns("""
            registered user, page view, pageview, follower, like, impression, page hit, app download, app install,
            newsletter subscriber, social media follower, website visit, website hit
            """),
        listed("downloads, installs, press mentions"),
    )
)
ENGAGEMENT = Table(
    joined(
        nouns("""
            sign-up, signup, registration, click, click-through rate, page view, download, opt-in, install, daily
            active user, monthly active user, active user, app open, log-in, session, open rate, subscription,
            referral, repeat purchase
            """),
        listed("""
            adoption, engagement, user engagement, customer engagement, usage, product usage, traffic, stickiness,
            product adoption, feature adoption, DAU, MAU, time on site, time in app, click-through, screen time,
            footfall
            """),
    )
)

"""English: words for people and for the company, and what it wants of them."""

from __future__ import annotations

from impactmap.wording.forms import commands, joined, listed, nouns
from impactmap.wording.terms import Table

# Words for people that leave open who they are. "End user" is not among them: it says where in the chain they stand.
GENERIC = joined(
    nouns("user, customer, client, consumer, person, individual, stakeholder, human"),
    listed("""
        people, everyone, everybody, anyone, anybody, somebody, someone, the public, general public, folks,
        custommers, costumers
        """),
)
GENERIC_PEOPLE = Table(GENERIC)
ROLES = nouns("""
    patient, driver, member, subscriber, shopper, player, student, merchant, citizen, teacher, parent, nurse,
    doctor, seller, creator, farmer, buyer, owner, restaurant, household, visitor, traveller, traveler, passenger,
    resident, tenant, landlord, employee, worker, manager, agent, developer, engineer, designer, reader, viewer,
    listener, learner, guest, host, courier, rider, clerk, clinician, surgeon, pupil, commuter, borrower, saver,
    investor, supplier, freelancer, volunteer, donor, applicant, taxpayer, gamer, fan, dealer, artist, author,
    pharmacist, accountant, analyst, admin, administrator, recruiter, candidate, carer, caregiver, technician,
    operator, dispatcher, homeowner, policyholder, cardholder, retailer, wholesaler, trader, physician, midwife,
    therapist, paramedic, planner, lecturer, researcher, scientist, journalist, editor, musician, cook, chef,
    waiter, cashier, secretary, receptionist, partner, trainee, apprentice, jobseeker, job seeker, refugee, migrant,
    pensioner, voter, officer, firefighter, coordinator, adviser, advisor, broker, claimant,
    beneficiary, tourist, cyclist, caller, warehouse
    worker, team, company
    """)
PEOPLE = Table(joined(GENERIC, ROLES, listed("staff, techs, families, children, elderly, end users, end user")))
COMPANY = Table(
    listed("""
        the company, our company, the business, our business, management, our management, the board, leadership, the
        leadership, the organisation, the organization, our organisation, our organization, shareholders, our
        shareholders, the shareholders, investors, our investors, the firm, our firm, the corporation, the
        enterprise, the ceo, our ceo, head office, hq, the bank's management, our sales team, stakeholders, our
        stakeholders
        """)
)
COMPANY_WANTS = Table(
    listed("""
        needs, need, wants, want, must, has to, have to, should, would like, expects, expect, demands, demand,
        requires, require, aims, aim, is looking, are looking, insists, wishes
        """)
)
# What may stand beside "users" and leave them as general as before.
EVERYBODYS = Table(
    listed("""
        of, and, or, average, typical, general, ordinary, normal, target, potential, the, B2B, B2C, power, business,
        private, new, existing, young, older, regular
        """)
)
OURS = Table(listed("our, us, ours"))

# Verbs by which somebody makes somebody else do something.
CAUSATIVES = Table(
    commands("""
        get, make, drive, push, encourage, persuade, convince, nudge, incentivise, incentivize, motivate, force,
        convert, entice, steer, engage, retain, acquire, educate, lure, hook, move, activate, win back, win,
        upgrade, keep, lead, tempt, attract, ask, remind, have, re-engage, reactivate, train
        """)
)
# Those of them that work by talking, whoever is talked to.
COAXING = Table(
    commands("""
        push, encourage, persuade, convince, nudge, incentivise, incentivize, motivate, entice, steer, lure, tempt,
        hook
        """)
)
DIRECTIONS = Table(listed("into, towards, toward, onto, away from"))
WE_WANT = Table(listed("we want, we need, we'd like, we would like, we expect, we want our, we need our"))
# What a company is glad to see people do.
DEEDS = Table(
    listed("""
        click, buy, upgrade, subscribe, sign up, register, engage, adopt, use, stay, spend, watch, refer, recommend,
        convert, renew, log in, visit, open, come back, return, order, invite, share, accept, opt in, install,
        download, try, shop, tip, donate, self-serve, book, play
        """)
)
# Those by which a company speaks: "have to" and "need to" are as often what customers complain of.
URGINGS = Table(listed("should, must, ought to, shall"))
# What only the company gets something out of, whoever is said to have to do it.
BUSINESS_DEEDS = Table(
    listed("""
        upgrade, upgrade to, subscribe, subscribe to, sign up, sign up for, adopt, renew, convert, opt in, refer,
        download, install, self-serve, switch to, accept cookies, accept the cookies, accept all cookies, create an
        account, activate their account, complete onboarding, complete the onboarding, complete their profile, fill in
        their profile, fill out their profile
        """)
)
OBLIGATIONS = Table(listed("should, must, need to, have to, ought to, needs to, has to, shall"))
MORE_OFTEN = Table(
    listed("""
        more often, more frequently, every day, more, again and again, longer, daily, more regularly
        """)
)

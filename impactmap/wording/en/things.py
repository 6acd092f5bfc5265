"""English: things that are built, the building of them, and what a team puts out."""

from __future__ import annotations

from impactmap.wording.forms import commands, joined, listed, nouns, verbs
from impactmap.wording.terms import Table

# Things that nobody is born with and that somebody has to build. Words that are also something in a kitchen or at a
# station ("menu", "platform", "button") stand in PERHAPS.
_THINGS = joined(
    nouns("""
        chatbot, chat bot, bot, search bar, search box, search function, dashboard, app, mobile app, phone app, web
        app, application programming interface, portal, self-service portal, partner portal, customer portal,
        patient portal, widget, plug-in, plugin, API, push notification, notification, landing page, home page,
        homepage, website, web site, web page, wizard, onboarding wizard, onboarding flow, setup wizard, tooltip,
        carousel, FAQ, FAQ page, help centre, help center, knowledge base, loyalty programme, loyalty program,
        loyalty scheme, recommendation engine, voice assistant, virtual assistant, assistant app, QR code, pop-up,
        popup, modal, dropdown, drop-down, sidebar, export button, share button, undo button, search filter, date
        filter, integration, calendar integration, browser extension, chrome extension, kiosk, user interface, UI,
        data warehouse, data lake, CRM, CRM system, ERP, ERP system, microservice, feature, new feature, checkout
        page, login page, progress bar, leaderboard, newsletter, comparison tool, configurator, self-checkout,
        ticketing system, booking system, booking tool, design system, feature flag, SDK, webhook, video tutorial,
        tutorial, template library, community forum, SMS service, recommender, scheduler, calculator, price
        calculator, budget planner, tracker, copilot, admin panel, control panel, settings page, profile page,
        feedback form, sign-up form, contact form, rating system, points system, referral programme, referral
        program, rewards programme, rewards program, reward scheme, e-learning module, training module, explainer
        video, how-to video, user manual, barcode scanner, desktop app, iOS app, Android app, tablet app, native
        app, forum, wiki, intranet, hotline, SMS alert, email alert, e-mail alert, keyboard shortcut, map view, heat
        map, heatmap, e-signature, electronic signature, digital signature, screen reader mode, digital assistant,
        self-service kiosk, online form, web form, mobile site, customer account page, automation, microsite,
        comparison site, wishlist, banner, digital twin, data platform, mega menu, hamburger menu
        """),
    listed("""
        dark mode, dark theme, offline mode, single sign-on, SSO, two-factor authentication, 2FA, live chat,
        autocomplete, CSV export, PDF export, export to CSV, export to PDF, export to Excel, self-service, biometric
        login, face ID, Apple Pay, Google Pay, AI, blockchain, machine learning, gamification, onboarding tour,
        product tour, guest mode, auto-save, autosave, real-time sync, voice search, push messages, bulk upload,
        bulk edit, drag and drop, order tracking, live tracking, parcel tracking, real-time tracking, multi-language
        support, voice control, online banking, online booking, mobile version, mobile website, digital onboarding,
        online check-in, online onboarding
        """),
    # "Automated invoicing": work that is taken over, as a title names it.
    frozenset(
        f"{how} {work}"
        for how in ("automated", "automatic")
        for work in ("invoicing", "billing", "scheduling", "reminders", "alerts", "notifications")
    ),
)
THINGS = Table(_THINGS, but=listed("app store, app stores, website visitors, notification fatigue"))
# Things only in the mouth of somebody who says that they are to be built.
PERHAPS_THINGS = Table(
    joined(
        _THINGS,
        nouns("""
            button, filter, menu, toggle, tab, link, form, report, calendar view, list view, map view, icon,
            tag, template, platform, tool, system, page, screen, alert, reminder, checkout, checkout flow, workflow,
            module, database, field, slider, badge, feed, export, import, log-in, login, sign-up flow, payment
            method, functionality, library, service desk, helpline, shortcut
            """),
    )
)
# What a team puts out, and what its work is called.
OUTPUTS = Table(
    joined(
        _THINGS,
        nouns("""
            A/B test, AB test, experiment, feature, version, release, project, campaign, programme, program,
            workshop, redesign, migration, roadmap, MVP, beta, pilot, system, platform, initiative, survey,
            interview, training, training session, update, phase, integration, article, blog post, webinar, event,
            usability test, prototype, sprint, epic, story, user story, tool, product, module, playbook, proof of
            concept, hackathon, course, audit, podcast, test, deliverable, milestone, research study, user study,
            study, case study, white paper, page, checkout, report, database, scheduler, engine,
            rebrand, rebranding, relaunch, rollout, roll-out, reorganisation, reorganization, refactoring
            """),
        listed("v2, v3, GA, customer research, user research, cloud"),
    ),
    but=listed("product launches, case studies read"),
)
# Verbs of making; what is made decides. With -ing too: "Adding a search bar".
BUILD_VERBS = Table(
    commands("""
        add, build, create, develop, implement, introduce, launch, ship, release, deploy, roll out, integrate,
        design, provide, offer, enable, support, set up, install, make, deliver, run, publish, complete, finish,
        hold, organise, organize, conduct, put in, bring in, automate, redesign, revamp, rebuild, rewrite, replace,
        upgrade, migrate, migrate to, move to, switch to, bring out, extend, code, write, plan, carry out, start,
        kick off, produce, update, give us, modernise, modernize, refresh, unveil, test, pilot, open, implement the
        """)
)
# Verbs that speak of nothing but a solution.
SOLUTION_VERBS = Table(
    listed("""
        implement, integrate with, revamp, redesign, roll out, refactor, re-platform, replatform
        """)
)
# Verbs whose doing is the output, whatever is launched.
LAUNCH_VERBS = Table(
    listed("""
        launch, roll out, implement, redesign, revamp, replatform, refactor, go live, integrate with
        """)
)
# Moving people or data to another thing.
PLATFORMS = Table(joined(_THINGS, nouns("platform, system, cloud, database, version, till")))
MOVE_VERBS = Table(commands("migrate, move, switch, transfer, port"))
# Work on one's own staff; beside them how many are meant.
STAFF_VERBS = Table(commands("hire, recruit, train, retrain, upskill"))
IN_FULL = Table(listed("all, all our, all of, every, each"))
PUNCTUAL = Table(listed("on time, on schedule"))
# How a thing is said to be out.
SHIPPED = Table(
    joined(
        verbs("""
            launch, ship, release, deploy, implement, roll out, deliver, introduce, complete, finish
            """),
        listed("""
            live, is live, goes live, went live, in production, done, built, running, run, published, conducted,
            held, is out, rolled out, redesigned, migrated
            """),
    )
)
# ---- using them, wanting them, lacking them
# "AI something" is a thing to build, whatever the something is.
THING_MARKS = Table(listed("AI, AI-powered, GPT, machine learning"))
WANTS = Table(
    joined(
        verbs("want, need, request, demand, desire"),
        listed("""
            would like, would love, 'd like, I'd like, I'd love, they'd like, wish for, wish there was, wish there
            were, wish it had, wish you had, wish we had, ask for, asks for, asked for, are asking for, should have,
            could use, should be, must have, should get
            """),
    )
)
# How a user story begins; what it asks for is to be built, also where the word may mean something else.
STORIES = Table(listed("as a, as an"))
# What a team would set up, as causes name it that were never looked for.
REMEDIES = Table(
    joined(
        nouns("sensor, database, integration, interface, process description, training course"),
        listed("""
            training, staff training, user training, documentation, tooling, automation, single source of truth, source
            of truth, standardisation, standardization, user guidance, onboarding, process documentation
            """),
    )
)
SHORTAGES = Table(listed("insufficient, inadequate, not enough, too little"))
LACK = Table(
    listed("""
        no, lack of, lack, lacks, lacking, missing, absence of, without, don't have, doesn't have, do not have, does
        not have, didn't have, have no, has no, had no, isn't, aren't, haven't got, not built, haven't built, not
        have, need, needs, don't offer, doesn't offer, not offer, no such, not implemented, never built, lacked,
        dont have, doesnt have, not got, should have
        """)
)
USE_NOUNS = Table(
    joined(
        nouns("click, download, install, tap"),
        listed("""
            adoption, usage, uptake, take-up, utilisation, utilization, click-through rate, click-through rates,
            traction, engagement, use, CTR, visits, opens, views, discovery, activation, active users, daily active
            users, weekly active users, monthly active users, DAU, MAU
            """),
    )
)
USE_VERBS = Table(
    joined(
        verbs("""
            use, open, click, click on, adopt, tap, try, install, visit, activate, enable, download, interact with,
            engage with, switch on, turn on
            """),
        listed("tried"),
    )
)
USE_JOINTS = Table(listed("of, on, with, for"))
# Counts of use that speak of a feature even where the tables don't know it: "adoption of our new feature".
FALLING = Table(
    listed("""
            fall, falls, drop, drops, fewer, less, reduce, reduced, shrink, shrinks, halve, halves, decline,
            declines, cut, below, down, crash, crashes
            """)
)

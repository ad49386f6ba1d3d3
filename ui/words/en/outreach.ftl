# Help by case
outreach-title = Help
outreach-lede = Choose your case. All numbers here hold today and are the same that are used when you apply.
outreach-print = Print this page
outreach-cases = Choose your case
outreach-papers = Papers to prepare
outreach-papers-more = In addition, if the old passport was issued abroad, was issued long ago, or differs from your identity card
outreach-one-of = One of: { $papers }
outreach-or = { $papers } or { $last }
outreach-or-last = { $papers } or { $last }
outreach-new-title = New passport
outreach-new-who = For you if you never had a passport.
outreach-new-adult = { $n } years or older, or married. For a child, go to an immigration office.
outreach-new-anywhere = Choose any office in Indonesia; it need not be the one of your address.
outreach-pay-within = Once the billing code is there, pay within { $time }.
outreach-arrive = { $n ->
    [one] Come one minute before the session starts, with the originals.
   *[other] Come { $n } minutes before the session starts, with the originals.
}
outreach-ready = { $n ->
    [one] The passport is ready at most one working day after the interview.
   *[other] The passport is ready at most { $n } working days after the interview.
}
outreach-pickup = { $n ->
    [one] Collect it within one day of issue. After that it is cancelled.
   *[other] Collect it within { $n } days of issue. After that it is cancelled.
}
outreach-new-go = Start an application
outreach-replace-title = Replace a passport
outreach-replace-who = { $n ->
    [one] For a passport that has expired, is full, or is valid for less than one month.
   *[other] For a passport that has expired, is full, or is valid for less than { $n } months.
}
outreach-replace-short = If the old passport was issued in Indonesia in { $year } or later and its data equal your identity card, the card and the old passport are enough.
outreach-replace-bring = Bring the old passport when you come.
outreach-replace-go = Start a replacement
outreach-lost-title = Lost or damaged passport
outreach-lost-office = This is done at an immigration office, not here. An officer examines it first.
outreach-lost-police = If it is lost, get a report of loss from the police and bring it.
outreach-lost-damaged = If it is damaged, bring the damaged passport.
outreach-lost-charge = The charge for a lost passport is { $amount }, on top of the new passport.
outreach-lost-charge-damaged = The charge for a damaged passport is { $amount }, on top of the new passport.
outreach-lost-force = After a disaster or an event beyond your control there is no charge, if an official certificate says so.
outreach-lost-suspended = If it was lost through carelessness or the statement is false, issuing can be put off for { $n_from } to { $n_to } months.
outreach-offices-go = Find an immigration office
outreach-late-title = Paying late
outreach-late-seat = If the bill is not paid within { $time }, the seat is released. Everything you typed and all papers stay.
outreach-late-again = Take a new seat from the same application; nothing has to be typed again. Do not pay with the old code.
outreach-late-money = { $n ->
    [one] Money that arrived late is not lost: you get the same seat, an equal seat, or choose a new date within one day. If that is not possible, finance officers look into it.
   *[other] Money that arrived late is not lost: you get the same seat, an equal seat, or choose a new date within { $n } days. If that is not possible, finance officers look into it.
}
outreach-late-twice = Paid, but it does not show? Do not pay again. Press Check the payment.
outreach-mine-go = Open my applications
outreach-move-title = Changing the date
outreach-move-times = { $n ->
    [one] The date can be changed once.
   *[other] The date can be changed { $n } times.
}
outreach-move-until = At the latest by the end of the day before the visit, on the office's clock.
outreach-move-window = { $n ->
    [one] The new date is at most one day after the first payment or the booked date, whichever is later.
   *[other] The new date is at most { $n } days after the first payment or the booked date, whichever is later.
}
outreach-move-office = Office and type of passport stay the same. There is no extra fee.
outreach-missed-title = Not coming
outreach-missed-money = Fees that were paid are not returned.
outreach-missed-review = { $n ->
    [one] If you were ill or there was an emergency, ask the office for a review, with proof, within one day.
   *[other] If you were ill or there was an emergency, ask the office for a review, with proof, within { $n } days.
}
outreach-missed-new = Otherwise apply and pay again.
outreach-family-title = Coming with the family
outreach-family-each = Each adult has an application and a billing code of their own. You can fill it in for somebody else from your account.
outreach-family-child = Applications for children cannot be made here yet. Ask an immigration office.
outreach-family-together = To come together, choose the same office and session for each application.
outreach-fees-title = Fees
outreach-fees-on = Official fees on { $day }
outreach-fees-what = For
outreach-fees-amount = Fee
outreach-fees-more = The law behind each fee
outreach-safe = Pay only with an official billing code.
outreach-safe-text = Officers take no money and never ask for a password or a sign-in code.
outreach-ask-title = Not answered?
outreach-ask-text = Ask the immigration office you are going to.

# Calendar of information days
outreach-meet-title = Meet and practise
outreach-days-title = Information days near you
outreach-days-lede = Immigration officers come and explain how to get a passport. Free, questions welcome, no account needed.
outreach-days-all-regencies = All regencies and cities
outreach-days-all-months = All months
outreach-days-go = Show
outreach-days-found = { $n ->
    [0] No information days yet
    [one] { $n } information day
   *[other] { $n } information days
 }
outreach-days-none = No information day is planned yet. Meanwhile, read the guide for your situation.
outreach-days-none-here = There is no information day in this area and month.
outreach-days-show-all = Show all
outreach-days-guide = Open help
outreach-days-page = Page { $n } of { $n_of }
outreach-days-invite = Would your school, village or community like a visit? Contact the nearest immigration office.
outreach-days-others = See other information days
outreach-day-title = { $kind } for { $audience }
outreach-kind-talk = Public talk
outreach-kind-school = Visit to a school or campus
outreach-kind-village = Talk at a village office
outreach-kind-port = Talk at a port or fish market
outreach-kind-worship = Talk at a house of worship
outreach-kind-mobile = Mobile service
outreach-audience-everybody = everybody
outreach-audience-students = pupils and students
outreach-audience-workers = future migrant workers and families
outreach-audience-pilgrims = hajj and umrah pilgrims
outreach-audience-seafarers = seafarers and fishers
outreach-audience-congregations = congregations
outreach-audience-agencies = agencies and companies
outreach-audience-priority = older people and people with disabilities
outreach-tongue-indonesian = Indonesian
outreach-tongue-local = Indonesian and the local language
outreach-tongue-sign = Indonesian with a sign-language interpreter
outreach-tongue-english = English
outreach-regency = Regency or city
outreach-month = Month
outreach-when = Day
outreach-hours = Time
outreach-place = Place
outreach-directions = How to get there
outreach-kind = Kind
outreach-audience = Audience
outreach-tongue = Language
outreach-officers = Officers
outreach-office = Office
outreach-cost = Cost
outreach-cost-none = Free of charge
outreach-note = Good to know
outreach-capacity = Number of seats
outreach-seats = Seats
outreach-about = About this day
outreach-free = { $n } of { $n_of } seats left
outreach-full = Full
outreach-running = Taking place now
outreach-over = Over
outreach-cancelled = Cancelled
outreach-cancelled-lead = This information day was cancelled.
outreach-no-seat = Registration is closed.
outreach-calendar-file = Save to calendar
outreach-print-title = For the notice board
outreach-print-text = A5, two languages, with a QR code that leads to this page.
outreach-poster-title = Poster
outreach-leaflet-title = Leaflet
outreach-back-day = Back to the day
outreach-print-go = Print
outreach-print-how = Print on A5 paper, or two sheets on one A4 page.

# Registration
outreach-register-title = Register for an information day
outreach-register-lede = No account needed. Your name and one way to reach you are enough.
outreach-register-go = Register
outreach-not-now = Not now
outreach-name = Name
outreach-name-hint = The name you go by is fine.
outreach-name-optional = Name, if they like
outreach-phone = Mobile number
outreach-phone-hint = Fill in this or e-mail. Officers call only if the day changes.
outreach-email = E-mail
outreach-email-hint = If you give it, we send a reminder the day before.
outreach-how-many = Number of people
outreach-how-many-hint = Including you.
outreach-persons = { $n ->
    [one] { $n } person
   *[other] { $n } people
 }
outreach-consent = Consent
outreach-consent-hint = Name and contact are stored locked (encrypted), seen only by the officers of this day, and erased 30 days after it.
outreach-consent-yes = I agree that this data is used for this day
outreach-free-lead = Free of charge.
outreach-free-text = Registering costs nothing. Officers do not take money at the event.
outreach-error-name = Write the name with letters.
outreach-error-contact = Give a mobile number or an e-mail address. One is enough.
outreach-error-agree = Tick the box if you agree. Without consent we may not keep your name.
outreach-error-few-left = There are not enough seats left. Choose a smaller number.
outreach-problem-full = Somebody else has just taken the last seat. See the other days in the calendar.
outreach-problem-closed = This day has begun or was cancelled.
outreach-problem-too-many = Too many registrations from this connection. Try again in 10 minutes.
outreach-problem-begun = The day has begun. The registration can no longer be cancelled.
outreach-mine-title = You are registered
outreach-mine-mail = We send a reminder to your e-mail address the day before. The address of this page is in the e-mail too.
outreach-mine-keep = Keep the address of this page. You can cancel only from here.
outreach-withdrawn-title = Registration cancelled
outreach-withdrawn-text = Your seat is free for somebody else. Your name and contact have been erased.
outreach-withdraw-title = Not coming after all?
outreach-withdraw-text = Your seat becomes free for somebody else, and your data is erased at once.
outreach-withdraw-go = Cancel registration
outreach-kept-lead = Your data.
outreach-kept-text = Erased 30 days after the day. Only the number of people stays.

# Poster and leaflet
outreach-for = For
outreach-qr-day = QR code that leads to the page of this day
outreach-qr-guide = QR code that leads to the help page
outreach-poster-scan = Scan to register
outreach-poster-free = Free, no account needed
outreach-leaflet-head = Getting a passport in six steps
outreach-leaflet-ask = Ask the officers in person
outreach-leaflet-more = The full guide for your situation
outreach-step-account = Create an account
outreach-step-account-text = with your own e-mail address and mobile number.
outreach-step-form = Fill in and photograph papers
outreach-step-form-text = at home, bit by bit. What you typed is kept.
outreach-step-date = Choose an office and a time
outreach-step-date-text = at any immigration office in Indonesia.
outreach-step-pay = Pay the billing code
outreach-step-pay-text = within { $time }, at a bank, post office or by e-wallet.
outreach-step-come = Come
outreach-step-come-text = { $n } minutes before your session, with the original papers, for interview and photo.
outreach-step-collect = Collect the passport
outreach-step-collect-text = at most { $n } working days after the interview.

# Officer's desk
outreach-desk-title = Information days
outreach-desk-ahead = Ahead
outreach-desk-past = Past
outreach-desk-none = This office has not planned any information day yet.
outreach-desk-none-past = No information day is past yet.
outreach-plan-title = Plan an information day
outreach-plan-note-lead = Shown at once.
outreach-plan-note-text = When saved, the day appears in the public calendar and people can register.
outreach-change-title = Change the day
outreach-save = Save
outreach-leave = Go back, change nothing
outreach-saved = Saved.
outreach-state = State
outreach-registered = Registered
outreach-of = { $n } of { $n_of }
outreach-public-page = Public page
outreach-when-hint = Example: 15 October 2026
outreach-start = From ({ $zone })
outreach-start-hint = Example: 9.00
outreach-end = Until ({ $zone })
outreach-end-hint = Example: 11.30
outreach-place-hint = Name of the building or place, as people there call it.
outreach-directions-hint = Transport, landmarks, entrance, the way for wheelchairs.
outreach-officers-hint = Names of the officers who come. Shown on the public page.
outreach-capacity-hint = People who may register.
outreach-note-optional = Good to know, if anything
outreach-note-hint = For example papers to bring.
outreach-error-past = This time has passed.
outreach-error-far = At most one year from now.
outreach-error-hour = Write a time like 9.00 or 13.30.
outreach-error-hours = The end must be after the beginning.
outreach-error-capacity = Write a number from 1 to 2,000.
outreach-error-too-few = More people are registered already. Write a larger number.
outreach-stale-lead = This day changed after your page was opened. Your changes are not saved yet.
outreach-stale-text = Compare them with how it stands now, then save again if they are still needed.
outreach-stale-now = How it stands now
outreach-colleague = Another officer
outreach-change-line = { $who } { $what } ({ $when })
outreach-changed-made = planned this day
outreach-changed-cancelled = cancelled the day
outreach-changed-kind = changed the kind
outreach-changed-audience = changed the audience
outreach-changed-tongue = changed the language
outreach-changed-regency = changed the regency
outreach-changed-day = changed the date
outreach-changed-hours = changed the hours
outreach-changed-place = changed the place
outreach-changed-directions = changed the way there
outreach-changed-officers = changed the officers
outreach-changed-note = changed the note
outreach-changed-capacity = changed the number of seats
outreach-cancel-title = Cancel the day
outreach-cancel-registered = { $n ->
    [0] Nobody is registered yet.
    [one] { $n } person is registered.
   *[other] { $n } people are registered.
 }
outreach-cancel-text = We tell those who left an e-mail address. Those who left only a number need your call.
outreach-cancel-reason = Reason
outreach-cancel-reason-hint = Shown on the public page. Example: No ship sails because of the weather.
outreach-cancel-go = Cancel this day
outreach-problem-over = This day is over and can no longer be changed.
outreach-problem-cancelled = This day was cancelled already: { $reason }
outreach-problem-stale = This day changed after your page was opened. { $changes }
outreach-ticks-kept = Your ticks are still here. Check them, then save again.
outreach-mine-changed = This event changed since this page was opened.
outreach-mine-changed-text = Day, hour and place below are what stands now. If you still want to withdraw, press once more.
outreach-problem-not-yet = Attendance is noted from the day itself on.
outreach-history = History
outreach-list-title = Attendance list
outreach-list-none = Nobody is registered yet.
outreach-list-early = Attendance can be ticked from the day itself on.
outreach-list-save = Save attendance
outreach-number = No.
outreach-persons-short = People
outreach-came = Came
outreach-came-yes = came
outreach-came-registered = Came, registered
outreach-came-walk-in = Came without registering
outreach-came-all = Came
outreach-signature = Signature
outreach-forgotten = Name erased
outreach-walk-in = Came without registering
outreach-walk-in-title = Came without registering
outreach-walk-in-nameless = No name
outreach-walk-in-go = Add
outreach-walk-in-remove = Remove
outreach-error-walk-in = Write a number from 1 to 50.
outreach-numbers-title = Numbers of information days
outreach-year = Year
outreach-numbers-days = Days
outreach-numbers-none = No information day has taken place in this year yet.
outreach-numbers-regency = People who came, by regency
outreach-numbers-audience = People who came, by audience
outreach-numbers-finding = Most: { $name }, { $n } of { $n_all } people.
outreach-numbers-table = Table of numbers

# Practice
outreach-practice-title = Practice
outreach-practice-lede = One computer is enough for a class. Everybody tries the whole way to a passport, from the account to the hand-over, without real data or money.
outreach-practice-steps = Preparing a class
outreach-practice-install = Start the trial.
outreach-practice-install-text = Install mpaspor on one computer and run the command below. No internet is needed.
outreach-practice-open = Open it on everybody's phone.
outreach-practice-open-text = Connect the phones to the same network and open the address printed on the screen.
outreach-practice-people = Hand out invented people.
outreach-practice-people-text = Everybody plays one person from the page of invented people. Their NIKs are known only in this trial.
outreach-practice-play = Play bank and mailbox.
outreach-practice-play-text = Codes and bills arrive in the simulated mailbox. Bills are paid at the simulated bank. The yellow bar moves the trial's clock.
outreach-practice-again = Begin again.
outreach-practice-again-text = Everything typed is erased when the trial is started afresh.
outreach-practice-commands = Commands
outreach-practice-run = On one computer
outreach-practice-run-class = For the phones of a class
outreach-practice-run-fresh = Start afresh
outreach-practice-tasks = What to try
outreach-practice-tasks-text = Four tasks of about twenty minutes each.
outreach-practice-first = First passport.
outreach-practice-first-text = Create an account, fill in, photograph papers, choose a time, pay, and open the letter.
outreach-practice-lost-form = Stop half-way.
outreach-practice-lost-form-text = Close the phone in the middle of the form, then go on from another phone.
outreach-practice-late = Pay late.
outreach-practice-late-text = Move the clock to the deadline, then pay. See where the money goes.
outreach-practice-officer = Be the officer.
outreach-practice-officer-text = Sign in as a sample officer, call the queue, check papers, and hand over the passport.
outreach-practice-safe = Nothing is real.
outreach-practice-safe-text = People, NIKs, bank and mail of the trial are invented. Do not type your own data.
outreach-practice-hand-out = To hand out
outreach-practice-persons = Choose an invented person
outreach-practice-world = Open the simulated bank and mailbox
outreach-persons-title = Invented people to play
outreach-persons-lede = Type this data as it stands. The simulated population register knows only these people.
outreach-person-born = Born
outreach-person-sex = Sex
outreach-person-woman = Female
outreach-person-man = Male
outreach-person-address = Address
outreach-person-mother = Mother
outreach-person-father = Father
outreach-story-first = First passport.
outreach-story-first-text = All data fits. Begin with this person.
outreach-story-expired = The old passport has expired.
outreach-story-expired-text = Number B4417206, issued in Maumere in 2016. KTP and old passport are enough.
outreach-story-abroad = The old passport was issued abroad.
outreach-story-abroad-text = Number C1180652, issued in Kota Kinabalu. More papers are needed.
outreach-story-full = The passport has no free page.
outreach-story-full-text = Number E2093471, still valid. Replaced because it is full.
outreach-story-differs = The birth date differs from the NIK.
outreach-story-differs-text = See how the page explains it and still offers a way on.
outreach-story-family = Coming with the family.
outreach-story-family-text = Fill in for two people from one account and choose the same session.
outreach-story-unknown = Not in the population register.
outreach-story-unknown-text = See what happens when a NIK is not found.

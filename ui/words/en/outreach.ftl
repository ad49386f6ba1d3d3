# Help by case
outreach-title = Help
outreach-lede = Choose your case. All numbers here hold today and are the same that are used when you apply.
outreach-print = Print this page
outreach-cases = Choose your case
outreach-papers = Papers to prepare
outreach-papers-more = In addition, if the old passport was issued abroad, was issued long ago, or differs from your identity card
outreach-one-of = One of: { $papers }
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
outreach-family-each = Each adult has an application and a billing code of her own. You can fill it in for somebody else from your account.
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

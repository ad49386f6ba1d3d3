# Question pages of the application
application-back = Back to the list
application-save = Save and continue
application-later = Continue later
application-kept = Your answers are saved, also those that still need a look.
application-look-again = Needs a look:
application-why = Why do we ask?
application-stage = Part { $at } of { $all }, page { $n } of { $n_all }
application-optional = { $label } (may be left empty)
application-empty = (empty)
application-choose = Choose
application-choose-country = Choose a country
application-undecided = Not decided yet
application-regions-more = Show the next list
application-regions-hint = Choose the region above, then show its regencies or districts.
application-closed = This application has been submitted, so its answers cannot be changed here. If something is wrong, tell the officer when you come.
application-region-unknown = The first six digits of this NIK are not in our list of regions.
application-region-unknown-text = Check your identity card. If they are the same, continue; the officer checks them when you come.

# Faults
application-error-nik-letter-o = There is a letter O in the NIK. Replace it by the digit 0.
application-error-nik-letter-i = There is a letter I or l in the NIK. Replace it by the digit 1.
application-error-no-such-day = We read { $day } { $month } { $year }. That day is not in the calendar.
application-error-short-year = Write the year in four digits: 19{ $year } or 20{ $year }?
application-error-crowded-box = Write day, month and year each in its own box.
application-error-child = Applications for children cannot be made here yet. Go to an immigration office.
application-error-office-only = A lost or damaged passport is dealt with at the immigration office.
application-error-nik-birth = The date of birth differs from the NIK.
application-error-nik-sex = The sex differs from the NIK.

# Two devices
application-conflict-title = This answer changed elsewhere
application-conflict-text = You opened this page in two places. Choose the right answer; the other one is not used.
application-conflict-mine = What you wrote just now
application-conflict-theirs = What was saved before

# NIK and answers differ
application-differs-title = Identity as on the card
application-differs-birth = You wrote { $typed }, but your NIK says { $nik }. Check your identity card.
application-differs-sex = You chose { $typed }, but your NIK says { $nik }. Check your identity card.
application-differs-map-female = The digits { $day } { $month } { $year } tell the date of birth. For women 40 is added to the day.
application-differs-map-male = The digits { $day } { $month } { $year } tell the date of birth.
application-differs-which = Which one is right?
application-differs-use-nik-hint = We replace your answer by this
application-differs-wrong-nik = I mistyped the NIK or the date of birth
application-differs-wrong-nik-hint = Correct it above, then continue
application-differs-card = Both are as on my identity card
application-differs-card-hint = You can continue. The officer checks it when you come, so bring your identity card and the original birth certificate
application-differs-choose = Choose which one is right.
application-differs-still = The answers above still differ from the NIK. Correct them first, or choose another answer.
application-differs-why = Why is this checked?
application-differs-why-text = The date of birth in the passport must equal the population data. If it differs, the passport may be delayed.
application-differs-card-wrong = My identity card is wrong
application-differs-card-wrong-text = Data of the card are corrected at the civil registry (Disdukcapil), free of charge. What you typed is kept for 90 days.

# Go to an office
application-lead-out-child = A child's passport is dealt with at the immigration office
application-lead-out-lost = A lost passport is dealt with at the immigration office
application-lead-out-damaged = A damaged passport is dealt with at the immigration office
application-lead-out-bring = What to bring
application-lead-out-one-of = One of: { $papers }
application-lead-out-kept = Your answers stay saved.
application-lead-out-kept-text = If your answer was wrong, change it and continue here.
application-lead-out-offices = Find an immigration office
application-lead-out-change = Change my answer

# Titles of pages
application-step-applying-for = Who is this passport for?
application-step-name = Name as on the identity card
application-step-nik = Population number (NIK)
application-step-birth = Place and date of birth
application-step-sex = Sex
application-step-civil-status = Civil status
application-step-passport-history = Have you held a passport before?
application-step-old-condition = Condition of the old passport
application-step-old-number = Number of the old passport
application-step-old-issue = Issue of the old passport
application-step-purpose = Purpose of travel
application-step-destination = Destination
application-step-address-abroad = Address abroad
application-step-stay = Length of stay
application-step-relative = A relative in Indonesia who can be reached
application-step-destination-relative = Relatives in the destination country
application-step-destination-relative-details = The applicant's relative in the destination country
application-step-ktp-details = About the identity card
application-step-ktp-address = Address as on the identity card
application-step-domicile = Where you live now
application-step-domicile-address = Address where you live now
application-step-occupation = Occupation
application-step-phone = Mobile number of the applicant
application-step-mother = Mother
application-step-father = Father
application-step-spouse = Husband or wife

# Below the title
application-lede-applying-for = Adult means 17 or older, or married.
application-lede-name = Write the full name without titles, as on the identity card.
application-lede-passport-history = Choose “Yes” also if your passport expired long ago.
application-lede-relative = We contact this person only if something important concerns you.
application-lede-father = Fill in what you know.
application-lede-spouse = Fill in what you know.

# Why it is asked
application-why-nik = With the NIK your data are compared with the population data, so that mistakes are found before you pay.
application-why-birth = The date of birth in the passport must equal the population data.
application-why-passport-history = The kind of application depends on this answer. If it is wrong, the officer corrects it when you come.
application-why-name = The name in the passport must equal the identity card. Titles are not printed in passports.

# Fields
application-field-applying-for = For whom?
application-field-full-name = Full name
application-field-nik = NIK
application-field-birth-date = Date of birth
application-field-birth-place = Place of birth
application-field-sex = Sex
application-field-civil-status = Civil status
application-field-passport-history = Have you ever held a passport?
application-field-old-condition = What is the condition of the old passport?
application-field-old-number = Number of the old passport
application-field-old-issue-date = Date of issue
application-field-old-issue-place = Place of issue
application-field-old-name-same = Are the data in the old passport the same as on the identity card?
application-field-purpose = Why do you travel?
application-field-destination-country = Destination country
application-field-address-abroad = Address abroad
application-field-stay = For how long?
application-field-relative-name = Full name of the relative
application-field-relative-phone = Mobile number of the relative
application-field-relative-relation = Relation to the applicant
application-field-destination-relative = Does the applicant have a relative there?
application-field-destination-relative-name = Full name of the relative there
application-field-destination-relative-phone = Mobile number of the relative there
application-field-destination-relative-relation = Relation to the applicant
application-field-ktp-issue-date = Issue date of the identity card
application-field-nationality = Nationality
application-field-ktp-address = Address
application-field-ktp-province = Province
application-field-ktp-regency = Regency or city
application-field-ktp-district = District
application-field-ktp-postcode = Postcode
application-field-domicile-same = Do you live at the address on the card?
application-field-domicile-address = Address
application-field-domicile-province = Province
application-field-domicile-regency = Regency or city
application-field-domicile-district = District
application-field-domicile-postcode = Postcode
application-field-occupation = Occupation
application-field-phone = Mobile number
application-field-mother-name = Mother's name
application-field-mother-nationality = Mother's nationality
application-field-mother-address = Mother's address
application-field-father-name = Father's name
application-field-father-nationality = Father's nationality
application-field-father-address = Father's address
application-field-spouse-name = Name of husband or wife
application-field-spouse-nationality = Nationality of husband or wife
application-field-spouse-address = Address of husband or wife

# Examples
application-hint-nik = 16 digits at the top of the card
application-hint-birth-date = Example: 27 3 1998
application-hint-birth-place = As on the card, for example Maumere
application-hint-old-number = Example: C1234567
application-hint-old-issue-date = Example: 5 11 2016
application-hint-ktp-issue-date = At the lower right of the card. Example: 5 11 2018
application-hint-address-abroad = For example the hotel and the city
application-hint-occupation = For example farmer, teacher, student
application-hint-phone = Example: 0812 3456 7890
application-hint-relative-phone = Example: 0812 3456 7890
application-hint-destination-relative-phone = For a number abroad, begin with +

# Choices
application-choice-applying-for-self = Myself, an adult
application-choice-applying-for-other-adult = Another adult
application-choice-applying-for-child = A child under 17 who is not married
application-choice-sex-female = Female
application-choice-sex-male = Male
application-choice-civil-status-single = Not married
application-choice-civil-status-married = Married
application-choice-civil-status-divorced = Divorced
application-choice-civil-status-widowed = Widowed
application-choice-passport-history-never = No, never
application-choice-passport-history-held = Yes
application-choice-old-condition-expired = Expired
application-choice-old-condition-soon = Expires soon
application-choice-old-condition-full = Its pages are full
application-choice-old-condition-lost = Lost
application-choice-old-condition-damaged = Damaged
application-choice-old-condition-lost-disaster = Lost in a disaster
application-choice-old-condition-damaged-disaster = Damaged in a disaster
application-choice-old-issue-place-indonesia = In Indonesia
application-choice-old-issue-place-abroad = Abroad
application-choice-answer-yes = Yes
application-choice-answer-no = No
application-choice-purpose-tourism = Tourism
application-choice-purpose-umrah = Umrah
application-choice-purpose-hajj = Hajj
application-choice-purpose-work = Formal work
application-choice-purpose-migrant-worker = Indonesian migrant worker
application-choice-purpose-study = Study
application-choice-purpose-medical = Medical treatment
application-choice-stay-under-1-month = Less than 1 month
application-choice-stay-under-6-months = 1 to 6 months
application-choice-stay-under-1-year = 6 months to 1 year
application-choice-stay-under-5-years = 1 to 5 years
application-choice-stay-over-5-years = 5 years or more
application-choice-relation-spouse = Husband or wife
application-choice-relation-father = Father
application-choice-relation-mother = Mother
application-choice-relation-sibling = Brother or sister
application-choice-relation-child = Child
application-choice-relation-aunt = Aunt
application-choice-relation-uncle = Uncle
application-choice-relation-cousin = Cousin
application-choice-relation-other = Other

# Shared words that the parts of a page use
common-error-prefix = Error:
common-errors = { $n ->
    [one] One answer needs a look
   *[other] { $n } answers need a look
 }
common-date-day = Day
common-date-month = Month
common-date-year = Year
common-timer = Time left
common-timer-still = left when this page was opened
common-timer-live = left
common-unit-hour = h
common-unit-minute = min
common-weekday-short-1 = Mon
common-weekday-short-2 = Tue
common-weekday-short-3 = Wed
common-weekday-short-4 = Thu
common-weekday-short-5 = Fri
common-weekday-short-6 = Sat
common-weekday-short-7 = Sun
common-calendar-open = Seats left
common-calendar-few = Few left
common-calendar-full = Full
common-calendar-soon = Not open yet
common-calendar-shut = No box: shut or past
common-pages = Pages
common-pages-earlier = Previous
common-pages-later = Next
common-copied = Copied.
common-saving = Saving
common-sending = Sending
common-saved = Saved
common-not-saved = Not saved yet. We try again when the signal returns.
common-changed-elsewhere = This answer changed on another device. Reload the page to see both.
common-show-password = Show password
common-hide-password = Hide password
common-choose-file = Choose a file
common-no-file = No file yet
common-again = Press again to send
common-row-next = next row,
common-row-back = back
common-not-your-role = Your role does not cover this work. Ask your office's administrator if it should.

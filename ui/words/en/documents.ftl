# Papers: what is needed, what was sent
documents-title = Photos of documents
documents-back = Back to the application
documents-back-to-list = Back to the list of documents
documents-all-there = All the documents that are needed are here.
documents-left = { $n ->
    [one] One document is still needed. What you have sent stays saved.
   *[other] { $n } documents are still needed. Send them one by one; what you have sent stays saved.
 }
documents-required-title = Documents that are needed
documents-required-text = All of these must be here.
documents-group-identity-title = Proof of identity
documents-group-identity-text = One of these is enough. Choose the one you have.
documents-group-birth-title = Proof of birth
documents-group-birth-text = One of these is enough. Choose one that shows your name, place and date of birth, and your parents' names.
documents-group-other-title = One of these
documents-group-other-text = One of these is enough. Choose the one you have.
documents-optional-title = Only if it applies
documents-optional-text = Send these only if the description fits you.
documents-another = Use another document
documents-go-on = Continue
documents-later-on = Continue later
documents-send = Send a photo
documents-look = View
documents-look-or-replace = View or replace

documents-state-none = Not here yet
documents-state-accepted = Accepted
documents-state-doubtful = Look again
documents-state-refused = Cannot be used
documents-state-kept = Latest file refused
documents-state-asked = Asked for by an officer
documents-asked-until = An officer asks for this document. Send it by { $day } at the latest.
documents-older-stays = The photo you sent before stays in use.
documents-pages-and-size = { $n ->
    [one] 1 page, { $size }
   *[other] { $n } pages, { $size }
 }
documents-old-kept = The old photo is kept and the officer can see it, marked as replaced.

documents-hint-too-small = The photo is small, so the text may be hard to read. Take it again from closer.
documents-hint-too-dark = The photo is dark. Take it again in a brighter place.
documents-hint-too-bright = The photo is too bright. Take it again without flash and without glare.
documents-hint-blurred = The photo is blurred. Hold the phone still, wait until the text is sharp, and take it again.

documents-sent-title = What you have sent
documents-last-refused = The latest file cannot be used.
documents-page = View page { $n }
documents-picture-of = Photo of: { $name }, page 1

documents-guide-title = How to take the photo
documents-guide-card = Photograph the front of the card, the side with the photo and the NIK.
documents-guide-passport = Open the passport at page 2, which has your photo and name. Not the cover.
documents-guide-sheet = Photograph the page that has your name on it. If there is more than one page, send one PDF.
documents-guide-original = Use the original, not a photocopy.
documents-guide-corners = Photograph it straight from above. All four corners must be visible.
documents-guide-light = Find a bright enough place. Turn the flash off.
documents-limits = JPEG, PNG or PDF, 10 MB at most. A PDF may have up to 20 pages and no password.
documents-choose = Choose a photo or PDF
documents-choose-other = Choose a photo or PDF to replace it
documents-send-file = Send
documents-who-title = Who can see this
documents-who-text = You, and the officers who examine your application. Each time an officer opens it, it is written down, and you can read that record.
documents-basis-title = The rule

documents-this-file = The file “{ $name }” cannot be used.
documents-refused-empty = The file is empty. Choose it again, or take the photo again.
documents-refused-too-large = It is larger than 10 MB. Take the photo again at a smaller size, or save the PDF at a lower quality.
documents-refused-unknown-kind = It is not a JPEG, PNG or PDF. Photograph the document, or save it as a PDF.
documents-refused-heic-not-supported = The photo is in HEIC format. In the camera settings choose “Most compatible” (JPEG) and take it again, or send a screenshot of the photo.
documents-refused-other-image = Its format is { $format }. Save it as JPEG or PNG, or photograph the document again.
documents-refused-too-many-pixels = The picture is too large, more than 40 megapixels. Take the photo again at a smaller size.
documents-refused-damaged = The file is damaged or cut short. Take the photo again, or save the PDF once more, and send it again.
documents-refused-pdf-password = This PDF is locked. Save a copy without a password and send the copy.
documents-refused-pdf-script = This PDF contains a program. Print it to a new PDF (choose “Print”, then “Save as PDF”) and send the new one.
documents-refused-pdf-launch = This PDF tries to open another program. Print it to a new PDF (choose “Print”, then “Save as PDF”) and send the new one.
documents-refused-pdf-embedded-file = This PDF carries other files inside. Print it to a new PDF (choose “Print”, then “Save as PDF”) and send the new one.
documents-refused-pdf-too-many-pages = This PDF has more than 20 pages. Save only the pages that are needed and send them.
documents-refused-pdf-no-pages = This PDF has no pages. Save the document as a PDF once more, or photograph it.
documents-refused-too-costly = This file is too complicated to open. Photograph the document and send the photo.

documents-nothing-chosen = Choose a photo or PDF first, then press Send.
documents-two-files = Send one file only. If the document has several pages, put them into one PDF.
documents-changed = This document was replaced since this page was opened. Load the page again, look at the file that is there now, then choose your file again if it is still needed.
documents-unknown-field = This request has a field that is not known. Open the page of the document again and send it from there.
documents-cut = The file was cut off before it was complete. Other documents are still saved. Try to send it again.
documents-form-expected = Send the document from its page, by choosing a photo or PDF.
documents-full = This application already holds as much as it can (60 files or 200 MB). Accepted documents are still saved. Bring further documents to the office.
documents-send-again = You were signed out before this file arrived, so it is not saved. Choose the file, then send it again.
documents-later = The document cannot be saved at the moment. This is not your fault, and other documents are still saved. Try again in a few minutes.
documents-closed-day-before = Documents could be replaced until the day before your visit ({ $day }). Bring the right originals to the office and show them to the officer.
documents-closed-at-office = Officers are working on this application. Documents can be sent only when an officer asks for them.
documents-closed-ended = This application has ended, so its documents cannot be replaced.
documents-link-over = This link is no longer valid. Open the document again from the application.
documents-link-later = The document cannot be opened at the moment. Try again in a few minutes.

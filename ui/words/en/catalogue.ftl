# Offices and passport types: why a type cannot be chosen
catalogue-electronic-only = This office issues electronic passports only.
catalogue-not-offered = This office does not offer this type of passport in the service you chose.
catalogue-ask-office = This office has not told us yet. Choose another type or office.
# Straight-line distance, rounded; $km kilometres
catalogue-about-km = about { $km } km
catalogue-near = less than 10 km
catalogue-distance-source = Straight-line distance, worked out from GeoNames data (CC BY 4.0).
# Between the names of regulations in a legal basis
catalogue-basis-amended = as amended by
catalogue-basis-practice = office practice for passports issued in Indonesia from 2009
catalogue-basis-notice = notice of one office (Palangka Raya), 9 May 2023
catalogue-basis-article = article
catalogue-basis-letter = letter
catalogue-basis-ten-years = 10 years

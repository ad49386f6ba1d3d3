# Kantor dan jenis paspor: mengapa suatu jenis tidak dapat dipilih
catalogue-electronic-only = Kantor ini hanya menerbitkan paspor elektronik.
catalogue-not-offered = Kantor ini tidak menyediakan jenis paspor ini pada layanan yang Anda pilih.
catalogue-ask-office = Belum ada kabar dari kantor ini. Pilih jenis atau kantor lain.
# Jarak dalam garis lurus, dibulatkan; $km kilometer
catalogue-about-km = sekitar { $km } km
catalogue-near = kurang dari 10 km
catalogue-distance-source = Jarak dalam garis lurus, dihitung dari data GeoNames (CC BY 4.0).
# Di antara nama peraturan pada dasar hukum
catalogue-basis-amended = sebagaimana diubah dengan
catalogue-basis-practice = praktik kantor untuk paspor yang terbit di Indonesia sejak 2009
catalogue-basis-notice = pengumuman satu kantor (Palangka Raya), 9 Mei 2023
catalogue-basis-article = pasal
catalogue-basis-letter = huruf
catalogue-basis-ten-years = 10 tahun

# Kantor dan jenis paspor: mengapa suatu jenis tidak dapat dipilih
catalogue-electronic-only = Kantor ini hanya menerbitkan paspor elektronik.
catalogue-not-offered = Kantor ini tidak menyediakan jenis paspor ini pada layanan yang Anda pilih.
catalogue-ask-office = Belum diketahui. Tanyakan ke kantor ini.
# Jarak dalam garis lurus, dibulatkan; $km kilometer
catalogue-about-km = sekitar { $km } km
catalogue-near = kurang dari 10 km
catalogue-distance-source = Jarak dalam garis lurus, dihitung dari data GeoNames (CC BY 4.0).

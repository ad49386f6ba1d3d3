# Halaman pertanyaan permohonan
application-back = Kembali ke daftar
application-save = Simpan dan lanjutkan
application-later = Lanjutkan nanti
application-kept = Isian Anda tersimpan, juga yang belum benar.
application-look-again = Perlu diperiksa:
application-why = Mengapa kami bertanya?
application-stage = Bagian { $at } dari { $all }, halaman { $n } dari { $n_all }
application-optional = { $label } (boleh dikosongkan)
application-empty = (kosong)
application-choose = Pilih
application-choose-country = Pilih negara
application-undecided = Belum tahu
application-regions-more = Tampilkan daftar berikutnya
application-regions-hint = Pilih wilayah di atas, lalu tampilkan kabupaten atau kecamatannya.
application-closed = Permohonan ini sudah dikirim, jadi isiannya tidak bisa diubah di sini. Bila ada yang keliru, sampaikan kepada petugas saat Anda datang.
application-region-unknown = Enam angka pertama NIK ini tidak ada dalam daftar wilayah kami.
application-region-unknown-text = Lihat kembali KTP Anda. Bila sudah sama, lanjutkan; petugas memeriksanya saat Anda datang.

# Kesalahan
application-error-nik-letter-o = Ada huruf O pada NIK. Ganti dengan angka 0.
application-error-nik-letter-i = Ada huruf I atau l pada NIK. Ganti dengan angka 1.
application-error-no-such-day = Kami membaca { $day } { $month } { $year }. Tanggal itu tidak ada di kalender.
application-error-short-year = Tulis tahunnya dengan empat angka: 19{ $year } atau 20{ $year }?
application-error-crowded-box = Tulis tanggal, bulan, dan tahun masing-masing di kotaknya sendiri.
application-error-child = Permohonan untuk anak belum bisa diajukan di sini. Datang ke kantor imigrasi.
application-error-office-only = Paspor hilang atau rusak diurus langsung di kantor imigrasi.
application-error-nik-birth = Tanggal lahir tidak sama dengan NIK.
application-error-nik-sex = Jenis kelamin tidak sama dengan NIK.

# Dua perangkat
application-conflict-title = Isian ini berubah di tempat lain
application-conflict-text = Anda membuka halaman ini di dua tempat. Pilih isian yang benar; yang lain tidak dipakai.
application-conflict-mine = Yang baru saja Anda tulis
application-conflict-theirs = Yang sudah tersimpan

# NIK dan isian tidak sama
application-differs-title = Identitas sesuai KTP
application-differs-birth = Anda menulis { $typed }, tetapi NIK Anda menunjukkan { $nik }. Lihat kembali KTP Anda.
application-differs-sex = Anda memilih { $typed }, tetapi NIK Anda menunjukkan { $nik }. Lihat kembali KTP Anda.
application-differs-map-female = Angka { $day } { $month } { $year } menunjukkan tanggal lahir. Pada NIK perempuan, tanggal ditambah 40.
application-differs-map-male = Angka { $day } { $month } { $year } menunjukkan tanggal lahir.
application-differs-which = Mana yang benar?
application-differs-use-nik-hint = Kami ganti isian Anda dengan ini
application-differs-wrong-nik = Saya salah menulis NIK atau tanggal lahir
application-differs-wrong-nik-hint = Perbaiki di atas, lalu lanjutkan
application-differs-card = Keduanya sudah sama dengan KTP saya
application-differs-card-hint = Anda tetap bisa melanjutkan. Petugas memeriksanya saat Anda datang, jadi bawa KTP dan akta kelahiran asli
application-differs-choose = Pilih mana yang benar.
application-differs-still = Isian di atas masih berbeda dengan NIK. Perbaiki dahulu, atau pilih jawaban lain.
application-differs-why = Mengapa ini diperiksa?
application-differs-why-text = Tanggal lahir di paspor harus sama dengan data kependudukan. Bila berbeda, paspor bisa tertunda.
application-differs-card-wrong = KTP saya yang salah
application-differs-card-wrong-text = Data KTP diperbaiki di Dinas Kependudukan dan Pencatatan Sipil, gratis. Isian Anda tetap tersimpan selama 90 hari.

# Datang langsung
application-lead-out-child = Paspor anak diurus di kantor imigrasi
application-lead-out-lost = Paspor hilang diurus di kantor imigrasi
application-lead-out-damaged = Paspor rusak diurus di kantor imigrasi
application-lead-out-bring = Yang dibawa
application-lead-out-one-of = Satu dari: { $papers }
application-lead-out-kept = Isian Anda tetap tersimpan.
application-lead-out-kept-text = Bila jawaban Anda keliru, ubah jawabannya dan lanjutkan di sini.
application-lead-out-offices = Cari kantor imigrasi
application-lead-out-change = Ubah jawaban saya

# Judul halaman
application-step-applying-for = Paspor ini untuk siapa?
application-step-name = Nama sesuai KTP
application-step-nik = Nomor Induk Kependudukan
application-step-birth = Tempat dan tanggal lahir
application-step-sex = Jenis kelamin
application-step-civil-status = Status perkawinan
application-step-passport-history = Pernah punya paspor?
application-step-old-condition = Keadaan paspor lama
application-step-old-number = Nomor paspor lama
application-step-old-issue = Penerbitan paspor lama
application-step-purpose = Tujuan perjalanan
application-step-destination = Negara tujuan
application-step-address-abroad = Alamat di luar negeri
application-step-stay = Lama tinggal
application-step-relative = Kerabat di Indonesia yang bisa dihubungi
application-step-destination-relative = Kerabat di negara tujuan
application-step-destination-relative-details = Kerabat pemohon di negara tujuan
application-step-ktp-details = Keterangan KTP
application-step-ktp-address = Alamat sesuai KTP
application-step-domicile = Tempat tinggal sekarang
application-step-domicile-address = Alamat tempat tinggal sekarang
application-step-occupation = Pekerjaan
application-step-phone = Nomor ponsel pemohon
application-step-mother = Ibu kandung
application-step-father = Ayah kandung
application-step-spouse = Suami atau istri

# Keterangan di bawah judul
application-lede-applying-for = Dewasa berarti berusia 17 tahun ke atas, atau sudah menikah.
application-lede-name = Tulis nama lengkap tanpa gelar, seperti pada KTP.
application-lede-passport-history = Pilih “Pernah” juga bila paspor Anda sudah lama berakhir.
application-lede-relative = Orang ini kami hubungi hanya bila ada hal penting tentang Anda.
application-lede-father = Isi yang Anda ketahui.
application-lede-spouse = Isi yang Anda ketahui.

# Mengapa ditanyakan
application-why-nik = Dengan NIK, data Anda dibandingkan dengan data kependudukan, supaya kekeliruan ditemukan sebelum Anda membayar.
application-why-birth = Tanggal lahir di paspor harus sama dengan data kependudukan.
application-why-passport-history = Jenis permohonan bergantung pada jawaban ini. Bila keliru, petugas membetulkannya saat Anda datang.
application-why-name = Nama di paspor harus sama dengan KTP. Gelar tidak dicetak di paspor.

# Isian
application-field-applying-for = Untuk siapa?
application-field-full-name = Nama lengkap
application-field-nik = NIK
application-field-birth-date = Tanggal lahir
application-field-birth-place = Tempat lahir
application-field-sex = Jenis kelamin
application-field-civil-status = Status perkawinan
application-field-passport-history = Apakah Anda pernah memiliki paspor?
application-field-old-condition = Bagaimana keadaan paspor lama?
application-field-old-number = Nomor paspor lama
application-field-old-issue-date = Tanggal terbit
application-field-old-issue-place = Tempat terbit
application-field-old-name-same = Apakah data di paspor lama sama dengan KTP?
application-field-purpose = Untuk apa Anda bepergian?
application-field-destination-country = Negara tujuan
application-field-address-abroad = Alamat di luar negeri
application-field-stay = Berapa lama?
application-field-relative-name = Nama lengkap kerabat
application-field-relative-phone = Nomor ponsel kerabat
application-field-relative-relation = Hubungan dengan pemohon
application-field-destination-relative = Apakah ada kerabat pemohon di sana?
application-field-destination-relative-name = Nama lengkap kerabat di sana
application-field-destination-relative-phone = Nomor ponsel kerabat di sana
application-field-destination-relative-relation = Hubungan dengan pemohon
application-field-ktp-issue-date = Tanggal terbit KTP
application-field-nationality = Kewarganegaraan
application-field-ktp-address = Alamat
application-field-ktp-province = Provinsi
application-field-ktp-regency = Kabupaten atau kota
application-field-ktp-district = Kecamatan
application-field-ktp-postcode = Kode pos
application-field-domicile-same = Apakah Anda tinggal di alamat KTP?
application-field-domicile-address = Alamat
application-field-domicile-province = Provinsi
application-field-domicile-regency = Kabupaten atau kota
application-field-domicile-district = Kecamatan
application-field-domicile-postcode = Kode pos
application-field-occupation = Pekerjaan
application-field-phone = Nomor ponsel
application-field-mother-name = Nama ibu
application-field-mother-nationality = Kewarganegaraan ibu
application-field-mother-address = Alamat ibu
application-field-father-name = Nama ayah
application-field-father-nationality = Kewarganegaraan ayah
application-field-father-address = Alamat ayah
application-field-spouse-name = Nama suami atau istri
application-field-spouse-nationality = Kewarganegaraan suami atau istri
application-field-spouse-address = Alamat suami atau istri

# Contoh di bawah nama isian
application-hint-nik = 16 angka di bagian atas KTP
application-hint-birth-date = Contoh: 27 3 1998
application-hint-birth-place = Seperti pada KTP, misalnya Maumere
application-hint-old-number = Contoh: C1234567
application-hint-old-issue-date = Contoh: 5 11 2016
application-hint-ktp-issue-date = Di bagian kanan bawah KTP. Contoh: 5 11 2018
application-hint-address-abroad = Misalnya nama hotel dan kota
application-hint-occupation = Misalnya petani, guru, pelajar
application-hint-phone = Contoh: 0812 3456 7890
application-hint-relative-phone = Contoh: 0812 3456 7890
application-hint-destination-relative-phone = Untuk nomor luar negeri, awali dengan +

# Pilihan
application-choice-applying-for-self = Saya sendiri, dewasa
application-choice-applying-for-other-adult = Orang dewasa lain
application-choice-applying-for-child = Anak di bawah 17 tahun dan belum menikah
application-choice-sex-female = Perempuan
application-choice-sex-male = Laki-laki
application-choice-civil-status-single = Belum menikah
application-choice-civil-status-married = Menikah
application-choice-civil-status-divorced = Cerai hidup
application-choice-civil-status-widowed = Cerai mati
application-choice-passport-history-never = Belum pernah
application-choice-passport-history-held = Pernah
application-choice-old-condition-expired = Sudah habis masa berlakunya
application-choice-old-condition-soon = Segera habis masa berlakunya
application-choice-old-condition-full = Halamannya penuh
application-choice-old-condition-lost = Hilang
application-choice-old-condition-damaged = Rusak
application-choice-old-condition-lost-disaster = Hilang karena bencana
application-choice-old-condition-damaged-disaster = Rusak karena bencana
application-choice-old-issue-place-indonesia = Di Indonesia
application-choice-old-issue-place-abroad = Di luar negeri
application-choice-answer-yes = Ya
application-choice-answer-no = Tidak
application-choice-purpose-tourism = Wisata
application-choice-purpose-umrah = Umrah
application-choice-purpose-hajj = Haji
application-choice-purpose-work = Bekerja di sektor formal
application-choice-purpose-migrant-worker = Pekerja migran Indonesia
application-choice-purpose-study = Belajar
application-choice-purpose-medical = Berobat
application-choice-stay-under-1-month = Kurang dari 1 bulan
application-choice-stay-under-6-months = 1 sampai 6 bulan
application-choice-stay-under-1-year = 6 bulan sampai 1 tahun
application-choice-stay-under-5-years = 1 sampai 5 tahun
application-choice-stay-over-5-years = 5 tahun atau lebih
application-choice-relation-spouse = Suami atau istri
application-choice-relation-father = Ayah
application-choice-relation-mother = Ibu
application-choice-relation-sibling = Kakak atau adik
application-choice-relation-child = Anak
application-choice-relation-aunt = Bibi
application-choice-relation-uncle = Paman
application-choice-relation-cousin = Sepupu
application-choice-relation-other = Lainnya

# Kata bersama yang dipakai bagian-bagian halaman
common-error-prefix = Kesalahan:
common-errors = { $n ->
    [1] Satu isian perlu diperiksa
   *[other] { $n } isian perlu diperiksa
 }
common-date-day = Tanggal
common-date-month = Bulan
common-date-year = Tahun
common-timer = Sisa waktu
common-timer-still = tersisa saat halaman ini dibuka
common-timer-live = lagi
common-unit-hour = jam
common-unit-minute = menit
common-weekday-short-1 = Sen
common-weekday-short-2 = Sel
common-weekday-short-3 = Rab
common-weekday-short-4 = Kam
common-weekday-short-5 = Jum
common-weekday-short-6 = Sab
common-weekday-short-7 = Min
common-calendar-open = Ada kursi
common-calendar-few = Tinggal sedikit
common-calendar-full = Penuh
common-calendar-soon = Belum dibuka
common-calendar-shut = Tanpa kotak: tutup atau sudah lewat
common-pages = Halaman
common-pages-earlier = Sebelumnya
common-pages-later = Berikutnya
common-copied = Tersalin.
common-saving = Menyimpan
common-sending = Mengirim
common-saved = Tersimpan
common-not-saved = Belum tersimpan. Kami coba lagi saat sinyal kembali.
common-changed-elsewhere = Isian ini berubah di perangkat lain. Muat ulang halaman untuk melihat keduanya.
common-show-password = Tampilkan kata sandi
common-hide-password = Sembunyikan kata sandi
common-choose-file = Pilih berkas
common-no-file = Belum ada berkas
common-again = Tekan sekali lagi untuk mengirim
common-row-next = baris berikutnya,
common-row-back = sebelumnya
common-not-your-role = Peran Anda tidak mencakup pekerjaan ini. Hubungi admin kantor jika seharusnya demikian.

//! What a password must not be. Length is asked for, composition is not; what anybody would try first is refused.

use kernel::field::FieldError;

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters; a bound for the hash's input, not a rule for people.
pub const LONGEST: usize = 200;

/// Words of this product and of its people: the first that a guesser tries here.
const CONTEXT: [&str; 28] = [
    "paspor",
    "passport",
    "imigrasi",
    "immigration",
    "indonesia",
    "mpaspor",
    "kanim",
    "kantorimigrasi",
    "permohonan",
    "petugas",
    "dirjen",
    "kemenimipas",
    "kemenkumham",
    "jakarta",
    "surabaya",
    "bandung",
    "merdeka",
    "garuda",
    "pancasila",
    "nusantara",
    "presiden",
    "republik",
    "ektp",
    "visa",
    "paspor2026",
    "katasandi",
    "password",
    "sandi",
];

/// What people choose everywhere and here: the stems of the published lists of leaked passwords, without the digits and
/// signs that are hung on them. Matched after folding, whole or repeated.
const STEMS: &str = "qwerty qwertyuiop qwertyuiopasdf qwertyasdf qwertyqwerty asdfgh asdfghjkl asdfghjklzxcv asdfasdf zxcvbnm \
zxcvbnmasdf qazwsx qazwsxedc qazwsxedcrfv onetwothree abc abcd abcde abcdef abcdefg abcdefgh abcdefghijkl abcdefghijklm a aa \
password passwort passw pass passpass iloveyou ilovegod iloveyousomuch iloveyouforever loveyou loveme lovely letmein welcome \
welcomeback administrator admin adminadmin root superuser superman batman spiderman pokemon dragon monkey football baseball \
basketball princess sunshine shadow master michael jordan jennifer jessica charlie ashley daniel matthew andrew joshua nicole \
anthony samantha computer internet whatever trustno freedom starwars harrypotter liverpool manchester manchesterunited \
manchestercity chelsea arsenal barcelona realmadrid juventus acmilan intermilan persija persib persebaya arema aremania bonek \
bobotoh viking jakmania sayang sayangku sayangkamu sayangmama sayangibu sayangkuselamanya cinta cintaku cintakamu cintasejati \
cintaselamanya akucintakamu akusayangkamu akucinta akusayang kamu kamuku aku akukamu rahasia rahasiaku rahasianegara bismillah \
bismillahirrahmanirrahim bismilah alhamdulillah assalamualaikum assalamualaikumwrwb allah allahuakbar allahswt muhammad \
muhammadsaw insyaallah subhanallah masyaallah astaghfirullah lailahaillallah yesus yesuskristus tuhan tuhanyesus tuhanmemberkati \
haleluya puji pujituhan jesuschrist jesus godisgood godbless mama mamaku mamapapa papamama papa papaku ibu ibuku ayah ayahku \
ayahibu ibuayah bapak bapakku keluarga keluargaku keluargabahagia anak anakku anakpertama istriku suamiku bunda bundaku semangat \
semangatpagi sukses suksesselalu suksesdunia bahagia bahagiaselalu bahagiaselamanya selamanya selamatpagi selamatdatang \
terimakasih makasih jangan janganlupa lupa lupapassword lupasandi gantengku ganteng gantengbanget cantik cantikku cantikbanget \
kucing kucingku anjing anjingku kelinci macan harimau singa naga nagamas elang rajawali garudaku bogor bekasi depok tangerang \
semarang yogyakarta jogja jogjakarta solo malang medan makassar manado denpasar bali balikpapan samarinda pontianak palembang \
lampung padang pekanbaru batam aceh papua jayapura ambon kupang maumere flores lombok mataram banjarmasin kalimantan sumatera \
sulawesi jawa jawabarat jawatimur jawatengah indonesiaraya indonesiaku merahputih bhinnekatunggalika nkri nkrihargamati jokowi \
prabowo soekarno sukarno soeharto suharto gajahmada budi agus dewi sri siti rina andi rudi hendra eko dwi tri wahyu putri putra \
nur ahmad abdul abdullah aisyah fatimah yusuf ibrahim ismail maria agustinus yohanes doraemon naruto onepiece luffy sasuke \
sailormoon upinipin mobilelegend mobilelegends freefire pubgmobile clashofclans pointblank gemscool garena facebook instagram \
whatsapp google gmail yahoo twitter tiktok youtube shopee tokopedia gojek grab bukalapak telkomsel indosat simpati samsung \
iphone xiaomi oppo vivo android windows microsoft apple test testtest testing tester default changeme secret supersecret \
correcthorsebatterystaple correcthorse nothing unknown login loginlogin masuk user username guest qwertyui qwer qwerasdf \
qwerasdfzxcv asd asdasd asdasdasd zxc zxczxc zxcvbn zaqwsx xsw poiuytrewq poiuyt lkjhgf mnbvcxz senin selasa rabu kamis jumat \
sabtu minggu januari februari maret april mei juni juli agustus september oktober november desember monday tuesday wednesday \
thursday friday saturday sunday january february march summer winter spring autumn satu duatiga satuduatiga satuduatigaempat \
satuduatigaempatlima";

/// Lower case, the usual letters-for-digits undone, white space and signs dropped.
fn folded(text: &str) -> String {
    let letters = text.to_lowercase();
    letters
        .chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .filter(|c| c.is_alphabetic())
        .collect()
}

/// The letters alone, digits and signs dropped instead of read as letters.
fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
}

/// One piece said again and again: `abcabcabcabc`, `jakarta1jakarta1`.
fn repeated(text: &str) -> bool {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    (1..=chars.len() / 2).any(|n| chars.iter().enumerate().all(|(i, c)| *c == chars[i % n]))
}

/// Neighbours in the alphabet, on the keyboard or among the digits all along: `abcdefghijkl`, `123456789012`.
fn a_run(text: &str) -> bool {
    const ROWS: [&str; 5] = [
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "12345678901234567890",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "1q2w3e4r5t6y7u8i9o0p",
    ];
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let back: String = plain.chars().rev().collect();
    ROWS.iter().any(|row| row.contains(&plain) || row.contains(&back))
}

/// Digits and signs alone hold too little: dates, telephone numbers, NIKs.
fn digits_only(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphabetic())
}

fn is_common(text: &str) -> bool {
    let (a, b) = (folded(text), letters(text));
    let known = |word: &str| STEMS.split_whitespace().any(|stem| stem == word) || CONTEXT.contains(&word);
    let halves = |word: &str| {
        let words = || STEMS.split_whitespace().chain(CONTEXT);
        // two common words in a row, such as `sayangmalang`, are one guess more for a machine
        words().any(|stem| word.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || known(rest)))
    };
    halves(&a) || halves(&b)
}

/// Parts of what is known about the person: parts of the name and of the address before the `@`.
fn personal(name: &str, email: &str) -> Vec<String> {
    let local = email.rsplit_once('@').map_or(email, |(local, _)| local);
    let mut parts: Vec<String> = name.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    parts.extend(local.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase));
    parts.retain(|p| p.chars().count() >= 4);
    parts
}

/// Judges a new password of somebody with this name and address.
pub fn judge(password: &str, name: &str, email: &str) -> Result<(), FieldError> {
    if password.is_empty() {
        return Err(FieldError::Missing);
    }
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(FieldError::TooShort(SHORTEST));
    }
    if length > LONGEST {
        return Err(FieldError::TooLong(LONGEST));
    }
    let (lower, plain) = (password.to_lowercase(), folded(password));
    let holds = |word: &str| lower.contains(word) || plain.contains(word);
    let own = CONTEXT.iter().any(|w| w.len() >= 5 && holds(w)) || personal(name, email).iter().any(|p| holds(p));
    if own || digits_only(password) || repeated(password) || a_run(password) || is_common(password) {
        return Err(FieldError::PasswordKnown);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Result<(), FieldError> {
        judge(password, "Yuliana Goreti Nona", "yuli.nona98@contoh.id")
    }

    #[test]
    fn any_characters_make_a_password_when_there_are_enough() {
        for good in
            ["kuda payung sendok biru", "Zx9$kq!vPm2#", "пароль не простой", "薔薇の花は赤い夕方に咲く", "    empat sela    "]
        {
            assert_eq!(verdict(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn too_short_and_too_long_say_the_bound() {
        assert_eq!(verdict(""), Err(FieldError::Missing));
        assert_eq!(verdict("Zx9$kq!vPm2"), Err(FieldError::TooShort(12)));
        assert_eq!(verdict(&"kq9Z".repeat(51)), Err(FieldError::TooLong(200)));
    }

    #[test]
    fn common_passwords_are_refused_however_they_are_dressed() {
        for bad in [
            "qwertyuiop123",
            "1q2w3e4r5t6y",
            "Sayangku123456",
            "bismillah12345",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijkl",
            "123456789012",
            "17-08-1945-17-08",
            "P@ssw0rd12345",
            "iloveyou!2026",
            "Manchester2026",
            "cintasayang99",
            "081234567890",
            "kucingku-2019!",
            "correct horse battery staple",
            "qwertyqwerty",
        ] {
            assert_eq!(verdict(bad), Err(FieldError::PasswordKnown), "{bad}");
        }
    }

    #[test]
    fn words_of_the_product_and_of_the_person_are_refused() {
        for bad in [
            "pasporku yang biru",
            "Imigr4si-hebat!",
            "INDONESIA raya 45",
            "yuliana suka teh",
            "teh untuk nona98 ya",
            "g0reti-pergi-jauh",
        ] {
            assert_eq!(verdict(bad), Err(FieldError::PasswordKnown), "{bad}");
        }
    }
}

//! A backup taken beside a running product, and the product restored from it: nothing is lost, nothing is mailed twice.

#[path = "story/citizen.rs"]
mod citizen;

use citizen::{Citizen, comes_to_say, link, says};
use e2e::{Mailbox, Told, Trial, Witness, ageing, binary, first, flores, postgres, until};
use harness::Browser;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

const SECONDS: u64 = 60;

fn mpaspor(args: &[&str], folder: &Path) -> Output {
    Command::new(binary()).args(args).arg("--data-dir").arg(folder).output().expect("the program starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).expect("JSON")
}

/// A folder with the settings and the keys of a trial, an empty database and no papers.
struct Empty {
    folder: PathBuf,
    database: String,
}

fn empty_place(old: &Path, folder: &Path) -> Empty {
    fs::create_dir_all(folder.join("keys")).expect("a folder");
    for key in fs::read_dir(old.join("keys")).expect("keys").flatten() {
        fs::copy(key.path(), folder.join("keys").join(key.file_name())).expect("a key");
    }
    fs::copy(old.join("officers.json"), folder.join("officers.json")).expect("the officers");
    let mut kept = json_of(&old.join("trial.json"));
    let database = postgres().unwrap_or_else(|| format!("sqlite:{}", folder.join("mpaspor.db").display()));
    kept["database"] = json!(database);
    fs::write(folder.join("trial.json"), kept.to_string()).expect("the settings");
    Empty { folder: folder.to_owned(), database }
}

/// A trial on a folder that is there already; ends when dropped.
struct Again {
    child: Child,
    product: String,
    world: String,
}

impl Again {
    async fn start(folder: &Path) -> Self {
        let log = fs::File::create(folder.join("trial.log")).expect("a log");
        let args = ["trial", "--listen", "127.0.0.1:0", "--data-dir"];
        let child = Command::new(binary())
            .args(args)
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let place = folder.join("addresses.json");
        let at = until(SECONDS, || async { serde_json::from_slice::<Value>(&fs::read(&place).ok()?).ok() }).await;
        let said = fs::read_to_string(folder.join("trial.log")).unwrap_or_default();
        let at = at.unwrap_or_else(|| panic!("the restored trial does not start: {said}"));
        let text = |name: &str| at[name].as_str().unwrap_or_default().to_owned();
        Self { child, product: text("product"), world: text("world") }
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets the simulated mail server refuse for now, or take mails again.
async fn mail_server(world: &str, switch: &str) {
    let mut outside = Browser::of(&[world]);
    let page = outside.submit("/gangguan", &[("bagian", "mail"), ("saklar", switch), ("detik", "0")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
}

/// Somebody who answers the same question again and again until told to stop.
fn writes(mut who: Citizen, stop: &Arc<AtomicBool>, written: &Arc<AtomicUsize>) -> tokio::task::JoinHandle<()> {
    let (stop, written) = (stop.clone(), written.clone());
    tokio::spawn(async move {
        let path = format!("{}/isi/occupation", who.home);
        for round in 0.. {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let form = who.browser.open(&path).await.form("Simpan dan lanjutkan");
            let job = if round % 2 == 0 { "Nelayan" } else { "Guru" };
            let page = who.browser.press(&form.with("occupation", job)).await;
            assert_eq!(page.status, 200, "{}", page.text());
            written.fetch_add(1, Ordering::Relaxed);
        }
    })
}

/// Takes three backups while people write; answers the last.
async fn backups_under_load(folder: &Path, place: &Path, written: &AtomicUsize) -> PathBuf {
    let mut last = PathBuf::new();
    for number in 1..=3 {
        let began = written.load(Ordering::Relaxed);
        last = place.join(format!("backup-{number}"));
        let taken = {
            let (folder, to) = (folder.to_owned(), last.display().to_string());
            tokio::task::spawn_blocking(move || mpaspor(&["backup", "--to", &to], &folder)).await.expect("a backup")
        };
        assert!(taken.status.success(), "{}", said(&taken));
        println!("{}", said(&taken).trim());
        assert!(!said(&taken).contains("does not have it"), "each paper that a row names is there: {}", said(&taken));
        let goes_on = until(SECONDS, || async { (written.load(Ordering::Relaxed) > began).then_some(()) }).await;
        assert!(goes_on.is_some(), "people write while a backup is taken");
    }
    let left = fs::read_dir(place).expect("the folder").flatten().filter(|e| e.file_name().to_string_lossy().starts_with('.'));
    assert_eq!(left.count(), 0, "nothing unfinished stays");
    last
}

/// What must be refused, each with a sentence that names what is wrong; nothing is touched by it.
fn refusals(old: &Path, backup: &Path, place: &Path) {
    let from = backup.display().to_string();
    let again = mpaspor(&["backup", "--to", &from], old);
    assert!(!again.status.success() && said(&again).contains("exists already"), "{}", said(&again));
    let full = mpaspor(&["restore", "--from", &from], old);
    assert!(!full.status.success(), "a running installation is not overwritten");
    assert!(said(&full).contains("already serves") || said(&full).contains("not empty"), "{}", said(&full));

    let spoilt = place.join("spoilt");
    let copied = Command::new("cp").arg("-r").arg(backup).arg(&spoilt).status();
    assert!(copied.is_ok_and(|c| c.success()), "a copy of the backup");
    let from = spoilt.display().to_string();
    let empty = empty_place(old, &place.join("refused"));
    for name in ["tables/bill.jsonl", "papers.txt", "manifest.json"] {
        let whole = fs::read(spoilt.join(name)).expect("a file of the backup");
        let mut changed = whole.clone();
        let at = changed.iter().position(u8::is_ascii_digit).expect("a digit");
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        fs::write(spoilt.join(name), &changed).expect("a changed file");
        let refused = mpaspor(&["restore", "--from", &from], &empty.folder);
        assert!(!refused.status.success(), "{name} was altered");
        let words = said(&refused);
        assert!(words.contains(name) || words.contains("this program reads form"), "{name}: {words}");
        fs::write(spoilt.join(name), &whole[..whole.len() - 1]).expect("a cut file");
        let refused = mpaspor(&["restore", "--from", &from], &empty.folder);
        assert!(!refused.status.success() && said(&refused).contains(name), "{name} was cut: {}", said(&refused));
        fs::write(spoilt.join(name), &whole).expect("the file as it was");
    }
    let key = empty.folder.join("keys/sealing-1.key");
    let hidden = fs::read(&key).expect("a key");
    fs::write(&key, "0".repeat(64)).expect("another key");
    let refused = mpaspor(&["restore", "--from", &from], &empty.folder);
    assert!(!refused.status.success() && said(&refused).contains("not those of this backup: sealing-1"), "{}", said(&refused));
    fs::write(&key, hidden).expect("the key");
}

/// The page of the bill, a photograph and the letter, as the old product showed them.
async fn opens_everything(she: &mut Citizen) {
    let home = she.home.clone();
    says(&she.browser.open(&format!("{home}/bayar")).await, "Pembayaran diterima");
    let paper = she.browser.open(&format!("{home}/berkas/identity_card")).await;
    says(&paper, "Yang sudah dikirim");
    let text = paper.text();
    let photo = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|src| src.starts_with("http"));
    let photo =
        photo.unwrap_or_else(|| panic!("the page shows the photograph: {text}")).replace("&amp;", "&").replace("&#38;", "&");
    let shown = she.browser.open(&photo).await;
    assert_eq!(shown.status, 200, "{photo}: {}", shown.text());
    let kind = shown.headers["content-type"].to_str().unwrap_or_default();
    assert!(kind.starts_with("image/") && shown.bytes.len() > 1_000, "{kind}, {} bytes", shown.bytes.len());
    let timeline = she.browser.open(&home).await;
    says(&she.browser.open(&link(&timeline, "/surat\"")).await, "Surat pengantar ke kantor imigrasi");
    let file = she.browser.open(&format!("{home}/surat.pdf")).await;
    assert!(file.bytes.starts_with(b"%PDF-"), "{}: {}", file.status, file.text());
}

/// The old system sends after the backup what waited at its time.
async fn old_system_goes_on(trial: &Trial, email: &str) {
    mail_server(&trial.at.world, "normal").await;
    let box_ = trial.mailbox();
    let sent = until(SECONDS, || async {
        let mails = box_.mails(email).await;
        mails.iter().any(|(subject, _)| subject.contains("ayar")).then_some(())
    });
    assert!(sent.await.is_some(), "the old system sends the mail: {:?}", trial.mailbox().mails(email).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_restored_and_nobody_is_written_to_twice() {
    let trial = Trial::start(true).await;
    let place = tempfile::tempdir().expect("a folder for backups");
    let old = trial.folder("data");
    let mut she = Citizen::sign_up(&[&trial.at.product], &trial.mailbox(), first()).await;
    she.answer_all().await;
    she.papers(&["identity_card", "family_card", "birth_certificate"]).await;
    she.choose().await;
    let code = she.submit().await;
    let mut he = Citizen::sign_up(&[&trial.at.product], &trial.mailbox(), flores()).await;
    he.answer_all().await;
    mail_server(&trial.at.world, "refuse-temporary").await;
    she.pay(&trial.at.world, &code).await;

    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let load = writes(he, &stop, &written);
    let backup = backups_under_load(&old, place.path(), &written).await;
    stop.store(true, Ordering::Relaxed);
    load.await.expect("the load ends well");
    println!("{} answers were written meanwhile", written.load(Ordering::Relaxed));
    old_system_goes_on(&trial, first().email).await;
    refusals(&old, &backup, place.path());

    let empty = empty_place(&old, &place.path().join("restored"));
    let restored = mpaspor(&["restore", "--from", &backup.display().to_string()], &empty.folder);
    assert!(restored.status.success(), "{}", said(&restored));
    println!("{}", said(&restored).trim());
    let new = Again::start(&empty.folder).await;
    let witness = Witness::new(place.path(), &empty.database, &trial.at.world);
    witness.told(&she.home, Told::Booked(&code));
    witness.told(&she.home, Told::Paid);
    she.browser = she.browser.clone().over(&[&new.product]);
    opens_everything(&mut she).await;
    witness.judge("restored").await;
    decides_about_mails(&new, &empty).await;
}

/// Held mails wait for the operator; dropped, they stay in the inbox; new ones leave.
async fn decides_about_mails(new: &Again, empty: &Empty) {
    let mailbox = Mailbox::of(&new.world);
    let held = mpaspor(&["mail", "held"], &empty.folder);
    assert!(said(&held).contains("1  paid"), "{}", said(&held));
    let dropped = mpaspor(&["mail", "release", "--drop"], &empty.folder);
    assert!(dropped.status.success(), "{}", said(&dropped));
    assert!(said(&mpaspor(&["mail", "held"], &empty.folder)).contains("No mail is held"), "it was decided");
    tokio::time::sleep(Duration::from_secs(3)).await;
    for person in [first(), flores()] {
        assert!(mailbox.mails(person.email).await.is_empty(), "{} was written to twice", person.email);
    }
    let mut newcomer = Citizen::sign_up(&[&new.product], &mailbox, ageing()).await;
    comes_to_say(&mut newcomer.browser, "/permohonan", "<main").await;
    assert_eq!(mailbox.mails(ageing().email).await.len(), 1, "new mails leave");
}

//! Every part of the simulated outside with each of its switches, as the product's own clients see it. What a room does with
//! each of these answers is told in the rooms' tests; here stands that the answer is the one they reckon with.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    routing::post,
};
use harness::Browser;
use kernel::{
    config::Config,
    contact::Email,
    ids::AccountId,
    money::Rupiah,
    nik::Nik,
    time::{Clock as _, DAY, HOUR, SystemClock, Zone},
};
use outside::{
    Billing, BillingLine, BillingState, Mail, MailError, NewBilling, Notice, NoticeHeaders, NoticeRefused, Outside, PartnerError,
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use vault::partner::{Signed, message_id};
use world::{FIRST_NIK, NoticeState, Part, Switch, WireTime, World, WorldConfig};

const SECRET: &str = "a-secret-of-this-test-only";

struct Stage {
    folder: tempfile::TempDir,
    world: World,
}

impl Stage {
    async fn set() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = WorldConfig {
            data_dir: folder.path().join("world"),
            listen: ([127, 0, 0, 1], 0).into(),
            smtp_listen: ([127, 0, 0, 1], 0).into(),
            notify_url: String::new(),
            billing_secret: SECRET.to_owned(),
            register_secret: SECRET.to_owned(),
            client: "mpaspor".to_owned(),
        };
        let world = World::start(config, Arc::new(SystemClock)).await.expect("the simulated outside starts");
        Self { folder, world }
    }

    /// Clients that remember no earlier failure.
    fn outside(&self) -> Outside {
        let (at, files) = (self.world.http_addr(), self.folder.path().display());
        let partner = |name: &str| format!("[{name}]\nurl = \"http://{at}\"\nclient = \"mpaspor\"\nsecret_file = \"s\"\n");
        let text = format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"http://localhost:8080\"\npapers_listen = \"127.0.0.1:0\"\n\
             papers_url = \"http://127.0.0.1:8081\"\npartner_listen = \"127.0.0.1:0\"\nwatch_listen = \"127.0.0.1:0\"\n\
             database = \"sqlite:none\"\nfiles = \"{files}/files\"\nkeys = \"{files}/keys\"\n{}{}{}\
             [mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nfrom = \"M-Paspor <m@contoh.id>\"\n\
             [revenue]\nministry = \"137\"\nechelon = \"04\"\nwork_unit = \"409221\"\naccount = \"425213\"\n",
            partner("biller"),
            partner("population"),
            partner("passports"),
            self.world.smtp_addr().port(),
        );
        let config = Config::parse(&text, &|_| Ok(SECRET.to_owned())).expect("no fault");
        Outside::from_config(&config, Arc::new(SystemClock)).expect("the clients are built")
    }

    /// Tries every switch of a part, each with new clients; `Delay` is a second long here.
    async fn every<F: AsyncFnMut(Outside, Switch)>(&self, part: Part, mut look: F) {
        for switch in part.switches() {
            let switch = if matches!(switch, Switch::Delay(_)) { Switch::Delay(1) } else { *switch };
            self.world.set_switch(part, switch);
            let began = Instant::now();
            look(self.outside(), switch).await;
            if matches!(switch, Switch::Delay(_)) {
                assert!(began.elapsed() >= Duration::from_secs(1), "{part:?} answers late");
            }
            self.world.set_switch(part, Switch::Normal);
        }
    }

    async fn billing(&self, reference: &str) -> Billing {
        self.outside().biller.create(&order(reference)).await.expect("a billing")
    }
}

fn order(reference: &str) -> NewBilling {
    let line = BillingLine {
        tariff_code: "136001".to_owned(),
        account: "425213".to_owned(),
        tariff: Rupiah(650_000),
        volume: 1,
        unit: "buku".to_owned(),
        total: Rupiah(650_000),
    };
    NewBilling {
        trx_id: reference.to_owned(),
        payer_name: "Yuliana Nona Sare".to_owned(),
        amount: Rupiah(650_000),
        expires_at: SystemClock.now().plus(2 * HOUR),
        lines: vec![line],
    }
}

/// What a room tells apart.
fn word<T>(answer: &Result<T, PartnerError>) -> &'static str {
    match answer {
        Ok(_) => "good",
        Err(PartnerError::Refused { .. }) => "refused",
        Err(PartnerError::NotFound) => "not found",
        Err(PartnerError::Unknown(_)) => "unknown",
        Err(PartnerError::Unreachable(_)) => "unreachable",
        Err(PartnerError::BreakerOpen) => "breaker",
    }
}

/// A slow or a slow-clocked partner is believed; everything else says nothing about what was done.
fn expected(switch: Switch) -> &'static str {
    match switch {
        Switch::Normal | Switch::Delay(_) | Switch::SkewedClock => "good",
        Switch::ServerError | Switch::TimeoutAfter | Switch::Silent | Switch::Garbage | Switch::BadSignature => "unknown",
        other => panic!("what does {other:?} mean here?"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_billing_that_is_made_is_good_or_of_unknown_result_and_found_by_our_reference() {
    let stage = Stage::set().await;
    stage
        .every(Part::TreasuryCreate, async |outside, switch| {
            let reference = format!("MP-{}", switch.code().to_uppercase());
            let made = outside.biller.create(&order(&reference)).await;
            let wanted = if switch == Switch::WrongAmount { "unknown" } else { expected(switch) };
            assert_eq!(word(&made), wanted, "{switch:?}: {made:?}");
            let found = outside.biller.inquire_by_reference(&reference).await.expect("the treasury can be asked");
            let done = !matches!(switch, Switch::ServerError | Switch::Silent);
            assert_eq!(found.is_some(), done, "{switch:?}: whether the work was done");
            assert!(found.is_none_or(|billing| billing.amount == Rupiah(650_000)), "{switch:?}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_billing_that_is_asked_for_tells_its_state_or_nothing() {
    let stage = Stage::set().await;
    let code = stage.billing("MP-INQUIRE").await.code;
    stage
        .every(Part::TreasuryInquire, async |outside, switch| {
            let told = outside.biller.inquire(&code).await;
            match switch {
                Switch::WrongAmount => assert_eq!(told.expect("signed").amount, Rupiah(651_000), "what is not ours to know"),
                Switch::BeingPaid => assert_eq!(told.expect("signed").state, BillingState::Paying),
                switch => assert_eq!(word(&told), expected(switch), "{switch:?}: {told:?}"),
            }
            let by_reference = outside.biller.inquire_by_reference("MP-INQUIRE").await;
            let wanted = if matches!(switch, Switch::WrongAmount | Switch::BeingPaid) { "good" } else { expected(switch) };
            assert_eq!(word(&by_reference), wanted, "{switch:?}: {by_reference:?}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_billing_that_is_cancelled_is_cancelled_or_must_be_asked_about() {
    let stage = Stage::set().await;
    stage
        .every(Part::TreasuryCancel, async |outside, switch| {
            let code = stage.billing(&format!("MP-{}", switch.code().to_uppercase())).await.code;
            let cancelled = outside.biller.cancel(&code).await;
            assert_eq!(word(&cancelled), expected(switch), "{switch:?}: {cancelled:?}");
            let state = outside.biller.inquire(&code).await.expect("the treasury can be asked").state;
            let done = !matches!(switch, Switch::ServerError | Switch::Silent);
            assert_eq!(state, if done { BillingState::Cancelled } else { BillingState::Issued }, "{switch:?}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_population_register_answers_or_is_silent() {
    let stage = Stage::set().await;
    let nik = Nik::parse(FIRST_NIK).expect("a number");
    stage
        .every(Part::Population, async |outside, switch| {
            let found = outside.population.look_up(&nik).await;
            assert_eq!(word(&found), expected(switch), "{switch:?}");
            assert!(!matches!(found, Ok(None)), "{switch:?}: silence is not absence");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_passport_register_answers_or_is_silent() {
    let stage = Stage::set().await;
    let held = stage.world.passports().remove(0);
    let nik = Nik::parse(held.nik.reveal()).expect("a number");
    stage
        .every(Part::Passports, async |outside, switch| {
            let found = outside.passports.look_up(&nik).await;
            assert_eq!(word(&found), expected(switch), "{switch:?}");
            assert!(found.is_err() || found.is_ok_and(|passports| !passports.is_empty()), "{switch:?}: silence is not absence");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_taken_refused_for_good_or_to_be_sent_again() {
    let stage = Stage::set().await;
    stage
        .every(Part::Mail, async |outside, switch| {
            let to = Email::parse(&format!("{}@contoh.id", switch.code())).expect("an address");
            let mail = Mail {
                message_id: AccountId::mint(SystemClock.now(), &kernel::chance::SystemChance).to_string(),
                to: to.clone(),
                subject: "Tes".to_owned(),
                text: "Tes".to_owned(),
                html: None,
            };
            let sent = outside.mailer.send(&mail).await;
            let arrived = stage.world.mails(to.as_str()).len();
            match switch {
                Switch::Normal | Switch::Delay(_) => assert!(sent.is_ok() && arrived == 1, "{switch:?}: {sent:?}"),
                Switch::RefusePermanent => assert!(matches!(sent, Err(MailError::Refused(_))) && arrived == 0, "{sent:?}"),
                Switch::RefuseTemporary | Switch::Silent => {
                    assert!(matches!(sent, Err(MailError::Retry(_))) && arrived == 0, "{switch:?}: {sent:?}");
                }
                Switch::TimeoutAfter => assert!(matches!(sent, Err(MailError::Retry(_))) && arrived == 1, "{sent:?}"),
                other => panic!("what does {other:?} mean here?"),
            }
        })
        .await;
}

/// What arrives at our listener for partners: the judgement of it, and the amount it names.
type Arrived = Arc<Mutex<Vec<Result<Result<i64, String>, NoticeRefused>>>>;

async fn hears(State((outside, arrived)): State<(Outside, Arrived)>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let read = NoticeHeaders::read(|name| headers.get(name).and_then(|v| v.to_str().ok()));
    let believed = outside.biller.verify_notice(&read, uri.path(), &body, SystemClock.now());
    let heard = believed.map(|()| Notice::parse(&body).map(|notice| notice.amount.0));
    arrived.lock().expect("one at a time").push(heard);
    StatusCode::SERVICE_UNAVAILABLE
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_believed_by_its_signature_and_its_time_only() {
    let stage = Stage::set().await;
    let arrived = Arrived::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let at = listener.local_addr().expect("an address");
    let listening = Router::new().route("/bill/v1/notify", post(hears)).with_state((stage.outside(), arrived.clone()));
    tokio::spawn(async move { axum::serve(listener, listening).await });
    stage
        .every(Part::Notice, async |_, switch| {
            let code = stage.billing(&format!("MP-{}", switch.code().to_uppercase())).await.code;
            stage.world.set_notify_url(format!("http://{at}"));
            stage.world.pay(&code, None).await.expect("it is paid");
            stage.world.set_notify_url(String::new());
            let heard = std::mem::take(&mut *arrived.lock().expect("one at a time"));
            let state = stage.world.notices().pop().expect("a notice").state;
            match switch {
                Switch::Normal | Switch::Delay(_) => assert_eq!(heard, [Ok(Ok(650_000))], "{switch:?}"),
                Switch::Double => assert_eq!(heard, [Ok(Ok(650_000)), Ok(Ok(650_000))]),
                Switch::WrongAmount => assert_eq!(heard, [Ok(Ok(651_000))], "believed, and then asked about"),
                Switch::Garbage => assert!(matches!(heard[..], [Ok(Err(_))]), "{heard:?}"),
                Switch::BadSignature => assert_eq!(heard, [Err(NoticeRefused::Signature)]),
                Switch::SkewedClock => assert_eq!(heard, [Err(NoticeRefused::Window)]),
                Switch::Hold => assert!(heard.is_empty() && state == NoticeState::Held, "{state:?}: {heard:?}"),
                Switch::Silent => assert!(heard.is_empty() && !matches!(state, NoticeState::Due(_)), "{state:?}: {heard:?}"),
                other => panic!("what does {other:?} mean here?"),
            }
        })
        .await;
}

/// The daily file as it comes: its status, whether the signature is genuine, its text; none when nothing comes.
async fn daily(stage: &Stage) -> Option<(u16, bool, String)> {
    let now = SystemClock.now();
    let path = format!("/bill/v1/daily/{}.csv", now.plus(-2 * DAY).day_in(Zone::Wib));
    let (id, timestamp, target) = (message_id(now), WireTime(now).text(), format!("GET {path}"));
    let signed = Signed { client: "mpaspor", id: &id, timestamp: &timestamp, target: &target, body: b"" };
    let mut asked = Browser::of(&[&format!("http://{}", stage.world.http_addr())]);
    let headers = [("client", "mpaspor"), ("id", &id), ("timestamp", &timestamp), ("signature", &signed.sign(SECRET))];
    for (name, value) in headers {
        asked.always(&format!("x-bill-{name}"), value);
    }
    let page = tokio::time::timeout(Duration::from_secs(3), asked.get(&path)).await.ok()?;
    let text = |name: &str| page.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let (stamp, target) = (text("x-bill-timestamp"), format!("RESPONSE {}", page.status.as_u16()));
    let answer = Signed { client: "mpaspor", id: &id, timestamp: &stamp, target: &target, body: &page.bytes };
    let genuine = answer.verify(SECRET, &text("x-bill-signature"));
    Some((page.status.as_u16(), genuine, page.text()))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daily_file_is_whole_or_shows_that_it_is_not() {
    let stage = Stage::set().await;
    stage
        .every(Part::TreasuryDaily, async |_, switch| {
            let came = daily(&stage).await;
            let trailer =
                came.as_ref().map(|(_, _, text)| text.lines().last().unwrap_or_default().to_owned()).unwrap_or_default();
            match (switch, &came) {
                (Switch::Normal | Switch::Delay(_) | Switch::SkewedClock, Some((200, true, _))) => {
                    assert!(trailer.starts_with("TRAILER,0,0,"), "{switch:?}: {trailer}");
                }
                (Switch::ServerError, Some((500, true, _)))
                | (Switch::BadSignature, Some((200, false, _)))
                | (Switch::Silent, None) => {}
                (Switch::Garbage, Some((200, true, text))) => assert!(!text.contains("TRAILER")),
                (Switch::DamagedTrailer, Some((200, true, _))) => assert!(trailer.starts_with("TRAILER,90,"), "{trailer}"),
                (switch, came) => panic!("{switch:?} gives {came:?}"),
            }
        })
        .await;
}

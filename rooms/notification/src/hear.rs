//! An event becomes messages and the job that mails them, in the transaction that marks the event as told.

use crate::{
    letter::about_days,
    mail::MAIL,
    model::{Kind, Recipient},
    store::{self, New},
};
use ::store::{Ask as _, JobSpec, StoreError, Tx};
use kernel::{
    event::Event,
    ids::{AccountId, ApplicationId, BillId, BookingId, EventId, MoneyCaseId},
};
use shell::House;

struct Wanted {
    kind: Kind,
    recipient: Recipient,
    account: Option<AccountId>,
    application: Option<ApplicationId>,
    about: String,
}

impl Wanted {
    /// Mail only.
    const fn mail(kind: Kind, recipient: Recipient, about: String) -> Self {
        Self { kind, recipient, account: None, application: None, about }
    }

    /// Mail and inbox.
    fn to(kind: Kind, account: AccountId, application: Option<ApplicationId>, about: &str) -> Self {
        let recipient = Recipient::Account(account.clone());
        Self { kind, recipient, account: Some(account), application, about: about.to_owned() }
    }
}

/// Writes what an event says to whom.
pub async fn hear(house: &House, tx: &mut Tx<'_>, id: &EventId, event: &Event) -> Result<(), StoreError> {
    for wanted in wanted(house, tx, event).await? {
        let new = New {
            event: id,
            kind: wanted.kind,
            recipient: &wanted.recipient,
            account: wanted.account.as_ref(),
            application: wanted.application.as_ref(),
            about: &wanted.about,
        };
        store::insert(tx, &new).await?;
        ask_for(tx, wanted.recipient.key()).await?;
    }
    Ok(())
}

/// Asks for the mails of a recipient to be sent.
pub async fn ask_for(tx: &mut Tx<'_>, recipient: String) -> Result<(), StoreError> {
    let run_at = tx.now();
    tx.later(JobSpec { kind: MAIL, payload: serde_json::json!({}), key: recipient, run_at }).await
}

async fn wanted(house: &House, tx: &mut Tx<'_>, event: &Event) -> Result<Vec<Wanted>, StoreError> {
    match event {
        Event::CodeIssued { code } => Ok(vec![Wanted::mail(Kind::Code, Recipient::Code(code.clone()), code.clone())]),
        Event::AddressProbed { code } => Ok(vec![Wanted::mail(Kind::AddressKnown, Recipient::Code(code.clone()), code.clone())]),
        Event::OfficerInvited { invitation: id } => {
            Ok(vec![Wanted::mail(Kind::Invitation, Recipient::Invitation(id.clone()), id.clone())])
        }
        Event::PasswordChanged { account } => {
            Ok(vec![Wanted::to(Kind::PasswordChanged, account.clone(), None, account.as_str())])
        }
        Event::FactorChanged { account, on } => {
            let kind = if *on { Kind::FactorOn } else { Kind::FactorOff };
            Ok(vec![Wanted::to(kind, account.clone(), None, account.as_str())])
        }
        Event::ContactChanged { change } => of_change(house, tx, change).await,
        // the code follows within seconds and says it all
        Event::Submitted { .. } => Ok(Vec::new()),
        Event::BillReady { bill } => of_bill(tx, Kind::BillReady, bill).await,
        Event::BillReminder { bill } => of_bill(tx, Kind::BillReminder, bill).await,
        Event::BillExpired { bill } => of_bill(tx, Kind::BillExpired, bill).await,
        Event::BillRefused { bill } => of_bill(tx, Kind::BillRefused, bill).await,
        Event::Paid { bill } => of_bill(tx, Kind::Paid, bill).await,
        Event::PaidLateOtherSeat { bill } => of_bill(tx, Kind::PaidOtherSeat, bill).await,
        Event::ChoiceRestored { bill } => of_bill(tx, Kind::Restored, bill).await,
        Event::PaidLateChoose { bill } => of_bill(tx, Kind::ChooseDate, bill).await,
        Event::DifferencePaid { bill } => of_bill(tx, Kind::DifferencePaid, bill).await,
        Event::MoneyCaseOpened { case } => of_case(tx, case).await,
        Event::Cancelled { application } => of_application(tx, Kind::Cancelled, application, application.as_str()).await,
        Event::GivenBack { application } => of_application(tx, Kind::GivenBack, application, application.as_str()).await,
        Event::Moved { application, booking } => of_application(tx, Kind::Moved, application, booking.as_str()).await,
        Event::DayBefore { booking } => of_booking(tx, Kind::DayBefore, booking).await,
        Event::Missed { booking } => of_booking(tx, Kind::Missed, booking).await,
        Event::Office { application, step, .. } => {
            of_application(tx, Kind::of_step(*step), application, application.as_str()).await
        }
        Event::Voided { application } => of_application(tx, Kind::Voided, application, application.as_str()).await,
        Event::DraftAging { application } => of_application(tx, Kind::DraftAging, application, application.as_str()).await,
        Event::NikDisputed { application } => of_dispute(tx, application).await,
        Event::InformationDay { guest, news } => {
            Ok(vec![Wanted::mail(about_days::kind_of(*news), Recipient::Guest(guest.clone()), guest.to_string())])
        }
    }
}

async fn of_change(house: &House, tx: &mut Tx<'_>, change: &str) -> Result<Vec<Wanted>, StoreError> {
    let Some(mail) = account::contact_change_mail(&house.vault, tx, change).await? else { return Ok(Vec::new()) };
    let old = Wanted {
        kind: Kind::ContactOld,
        recipient: Recipient::OldAddress(change.to_owned()),
        account: Some(mail.account),
        application: None,
        about: change.to_owned(),
    };
    let new = Wanted::mail(Kind::ContactNew, Recipient::NewAddress(change.to_owned()), change.to_owned());
    Ok(if mail.old.folded() == mail.new.folded() { vec![old] } else { vec![old, new] })
}

async fn of_bill(tx: &mut Tx<'_>, kind: Kind, id: &BillId) -> Result<Vec<Wanted>, StoreError> {
    let bill = payment::bill(tx, id).await?;
    Ok(bill.map(|b| Wanted::to(kind, b.account, Some(b.application), id.as_str())).into_iter().collect())
}

async fn of_case(tx: &mut Tx<'_>, id: &MoneyCaseId) -> Result<Vec<Wanted>, StoreError> {
    match payment::case(tx, id).await?.and_then(|c| c.application) {
        Some(application) => of_application(tx, Kind::MoneyCase, &application, id.as_str()).await,
        // money that fits no bill is nobody's to be told of
        None => Ok(Vec::new()),
    }
}

async fn of_booking(tx: &mut Tx<'_>, kind: Kind, id: &BookingId) -> Result<Vec<Wanted>, StoreError> {
    let booking = schedule::booking(tx, id).await?;
    Ok(booking.map(|b| Wanted::to(kind, b.account, Some(b.application), id.as_str())).into_iter().collect())
}

async fn of_application(tx: &mut Tx<'_>, kind: Kind, id: &ApplicationId, about: &str) -> Result<Vec<Wanted>, StoreError> {
    let found = application::find(tx, id).await?;
    Ok(found.map(|a| Wanted::to(kind, a.account, Some(a.id), about)).into_iter().collect())
}

/// Whoever asks, and whoever holds the booking, each without a word about the other.
async fn of_dispute(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<Vec<Wanted>, StoreError> {
    let Some(asker) = application::find(tx, id).await? else { return Ok(Vec::new()) };
    let mut wanted = Vec::new();
    if let Some(hash) = &asker.nik_hash
        && let Some(held) = schedule::live_of_person(tx, hash).await?
        && held.account != asker.account
    {
        wanted.push(Wanted::to(Kind::NikHolder, held.account, Some(held.application.clone()), held.application.as_str()));
    }
    wanted.push(Wanted::to(Kind::NikAsked, asker.account, Some(asker.id), id.as_str()));
    Ok(wanted)
}

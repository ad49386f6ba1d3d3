//! The one place where a citizen takes a seat: submit, move, and the new date after late money, many in one transaction.
//!
//! Lock order: slots ascending, then applications ascending, then bookings and bills (schedule does it; where the batch holds
//! moves, all of it is locked here first). A member that turns out to be stale under its lock fails the whole batch; its
//! members then run singly and each learns its own answer.

use ::store::batch::Batch;
use ::store::{Actor, Once, StoreError, Tx};
use application::{ApplicationState, Submission, TransitionRefused};
use catalogue::PriceLine;
use futures_util::future::BoxFuture;
use kernel::{
    ids::{AccountId, ApplicationId, BillId, BookingId, OfficeCode, PersonId, SlotId},
    money::Rupiah,
    time::Timestamp,
};
use payment::{BillKind, OpenBill};
use schedule::{MoveRefused, Rules, Take, TakeKind, TakeRefused};
use shell::House;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

#[cfg(test)]
mod tests;

/// How often a member that lost a race asks again before it is told to come back: it may have lost although there is room.
const RACES_MAX: usize = 8;

/// Who asks, and with which key: asking twice with one key gives one answer.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub account: AccountId,
    pub application: ApplicationId,
    /// The key that was drawn into the form.
    pub key: String,
    /// Which session.
    pub slot: SlotId,
    /// The version of the application that a move or a choice was drawn with; none does not ask.
    pub seen: Option<i64>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// Seat, bill and state at once.
    Submit(Order),
    /// Another date for a paid visit.
    Move,
    /// A new date after late money.
    Choose,
}

/// What was looked at on "check answers".
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub version: i64,
    pub office: OfficeCode,
    pub nik_hash: String,
    pub person: PersonId,
    pub lines: Vec<PriceLine>,
    pub total: Rupiah,
}

/// One member of a batch.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub asker: Asker,
    pub wish: Wish,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// The seat is held and the bill runs.
    Submitted { bill: BillId },
    /// The visit is on another date now.
    Moved { booking: BookingId },
    /// No seat is left.
    Full,
    /// The session is closed, has begun, or is none of this office and passport type.
    Closed,
    /// The applicant has a live booking already, through this account.
    AlreadyYours { booking: BookingId },
    /// The applicant has a live booking through another account.
    NikElsewhere,
    /// Too many unpaid submissions.
    Limit(i64),
    /// Something was changed since it was looked at.
    Stale,
    /// The application is not in a state for this.
    WrongState,
    /// The key was used for something else.
    KeyReused,
    /// Somebody was faster in this very moment.
    RaceLost,
    /// The day before the visit has ended.
    TooLate { until: Timestamp },
    /// Moved as often as allowed.
    AlreadyMoved,
    /// The session is on the same day.
    SameDate,
    /// Too early or too late.
    OutsideWindow,
}

/// The batch queue, kept in the house.
pub(crate) struct Queue(Batch<Member, Done>);

/// Starts the queue.
pub(crate) fn start(house: &Arc<House>) {
    // the house keeps the queue, so the queue may not keep the house
    let weak = Arc::downgrade(house);
    let queue = Batch::start(house.db.clone(), "journey.submit", Arc::new(move |tx, members| work(weak.clone(), tx, members)));
    house.keep(Queue(queue));
}

/// Hands a wish in and waits for its answer. Busy when others were faster each time: nothing was written, and the same
/// wish with the same key may be handed in again.
pub(crate) async fn ask(house: &House, member: Member) -> Result<Done, StoreError> {
    let queue = house.kept::<Queue>();
    for _ in 0..RACES_MAX {
        match queue.0.submit(member.clone()).await? {
            Done::RaceLost => {}
            done => return Ok(done),
        }
    }
    tracing::warn!("a wish lost every race; the person is asked to send it again");
    Err(StoreError::Busy)
}

fn work<'t>(house: Weak<House>, tx: &'t mut Tx<'_>, members: Arc<Vec<Member>>) -> BoxFuture<'t, Result<Vec<Done>, StoreError>> {
    Box::pin(async move {
        let house = house.upgrade().ok_or(StoreError::Busy)?;
        let catalogue = catalogue::current(&house);
        let today = house.now().day_in(kernel::time::Zone::Wib);
        let rules = Rules::of(&catalogue, today);
        Round { house: &house, rules, members: &members, done: BTreeMap::new() }.run(tx).await
    })
}

/// A batch while it is worked on.
struct Round<'a> {
    house: &'a House,
    rules: Rules,
    members: &'a [Member],
    done: BTreeMap<usize, Done>,
}

impl Round<'_> {
    async fn run(mut self, tx: &mut Tx<'_>) -> Result<Vec<Done>, StoreError> {
        self.refuse_early(tx).await?;
        self.lock_moves(tx).await?;
        self.take_seats(tx).await?;
        for at in self.left() {
            if matches!(self.members[at].wish, Wish::Move) {
                let done = self.move_one(tx, &self.members[at]).await?;
                self.done.insert(at, done);
            }
        }
        let mut done: Vec<(&Member, &Done)> = self.done.iter().map(|(at, done)| (&self.members[*at], done)).collect();
        // keys are unique rows, too: one order for all nodes
        done.sort_by_key(|(member, _)| (member.scope(), member.asker.key.clone()));
        for (member, done) in done {
            member.remember(tx, done).await?;
        }
        Ok((0..self.members.len()).map(|at| self.done.remove(&at).unwrap_or(Done::RaceLost)).collect())
    }

    /// Members without an answer yet.
    fn left(&self) -> Vec<usize> {
        (0..self.members.len()).filter(|at| !self.done.contains_key(at)).collect()
    }

    /// Known keys, wrong states, and a second wish for one application, which waits for the next batch.
    async fn refuse_early(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut seen = BTreeSet::new();
        for (at, member) in self.members.iter().enumerate() {
            let early = if seen.insert(&member.asker.application) {
                match member.replay(tx).await? {
                    Some(done) => Some(done),
                    None => member.unfit(tx).await?,
                }
            } else {
                Some(Done::RaceLost)
            };
            if let Some(done) = early {
                self.done.insert(at, done);
            }
        }
        Ok(())
    }

    /// A move has two slots and its application: in a batch with moves all slots are locked first, in ascending order, then
    /// all applications.
    async fn lock_moves(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let left = self.left();
        if !left.iter().any(|at| matches!(self.members[*at].wish, Wish::Move)) {
            return Ok(());
        }
        let (mut slots, mut applications) = (Vec::new(), Vec::new());
        for at in left {
            let Member { asker, wish } = &self.members[at];
            slots.push(asker.slot.clone());
            applications.push(asker.application.clone());
            if matches!(wish, Wish::Move)
                && let Some(booking) = schedule::live_of(tx, &asker.application).await?
            {
                slots.push(booking.slot.id);
            }
        }
        schedule::lock_all(tx, slots, applications).await
    }

    /// Seats for submissions and for new dates, in one go; then bills and states of those that got one.
    async fn take_seats(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut takers = Vec::new();
        let mut takes = Vec::new();
        for at in self.left() {
            if let Some(take) = self.members[at].take(tx).await? {
                takers.push(at);
                takes.push(take);
            }
        }
        if takes.is_empty() {
            return Ok(());
        }
        let answers = schedule::take(tx, &self.rules, &takes).await?;
        let mut seats = Vec::new();
        for (at, answer) in takers.into_iter().zip(answers) {
            match answer {
                Ok(taken) => seats.push((at, taken.booking)),
                Err(refused) => {
                    self.done.insert(at, refusal(refused));
                }
            }
        }
        self.bill(tx, seats).await
    }

    async fn bill(&mut self, tx: &mut Tx<'_>, seats: Vec<(usize, BookingId)>) -> Result<(), StoreError> {
        let mut ordered = Vec::new();
        let mut bills = Vec::new();
        for (at, booking) in seats {
            let member = &self.members[at];
            if let Wish::Submit(order) = &member.wish {
                bills.push(OpenBill {
                    application: member.asker.application.clone(),
                    account: member.asker.account.clone(),
                    booking: Some(booking.clone()),
                    kind: BillKind::Visit,
                    payer_name_sealed_by: order.person.clone(),
                    lines: order.lines.clone(),
                    total: order.total,
                });
                ordered.push((at, booking, order));
            } else {
                application::reschedule(tx, &member.asker.application, &booking, &member.by()).await?;
                self.done.insert(at, Done::Moved { booking });
            }
        }
        if bills.is_empty() {
            return Ok(());
        }
        let opened = payment::open_bills(tx, &catalogue::current(self.house), &bills).await?;
        for ((at, booking, order), bill) in ordered.into_iter().zip(opened) {
            let member = &self.members[at];
            let submission = Submission {
                id: member.asker.application.clone(),
                version: order.version,
                bill: bill.clone(),
                booking,
                office: order.office.clone(),
            };
            for done in application::submit(tx, std::slice::from_ref(&submission), &member.by()).await? {
                // changed between our look and its lock: everything is undone and tried again
                done?;
            }
            self.done.insert(at, Done::Submitted { bill });
        }
        Ok(())
    }

    async fn move_one(&self, tx: &mut Tx<'_>, member: &Member) -> Result<Done, StoreError> {
        let Some(booking) = schedule::live_of(tx, &member.asker.application).await? else { return Ok(Done::WrongState) };
        match schedule::move_to(tx, &booking.id, &member.asker.slot, &self.rules, &member.by()).await {
            Ok(new) => {
                application::reschedule(tx, &member.asker.application, &new, &member.by()).await?;
                Ok(Done::Moved { booking: new })
            }
            Err(refused) => move_refusal(refused),
        }
    }
}

impl Member {
    fn by(&self) -> Actor {
        Actor::Account(self.asker.account.clone())
    }

    fn scope(&self) -> String {
        let what = match self.wish {
            Wish::Submit(_) => "submit",
            Wish::Move => "move",
            Wish::Choose => "choose",
        };
        format!("journey.{what}:{}", self.asker.account)
    }

    /// What the key stands for: this application, this session, this version.
    fn body(&self) -> String {
        let version = if let Wish::Submit(order) = &self.wish { order.version } else { 0 };
        let text = format!("{}|{}|{version}", self.asker.application, self.asker.slot);
        hex::encode(vault::sha256(text.as_bytes()))
    }

    async fn replay(&self, tx: &mut Tx<'_>) -> Result<Option<Done>, StoreError> {
        match tx.once(&self.scope(), &self.asker.key, &self.body()).await? {
            Once::First => Ok(None),
            Once::OtherBody => Ok(Some(Done::KeyReused)),
            Once::Replay(answer) => match &self.wish {
                Wish::Submit(_) => BillId::parse(&answer).map(|bill| Some(Done::Submitted { bill })),
                Wish::Move | Wish::Choose => BookingId::parse(&answer).map(|booking| Some(Done::Moved { booking })),
            }
            .map_err(|_| StoreError::inconsistent("idempotency_key.answer", "not an id")),
        }
    }

    /// Only what had an effect is remembered; a refusal may be asked again.
    async fn remember(&self, tx: &mut Tx<'_>, done: &Done) -> Result<(), StoreError> {
        let answer = match done {
            Done::Submitted { bill } => bill.as_str(),
            Done::Moved { booking } => booking.as_str(),
            _ => return Ok(()),
        };
        match tx.once(&self.scope(), &self.asker.key, &self.body()).await? {
            Once::First => tx.remember(&self.scope(), &self.asker.key, &self.body(), answer).await,
            Once::Replay(_) | Once::OtherBody => Ok(()),
        }
    }

    /// What speaks against the wish before any seat is touched.
    async fn unfit(&self, tx: &mut Tx<'_>) -> Result<Option<Done>, StoreError> {
        match &self.wish {
            Wish::Submit(order) => match application::may_submit(tx, &self.asker.application, order.version).await {
                Ok(_) => Ok(None),
                Err(TransitionRefused::Stale) => Ok(Some(Done::Stale)),
                Err(TransitionRefused::Absent | TransitionRefused::NotFrom(_)) => Ok(Some(Done::WrongState)),
                Err(TransitionRefused::Store(error)) => Err(error),
            },
            Wish::Move | Wish::Choose => {
                let found = application::of_account(tx, &self.asker.account, &self.asker.application).await?;
                let stale = found.as_ref().is_some_and(|a| self.asker.seen.is_some_and(|seen| seen != a.version));
                let fits = found.is_some_and(|a| match (&self.wish, &a.state) {
                    (Wish::Move, ApplicationState::Scheduled { .. }) => true,
                    (Wish::Choose, ApplicationState::ChooseDate { until }) => ::store::Ask::now(tx) < *until,
                    _ => false,
                });
                Ok(match (fits, stale) {
                    (false, _) => Some(Done::WrongState),
                    (true, true) => Some(Done::Stale),
                    (true, false) => None,
                })
            }
        }
    }

    async fn take(&self, tx: &mut Tx<'_>) -> Result<Option<Take>, StoreError> {
        let (nik_hash, kind) = match &self.wish {
            Wish::Submit(order) => (order.nik_hash.clone(), TakeKind::Hold),
            Wish::Choose => {
                let found = application::find(tx, &self.asker.application).await?;
                let hash = found.and_then(|a| a.nik_hash);
                let hash = hash.ok_or_else(|| StoreError::inconsistent("application.nik_hash", "NULL after submission"))?;
                let at = match payment::visit_bill(tx, &self.asker.application).await?.map(|b| b.state) {
                    Some(payment::BillState::Paid { at, .. }) => at,
                    _ => ::store::Ask::now(tx),
                };
                (hash, TakeKind::Paid { at })
            }
            Wish::Move => return Ok(None),
        };
        let (application, account) = (self.asker.application.clone(), self.asker.account.clone());
        Ok(Some(Take { application, account, nik_hash, slot: self.asker.slot.clone(), kind }))
    }
}

fn refusal(refused: TakeRefused) -> Done {
    match refused {
        TakeRefused::Full => Done::Full,
        TakeRefused::Closed | TakeRefused::Past => Done::Closed,
        TakeRefused::AlreadyYours { booking } => Done::AlreadyYours { booking },
        TakeRefused::NikElsewhere => Done::NikElsewhere,
        TakeRefused::LimitReached(most) => Done::Limit(most),
        TakeRefused::RaceLost => Done::RaceLost,
    }
}

fn move_refusal(refused: MoveRefused) -> Result<Done, StoreError> {
    Ok(match refused {
        MoveRefused::TooLate { until } => Done::TooLate { until },
        MoveRefused::AlreadyMoved => Done::AlreadyMoved,
        MoveRefused::SameDate => Done::SameDate,
        MoveRefused::OutsideWindow { .. } => Done::OutsideWindow,
        MoveRefused::OtherOffice | MoveRefused::Closed => Done::Closed,
        MoveRefused::Full => Done::Full,
        MoveRefused::NotBooked => Done::WrongState,
        MoveRefused::Store(error) => return Err(error),
    })
}

//! `mpaspor calendar`: sessions and their capacities.

use super::{day, house, office};
use crate::{cli::Where, tell::many};
use administration::SlotChoice;
use clap::{Args, Subcommand};
use kernel::{ids::SlotId, time::TimeOfDay};
use schedule::{Slot, SlotState};

/// Calendars and quotas.
#[derive(Subcommand)]
pub enum CalendarCommand {
    /// Opens sessions by the quota plan; running it again changes nothing.
    Open {
        /// One office, or all active ones.
        #[arg(long)]
        office: Option<String>,
        /// First day, YYYY-MM-DD.
        #[arg(long)]
        from: String,
        /// Last day, YYYY-MM-DD.
        #[arg(long)]
        until: String,
        #[command(flatten)]
        at: Where,
    },
    /// Lists the sessions of an office on a day with their ids, capacities and bookings.
    Show {
        /// The office.
        #[arg(long)]
        office: String,
        /// The day, YYYY-MM-DD.
        #[arg(long)]
        day: String,
        #[command(flatten)]
        at: Where,
    },
    /// Sets the capacity of one session; lowering it below what is booked drops nobody.
    Capacity(CapacityArgs),
    /// Closes a day of an office with a reason that applicants read.
    Close {
        /// The office.
        #[arg(long)]
        office: String,
        /// The day, YYYY-MM-DD.
        #[arg(long)]
        day: String,
        /// The reason, in Indonesian.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        at: Where,
    },
}

/// One session, named by its id or by what it is.
#[derive(Args)]
pub struct CapacityArgs {
    /// The session's id, as `calendar show` lists it.
    #[arg(long, required_unless_present = "office", conflicts_with_all = ["office", "day", "start", "lane", "group"])]
    slot: Option<String>,
    /// The office, where no id is given.
    #[arg(long, requires = "day")]
    office: Option<String>,
    /// The day, YYYY-MM-DD.
    #[arg(long, requires = "start")]
    day: Option<String>,
    /// When the session starts on the office's clock, HH:MM.
    #[arg(long, requires = "lane")]
    start: Option<String>,
    /// Code of the lane.
    #[arg(long, requires = "group")]
    lane: Option<String>,
    /// The quota: a group of passport types.
    #[arg(long, requires = "office")]
    group: Option<String>,
    /// Seats.
    #[arg(long)]
    seats: i64,
    #[command(flatten)]
    at: Where,
}

impl CapacityArgs {
    fn which(&self) -> Result<SlotChoice, String> {
        if let Some(slot) = &self.slot {
            return SlotId::parse(slot).map(SlotChoice::Id).map_err(|_| "this is not the id of a session".to_owned());
        }
        let (Some(code), Some(on), Some(start), Some(lane), Some(group)) =
            (&self.office, &self.day, &self.start, &self.lane, &self.group)
        else {
            return Err("Which session? Give --slot, or --office, --day, --start, --lane and --group.".to_owned());
        };
        let time = TimeOfDay::parse(start).ok_or_else(|| format!("\"{start}\" is not a time, such as 09:00"))?;
        Ok(SlotChoice::At { office: office(code)?, day: day(on)?, start: time, lane: lane.clone(), group: group.clone() })
    }
}

/// Prints sessions, one a line.
fn show(sessions: &[Slot]) {
    if sessions.is_empty() {
        say!("There are no sessions on this day.");
        return;
    }
    say!("{:<36}  {:<11}  {:<10}  {:<12}  {:>5}  {:>6}  state", "id", "time", "lane", "group", "seats", "booked");
    for s in sessions {
        let time = format!("{}-{}", clock(s.start), clock(s.end));
        let state = match &s.state {
            SlotState::Open => "open".to_owned(),
            SlotState::Closed { reason } => format!("closed: {reason}"),
        };
        say!("{:<36}  {time:<11}  {:<10}  {:<12}  {:>5}  {:>6}  {state}", s.id.as_str(), s.lane, s.group, s.capacity, s.taken);
    }
}

/// As `--start` takes it.
fn clock(time: TimeOfDay) -> String {
    time.dotted().replace('.', ":")
}

impl CalendarCommand {
    /// Runs it.
    pub async fn run(self) -> Result<(), String> {
        match self {
            Self::Open { office: code, from, until, at } => {
                let code = code.as_deref().map(office).transpose()?;
                let (from, until) = (day(&from)?, day(&until)?);
                let house = house(&at).await?;
                let opened = administration::calendar_open(&house, code.as_ref(), from, until).await?;
                say!("{} opened.", many(opened, "session was", "sessions were"));
            }
            Self::Show { office: code, day: text, at } => {
                let (code, day) = (office(&code)?, day(&text)?);
                let house = house(&at).await?;
                show(&administration::calendar_show(&house, &code, day).await?);
            }
            Self::Capacity(args) => {
                let which = args.which()?;
                let house = house(&args.at).await?;
                let over = administration::calendar_capacity(&house, &which, args.seats).await?;
                match over {
                    0 => say!("Set."),
                    over => {
                        say!("Set. {} than there are seats; nobody was dropped.", many(over, "booking more", "bookings more"));
                    }
                }
            }
            Self::Close { office: code, day: text, reason, at } => {
                let house = house(&at).await?;
                let closed = administration::calendar_close(&house, &office(&code)?, day(&text)?, &reason).await?;
                say!("{} closed.", many(closed, "session was", "sessions were"));
            }
        }
        Ok(())
    }
}

//! Working days, and the sessions a calendar opens.

use super::Catalogue;
use crate::codes::BookedBy;
use crate::model::{Holiday, PlanScope, PlannedSlot, QuotaPlan};
use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::time::add_days;

impl Catalogue {
    /// Why a day is without service; none when it is not a holiday.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.get(&day).and_then(|all| all.first())
    }

    /// Whether offices work on a day: from Monday to Friday, no holiday.
    pub fn is_working_day(&self, day: Date) -> bool {
        day.weekday().to_monday_zero_offset() < 5 && self.holiday(day).is_none()
    }

    /// The working day some working days after a day; for 0 the day itself, or the next working day.
    pub fn add_working_days(&self, day: Date, count: i64) -> Date {
        let mut at = self.working_day_from(day);
        for _ in 0..count {
            at = self.working_day_from(add_days(at, 1));
        }
        at
    }

    fn working_day_from(&self, day: Date) -> Date {
        // bounded by the calendar's end, where a day has no next one
        let mut at = day;
        while !self.is_working_day(at) && at < Date::MAX {
            at = add_days(at, 1);
        }
        at
    }

    /// The sessions an office opens on a day: its own plan, else its class's. Nothing at an office that is not active, nothing
    /// on holidays, and in lanes that applicants book nothing of a group the office is not known to offer.
    pub fn quota_plan(&self, office: &OfficeCode, day: Date) -> Vec<PlannedSlot> {
        let Some(office) = self.office(office).filter(|o| o.is_active()) else { return Vec::new() };
        if self.holiday(day).is_some() {
            return Vec::new();
        }
        let own = self.plans.get(&PlanScope::Office(office.code.clone()));
        let plans = own.or_else(|| self.plans.get(&PlanScope::Class(office.plan_class()))).map_or(&[][..], Vec::as_slice);
        let mut open: Vec<&QuotaPlan> = plans
            .iter()
            .filter(|p| p.period.holds(day) && p.weekdays.contains(&day.weekday()))
            .filter(|p| {
                let booked_online = self.lane(&p.lane, day).is_some_and(|l| l.booked_by == BookedBy::Applicant);
                !booked_online || self.group_offered(&office.code, &p.group, &p.lane, day)
            })
            .collect();
        open.sort_by(|a, b| (a.start, &a.lane, &a.group).cmp(&(b.start, &b.lane, &b.group)));
        open.into_iter().map(planned).collect()
    }
}

fn planned(plan: &QuotaPlan) -> PlannedSlot {
    PlannedSlot {
        start: plan.start,
        end: plan.end,
        lane: plan.lane.clone(),
        group: plan.group.clone(),
        capacity: plan.capacity,
        source: plan.source.clone(),
    }
}

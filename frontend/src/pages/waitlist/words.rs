//! Where somebody who waits stands, in words.

use domain::waitlist::{Status, WaitlistEntry};

use crate::{
    components::badge::Tone,
    format,
    i18n::{I18n, say},
};

pub fn status(i18n: I18n, status: Status) -> String {
    match status {
        Status::Waiting => say!(i18n, waitlist.waiting),
        Status::Offered => say!(i18n, waitlist.offered),
        Status::Enrolled => say!(i18n, waitlist.enrolled),
        Status::Declined => say!(i18n, waitlist.declined),
        Status::Lapsed => say!(i18n, waitlist.lapsed),
        Status::Skipped => say!(i18n, waitlist.skipped),
        Status::Removed => say!(i18n, waitlist.removed),
    }
}

pub fn tone(status: Status) -> Tone {
    match status {
        Status::Offered => Tone::Info,
        Status::Skipped => Tone::Warning,
        Status::Enrolled => Tone::Success,
        Status::Waiting | Status::Declined | Status::Lapsed | Status::Removed => Tone::Plain,
    }
}

/// Since when they wait, or until when they may answer, and why they were skipped.
pub fn more(i18n: I18n, entry: &WaitlistEntry) -> String {
    let since = say!(i18n, waitlist.since, when = format::moment(i18n, entry.joined_at));
    let offer = entry.start_date.zip(entry.reply_by).filter(|_| entry.status == Status::Offered);
    let offer = offer.map(|(start, reply)| {
        let has_gone_by = reply < format::today();
        let (start, reply) = (format::day(i18n, start), format::day(i18n, reply));
        match has_gone_by {
            true => say!(i18n, waitlist.offer_kept, start = start, reply = reply),
            false => say!(i18n, waitlist.offer_until, start = start, reply = reply),
        }
    });
    let parts = [offer, Some(since), entry.reason.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

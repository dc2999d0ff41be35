//! The walk along the chain. It ends at the first line that does not fit.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::PgConnection;
use sha2::{Digest, Sha256};

use super::{
    Fault, Finding, Heads, Verdict,
    lines::{Erased, Line, Seal, loose, waiting},
};
use crate::{StoreResult, audit::hex};

/// A transaction may have run while a seal was made, and clocks are put right.
const LATEST: TimeDelta = TimeDelta::hours(1);

struct Walk<'a> {
    heads: &'a Heads<'a>,
    erased: Erased,
    verdict: Verdict,
    position: i64,
    /// The link, or the seal's head, that the next line is linked to.
    before: Vec<u8>,
    last: Option<Seal>,
    /// Whatever was written long before this has a link.
    all_sealed_at: Option<DateTime<Utc>>,
}

pub(super) fn through(conn: &mut PgConnection, heads: &Heads<'_>) -> StoreResult<Verdict> {
    let mut walk = Walk {
        heads,
        erased: Erased::read(conn)?,
        verdict: Verdict::default(),
        position: 0,
        before: Sha256::digest(b"").to_vec(),
        last: None,
        all_sealed_at: None,
    };
    let finding = walk.chain(conn)?;
    walk.verdict.findings.extend(finding);
    walk.verdict.waiting = waiting(conn)?;
    walk.look_for_loose(conn)?;
    Ok(walk.verdict)
}

impl Walk<'_> {
    fn chain(&mut self, conn: &mut PgConnection) -> StoreResult<Option<Finding>> {
        loop {
            let lines = Line::after(conn, self.position)?;
            let until = lines.last().map_or(i64::MAX, |line| line.position);
            let seals = Seal::up_to(conn, self.number(), until)?;
            let finding = self.part(&lines, seals);
            if finding.is_some() {
                return Ok(finding);
            }
            if lines.is_empty() {
                return Ok(self.end());
            }
        }
    }

    /// Lines, and the seals among them.
    fn part(&mut self, lines: &[Line], seals: Vec<Seal>) -> Option<Finding> {
        let mut seals = seals.into_iter().peekable();
        for (place, line) in lines.iter().enumerate() {
            if let Some(fault) = self.fault(line, &lines[place..]) {
                let before = place.checked_sub(1).map(|before| &lines[before]);
                return Some(self.named(line, before, fault));
            }
            self.passed(line);
            while let Some(seal) = seals.next_if(|seal| seal.position <= line.position) {
                if let Some(finding) = self.sealed(seal) {
                    return Some(finding);
                }
            }
        }
        seals.find_map(|seal| self.sealed(seal))
    }

    /// What is wrong with a line. `rest` are the lines from it on, among which its real place may be.
    fn fault(&self, line: &Line, rest: &[Line]) -> Option<Fault> {
        if line.position != self.position + 1 || line.is_gone() {
            return Some(Fault::Missing);
        }
        if !line.says_the_same() {
            return Some(Fault::Altered);
        }
        if line.link != line.link_after(&self.before) {
            let fits = |other: &Line| {
                line.link_after(&other.link) == line.link || other.link_after(&self.before) == line.link
            };
            return Some(if rest.iter().any(fits) { Fault::Moved } else { Fault::Altered });
        }
        if line.erased && !self.erased.names(line.seq) {
            return Some(Fault::Emptied);
        }
        let is_too_old = self.all_sealed_at.is_some_and(|sealed| line.at < Some(sealed - LATEST));
        is_too_old.then_some(Fault::Backdated)
    }

    /// A line that went with its link is told by the one before it.
    fn named(&self, line: &Line, before: Option<&Line>, fault: Fault) -> Finding {
        let told = if line.position == self.position + 1 { line } else { before.unwrap_or(line) };
        Finding { seal: Some(self.number() + 1), ..told.finding(fault) }
    }

    fn passed(&mut self, line: &Line) {
        self.verdict.lines += 1;
        self.verdict.erased += i64::from(line.erased);
        self.position = line.position;
        self.before.clone_from(&line.link);
    }

    fn sealed(&mut self, seal: Seal) -> Option<Finding> {
        let finding = |fault| Some(Finding::of_seal(fault, seal.number, seal.at));
        let is_next = seal.number == self.number() + 1;
        if is_next && seal.position > self.position {
            return finding(Fault::Missing);
        }
        if !is_next || seal.head != seal.head_after(&self.before) {
            return finding(Fault::Seal);
        }
        let outside = self.heads.get(&seal.number).map(Vec::as_slice).unwrap_or_default();
        if outside.iter().any(|kept| kept.position != seal.position || kept.hash != hex(&seal.head)) {
            return finding(Fault::Rewritten);
        }
        self.verdict.seals += 1;
        self.verdict.heads += i64::from(!outside.is_empty());
        self.before.clone_from(&seal.head);
        if seal.is_whole() {
            self.all_sealed_at = Some(seal.at);
        }
        self.last = Some(seal);
        None
    }

    /// Where the log ends, a seal ends it, and none that was kept outside comes after that.
    fn end(&self) -> Option<Finding> {
        if self.position != self.last.as_ref().map_or(0, |last| last.position) {
            let at = self.last.as_ref().map_or(DateTime::UNIX_EPOCH, |last| last.at);
            return Some(Finding::of_seal(Fault::Seal, self.number() + 1, at));
        }
        let (number, kept) = self.heads.range(self.number() + 1..).next()?;
        Some(Finding::of_seal(Fault::CutOff, *number, kept.first()?.at))
    }

    /// Lines that nobody sealed, and that should have a seal, or cannot be as old as they say.
    fn look_for_loose(&mut self, conn: &mut PgConnection) -> StoreResult<()> {
        let (Some(last), Some(sealed)) = (&self.last, self.all_sealed_at) else { return Ok(()) };
        if last.walked.is_some() {
            return Ok(());
        }
        let long_before = sealed - LATEST;
        // Where the walk ended early, lines after that place have links, and none is loose for that.
        let inserted = "(xact, seq) <= ($1::xid8, $2) and $3 is not null";
        let backdated = "(xact, seq) > ($1::xid8, $2) and at < $3";
        let found = match loose(conn, last, inserted, (Fault::Inserted, long_before))? {
            Some(found) => Some(found),
            None => loose(conn, last, backdated, (Fault::Backdated, long_before))?,
        };
        self.verdict.findings.extend(found);
        Ok(())
    }

    fn number(&self) -> i64 {
        self.last.as_ref().map_or(0, |last| last.number)
    }
}

//! What the audit log costs: enrolling people and approving proposals, with the triggers that write the log and without.

use super::base::Base;
use super::cpu::Meter;
use super::measure::middle;
use super::service::{Service, text_of};
use anyhow::{Result, ensure};
use std::thread;
use std::time::{Duration, Instant};

/// So many are enrolled, or approved, at a time.
const MANY: usize = 800;
/// The first of them are not counted: switching triggers makes PostgreSQL plan everything about these tables anew, the
/// trigger's own statements too, which nobody meets in a database that is left alone.
const WARMING: usize = 200;
const CONNECTIONS: usize = 8;
const ROUNDS: usize = 5;

const ON: &str = "enable";
const OFF: &str = "disable";

/// The same work with the log and without it, of the round in the middle.
#[derive(Clone, Copy)]
pub struct Pair {
    pub with: Rate,
    pub without: Rate,
}

#[derive(Clone, Copy)]
pub struct Rate {
    pub per_second: f64,
    /// Processor time of server and database for one.
    pub cost: Duration,
}

impl Pair {
    /// What the log adds, as a part of what it costs without.
    pub fn added(&self) -> f64 {
        self.with.cost.as_secs_f64() / self.without.cost.as_secs_f64() - 1.0
    }
}

pub struct Trail {
    pub enrolling: Pair,
    pub approving: Pair,
}

/// One request that writes.
struct Write {
    path: String,
    version: Option<String>,
    body: String,
}

struct Bench<'a> {
    base: &'a Base,
    service: &'a Service,
    meter: Meter,
    coordinator: String,
    manager: String,
}

/// In turns, so that both meet the same moods of the machine.
pub fn measure(base: &Base, service: &Service) -> Result<Trail> {
    let meter = Meter { server: service.process(), postmaster: base.postmaster()? };
    let (coordinator, manager) = (service.sign_in("cora")?, service.sign_in("max")?);
    let bench = Bench { base, service, meter, coordinator, manager };
    let trail = bench.all();
    // Whatever went wrong, nobody's log stays switched off.
    bench.triggers(ON)?;
    bench.tidy()?;
    trail
}

impl Bench<'_> {
    fn all(&self) -> Result<Trail> {
        Ok(Trail { enrolling: self.pair(Self::enrollments)?, approving: self.pair(Self::approvals)? })
    }

    fn pair(&self, prepared: fn(&Self) -> Result<Vec<Write>>) -> Result<Pair> {
        self.rate(ON, prepared)?;
        let round = |_| Ok(Pair { without: self.rate(OFF, prepared)?, with: self.rate(ON, prepared)? });
        Ok(middle((0..ROUNDS).map(round).collect::<Result<Vec<_>>>()?, Pair::added))
    }

    /// What is prepared is prepared with the log; only the work itself does without.
    fn rate(&self, state: &str, prepared: fn(&Self) -> Result<Vec<Write>>) -> Result<Rate> {
        self.tidy()?;
        let writes = prepared(self)?;
        ensure!(writes.len() > WARMING, "too few clients for it: {}", writes.len());
        let (warming, counted) = writes.split_at(WARMING);
        self.triggers(state)?;
        self.send(warming)?;
        let (before, begun) = (self.meter.read()?, Instant::now());
        self.send(counted)?;
        let (after, took) = (self.meter.read()?, begun.elapsed());
        self.triggers(ON)?;
        let spent = (after.server + after.database).saturating_sub(before.server + before.database);
        let count = u32::try_from(counted.len())?;
        Ok(Rate { per_second: f64::from(count) / took.as_secs_f64(), cost: spent / count })
    }

    fn send(&self, writes: &[Write]) -> Result<()> {
        thread::scope(|scope| {
            let shares = writes.chunks(writes.len().div_ceil(CONNECTIONS));
            let all: Vec<_> = shares.map(|share| scope.spawn(|| self.send_one_by_one(share))).collect();
            all.into_iter()
                .try_for_each(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    fn send_one_by_one(&self, writes: &[Write]) -> Result<()> {
        writes.iter().try_for_each(|Write { path, version, body }| {
            self.service.send(&format!("POST {path}"), &self.coordinator, version.as_deref(), body).map(drop)
        })
    }

    fn enrollments(&self) -> Result<Vec<Write>> {
        let program = self.base.ask("select id from programs where name = 'Bench'")?;
        let today = self.base.ask("select today()")?;
        let body = format!(r#"{{"program_id":"{program}","start_date":"{today}"}}"#);
        let enroll = |client: &str| Write {
            path: format!("/api/v1/clients/{client}/enrollments"),
            version: None,
            body: body.clone(),
        };
        Ok(self.clients()?.lines().map(enroll).collect())
    }

    /// What a manager proposed, as a coordinator was shown it.
    fn approvals(&self) -> Result<Vec<Write>> {
        let clients = self.clients()?;
        let versions = self.base.ask(&format!(
            "select version from unnest('{{{}}}'::uuid[]) with ordinality as wanted (id, n) join clients using (id) order by n",
            clients.replace('\n', ",")
        ))?;
        clients
            .lines()
            .zip(versions.lines())
            .map(|(client, version)| self.approval(client, version))
            .collect()
    }

    fn approval(&self, client: &str, version: &str) -> Result<Write> {
        let (what, body) = (format!("PATCH /api/v1/clients/{client}"), r#"{"preferred_name":"Bench"}"#);
        let proposed = self.service.send(&what, &self.manager, Some(version), body)?;
        let path = format!("/api/v1/changes/{}", text_of(&proposed, "id")?);
        let shown = self.service.get(&path, &self.coordinator)?;
        let seen = format!(r#"{{"seen":"{}"}}"#, text_of(&shown, "digest")?);
        Ok(Write { path: format!("{path}/approval"), version: Some("1".to_owned()), body: seen })
    }

    fn clients(&self) -> Result<String> {
        self.base.ask(&format!(
            "select id from clients where status = 'active' and id::text like '01890000-%' \
                and not exists (select from restrictions where client_id = clients.id) order by id limit {MANY}"
        ))
    }

    fn triggers(&self, state: &str) -> Result<()> {
        self.base.tell(&[&format!(
            "do $$ declare one record; begin \
                for one in select tgrelid::regclass as entity from pg_trigger where tgname = 'audited' loop \
                    execute format('alter table %s {state} trigger audited', one.entity); end loop; end $$"
        )])
    }

    /// Everything as it was before, but for the versions of the clients.
    fn tidy(&self) -> Result<()> {
        self.base.tell(&[
            "set session_replication_role = replica",
            "insert into programs (id, name, position) select gen_random_uuid(), 'Bench', 999 \
                where not exists (select from programs where name = 'Bench')",
            "delete from intakes where enrollment_id in (select enrollments.id from enrollments \
                join programs on programs.id = program_id where programs.name = 'Bench')",
            "delete from enrollments using programs where programs.id = program_id and programs.name = 'Bench'",
            "delete from notifications where subject_id in \
                (select id from pending_changes where client_id::text like '01890000-%')",
            "delete from pending_changes where client_id::text like '01890000-%'",
            "update clients set preferred_name = null where preferred_name = 'Bench'",
            "delete from audit where operation in ('enrollments.enroll', 'clients.update', 'changes.approve')",
            "vacuum analyze enrollments, intakes, pending_changes, clients, notifications",
        ])
    }
}

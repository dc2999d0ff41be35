//! Service plans: María's, with a goal that she has reached, and Darnell's.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use domain::{
    goals::{Area, Closing, Ending, GoalDraft, StepCompletion, StepDraft},
    ids::{GoalId, StepId},
};

use super::{
    Cast, Served,
    people::user,
    work::{Desk, client},
};
use crate::{StoreResult, goals, schema::goal_steps, tx::WriteTx};

/// A step as one would say it: who does it, nobody being the client, and in how many days.
struct Planned {
    what: &'static str,
    owner: Option<Cast>,
    in_days: Option<i64>,
    is_done: bool,
}

const fn step(what: &'static str, owner: Option<Cast>, in_days: i64) -> Planned {
    Planned { what, owner, in_days: Some(in_days), is_done: false }
}

const fn done(what: &'static str, owner: Option<Cast>) -> Planned {
    Planned { what, owner, in_days: None, is_done: true }
}

impl Desk<'_> {
    pub(super) fn plan_of_maria(&self) -> StoreResult<()> {
        self.goal(
            Served::Maria,
            GoalDraft {
                title: "Start an apprenticeship as a carpenter".into(),
                area: Area::Employment,
                why:
                    "I want work that my daughter can see when we walk past it, and pay that covers the rent."
                        .into(),
                target_on: None,
            },
            120,
            &[
                done("Finish the safety course", None),
                step("Get the tool belt and boots from the equipment fund", Some(Cast::Casey), -3),
                step("Write the application for the apprenticeship", None, 9),
                step("Practice the interview", Some(Cast::Cole), 16),
            ],
        )?;
        let childcare = GoalDraft {
            title: "Childcare until four in the afternoon".into(),
            area: Area::Other,
            why: String::new(),
            target_on: None,
        };
        let goal = self.goal(
            Served::Maria,
            childcare,
            0,
            &[done("Ask at the school about the afternoon club", None)],
        )?;
        self.write("goals.close", |tx| {
            let closing = Closing {
                status: Ending::Reached,
                outcome: "Her daughter has a place in the afternoon club on four days a week.".into(),
                closed_on: tx.today().checked_sub_days(Days::new(12)),
            };
            goals::close(tx, goal, &closing, 1).map(|_| ())
        })
    }

    pub(super) fn plan_of_darnell(&self) -> StoreResult<()> {
        let draft = GoalDraft {
            title: "Work nights as a security guard".into(),
            area: Area::Employment,
            why: "Nights are quiet, and I can look after my mother by day.".into(),
            target_on: None,
        };
        let steps = [
            step("Have the fingerprints taken for the guard card", None, 4),
            step("Send two employers the résumé", Some(Cast::Otto), 12),
        ];
        self.goal(Served::Darnell, draft, 60, &steps).map(|_| ())
    }

    fn goal(&self, whom: Served, draft: GoalDraft, in_days: u64, steps: &[Planned]) -> StoreResult<GoalId> {
        let goal = self.write("goals.set", |tx| {
            let target_on = (in_days > 0).then(|| tx.today() + Days::new(in_days));
            let client = client(tx, whom)?;
            Ok(goals::set(tx, client, &GoalDraft { target_on, ..draft })?.id)
        })?;
        for planned in steps {
            self.write("goals.add_step", |tx| plan(tx, goal, planned))?;
        }
        Ok(goal)
    }
}

fn plan(tx: &mut WriteTx, goal: GoalId, planned: &Planned) -> StoreResult<()> {
    let owner_id = planned.owner.map(|owner| user(tx, owner)).transpose()?;
    let made = goals::add_step(tx, goal, &StepDraft { what: planned.what.into(), owner_id, due_on: None })?;
    let due_on = planned.in_days.map(|days| tx.today() + chrono::TimeDelta::days(days));
    due(tx, made.id, due_on)?;
    if planned.is_done {
        goals::complete_step(tx, goal, made.id, &StepCompletion::default(), made.version)?;
    }
    Ok(())
}

/// Whoever plans may not plan for a day that is over, and a demo without anything overdue would show nothing of it.
fn due(tx: &mut WriteTx, step: StepId, due_on: Option<NaiveDate>) -> StoreResult<()> {
    tx.run(diesel::update(goal_steps::table.find(step.uuid())).set(goal_steps::due_on.eq(due_on)))?;
    Ok(())
}

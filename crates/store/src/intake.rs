//! What the public form asks, in one answer.

use std::collections::BTreeMap;

use domain::{
    code_lists::Choice,
    demographics::Question,
    drafts::{IntakeForm, ProgramChoice},
    equal_opportunity,
    organization::Reader,
    settings::Module,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreResult, code_lists, custom_fields, organization, schema::programs, scope::Scoped, tx::ReadTx,
};

/// Lists of the form's fields; the others belong to its questions.
const FIELDS: [&str; 3] = ["residency", "neighborhood", "referral_source"];

/// The organization, the choices of what the public is asked, and the programs that are open.
pub fn form(tx: &mut ReadTx, reader: &Reader) -> StoreResult<IntakeForm> {
    let organization = organization::read_by(tx, reader)?;
    let consent_version = organization::consent_version(tx)?;
    let questions = Question::ALL.into_iter().filter(|question| question.is_public()).map(Question::list);
    let equal = equal_opportunity::Question::ASKED.into_iter().filter_map(|question| question.list());
    let asked: Vec<&str> = questions.chain(equal).chain(FIELDS).collect();
    let mut lists: BTreeMap<String, Vec<Choice>> =
        asked.iter().map(|list| ((*list).to_owned(), Vec::new())).collect();
    for (list, choice) in code_lists::offered(tx, &asked)? {
        lists.entry(list).or_default().push(choice);
    }
    let (programs, fields) = (open_programs(tx, reader)?, custom_fields::asked(tx)?);
    let (limits, closed) = (tx.settings().file_limits(), tx.settings().is_off(Module::Intake));
    Ok(IntakeForm { organization, lists, programs, fields, consent_version, limits, closed })
}

/// Programs that take applications, in the organization's order.
pub(crate) fn open_programs(tx: &mut ReadTx, reader: &Reader) -> StoreResult<Vec<ProgramChoice>> {
    let query = Scoped::by_permission(programs::table)
        .filter(programs::open_to_intake)
        .order((programs::position, programs::name))
        .select((programs::id, programs::name, programs::description, programs::descriptions));
    let rows: Vec<(Uuid, String, String, Value)> = tx.load(query)?;
    let choice = |(id, name, first, others): (Uuid, _, _, Value)| {
        let own = reader.language.as_ref().and_then(|language| others.get(language)?.as_str());
        let description = own.filter(|own| !own.is_empty()).map_or(first, str::to_owned);
        ProgramChoice { id: id.into(), name, description }
    };
    Ok(rows.into_iter().map(choice).collect())
}

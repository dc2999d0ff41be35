//! Equal-opportunity answers, counted.

use actix_web::get;
use domain::{
    equal_opportunity::{CountFilter, Counts},
    permission::Permission::SeeEqualOpportunity,
};
use store::equal_opportunity;

use crate::{
    answer::{Answer, Reply},
    extract::Query,
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(count);
}

/// What applicants of a year answered, counted
///
/// Of the running year only whole months are counted, up to the last by which ten more people had applied: `through` names
/// the day. Numbers below ten are left out, and so is what would give one away. Nobody's own answers can be read: they stand
/// apart from the application, and those who decide on it do not see them.
#[utoipa::path(operation_id = "equal_opportunity.count", params(CountFilter),
    extensions(("x-permission" = json!(SeeEqualOpportunity))), responses((status = 200, body = Counts)))]
#[get("/equal-opportunity")]
async fn count(session: Session, filter: Query<CountFilter>) -> Reply<Counts> {
    let counts =
        session.read_stale(SeeEqualOpportunity, move |tx| equal_opportunity::count(tx, filter.0)).await?;
    Ok(Answer::ok(counts))
}

use super::*;
use domain::demographics::Answers;
pub(super) fn target(_: &mut WriteTx, _: ClientId, _: &Answers) -> StoreResult<Target> {
    Err(StoreError::NotFound)
}
pub(super) fn answer(_: &mut WriteTx, _: ClientId, _: &Answers, _: Option<i32>) -> StoreResult<Demographics> {
    Err(StoreError::NotFound)
}

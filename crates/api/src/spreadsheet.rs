//! Files for a spreadsheet, sent while they are written.

use std::{sync::Arc, time::Duration};

use actix_web::{
    Error, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    web::Bytes,
};
use domain::{
    clients::Reason,
    exports::{BEGINNING, PIECE},
    permission::Permission::{self, ExportRecords},
    problem::Code,
    validate::Draft,
};
use futures_util::stream::{self, Stream};
use store::{
    StoreResult,
    rate_limits::{self, Class},
    tx::{Disclosure, ReadTx},
};

use crate::{
    download::{SANDBOX, saved_as},
    problem::Refused,
    session::Session,
};

/// How a kind of file is taken out.
pub(crate) struct Taking<D, E> {
    /// What the audit calls it.
    pub operation: &'static str,
    pub needs: &'static [Permission],
    pub reason: fn(&D) -> &str,
    /// Decides what stands in it, and says so in the audit.
    pub begin: fn(&mut Disclosure, &D) -> StoreResult<E>,
}

/// Takes out what a draft asks for.
pub(crate) async fn take_out<D, E>(
    session: Session,
    draft: D,
    taking: Taking<D, E>,
) -> Result<Spreadsheet<E>, Refused>
where
    D: Draft + Send + 'static,
    E: TakenOut,
{
    let Taking { operation, needs, reason, begin } = taking;
    let checked = move |tx: &mut ReadTx| {
        draft.check(tx.today())?;
        Ok((tx.user()?, draft))
    };
    let (user, draft) = session.read_all(needs, checked).await?;
    // What is not taken anyway uses up no file of the hour.
    session.call(move |store, _| rate_limits::hit(store, Class::Export, &user.to_string())).await?;
    let reason = Reason { reason: reason(&draft).to_owned() };
    let work = move |tx: &mut Disclosure| begin(tx, &draft);
    let export = session.disclose(ExportRecords, operation, reason, work).await?;
    Ok(Spreadsheet { session, export: Arc::new(export) })
}

/// What was allowed to be taken out, and how it is read piece by piece.
pub(crate) trait TakenOut: Send + Sync + 'static {
    fn name(&self) -> &str;
    /// The line over the columns.
    fn head(&self) -> String;
    fn rows(&self) -> usize;
    /// The lines of a piece, with what the reader may at that moment.
    fn piece(&self, tx: &mut ReadTx, from: usize) -> StoreResult<String>;
}

/// A file on its way out.
pub(crate) struct Spreadsheet<E> {
    session: Session,
    export: Arc<E>,
}

/// So long is waited where the database has no time. Together they are less than what a proxy waits for the next byte.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// Asks again after each pause while there is no answer for now: a busy moment does not cost somebody a long file.
async fn patiently<T>(
    pauses: &[Duration],
    mut ask: impl AsyncFnMut() -> Result<T, Refused>,
) -> Result<T, Refused> {
    for pause in pauses {
        match ask().await {
            Err(refused) if refused.problem().code == Code::Unavailable => tokio::time::sleep(*pause).await,
            answer => return answer,
        }
    }
    ask().await
}

/// How far it is: at the line over the columns, or at so many rows.
#[derive(Clone, Copy)]
enum At {
    Head,
    Row(usize),
}

impl<E: TakenOut> Spreadsheet<E> {
    /// Piece after piece, each asked for when the one before was taken: what waits in memory is one piece, however long
    /// the file is.
    fn pieces(self) -> impl Stream<Item = Result<Bytes, Error>> {
        stream::try_unfold((self, At::Head), |(file, at)| async move {
            match at {
                At::Head => {
                    let head = format!("{BEGINNING}{}", file.export.head());
                    Ok(Some((Bytes::from(head), (file, At::Row(0)))))
                }
                At::Row(from) if from < file.export.rows() => {
                    let lines = file.lines(from).await?;
                    Ok(Some((Bytes::from(lines), (file, At::Row(from + PIECE)))))
                }
                At::Row(_) => Ok(None),
            }
        })
    }

    /// Nobody can be refused any more who reads already: the answer breaks off, and the log says why.
    async fn lines(&self, from: usize) -> Result<String, Error> {
        let piece = || {
            let export = Arc::clone(&self.export);
            self.session.read_stale(ExportRecords, move |tx| export.piece(tx, from))
        };
        patiently(&PAUSES, piece).await.map_err(|refused| {
            tracing::warn!(%refused, from, "an export broke off");
            refused.into()
        })
    }
}

impl<E: TakenOut> Responder for Spreadsheet<E> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
            .insert_header((CONTENT_DISPOSITION, saved_as(self.export.name())))
            .insert_header((CONTENT_SECURITY_POLICY, SANDBOX))
            .insert_header((CACHE_CONTROL, "no-store"))
            .streaming(self.pieces())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of so many answers that there is no time for now, and of the one after them; and how often was asked.
    async fn after(busy: usize, then: Result<&str, Code>) -> (Result<&str, Code>, usize) {
        let mut asked = 0;
        let ask = async || {
            asked += 1;
            if asked <= busy { Err(Code::Unavailable.into()) } else { then.map_err(Refused::from) }
        };
        let answer = patiently(&[Duration::ZERO; 2], ask).await;
        (answer.map_err(|refused| refused.problem().code), asked)
    }

    #[actix_web::test]
    async fn a_busy_moment_costs_nobody_a_file() {
        assert_eq!(after(0, Ok("lines")).await, (Ok("lines"), 1));
        assert_eq!(after(2, Ok("lines")).await, (Ok("lines"), 3));
        assert_eq!(after(3, Ok("lines")).await, (Err(Code::Unavailable), 3), "nobody waits for ever");
    }

    #[actix_web::test]
    async fn whoever_lost_the_permission_is_not_asked_for_again() {
        assert_eq!(after(0, Err(Code::Forbidden)).await, (Err(Code::Forbidden), 1));
    }
}

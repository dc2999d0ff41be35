//! Large bodies go out in pieces. Written at once, each connection would hold a copy of the whole until its other end
//! has taken it: a thousand slow readers of a large file would be a thousand large files.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Bytes,
};

/// What is smaller goes out as it is.
const PIECE: usize = 32 * 1024;

/// A body that is here already, given out a piece at a time; all pieces share it.
struct Pieces(Bytes);

impl MessageBody for Pieces {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0.len() as u64)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _context: &mut Context,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.0.len().min(PIECE);
        Poll::Ready(Some(Ok(self.0.split_to(length))))
    }
}

/// Hands large bodies on in pieces.
pub async fn in_pieces(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(request).await?;
    Ok(answer.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) if bytes.len() > PIECE => BoxBody::new(Pieces(bytes)),
        Ok(bytes) => BoxBody::new(bytes),
        Err(body) => BoxBody::new(body),
    }))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App, HttpResponse, get,
        middleware::from_fn,
        test::{TestRequest, call_service, init_service, read_body},
    };

    use super::*;

    #[get("/{length}")]
    async fn letters(request: actix_web::HttpRequest) -> HttpResponse {
        HttpResponse::Ok().body(vec![b'a'; request.match_info().query("length").parse().unwrap()])
    }

    #[actix_web::test]
    async fn a_body_arrives_whole_however_long_it_is() {
        let app = init_service(App::new().wrap(from_fn(in_pieces)).service(letters)).await;
        for length in [0, 1, PIECE, PIECE + 1, 10 * PIECE, 1_000_000] {
            let request = TestRequest::get().uri(&format!("/{length}")).to_request();
            let answer = call_service(&app, request).await;
            assert_eq!(answer.response().body().size(), BodySize::Sized(length as u64));
            assert_eq!(read_body(answer).await.len(), length);
        }
    }

    #[test]
    fn a_piece_is_no_copy() {
        let whole = Bytes::from(vec![b'a'; 3 * PIECE]);
        let mut pieces = Pieces(whole.clone());
        let context = &mut Context::from_waker(std::task::Waker::noop());
        let Poll::Ready(Some(Ok(first))) = Pin::new(&mut pieces).poll_next(context) else {
            panic!("a piece")
        };
        assert_eq!((first.as_ptr(), first.len()), (whole.as_ptr(), PIECE));
    }
}

//! Sending a file with progress, which `fetch` cannot tell.

use domain::problem::{Code, Problem};
use js_sys::Promise;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

use super::{Answer, Failure, Outcome, call::address, json::parse};

/// Sends a file as the multipart part `file`. `percent` is told how far it is. Anything but a success is a failure.
pub async fn upload(
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    file: &File,
    percent: impl Fn(u8) + 'static,
) -> Answer<Sent> {
    let request = start((method, path), headers, file, percent).map_err(|_| Failure::Unreachable)?;
    let text = finished(&request).await?;
    let status = request.status().unwrap_or_default();
    if (200..300).contains(&status) {
        Ok(Sent { status, text })
    } else {
        Err(refused(parse(&text).unwrap_or_else(|| Problem::new(Code::Unavailable))))
    }
}

/// The answer to a file that was taken.
pub struct Sent {
    status: u16,
    text: String,
}

impl Sent {
    pub fn read<T: DeserializeOwned>(&self) -> Answer<T> {
        parse(&self.text).ok_or_else(|| refused(Problem::new(Code::Internal)))
    }

    /// As of an edit: 202 carries the proposal instead of the record.
    pub fn outcome<T: DeserializeOwned>(&self) -> Answer<Outcome<T>> {
        match self.status {
            202 => self.read().map(Box::new).map(Outcome::Proposed),
            _ => self.read().map(Outcome::Applied),
        }
    }
}

fn refused(problem: Problem) -> Failure {
    Failure::Refused(Box::new(problem))
}

fn start(
    (method, path): (&str, &str),
    headers: &[(&str, String)],
    file: &File,
    percent: impl Fn(u8) + 'static,
) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async(method, &address(path), true)?;
    for (name, value) in headers {
        request.set_request_header(name, value)?;
    }
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            percent((event.loaded() / event.total() * 100.0) as u8);
        }
    });
    request.upload()?.set_onprogress(Some(on_progress.into_js_value().unchecked_ref()));
    let form = FormData::new()?;
    form.append_with_blob_and_filename("file", file, &file.name())?;
    request.send_with_opt_form_data(Some(&form))?;
    Ok(request)
}

/// The answer's text, once it is there.
async fn finished(request: &XmlHttpRequest) -> Answer<String> {
    let end = Promise::new(&mut |resolve, reject| {
        request.set_onload(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onabort(Some(&reject));
    });
    let cancel = Abandon(request.clone());
    JsFuture::from(end).await.map_err(|_| Failure::Unreachable)?;
    std::mem::forget(cancel);
    Ok(request.response_text().ok().flatten().unwrap_or_default())
}

/// Stops the transfer when nobody waits for it any more.
struct Abandon(XmlHttpRequest);

impl Drop for Abandon {
    fn drop(&mut self) {
        drop(self.0.abort());
    }
}

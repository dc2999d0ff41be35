//! Facts about clients' photos.

mod drawing;
mod proposing;
mod writing;

use domain::ids::PhotoId;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use testkit::{Answer, App, Cast, Served, Visitor, send};

/// A picture of one color.
fn picture(color: [u8; 3]) -> Vec<u8> {
    let (mut bytes, drawing) = (Vec::new(), RgbImage::from_pixel(640, 480, Rgb(color)));
    JpegEncoder::new(&mut bytes).write_image(&drawing, 640, 480, ExtendedColorType::Rgb8).unwrap();
    bytes
}

const RED: [u8; 3] = [200, 20, 20];
const BLUE: [u8; 3] = [20, 20, 200];

fn path(app: &App, whom: Served) -> String {
    format!("/clients/{}/photo", app.client(whom).unwrap())
}

async fn version(app: &App, whom: Served) -> i64 {
    let record = format!("/clients/{}", app.client(whom).unwrap());
    app.sign_in(Cast::Cora).unwrap().get(&record).await.version()
}

async fn put(who: &Visitor, path: &str, version: i64, bytes: Vec<u8>) -> Answer {
    let request = who.request("PUT".parse().unwrap(), path).header("if-match", format!("\"{version}\""));
    send(request.multipart(Form::new().part("file", Part::bytes(bytes).file_name("face.jpg")))).await
}

/// Sets a photo on the version that stands now.
async fn set(app: &App, who: &Visitor, whom: Served, bytes: Vec<u8>) -> Answer {
    put(who, &path(app, whom), version(app, whom).await, bytes).await
}

async fn remove(app: &App, who: &Visitor, whom: Served) -> Answer {
    let request = who.request("DELETE".parse().unwrap(), &path(app, whom));
    send(request.header("if-match", format!("\"{}\"", version(app, whom).await))).await
}

fn color(photo: &Answer) -> [u8; 3] {
    let photo = image::load_from_memory(&photo.bytes).unwrap().to_rgb8();
    photo.get_pixel(photo.width() / 2, photo.height() / 2).0
}

fn is(photo: &Answer, wanted: [u8; 3]) -> bool {
    color(photo).iter().zip(wanted).all(|(one, other)| one.abs_diff(other) < 20)
}

async fn in_the_vault(app: &App, photo: &Value) -> bool {
    let photo: PhotoId = photo.as_str().unwrap().parse().unwrap();
    app.state.vault.read(store::photos::file(photo)).await.is_ok()
}

/// Files that came to be since a test began, and that no record knows.
fn kept(app: &App) -> Vec<String> {
    app.database.column("select photo from clients where photo is not null order by 1").unwrap()
}

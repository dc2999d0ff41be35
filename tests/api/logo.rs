//! Facts about the organization's logo.

use image::{ExtendedColorType, ImageEncoder, Rgba, RgbaImage, codecs::png::PngEncoder};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use testkit::{Answer, App, Cast, Visitor, send};

/// A picture that one can look through at the left.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let color = |x, _| if x < width / 2 { Rgba([0, 0, 0, 0]) } else { Rgba([200, 20, 20, 255]) };
    let (mut bytes, drawing) = (Vec::new(), RgbaImage::from_fn(width, height, color));
    PngEncoder::new(&mut bytes).write_image(&drawing, width, height, ExtendedColorType::Rgba8).unwrap();
    bytes
}

async fn put(who: &Visitor, version: i64, bytes: Vec<u8>) -> Answer {
    let request = who.request(Method::PUT, "/organization/logo").header("if-match", format!("\"{version}\""));
    send(request.multipart(Form::new().part("file", Part::bytes(bytes).file_name("logo.png")))).await
}

async fn remove(who: &Visitor, version: i64) -> Answer {
    let request = who.request(Method::DELETE, "/organization/logo");
    send(request.header("if-match", format!("\"{version}\""))).await
}

async fn version(who: &Visitor) -> i64 {
    who.get("/organization/settings").await.version()
}

fn address(organization: &Value) -> String {
    format!("/organization/logo/{}", organization["logo"]["digest"].as_str().unwrap())
}

#[actix_web::test]
async fn everybody_sees_the_logo_and_may_keep_it_for_ever() {
    let app = App::start().await.unwrap();
    let (ada, anybody) = (app.sign_in(Cast::Ada).unwrap(), app.anybody().unwrap());
    let saved = put(&ada, version(&ada).await, picture(1200, 300)).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(saved.json()["logo"]["width"], 600);
    let logo = anybody.get(&address(&saved.json())).await;
    assert_eq!((logo.status, logo.header("content-type")), (200, "image/png"));
    assert_eq!(logo.header("cache-control"), "public, max-age=31536000, immutable");
    let drawn = image::load_from_memory(&logo.bytes).unwrap().to_rgba8();
    assert_eq!(drawn.dimensions(), (600, 150));
    assert_eq!((drawn.get_pixel(10, 75)[3], drawn.get_pixel(590, 75).0), (0, [200, 20, 20, 255]));
    let theme = anybody.get("//theme.css").await.text();
    assert!(theme.contains(&format!("/api/v1{}", address(&saved.json()))), "{theme}");
}

#[actix_web::test]
async fn the_logo_before_is_gone_with_its_address_and_its_file() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let first = put(&ada, version(&ada).await, picture(200, 80)).await;
    let file = app.database.column("select logo ->> 'file' from organization").unwrap().remove(0);
    let second = put(&ada, first.version(), picture(300, 80)).await;
    assert_eq!(second.status, 200, "{}", second.text());
    let anybody = app.anybody().unwrap();
    assert_eq!(anybody.get(&address(&first.json())).await.status, 404);
    assert_eq!(anybody.get(&address(&second.json())).await.status, 200);
    assert!(app.state.vault.read(file.parse().unwrap()).await.is_err());
    let removed = remove(&ada, second.version()).await;
    assert_eq!((removed.status, &removed.json()["logo"]), (200, &Value::Null));
    assert_eq!(anybody.get(&address(&second.json())).await.status, 404);
    assert!(!anybody.get("//theme.css").await.text().contains("logo"));
    assert_eq!(remove(&ada, removed.version()).await.status, 404);
}

#[actix_web::test]
async fn the_sweep_leaves_the_logo() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(put(&ada, version(&ada).await, picture(200, 80)).await.status, 200);
    let file: domain::ids::DocumentId =
        app.database.column("select logo ->> 'file' from organization").unwrap().remove(0).parse().unwrap();
    assert!(app.state.store.known_files().unwrap().files.contains(&file));
}

#[actix_web::test]
async fn what_is_no_picture_is_no_logo() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let seen = version(&ada).await;
    for (bytes, expected) in [
        (b"<svg onload='alert(1)'/>".to_vec(), "/file picture_kind"),
        (picture(200, 20), "/file picture_small"),
        (Vec::new(), "/file file_empty"),
    ] {
        let refused = put(&ada, seen, bytes).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]));
    }
    assert_eq!(put(&ada, seen + 1, picture(200, 80)).await.code(), "stale_version");
    assert!(ada.get("/organization/settings").await.json().get("logo").is_none());
}

#[actix_web::test]
async fn the_log_says_who_changed_the_logo() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    assert_eq!(put(&ada, version(&ada).await, picture(200, 80)).await.status, 200);
    let lines = app
        .database
        .column("select principal_id::text from audit where operation = 'organization.set_logo' and entity = 'organization'")
        .unwrap();
    assert_eq!(lines, [app.user(Cast::Ada).unwrap().to_string()]);
}

#[actix_web::test]
async fn colors_that_nobody_could_read_are_refused() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let seen = version(&ada).await;
    for (body, expected) in [
        (json!({ "accent_color": "#ffe082" }), "/accent_color color_too_light"),
        (json!({ "header_color": "navy" }), "/header_color color"),
    ] {
        let refused = ada.patch("/organization/settings", seen, body).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![expected.to_owned()]));
    }
    let body = json!({ "accent_color": "#17603a", "header_color": "#FFE082" });
    let saved = ada.patch("/organization/settings", seen, body).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let theme = app.anybody().unwrap().get("//theme.css").await.text();
    assert!(theme.contains(".public-header { background: #ffe082; }"), "{theme}");
    assert!(theme.contains(".public-name { color: #000000; }"), "{theme}");
    let saved = ada.patch("/organization/settings", saved.version(), json!({ "header_color": "" })).await;
    assert_eq!(saved.status, 200);
    assert!(!app.anybody().unwrap().get("//theme.css").await.text().contains("public-header"));
}

#[actix_web::test]
async fn the_profiles_that_are_shipped_have_colors_that_can_be_read() {
    let app = App::start().await.unwrap();
    let ada = app.sign_in(Cast::Ada).unwrap();
    let before = ada.get("/organization/settings").await;
    let own = before.json()["accent_color"].clone();
    let body = json!({ "accent_color": own });
    assert_eq!(ada.patch("/organization/settings", before.version(), body).await.status, 200);
}

//! Who sees, sets and removes a photo.

use reqwest::multipart::{Form, Part};
use testkit::{App, Cast, Served, send};

use super::{BLUE, RED, in_the_vault, is, kept, path, picture, put, remove, set, version};

#[actix_web::test]
async fn a_photo_goes_in_and_comes_out_small_and_square() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let set = set(&app, &casey, Served::Sukarno, picture(RED)).await;
    assert_eq!(set.status, 200, "{}", set.text());
    let photo = casey.get(&path(&app, Served::Sukarno)).await;
    let size = image::load_from_memory(&photo.bytes).unwrap();
    assert_eq!((photo.status, size.width(), size.height()), (200, 480, 480));
    assert!(is(&photo, RED));
    assert_eq!((set.version(), photo.version()), (version(&app, Served::Sukarno).await, set.version()));
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(photo.header(name), value);
    }
}

#[actix_web::test]
async fn a_record_without_one_says_so() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let sukarno = casey.get(&format!("/clients/{}", app.client(Served::Sukarno).unwrap())).await;
    assert!(sukarno.json().get("photo").is_none(), "{}", sukarno.text());
    assert_eq!(casey.get(&path(&app, Served::Sukarno)).await.status, 404);
    assert_eq!(remove(&app, &casey, Served::Sukarno).await.status, 404);
}

#[actix_web::test]
async fn whoever_sees_the_card_sees_the_face_and_nobody_else() {
    let app = App::start().await.unwrap();
    let maria = path(&app, Served::Maria);
    for (who, status) in [
        (Cast::Casey, 200),
        (Cast::Cole, 200),
        (Cast::Stan, 200),
        (Cast::Vera, 200),
        (Cast::Ana, 200),
        (Cast::Lena, 200),
        (Cast::Otto, 404),
        (Cast::Rita, 404),
        (Cast::Wendy, 403),
    ] {
        assert_eq!(app.sign_in(who).unwrap().get(&maria).await.status, status, "{who:?}");
    }
    assert_eq!(app.anybody().unwrap().get(&maria).await.status, 401);
}

#[actix_web::test]
async fn a_face_is_changed_by_those_who_may_change_the_record() {
    let app = App::start().await.unwrap();
    for (who, status) in [
        (Cast::Casey, 200),
        (Cast::Cora, 200),
        (Cast::Ada, 200),
        (Cast::Max, 202),
        (Cast::Lena, 202),
        (Cast::Otto, 404),
        (Cast::Cole, 403),
        (Cast::Stan, 403),
        (Cast::Vera, 403),
        (Cast::Ana, 403),
    ] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(set(&app, &visitor, Served::Maria, picture(RED)).await.status, status, "{who:?}");
    }
    for (who, status) in [(Cast::Vera, 403), (Cast::Otto, 404), (Cast::Lena, 202), (Cast::Casey, 200)] {
        let visitor = app.sign_in(who).unwrap();
        assert_eq!(remove(&app, &visitor, Served::Maria).await.status, status, "{who:?}");
    }
}

#[actix_web::test]
async fn the_old_file_goes_when_it_is_replaced_or_removed() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let first = set(&app, &casey, Served::Sukarno, picture(RED)).await.json()["photo"].clone();
    let second = set(&app, &casey, Served::Sukarno, picture(BLUE)).await.json()["photo"].clone();
    assert!(is(&casey.get(&path(&app, Served::Sukarno)).await, BLUE));
    assert_eq!((in_the_vault(&app, &first).await, in_the_vault(&app, &second).await), (false, true));
    let removed = remove(&app, &casey, Served::Sukarno).await;
    assert_eq!((removed.status, removed.json().get("photo")), (200, None), "{}", removed.text());
    assert!(!in_the_vault(&app, &second).await);
    assert_eq!(casey.get(&path(&app, Served::Sukarno)).await.status, 404);
}

#[actix_web::test]
async fn a_stale_version_changes_nothing_and_leaves_no_file() {
    let app = App::start().await.unwrap();
    let casey = app.sign_in(Cast::Casey).unwrap();
    let (maria, seen) = (path(&app, Served::Maria), version(&app, Served::Maria).await);
    let before = kept(&app);
    assert_eq!(put(&casey, &maria, seen - 1, picture(RED)).await.status, 412);
    let without = casey.request("PUT".parse().unwrap(), &maria);
    let part = Part::bytes(picture(RED)).file_name("face.jpg");
    assert_eq!(send(without.multipart(Form::new().part("file", part))).await.status, 428);
    assert_eq!(kept(&app), before);
    assert_eq!(version(&app, Served::Maria).await, seen);
}

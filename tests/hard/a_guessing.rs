//! A5: guessing a password is slow, whichever server is asked and whatever the guesser says about where they are.

use api::server::Settings;
use reqwest::RequestBuilder;
use testkit::{App, Cast, Figure, PASSWORD, Setup, cast, send, times};

use super::{no_limits, place, signing_in};

/// How a guesser hides: what each request says in `X-Forwarded-For`.
type Disguise = fn(usize) -> String;

/// Guesses in turns at two servers; gives how many passwords were looked at.
async fn evaluated(servers: &[App; 2], guesses: usize, disguise: Disguise) -> usize {
    let mut evaluated = 0;
    for guess in 0..guesses {
        let visitor = servers[guess % 2].anybody().unwrap();
        let request: RequestBuilder =
            signing_in(&visitor, Cast::Casey.email(), &format!("wrong horse {guess}"));
        let answer = send(request.header("x-forwarded-for", disguise(guess))).await;
        match answer.status {
            401 => evaluated += 1,
            429 => assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0),
            other => panic!("{other}: {}", answer.text()),
        }
    }
    evaluated
}

async fn two(setup: &Setup) -> [App; 2] {
    let first = App::set_up(cast().unwrap().into(), setup).await.unwrap();
    let second = first.beside(setup).await.unwrap();
    [first, second]
}

/// Behind one proxy of ours, which adds where the request came from.
fn behind_a_proxy() -> Setup {
    Setup { edge: Settings { hops: 1, ..Settings::default() }, ..Setup::default() }
}

#[actix_web::test]
async fn guesses_are_few_an_hour_on_two_servers_together_and_a_forged_header_gives_no_more() {
    let guesses = times(34, 500);
    let bare = two(&Setup::default()).await;
    let forged = evaluated(&bare, guesses, |guess| place(guess).to_string()).await;
    assert_eq!(forged, 10, "one place has ten tries in ten minutes");

    let proxied = two(&behind_a_proxy()).await;
    let prepended = evaluated(&proxied, guesses, |guess| format!("{}, 192.0.2.7", place(guess))).await;
    assert_eq!(prepended, 10, "what stands left of the proxy's entry is the caller's own");

    let everywhere = two(&behind_a_proxy()).await;
    let from_everywhere = evaluated(&everywhere, guesses, |guess| place(guess).to_string()).await;
    assert_eq!(from_everywhere, 30, "thirty an hour from new places");
    let owner = signing_in(&everywhere[0].anybody().unwrap(), Cast::Otto.email(), PASSWORD);
    assert_eq!(send(owner.header("x-forwarded-for", "203.0.113.9")).await.status, 200, "others sign in");

    let open = two(&Setup { limits: no_limits(), ..Setup::default() }).await;
    let without = evaluated(&open, 12, |guess| place(guess).to_string()).await;
    assert_eq!(without, 12);
    Figure {
        id: "A5",
        tried: format!("{guesses} wrong passwords for one account, in turns at two servers, each with another X-Forwarded-For"),
        goal: "at most 100 passwords an hour are looked at for an account; a forged header gives none more",
        found: format!(
            "{forged} with a forged header, {prepended} forged before a proxy's entry, {from_everywhere} from as many real addresses; bypasses 0"
        ),
        control: format!("without limits: {without} of 12"),
    }
    .keep();
}

/// A guesser cannot keep the owner out of their usual place, and elsewhere not for long.
#[actix_web::test]
async fn a_guesser_does_not_lock_the_owner_out() {
    let servers = two(&behind_a_proxy()).await;
    let owner = async |server: &App, from: &str| {
        let request = signing_in(&server.anybody().unwrap(), Cast::Casey.email(), PASSWORD);
        send(request.header("x-forwarded-for", from)).await
    };
    assert_eq!(owner(&servers[0], "192.0.2.1").await.status, 200);
    evaluated(&servers, times(34, 500), |guess| place(guess).to_string()).await;
    let office = owner(&servers[1], "192.0.2.1").await.status;
    let elsewhere = owner(&servers[1], "203.0.113.9").await;
    let wait: u64 = elsewhere.header("retry-after").parse().unwrap();
    assert_eq!((office, elsewhere.status), (200, 429));
    assert!(wait <= 7_200, "{wait}");
    Figure {
        id: "A5",
        tried: format!("the owner signs in after {} wrong guesses by strangers", times(34, 500)),
        goal: "let in where they signed in before; elsewhere a delay, not a ban",
        found: format!("let in at the office; elsewhere after {} minutes", wait.div_ceil(60)),
        control: "a place that the account never signed in from: 429".into(),
    }
    .keep();
}

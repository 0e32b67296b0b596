//! From a native client, over HTTP.

use core::hint::black_box;
use std::time::Duration;

use sesemr_common::api::EventKind;
use sesemr_common::portion::Portion;
use sesemr_tests::{Backend, Person, TestHost, decision, note, whole};

use crate::argon2id::argon2id;
use crate::stopwatch::{median, print_milliseconds, time};

const PLACE: &str = "native";
const ROUNDS: usize = 5;

pub(crate) async fn run(backend: &Backend) {
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish((0..100).map(|number| note(Portion::Laboratory, &format!("A value, {number}"))).collect()).await;
    sign_in(&alice).await;
    lend(&alice, &dr_bob).await;
    roll(&alice).await;
    notice(&alice, &dr_bob).await;
}

/// In turn with Argon2id alone, so that both meet the same machine.
async fn sign_in(alice: &Person<TestHost>) {
    let (mut whole, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        whole.push(time(async { alice.sign_in(alice.host().clone()).await.unwrap() }).await.1);
        alone.push(time(async { black_box(argon2id()) }).await.1);
    }
    let (whole, alone) = (median(whole), median(alone));
    print_milliseconds("Argon2id alone, beside signing in", PLACE, alone, "");
    print_milliseconds("signing in", PLACE, whole, &format!("{:.0}", alone.as_secs_f64() * 1.5e3));
}

/// Grants, makes a random key, and tries it, a round for each.
async fn lend(alice: &Person<TestHost>, dr_bob: &Person<TestHost>) {
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..ROUNDS {
        let request = dr_bob.asks(alice, &[Portion::Laboratory]).await;
        let request = alice.find_request(request).await;
        let decided = decision(alice.now(), whole(&[Portion::Laboratory]));
        let (grant, granting) = time(alice.grant_key_request(&request.act, decided)).await;
        let grant = alice.find_grant(grant.unwrap()).await;
        let (key, issuing) = time(alice.issue_random_key(&grant)).await;
        let (portal, attempting) = time(dr_bob.opens(&key.unwrap())).await;
        dr_bob.close_opening(&portal.unwrap()).await.unwrap();
        for (times, taken) in times.iter_mut().zip([granting, issuing, attempting]) {
            times.push(taken);
        }
    }
    let [granting, issuing, attempting] = times.map(median);
    print_milliseconds("grant", PLACE, granting, "");
    print_milliseconds("random key, 100 records", PLACE, issuing, "");
    print_milliseconds("attempt, right", PLACE, attempting, "");
}

async fn roll(alice: &Person<TestHost>) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        times.push(time(async { alice.roll_portion_key(Portion::Laboratory).await.unwrap() }).await.1);
    }
    print_milliseconds("roll of 100 records", PLACE, median(times), "");
}

/// From the doctor's asking to the patient's hearing of it.
async fn notice(alice: &Person<TestHost>, dr_bob: &Person<TestHost>) {
    let mut hers = alice.host().events(&alice.token().await.unwrap()).await.unwrap();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let heard = async {
            dr_bob.asks(alice, &[Portion::Laboratory]).await;
            hers.is_told(EventKind::KeyRequested).await
        };
        times.push(time(heard).await.1);
    }
    print_milliseconds("a request seen on the other side", PLACE, median(times), "1000");
}

//! Whoever guesses has to wait, and reads for how long; a slip costs no try. Wrong guesses from elsewhere never keep the owner out.
//! One test: the owner sits at a desk and the stranger holds a phone, and what is wrong stands where every form has it.

use std::net::SocketAddr;

use sesemr_common::crypto::Kit;
use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, register};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket};

const TRIES: usize = 3;
/// Another address of this machine, for a server that counts by address.
const ELSEWHERE: &str = "127.0.0.2:0";

#[tokio::test]
async fn a_stranger_who_guesses_waits_and_the_owner_does_not() {
    let backend = Backend::start_with(&[&format!("--sign-in-tries={TRIES}")]).await;
    let driver = Driver::start();
    let amina = driver.open(backend.url(), DESK).await;
    register(&amina, "Amina Yusuf", "amina", None).await;
    amina.press("Lock").await;
    amina.heading("Welcome back, Amina Yusuf").await;

    let stranger = driver.open(&way_from_elsewhere(backend.url()).await, PHONE).await;
    stranger.press("Sign in").await;
    stranger.press("I have my emergency kit").await;
    stranger.heading("Sign in on a new device").await;
    stranger.write("handle", "amina").await;
    stranger.write("password", "guessed at random").await;
    for _ in 0..TRIES {
        guess(&stranger).await;
        stranger.read("Handle, kit or password is wrong.").await;
        slip(&stranger).await;
    }
    guess(&stranger).await;
    stranger.read("Too many tries. Try again in ").await;
    assert!(stranger.shows(" minutes.").await, "it is said for how long");
    stranger.check("too many tries").await;

    log_in(&amina, "not the password at all").await;
    amina.read("Handle or password is wrong.").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.close().await;
    stranger.close().await;
}

/// A kit that is well formed and somebody else's, or nobody's.
async fn guess(stranger: &Window) {
    stranger.write("kit", &Kit::make().to_groups()).await;
    stranger.send().await;
}

/// What is no kit at all is not sent, and costs no try.
async fn slip(stranger: &Window) {
    stranger.write("kit", "half of it").await;
    stranger.send().await;
    stranger.read("A character is missing or too many.").await;
}

/// A way to the application that comes to it from another address. It lasts as long as the test.
async fn way_from_elsewhere(url: &str) -> String {
    let application: SocketAddr = url.trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let way = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut window, _)) = listener.accept().await {
            tokio::spawn(async move {
                let socket = TcpSocket::new_v4().unwrap();
                socket.bind(ELSEWHERE.parse().unwrap()).unwrap();
                let mut server = socket.connect(application).await.unwrap();
                drop(copy_bidirectional(&mut window, &mut server).await);
            });
        }
    });
    way
}

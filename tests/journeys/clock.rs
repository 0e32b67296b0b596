//! The clocks in front of which people sit, and how a story lets time pass. The page and its vault know nothing of it:
//! `Door::with_clock` puts a few lines before their own. By these the page also hears what the content security policy refused
//! the vault, and `checks` finds it there.

use std::time::Duration;

use serde_json::json;
use sesemr_tests::Backend;
use sesemr_tests::browser::Window;

/// What begins a script whose clock can be moved. A page that is loaded anew begins with the real time.
pub(crate) const CLOCK: &str = r#"{
    const real = Date.now.bind(Date), channel = new BroadcastChannel("clock");
    let ahead = 0;
    Date.now = () => real() + ahead;
    channel.onmessage = ({ data }) => {
        if (data === "moved") return;
        ahead += data;
        channel.postMessage("moved");
    };
    const refused = new BroadcastChannel("refused");
    if (self.document) refused.onmessage = ({ data }) => self.refusedByPolicy.push(data);
    else addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        refused.postMessage(`the vault, ${violatedDirective}: ${blockedURI}`));
}
"#;
/// Moves both clocks of a window: the page's and its vault's.
const MOVE: &str = r"
    const [wait, done] = arguments, channel = new BroadcastChannel('clock');
    let moved = 0;
    channel.onmessage = ({ data }) => {
        if (data !== 'moved' || ++moved < 2) return;
        channel.close();
        done();
    };
    channel.postMessage(wait);
";

/// Lets time pass at once: for the servers, and for whoever sits in front of these windows.
pub(crate) async fn let_pass(backend: &Backend, windows: &[&Window], wait: Duration) {
    backend.let_pass(wait);
    let milliseconds = u64::try_from(wait.as_millis()).unwrap();
    for window in windows {
        window.driver().execute_async(MOVE, vec![json!(milliseconds)]).await.unwrap();
    }
}

//! Narratives: plain text, whatever they try.

use super::view;

#[test]
fn a_narrative_becomes_plain_text_and_nothing_runs() {
    let narrative = |div: &str| {
        let div = serde_json::to_string(div).unwrap();
        view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative.unwrap_or_default()
    };
    assert_eq!(
        narrative(
            "<div><p>Care &amp; <b>rest</b></p>\n<ul><li>Walk</li><li>Sleep</li></ul><table><tr><td>a</td><td>b</td></tr></table></div>"
        ),
        "Care & rest\n- Walk\n- Sleep\na | b"
    );
    assert_eq!(narrative("a<script>alert('<b>')</script>b<style>p{}</style>c<!-- > d -->e"), "abce");
    assert_eq!(narrative("<img src=x onerror='a>b' title=\"c>d\">shown"), "shown");
    assert_eq!(narrative("&lt;script&gt; &#65;&#x42; &nbsp;&unknown; &amp;lt; a&b"), "<script> AB &unknown; &lt; a&b");
    assert_eq!(narrative("x\u{202e}y"), "x⟨U+202E⟩y");
    assert_eq!(narrative("open <b"), "open");
    assert_eq!(narrative("<script>never ends"), "");
}

#[test]
fn hostile_narratives_are_plain_text_too() {
    let narrative = |div: &str| {
        let div = serde_json::to_string(div).unwrap();
        view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative.unwrap_or_default()
    };
    let cases = [
        ("<SCRIPT>alert(1)</SCRIPT >a", "a"),
        ("<script\n>alert(1)</script\n>a", "a"),
        ("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)"),
        ("<script><!--</script>a", "a"),
        ("<svg onload=alert(1)><iframe srcdoc='<script>x</script>'></iframe></svg>a", "a"),
        ("<a href=\"javascript:alert(1)\">see</a>", "see"),
        ("<img src=//elsewhere.example/x><link rel=stylesheet href=//elsewhere.example/>a", "a"),
        ("<style>@import url(//elsewhere.example)</style>a", "a"),
        ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "]>&e;"),
        ("&#x202E;gm 5&#8206;", "⟨U+202E⟩gm 5⟨U+200E⟩"),
        ("&#0;&#xD800;&#x110000;&#x1;", "⟨U+0000⟩&#xD800;&#x110000;⟨U+0001⟩"),
        ("<p title='&quot;><script>'>a</p>", "a"),
    ];
    for (hostile, plain) in cases {
        assert_eq!(narrative(hostile), plain, "{hostile}");
    }
}

#[test]
fn a_monstrous_narrative_is_cut_and_ends() {
    for part in ["<", "<div>", "&", "</", "<!--", "<script>", "</script", "<a '", "&#"] {
        let div = serde_json::to_string(&part.repeat(200_000)).unwrap();
        let shown = view(&format!(r#"{{"resourceType":"CarePlan","text":{{"div":{div}}}}}"#)).narrative;
        assert!(shown.unwrap_or_default().chars().count() <= 20_001, "{part}");
    }
}

#[test]
fn joiners_that_spell_words_stay_and_tricks_do_not() {
    let title = |text: &str| {
        let text = serde_json::to_string(text).unwrap();
        view(&format!(r#"{{"resourceType":"Condition","code":{{"text":{text}}}}}"#)).title.as_str().to_owned()
    };
    // Persian "I want" is written with a zero-width non-joiner.
    assert_eq!(title("می\u{200c}خواهم"), "می\u{200c}خواهم");
    assert_eq!(title("5\u{200d}00 mg"), "5⟨U+200D⟩00 mg");
    assert_eq!(title("pay\u{2066}pal"), "pay⟨U+2066⟩pal");
}

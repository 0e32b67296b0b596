//! Dates, times, sizes, numbers and lists in words, by the browser's `Intl`.

use js_sys::{Array, Date, Function, Intl, Number, Object, Reflect};
use sesemr_common::record::ClinicalDate;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::{
    model::{moment::Moment, series::begins},
    text::{Texts, intl_tag, t},
};

/// Now, by the device's clock.
pub fn now() -> Moment {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number far below 2^53")]
    Moment(Date::now() as i64)
}

/// The reader's time zone now, in minutes west of Greenwich.
pub fn minutes_west() -> i32 {
    minutes_west_at(now())
}

/// The reader's time zone at a moment, in minutes west of Greenwich: before the clocks were changed it was another one.
pub fn minutes_west_at(at: Moment) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 14 hours")]
    let minutes = js_date(at).get_timezone_offset() as i32;
    minutes
}

/// "6 August 2026".
pub fn date(texts: Texts, at: Moment) -> String {
    format_date(texts, at, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// "14:02".
pub fn time(texts: Texts, at: Moment) -> String {
    let settings = options(&[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")]);
    js_date(at).to_locale_time_string_with_options(intl_tag(texts), &settings).into()
}

/// "6 August 2026, 14:02".
pub fn date_time(texts: Texts, at: Moment) -> String {
    t!(texts, when.date_time, date = date(texts, at), time = time(texts, at))
}

/// "today", "yesterday" or the date.
pub fn day(texts: Texts, at: Moment) -> String {
    recent_day(texts, at).map_or_else(|| date(texts, at), str::to_owned)
}

/// "14:02 today", or "14:02 on 6 August 2026".
pub fn time_and_day(texts: Texts, at: Moment) -> String {
    let time = time(texts, at);
    if let Some(day) = recent_day(texts, at) {
        t!(texts, when.time_day, time = time, day = day)
    } else {
        t!(texts, when.time_on, time = time, date = date(texts, at))
    }
}

fn recent_day(texts: Texts, at: Moment) -> Option<&'static str> {
    match day_number(now()) - day_number(at) {
        0 => Some(t!(texts, when.today)),
        1 => Some(t!(texts, when.yesterday)),
        _ => None,
    }
}

/// A date as exactly as the record knows it: "2019", "May 2019", "6 May 2019", "6 May 2019, 14:02".
pub fn clinical(texts: Texts, date: &ClinicalDate) -> String {
    let at = begins(date);
    // A day without a time is in no time zone: it must not move when it is read elsewhere.
    let (utc, month, year) = (("timeZone", "UTC"), ("month", "long"), ("year", "numeric"));
    match date.as_str().len() {
        0..=4 => format_date(texts, at, &[year, utc]),
        5..=7 => format_date(texts, at, &[month, year, utc]),
        8..=10 => format_date(texts, at, &[("day", "numeric"), month, year, utc]),
        _ => date_time(texts, at),
    }
}

/// How long ago: "3 days ago", "2 hours ago"; what is still to come is "in 3 days".
pub fn ago(texts: Texts, at: Moment) -> String {
    let (count, unit) = at.distance_from(now());
    let format = Intl::RelativeTimeFormat::new(&tags(texts), &options(&[("numeric", "auto")]));
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let count = count as f64;
    format.format(count, unit).into()
}

/// How long: "3 hours", "25 minutes", "40 seconds".
pub fn duration(texts: Texts, seconds: u32) -> String {
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds.div_ceil(60), "minute"),
        3_600..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format_number(texts, f64::from(count), &[("style", "unit"), ("unit", unit), ("unitDisplay", "long")])
}

/// "1,234.5", with at most two digits behind the point.
pub fn number(texts: Texts, value: f64) -> String {
    let settings = options(&[]);
    set(&settings, "maximumFractionDigits", &JsValue::from_f64(2.0));
    number_with(texts, value, &settings)
}

/// "1,234.57" or "0.00123457": six digits, wherever they begin.
pub fn precise(texts: Texts, value: f64) -> String {
    let settings = options(&[]);
    set(&settings, "maximumSignificantDigits", &JsValue::from_f64(6.0));
    number_with(texts, value, &settings)
}

/// "12.5K": three digits, for the side of a chart.
pub fn short_number(texts: Texts, value: f64) -> String {
    let settings = options(&[("notation", "compact")]);
    set(&settings, "maximumSignificantDigits", &JsValue::from_f64(3.0));
    number_with(texts, value, &settings)
}

/// "1.4 MB".
pub fn bytes(texts: Texts, bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let bytes = bytes as f64;
    let (value, unit) = match bytes {
        bytes if bytes < 1_000.0 => (bytes, "byte"),
        bytes if bytes < 1_000_000.0 => (bytes / 1_000.0, "kilobyte"),
        bytes if bytes < 1_000_000_000.0 => (bytes / 1_000_000.0, "megabyte"),
        bytes => (bytes / 1_000_000_000.0, "gigabyte"),
    };
    let settings = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
    set(&settings, "maximumFractionDigits", &JsValue::from_f64(1.0));
    number_with(texts, value, &settings)
}

/// "medicines, allergies and history".
pub fn list(texts: Texts, items: &[String]) -> String {
    let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    list_format(texts, &items).unwrap_or_else(|| items.join(", ").into())
}

/// The bindings have no `Intl.ListFormat`.
fn list_format(texts: Texts, items: &Array) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let constructor: Function = Reflect::get(&intl, &JsValue::from_str("ListFormat")).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&constructor, &Array::of1(&tags(texts))).ok()?;
    let method: Function = Reflect::get(&format, &JsValue::from_str("format")).ok()?.dyn_into().ok()?;
    method.call1(&format, items).ok()?.as_string()
}

/// The number of the day in the reader's time zone.
fn day_number(at: Moment) -> i64 {
    let milliseconds_west = i64::from(minutes_west_at(at)) * 60_000;
    at.0.saturating_sub(milliseconds_west).div_euclid(86_400_000)
}

fn js_date(at: Moment) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "dates of people are far below 2^53 milliseconds")]
    Date::new(&JsValue::from_f64(at.0 as f64))
}

fn format_date(texts: Texts, at: Moment, settings: &[(&str, &str)]) -> String {
    js_date(at).to_locale_date_string(intl_tag(texts), &options(settings)).into()
}

fn format_number(texts: Texts, value: f64, settings: &[(&str, &str)]) -> String {
    number_with(texts, value, &options(settings))
}

fn number_with(texts: Texts, value: f64, settings: &Object) -> String {
    let format = Intl::NumberFormat::new(&tags(texts), settings);
    let text = format.format().call1(&JsValue::UNDEFINED, &Number::from(value));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| value.to_string())
}

fn tags(texts: Texts) -> Array {
    Array::of1(&JsValue::from_str(intl_tag(texts)))
}

fn options(settings: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in settings {
        set(&object, name, &JsValue::from_str(value));
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a plain object does not fail.
    drop(Reflect::set(object, &JsValue::from_str(name), value));
}

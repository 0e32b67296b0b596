//! Typed readings that this device keeps while the server is away: kept before they are sent, forgotten once they are stored.

use std::{collections::BTreeSet, rc::Rc};

use sesemr_common::{
    api::ErrorCode as ApiErrorCode,
    flow::{FlowError, KeptReadings},
    id::UploadId,
    record::{MedicalRecord, SeriesKey},
};
use wasm_bindgen_futures::spawn_local;

use super::{
    error::explain,
    offline::follow_records,
    preview::{FileContent, PreviewFile},
    publish_summaries::{Earlier, publish_summaries},
    reporter::Reporter,
    state::{SignedIn, Vault},
    timer,
    typed_readings::{put_typed_readings_back, take_typed_readings},
    upload_file::Watch,
};
use crate::{
    message::{AppError, DiscardKeptReadings, ErrorCode, ListKeptReadings, LiveEvent, SendKeptReadings},
    model::{
        import::{FileFate, KeptReadingsView},
        moment::Moment,
        series::series_keys,
    },
};

/// Pause before the first time that sending is tried again, in milliseconds.
const FIRST_PAUSE: u32 = 3_000;
/// The longest pause, in milliseconds.
const LONGEST_PAUSE: u32 = 60_000;

pub(super) async fn list_kept_readings(
    vault: &Vault,
    _verb: ListKeptReadings,
) -> Result<Vec<KeptReadingsView>, AppError> {
    let sets = vault.member()?.kept_readings().await?;
    let running = vault.running.borrow();
    // What is being sent now is neither to be sent nor to be discarded.
    Ok(sets.iter().filter(|set| !running.contains(&set.upload)).map(view).collect())
}

pub(super) async fn send_kept_readings(
    vault: &Rc<Vault>,
    _verb: SendKeptReadings,
    reporter: &Reporter,
) -> Result<u32, AppError> {
    let member = vault.member()?;
    send_all(vault, &member, reporter).await
}

pub(super) async fn discard_kept_readings(vault: &Vault, verb: DiscardKeptReadings) -> Result<(), AppError> {
    let member = vault.member()?;
    if vault.running.borrow().contains(&verb.upload) {
        return Err(ErrorCode::Conflict.into());
    }
    Ok(member.discard_kept_readings(verb.upload).await?)
}

/// The server answers: what was kept goes, and the page is told. What fails now is tried again the next time.
pub(super) async fn send_what_was_kept(vault: &Rc<Vault>, member: &Rc<SignedIn>) {
    if let Ok(count) = send_all(vault, member, &vault.unasked()).await
        && count > 0
        && vault.holds(member)
    {
        vault.live.send(LiveEvent::ReadingsSent { count });
    }
}

/// The uploads that kept readings will be: they go on by themselves, with what is kept.
pub(super) async fn kept_uploads(member: &SignedIn) -> Result<BTreeSet<UploadId>, AppError> {
    Ok(member.kept_readings().await?.iter().map(|set| set.upload).collect())
}

/// Keeps typed readings, then sends them. Where the server is away they stay kept; where this device keeps nothing, nothing
/// was begun.
///
/// # Errors
/// [`ErrorCode::SessionEnded`], and [`ErrorCode::Cancelled`] of who left meanwhile: they stay kept until the next sign-in.
pub(super) async fn keep_and_send(
    vault: &Rc<Vault>,
    member: &Rc<SignedIn>,
    file: &PreviewFile,
    group_size: u8,
    reporter: &Reporter,
) -> Result<Option<FileFate>, AppError> {
    let FileContent::Records(records) = &file.content else { return Ok(None) };
    let Ok(upload) = member.keep_readings(records, u32::from(group_size)).await else { return Ok(None) };
    // From here on they go from what is kept, and from nowhere else: a list that showed them still would store them twice.
    let typed = take_typed_readings(member).await;
    let _one = vault.sending_kept.lock().await;
    let watch = Watch::new(vault, Some(0), reporter);
    match member.send_kept_readings(upload, &watch).await {
        Ok(_) => Ok(Some(FileFate::Stored { records: count(records) })),
        // Whoever left finds them kept.
        Err(FlowError::Cancelled) if !vault.holds(member) => Err(ErrorCode::Cancelled.into()),
        Err(error) if stays_kept(&error) => match explain(member, error) {
            ended if ended.code == ErrorCode::SessionEnded => Err(ended),
            _ => {
                keep_trying(vault, member);
                Ok(Some(FileFate::Kept))
            }
        },
        Err(error) => {
            drop(watch);
            put_typed_readings_back(member, typed).await;
            member.discard_kept_readings(upload).await?;
            let why = explain(member, error);
            Ok(Some(if why.code == ErrorCode::Cancelled { FileFate::NotSent } else { FileFate::Failed(why) }))
        }
    }
}

/// Tries again now and then for as long as this person is signed in and something is kept. That the server is back is told by
/// the stream of events where that broke off; a connection that fails for single calls leaves it standing.
fn keep_trying(vault: &Rc<Vault>, member: &Rc<SignedIn>) {
    // Who reads without a connection signs in again when there is one.
    if member.host().is_offline() || !vault.holds(member) || vault.trying_to_send.replace(true) {
        return;
    }
    let (vault, member) = (Rc::clone(vault), Rc::clone(member));
    spawn_local(async move {
        let mut pause = FIRST_PAUSE;
        loop {
            timer::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            let is_over = async || member.kept_readings().await.is_ok_and(|kept| kept.is_empty());
            if !vault.holds(&member) || is_over().await {
                break;
            }
            send_what_was_kept(&vault, &member).await;
        }
        // Leaving has said so already, and whoever is next may be trying by now.
        if vault.holds(&member) {
            vault.trying_to_send.set(false);
        }
    });
}

/// Whether nothing speaks against the readings themselves: there is no server, or no session.
fn stays_kept(error: &FlowError) -> bool {
    matches!(error, FlowError::Away) || error.is_refusal(ApiErrorCode::NotSignedIn)
}

async fn send_all(vault: &Rc<Vault>, member: &Rc<SignedIn>, reporter: &Reporter) -> Result<u32, AppError> {
    let _one = vault.sending_kept.lock().await;
    let (mut sent, mut failed) = (0, None);
    for set in member.kept_readings().await? {
        // What is left goes once they are back.
        if !vault.holds(member) {
            break;
        }
        let (keys, group_size) = (keys_of(&set), u8::try_from(set.group_size).ok());
        let watch = Watch::new(vault, None, reporter);
        match member.send_kept_readings(set.upload, &watch).await {
            Ok(count) => sent += count,
            // One set that cannot go keeps no other from going.
            Err(error) => {
                failed = Some(explain(member, error));
                continue;
            }
        }
        // The readings are stored whatever becomes of their summaries: those are made anew with the next readings.
        drop(publish_summaries(vault, member, &keys, Earlier::Kept, group_size, reporter).await);
    }
    if sent > 0 {
        follow_records(vault, member);
    }
    match failed {
        Some(why) if sent == 0 => Err(why),
        _ => Ok(u32::try_from(sent).unwrap_or(u32::MAX)),
    }
}

fn keys_of(set: &KeptReadings) -> BTreeSet<SeriesKey> {
    series_keys(set.records.iter().map(|record| (record.content_id(), record.content())))
}

fn count(records: &[Rc<MedicalRecord>]) -> u32 {
    u32::try_from(records.len()).unwrap_or(u32::MAX)
}

fn view(set: &KeptReadings) -> KeptReadingsView {
    let count = u32::try_from(set.records.len()).unwrap_or(u32::MAX);
    KeptReadingsView { upload: set.upload, at: Moment::from_wire(set.at), count }
}

//! One line for each verb: which file answers it. The `match` is complete or does not compile.

use std::rc::Rc;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use web_sys::File;

use super::{
    answer_log_entry, attempt_opening, block_person, build_cohort, close_account, close_opening, confirm_import,
    confirm_kit, confirm_password, correct_prescription, correct_record, delete_record, end_sessions,
    export_access_log, grants, hide_record, interrupted, keep_draft, kept_readings, key_requests, list_people,
    list_records, list_sessions, log_in, log_out, mark_record, offline, preview_import, read_access_log, read_portion,
    read_record, read_record_history, read_timeline, recover, register, reporter::Reporter, save_preferences,
    set_listing, start, state::Vault, take_away, typed_readings, withdraw_prescription, write_prescription,
};
use crate::message::{self, AppError, Ask, ErrorCode, LiveEvent, Verb};

/// Does what a verb says. Where the server knows the session no longer, everything that it opened is wiped, and the page is
/// told: an answer alone does not say whose session ended, and somebody else may have signed in since it was asked for.
pub(super) async fn dispatch(
    vault: &Rc<Vault>,
    verb: Verb,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<Box<RawValue>, AppError> {
    let asked_by = vault.member().ok();
    let result = answer_verb(vault, verb, files, reporter).await;
    let ended = result.as_ref().is_err_and(|error| error.code == ErrorCode::SessionEnded);
    if ended && asked_by.is_some_and(|member| vault.holds(&member)) {
        vault.live.send(LiveEvent::SessionEnded);
        vault.leave();
    }
    result
}

#[expect(clippy::too_many_lines, reason = "one line for each verb")]
async fn answer_verb(
    vault: &Rc<Vault>,
    verb: Verb,
    files: Vec<File>,
    reporter: &Reporter,
) -> Result<Box<RawValue>, AppError> {
    match verb {
        Verb::Start(verb) => answer::<message::Start>(start::start(verb).await),
        Verb::Register(verb) => answer::<message::Register>(register::register(vault, verb, reporter).await),
        Verb::ConfirmKit(verb) => answer::<message::ConfirmKit>(confirm_kit::confirm_kit(vault, verb, reporter).await),
        Verb::DiscardRegistration(verb) => {
            answer::<message::DiscardRegistration>(register::discard_registration(vault, verb).await)
        }
        Verb::LogIn(verb) => answer::<message::LogIn>(log_in::log_in(vault, verb, reporter).await),
        Verb::LogInWithKit(verb) => {
            answer::<message::LogInWithKit>(log_in::log_in_with_kit(vault, verb, reporter).await)
        }
        Verb::Recover(verb) => answer::<message::Recover>(recover::recover(vault, verb, reporter).await),
        Verb::ConfirmPassword(verb) => {
            answer::<message::ConfirmPassword>(confirm_password::confirm_password(vault, verb))
        }
        Verb::ChangePassword(verb) => {
            answer::<message::ChangePassword>(confirm_password::change_password(vault, verb, reporter).await)
        }
        Verb::MakeNewKit(verb) => answer::<message::MakeNewKit>(recover::make_new_kit(vault, verb)),
        Verb::SavePreferences(verb) => {
            answer::<message::SavePreferences>(save_preferences::save_preferences(vault, verb).await)
        }
        Verb::KeepOffline(verb) => answer::<message::KeepOffline>(offline::keep_offline(vault, verb, reporter).await),
        Verb::ReadOffline(verb) => answer::<message::ReadOffline>(offline::read_offline(vault, verb).await),
        Verb::ForgetOffline(verb) => answer::<message::ForgetOffline>(offline::forget_offline(vault, verb).await),
        Verb::ForgetDevice(verb) => answer::<message::ForgetDevice>(log_out::forget_device(vault, verb).await),
        Verb::LogOut(verb) => answer::<message::LogOut>(log_out::log_out(vault, verb).await),
        Verb::LogOutEverywhere(verb) => {
            answer::<message::LogOutEverywhere>(log_out::log_out_everywhere(vault, verb).await)
        }
        Verb::ListSessions(verb) => answer::<message::ListSessions>(list_sessions::list_sessions(vault, verb).await),
        Verb::EndSessions(verb) => answer::<message::EndSessions>(end_sessions::end_sessions(vault, verb).await),
        Verb::ReadListing(verb) => answer::<message::ReadListing>(set_listing::read_listing(vault, verb)),
        Verb::SetListing(verb) => answer::<message::SetListing>(set_listing::set_listing(vault, verb).await),
        Verb::CloseAccount(verb) => answer::<message::CloseAccount>(close_account::close_account(vault, verb).await),
        Verb::Lock(verb) => answer::<message::Lock>(log_out::lock(vault, verb).await),
        Verb::ListRecords(verb) => {
            answer::<message::ListRecords>(list_records::list_records(vault, verb, reporter).await)
        }
        Verb::ReadRecord(verb) => answer::<message::ReadRecord>(read_record::read_record(vault, verb, reporter).await),
        Verb::ReadRecordHistory(verb) => {
            answer::<message::ReadRecordHistory>(read_record_history::read_record_history(vault, verb).await)
        }
        Verb::CorrectRecord(verb) => {
            answer::<message::CorrectRecord>(correct_record::correct_record(vault, verb, files, reporter).await)
        }
        Verb::CorrectReading(verb) => {
            answer::<message::CorrectReading>(correct_record::correct_reading(vault, verb, reporter).await)
        }
        Verb::MarkRecord(verb) => answer::<message::MarkRecord>(mark_record::mark_record(vault, verb).await),
        Verb::HideRecord(verb) => answer::<message::HideRecord>(hide_record::hide_record(vault, verb).await),
        Verb::DeleteRecord(verb) => {
            answer::<message::DeleteRecord>(delete_record::delete_record(vault, verb, reporter).await)
        }
        Verb::ReadPortion(verb) => {
            answer::<message::ReadPortion>(read_portion::read_portion(vault, verb, reporter).await)
        }
        Verb::ReadTimeline(verb) => {
            answer::<message::ReadTimeline>(read_timeline::read_timeline(vault, verb, reporter).await)
        }
        Verb::ReadFileLimit(verb) => {
            answer::<message::ReadFileLimit>(preview_import::read_file_limit(vault, verb).await)
        }
        Verb::PreviewImport(verb) => {
            answer::<message::PreviewImport>(preview_import::preview_import(vault, verb, files, reporter).await)
        }
        Verb::PreviewReadings(verb) => {
            answer::<message::PreviewReadings>(preview_import::preview_readings(vault, verb).await)
        }
        Verb::AdjustImport(verb) => answer::<message::AdjustImport>(preview_import::adjust_import(vault, verb)),
        Verb::ReplaceImportFile(verb) => answer::<message::ReplaceImportFile>(
            preview_import::replace_import_file(vault, verb, files, reporter).await,
        ),
        Verb::ConfirmImport(verb) => {
            answer::<message::ConfirmImport>(confirm_import::confirm_import(vault, verb, reporter).await)
        }
        Verb::DiscardImport(verb) => answer::<message::DiscardImport>(preview_import::discard_import(vault, verb)),
        Verb::ListInterruptedImports(verb) => {
            answer::<message::ListInterruptedImports>(interrupted::list_interrupted_imports(vault, verb).await)
        }
        Verb::ContinueImport(verb) => {
            answer::<message::ContinueImport>(interrupted::continue_import(vault, verb, files, reporter).await)
        }
        Verb::LeaveOutImport(verb) => {
            answer::<message::LeaveOutImport>(interrupted::leave_out_import(vault, verb).await)
        }
        Verb::ListTypedReadings(verb) => {
            answer::<message::ListTypedReadings>(typed_readings::list_typed_readings(vault, verb).await)
        }
        Verb::KeepTypedReadings(verb) => {
            answer::<message::KeepTypedReadings>(typed_readings::keep_typed_readings(vault, verb).await)
        }
        Verb::ListKeptReadings(verb) => {
            answer::<message::ListKeptReadings>(kept_readings::list_kept_readings(vault, verb).await)
        }
        Verb::SendKeptReadings(verb) => {
            answer::<message::SendKeptReadings>(kept_readings::send_kept_readings(vault, verb, reporter).await)
        }
        Verb::DiscardKeptReadings(verb) => {
            answer::<message::DiscardKeptReadings>(kept_readings::discard_kept_readings(vault, verb).await)
        }
        Verb::ListKeyRequests(verb) => {
            answer::<message::ListKeyRequests>(key_requests::list_key_requests(vault, verb).await)
        }
        Verb::GrantKeyRequest(verb) => {
            answer::<message::GrantKeyRequest>(key_requests::grant_key_request(vault, verb).await)
        }
        Verb::RefuseKeyRequest(verb) => {
            answer::<message::RefuseKeyRequest>(key_requests::refuse_key_request(vault, verb).await)
        }
        Verb::IssueRandomKey(verb) => answer::<message::IssueRandomKey>(grants::issue_random_key(vault, verb).await),
        Verb::ShowRandomKey(verb) => answer::<message::ShowRandomKey>(grants::show_random_key(vault, verb).await),
        Verb::SendRandomKey(verb) => answer::<message::SendRandomKey>(grants::send_random_key(vault, verb).await),
        Verb::ListAccess(verb) => answer::<message::ListAccess>(grants::list_access(vault, verb).await),
        Verb::TakeBackGrant(verb) => answer::<message::TakeBackGrant>(grants::take_back_grant(vault, verb).await),
        Verb::PauseGrant(verb) => answer::<message::PauseGrant>(grants::pause_grant(vault, verb).await),
        Verb::ListPeople(verb) => answer::<message::ListPeople>(list_people::list_people(vault, verb).await),
        Verb::ListBlocked(verb) => answer::<message::ListBlocked>(list_people::list_blocked(vault, verb).await),
        Verb::BlockPerson(verb) => answer::<message::BlockPerson>(block_person::block_person(vault, verb).await),
        Verb::ConfirmFingerprint(verb) => {
            answer::<message::ConfirmFingerprint>(grants::confirm_fingerprint(vault, verb).await)
        }
        Verb::ReadAccessLog(verb) => {
            answer::<message::ReadAccessLog>(read_access_log::read_access_log(vault, verb, reporter).await)
        }
        Verb::AnswerLogEntry(verb) => {
            answer::<message::AnswerLogEntry>(answer_log_entry::answer_log_entry(vault, verb).await)
        }
        Verb::ExportAccessLog(verb) => {
            answer::<message::ExportAccessLog>(export_access_log::export_access_log(vault, verb, reporter).await)
        }
        Verb::TakeAway(verb) => answer::<message::TakeAway>(take_away::take_away(vault, verb, reporter).await),
        Verb::FindPerson(verb) => answer::<message::FindPerson>(key_requests::find_person(vault, verb).await),
        Verb::RequestKey(verb) => answer::<message::RequestKey>(key_requests::request_key(vault, verb).await),
        Verb::ListMyRequests(verb) => {
            answer::<message::ListMyRequests>(key_requests::list_my_requests(vault, verb).await)
        }
        Verb::AttemptOpening(verb) => {
            answer::<message::AttemptOpening>(attempt_opening::attempt_opening(vault, verb, reporter).await)
        }
        Verb::ReadOpening(verb) => answer::<message::ReadOpening>(attempt_opening::read_opening(vault, verb).await),
        Verb::WritePrescription(verb) => {
            answer::<message::WritePrescription>(write_prescription::write_prescription(vault, verb).await)
        }
        Verb::CorrectPrescription(verb) => {
            answer::<message::CorrectPrescription>(correct_prescription::correct_prescription(vault, verb).await)
        }
        Verb::WithdrawPrescription(verb) => {
            answer::<message::WithdrawPrescription>(withdraw_prescription::withdraw_prescription(vault, verb).await)
        }
        Verb::KeepOpen(verb) => answer::<message::KeepOpen>(attempt_opening::keep_open(vault, verb).await),
        Verb::ReadDraft(verb) => answer::<message::ReadDraft>(keep_draft::read_draft(vault, verb).await),
        Verb::KeepDraft(verb) => answer::<message::KeepDraft>(keep_draft::keep_draft(vault, verb).await),
        Verb::CloseOpening(verb) => answer::<message::CloseOpening>(close_opening::close_opening(vault, verb).await),
        Verb::ListCohort(verb) => answer::<message::ListCohort>(build_cohort::list_cohort(vault, verb, reporter).await),
        Verb::BuildCohort(verb) => {
            answer::<message::BuildCohort>(build_cohort::build_cohort(vault, verb, reporter).await)
        }
    }
}

/// A view as it crosses to the page; its type is the verb's answer.
fn answer<A: Ask>(view: Result<A::Answer, AppError>) -> Result<Box<RawValue>, AppError>
where
    A::Answer: Serialize,
{
    to_raw_value(&view?).map_err(|error| AppError::new(ErrorCode::Defect).because(error))
}

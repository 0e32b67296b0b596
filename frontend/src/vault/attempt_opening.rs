//! Enters the random key: the one attempt, and everything that it opens.

use std::rc::Rc;

use sesemr_common::{
    crypto::OpeningCode,
    flow::{Lent, Portal},
    portion::Portion,
    record::{RecordRow, ReferenceNames, view_record},
};

use super::{
    error::{explain, mistyped_code},
    grants::find_opening,
    person::view_person,
    portal::OpenPortal,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, AttemptOpening, ErrorCode, KeepOpen, Progress, ProgressStep, ReadOpening, Typed},
    model::opening::{OpeningView, SubjectView},
};

pub(super) async fn attempt_opening(
    vault: &Vault,
    verb: AttemptOpening,
    reporter: &Reporter,
) -> Result<OpeningView, AppError> {
    let member = vault.member()?;
    let opening = find_opening(&member, verb.opening).await?;
    let typed = verb.code.as_ref().map(Typed::as_str).or(opening.code.as_ref().map(|code| code.as_str()));
    let typed = typed.ok_or_else(|| AppError::new(ErrorCode::NothingChosen).in_field("code"))?;
    // A slip is caught here: nothing is sent, nothing is burnt.
    let code = OpeningCode::from_groups(typed).map_err(|mistyped| mistyped_code(mistyped).in_field("code"))?;
    reporter.progress(Progress { step: ProgressStep::StretchingPassword, file: None, done: 0, total: 0 });
    let portal = member.open_record(&opening, &code).await.map_err(|error| explain(&member, error))?;
    reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done: 0, total: 0 });
    let lent = member.list_opened_records(&portal).await.map_err(|error| explain(&member, error))?;
    let patient = member.person(portal.patient()).await.map_err(|error| explain(&member, error))?;
    let subject = read_subject(&member, &portal, &lent).await;
    let open = Rc::new(OpenPortal::new(portal, lent, view_person(&patient), subject));
    vault.portals.borrow_mut().insert(verb.opening, Rc::clone(&open));
    Ok(open.view(&member))
}

pub(super) fn read_opening(vault: &Vault, verb: ReadOpening) -> Result<OpeningView, AppError> {
    let open = vault.portal(verb.opening)?;
    open.touch();
    Ok(open.view(&*vault.member()?))
}

pub(super) async fn keep_open(vault: &Vault, verb: KeepOpen) -> Result<OpeningView, AppError> {
    let (member, open) = (vault.member()?, vault.portal(verb.opening)?);
    member.keep_open(&open.portal).await.map_err(|error| explain(&member, error))?;
    open.touch();
    Ok(open.view(&member))
}

/// Name and birth date by the records themselves, where `personal` is open.
async fn read_subject(member: &SignedIn, portal: &Portal, lent: &Lent) -> Option<SubjectView> {
    let is_patient = |fhir_type: &sesemr_common::record::FhirType| fhir_type.as_str() == "Patient";
    let patient = lent.records.iter().find(|record| {
        record.header.fields.portion == Portion::Personal && record.summary.fhir_type.as_ref().is_some_and(is_patient)
    })?;
    let content = member.read_opened_records(portal, &[patient]).await.ok()?.pop()??.ok()?;
    let view = view_record(&content, &ReferenceNames::default());
    let born = match view.row {
        RecordRow::Other(row) => row.date,
        _ => None,
    };
    Some(SubjectView { name: view.title.as_str().to_owned(), born })
}

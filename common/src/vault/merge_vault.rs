//! Merging two versions of a vault that two devices wrote: nothing is lost.

use super::VaultContent;

/// Makes `vault` the version `theirs` that the server holds, together with what only `vault` had.
///
/// Portion secrets are joined by (portion, epoch, A), contacts by account with comparisons kept, random keys by
/// opening, due rolls by portion; of index and log the longer head counts; of settings `mine` win.
pub fn merge_vault(vault: &mut VaultContent, theirs: VaultContent) {
    let mine = core::mem::replace(vault, theirs);
    let theirs = vault;
    for key in mine.portion_keys {
        let fields = &key.card.fields;
        let known = theirs.portion_keys.iter_mut().find(|other| {
            let other = &other.card.fields;
            (other.portion, other.epoch, other.pre_key) == (fields.portion, fields.epoch, fields.pre_key)
        });
        match known {
            Some(other) => other.current |= key.current,
            None => theirs.portion_keys.push(key),
        }
    }
    for contact in mine.contacts {
        match theirs.contacts.iter_mut().find(|other| other.account == contact.account) {
            Some(other) if other.key == contact.key => other.compared_at = other.compared_at.or(contact.compared_at),
            Some(_) => {}
            None => theirs.contacts.push(contact),
        }
    }
    for issued in mine.issued_codes {
        if theirs.issued_codes.iter().all(|other| other.opening != issued.opening) {
            theirs.issued_codes.push(issued);
        }
    }
    for portion in mine.rolls_due {
        if !theirs.rolls_due.contains(&portion) {
            theirs.rolls_due.push(portion);
        }
    }
    for (name, value) in mine.settings {
        theirs.settings.retain(|(other, _)| *other != name);
        theirs.settings.push((name, value));
    }
    if mine.index_head.sequence > theirs.index_head.sequence {
        theirs.index_head = mine.index_head;
    }
    if mine.log_head.sequence > theirs.log_head.sequence {
        theirs.log_head = mine.log_head;
    }
    theirs.server.restore_epoch = theirs.server.restore_epoch.max(mine.server.restore_epoch);
}

//! Lists by cursor: requests, grants and openings, oldest first, to and from whoever asks.

use sesemr_common::{
    api::{Page, PageQuery, StoredGrant, StoredKeyRequest, StoredOpening},
    id::Encoded,
};

use super::Sas;
use crate::{
    access::{grant_state, opening_state, request_state},
    auth::Session,
    db::sas::{act as acts, key_grant, key_request, opening},
    error::{Error, Outcome},
};

/// Items of a page where the query does not say.
const USUAL: u16 = 100;
/// The most items of a page.
const MOST: u16 = 500;

impl Sas {
    /// Lists requests to and from the session's account.
    ///
    /// # Errors
    /// Where the cursor is not one of this server's; where the database is away.
    pub async fn list_key_requests(&self, session: &Session, query: &PageQuery) -> Outcome<Page<StoredKeyRequest>> {
        let (after, limit) = first_of_page(query)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let mut rows = Vec::new();
        for row in key_request::list(&mut connection, session.account, after, limit).await? {
            let act = acts::read(&mut connection, row.patient, row.act).await?;
            let refusal = match row.refusal {
                Some(hash) => Some(Encoded(acts::read(&mut connection, row.patient, hash).await?)),
                None => None,
            };
            let item = StoredKeyRequest { act: Encoded(act), state: request_state(&row, now), refusal };
            rows.push((row.ordinal, item));
        }
        Ok(page_of(rows, limit))
    }

    /// Lists grants by and to the session's account.
    ///
    /// # Errors
    /// Where the cursor is not one of this server's; where the database is away.
    pub async fn list_grants(&self, session: &Session, query: &PageQuery) -> Outcome<Page<StoredGrant>> {
        let (after, limit) = first_of_page(query)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let mut rows = Vec::new();
        for row in key_grant::list(&mut connection, session.account, after, limit).await? {
            let act = acts::read(&mut connection, row.patient, row.act).await?;
            let take_back = match row.take_back {
                Some(hash) => Some(Encoded(acts::read(&mut connection, row.patient, hash).await?)),
                None => None,
            };
            let item = StoredGrant {
                act: Encoded(act),
                state: grant_state(&row, now),
                openings_used: row.openings_used,
                take_back,
            };
            rows.push((row.ordinal, item));
        }
        Ok(page_of(rows, limit))
    }

    /// Lists openings by and for the session's account.
    ///
    /// # Errors
    /// Where the cursor is not one of this server's; where the database is away.
    pub async fn list_openings(&self, session: &Session, query: &PageQuery) -> Outcome<Page<StoredOpening>> {
        let (after, limit) = first_of_page(query)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let mut rows = Vec::new();
        for row in opening::list(&mut connection, session.account, after, limit).await? {
            let act = acts::read(&mut connection, row.patient, row.act).await?;
            let item = StoredOpening {
                act: Encoded(act),
                state: opening_state(&row, now),
                message: row.message.map(Encoded),
                end_confirmed: row.end_confirmed,
                active_at: row.active_at.get(),
            };
            rows.push((row.ordinal, item));
        }
        Ok(page_of(rows, limit))
    }
}

/// After which place a page begins, and how many rows to read: one more than it shows.
pub(super) fn first_of_page(query: &PageQuery) -> Outcome<(i64, i64)> {
    let after = query.cursor.as_deref().map_or(Ok(0), str::parse);
    let after = after.map_err(|_| Error::bad_field("cursor", "pass on what `next` said"))?;
    let limit = query.limit.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        Ok((after, i64::from(limit) + 1))
    } else {
        Err(Error::bad_field("limit", format!("1 to {MOST}")))
    }
}

/// A page of rows that were read one more than it shows.
pub(super) fn page_of<T>(mut rows: Vec<(i64, T)>, limit: i64) -> Page<T> {
    let shown = usize::try_from(limit - 1).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|(ordinal, _)| ordinal.to_string());
    Page { items: rows.into_iter().map(|(_, item)| item).collect(), next }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    #[test]
    fn a_page_ends_where_the_next_one_begins() {
        let query = PageQuery { cursor: Some("7".to_owned()), limit: Some(2) };
        let (after, limit) = first_of_page(&query).unwrap();
        let page = page_of((after + 1..).take(usize::try_from(limit).unwrap()).map(|it| (it, it)).collect(), limit);
        assert_eq!(page.items, [8, 9]);
        assert_eq!(page.next.as_deref(), Some("9"));
    }

    #[test]
    fn the_last_page_says_so() {
        assert_eq!(page_of(vec![(1, 'a')], 3).next, None);
    }

    #[test]
    fn a_made_up_cursor_is_refused() {
        assert!(first_of_page(&PageQuery { cursor: Some("x".to_owned()), limit: None }).is_err());
    }
}

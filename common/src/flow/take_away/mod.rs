//! Taking everything away: every record that opens, read and checked as always, and what is known about them, written into
//! an archive one after another. What does not open is named. The way back is an import like any other.

mod papers;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;

use zeroize::Zeroizing;

use self::papers::{Consents, History, RecordStory, SignedPrescription, party_of};
use super::read_record_history::times_of_headers;
use super::{CheckedLog, FlowError, Host, Listing, Member, OwnRecord, PastVersion};
use crate::envelope::Authority;
use crate::export::archive::{
    ARCHIVE_FORMAT, ARCHIVE_VERSION, ArchiveWriter, LeftOutReason, ListedFile, ListedMark, ListedPaper, ListedRecord,
    Manifest, NotTaken, PaperKind, Party, READ_ME,
};
use crate::export::{LOG_COLUMNS, LogLine, audit_bundle, instant, log_csv};
use crate::id::{AccountId, Hash, RecordId};
use crate::record::{MediaType, PatientNote};

/// How many small records are read together.
const TOGETHER: usize = 256;
/// The most bytes of records that are read together.
const BYTES_TOGETHER: u64 = 8 * 1024 * 1024;

/// What goes into an archive besides what the servers hold: words in the person's language.
pub struct TakeAway<'a> {
    /// What the archive is.
    pub read_me: &'a str,
    /// The heads of the log's table.
    pub columns: &'a [String; LOG_COLUMNS],
    /// The log, checked.
    pub log: &'a CheckedLog,
    /// The same in words.
    pub lines: &'a [LogLine],
}

/// Whoever watches.
pub trait TakeAwayWatch {
    /// So many bytes of records of so many are in the archive.
    fn taken(&self, bytes: u64, of: u64);
    /// Whether the person cancelled.
    fn is_cancelled(&self) -> bool;
}

impl<H: Host> Member<H> {
    /// Writes everything into `sink`, record by record, and gives it back with the list of what it holds. What is in memory
    /// at any time are at most some small records or a piece of a large one, and the list.
    ///
    /// # Errors
    /// Those of the server; [`FlowError::Cancelled`]; where the sink takes no more, [`FlowError::Invalid`]. A record that does
    /// not open is no error: it stands in [`Manifest::not_taken`].
    pub async fn take_away<W: Write>(
        &self,
        words: &TakeAway<'_>,
        sink: W,
        watch: &impl TakeAwayWatch,
    ) -> Result<(W, Manifest), FlowError> {
        self.forget_listing();
        let listing = self.list_records().await?;
        let made_at = self.host.now();
        let bytes = listing.records.iter().map(|record| record.summary.byte_size).sum();
        let mut taking = Taking {
            member: self,
            words,
            watch,
            archive: ArchiveWriter::new(sink, made_at),
            parties: BTreeMap::new(),
            stored_at: times_of_headers(words.log),
            history: History::new(made_at),
            manifest: Manifest {
                format: ARCHIVE_FORMAT.to_owned(),
                version: ARCHIVE_VERSION,
                made_at: instant(made_at),
                person: self.own_party(),
                records: Vec::new(),
                earlier_versions: Vec::new(),
                papers: Vec::new(),
                not_taken: Vec::new(),
            },
            taken: (0, bytes),
        };
        taking.paper(READ_ME, PaperKind::ReadMe, words.read_me.as_bytes())?;
        taking.records(&listing).await?;
        taking.not_shown(&listing);
        taking.earlier_versions(&listing).await?;
        taking.fhir_bundle(&listing, made_at).await?;
        taking.papers(made_at).await?;
        let Taking { archive, manifest, .. } = taking;
        let sink = archive.finish(&manifest).map_err(full)?;
        Ok((sink, manifest))
    }

    fn own_party(&self) -> Party {
        let profile = self.profile();
        Party { account: self.account(), name: profile.display_name, handle: profile.handle }
    }
}

/// An archive in the making.
struct Taking<'a, H, W: Write, T> {
    member: &'a Member<H>,
    words: &'a TakeAway<'a>,
    watch: &'a T,
    archive: ArchiveWriter<W>,
    parties: BTreeMap<AccountId, Party>,
    stored_at: BTreeMap<Hash, u64>,
    history: History,
    manifest: Manifest,
    /// Bytes of records in the archive, and of all.
    taken: (u64, u64),
}

impl<H: Host, W: Write, T: TakeAwayWatch> Taking<'_, H, W, T> {
    fn go_on(&self) -> Result<(), FlowError> {
        if self.watch.is_cancelled() { Err(FlowError::Cancelled) } else { Ok(()) }
    }

    fn paper(&mut self, path: &str, kind: PaperKind, bytes: &[u8]) -> Result<(), FlowError> {
        let file = self.archive.add(path, bytes).map_err(full)?;
        self.manifest.papers.push(ListedPaper { file, kind });
        Ok(())
    }

    /// The current version of every record: small ones many at a time, large ones piece by piece.
    async fn records(&mut self, listing: &Listing) -> Result<(), FlowError> {
        let mut rest = listing.records.as_slice();
        while !rest.is_empty() {
            self.go_on()?;
            let (some, after) = rest.split_at(length_together(rest));
            rest = after;
            for (record, content) in some.iter().zip(self.member.read_records(some).await?) {
                self.go_on()?;
                if let Some(listed) = self.take(record, "records", "", content).await? {
                    self.manifest.records.push(listed);
                }
                self.taken.0 += record.summary.byte_size;
                self.watch.taken(self.taken.0, self.taken.1);
            }
        }
        Ok(())
    }

    /// One version of a record; nothing where it is damaged, which is noted.
    async fn take(
        &mut self,
        record: &Rc<OwnRecord>,
        folder: &str,
        mark: &str,
        content: Option<super::Content>,
    ) -> Result<Option<ListedRecord>, FlowError> {
        let fields = &record.header.fields;
        let summary = &record.summary;
        let folder = format!("{folder}/{}", fields.portion);
        let path = self.archive.name(&folder, summary.title.as_str(), mark, summary.media_type.as_str());
        let file = match content {
            Some(Ok(content)) => self.archive.add(&path, &content).map_err(full)?,
            Some(Err(FlowError::AlteredOrDamaged)) => {
                self.note_damage(record, None);
                return Ok(None);
            }
            Some(Err(error)) => return Err(error),
            None => match self.take_large(record, &path).await? {
                Ok(file) => file,
                Err(part) => {
                    self.note_damage(record, Some(part));
                    return Ok(None);
                }
            },
        };
        let listed = self.list(record, file).await?;
        if fields.author != self.member.account() && fields.authority != Authority::Own {
            self.sign(record, &listed).await?;
        }
        Ok(Some(listed))
    }

    /// A large record, piece by piece. Where it is damaged, the file that holds what could be read.
    async fn take_large(&mut self, record: &OwnRecord, path: &str) -> Result<Result<ListedFile, String>, FlowError> {
        let mut file = self.archive.begin(path).map_err(full)?;
        let (watch, (before, all)) = (self.watch, self.taken);
        let mut bytes = 0;
        let read = self
            .member
            .read_record(record, async |piece: &[u8]| {
                if watch.is_cancelled() {
                    return Err(FlowError::Cancelled);
                }
                bytes += piece.len() as u64;
                watch.taken(before + bytes, all);
                file.write(piece).map_err(full)
            })
            .await;
        match read {
            Ok(()) => Ok(Ok(file.end())),
            Err(FlowError::AlteredOrDamaged) => Ok(Err(path.to_owned())),
            Err(error) => Err(error),
        }
    }

    fn note_damage(&mut self, record: &OwnRecord, part: Option<String>) {
        let fields = &record.header.fields;
        self.manifest.not_taken.push(NotTaken {
            record: fields.record,
            version: fields.version,
            portion: Some(fields.portion),
            title: Some(record.summary.title.clone()),
            reason: LeftOutReason::Damaged,
            part,
        });
    }

    /// What does not even open so far that its title is known, and what the server does not show.
    fn not_shown(&mut self, listing: &Listing) {
        let damaged = listing.damaged.iter().map(|damaged| NotTaken {
            record: damaged.record,
            version: damaged.version,
            portion: Some(damaged.portion),
            title: None,
            reason: LeftOutReason::Damaged,
            part: None,
        });
        let bare =
            |record, version, reason| NotTaken { record, version, portion: None, title: None, reason, part: None };
        let missing =
            listing.missing.iter().map(|missing| bare(missing.record, missing.version, LeftOutReason::Missing));
        let deleted = listing.undeleted.iter().map(|record| bare(*record, 0, LeftOutReason::Deleted));
        self.manifest.not_taken.extend(damaged.chain(missing).chain(deleted));
    }

    async fn list(&mut self, record: &OwnRecord, file: ListedFile) -> Result<ListedRecord, FlowError> {
        let fields = &record.header.fields;
        let summary = &record.summary;
        let written_by = self.party(fields.author).await;
        let (mark, hidden) = {
            let vault = self.member.vault();
            (vault.mark_on(fields.record).map(ListedMark::from), vault.is_hidden(fields.record))
        };
        Ok(ListedRecord {
            file,
            record: fields.record,
            version: fields.version,
            portion: fields.portion,
            title: summary.title.clone(),
            media_type: summary.media_type.clone(),
            fhir_type: summary.fhir_type.clone(),
            date: summary.clinical_date.clone(),
            content_id: summary.content_id.map(|id| base16ct::lower::encode_string(&id.0)),
            written_by,
            stored_at: self.stored_at(record),
            reason: summary.reason.as_ref().map(PatientNote::as_str).map(str::to_owned),
            mark,
            hidden,
        })
    }

    fn stored_at(&self, record: &OwnRecord) -> Option<String> {
        use crate::crypto::ProtocolObject as _;
        self.stored_at.get(&record.header.object_hash()).copied().map(instant)
    }

    /// Who somebody is, as far as this person knows; a server that is asked and does not say keeps nothing back from them.
    async fn party(&mut self, account: AccountId) -> Party {
        if account == self.member.account() {
            return self.member.own_party();
        }
        if let Some(known) = self.parties.get(&account) {
            return known.clone();
        }
        let party = match self.member.person(account).await {
            Ok(contact) => party_of(&contact),
            Err(_) => Party { account, name: String::new(), handle: String::new() },
        };
        self.parties.insert(account, party.clone());
        party
    }

    /// What a clinician signed, with what checking it takes.
    async fn sign(&mut self, record: &OwnRecord, listed: &ListedRecord) -> Result<(), FlowError> {
        let signed = SignedPrescription::of(self.member, record, listed).await?;
        let title = format!("{}, signed", record.summary.title.as_str());
        let path = self.archive.name("prescriptions", &title, "", MediaType::JSON);
        self.paper(&path, PaperKind::SignedPrescription, &papers::to_json(&signed)?)
    }

    /// The versions that were replaced, and the story of every record.
    async fn earlier_versions(&mut self, listing: &Listing) -> Result<(), FlowError> {
        let entries = self.member.read_index_entries().await?;
        self.history.note_deleted(&entries);
        for record in &listing.records {
            self.go_on()?;
            if record.header.fields.version == 1 || record.pending {
                self.history.records.push(RecordStory::of_single(record, self.stored_at(record)));
                continue;
            }
            let past = self.member.past_versions(record.id(), &entries, &self.stored_at).await?;
            let mut files = BTreeMap::new();
            for version in &past {
                if version.version == record.header.fields.version {
                    continue;
                }
                if let Some(path) = self.earlier_version(record.id(), version).await? {
                    files.insert(version.version, path);
                }
            }
            self.history.records.push(RecordStory::of(record, &past, &files));
        }
        self.history.add_current(&self.manifest.records);
        Ok(())
    }

    async fn earlier_version(&mut self, record: RecordId, past: &PastVersion) -> Result<Option<String>, FlowError> {
        let Some(version) = &past.record else {
            self.manifest.not_taken.push(NotTaken {
                record,
                version: past.version,
                portion: None,
                title: None,
                reason: LeftOutReason::Missing,
                part: None,
            });
            return Ok(None);
        };
        let content = self.member.read_records(&[Rc::clone(version)]).await?.pop().flatten();
        let mark = format!(", version {}", past.version);
        let listed = self.take(version, "versions", &mark, content).await?;
        let path = listed.as_ref().map(|listed| listed.file.path.clone());
        self.manifest.earlier_versions.extend(listed);
        Ok(path)
    }

    /// All FHIR resources, one after another: they are read once more rather than kept.
    async fn fhir_bundle(&mut self, listing: &Listing, made_at: u64) -> Result<(), FlowError> {
        let taken: std::collections::BTreeSet<RecordId> =
            self.manifest.records.iter().map(|listed| listed.record).collect();
        let is_fhir = |record: &&Rc<OwnRecord>| {
            record.summary.media_type.as_str() == MediaType::FHIR_JSON && taken.contains(&record.id())
        };
        let fhir: Vec<Rc<OwnRecord>> = listing.records.iter().filter(is_fhir).cloned().collect();
        let path = "fhir/records.fhir.json";
        let mut file = self.archive.begin(path).map_err(full)?;
        let head =
            format!(r#"{{"resourceType":"Bundle","type":"collection","timestamp":"{}","entry":["#, instant(made_at));
        file.write(head.as_bytes()).map_err(full)?;
        let mut is_first = true;
        let mut rest = fhir.as_slice();
        while !rest.is_empty() {
            if self.watch.is_cancelled() {
                return Err(FlowError::Cancelled);
            }
            let (some, after) = rest.split_at(length_together(rest));
            rest = after;
            for (record, content) in some.iter().zip(self.member.read_records(some).await?) {
                let content = match content {
                    Some(content) => content,
                    None => read_whole(self.member, record).await,
                };
                let content = match content {
                    // Sound a moment ago: its bytes are among the records.
                    Err(FlowError::AlteredOrDamaged) => continue,
                    other => other?,
                };
                // What is no JSON object would break all of it; its bytes are among the records in any case.
                if serde_json::from_slice::<BTreeMap<String, &serde_json::value::RawValue>>(&content).is_err() {
                    continue;
                }
                let comma = if core::mem::take(&mut is_first) { "" } else { "," };
                let entry = format!("{comma}\n{{\"fullUrl\":\"urn:uuid:{}\",\"resource\":", record.id());
                for piece in [entry.as_bytes(), content.as_slice(), b"}"] {
                    file.write(piece).map_err(full)?;
                }
            }
        }
        file.write(b"\n]}\n").map_err(full)?;
        let file = file.end();
        self.manifest.papers.push(ListedPaper { file, kind: PaperKind::RecordsFhir });
        Ok(())
    }

    async fn papers(&mut self, made_at: u64) -> Result<(), FlowError> {
        self.go_on()?;
        let consents = Consents::of(self.member, made_at).await?;
        self.paper("history.json", PaperKind::History, &papers::to_json(&self.history)?)?;
        self.paper("consents.json", PaperKind::Consents, &papers::to_json(&consents)?)?;
        let table = log_csv(self.words.columns, self.words.lines).map_err(|_| full(io::Error::other("table")))?;
        self.paper("log/access-log.csv", PaperKind::LogTable, &table)?;
        let name = self.member.profile().display_name;
        let bundle = audit_bundle(made_at, &name, self.words.lines);
        self.paper("log/access-log.fhir.json", PaperKind::LogFhir, &bundle)
    }
}

/// How many of the next records are read together; at least one.
fn length_together(records: &[Rc<OwnRecord>]) -> usize {
    let mut bytes = 0;
    let fits = |record: &&Rc<OwnRecord>| {
        bytes += record.summary.byte_size;
        bytes <= BYTES_TOGETHER
    };
    records.iter().take(TOGETHER).take_while(fits).count().max(1)
}

/// A FHIR resource that is larger than a chunk.
async fn read_whole<H: Host>(member: &Member<H>, record: &OwnRecord) -> Result<Zeroizing<Vec<u8>>, FlowError> {
    let mut content = Zeroizing::new(Vec::new());
    member
        .read_record(record, async |piece: &[u8]| {
            content.extend_from_slice(piece);
            Ok(())
        })
        .await?;
    Ok(content)
}

/// The sink takes no more.
fn full(_: io::Error) -> FlowError {
    FlowError::Invalid("This browser cannot hold the file.")
}

//! A host that notes what a server answers, and answers from the note while no server does.

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::{RawValue, to_raw_value};

use super::kept::{Answers, body_name};
use crate::api::frame::Frame;
use crate::api::{
    AfterQuery, ChunkHashes, ChunkRange, Endpoint, ListRecordsEndpoint, ReadBatchesEndpoint, ReadChunkHashesEndpoint,
    ReadChunkHashesRequest, ReadChunkHashesResponse, ReadChunksEndpoint, ReadChunksRequest, ReadKeyCardsEndpoint,
    ReadRecordIndexEndpoint, ServerDescription,
};
use crate::codec::Encoder;
use crate::crypto::{DeviceKey, DeviceMac};
use crate::envelope::chunk_hash;
use crate::flow::{CallError, DeviceKeyPlace, Host, StorageError, Token};
use crate::id::{AccountId, RecordId};
use crate::sharing::{IndexHead, extend_index};

/// What a listing asks. Nothing else is noted: while one is made other calls go on, and their answers may be secret, as
/// a session's new token is.
const NOTED: [&str; 4] =
    [ReadRecordIndexEndpoint::PATH, ListRecordsEndpoint::PATH, ReadBatchesEndpoint::PATH, ReadKeyCardsEndpoint::PATH];

/// A world whose server may be away. Clones are the same one.
#[derive(Clone)]
pub struct OfflineHost<H> {
    inner: H,
    mode: Rc<RefCell<Mode>>,
}

enum Mode {
    /// Every call goes to the server.
    Online,
    /// So it does, and the answers to a listing are noted.
    Noting(Answers),
    /// No call goes anywhere.
    Offline { account: AccountId, since: u64, answers: Answers, read: Option<Body> },
}

/// The body that was read last: a large one is read in several calls.
struct Body {
    record: RecordId,
    version: u32,
    frames: Vec<Frame>,
}

impl<H> OfflineHost<H> {
    /// A host whose calls go to the server.
    pub fn new(inner: H) -> Self {
        Self { inner, mode: Rc::new(RefCell::new(Mode::Online)) }
    }

    /// The world behind it.
    pub const fn inner(&self) -> &H {
        &self.inner
    }

    /// Whether it answers from what was kept.
    pub fn is_offline(&self) -> bool {
        matches!(*self.mode.borrow(), Mode::Offline { .. })
    }

    /// When what it answers from was kept, in milliseconds since 1970 UTC; nothing while calls go to the server.
    pub fn offline_since(&self) -> Option<u64> {
        match *self.mode.borrow() {
            Mode::Offline { since, .. } => Some(since),
            Mode::Online | Mode::Noting(_) => None,
        }
    }

    pub(super) fn go_offline(&self, account: AccountId, since: u64, answers: Answers) {
        *self.mode.borrow_mut() = Mode::Offline { account, since, answers, read: None };
    }

    pub(super) fn start_noting(&self) {
        if !self.is_offline() {
            *self.mode.borrow_mut() = Mode::Noting(Answers::new());
        }
    }

    /// What was noted since; empty where nothing was.
    pub(super) fn end_noting(&self) -> Answers {
        if self.is_offline() {
            return Answers::new();
        }
        match self.mode.replace(Mode::Online) {
            Mode::Noting(answers) => answers,
            Mode::Online | Mode::Offline { .. } => Answers::new(),
        }
    }

    fn note<E: Endpoint>(&self, request: &E::Request, answer: &Result<E::Response, CallError>) {
        if NOTED.contains(&E::PATH)
            && let Mode::Noting(answers) = &mut *self.mode.borrow_mut()
            && let (Ok(response), Ok(question)) = (answer, question::<E>(request))
            && let Ok(json) = to_raw_value(response)
        {
            answers.insert(question, json);
        }
    }

    fn noted<E: Endpoint>(&self, request: &E::Request) -> Result<E::Response, CallError> {
        let question = question::<E>(request)?;
        match &*self.mode.borrow() {
            Mode::Offline { answers, .. } => {
                answers.get(&question).map(|json| read_raw(json)).ok_or(CallError::Away)?
            }
            Mode::Online | Mode::Noting(_) => Err(CallError::Away),
        }
    }
}

impl<H: Host> OfflineHost<H> {
    /// Some chunks of a kept body; [`CallError::Away`] where it was not kept.
    async fn kept_frames(&self, range: &ChunkRange) -> Result<Vec<Frame>, CallError> {
        let ChunkRange { record, version, from, count } = *range;
        let account = match &*self.mode.borrow() {
            Mode::Offline { account, read, .. } => match read {
                Some(body) if (body.record, body.version) == (record, version) => {
                    return Ok(part(&body.frames, from, count));
                }
                _ => *account,
            },
            Mode::Online | Mode::Noting(_) => return Err(CallError::Away),
        };
        let stored = self.inner.load(&body_name(account, record, version)).await.map_err(|_| CallError::Away)?;
        let frames = Frame::read_all(&stored.ok_or(CallError::Away)?).map_err(|_| CallError::Unreadable)?;
        let asked = part(&frames, from, count);
        if let Mode::Offline { read, .. } = &mut *self.mode.borrow_mut() {
            *read = Some(Body { record, version, frames });
        }
        Ok(asked)
    }

    async fn kept_hashes(&self, request: &ReadChunkHashesRequest) -> Result<ReadChunkHashesResponse, CallError> {
        let mut records = Vec::with_capacity(request.records.len());
        for record in &request.records {
            let whole = ChunkRange { record: record.record, version: record.version, from: 0, count: u32::MAX };
            let frames = self.kept_frames(&whole).await?;
            records.push(ChunkHashes { hashes: frames.iter().map(|frame| chunk_hash(&frame.bytes)).collect() });
        }
        Ok(ReadChunkHashesResponse { records })
    }
}

impl<H: Host> Host for OfflineHost<H> {
    type BodyCipher = H::BodyCipher;

    fn body_cipher(&self) -> &H::BodyCipher {
        self.inner.body_cipher()
    }

    fn now(&self) -> u64 {
        self.inner.now()
    }

    fn learn_server(&self, server: &ServerDescription) {
        self.inner.learn_server(server);
    }

    fn may_come_back(&self) -> bool {
        !self.is_offline()
    }

    async fn sleep(&self, milliseconds: u32) {
        self.inner.sleep(milliseconds).await;
    }

    async fn call<E: Endpoint>(&self, request: &E::Request, token: Option<&Token>) -> Result<E::Response, CallError> {
        if !self.is_offline() {
            let answer = self.inner.call::<E>(request, token).await;
            self.note::<E>(request, &answer);
            return answer;
        }
        if E::PATH == ReadChunkHashesEndpoint::PATH {
            return convert(&self.kept_hashes(&convert(request)?).await?);
        }
        self.noted::<E>(request)
    }

    async fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> Result<E::Response, CallError> {
        if self.is_offline() {
            return Err(CallError::Away);
        }
        self.inner.send_bytes::<E>(request, body, token).await
    }

    async fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, CallError> {
        if !self.is_offline() {
            return self.inner.fetch_bytes::<E>(request, token).await;
        }
        if E::PATH != ReadChunksEndpoint::PATH {
            return Err(CallError::Away);
        }
        let request: ReadChunksRequest = convert(request)?;
        let mut bytes = Encoder::with_capacity(0);
        for range in &request.ranges {
            self.kept_frames(range).await?.iter().for_each(|frame| frame.write(&mut bytes));
        }
        Ok(bytes.finish())
    }

    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.inner.load(name).await
    }

    async fn store(&self, name: &str, value: Vec<u8>) -> Result<(), StorageError> {
        self.inner.store(name, value).await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.inner.remove(name).await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.inner.remove_all(prefix).await
    }

    async fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> Result<(), StorageError> {
        self.inner.keep_device_key(account, place, key).await
    }

    async fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Result<Option<DeviceMac>, StorageError> {
        self.inner.device_mac(account, place).await
    }

    async fn confirm_device_key(&self, account: AccountId) -> Result<(), StorageError> {
        self.inner.confirm_device_key(account).await
    }
}

/// Where the record index stands in what was noted; nothing where that does not hold together.
pub(super) fn noted_index_head(answers: &Answers) -> Option<IndexHead> {
    let mut head = IndexHead::EMPTY;
    loop {
        let question = question::<ReadRecordIndexEndpoint>(&AfterQuery { after: head.sequence }).ok()?;
        let page = read_raw::<<ReadRecordIndexEndpoint as Endpoint>::Response>(answers.get(&question)?).ok()?;
        for entry in &page.entries {
            head = extend_index(&head, &entry.0)?;
        }
        if !page.more || page.entries.is_empty() {
            return Some(head);
        }
    }
}

fn question<E: Endpoint>(request: &E::Request) -> Result<String, CallError> {
    let json = serde_json::to_string(request).map_err(|_| CallError::Unreadable)?;
    Ok(format!("{} {json}", E::PATH))
}

fn read_raw<T: DeserializeOwned>(json: &RawValue) -> Result<T, CallError> {
    serde_json::from_str(json.get()).map_err(|_| CallError::Unreadable)
}

/// One type as another that has the same JSON: that a path is an endpoint's, the compiler does not know.
fn convert<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, CallError> {
    read_raw(&to_raw_value(value).map_err(|_| CallError::Unreadable)?)
}

fn part(frames: &[Frame], from: u32, count: u32) -> Vec<Frame> {
    frames.iter().filter(|frame| (from..from.saturating_add(count)).contains(&frame.index)).cloned().collect()
}

//! The device's storage: an IndexedDB database with small values and non-extractable keys. Nothing in it is secret
//! that the browser would give away: see `web_crypto` for what a kept key can do.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array, global};
use sesemr_common::flow::StorageError;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CryptoKey, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "sesemr";
const VERSION: u32 = 1;

/// A table of the database.
#[derive(Clone, Copy, Debug)]
enum Table {
    /// Bytes by name.
    Values,
    /// Keys by name.
    Keys,
}

impl Table {
    const ALL: [Self; 2] = [Self::Values, Self::Keys];

    const fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Keys => "keys",
        }
    }
}

/// Reads bytes.
pub(super) async fn load(name: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let found = read(Table::Values, name).await?;
    Ok((!found.is_undefined()).then(|| Uint8Array::from(found).to_vec()))
}

/// Writes bytes, durably before it returns.
pub(super) async fn store(name: &str, value: &[u8]) -> Result<(), StorageError> {
    write(Table::Values, |table| table.put_with_key(&Uint8Array::from(value), &JsValue::from_str(name))).await
}

/// Removes bytes.
pub(super) async fn remove(name: &str) -> Result<(), StorageError> {
    write(Table::Values, |table| table.delete(&JsValue::from_str(name))).await
}

/// Removes all bytes whose name begins so, in one transaction.
pub(super) async fn remove_all(prefix: &str) -> Result<(), StorageError> {
    let names = names_under(prefix).map_err(refused)?;
    write(Table::Values, |table| table.delete(&names)).await
}

/// Reads a key.
pub(super) async fn load_key(name: &str) -> Result<Option<CryptoKey>, StorageError> {
    Ok(read(Table::Keys, name).await?.dyn_into().ok())
}

/// Keeps a key, durably before it returns.
pub(super) async fn store_key(name: &str, key: &CryptoKey) -> Result<(), StorageError> {
    write(Table::Keys, |table| table.put_with_key(key, &JsValue::from_str(name))).await
}

/// Forgets a key.
pub(super) async fn remove_key(name: &str) -> Result<(), StorageError> {
    write(Table::Keys, |table| table.delete(&JsValue::from_str(name))).await
}

async fn read(table: Table, name: &str) -> Result<JsValue, StorageError> {
    let database = open().await?;
    let request = begin(&database, table, IdbTransactionMode::Readonly)
        .and_then(|transaction| transaction.object_store(table.name()))
        .and_then(|table| table.get(&JsValue::from_str(name)))
        .map_err(refused)?;
    let found = finished(&request).await;
    database.close();
    found
}

async fn write(
    table: Table,
    change: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
) -> Result<(), StorageError> {
    let database = open().await?;
    let transaction = begin(&database, table, IdbTransactionMode::Readwrite).map_err(refused)?;
    transaction.object_store(table.name()).and_then(|table| change(&table)).map_err(refused)?;
    let done = committed(&transaction).await;
    database.close();
    done
}

/// A transaction that has reached the disk when it completes: a counter that a power cut takes back would be used
/// twice. The option is younger than the bindings.
fn begin(database: &IdbDatabase, table: Table, mode: IdbTransactionMode) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("durability"), &JsValue::from_str("strict"))?;
    let mode = match mode {
        IdbTransactionMode::Readonly => "readonly",
        _ => "readwrite",
    };
    let begin: Function = Reflect::get(database, &JsValue::from_str("transaction"))?.dyn_into()?;
    let arguments = Array::of3(&JsValue::from_str(table.name()), &JsValue::from_str(mode), &options);
    Reflect::apply(&begin, database, &arguments)?.dyn_into()
}

/// The range of all names that begin so; names are ASCII. Its class is not among the bindings in use.
fn names_under(prefix: &str) -> Result<JsValue, JsValue> {
    let ranges = Reflect::get(&global(), &JsValue::from_str("IDBKeyRange"))?;
    let bound: Function = Reflect::get(&ranges, &JsValue::from_str("bound"))?.dyn_into()?;
    bound.call2(&ranges, &JsValue::from_str(prefix), &JsValue::from_str(&format!("{prefix}\u{ffff}")))
}

async fn open() -> Result<IdbDatabase, StorageError> {
    // Private windows of some browsers have the property and refuse its use, others have none.
    let factory: IdbFactory =
        Reflect::get(&global(), &JsValue::from_str("indexedDB")).and_then(JsValue::dyn_into).map_err(refused)?;
    let request = factory.open_with_u32(DATABASE, VERSION).map_err(refused)?;
    let upgrade = make_tables(&request);
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    finished(&request).await?.dyn_into().map_err(refused)
}

fn make_tables(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let request = request.clone();
    Closure::once(move || {
        let database: Option<IdbDatabase> = request.result().ok().and_then(|result| result.dyn_into().ok());
        for table in Table::ALL {
            // A table that is there already is what an interrupted upgrade leaves; opening then goes on.
            drop(database.as_ref().map(|database| database.create_object_store(table.name())));
        }
    })
}

async fn finished(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await.map_err(refused)?;
    request.result().map_err(refused)
}

async fn committed(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.map(drop).map_err(refused)
}

fn refused(_: JsValue) -> StorageError {
    StorageError
}

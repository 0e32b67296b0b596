//! One browser's storage, in memory: what is on it outlives the programs that run on it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use sesemr_common::crypto::{DeviceKey, DeviceMac};
use sesemr_common::flow::DeviceKeyPlace;
use sesemr_common::id::AccountId;

/// A device. Clones are the same device.
#[derive(Clone, Default)]
pub struct Device(Rc<RefCell<Stored>>);

#[derive(Default)]
struct Stored {
    values: BTreeMap<String, Vec<u8>>,
    device_keys: BTreeMap<(AccountId, DeviceKeyPlace), DeviceKey>,
}

impl Device {
    /// Everything stored under a name, names and values, for tests that look for secrets.
    pub fn values(&self) -> Vec<(String, Vec<u8>)> {
        self.0.borrow().values.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// A value of a known length.
    ///
    /// # Panics
    /// Where nothing of this length is stored under the name.
    pub fn value<const N: usize>(&self, name: &str) -> [u8; N] {
        self.load(name).unwrap().try_into().unwrap()
    }

    pub(crate) fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.0.borrow().values.get(name).cloned()
    }

    /// Stores a value, as a program on the device can.
    pub fn store(&self, name: &str, value: Vec<u8>) {
        self.0.borrow_mut().values.insert(name.to_owned(), value);
    }

    pub(crate) fn remove(&self, name: &str) {
        self.0.borrow_mut().values.remove(name);
    }

    pub(crate) fn remove_all(&self, prefix: &str) {
        self.0.borrow_mut().values.retain(|name, _| !name.starts_with(prefix));
    }

    pub(crate) fn keep_device_key(&self, account: AccountId, place: DeviceKeyPlace, key: DeviceKey) {
        self.0.borrow_mut().device_keys.insert((account, place), key);
    }

    pub(crate) fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Option<DeviceMac> {
        self.0.borrow().device_keys.get(&(account, place)).map(|key| key.mac_account(account))
    }

    pub(crate) fn confirm_device_key(&self, account: AccountId) {
        let keys = &mut self.0.borrow_mut().device_keys;
        if let Some(key) = keys.remove(&(account, DeviceKeyPlace::Pending)) {
            keys.insert((account, DeviceKeyPlace::InForce), key);
        }
    }
}

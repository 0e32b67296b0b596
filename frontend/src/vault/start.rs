//! What does this device know?

use super::remember_account::recall;
use crate::{
    message::{AppError, ErrorCode, Start},
    model::account::DeviceView,
};

pub(super) async fn start(_verb: Start) -> Result<DeviceView, AppError> {
    recall().await.map_err(|_| ErrorCode::NoStorage.into())
}

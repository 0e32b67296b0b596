//! Handles: the names by which people find each other. The server decides; this saves it a question.

/// What was typed, as a handle would be written: lowercase, without the @ that people put before it.
pub fn tidy_handle(typed: &str) -> String {
    typed.trim().trim_start_matches('@').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_found_in_whatever_people_type() {
        assert_eq!(tidy_handle("  @Amina.Diallo "), "amina.diallo");
    }
}

//! Tables about many people, as the Research page shows them: what is chosen, what came of it, and where its pictures lie.
//! The methods are `sesemr_common::microagg`; what runs them is `research`.

pub mod choice;
pub mod compare;
pub mod histogram;
pub mod loss_chart;
pub mod method_form;
pub mod outcome;
pub mod plane;
pub mod sample;
pub mod table;

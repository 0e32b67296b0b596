//! Arguments that contradict each other or say nothing: a sentence instead of a silent choice between them.

use sesemr_common::microagg::MethodName;

use super::{Arguments, Form, Refine, written::is_same_file};

/// The first contradiction that shows without the file. `is_said` tells whether an option was given, by its name.
///
/// # Errors
/// What is wrong, and what to do.
pub(super) fn refuse(arguments: &Arguments, is_said: impl Fn(&str) -> bool) -> Result<(), String> {
    refuse_unused(arguments, is_said)?;
    refuse_two_roles(arguments)?;
    refuse_kinds(arguments)?;
    if arguments.output.as_ref().is_some_and(|output| is_same_file(&arguments.input, output)) {
        return Err("the output is the input, which would be lost: name another file".to_owned());
    }
    Ok(())
}

/// Options that the method does not read.
fn refuse_unused(arguments: &Arguments, is_said: impl Fn(&str) -> bool) -> Result<(), String> {
    let method = arguments.method;
    if !method.makes_groups() && arguments.refine != Refine::None {
        return Err(format!("{method} makes no groups that could be refined: leave out --refine"));
    }
    if !method.makes_groups() && arguments.form != Form::Masked {
        return Err(format!("{method} makes no groups that could be written: leave out --form"));
    }
    let draws =
        method.is_noise() || method == MethodName::RankSwapping || matches!(arguments.refine, Refine::Search(_));
    let uses = [
        ("k", method.takes_k()),
        ("gamma", method == MethodName::VMdav),
        ("range", method == MethodName::RankSwapping),
        ("level", method.is_noise()),
        ("seed", draws),
    ];
    match uses.into_iter().find(|(option, is_used)| !is_used && is_said(option)) {
        Some((option, _)) => {
            Err(format!("{method} has no use for --{option}: leave it out, or choose a method that takes it"))
        }
        None => Ok(()),
    }
}

/// A column is dropped, aggregated or checked, and no two of these.
fn refuse_two_roles(arguments: &Arguments) -> Result<(), String> {
    let columns = arguments.columns.as_deref().unwrap_or_default();
    let (identifiers, confidential) = (&arguments.identifiers, &arguments.confidential);
    let pairs = [
        (("--columns", columns), ("--identifiers", identifiers.as_slice())),
        (("--columns", columns), ("--confidential", confidential.as_slice())),
        (("--identifiers", identifiers.as_slice()), ("--confidential", confidential.as_slice())),
    ];
    for ((option, names), (other, others)) in pairs {
        if let Some(name) = names.iter().find(|name| others.contains(name)) {
            return Err(format!("the column {name} is listed under {option} and {other}: give it one of these roles"));
        }
    }
    Ok(())
}

/// A column has an order or none.
fn refuse_kinds(arguments: &Arguments) -> Result<(), String> {
    let mut seen = std::collections::HashSet::new();
    for order in &arguments.ordinal {
        if !seen.insert(order.column.as_str()) {
            return Err(format!("the column {} is listed twice under --ordinal: say its order once", order.column));
        }
    }
    if let Some(name) = arguments.nominal.iter().find(|name| seen.contains(name.as_str())) {
        return Err(format!(
            "the column {name} is listed under --nominal and --ordinal: it has an order or it has none"
        ));
    }
    Ok(())
}

/// An order, or that there is none, matters only where something is computed with the column. This is for columns that the
/// file has: of one that is misspelt that is to be said, and not this.
///
/// # Errors
/// What is wrong, and what to do.
pub(super) fn refuse_idle(arguments: &Arguments) -> Result<(), String> {
    let is_computed_with = |name: &String| {
        arguments.confidential.contains(name)
            || (!arguments.identifiers.contains(name)
                && arguments.columns.as_ref().is_none_or(|columns| columns.contains(name)))
    };
    let nominal: Vec<&String> = arguments.nominal.iter().collect();
    let ordinal: Vec<&String> = arguments.ordinal.iter().map(|order| &order.column).collect();
    for (option, names) in [("--nominal", nominal), ("--ordinal", ordinal)] {
        if let Some(name) = names.into_iter().find(|name| !is_computed_with(name)) {
            return Err(format!(
                "the column {name} is listed under {option}, and nothing is computed with it: list it under --columns or \
                 --confidential too, or leave it out of {option}"
            ));
        }
    }
    Ok(())
}
